// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// explain, test and explain-credential. Whose people ask is whose administrators may see it: a
// question of somebody in a home tenant needs that tenant's role, one from elsewhere the role of
// the tenant that answers. What the objects of another home tenant have to do with it is left out.
#include <algorithm>
#include <array>
#include <boost/json/array.hpp>

#include "gateway/admin/admin_routes.hpp"
#include "gateway/admin/json_body.hpp"

namespace fb::admin {
namespace asio = boost::asio;
namespace {

namespace json = boost::json;
using config::AdminRole;

// What is decided on the answering side alone.
constexpr std::array<std::string_view, 3> kAnsweringSteps{"availability-config", "scope",
                                                          "default-right"};
constexpr std::string_view kOtherSide = "answering_side.refused";
constexpr std::string_view kOtherSideWords =
    "decided by objects of a tenant that this account may not read";
constexpr std::string_view kOtherCaller =
    "it proves somebody of a tenant that this account may "
    "not read";

Checked<model::SmtpAddress> address_of(const json::object& body, std::string_view key) {
  const json::value* value = body.if_contains(key);
  if (value == nullptr || !value->is_string()) {
    return refusal(Code::malformed, "\"" + std::string(key) + "\" has to be a mail address");
  }
  auto address = model::SmtpAddress::parse(std::string_view(value->get_string()));
  if (!address) {
    return refusal(Code::malformed, "\"" + std::string(key) + "\" is no mail address");
  }
  return *address;
}

Checked<std::optional<model::SharingPath>> path_of(const json::object& body) {
  const json::value* value = body.if_contains("path");
  if (value == nullptr || value->is_null()) return std::optional<model::SharingPath>();
  for (const auto path : {model::SharingPath::availability_address_space,
                          model::SharingPath::organization_relationship}) {
    if (value->is_string() && std::string_view(value->get_string()) == model::name(path)) {
      return std::optional(path);
    }
  }
  return refusal(Code::malformed,
                 "\"path\" is availability-address-space or organization-relationship");
}

Checked<Pair> read_pair(const AdminCall& call) {
  const auto body = json_object_of(call.body, call.row.body_bytes_max);
  if (!body) return body.error();
  auto from = address_of(*body, "from");
  if (!from) return from.error();
  auto to = address_of(*body, "to");
  if (!to) return to.error();
  auto path = path_of(*body);
  if (!path) return path.error();
  return Pair{*from, *to, *path};
}

// The home tenant whose people's question it is; null where it has to do with no home tenant.
const config::Tenant* concerned(const AdminCall& call, const Pair& pair) {
  if (const auto* asking = call.snapshot->accepting(pair.from.domain())) return asking;
  return call.snapshot->accepting(pair.to.domain());
}

std::optional<AdminError> refusal_of(const AdminCall& call, const Pair& pair, AdminRole role) {
  const config::Tenant* tenant = concerned(call, pair);
  if (tenant != nullptr && call.grants.may(role, tenant->key)) return std::nullopt;
  if (tenant != nullptr && call.grants.may(AdminRole::read, tenant->key)) {
    return refusal(Code::not_allowed, "this account lacks the role \"" +
                                          std::string(config::name(role)) + "\" in this tenant");
  }
  return refusal(Code::not_found,
                 "neither address is in a tenant whose questions this account may see");
}

json::value json_of(const policy::Reason* reason) {
  if (reason == nullptr) return nullptr;
  return json::object{{"code", reason->code}, {"cause", reason->cause}, {"fix", reason->fix}};
}

json::object json_of(const Answered& answered) {
  json::object out{{"ok", !answered.error.has_value()},
                   {"entries", answered.entries},
                   {"level", nullptr},
                   {"took_us", answered.took.count()},
                   {"error", nullptr}};
  if (answered.level) out["level"] = model::name(*answered.level);
  if (answered.error) {
    out["error"] = json::object{{"kind", model::facts(answered.error->kind()).name},
                                {"rule", answered.error->rule()},
                                {"detail", answered.error->detail()},
                                {"peer_text", answered.error->peer_text()}};
  }
  return out;
}

bool reads(const AdminCall& call, const model::TenantKey& key) {
  if (call.federation().tenant(key) == nullptr) return call.grants.sees_partner(key);
  return call.grants.may(AdminRole::read, key);
}

// For people: "public/9d34..." becomes "Contoso (public/9d34...)".
std::string with_names(std::string words, const config::Federation& federation) {
  const auto add = [&words](const auto& named) {
    const std::string key = named.key.str();
    const std::string whole = named.name + " (" + key + ")";
    for (std::size_t at = words.find(key); at != words.npos; at = words.find(key, at)) {
      words.replace(at, key.size(), whole);
      at += whole.size();
    }
  };
  for (const config::Tenant& tenant : federation.tenants) add(tenant);
  for (const config::Partner& partner : federation.partners) add(partner);
  return words;
}

// Writes reports for one account.
class ReportWriter {
 public:
  explicit ReportWriter(const AdminCall& call)
      : call_(call), veil_(call.grants, call.federation()) {}

