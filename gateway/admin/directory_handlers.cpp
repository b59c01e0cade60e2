// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <algorithm>
#include <boost/json/array.hpp>

#include "gateway/admin/admin_routes.hpp"
#include "gateway/admin/json_body.hpp"
#include "gateway/admin/object_json.hpp"
#include "gateway/admin/object_list.hpp"
#include "protocols/wire/iso8601.hpp"

namespace fb::admin {
namespace asio = boost::asio;
namespace {

namespace json = boost::json;
using config::AdminRole;

json::value text_or_null(std::string text) {
  if (text.empty()) return nullptr;
  return json::value(text);
}

std::string text_of_time(const std::optional<model::UtcTime>& at) {
  std::string out;
  if (at) wire::append_utc_time(*at, out);
  return out;
}

// What this process knows of the last run; else what the registry has kept of the one before.
json::object json_of(const config::Tenant& tenant, const config::DirectorySource& source,
                     const registry::ImportState& kept, const SourceState* state) {
  json::object out{{"tenant", tenant.key.str()},
                   {"tenant_name", tenant.name},
                   {"name", source.name},
                   {"kind", directory::kind_name(source.kind)},
                   {"every_s", source.every.count()},
                   {"running", state != nullptr && state->running},
                   {"failed", state != nullptr && state->failed},
                   {"last_run", text_or_null(text_of(kept.at))},
                   {"outcome", text_or_null(kept.outcome)},
                   {"next_run", nullptr},
                   {"next_run_full", kept.cursor.empty()}};
  if (state == nullptr) return out;
  if (state->last_run) {
    out["last_run"] = text_or_null(text_of_time(state->last_run));
    out["outcome"] = text_or_null(state->outcome);
  }
  out["next_run"] = text_or_null(text_of_time(state->next_run));
  return out;
}

json::object json_of(const registry::ImportReport& report, bool dry_run,
                     const config::Federation& federation) {
  json::array skipped;
  for (const std::string& sentence : report.skipped) skipped.push_back(json::string(sentence));
  json::array differences;
  for (const registry::Difference& difference : report.differences) {
    differences.push_back(admin::json_of(difference, federation));
  }
  json::object out{{"revision", report.revision},
                   {"added", report.added},
                   {"changed", report.changed},
                   {"removed", report.removed},
                   {"unchanged", report.unchanged},
                   {"skipped", std::move(skipped)},
                   {"skipped_count", report.skipped_count},
                   {"differences", std::move(differences)}};
  if (dry_run) out["dry_run"] = true;
  return out;
}

Checked<RunOptions> read_wish(const AdminCall& call) {
  RunOptions wish;
  if (call.body.empty()) return wish;
  const auto body = json_object_of(call.body, call.row.body_bytes_max);
  if (!body) return body.error();
  for (const auto& [key, value] : *body) {
    const bool known = key == "dry_run" || key == "full" || key == "confirm";
    if (!known || !value.is_bool()) {
      return refusal(Code::malformed, "a run takes dry_run, full and confirm, true or false");
    }
    if (key == "dry_run") wish.dry_run = value.get_bool();
    if (key == "full") wish.full = value.get_bool();
    if (key == "confirm") wish.confirm = value.get_bool();
  }
  return wish;
}

}  // namespace

asio::awaitable<Reply> list_directory_sources(const AdminServices& services,
                                              const AdminCall& call) {
  std::optional<model::TenantKey> only;
  if (call.query.has("tenant")) {
    const auto tenant = visible_tenant(call, call.query.text("tenant"));
    if (!tenant) co_return tenant.error();
    only = *tenant;
  }
  const std::vector<SourceState> states = services.directory_runs.states();
  json::array sources;
  for (const config::Tenant& tenant : call.federation().tenants) {
    if (!call.grants.may(AdminRole::read, tenant.key)) continue;
    if (only && *only != tenant.key) continue;
    for (const config::DirectorySource& source : tenant.directory_sources) {
      const auto kept = co_await services.registry.import_state(tenant.key, source.name);
      if (!kept) co_return refusal(kept.error());
      const auto found = std::find_if(states.begin(), states.end(), [&](const SourceState& known) {
        return known.tenant == tenant.key && known.name == source.name;
      });
      sources.push_back(json_of(tenant, source, *kept, found == states.end() ? nullptr : &*found));
    }
  }
  const json::object body{{"directory_sources", std::move(sources)}};
  co_return answer_of(body);
}

asio::awaitable<Reply> run_directory_source(const AdminServices& services, const AdminCall& call) {
  const auto key = visible_tenant(call, call.segments[0]);
  if (!key) co_return key.error();
  const config::Tenant* tenant = call.federation().tenant(*key);
  const bool readable = tenant != nullptr && call.grants.may(AdminRole::read, *key);
  const auto is_it = [&](const config::DirectorySource& source) {
    return source.name == call.segments[1];
  };
  if (!readable ||
      std::none_of(tenant->directory_sources.begin(), tenant->directory_sources.end(), is_it)) {
    co_return refusal(Code::not_found, "there is no such directory source");
  }
  if (!call.grants.may(AdminRole::operate, *key)) {
    co_return refusal(Code::not_allowed, "this account lacks the role \"operate\" in this tenant");
  }
  const auto wish = read_wish(call);
  if (!wish) co_return wish.error();
  auto report = co_await services.directory_runs.run(*key, call.segments[1], *wish, call.actor);
  if (!report) co_return refusal(report.error());
  const auto now = services.snapshots.current();
  co_return answer_of(json_of(*report, wish->dry_run, now->federation()));
}

}  // namespace fb::admin
