// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tests/support/federations.hpp"

#include "config/load.hpp"

namespace fb::test {
namespace {

using model::Authority;
using model::DetailLevel;

config::CalendarSource source(std::string name, config::SourceKind kind, DetailLevel right) {
  config::CalendarSource made;
  made.name = std::move(name);
  made.kind = kind;
  made.default_calendar_right = right;
  if (kind == config::SourceKind::graph) made.url = "https://graph.example";
  if (kind == config::SourceKind::ews) {
    made.url = "https://exchange.example/EWS/Exchange.asmx";
    made.username = "svc";
    made.password = config::Secret("password");
  }
  return made;
}

config::MailContact contact(std::string_view external) {
  return {std::string(external), address(external), {}, false};
}

config::AddressSpace space(std::string_view forest, model::TenantKey target) {
  return {domain(forest),
          "OrgWideFBToken",
          target,
          "https://gateway." + std::string(forest) + "/EWS/Exchange.asmx",
          "",
          "api://free-busy/.default"};
}

config::Application application() {
  return {"aaaaaaaa-0000-4000-8000-000000000001", "", "", false};
}

}  // namespace

model::TenantKey tenant_key(Authority authority, std::string_view id) {
  return {authority, model::TenantId::parse(id).value()};
}
model::TenantKey contoso() { return tenant_key(Authority::public_cloud, kContosoId); }
model::TenantKey contoso_china() { return tenant_key(Authority::cn, kContosoChinaId); }
model::TenantKey fabrikam() { return tenant_key(Authority::us, kFabrikamId); }
model::SmtpAddress address(std::string_view text) {
  return model::SmtpAddress::parse(text).value();
}
model::SmtpDomain domain(std::string_view text) { return model::SmtpDomain::parse(text).value(); }

config::Tenant contoso_tenant() {
  config::Tenant tenant{.name = "contoso", .key = contoso(), .cloud = "commercial"};
  tenant.accepted_domains = {domain("contoso.example")};
  tenant.allowed_tenants = {contoso_china()};
  tenant.application = application();
  tenant.sources = {source("cloud", config::SourceKind::graph, DetailLevel::availability_only),
                    source("onprem", config::SourceKind::ews, DetailLevel::limited_details),
                    source("rooms", config::SourceKind::ics, DetailLevel::limited_details)};
  tenant.mailboxes = {
      {address("peggy@contoso.example"), {address("p.olson@contoso.example")}, "cloud"},
      {address("grace@contoso.example"), {}, "cloud"},
      {address("oskar@contoso.example"), {}, "onprem"},
      {address("kettle@contoso.example"), {}, "rooms"}};
  tenant.contacts = {contact("victor@contoso-cn.example"), contact("carol@fabrikam-gov.example")};
  tenant.address_spaces = {space("contoso-cn.example", contoso_china()),
                           space("fabrikam-gov.example", fabrikam())};
  return tenant;
}

config::Tenant contoso_china_tenant() {
  config::Tenant tenant{.name = "contoso-china", .key = contoso_china(), .cloud = "21vianet"};
  tenant.accepted_domains = {domain("contoso-cn.example")};
  tenant.allowed_tenants = {contoso()};
  tenant.application = application();
  tenant.sources = {source("cloud", config::SourceKind::graph, DetailLevel::availability_only)};
  tenant.default_source = "cloud";
  tenant.mailboxes = {{address("victor@contoso-cn.example"), {}, "cloud"}};
  tenant.contacts = {contact("carol@fabrikam-gov.example")};
  tenant.address_spaces = {space("fabrikam-gov.example", fabrikam())};
  return tenant;
}

config::Tenant fabrikam_tenant() {
  config::Tenant tenant{.name = "fabrikam", .key = fabrikam(), .cloud = "gcc-high"};
  tenant.accepted_domains = {domain("fabrikam-gov.example")};
  tenant.application = application();
  tenant.sources = {source("files", config::SourceKind::ics, DetailLevel::availability_only)};
  tenant.mailboxes = {{address("carol@fabrikam-gov.example"), {}, "files"}};
  tenant.contacts = {contact("victor@contoso-cn.example"), contact("peggy@contoso.example")};
  tenant.address_spaces = {space("contoso-cn.example", contoso_china()),
                           space("contoso.example", contoso())};
  return tenant;
}

config::Partner partner_of(const config::Tenant& tenant) {
  return {tenant.name, tenant.key, tenant.cloud,
          config::OrganizationTokenPins{
              "api://free-busy", {"aaaaaaaa-0000-4000-8000-000000000001"}, "FreeBusy.Read", ""}};
}

std::shared_ptr<const config::Snapshot> snapshot_of(config::Federation federation,
                                                    std::uint64_t generation) {
  return std::make_shared<const config::Snapshot>(generation, std::move(federation),
                                                  config::built_in_cloud_catalogue());
}

}  // namespace fb::test
