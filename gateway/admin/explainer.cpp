// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/admin/explainer.hpp"

#include <algorithm>
#include <utility>

#include "gateway/front/correlation.hpp"
#include "gateway/identity/stand_in.hpp"
#include "gateway/upstream/delegated_exchange.hpp"
#include "gateway/upstream/token_presentation.hpp"

namespace fb::admin {
namespace asio = boost::asio;
namespace {

using model::Caller;
using model::CallerKind;
using model::SharingPath;
using policy::Step;
using policy::StepVerdict;

constexpr char kPrincipal[] = "explain";
// What a test asks for: enough to prove the way.
constexpr std::chrono::hours kTestWindow{24};

bool lists(const std::vector<model::SmtpDomain>& domains, const model::SmtpDomain& domain) {
  return std::find(domains.begin(), domains.end(), domain) != domains.end();
}

const config::OrganizationRelationship* relationship_with(const config::Tenant* tenant,
                                                          const model::SmtpDomain& domain) {
  if (tenant == nullptr) return nullptr;
  for (const config::OrganizationRelationship& each : tenant->organization_relationships) {
    if (lists(each.domain_names, domain)) return &each;
  }
  return nullptr;
}

// The tenant that an address of somebody else belongs to, as far as anything here says so.
std::optional<model::TenantKey> tenant_of(const config::Snapshot& snapshot,
                                          const config::Tenant* asked,
                                          const model::SmtpDomain& domain) {
  for (const config::Partner& partner : snapshot.federation().partners) {
    if (lists(partner.domains, domain)) return partner.key;
  }
  if (const auto* relationship = relationship_with(asked, domain)) {
    return relationship->target_tenant;
  }
  if (asked == nullptr) return std::nullopt;
  for (const config::AddressSpace& space : asked->address_spaces) {
    if (space.domain == domain) return space.target_tenant;
  }
  return std::nullopt;
}

// By whose word a user of that tenant would be known to `asked`.
std::optional<model::Delegation> delegation_for(const config::Snapshot& snapshot,
                                                const config::Tenant& asked,
                                                const config::OrganizationRelationship& relation) {
  std::vector<std::string> issuers = relation.token_issuers;
  const config::Partner* const partner = snapshot.federation().partner(relation.target_tenant);
  if (issuers.empty() && partner != nullptr) issuers = partner->token_issuers;
  if (issuers.empty()) return std::nullopt;
  return model::Delegation{issuers.front(), asked.key};
}

// Who would ask, if `pair.from` did. Nobody where the address belongs to nobody known.
std::optional<Caller> caller_for(const config::Snapshot& snapshot, const Pair& pair) {
  const model::SmtpDomain domain = pair.from.domain();
  const bool as_organisation = pair.path == SharingPath::availability_address_space;
  if (const config::Tenant* const home = snapshot.accepting(domain)) {
    if (as_organisation) return Caller{CallerKind::home_script, home->key, {}, kPrincipal};
    return Caller{CallerKind::home_user, home->key, pair.from, kPrincipal};
  }
  const config::Tenant* const asked = snapshot.accepting(pair.to.domain());
  const auto tenant = tenant_of(snapshot, asked, domain);
  if (!tenant) return std::nullopt;
  const auto* const relationship = relationship_with(asked, domain);
  const bool as_user = pair.path == SharingPath::organization_relationship ||
                       (!pair.path && relationship != nullptr);
  if (!as_user) return Caller{CallerKind::partner_organization, *tenant, {}, kPrincipal};
  Caller user{CallerKind::partner_user, *tenant, pair.from, kPrincipal};
  if (relationship != nullptr) user.delegation = delegation_for(snapshot, *asked, *relationship);
  return user;
}

Step note(std::string what, std::string object, std::string words,
          std::optional<model::TenantKey> tenant = {}) {
  return {std::move(what), StepVerdict::note, {}, std::move(object), std::move(words), tenant};
}

std::string where(const std::string& pinned, const std::string& autodiscover,
                  const std::string& domain) {
  if (!pinned.empty()) return "pinned: " + pinned;
  std::string words = "found by Autodiscover, in this order: ";
  if (!autodiscover.empty()) words += autodiscover + ", ";
  return words + "https://" + domain + ", https://autodiscover." + domain +
         ", a redirect from http://autodiscover." + domain + ", the SRV record of " + domain;
}

// What would be presented, and to whom. An error: nothing can be presented.
class RouteSteps {
 public:
  using Trouble = std::optional<model::Error>;

  RouteSteps(const config::Snapshot& snapshot, const model::Grant& grant, std::vector<Step>& steps)
      : snapshot_(snapshot), grant_(grant), steps_(steps) {}

