// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/admin/change_rights.hpp"

#include <array>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include "config/syntax.hpp"

namespace fb::admin {
namespace {

namespace json = boost::json;
using config::AdminRole;
using config::ObjectKind;
using registry::Verb;

constexpr std::string_view kDomains = "accepted_domains";

// Whether the text that stands under the key, if there is one, is another one.
bool changes_text(const json::object& body, std::string_view key, std::string_view now) {
  const json::value* value = body.if_contains(key);
  if (value == nullptr) return false;
  return !value->is_string() || std::string_view(value->get_string()) != now;
}

bool changes_domains(const json::object& body, const config::Tenant& tenant, bool whole) {
  const json::value* value = body.if_contains(kDomains);
  if (value == nullptr) return whole && !tenant.accepted_domains.empty();
  if (!value->is_array()) return true;
  std::set<std::string> wanted;
  for (const json::value& domain : value->get_array()) {
    if (!domain.is_string()) return true;
    wanted.insert(config::ascii_lower(std::string_view(domain.get_string())));
  }
  std::set<std::string> now;
  for (const model::SmtpDomain& domain : tenant.accepted_domains) now.insert(domain.str());
  return wanted != now;
}

bool changes_who_it_is(const json::object& body, const config::Tenant& tenant, bool whole) {
  return changes_text(body, "name", tenant.name) || changes_text(body, "cloud", tenant.cloud) ||
         changes_domains(body, tenant, whole);
}

AdminError lacks(AdminRole role, std::string_view what) {
  return refusal(Code::not_allowed, "this account lacks the role \"" +
                                        std::string(config::name(role)) + "\" " +
                                        std::string(what));
}

}  // namespace

AdminError no_such_object() {
  return refusal(Code::not_found, "there is no such object, or this account may not read it");
}

void ChangeRights::note_addition(const config::ObjectId& id) {
  if (id.kind != ObjectKind::tenant || !call_.grants.may_federate()) return;
  if (call_.federation().tenant(id.tenant) == nullptr) added_.insert(id.tenant);
}

bool ChangeRights::administers(const model::TenantKey& tenant) const {
  return call_.grants.may(AdminRole::administer, tenant) || added_.contains(tenant);
}

std::optional<AdminError> ChangeRights::refusal_of(Verb verb, const config::ObjectId& id,
                                                   const json::object& body) const {
  if (id.kind == ObjectKind::partner) {
    if (call_.grants.may_federate()) return std::nullopt;
    const bool known = call_.federation().partner(id.tenant) != nullptr;
    if (known && call_.grants.may_read(id)) return lacks(AdminRole::federate, "for partners");
    return no_such_object();
  }
  if (id.kind == ObjectKind::tenant) return refusal_of_tenant(verb, id, body);
  if (administers(id.tenant)) return std::nullopt;
  if (call_.grants.may(AdminRole::read, id.tenant)) {
    return lacks(AdminRole::administer, "in this tenant");
  }
  return no_such_object();
}

std::optional<AdminError> ChangeRights::refusal_of_tenant(Verb verb, const config::ObjectId& id,
                                                          const json::object& body) const {
  if (call_.grants.may_federate()) return std::nullopt;
  const config::Tenant* tenant = call_.federation().tenant(id.tenant);
  if (tenant == nullptr || !call_.grants.may_read(id)) return no_such_object();
  if (!administers(id.tenant)) return lacks(AdminRole::administer, "in this tenant");
  switch (verb) {
    case Verb::remove:
    case Verb::add:
      return lacks(AdminRole::federate, "which adding and removing tenants needs");
    case Verb::set:
    case Verb::put:
      break;
  }
  if (!changes_who_it_is(body, *tenant, verb == Verb::put)) return std::nullopt;
  return lacks(AdminRole::federate,
               "which the name, the cloud and the accepted domains of a tenant need");
}

}  // namespace fb::admin
