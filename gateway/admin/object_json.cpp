// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/admin/object_json.hpp"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include "protocols/wire/iso8601.hpp"

namespace fb::admin {
namespace {

namespace json = boost::json;
using registry::Verb;

constexpr std::array kVerbs{Verb::add, Verb::set, Verb::put, Verb::remove};

}  // namespace

bool has_identity(config::ObjectKind kind) {
  switch (kind) {
    case config::ObjectKind::tenant:
    case config::ObjectKind::partner:
    case config::ObjectKind::availability_config:
      return false;
    case config::ObjectKind::address_space:
    case config::ObjectKind::organization_relationship:
    case config::ObjectKind::mailbox:
    case config::ObjectKind::mail_contact:
    case config::ObjectKind::mail_user:
    case config::ObjectKind::guest:
    case config::ObjectKind::group:
      return true;
  }
  return true;
}

std::string_view tenant_name(const config::Federation& federation, const model::TenantKey& key) {
  if (const config::Tenant* tenant = federation.tenant(key)) return tenant->name;
  if (const config::Partner* partner = federation.partner(key)) return partner->name;
  return {};
}

json::value json_of_body(std::string_view body) {
  if (body.empty()) return nullptr;
  boost::system::error_code failed;
  json::value value = json::parse(config::json_of_body(body), failed);
  if (failed) return json::object();
  return value;
}

json::object json_of(const config::ObjectId& id, const config::Federation& federation) {
  return json::object{{"kind", config::name(id.kind)},
                      {"tenant", id.tenant.str()},
                      {"tenant_name", tenant_name(federation, id.tenant)},
                      {"identity", id.identity}};
}

json::object json_of(const registry::StoredObject& stored, const config::Federation& federation) {
  json::object out = json_of(stored.object.id, federation);
  out["revision"] = stored.revision;
  out["origin"] = stored.origin;
  out["body"] = json_of_body(stored.object.body);
  return out;
}

json::object json_of(const registry::Difference& difference, const config::Federation& federation) {
  json::object out = json_of(difference.id, federation);
  out["before"] = json_of_body(difference.before);
  out["after"] = json_of_body(difference.after);
  return out;
}

json::object json_of(const registry::Applied& applied, bool dry_run,
                     const config::Federation& federation) {
  json::array differences;
  for (const registry::Difference& difference : applied.differences) {
    differences.push_back(json_of(difference, federation));
  }
  json::object out{{"revision", applied.revision}, {"differences", std::move(differences)}};
  if (dry_run) out["dry_run"] = true;
  return out;
}

std::string_view name(Verb verb) {
  switch (verb) {
    case Verb::add:
      return "add";
    case Verb::set:
      return "set";
    case Verb::put:
      return "put";
    case Verb::remove:
      return "remove";
  }
  return "set";
}

std::optional<Verb> verb_named(std::string_view text) {
  const auto found =
      std::find_if(kVerbs.begin(), kVerbs.end(), [&](Verb verb) { return name(verb) == text; });
  if (found == kVerbs.end()) return std::nullopt;
  return *found;
}

std::string text_of(std::chrono::sys_time<std::chrono::milliseconds> at) {
  if (at.time_since_epoch().count() == 0) return {};
  const auto seconds = std::chrono::floor<std::chrono::seconds>(at);
  std::string out;
  wire::append_wall_time(std::chrono::local_seconds(seconds.time_since_epoch()), out);
  const std::string fraction = std::to_string((at - seconds).count());
  return out + "." + std::string(3 - fraction.size(), '0') + fraction + "Z";
}

}  // namespace fb::admin
