// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tests/unit/gateway/policy/semantics_table.hpp"

#include <fstream>
#include <sstream>
#include <stdexcept>

#include "config/load.hpp"
#include "tests/support/federations.hpp"

namespace fb::test {
namespace {

using config::OrganizationRelationship;
using config::Tenant;
using model::Caller;
using model::CallerKind;
using model::DetailLevel;
using Words = std::vector<std::string>;

constexpr std::string_view kContosoDomain = "contoso.example";
constexpr std::string_view kFabrikamDomain = "fabrikam.example";

[[noreturn]] void unknown(std::string_view what, std::string_view word) {
  throw std::runtime_error("no " + std::string(what) + " is called \"" + std::string(word) + "\"");
}

std::string trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(' ');
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(' ') - begin + 1));
}

Words split(std::string_view text, char by) {
  Words parts;
  std::istringstream in{std::string(text)};
  for (std::string part; std::getline(in, part, by);) {
    if (const std::string word = trimmed(part); !word.empty()) parts.push_back(word);
  }
  return parts;
}

// What follows the prefix, if the word begins with it.
std::optional<std::string> after(std::string_view word, std::string_view prefix) {
  if (!word.starts_with(prefix)) return std::nullopt;
  return std::string(word.substr(prefix.size()));
}

// "a,b" of "rel[a,b]".
std::optional<Words> options(std::string_view word, std::string_view name) {
  const auto rest = after(word, std::string(name) + "[");
  if (!rest || !rest->ends_with("]")) return std::nullopt;
  return split(std::string_view(*rest).substr(0, rest->size() - 1), ',');
}

model::TenantKey key_in(std::string_view cloud, std::string_view id) {
  const config::CloudCatalogue clouds = config::built_in_cloud_catalogue();
  const config::Cloud* found = clouds.cloud(cloud);
  if (found == nullptr) unknown("cloud", cloud);
  return tenant_key(found->authority, id);
}

model::TenantKey tailspin() { return tenant_key(model::Authority::public_cloud, kStrangerId); }

DetailLevel level_named(std::string_view name) {
  const auto level = model::detail_level_named(name);
  if (!level) unknown("level", name);
  return *level;
}

model::SmtpAddress at(std::string_view local, std::string_view domain_text) {
  return address(std::string(local) + "@" + std::string(domain_text));
}

std::vector<config::CalendarSource> sources(DetailLevel right) {
  config::CalendarSource files{.name = "files", .kind = config::SourceKind::ics};
  config::CalendarSource exchange{.name = "exchange", .kind = config::SourceKind::ews};
  files.default_calendar_right = right;
  exchange.default_calendar_right = right;
  return {files, exchange};
}

Tenant contoso_of(const SemanticsRow& row, std::string_view cloud) {
  Tenant tenant{.name = "contoso", .key = key_in(cloud, kContosoId), .cloud = std::string(cloud)};
  tenant.accepted_domains = {domain(kContosoDomain), domain("eu.contoso.example"),
                             domain("contoso.mail.example")};
  tenant.sources = sources(level_named(row.right));
  tenant.mailboxes = {
      {at("ann", kContosoDomain), {}, "files"},
      {at("amy", kContosoDomain), {at("a.proxy", kContosoDomain)}, "files"},
      {at("aleks", kContosoDomain), {}, "exchange"},
  };
  tenant.groups = {{at("all", kContosoDomain), {}, {at("amy", kContosoDomain)}}};
  return tenant;
}

