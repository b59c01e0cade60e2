// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/upstream/discovery_search.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "gateway/upstream/http_exchange.hpp"
#include "protocols/model/letter_case.hpp"

namespace fb::upstream {
namespace asio = boost::asio;
namespace {

using model::Error;
using model::ErrorKind;
using model::Result;

// A server that swallows what it is sent must leave time for the next one.
constexpr int kStepsOfTheWholeTime = 3;

using Dialects = std::array<DiscoveryDialect, 3>;
constexpr Dialects kDialects{DiscoveryDialect::soap, DiscoveryDialect::pox, DiscoveryDialect::json};

constexpr std::string_view kPlainTarget = "/autodiscover/autodiscover.xml";

model::SmtpAddress anchor_of(const model::SmtpDomain& domain) {
  return model::SmtpAddress::parse(std::string(kAnchorLocalPart) + "@" + domain.str()).value();
}

// Whether a 401 asks for a token: there may be one header for each scheme, and it may say more.
bool takes_bearer(const net::HttpResponse& response) {
  return std::any_of(response.headers.begin(), response.headers.end(), [](const auto& header) {
    const std::string_view value(header.value);
    return model::equal_without_case(header.name, "www-authenticate") &&
           model::equal_without_case(value.substr(0, value.find(' ')), "bearer");
  });
}

}  // namespace

DiscoverySearch::DiscoverySearch(const DiscoveryQuestion& question, identity::TokenBroker& tokens,
                                 net::HttpClient& http, async::Clock& clock,
                                 net::PlainProbe* plain_probe, net::SrvLookup* srv_lookup)
    : question_(question),
      tokens_(tokens),
      http_(http),
      clock_(clock),
      plain_probe_(plain_probe),
      srv_lookup_(srv_lookup),
      user_(question.about.value_or(anchor_of(question.target.domain))) {}

const TokenPresentation* DiscoverySearch::presentation() const {
  return std::get_if<TokenPresentation>(&question_.credential);
}

const DelegatedCredential* DiscoverySearch::delegated() const {
  return std::get_if<DelegatedCredential>(&question_.credential);
}

std::string_view DiscoverySearch::name(Dialect dialect) {
  switch (dialect) {
    case Dialect::soap:
      return "soap";
    case Dialect::pox:
      return "pox";
    case Dialect::json:
      break;
  }
  return "json";
}

asio::awaitable<Discovered> DiscoverySearch::run(async::Deadline deadline) {
  deadline_ = deadline;
  step_max_ = (deadline.at - clock_.now()) / kStepsOfTheWholeTime;
  if (const DelegatedCredential* credential = delegated()) {
    // Before the first step, so that none pays for it out of its own time. It is kept for them.
    const auto token = co_await credential->tokens->token(credential->request, http_, deadline_);
    if (!token) co_return Discovered{token.error(), {}, true};
  }
  Next next = Next::other_address;
  // Each turn is a redirect to another address, and those are counted.
  while (next == Next::other_address) next = co_await try_all_places();
  if (next != Next::found) {
    // A token that was refused everywhere may be an old one.
    if (token_refused_) forget_tokens(tokens_, *presentation());
    co_return failed();
  }
  co_return Discovered{found_, steps_};
}

asio::awaitable<DiscoverySearch::Next> DiscoverySearch::try_all_places() {
  const std::string domain(user_.domain_text());
  std::vector<AutodiscoverPlace> places;
  const bool own_domain = domain == question_.target.domain.str();
  // One service may answer for all domains of a partner, so it is asked for another address too.
  const bool begins_there = own_domain || delegated() != nullptr;
  if (begins_there && !question_.target.autodiscover_epr.empty()) {
    const auto first = configured_place(question_.target.autodiscover_epr);
    if (first) places.push_back(*first);
  }
  places.push_back(place_at(domain));
  places.push_back(place_at("autodiscover." + domain));
  for (const AutodiscoverPlace& place : places) {
    const Next next = co_await ask_server(place);
    if (next == Next::found || next == Next::other_address) co_return next;
  }
  const Next plain = co_await ask_over_plain_http();
  if (plain == Next::found || plain == Next::other_address) co_return plain;
  co_return co_await ask_srv_records();
}

asio::awaitable<DiscoverySearch::Next> DiscoverySearch::ask_server(AutodiscoverPlace place) {
  // A name that we made up ourselves, from an address that somebody else gave us.
  if (!question_.hosts.allows(place.host)) {
    note("server", place.host, "refused",
         "it is not among the hosts that Autodiscover may lead to");
    co_return Next::server;
  }
  const std::string visit = place.origin + ' ' + place.pox_target + ' ' + user_.str();
  if (!visited_.insert(visit).second) co_return Next::server;
  for (const Dialect dialect : kDialects) {
    if (is_over()) co_return Next::server;
    const Next next = co_await ask(place, dialect);
    if (next != Next::dialect) co_return next;
    // A delegation token travels in SOAP alone.
    if (delegated() != nullptr) break;
  }
  co_return Next::server;
}

asio::awaitable<DiscoverySearch::Next> DiscoverySearch::ask(AutodiscoverPlace place,
                                                            Dialect dialect) {
  const Result<net::HttpResponse> response = co_await send(place, dialect);
  if (!response) co_return note_failure(std::string(name(dialect)), place.host, response.error());
  anybody_answered_ = true;
  co_return co_await conclude(place, dialect, *response);
}

net::HttpRequest DiscoverySearch::request_for(const AutodiscoverPlace& place,
                                              Dialect dialect) const {
  net::HttpRequest request;
  if (dialect == Dialect::json) {
    request.method = "GET";
    request.url = place.origin + autodiscover::json_target(user_, redirects_);
    request.headers.push_back({"Accept", "application/json"});
    return request;
  }
  request.headers.push_back({"Content-Type", "text/xml; charset=utf-8"});
  request.headers.push_back({"Accept", "text/xml"});
  if (dialect == Dialect::soap) {
    request.url = place.origin + place.soap_target;
    autodiscover::encode_user_settings_question(user_, request.url, request.body);
  } else {
    request.url = place.origin + place.pox_target;
    autodiscover::encode_pox_question(user_, request.body);
  }
  return request;
}

// First without a credential: a web server that stands where Autodiscover could be, and is not,
// never sees one.
asio::awaitable<Result<net::HttpResponse>> DiscoverySearch::send(const AutodiscoverPlace& place,
                                                                 Dialect dialect) {
  if (const DelegatedCredential* credential = delegated()) {
    co_return co_await send_delegated(place, *credential);
  }
  net::HttpRequest request = request_for(place, dialect);
  net::HttpRequest first = request;
  Result<net::HttpResponse> response = co_await http_.exchange(std::move(first), limit_of_a_step());
  const bool asks_for_token = response && response->status == 401 && dialect != Dialect::json &&
                              presentation() != nullptr && takes_bearer(*response);
  if (!asks_for_token) co_return response;
  const Result<config::Secret> credential =
      co_await authorization_for(tokens_, *presentation(), http_, deadline_);
  if (!credential) co_return credential.error();
  net::HttpHeader authorization{"Authorization", std::string(credential->reveal())};
  request.headers.push_back(std::move(authorization));
  response = co_await http_.exchange(std::move(request), limit_of_a_step());
  if (response && response->status == 401) token_refused_ = true;
  co_return response;
}

asio::awaitable<Result<net::HttpResponse>> DiscoverySearch::send_delegated(
    const AutodiscoverPlace& place, const DelegatedCredential& credential) {
  DelegatedCall call;
  call.url = place.origin + place.soap_target;
  call.action = autodiscover::kUserSettingsAction;
  call.is_addressed = true;
  call.envelope = [this](const std::string& url) {
    std::string envelope;
    autodiscover::encode_user_settings_question(user_, url, envelope);
    return envelope;
  };
  co_return co_await exchange_delegated(credential, std::move(call), http_, clock_,
                                        limit_of_a_step());
}

asio::awaitable<DiscoverySearch::Next> DiscoverySearch::conclude(
    const AutodiscoverPlace& place, Dialect dialect, const net::HttpResponse& response) {
  std::string what(name(dialect));
  if (is_redirect(response.status)) {
    std::string location(response.header("Location"));
    co_return co_await go_on(std::move(what), place.host, std::move(location));
  }
  if (response.status == 401 || response.status == 403) {
    // The same credential would be refused in the next dialect; JSON is asked without one.
    note(what, place.host, "unauthenticated", "HTTP status " + std::to_string(response.status));
    co_return Next::dialect;
  }
  if (response.status == 429 || response.status == 503) {
    co_return note_failure(what, place.host, error_of_status(response));
  }
  // A fault comes with 500 and may say more than its status.
  if ((response.status != 200 && response.status != 500) || is_html(response)) {
    std::string words = "HTTP status " + std::to_string(response.status);
    if (response.status == 200) words = "a web page";
    note(what, place.host, "not there", std::move(words));
    co_return Next::dialect;
  }
  Result<autodiscover::Discovery> answer = Error::of(ErrorKind::internal);
  if (dialect == Dialect::soap) {
    answer = autodiscover::decode_user_settings_answer(response.body);
  } else if (dialect == Dialect::pox) {
    answer = autodiscover::decode_pox_answer(response.body);
  } else {
    answer = autodiscover::decode_json_answer(response.body);
  }
  if (answer && response.status != 200) {
    answer = Error::of(ErrorKind::peer_broken, "an answer beside HTTP status 500 is none");
  }
  if (!answer) co_return note_failure(what, place.host, answer.error());
  if (const auto* endpoint = std::get_if<autodiscover::EwsEndpoint>(&*answer)) {
    co_return take_endpoint(what, place.host, endpoint->url);
  }
  if (const auto* other = std::get_if<autodiscover::RedirectToAddress>(&*answer)) {
    co_return take_address(what, place.host, other->address);
  }
  std::string location = std::get<autodiscover::RedirectToUrl>(*answer).url;
  co_return co_await go_on(std::move(what), place.host, std::move(location));
}

// Whoever redirects has said all it will: this server is not asked in another dialect.
asio::awaitable<DiscoverySearch::Next> DiscoverySearch::go_on(std::string what, std::string host,
                                                              std::string location) {
  const auto place = redirect_place(location, question_.hosts);
  if (!place) {
    note(std::move(what), std::move(host), "redirect refused", place.error().detail());
    co_return Next::server;
  }
  if (redirects_ == kRedirectsMax) {
    note(std::move(what), std::move(host), "redirect refused",
         "more than " + std::to_string(kRedirectsMax) + " redirects");
    co_return Next::server;
  }
  ++redirects_;
  const std::string visit = place->origin + ' ' + place->pox_target + ' ' + user_.str();
  if (visited_.count(visit) > 0) {
    note(std::move(what), std::move(host), "redirect refused",
         "it leads in a circle, to " + place->host);
    co_return Next::server;
  }
  note(std::move(what), std::move(host), "redirect", "to " + place->host);
  co_return co_await ask_server(*place);
}

DiscoverySearch::Next DiscoverySearch::take_address(const std::string& what,
                                                    const std::string& host,
                                                    const std::string& address) {
  const auto other = model::SmtpAddress::parse(address);
  std::string why;
  if (!other) {
    why = "it leads to what is no address";
  } else if (*other == user_) {
    why = "it leads to the address that was asked for";
  } else if (redirects_ == kRedirectsMax) {
    why = "more than " + std::to_string(kRedirectsMax) + " redirects";
  }
  if (!why.empty()) {
    note(what, host, "redirect refused", std::move(why));
    return Next::server;
  }
  ++redirects_;
  note(what, host, "redirect", "to an address in " + std::string(other->domain_text()));
  user_ = *other;
  return Next::other_address;
}

DiscoverySearch::Next DiscoverySearch::take_endpoint(const std::string& what,
                                                     const std::string& host,
                                                     const std::string& url) {
  const model::Status good = check_endpoint(url, question_.hosts);
  if (!good) {
    note(what, host, "endpoint refused", good.error().detail());
    return Next::server;
  }
  note(what, host, "found");
  found_ = url;
  return Next::found;
}

DiscoverySearch::Next DiscoverySearch::note_failure(const std::string& what,
                                                    const std::string& host, const Error& error) {
  const ErrorKind kind = error.kind();
  if (kind == ErrorKind::peer_throttled || kind == ErrorKind::server_busy) {
    busy_ = true;
    retry_after_s_ = std::max(retry_after_s_, error.retry_after_s());
    note(what, host, "busy", error.detail());
    return Next::server;
  }
  if (kind == ErrorKind::peer_unreachable || kind == ErrorKind::deadline_passed) {
    note(what, host, "no answer", error.detail());
    return Next::server;
  }
  if (kind == ErrorKind::peer_recipient_unknown) {
    person_unknown_ = true;
    note(what, host, "unknown address");
  } else if (kind == ErrorKind::peer_refused_us) {
    note(what, host, "unauthenticated", error.detail());
  } else if (kind == ErrorKind::token_unavailable) {
    note(what, host, "no token", error.detail());
  } else {
    note(what, host, "no answer to the question", error.detail());
  }
  return Next::dialect;
}

asio::awaitable<DiscoverySearch::Next> DiscoverySearch::ask_over_plain_http() {
  const std::string host = "autodiscover." + std::string(user_.domain_text());
  if (plain_probe_ == nullptr || is_over() || !question_.hosts.allows(host)) co_return Next::server;
  std::string target(kPlainTarget);
  const Result<net::HttpResponse> response =
      co_await plain_probe_->get(host, std::move(target), limit_of_a_step());
  if (!response) co_return note_failure("http", host, response.error());
  if (!is_redirect(response->status)) {
    note("http", host, "no redirect", "HTTP status " + std::to_string(response->status));
    co_return Next::server;
  }
  std::string location(response->header("Location"));
  co_return co_await go_on("http", host, std::move(location));
}

asio::awaitable<DiscoverySearch::Next> DiscoverySearch::ask_srv_records() {
  if (srv_lookup_ == nullptr || is_over()) co_return Next::server;
  const std::string domain(user_.domain_text());
  const auto records =
      co_await srv_lookup_->find("_autodiscover._tcp." + domain, limit_of_a_step());
  if (!records) co_return note_failure("srv", domain, records.error());
  if (records->empty()) note("srv", domain, "no record");
  for (const net::SrvRecord& record : *records) {
    if (record.port != 443) {
      note("srv", domain, "record refused", "its port is not 443");
      continue;
    }
    const auto place =
        redirect_place("https://" + record.target + std::string(kPlainTarget), question_.hosts);
    if (!place) {
      note("srv", domain, "record refused", place.error().detail());
      continue;
    }
    note("srv", domain, "record", "to " + place->host);
    const Next next = co_await ask_server(*place);
    if (next == Next::found || next == Next::other_address) co_return next;
  }
  co_return Next::server;
}

void DiscoverySearch::note(std::string what, std::string host, std::string outcome,
                           std::string words) {
  if (steps_.size() >= kDiscoveryStepsMax) return;
  if (words.size() > kDiscoveryWordsBytesMax) words.resize(kDiscoveryWordsBytesMax);
  steps_.push_back({std::move(what), std::move(host), std::move(outcome), std::move(words)});
}

async::Deadline DiscoverySearch::limit_of_a_step() const {
  const async::Deadline step{clock_.now() +
                             std::chrono::duration_cast<async::SteadyTime::duration>(step_max_)};
  return step.sooner(deadline_);
}

bool DiscoverySearch::is_over() const { return deadline_.passed(clock_); }

Discovered DiscoverySearch::failed() const {
  std::string detail = "Autodiscover found no endpoint for " + question_.target.domain.str();
  if (is_over()) detail += " in time";
  for (const DiscoveryStep& step : steps_) {
    detail += (&step == &steps_.front() ? ": " : "; ") + describe(step);
  }
  if (detail.size() > kDiscoveryDetailBytesMax) detail.resize(kDiscoveryDetailBytesMax);
  const ErrorKind kind = busy_ ? ErrorKind::peer_throttled : ErrorKind::discovery_failed;
  Error error = Error::of(kind, std::move(detail)).with_retry_after_s(retry_after_s_);
  return {std::move(error), steps_, busy_ || is_over() || !anybody_answered_, false,
          person_unknown_};
}

}  // namespace fb::upstream
