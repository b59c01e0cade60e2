// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/front/envelope_caller.hpp"

#include <algorithm>
#include <utility>

#include "protocols/autodiscover/server.hpp"
#include "protocols/ews/ews.hpp"

namespace fb::front {
namespace asio = boost::asio;
namespace {

using identity::SecurityForm;
using model::Error;
using model::ErrorKind;
using model::Status;

SecurityForm form_of(const EndpointRow& row) {
  if (row.path.ends_with("/symmetrickey")) return SecurityForm::symmetric_key;
  if (row.path.ends_with("/x509cert")) return SecurityForm::x509_certificate;
  return SecurityForm::token;
}

// The path at each host under which callers reach us. They all have the port of the public URL.
std::vector<std::string> own_urls(const config::ListenerSettings& listener, std::string_view path) {
  constexpr std::string_view kScheme = "https://";
  std::vector<std::string> urls;
  if (listener.public_url.empty()) return urls;
  urls.push_back(listener.public_url + std::string(path));
  const std::size_t colon = listener.public_url.find(':', kScheme.size());
  const std::string port =
      colon == std::string::npos ? std::string() : listener.public_url.substr(colon);
  for (const std::string& host : listener.other_hosts) {
    urls.push_back(std::string(kScheme) + host + port + std::string(path));
  }
  return urls;
}

// Made of nothing that the reason could change.
void write_fault(Dialect dialect, net::ResponseBuffer& response) {
  response.clear();
  response.set_status(500);
  response.set_content_type("text/xml; charset=utf-8");
  if (dialect == Dialect::autodiscover) {
    autodiscover::encode_fault(Error::of(ErrorKind::unauthenticated), response.body());
  } else {
    ews::encode_security_fault(response.body());
  }
}

bool is_about_the_caller(ErrorKind kind) {
  return kind == ErrorKind::unauthenticated || kind == ErrorKind::attempts_exhausted;
}

}  // namespace

bool takes_envelopes(const config::Settings& settings, const config::Snapshot& snapshot) {
  const auto& tenants = snapshot.federation().tenants;
  return settings.authentication.ws_security &&
         std::any_of(tenants.begin(), tenants.end(), [](const config::Tenant& tenant) {
           return tenant.federation_trust &&
                  (tenant.federation_trust->key || tenant.federation_trust->next_key);
         });
}

asio::awaitable<Status> prove_by_envelope(const Services& services, RequestScope& scope,
                                          EndpointCall call, net::ResponseBuffer& response) {
  const config::Settings& settings = services.settings;
  const bool for_autodiscover = call.row.dialect == Dialect::autodiscover;
  if (for_autodiscover && settings.listener.public_url.empty()) {
    co_return Error::of(ErrorKind::endpoint_not_found, "listener.public_url is not set",
                        "autodiscover.no_public_url");
  }
  if (!takes_envelopes(settings, *scope.snapshot)) {
    write_fault(call.row.dialect, response);
    scope.refusal = Error::of(ErrorKind::unauthenticated,
                              "no token inside an envelope is accepted here", "saml.off");
    co_return Status();
  }
  identity::EnvelopeCredential credential;
  credential.envelope = call.body;
  credential.urls = own_urls(settings.listener, call.row.path);
  credential.form = form_of(call.row);
  credential.for_autodiscover = for_autodiscover;
  credential.peer_address = scope.peer_address;
  auto outcome = co_await services.envelopes.authenticate(std::move(credential), scope.snapshot,
                                                          services.http, scope.deadline);
  scope.examination = std::move(outcome.examination);
  if (outcome.caller) {
    scope.caller = std::move(*outcome.caller);
    co_return Status();
  }
  if (!is_about_the_caller(outcome.caller.error().kind())) co_return outcome.caller.error();
  write_fault(call.row.dialect, response);
  scope.refusal = outcome.caller.error();
  co_return Status();
}

}  // namespace fb::front
