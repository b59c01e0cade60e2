// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/cloudsim/admin.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "protocols/wire/json.hpp"
#include "tools/cloudsim/json_web_token.hpp"

namespace fb::cloudsim {
namespace {

Reply json_reply(unsigned status, const boost::json::object& body) {
  Reply out;
  out.status = status;
  out.body = boost::json::serialize(body);
  return out;
}

Reply problem(unsigned status, std::string_view sentence) {
  return json_reply(status, {{"problem", sentence}});
}

boost::json::object waiting(const FaultPlan& faults) {
  boost::json::array list;
  for (const Fault& fault : faults.waiting()) list.push_back(write_fault(fault));
  return {{"faults", std::move(list)}};
}

Reply on_faults(const Request& request, FaultPlan& faults) {
  if (request.method == "GET") return json_reply(200, waiting(faults));
  if (request.method == "DELETE") {
    faults.clear();
    return json_reply(200, waiting(faults));
  }
  if (request.method != "POST") return problem(405, "GET, POST or DELETE");
  const auto json = wire::parse_json(request.body);
  if (!json) return problem(400, "the body is no JSON");
  auto fault = read_fault(*json);
  if (!fault) return problem(400, fault.error().detail());
  if (!faults.add(*std::move(fault))) return problem(409, "there are too many faults");
  return json_reply(200, waiting(faults));
}

Reply on_requests(const Request& request, Journal& journal) {
  if (request.method == "DELETE") {
    journal.clear();
  } else if (request.method != "GET") {
    return problem(405, "GET or DELETE");
  }
  return json_reply(200, journal.json(lower(form_value(request.query, "host")),
                                      form_value(request.query, "path_prefix")));
}

std::optional<std::size_t> place(const boost::json::value* value) {
  if (value == nullptr || !value->is_int64() || value->get_int64() < 0) return std::nullopt;
  return static_cast<std::size_t>(value->get_int64());
}

Reply on_keys(const Request& request, const Administered& state) {
  if (request.method != "POST") return problem(405, "POST");
  const auto json = wire::parse_json(request.body);
  if (!json || !json->is_object()) return problem(400, "the body is no JSON object");
  const auto& object = json->get_object();
  const auto signs = place(object.if_contains("signs"));
  const auto* list = object.if_contains("published");
  if (!signs || list == nullptr || !list->is_array()) {
    return problem(400,
                   "login_host or federation, signs (a place) and published (a list of places)");
  }
  std::vector<std::size_t> published;
  for (const auto& entry : list->get_array()) {
    const auto one = place(&entry);
    if (!one) return problem(400, "published is a list of places from 0");
    published.push_back(*one);
  }
  const std::string host = lower(text_of(object, "login_host"));
  const std::string_view federation = text_of(object, "federation");
  const bool done = host.empty() ? state.tokens.roll_over(federation, *signs, published)
                                 : state.keys.roll_over(host, *signs, published);
  if (!done) return problem(404, "no such host, federation or key");
  return json_reply(200, object);
}

Reply on_applications(const Request& request, KeyRing& keys) {
  if (request.method != "POST") return problem(405, "POST");
  const auto json = wire::parse_json(request.body);
  const auto* list =
      !json || !json->is_object() ? nullptr : json->get_object().if_contains("certificate_files");
  if (list == nullptr || !list->is_array()) {
    return problem(400, "client_id, certificate_files (a list of places from 0)");
  }
  std::vector<std::size_t> certificates;
  for (const auto& entry : list->get_array()) {
    const auto one = place(&entry);
    if (!one) return problem(400, "certificate_files is a list of places from 0");
    certificates.push_back(*one);
  }
  const auto& object = json->get_object();
  if (!keys.register_only(lower(text_of(object, "client_id")), certificates)) {
    return problem(404, "no such application or certificate");
  }
  return json_reply(200, object);
}

Reply on_lost_tokens(std::string_view how, Directory& directory) {
  if (how != "syncStateNotFound" && how != "resyncRequired") {
    return problem(400, "lose_tokens is syncStateNotFound or resyncRequired");
  }
  const bool state = how == "syncStateNotFound";
  directory.lose_tokens(state ? TokenLoss::sync_state_not_found : TokenLoss::resync_required);
  return json_reply(200, {{"lose_tokens", how}});
}

Reply on_directory(const Request& request, const World& world, Directory& directory) {
  if (request.method != "POST") return problem(405, "POST");
  const auto json = wire::parse_json(request.body);
  if (!json || !json->is_object()) return problem(400, "the body is no JSON object");
  const auto& object = json->get_object();
  if (object.contains("lose_tokens") && object.size() == 1) {
    return on_lost_tokens(text_of(object, "lose_tokens"), directory);
  }
  const std::string_view tenant = text_of(object, "tenant");
  const auto feed = directory_feed_named(text_of(object, "feed"));
  const auto id = model::TenantId::parse(text_of(object, "id"));  // any GUID
  const auto* properties = object.if_contains("properties");
  const auto* removed = object.if_contains("removed");
  const bool puts = properties != nullptr && properties->is_object();
  const std::string_view reason = text_of(object, "removed");
  const bool removes = reason == "changed" || reason == "deleted";
  const bool one = (properties == nullptr) != (removed == nullptr) && (puts || removes);
  if (!feed || !id || !one || object.size() != 4) {
    return problem(400,
                   "tenant, feed (contacts or users), id (a GUID), and either properties or "
                   "removed (changed or deleted); or lose_tokens alone");
  }
  if (!world.tenant_named(tenant)) return problem(404, "no such tenant");
  if (removes) {
    const Removal removal = reason == "deleted" ? Removal::deleted : Removal::changed;
    if (!directory.remove(tenant, *feed, id->str(), removal)) {
      return problem(404, "no such object");
    }
    return json_reply(200, object);
  }
  const std::string trouble = directory.put(tenant, {*feed, id->str(), properties->get_object()});
  return trouble.empty() ? json_reply(200, object) : problem(400, trouble);
}

}  // namespace

Reply administer(const Request& request, std::string_view secret, const Administered& state) {
  constexpr std::string_view kScheme = "Bearer ";
  const std::string_view value = request.header("Authorization");
  const bool bearer = same_text(value.substr(0, kScheme.size()), kScheme);
  if (!bearer || !equal_secrets(value.substr(kScheme.size()), secret)) {
    Reply out = problem(401, "the admin secret is missing or wrong");
    out.headers.emplace_back("WWW-Authenticate", "Bearer");
    return out;
  }
  if (request.path == "/faults") return on_faults(request, state.faults);
  if (request.path == "/requests") return on_requests(request, state.journal);
  if (request.path == "/keys") return on_keys(request, state);
  if (request.path == "/applications") return on_applications(request, state.keys);
  if (request.path == "/directory") return on_directory(request, state.world, state.directory);
  return problem(404, "/faults, /requests, /keys, /applications or /directory");
}

}  // namespace fb::cloudsim