  Trouble operator()(const model::SourceRoute& route) const {
    std::string words = "the calendar source " + route.source + " of " + route.tenant.str() +
                        " is asked for " + grant_.mailbox.str();
    steps_.push_back(note("source", route.source, std::move(words), route.tenant));
    return std::nullopt;
  }

  Trouble operator()(const model::PartnerRoute& route) const {
    const config::Tenant* const tenant = snapshot_.federation().tenant(route.asking);
    if (tenant == nullptr) return std::nullopt;
    for (const config::AddressSpace& space : tenant->address_spaces) {
      if (space.domain.str() != route.domain) continue;
      const auto presentation = upstream::presentation_for(snapshot_, *tenant, space);
      if (!presentation) return no_token(space.token_scope, presentation.error(), route.asking);
      std::string form = "the organisation's own token from " + presentation->access.login_host;
      form += presentation->actor ? ", presented as a protected forwarded token"
                                  : ", presented as Bearer";
      std::string place =
          where(space.target_service_epr, space.target_autodiscover_epr, route.domain);
      steps_.push_back(note("token", space.token_scope, std::move(form), route.asking));
      steps_.push_back(note("endpoint", route.domain, std::move(place), route.asking));
      break;
    }
    return std::nullopt;
  }

  Trouble operator()(const model::RelationshipRoute& route) const {
    const config::Tenant* const tenant = snapshot_.federation().tenant(route.asking);
    if (tenant == nullptr) return std::nullopt;
    for (const auto& each : tenant->organization_relationships) {
      if (each.name != route.relationship) continue;
      const auto token = upstream::delegation_request(*tenant, each, route.user);
      if (!token) return no_token(each.target_application_uri, token.error(), route.asking);
      std::string form =
          "a delegation token for " + route.user.str() + " from " + token->issuer.endpoint;
      std::string place = where(each.target_sharing_epr, each.target_autodiscover_epr,
                                std::string(grant_.mailbox.domain_text()));
      steps_.push_back(note("token", each.target_application_uri, std::move(form), route.asking));
      steps_.push_back(note("endpoint", each.name, std::move(place), route.asking));
      break;
    }
    return std::nullopt;
  }

 private:
  Trouble no_token(const std::string& object, const model::Error& error,
                   const model::TenantKey& asking) const {
    steps_.push_back({"token", StepVerdict::refused, error.rule(), object, error.detail(), asking});
    return error;
  }