  json::object write(const ExplainReport& report, const Pair& pair) const {
    const config::Tenant* answering = call_.snapshot->accepting(pair.to.domain());
    const bool other_side =
        answering != nullptr && !call_.grants.may(AdminRole::read, answering->key);
    bool refused_there = false;
    json::array steps;
    for (const policy::Step& step : report.steps) {
      const bool hidden = hides(step, other_side);
      if (hidden && step.verdict == policy::StepVerdict::refused) refused_there = true;
      steps.push_back(write(step, hidden));
    }
    json::object out{{"outcome", report.allowed ? "allowed" : "refused"},
                     {"path", report.path},
                     {"level", report.level},
                     {"rule", refused_there ? std::string_view(kOtherSide) : report.rule},
                     {"steps", std::move(steps)},
                     {"reason", nullptr}};
    const policy::Reason* reason = refused_there ? policy::reason(kOtherSide) : report.reason;
    out["reason"] = json_of(reason);
    if (report.answered) out["answer"] = answer(*report.answered, other_side);
    return out;
  }

 private:
  bool hides(const policy::Step& step, bool other_side) const {
    const bool answers = std::find(kAnsweringSteps.begin(), kAnsweringSteps.end(), step.what) !=
                         kAnsweringSteps.end();
    const bool others = step.tenant && !reads(call_, *step.tenant);
    return others || (other_side && answers) || veil_.hides(step.object) || veil_.hides(step.words);
  }

  json::object write(const policy::Step& step, bool hidden) const {
    json::object out{{"what", step.what},
                     {"verdict", policy::name(step.verdict)},
                     {"rule", ""},
                     {"object", ""},
                     {"words", kOtherSideWords}};
    if (hidden) return out;
    out["rule"] = step.rule;
    out["object"] = with_names(step.object, call_.federation());
    out["words"] = with_names(step.words, call_.federation());
    return out;
  }

  json::object answer(const Answered& answered, bool other_side) const {
    json::object out = json_of(answered);
    if (other_side && answered.error) {
      out["error"] = json::object{{"kind", model::facts(answered.error->kind()).name},
                                  {"rule", kOtherSide},
                                  {"detail", kOtherSideWords},
                                  {"peer_text", ""}};
    }
    return out;
  }

  const AdminCall& call_;
  Veil veil_;
};

// Whoever it proves may be somebody of a tenant that is not the account's. What the credential
// says of itself the account has sent, so it is told it.
json::object json_of(const CredentialReport& report, const AdminCall& call) {
  const bool others = report.tenant && !reads(call, *report.tenant);
  const Veil veil(call.grants, call.federation());
  json::array claims;
  for (const auto& [name, value] : report.claims) {
    claims.push_back(json::object{{"name", name}, {"value", value}});
  }
  json::object out{{"outcome", report.accepted ? "accepted" : "refused"},
                   {"kind", report.kind},
                   {"caller", others ? std::string_view() : std::string_view(report.caller)},
                   {"tenant", nullptr},
                   {"words", others ? std::string(kOtherCaller) : veil.over(report.words)},
                   {"reason", json_of(report.reason)},
                   {"claims", std::move(claims)}};
  if (report.tenant && !others) out["tenant"] = report.tenant->str();
  return out;
}

}  // namespace

asio::awaitable<Reply> explain_pair(const AdminServices& services, const AdminCall& call) {
  const auto pair = read_pair(call);
  if (!pair) co_return pair.error();
  if (auto refused = refusal_of(call, *pair, AdminRole::read)) co_return std::move(*refused);
  const ExplainReport report = services.questions.explain(*pair);
  co_return answer_of(ReportWriter(call).write(report, *pair));
}

// The way back is asked in the place of the other person, so it needs the role there as well.
asio::awaitable<Reply> test_pair(const AdminServices& services, const AdminCall& call) {
  const auto pair = read_pair(call);
  if (!pair) co_return pair.error();
  if (auto refused = refusal_of(call, *pair, AdminRole::operate)) co_return std::move(*refused);
  const Pair back{pair->to, pair->from, pair->path};
  if (refusal_of(call, back, AdminRole::operate)) {
    co_return refusal(Code::not_allowed,
                      "the way back is a question of a tenant where this account lacks the role "
                      "\"operate\": ask with explain");
  }
  const TestReport report = co_await services.questions.test(*pair, call.deadline);
  const ReportWriter writer(call);
  const json::object body{{"forward", writer.write(report.forward, *pair)},
                          {"backward", writer.write(report.backward, back)}};
  co_return answer_of(body);
}

// A single-use credential is used up by it, as the answer to a caller would do.
asio::awaitable<Reply> explain_credential(const AdminServices& services, const AdminCall& call) {
  const auto body = json_object_of(call.body, call.row.body_bytes_max);
  if (!body) co_return body.error();
  const json::value* value = body->if_contains("authorization");
  if (value == nullptr || !value->is_string() || value->get_string().empty()) {
    co_return refusal(Code::malformed,
                      "\"authorization\" has to be the value of an Authorization header");
  }
  std::string authorization(value->get_string());
  const CredentialReport report =
      co_await services.questions.examine(std::move(authorization), call.deadline);
  co_return answer_of(json_of(report, call));
}

}  // namespace fb::admin
