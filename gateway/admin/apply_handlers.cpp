// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Whole federation files: one that is made true, and one that is made from what there is.
#include <algorithm>
#include <boost/json/object.hpp>
#include <map>
#include <set>

#include "config/powershell_export.hpp"
#include "gateway/admin/admin_routes.hpp"
#include "gateway/admin/change_rights.hpp"
#include "gateway/admin/object_json.hpp"
#include "gateway/admin/object_list.hpp"

namespace fb::admin {
namespace asio = boost::asio;
namespace {

namespace json = boost::json;
using config::AdminRole;
using config::Object;
using config::ObjectKind;
using model::TenantKey;

constexpr std::string_view kFileName = "federation.toml";
constexpr std::size_t kFileNameBytesMax = 256;

// What a request may touch: the tenants in it, and whether the file's partners are made true, too.
struct Reach {
  std::vector<TenantKey> tenants;
  bool partners = false;
};

AdminError outside(std::string_view tenant) {
  return refusal(Code::not_allowed, "the file has objects of " + std::string(tenant) +
                                        ", which this account does not administer");
}

// By the words of the file, since the tenant may be one that the account may not see.
bool reaches(const AdminCall& call, const TenantKey& key) {
  if (call.grants.may(AdminRole::administer, key)) return true;
  return call.grants.may_federate() && call.federation().tenant(key) == nullptr;
}

Checked<std::vector<TenantKey>> wished_scope(const AdminCall& call) {
  std::vector<TenantKey> scope;
  for (const std::string_view text : call.query.all("tenant")) {
    const auto key = find_tenant(text, call.grants, call.federation());
    if (!key || !reaches(call, *key)) {
      return refusal(Code::not_found,
                     "there is no such tenant, or this account does not administer it");
    }
    scope.push_back(*key);
  }
  return scope;
}

Checked<Reach> reach_of(const AdminCall& call, const std::vector<Object>& objects) {
  auto scope = wished_scope(call);
  if (!scope) return scope.error();
  std::set<TenantKey> in_file;
  for (const Object& object : objects) {
    if (object.id.kind != ObjectKind::partner) in_file.insert(object.id.tenant);
  }
  Reach reach{std::move(*scope), call.grants.may_federate()};
  if (!reach.tenants.empty()) return reach;
  for (const TenantKey& key : in_file) {
    if (!reaches(call, key)) return outside(key.str());
    reach.tenants.push_back(key);
  }
  return reach;
}

// What the account may not change in a tenant that it administers.
std::optional<AdminError> refusal_of(const AdminCall& call, const std::vector<Object>& objects,
                                     const Reach& reach) {
  ChangeRights rights(call);
  for (const Object& object : objects) rights.note_addition(object.id);
  for (const Object& object : objects) {
    const bool reached = std::find(reach.tenants.begin(), reach.tenants.end(), object.id.tenant) !=
                         reach.tenants.end();
    if (object.id.kind != ObjectKind::tenant || !reached) continue;
    const json::value body = json_of_body(object.body);
    if (!body.is_object()) continue;
    if (auto refused = rights.refusal_of(registry::Verb::put, object.id, body.get_object())) {
      return refused;
    }
  }
  return std::nullopt;
}

// A file has the partners that its objects name. Without the role for them they stay as they are,
// so the file has to have them as they are.
asio::awaitable<std::optional<AdminError>> refusal_of_partners(const AdminServices& services,
                                                               const std::vector<Object>& objects) {
  std::vector<TenantKey> none;
  auto stored = co_await services.registry.objects(std::move(none), true, false);
  if (!stored) co_return refusal(stored.error());
  std::map<TenantKey, std::string> now;
  for (const Object& object : *stored) {
    if (object.id.kind != ObjectKind::partner) continue;
    const auto canonical = config::canonical_body(object.body);
    now.emplace(object.id.tenant, canonical ? *canonical : object.body);
  }
  for (const Object& object : objects) {
    if (object.id.kind != ObjectKind::partner) continue;
    const auto canonical = config::canonical_body(object.body);
    const auto found = now.find(object.id.tenant);
    if (canonical && found != now.end() && found->second == *canonical) continue;
    co_return refusal(Code::not_allowed,
                      "the file has the partner " + object.id.tenant.str() +
                          " other than it is, which needs the role \"federate\"");
  }
  co_return std::nullopt;
}

// The file came from the machine of whoever asks; the paths in it are this machine's. It is named
// in problems as the one who asks named it. It is read beside what is in force; that all of it fits
// together is seen in the registry's transaction.
Checked<std::vector<Object>> read_file(const AdminServices& services, const AdminCall& call) {
  const std::filesystem::path here = services.objects_folder / kFileName;
  config::Surroundings around{call.federation(), {}};
  for (const config::Tenant& tenant : call.federation().tenants) {
    if (reaches(call, tenant.key)) around.open.push_back(tenant.key);
  }
  auto read = config::objects_of(call.body, here, call.snapshot->clouds(), &around);
  if (read.value) return std::move(*read.value);
  AdminError mistakes = refusal(Code::mistake, "the file has mistakes; nothing was changed");
  mistakes.problems = std::move(read.problems);
  const std::string_view given = call.query.text("file").substr(0, kFileNameBytesMax);
  for (config::Problem& problem : mistakes.problems) {
    if (problem.file == here) problem.file = given.empty() ? kFileName : given;
  }
  return mistakes;
}

Checked<Reach> export_reach(const AdminCall& call) {
  Reach reach;
  const auto partners = call.query.flag("partners");
  if (!partners) return partners.error();
  reach.partners = *partners;
  for (const std::string_view text : call.query.all("tenant")) {
    const auto key = visible_tenant(call, text);
    if (!key) return key.error();
    if (!call.grants.may(AdminRole::read, *key)) {
      return refusal(Code::not_found, "there is no such tenant, or this account may not read it");
    }
    reach.tenants.push_back(*key);
  }
  if (!reach.tenants.empty()) return reach;
  for (const config::Tenant& tenant : call.federation().tenants) {
    if (call.grants.may(AdminRole::read, tenant.key)) reach.tenants.push_back(tenant.key);
  }
  return reach;
}

// What the administrators of the other side type.
Reply commands_for_partner(const AdminServices& services, const AdminCall& call) {
  if (call.query.text("as") != "powershell") {
    return refusal(Code::malformed, "\"as\" is powershell, or is not given");
  }
  if (call.query.all("tenant").size() != 1) {
    return refusal(Code::malformed, "name the one tenant whose partner it is");
  }
  const auto key = visible_tenant(call, call.query.text("tenant"));
  if (!key) return key.error();
  const config::Tenant* tenant = call.federation().tenant(*key);
  if (tenant == nullptr || !call.grants.may(AdminRole::read, *key)) {
    return refusal(Code::not_found, "there is no such tenant, or this account may not read it");
  }
  const auto partner = visible_tenant(call, call.query.text("partner"));
  if (!partner) return partner.error();
  const auto side = config::partner_side_named(call.query.text("kind"));
  if (!side) {
    return refusal(Code::malformed, "\"kind\" is exchange-online, on-premises or gateway");
  }
  AdminAnswer answer;
  answer.content_type = "text/plain; charset=utf-8";
  answer.body = config::partner_commands(
      {call.federation(), *tenant, *partner, services.gateway_origin}, *side);
  return answer;
}

}  // namespace

asio::awaitable<Reply> apply_file(const AdminServices& services, const AdminCall& call) {
  const auto dry_run = call.query.flag("dry_run");
  if (!dry_run) co_return dry_run.error();
  const auto prune = call.query.flag("prune");
  if (!prune) co_return prune.error();
  auto read = read_file(services, call);
  if (!read) co_return read.error();
  const auto reach = reach_of(call, *read);
  if (!reach) co_return reach.error();
  if (auto refused = refusal_of(call, *read, *reach)) co_return std::move(*refused);
  if (!reach->partners) {
    auto refused = co_await refusal_of_partners(services, *read);
    if (refused) co_return std::move(*refused);
  }
  registry::WantedState wanted{std::move(*read), reach->tenants, reach->partners, *prune, {}};
  auto applied = co_await services.registry.apply(std::move(wanted), call.actor, *dry_run);
  if (!applied) co_return refusal(applied.error());
  const auto now = services.snapshots.current();
  co_return answer_of(json_of(*applied, *dry_run, now->federation()));
}

asio::awaitable<Reply> export_file(const AdminServices& services, const AdminCall& call) {
  if (call.query.has("as")) co_return commands_for_partner(services, call);
  const auto reach = export_reach(call);
  if (!reach) co_return reach.error();
  const auto imported = call.query.flag("imported");
  if (!imported) co_return imported.error();
  auto objects = co_await services.registry.objects(reach->tenants, reach->partners, *imported);
  if (!objects) co_return refusal(objects.error());
  std::erase_if(*objects, [&](const Object& object) { return !call.grants.may_read(object.id); });
  AdminAnswer answer;
  answer.content_type = kToml;
  answer.body = config::federation_toml_of(*objects);
  co_return answer;
}

}  // namespace fb::admin
