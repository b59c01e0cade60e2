// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What Exchange's Get- commands printed, put into one home tenant.
#include <boost/json/array.hpp>

#include "config/exchange_import.hpp"
#include "gateway/admin/admin_routes.hpp"
#include "gateway/admin/change_rights.hpp"
#include "gateway/admin/object_json.hpp"
#include "gateway/admin/object_list.hpp"
#include "protocols/exchange_shell/records.hpp"

namespace fb::admin {
namespace asio = boost::asio;
namespace {

namespace json = boost::json;
using config::AdminRole;

// The home tenant that the query names, if the account administers it.
Checked<const config::Tenant*> target_tenant(const AdminCall& call) {
  if (call.query.all("tenant").size() != 1) {
    return refusal(Code::malformed, "\"tenant\" has to name the tenant that the objects are for");
  }
  const auto key = visible_tenant(call, call.query.text("tenant"));
  if (!key) return key.error();
  const config::Tenant* tenant = call.federation().tenant(*key);
  if (tenant == nullptr) return refusal(Code::malformed, "objects go into a home tenant");
  if (!call.grants.may(AdminRole::administer, *key)) {
    return refusal(Code::not_allowed, "this account lacks the role \"administer\" in this tenant");
  }
  return tenant;
}

Checked<config::ExchangeImport> read_import(const AdminCall& call, const config::Tenant& tenant) {
  config::ImportTarget target{call.federation(), tenant, {}};
  if (call.query.has("authority")) {
    target.authority = model::authority_named(call.query.text("authority"));
    if (!target.authority) {
      return refusal(Code::malformed, "\"authority\" is public, us, cn, fr or de");
    }
  }
  const auto records = exchange_shell::read_records(call.body);
  if (!records) return refusal(Code::mistake, records.error().detail());
  return config::import_exchange(*records, target);
}

Checked<std::vector<registry::Change>> changes_of(const AdminCall& call,
                                                  std::vector<config::Object> objects) {
  if (objects.size() > registry::kChangesPerCallMax) {
    return refusal(Code::too_large,
                   "this makes more than " + std::to_string(registry::kChangesPerCallMax) +
                       " objects: import it in parts, or recipients with a directory source");
  }
  const ChangeRights rights(call);
  std::vector<registry::Change> changes;
  for (config::Object& object : objects) {
    const json::value body = json_of_body(object.body);
    const json::object* fields = body.if_object();
    const json::object none;
    const auto refused =
        rights.refusal_of(registry::Verb::put, object.id, fields == nullptr ? none : *fields);
    if (refused) return *refused;
    changes.push_back({registry::Verb::put, std::move(object.id), std::move(object.body), {}});
  }
  return changes;
}

json::array json_of(const std::vector<registry::Change>& changes,
                    const config::Federation& federation) {
  json::array out;
  for (const registry::Change& change : changes) {
    json::object one = admin::json_of(change.id, federation);
    one["verb"] = name(change.verb);
    one["body"] = json_of_body(change.body);
    out.push_back(std::move(one));
  }
  return out;
}

json::array json_of(const std::vector<config::ImportNote>& notes) {
  json::array out;
  for (const config::ImportNote& note : notes) {
    out.push_back(json::object{
        {"object", note.object}, {"outcome", config::name(note.outcome)}, {"words", note.words}});
  }
  return out;
}

}  // namespace

asio::awaitable<Reply> import_exchange(const AdminServices& services, const AdminCall& call) {
  const auto dry_run = call.query.flag("dry_run");
  if (!dry_run) co_return dry_run.error();
  const auto tenant = target_tenant(call);
  if (!tenant) co_return tenant.error();
  auto import = read_import(call, **tenant);
  if (!import) co_return import.error();
  auto changes = changes_of(call, std::move(import->objects));
  if (!changes) co_return changes.error();
  json::array asked = json_of(*changes, call.federation());
  registry::Applied applied{services.registry.revision(), {}};
  if (!changes->empty()) {
    auto done = co_await services.registry.apply(std::move(*changes), call.actor, *dry_run);
    if (!done) co_return refusal(done.error());
    applied = std::move(*done);
  }
  const auto now = services.snapshots.current();
  json::object body = admin::json_of(applied, *dry_run, now->federation());
  body["changes"] = std::move(asked);
  body["notes"] = json_of(import->notes);
  co_return answer_of(body);
}

}  // namespace fb::admin