  const config::Snapshot& snapshot_;
  const model::Grant& grant_;
  std::vector<Step>& steps_;
};

void conclude(ExplainReport& report, std::string_view code) {
  report.code = code;
  report.reason = policy::reason(code);
}

void refuse(ExplainReport& report, const model::Error& error) {
  report.allowed = false;
  report.rule = error.rule();
  conclude(report, policy::reason_code(error));
}

void add_tenant(ExplainReport& report, const config::Tenant* tenant) {
  if (tenant == nullptr) return;
  const auto found = std::find(report.tenants.begin(), report.tenants.end(), tenant->key);
  if (found == report.tenants.end()) report.tenants.push_back(tenant->key);
}

ExplainReport explained(const config::Snapshot& snapshot, const Pair& pair,
                        const std::optional<Caller>& caller,
                        const policy::QuestionContext& question) {
  ExplainReport report;
  add_tenant(report, snapshot.accepting(pair.from.domain()));
  add_tenant(report, snapshot.accepting(pair.to.domain()));
  if (!caller) {
    report.steps.push_back(
        {"caller",
         StepVerdict::refused,
         "explain.from_unknown",
         {},
         pair.from.str() + " belongs to no home tenant and to no known partner"});
    report.rule = "explain.from_unknown";
    conclude(report, report.rule);
    return report;
  }
  report.steps.push_back(note("caller", caller->tenant.str(),
                              pair.from.str() + " asks as " +
                                  std::string(model::name(caller->kind)) + " of " +
                                  caller->tenant.str()));
  policy::Explanation explanation = policy::explain(snapshot, *caller, pair.to, question);
  std::move(explanation.steps.begin(), explanation.steps.end(), std::back_inserter(report.steps));
  if (!explanation.outcome) {
    refuse(report, explanation.outcome.error());
    return report;
  }
  const model::Grant& grant = *explanation.outcome;
  report.allowed = true;
  report.path = model::name(grant.path);
  report.level = model::name(grant.level);
  report.rule = grant.rule;
  conclude(report, "allowed");
  const auto trouble = std::visit(RouteSteps(snapshot, grant, report.steps), grant.route);
  if (trouble) refuse(report, *trouble);
  return report;
}

// Whose sources, tokens and endpoints are used.
struct OnTheWay {
  model::TenantKey operator()(const model::SourceRoute& route) const { return route.tenant; }
  model::TenantKey operator()(const model::PartnerRoute& route) const { return route.asking; }
  model::TenantKey operator()(const model::RelationshipRoute& route) const { return route.asking; }
};

// What came back, as the last step.
void add_answer(ExplainReport& report, const upstream::UpstreamAnswer& answer,
                const model::TenantKey& place) {
  Answered& answered = report.answered.emplace();
  answered.took = answer.upstream_time;
  const auto& mailbox = answer.mailboxes.front();
  if (!mailbox) {
    answered.error = mailbox.error();
    refuse(report, mailbox.error());
    report.steps.push_back(
        {"answer", StepVerdict::refused, report.code, {}, mailbox.error().detail(), place});
    return;
  }
  answered.entries = mailbox->blocks.size();
  answered.level = mailbox->level;
  report.steps.push_back({"answer",
                          StepVerdict::passed,
                          report.rule,
                          {},
                          std::to_string(answered.entries) + " entries of the next " +
                              std::to_string(kTestWindow.count()) + " hours, at the level " +
                              std::string(model::name(mailbox->level)),
                          place});
}

}  // namespace

policy::QuestionContext Explainer::question() const {
  return {gateway_id_, {}, std::chrono::floor<std::chrono::days>(clock_.utc_now())};
}

ExplainReport Explainer::explain(const Pair& pair) const {
  const auto snapshot = snapshots_.current();
  return explained(*snapshot, pair, caller_for(*snapshot, pair), question());
}

asio::awaitable<TestReport> Explainer::test(Pair pair, net::HttpClient& http,
                                            async::Deadline deadline) {
  Pair back{pair.to, pair.from, pair.path};
  ExplainReport forward = co_await ask(std::move(pair), http, deadline);
  ExplainReport backward = co_await ask(std::move(back), http, deadline);
  co_return TestReport{std::move(forward), std::move(backward)};
}

asio::awaitable<ExplainReport> Explainer::ask(Pair pair, net::HttpClient& http,
                                              async::Deadline deadline) {
  const auto snapshot = snapshots_.current();
  const auto caller = caller_for(*snapshot, pair);
  const policy::QuestionContext context = question();
  ExplainReport report = explained(*snapshot, pair, caller, context);
  if (!report.allowed) co_return report;
  const model::AuthenticatedCaller stand_in = identity::stand_in_for(*caller);
  auto permit = policy::authorize(*snapshot, stand_in, pair.to, context);
  if (!permit) {
    refuse(report, permit.error());
    co_return report;
  }
  const auto begin = std::chrono::floor<std::chrono::hours>(clock_.utc_now());
  const auto window = model::TimeWindow::make(begin, begin + kTestWindow);
  upstream::UpstreamQuestion asked{{}, window.value(), {}, front::fresh_correlation()};
  const model::TenantKey place = std::visit(OnTheWay(), (*permit)->route);
  asked.permits.push_back(std::move(*permit));
  upstream::Trace trace;
  asked.trace = &trace;
  const upstream::UpstreamAnswer answer =
      co_await upstream_.ask(std::move(asked), snapshot, http, deadline);
  for (upstream::TraceStep& step : trace) {
    report.steps.push_back(
        note(std::move(step.what), std::move(step.where), std::move(step.words), place));
  }
  add_answer(report, answer, place);
  co_return report;
}

asio::awaitable<CredentialReport> Explainer::examine(std::string authorization,
                                                     net::HttpClient& http,
                                                     async::Deadline deadline) {
  identity::Credential credential;
  credential.authorization = std::move(authorization);
  // Wrong ones are counted apart from those of every real caller.
  credential.peer_address = kPrincipal;
  auto outcome = co_await authenticator_.authenticate(std::move(credential), snapshots_.current(),
                                                      http, deadline);
  CredentialReport report;
  report.kind = outcome.examination.kind();
  report.claims = outcome.examination.facts();
  if (outcome.caller) {
    const Caller& caller = **outcome.caller;
    report.accepted = true;
    report.tenant = caller.tenant;
    report.caller = std::string(model::name(caller.kind)) + " " + caller.principal;
  } else {
    report.code = policy::reason_code(outcome.caller.error());
    report.words = outcome.caller.error().detail();
  }
  report.reason = policy::reason(report.code);
  co_return report;
}

}  // namespace fb::admin