Tenant fabrikam_of(const SemanticsRow& row, std::string_view cloud) {
  Tenant tenant{.name = "fabrikam", .key = key_in(cloud, kFabrikamId), .cloud = std::string(cloud)};
  tenant.accepted_domains = {domain(kFabrikamDomain)};
  tenant.sources = sources(level_named(row.right));
  const auto here = [](std::string_view local) { return at(local, kFabrikamDomain); };
  tenant.mailboxes = {{here("bob"), {here("robert")}, "files"},
                      {here("bea"), {}, "exchange"},
                      {here("bert"), {}, "files"}};
  tenant.contacts = {
      {.name = "moved", .external_address = here("bob"), .proxy_addresses = {here("moved")}},
      {.name = "carl",
       .external_address = at("carl", "tailspin.example"),
       .proxy_addresses = {here("carl")}}};
  tenant.groups = {{here("team"), {}, {here("bea"), here("leads")}},
                   {here("leads"), {}, {here("robert")}},
                   {here("empty"), {}, {}},
                   {here("round"), {}, {here("round"), here("leads")}}};
  return tenant;
}

OrganizationRelationship relationship(const Words& words, std::string_view own_domain,
                                      std::string_view other_domain, model::TenantKey other) {
  OrganizationRelationship made{.name = "other", .target_tenant = other};
  made.domain_names = {domain(other_domain)};
  made.free_busy_access_enabled = true;
  made.free_busy_access_level = DetailLevel::limited_details;
  for (const std::string& word : words) {
    if (word == "disabled") {
      made.enabled = false;
    } else if (word == "off") {
      made.free_busy_access_enabled = false;
    } else if (word == "shared") {
      made.cache_scope = config::CacheScope::organization;
    } else if (const auto group = after(word, "scope=")) {
      made.free_busy_access_scope = at(*group, own_domain);
    } else if (const auto other_name = after(word, "domain=")) {
      made.domain_names = {domain(*other_name)};
    } else if (word == "target=tailspin") {
      made.target_tenant = tailspin();
    } else if (const auto issuer = after(word, "issuers=")) {
      made.token_issuers = {*issuer};
    } else {
      made.free_busy_access_level = level_named(word);
    }
  }
  return made;
}

config::FederationTrust trust(const Words& words) {
  config::FederationTrust made{.application_uri = "uri:contoso"};
  for (const std::string& word : words) {
    if (const auto name = after(word, "domain=")) {
      made.default_domain = domain(*name);
    } else {
      made.token_issuers.push_back({.uri = word, .endpoint = "https://sts.example/" + word});
    }
  }
  return made;
}

void shape_contoso(Tenant& contoso, const SemanticsRow& row, const model::TenantKey& fabrikam) {
  const model::SmtpAddress asked = address(row.asked);
  if (asked.domain_text() != kContosoDomain) {
    contoso.contacts = {{.name = "asked", .external_address = asked}};
  }
  for (const std::string& word : split(row.contoso, ' ')) {
    if (word == "-") continue;
    if (word == "no-contact") {
      contoso.contacts.clear();
    } else if (word == "no-contact-needed") {
      contoso.require_contact = false;
    } else if (word == "aas") {
      contoso.address_spaces.push_back(
          {domain(kFabrikamDomain), "OrgWideFBToken", fabrikam, "", "", "api://free-busy"});
    } else if (const auto rel = options(word, "rel")) {
      contoso.organization_relationships.push_back(
          relationship(*rel, kContosoDomain, kFabrikamDomain, fabrikam));
    } else if (const auto issuers = options(word, "trust")) {
      contoso.federation_trust = trust(*issuers);
    } else {
      unknown("object of Contoso", word);
    }
  }
}

void shape_fabrikam(Tenant& fabrikam, const SemanticsRow& row, const model::TenantKey& contoso) {
  for (const std::string& word : split(row.fabrikam, ' ')) {
    if (word == "-") continue;
    if (word == "allow") {
      fabrikam.allowed_tenants.push_back(contoso);
    } else if (word == "allow=tailspin") {
      fabrikam.allowed_tenants.push_back(tailspin());
    } else if (word == "allow=other-authority") {
      fabrikam.allowed_tenants.push_back({model::Authority::cn, contoso.id});
    } else if (word == "default-source") {
      fabrikam.default_source = "files";
    } else if (const auto rel = options(word, "rel")) {
      fabrikam.organization_relationships.push_back(
          relationship(*rel, kFabrikamDomain, kContosoDomain, contoso));
    } else {
      unknown("object of Fabrikam", word);
    }
  }
}

