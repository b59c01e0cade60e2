// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What is the gateway's and no tenant's: its state, the clouds, the reasons, a backup.
#include <boost/json/array.hpp>
#include <filesystem>

#include "gateway/admin/admin_routes.hpp"
#include "gateway/admin/json_body.hpp"
#include "gateway/admin/openapi_document.hpp"
#include "gateway/policy/reasons.hpp"

namespace fb::admin {
namespace asio = boost::asio;
namespace {

namespace json = boost::json;

json::object json_of(const config::Cloud& cloud) {
  json::array issuers;
  for (const std::string& issuer : cloud.issuers) issuers.push_back(json::string(issuer));
  return json::object{{"name", cloud.name},
                      {"title", cloud.title},
                      {"authority", model::name(cloud.authority)},
                      {"login_host", cloud.login_host},
                      {"issuers", std::move(issuers)},
                      {"graph_host", cloud.graph_host},
                      {"ews_host", cloud.ews_host},
                      {"aas_service_host", cloud.aas_service_host},
                      {"autodiscover_host", cloud.autodiscover_host},
                      {"delegation_tokens", cloud.delegation_tokens},
                      {"ews_end", cloud.ews_end}};
}

json::object json_of(const config::CloudPair& pair) {
  return json::object{{"from", pair.from},
                      {"to", pair.to},
                      {"path", model::name(pair.path)},
                      {"verdict", config::name(pair.verdict)},
                      {"enabled_by_operator", pair.enabled_by_operator},
                      {"source", pair.source}};
}

json::object json_of(const policy::Reason& reason) {
  return json::object{{"code", reason.code}, {"cause", reason.cause}, {"fix", reason.fix}};
}

void append_reasons(std::span<const policy::Reason> reasons, json::array& out) {
  for (const policy::Reason& reason : reasons) out.push_back(json_of(reason));
}

json::array tenants_of(const AdminCall& call) {
  json::array tenants;
  for (const config::Tenant& tenant : call.federation().tenants) {
    if (!call.grants.may_read({config::ObjectKind::tenant, tenant.key, {}})) continue;
    tenants.push_back(
        json::object{{"tenant", tenant.key.str()}, {"name", tenant.name}, {"cloud", tenant.cloud}});
  }
  return tenants;
}

}  // namespace

asio::awaitable<Reply> make_backup(const AdminServices& services, const AdminCall& call) {
  const auto body = json_object_of(call.body, call.row.body_bytes_max);
  if (!body) co_return body.error();
  const json::value* given = body->if_contains("name");
  if (given == nullptr || !given->is_string()) {
    co_return refusal(Code::malformed, "\"name\" has to be the name of a file");
  }
  std::string file_name(given->get_string());
  auto made = co_await services.registry.backup(std::move(file_name));
  if (!made) co_return refusal(made.error());
  std::error_code failed;
  const std::uintmax_t bytes = std::filesystem::file_size(*made, failed);
  if (failed) co_return refusal(Code::storage, "the backup cannot be read: " + failed.message());
  const json::object answer{{"file", made->string()}, {"bytes", std::uint64_t{bytes}}};
  co_return answer_of(answer);
}

asio::awaitable<Reply> list_clouds(const AdminServices&, const AdminCall& call) {
  const config::CloudCatalogue& catalogue = call.snapshot->clouds();
  json::array clouds;
  for (const config::Cloud& cloud : catalogue.clouds) clouds.push_back(json_of(cloud));
  json::array pairs;
  for (const config::CloudPair& pair : catalogue.pairs) pairs.push_back(json_of(pair));
  const json::object body{{"clouds", std::move(clouds)}, {"pairs", std::move(pairs)}};
  co_return answer_of(body);
}

asio::awaitable<Reply> get_cloud(const AdminServices&, const AdminCall& call) {
  const config::CloudCatalogue& catalogue = call.snapshot->clouds();
  const config::Cloud* cloud = catalogue.cloud(call.segments[0]);
  if (cloud == nullptr) co_return refusal(Code::not_found, "there is no such cloud");
  json::array pairs;
  for (const config::CloudPair& pair : catalogue.pairs) {
    if (pair.from == cloud->name || pair.to == cloud->name) pairs.push_back(json_of(pair));
  }
  json::object body = json_of(*cloud);
  body["pairs"] = std::move(pairs);
  co_return answer_of(body);
}

asio::awaitable<Reply> list_reasons(const AdminServices&, const AdminCall&) {
  json::array reasons;
  append_reasons(policy::reasons_of_sharing(), reasons);
  append_reasons(policy::reasons_of_credentials(), reasons);
  append_reasons(policy::reasons_of_peers(), reasons);
  const json::object body{{"reasons", std::move(reasons)}};
  co_return answer_of(body);
}

asio::awaitable<Reply> get_reason(const AdminServices&, const AdminCall& call) {
  const policy::Reason* reason = policy::reason(call.segments[0]);
  if (reason == nullptr) co_return refusal(Code::not_found, "there is no reason of that code");
  co_return answer_of(json_of(*reason));
}

asio::awaitable<Reply> show_status(const AdminServices& services, const AdminCall& call) {
  json::array grants;
  for (const config::AdminGrant& grant : call.account_grants) {
    grants.push_back(json::string(grant.str()));
  }
  const json::object account{{"name", call.account}, {"grants", std::move(grants)}};
  const json::object body{{"gateway", services.gateway_id},
                          {"version", services.version},
                          {"revision", services.registry.revision()},
                          {"generation", call.snapshot->generation()},
                          {"ready", services.health.ready()},
                          {"tenants", tenants_of(call)},
                          {"account", account}};
  co_return answer_of(body);
}

asio::awaitable<Reply> show_openapi(const AdminServices&, const AdminCall&) {
  AdminAnswer answer;
  answer.body = openapi_document();
  co_return answer;
}

}  // namespace fb::admin
