// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/front/autodiscover_endpoint.hpp"

#include <functional>
#include <utility>

#include "gateway/front/autodiscover_answers.hpp"
#include "gateway/front/envelope_caller.hpp"
#include "protocols/autodiscover/server.hpp"
#include "protocols/model/letter_case.hpp"

namespace fb::front {
namespace {

using autodiscover::Code;
using autodiscover::JsonCode;
using autodiscover::Operation;
using autodiscover::PoxCode;
using model::Error;
using model::ErrorKind;
using model::Status;

constexpr std::string_view kXml = "text/xml; charset=utf-8";
constexpr std::string_view kJson = "application/json; charset=utf-8";

std::string ews_url(const Services& services) {
  return services.settings.listener.public_url + "/EWS/Exchange.asmx";
}

// Zero, or how long to wait.
std::chrono::seconds anonymous_wait(const Services& services, const RequestScope& scope) {
  const auto key = identity::FailureLimiter::key("autodiscover", scope.peer_address);
  return services.anonymous_questions.take(key, services.clock.now());
}

Error too_often() {
  return Error::of(ErrorKind::server_busy, "too many questions without a credential",
                   "autodiscover.anonymous_rate");
}

Error no_credential() {
  return Error::of(ErrorKind::unauthenticated, "this operation needs a credential",
                   "autodiscover.no_credential");
}

void refuse_with_fault(Error error, RequestScope& scope, net::ResponseBuffer& response) {
  response.set_status(500);
  autodiscover::encode_fault(error, response.body());
  scope.refusal = std::move(error);
}

class SoapAnswer {
 public:
  SoapAnswer(const Services& services, RequestScope& scope, net::ResponseBuffer& response)
      : services_(services), scope_(scope), response_(response) {}

  void operator()(const autodiscover::UserSettingsCall& call) const {
    std::vector<autodiscover::SettingsAnswer> answers;
    for (const auto& user : call.users) {
      const Direction direction = user ? direction_of(snapshot(), caller(), *user) : NoAnswer{};
      answers.push_back(std::holds_alternative<NoAnswer>(direction)
                            ? invalid_user()
                            : user_answer(direction, *user, call.settings, ews_url(services_)));
    }
    autodiscover::encode_user_settings(answers, response_.body());
  }

  void operator()(const autodiscover::DomainSettingsCall& call) const {
    std::vector<autodiscover::SettingsAnswer> answers;
    for (const auto& domain : call.domains) {
      const bool here = domain && leads_through_us(snapshot(), caller(), *domain);
      answers.push_back(domain_answer(here, call.settings, ews_url(services_)));
    }
    autodiscover::encode_domain_settings(answers, response_.body());
  }

  void operator()(const autodiscover::FederationInformationCall& call) const {
    if (!call.domain) return refuse(Operation::federation_information, Code::invalid_domain);
    const auto information = federation_information(snapshot(), *call.domain);
    if (!information) return refuse(Operation::federation_information, Code::not_federated);
    autodiscover::encode_federation_information(*information, response_.body());
  }

  void operator()(const autodiscover::OrganizationRelationshipCall& call) const {
    std::vector<model::SmtpDomain> domains;
    for (const auto& domain : call.domains) {
      if (domain) domains.push_back(*domain);
    }
    const auto told = relationships_for(snapshot(), caller(), domains);
    if (told.empty()) {
      return refuse(Operation::organization_relationship_settings, Code::invalid_domain);
    }
    autodiscover::encode_organization_relationships(told, response_.body());
  }

  void refuse(Operation operation, Code code) const {
    autodiscover::encode_refusal({operation, code}, response_.body());
  }

 private:
  static autodiscover::SettingsAnswer invalid_user() {
    autodiscover::SettingsAnswer answer;
    answer.code = Code::invalid_user;
    return answer;
  }
  const config::Snapshot& snapshot() const { return *scope_.snapshot; }
  const model::Caller& caller() const { return **scope_.caller; }