Caller caller_of(const SemanticsRow& row, const Tenant& contoso, const Tenant& fabrikam) {
  Words parts = split(row.caller, '/');
  const std::string& who = parts.front();
  const auto ann = at("ann", parts.size() > 1 ? std::string_view(parts[1]) : kContosoDomain);
  if (who == "user") return {CallerKind::home_user, contoso.key, ann, "ann"};
  if (who == "server") return {CallerKind::home_server, contoso.key, {}, "exchange"};
  if (who == "script") return {CallerKind::home_script, contoso.key, {}, "portal"};
  if (who == "script-as-user") return {CallerKind::home_script, contoso.key, ann, "portal"};
  if (who == "organization") return {CallerKind::partner_organization, contoso.key, {}, "app"};
  if (who == "stranger") return {CallerKind::partner_organization, tailspin(), {}, "app"};
  if (who == "remote-user") return {CallerKind::partner_user, contoso.key, ann, "ann"};
  if (who == "lost-user") return {CallerKind::partner_user, tailspin(), ann, "ann"};
  if (const auto token = after(who, "saml:")) {
    const Words told = split(*token, '>');
    if (told.size() > 1 && told[1] != "tailspin") unknown("tenant", told[1]);
    Caller caller{CallerKind::partner_user, contoso.key, ann, "ann"};
    caller.delegation =
        model::Delegation{told.front(), told.size() > 1 ? tailspin() : fabrikam.key};
    return caller;
  }
  unknown("caller", row.caller);
}

config::Partner partner(const Tenant& tenant) {
  config::Partner made{.name = tenant.name, .key = tenant.key, .cloud = tenant.cloud};
  made.domains = tenant.accepted_domains;
  made.token_issuers = {"sts-one"};
  return made;
}

}  // namespace

std::vector<SemanticsRow> semantics_rows() {
  std::ifstream in(std::string(FB_SOURCE_DIR) + "/tests/golden/sharing/semantics.txt");
  std::vector<SemanticsRow> rows;
  bool heading = true;
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.empty() || line.front() == '#') continue;
    if (std::exchange(heading, false)) continue;
    Words cells = split(line, '|');
    if (cells.size() != 11) {
      throw std::runtime_error("semantics.txt:" + std::to_string(number) + ": not eleven columns");
    }
    rows.push_back({number, cells[0], cells[1], cells[2], cells[3], cells[4], cells[5], cells[6],
                    cells[7], cells[8], cells[9], cells[10]});
  }
  return rows;
}

Scene scene_of(const SemanticsRow& row) {
  const Words clouds = split(row.clouds, '>');
  if (clouds.size() != 2) unknown("pair of clouds", row.clouds);
  Tenant contoso = contoso_of(row, clouds[0]);
  Tenant fabrikam = fabrikam_of(row, clouds[1]);
  shape_contoso(contoso, row, fabrikam.key);
  shape_fabrikam(fabrikam, row, contoso.key);
  Caller caller = caller_of(row, contoso, fabrikam);

  Tenant third{.name = "tailspin", .key = tailspin(), .cloud = "commercial"};
  third.accepted_domains = {domain("tailspin.example")};
  config::Federation federation{{}, {partner(third)}};
  if (row.here != "contoso" && row.here != "fabrikam" && row.here != "both") {
    unknown("gateway", row.here);
  }
  for (const Tenant& tenant : {contoso, fabrikam}) {
    if (row.here == tenant.name || row.here == "both") {
      federation.tenants.push_back(tenant);
    } else {
      federation.partners.push_back(partner(tenant));
    }
  }
  return {std::move(federation), std::move(caller), address(row.asked)};
}

}  // namespace fb::test
