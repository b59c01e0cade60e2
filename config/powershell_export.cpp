// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "config/powershell_export.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "config/syntax.hpp"
#include "config/toml_writer.hpp"

namespace fb::config {
namespace {

// -ExchangeEnvironmentName of Connect-ExchangeOnline; the default needs none, and for the clouds
// that are not here none is published.
constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kEnvironments{{
    {"gcc-high", "O365USGovGCCHigh"},
    {"dod", "O365USGovDoD"},
    {"21vianet", "O365China"},
}};
constexpr std::string_view kScopeEnd = "/.default";

// All four of these end a text in single quotes, as U+0027 does.
constexpr std::array<std::string_view, 4> kOtherQuotes{"\xE2\x80\x98", "\xE2\x80\x99",
                                                       "\xE2\x80\x9A", "\xE2\x80\x9B"};

std::string toml_text(std::string_view text) {
  std::string out;
  append_toml_text(text, out);
  return out;
}

std::string toml_list(const std::vector<model::SmtpDomain>& domains) {
  std::string out = "[";
  for (const model::SmtpDomain& domain : domains) {
    out += (out.size() == 1 ? "" : ", ") + toml_text(domain.str());
  }
  return out + "]";
}

// A comment ends with its line.
std::string comment_text(std::string_view text) {
  std::string out(text);
  std::replace_if(
      out.begin(), out.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  return out;
}

std::string_view partner_name(const PartnerCommands& commands) {
  if (const Partner* partner = commands.federation.partner(commands.partner)) return partner->name;
  if (const Tenant* tenant = commands.federation.tenant(commands.partner)) return tenant->name;
  return "the partner";
}

bool leads_to(const std::vector<OrganizationRelationship>& all, const model::TenantKey& target) {
  return std::any_of(all.begin(), all.end(), [&](const OrganizationRelationship& one) {
    return one.target_tenant == target;
  });
}

bool may_be_asked(const PartnerCommands& commands) {
  const auto& allowed = commands.tenant.allowed_tenants;
  return std::find(allowed.begin(), allowed.end(), commands.partner) != allowed.end();
}

std::string heading(const PartnerCommands& commands, std::string_view what) {
  std::string out = "# For " + comment_text(partner_name(commands)) + " (" +
                    commands.partner.str() + "): " + std::string(what) +
                    " by which it shares free/busy with " + comment_text(commands.tenant.name) +
                    ".\n";
  if (!may_be_asked(commands)) {
    out += "# It is not answered as an organization before allowed_tenant_ids of " +
           comment_text(commands.tenant.name) + " has it.\n";
  }
  return out;
}

std::string connect(const PartnerCommands& commands) {
  const std::string_view cloud = commands.federation.cloud_of(commands.partner);
  const auto found = std::find_if(kEnvironments.begin(), kEnvironments.end(),
                                  [&](const auto& one) { return one.first == cloud; });
  std::string out = "Connect-ExchangeOnline";
  if (found != kEnvironments.end())
    out += " -ExchangeEnvironmentName " + std::string(found->second);
  return out + "\nEnable-OrganizationCustomization\nNew-AvailabilityConfig -AllowedTenantIds " +
         powershell_text(commands.tenant.key.id.str()) +
         "\n# Where there is one already:\n# Set-AvailabilityConfig -AllowedTenantIds @{Add=" +
         powershell_text(commands.tenant.key.id.str()) + "}\n";
}

// A relationship that the tenant has with the partner, from the partner's side.
std::string relationship(const PartnerCommands& commands) {
  std::string out;
  for (const OrganizationRelationship& ours : commands.tenant.organization_relationships) {
    if (ours.target_tenant != commands.partner || !ours.enabled) continue;
    std::string domains;
    for (const model::SmtpDomain& domain : commands.tenant.accepted_domains) {
      domains += (domains.empty() ? "" : ",") + powershell_text(domain.str());
    }
    if (!commands.tenant.federation_trust) {
      out += "# The relationship " + powershell_text(comment_text(ours.name)) +
             " takes a [tenant.federation_trust] here, under whose application_uri tokens for it "
             "are asked.\n";
      continue;
    }
    out += "New-OrganizationRelationship -Name " + powershell_text(commands.tenant.name) +
           " -DomainNames " + domains + " -Enabled $true -FreeBusyAccessEnabled " +
           (ours.free_busy_access_enabled ? "$true" : "$false") + " -FreeBusyAccessLevel " +
           std::string(model::name(ours.free_busy_access_level)) + " -TargetApplicationUri " +
           powershell_text(commands.tenant.federation_trust->application_uri) +
           " -TargetSharingEpr " +
           powershell_text(commands.gateway_origin + "/EWS/Exchange.asmx/WSSecurity") + "\n";
  }
  return out;
}

std::string exchange_commands(const PartnerCommands& commands, PartnerSide side) {
  std::string out = heading(commands, "cmdlets");
  if (side == PartnerSide::exchange_online) out += connect(commands);
  const bool related = leads_to(commands.tenant.organization_relationships, commands.partner);
  if (related) out += relationship(commands);
  out +=
      "# The account is one that the gateway knows, of kind home-server.\n$account = "
      "Get-Credential\n";
  for (const model::SmtpDomain& domain : commands.tenant.accepted_domains) {
    out += "Add-AvailabilityAddressSpace -ForestName " + powershell_text(domain.str()) +
           " -AccessMethod OrgWideFB -Credentials $account -TargetAutodiscoverEpr " +
           powershell_text(commands.gateway_origin + "/autodiscover/autodiscover.xml") + "\n";
  }
  return out;
}

// What the partner has to know of our token, as far as it stands here.
std::string token_pins(const PartnerCommands& commands) {
  const auto& spaces = commands.tenant.address_spaces;
  const auto space = std::find_if(spaces.begin(), spaces.end(), [&](const AddressSpace& one) {
    return one.target_tenant == commands.partner && one.token_scope.ends_with(kScopeEnd);
  });
  if (space == spaces.end() || !commands.tenant.application) return {};
  std::string_view audience = space->token_scope;
  audience.remove_suffix(kScopeEnd.size());
  std::string out = "[partner.organization_token]\naudience = " + toml_text(audience) +
                    "\nclient_ids = [" + toml_text(commands.tenant.application->client_id) +
                    "]\n# The role that the token has, agreed with its owner:\n# role = \"\"\n";
  if (commands.tenant.forwarder) {
    out += "trusted_forwarders = [" + toml_text(commands.tenant.forwarder->client_id) + "]\n";
  }
  return out;
}

std::string gateway_toml(const PartnerCommands& commands) {
  const std::string key = commands.tenant.key.str();
  std::string out = heading(commands, "what its gateway's federation file needs");
  out += "\n[[partner]]\nname = " + toml_text(commands.tenant.name) +
         "\nauthority = " + toml_text(model::name(commands.tenant.key.authority)) +
         "\ntenant_id = " + toml_text(commands.tenant.key.id.str()) +
         "\ncloud = " + toml_text(commands.tenant.cloud) + "\nautodiscover_hosts = [" +
         toml_text(host_of_url(commands.gateway_origin)) +
         "]\ndomains = " + toml_list(commands.tenant.accepted_domains) + "\n" +
         token_pins(commands) + "\n# Below its own [[tenant]]; and " + toml_text(key) +
         " in allowed_tenant_ids of its [tenant.availability_config].\n";
  for (const model::SmtpDomain& domain : commands.tenant.accepted_domains) {
    out += "[[tenant.address_space]]\nforest_name = " + toml_text(domain.str()) +
           "\naccess_method = \"OrgWideFBToken\"\ntarget_tenant = " + toml_text(key) +
           "\ntarget_service_epr = " + toml_text(commands.gateway_origin + "/EWS/Exchange.asmx") +
           "\n# The application that its tenant registered for this:\n# token_scope = "
           "\"api://.../.default\"\n";
  }
  return out;
}

}  // namespace

std::optional<PartnerSide> partner_side_named(std::string_view name) {
  if (name == "exchange-online") return PartnerSide::exchange_online;
  if (name == "on-premises") return PartnerSide::on_premises;
  if (name == "gateway") return PartnerSide::gateway;
  return std::nullopt;
}

std::string partner_commands(const PartnerCommands& commands, PartnerSide side) {
  return side == PartnerSide::gateway ? gateway_toml(commands) : exchange_commands(commands, side);
}

std::string powershell_text(std::string_view text) {
  std::string out = "'";
  while (!text.empty()) {
    const auto quote = std::find_if(kOtherQuotes.begin(), kOtherQuotes.end(),
                                    [&](std::string_view one) { return text.starts_with(one); });
    if (quote != kOtherQuotes.end()) {
      out += *quote;
      out += *quote;
      text.remove_prefix(quote->size());
      continue;
    }
    const char c = text.front();
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\'') out += '\'';
    out += byte < 0x20 || byte == 0x7f ? ' ' : c;
    text.remove_prefix(1);
  }
  return out + "'";
}

}  // namespace fb::config