  const Services& services_;
  RequestScope& scope_;
  net::ResponseBuffer& response_;
};

// Without a credential, nothing but GetFederationInformation is looked at any further: not even
// whether a question could be read is told.
Status answer_soap(const Services& services, RequestScope& scope, EndpointCall call,
                   net::ResponseBuffer& response) {
  if (!scope.caller && call.body.size() > kAnonymousQuestionBytesMax) return no_credential();
  const auto asked = autodiscover::decode_call(call.body);
  const auto* known = asked ? std::get_if<autodiscover::Call>(&*asked) : nullptr;
  const bool for_anybody =
      known != nullptr && std::holds_alternative<autodiscover::FederationInformationCall>(*known);
  if (!scope.caller && !for_anybody) return no_credential();
  response.set_content_type(kXml);
  const SoapAnswer answer(services, scope, response);
  if (!asked) {
    refuse_with_fault(asked.error(), scope, response);
  } else if (known == nullptr) {
    const auto refused = std::get<autodiscover::RefusedCall>(*asked);
    answer.refuse(refused.operation, refused.code);
  } else if (!scope.caller && anonymous_wait(services, scope) > std::chrono::seconds(0)) {
    answer.refuse(Operation::federation_information, Code::server_busy);
    scope.refusal = too_often();
  } else {
    std::visit(answer, *known);
  }
  return {};
}

void answer_pox(const Services& services, RequestScope& scope, EndpointCall call,
                net::ResponseBuffer& response) {
  response.set_content_type(kXml);
  const auto refuse = [&](PoxCode code) {
    const auto server =
        static_cast<std::uint32_t>(std::hash<std::string>{}(services.settings.gateway.id));
    autodiscover::encode_pox_error(code, services.clock.utc_now(), server, response.body());
  };
  const auto asked = autodiscover::decode_pox_call(call.body);
  if (const auto* code = std::get_if<PoxCode>(&asked)) return refuse(*code);
  const auto& user = std::get<model::SmtpAddress>(asked);
  const Direction direction = direction_of(*scope.snapshot, **scope.caller, user);
  if (std::holds_alternative<NoAnswer>(direction)) return refuse(PoxCode::address_unknown);
  if (const auto* other = std::get_if<AskForAddress>(&direction))
    return autodiscover::encode_pox_redirect(other->address, response.body());
  autodiscover::encode_pox_settings(user, ews_url(services), response.body());
}

// Every local part of an accepted domain gets the same answer.
void answer_json(const Services& services, RequestScope& scope, EndpointCall call,
                 net::ResponseBuffer& response) {
  response.set_content_type(kJson);
  const auto refuse = [&](JsonCode code) {
    response.set_status(autodiscover::http_status(code));
    autodiscover::encode_json_error(code, response.body());
  };
  if (const auto wait = anonymous_wait(services, scope); wait > std::chrono::seconds(0)) {
    response.add_header("Retry-After", std::to_string(wait.count()));
    scope.refusal = too_often();
    return refuse(JsonCode::server_busy);
  }
  const auto asked = autodiscover::decode_json_call(call.segment, call.head.query);
  if (const auto* code = std::get_if<JsonCode>(&asked)) return refuse(*code);
  const auto& question = std::get<autodiscover::JsonQuestion>(asked);
  if (scope.snapshot->accepting(question.user.domain()) == nullptr)
    return refuse(JsonCode::user_not_found);
  const bool is_ews = question.protocol == autodiscover::JsonProtocol::ews;
  const std::string url =
      is_ews ? ews_url(services)
             : services.settings.listener.public_url + "/autodiscover/autodiscover.xml";
  autodiscover::encode_json_endpoint(question.protocol, url, response.body());
}

// A browser that is signed in sees what Exchange shows it too: error 600.
void answer_probe(const Services& services, RequestScope& scope, EndpointCall call,
                  net::ResponseBuffer& response) {
  if (call.row.path.ends_with(".xml")) return answer_pox(services, scope, call, response);
  response.body() += "Autodiscover is asked here by POST.\n";
}

bool is_under_autodiscover(std::string_view path) {
  constexpr std::string_view kFolder = "/autodiscover/";
  return model::equal_without_case(path.substr(0, kFolder.size()), kFolder);
}

}  // namespace

boost::asio::awaitable<Status> answer_autodiscover(const Services& services, RequestScope& scope,
                                                   EndpointCall call,
                                                   net::ResponseBuffer& response) {
  if (services.settings.listener.public_url.empty())
    co_return Error::of(ErrorKind::endpoint_not_found, "listener.public_url is not set",
                        "autodiscover.no_public_url");
  const Endpoint endpoint = call.row.endpoint;
  if (endpoint == Endpoint::autodiscover_soap || endpoint == Endpoint::autodiscover_soap_security) {
    co_return answer_soap(services, scope, call, response);
  }
  if (endpoint == Endpoint::autodiscover_pox) {
    answer_pox(services, scope, call, response);
  } else if (endpoint == Endpoint::autodiscover_json) {
    answer_json(services, scope, call, response);
  } else {
    answer_probe(services, scope, call, response);
  }
  co_return Status();
}

void add_autodiscover_headers(const config::Settings& settings, const config::Snapshot& snapshot,
                              std::string_view path, net::ResponseBuffer& response) {
  if (!is_under_autodiscover(path) || settings.listener.public_url.empty()) return;
  response.add_header("X-SOAP-Enabled", "True");
  if (settings.authentication.bearer) response.add_header("X-OAuth-Enabled", "True");
  if (!takes_envelopes(settings, snapshot)) return;
  for (const std::string_view form : {"", "-SymmetricKey", "-X509Cert"}) {
    response.add_header("X-WSSecurity" + std::string(form) + "-Enabled", "True");
  }
}

}  // namespace fb::front
