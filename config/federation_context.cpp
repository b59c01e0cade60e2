// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "config/federation_context.hpp"

#include <algorithm>
#include <array>

#include "config/nearest.hpp"
#include "config/syntax.hpp"
#include "config/text_file.hpp"

namespace fb::config {
namespace {

std::optional<model::TenantKey> peek_key(const toml::table& table) {
  const auto authority = table["authority"].value_exact<std::string_view>();
  const auto id = table["tenant_id"].value_exact<std::string_view>();
  if (!authority || !id) return std::nullopt;
  const auto known = model::authority_named(*authority);
  const auto parsed = model::TenantId::parse(*id);
  if (!known || !parsed) return std::nullopt;
  return model::TenantKey{*known, *parsed};
}

model::Result<model::Authority> parse_authority(std::string_view text) {
  if (const auto found = model::authority_named(text)) return *found;
  return mistake("the authorities are public, us, cn, fr and de");
}

std::string path_of(TableReader& reader, std::string_view key, FederationContext& context,
                    bool required, bool hidden) {
  const auto text = required ? reader.required_text(key) : reader.text(key);
  if (!text || text->empty()) return {};
  const std::filesystem::path path = (context.folder / *text).lexically_normal();
  const std::string trouble = trouble_with_file(path);
  if (trouble.empty()) return path.string();
  reader.problem(key, "names " + (hidden ? "a file" : in_quotes(*text)) + ": the file " + trouble);
  return {};
}

void check_cloud(TableReader& reader, const TenantIdentity& identity,
                 const CloudCatalogue& clouds) {
  if (const Cloud* cloud = clouds.cloud(identity.cloud)) {
    if (identity.key && identity.key->authority != cloud->authority) {
      reader.problem("cloud", "is " + in_quotes(cloud->name) + ", whose authority is \"" +
                                  std::string(model::name(cloud->authority)) + "\", not \"" +
                                  std::string(model::name(identity.key->authority)) + "\"");
    }
    return;
  }
  std::vector<std::string_view> names;
  for (const Cloud& cloud : clouds.clouds) names.push_back(cloud.name);
  const std::string_view meant = nearest(identity.cloud, names);
  std::string sentence = "is " + in_quotes(identity.cloud) + ", which is not a known cloud";
  if (!meant.empty()) sentence += ": did you mean \"" + std::string(meant) + "\"?";
  reader.problem("cloud", sentence);
}

}  // namespace

KnownTenants::KnownTenants(const toml::table& root) {
  for (const bool home : {true, false}) {
    const toml::array* tables = root[home ? "tenant" : "partner"].as_array();
    if (tables == nullptr) continue;
    for (const toml::node& node : *tables) {
      const toml::table* table = node.as_table();
      if (table == nullptr) continue;
      if (const auto key = peek_key(*table)) home_by_key_.emplace(*key, home);
    }
  }
}

void KnownTenants::add(const Federation& stored) {
  for (const Tenant& tenant : stored.tenants) home_by_key_.emplace(tenant.key, true);
  for (const Partner& partner : stored.partners) home_by_key_.emplace(partner.key, false);
}

bool KnownTenants::is_home(const model::TenantKey& key) const {
  const auto found = home_by_key_.find(key);
  return found != home_by_key_.end() && found->second;
}

bool KnownTenants::is_partner(const model::TenantKey& key) const {
  const auto found = home_by_key_.find(key);
  return found != home_by_key_.end() && !found->second;
}

model::Result<model::TenantKey> KnownTenants::refer(std::string_view text) const {
  const std::size_t slash = text.find('/');
  if (slash != std::string_view::npos) {
    const auto authority = model::authority_named(text.substr(0, slash));
    const auto id = model::TenantId::parse(text.substr(slash + 1));
    if (authority && id) return model::TenantKey{*authority, *id};
    return mistake("write authority/GUID, where the authority is public, us, cn, fr or de");
  }
  const auto id = model::TenantId::parse(text);
  if (!id) return mistake("write authority/GUID, such as cn/9d341953-da1f-41b0-8810-76d6ef905273");
  std::vector<model::TenantKey> found;
  for (const auto& [key, home] : home_by_key_) {
    if (key.id == *id) found.push_back(key);
  }
  if (found.size() == 1) return found.front();
  if (found.empty()) {
    return mistake(
        "no [[tenant]] or [[partner]] has this id: write it with its authority, such as "
        "public/" +
        id->str());
  }
  return mistake("this id exists under " + std::to_string(found.size()) +
                 " authorities: write it with the one that is meant");
}

std::string names_nobody(const model::TenantKey& target, const FederationContext& context) {
  const std::string sentence =
      "is " + target.str() + ", which is neither a [[partner]] nor a [[tenant]] of this file";
  if (context.around == nullptr) return sentence;
  return sentence + ", and is not stored either: add it to this file, or add it first";
}

std::string twice(std::string_view what, const Place& first) {
  std::string out = std::string(what) + " (the first is in line " + std::to_string(first.line);
  if (first.text_name != nullptr) out += " of " + *first.text_name;
  return out + ")";
}

model::TenantKey no_tenant() {
  return {model::Authority::public_cloud,
          model::TenantId::parse("00000000-0000-0000-0000-000000000000").value()};
}

std::optional<model::TenantKey> read_key(TableReader& reader, FederationContext& context,
                                         TenantRole role) {
  const auto authority = reader.required("authority", parse_authority);
  const auto id = reader.required("tenant_id", model::TenantId::parse);
  if (!authority || !id) return std::nullopt;
  const model::TenantKey key{*authority, *id};
  if (role == TenantRole::partner && context.known.is_home(key)) {
    reader.problem("tenant_id", "is that of a [[tenant]]: a partner is somebody else");
  } else if (const auto line = context.keys.before(key, reader.place())) {
    reader.problem("tenant_id", twice("stands in this file twice with this authority", *line));
  }
  return key;
}

TenantIdentity read_identity(TableReader& reader, FederationContext& context, TenantRole role) {
  TenantIdentity identity;
  if (const auto name = reader.required("name", parse_display_name)) {
    identity.name = *name;
    if (const auto line = context.names.before(*name, reader.place())) {
      reader.problem("name", twice("is " + in_quotes(*name) + ", which is taken", *line));
    }
  }
  identity.key = read_key(reader, context, role);
  if (const auto cloud = reader.required_text("cloud")) {
    identity.cloud = *cloud;
    check_cloud(reader, identity, context.clouds);
  }
  return identity;
}

std::string read_path(TableReader& reader, std::string_view key, FederationContext& context,
                      bool required) {
  return path_of(reader, key, context, required, false);
}

std::string read_hidden_path(TableReader& reader, std::string_view key, FederationContext& context,
                             bool required) {
  return path_of(reader, key, context, required, true);
}

std::optional<Secret> read_secret(TableReader& reader, std::string_view key,
                                  FederationContext& context) {
  const std::string path = read_hidden_path(reader, key, context, true);
  if (path.empty()) return std::nullopt;
  TextFile file = read_text_file(path, kSecretFileBytesMax);
  std::string& text = file.text;
  if (text.ends_with('\n')) text.pop_back();
  if (text.ends_with('\r')) text.pop_back();
  if (file.trouble.empty() && text.empty()) file.trouble = "is empty";
  if (text.find_first_of(std::string_view("\n\r\0", 3)) != std::string::npos) {
    file.trouble = "has more than one line";
  }
  if (!file.trouble.empty()) {
    wipe(text);
    reader.problem(key, "names a file that " + file.trouble);
    return std::nullopt;
  }
  // A short text stays behind in the string that it was moved from.
  Secret secret(std::move(text));
  wipe(text);
  return secret;
}

bool is_microsofts(std::string_view audience, const CloudCatalogue& clouds) {
  constexpr std::array<std::string_view, 2> kApplications{"00000003-0000-0000-c000-000000000000",
                                                          "00000002-0000-0ff1-ce00-000000000000"};
  const std::string text = ascii_lower(audience);
  for (const std::string_view id : kApplications) {
    if (text.find(id) != std::string::npos) return true;
  }
  const std::size_t scheme = text.find("://");
  std::string_view host = std::string_view(text).substr(scheme == text.npos ? 0 : scheme + 3);
  host = host.substr(0, host.find_first_of("/:"));
  return std::any_of(clouds.clouds.begin(), clouds.clouds.end(), [&](const Cloud& cloud) {
    return !host.empty() &&
           (host == cloud.graph_host || host == cloud.ews_host || host == cloud.aas_service_host);
  });
}

bool is_audience(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return c > 0x20 && c < 0x7f && c != '"' && c != '\\';
  });
}

model::Result<std::string> parse_scope(std::string_view text) {
  constexpr std::string_view kEnd = "/.default";
  if (!is_audience(text) || !text.ends_with(kEnd) || text.size() == kEnd.size()) {
    return mistake(
        "a scope is the name of a resource application and /.default, such as "
        "api://9d341953-da1f-41b0-8810-76d6ef905273/.default");
  }
  return std::string(text);
}

void pass_over(TableReader& reader, std::span<const std::string_view> keys) {
  for (const std::string_view key : keys) reader.node(key);
}

bool accepts(const Tenant& tenant, const model::SmtpAddress& address) {
  return std::any_of(
      tenant.accepted_domains.begin(), tenant.accepted_domains.end(),
      [&](const model::SmtpDomain& domain) { return domain.str() == address.domain_text(); });
}

}  // namespace fb::config
