// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/front/http_session.hpp"

#include <algorithm>
#include <utility>

#include "gateway/front/answer_context.hpp"
#include "gateway/front/autodiscover_endpoint.hpp"
#include "gateway/front/availability_endpoint.hpp"
#include "gateway/front/content_coding.hpp"
#include "gateway/front/correlation.hpp"
#include "gateway/front/endpoints.hpp"
#include "gateway/front/envelope_caller.hpp"
#include "gateway/front/ews_endpoint.hpp"
#include "gateway/front/fault_reply.hpp"
#include "gateway/front/graph_endpoint.hpp"
#include "protocols/model/letter_case.hpp"

namespace fb::front {
namespace asio = boost::asio;
namespace {

using model::Error;
using model::ErrorKind;
using model::Status;

auto count_of(const net::RequestHead& head, std::string_view name) {
  return std::count_if(head.headers.begin(), head.headers.end(), [&](const auto& header) {
    return model::equal_without_case(header.first, name);
  });
}

RequestScope new_scope(const Services& services, const net::RequestHead& head) {
  const auto asked = model::CorrelationId::parse(head.header("client-request-id"));
  const auto length = services.settings.listener.request_timeout;
  return {services.snapshots.current(),
          asked ? *asked : fresh_correlation(),
          services.clock.now(),
          async::Deadline::after(services.clock, length),
          {},
          {},
          {},
          0};
}

class Session {
 public:
  Session(std::unique_ptr<net::ServerConnection> connection, const Services& services)
      : connection_(std::move(connection)),
        services_(services),
        listed_(services.sessions, *connection_) {}

  asio::awaitable<void> run();

 private:
  asio::awaitable<Status> respond(const net::RequestHead& head, RequestScope& scope);
  asio::awaitable<Status> authenticate(const net::RequestHead& head, RequestScope& scope);
  asio::awaitable<Status> answer(EndpointCall call, RequestScope& scope);
  asio::awaitable<Status> dispatch(EndpointCall call, RequestScope& scope);
  asio::awaitable<void> discard_body(const net::RequestHead& head);
  asio::awaitable<Status> answer_health(bool healthy);
  void record(const net::RequestHead& head, const RequestScope& scope);

  std::unique_ptr<net::ServerConnection> connection_;
  const Services& services_;
  SessionList::Entry listed_;
  net::ResponseBuffer response_;
  EndpointMatch match_;
  bool body_unreadable_ = false;  // the connection is of no use after this answer
};

// The next request, or the reason why there is none. A request whose head cannot be read still gets
// an answer.
asio::awaitable<void> Session::run() {
  const Status secured = co_await connection_->handshake();
  while (secured.has_value()) {
    const auto head = co_await connection_->read_head();
    response_.clear();
    if (!head) {
      if (head.error().kind() == ErrorKind::peer_unreachable) break;
      reply_plain(head.error(), {}, response_);
      response_.close_after();
      static_cast<void>(co_await connection_->write(response_));
      break;
    }
    RequestScope scope = new_scope(services_, **head);
    scope.peer_address = connection_->peer_address();
    const Status answered = co_await respond(**head, scope);
    if (!answered) {
      scope.refusal = answered.error();
      std::vector<std::string> challenges = services_.authenticator.challenges(*scope.snapshot);
      if (scope.examination.token_refused) identity::say_token_refused(challenges);
      const RefusalFacts facts{std::move(challenges), match_.allow, scope.correlation.str(),
                               services_.clock.utc_now()};
      reply_refusal(match_.dialect, answered.error(), facts, response_);
      if (answered.error().kind() == ErrorKind::content_coding_unknown) {
        response_.add_header("Accept-Encoding", "gzip");
      }
      co_await discard_body(**head);
    }
    response_.add_header("request-id", scope.correlation.str());
    for (const net::HttpHeader& header : scope.answer_headers) {
      response_.add_header(header.name, header.value);
    }
    add_autodiscover_headers(services_.settings, *scope.snapshot, (*head)->path, response_);
    encode_body(all_values(**head, "Accept-Encoding"), response_);
    const bool last = response_.closes() || !(*head)->keep_alive;
    const Status written = co_await connection_->write(response_);
    record(**head, scope);
    if (!written || last) break;
  }
  connection_->close();
}

// Steps 3 to 12. An error is a refusal that no dialect has put into words yet.
asio::awaitable<Status> Session::respond(const net::RequestHead& head, RequestScope& scope) {
  match_ = find_endpoint(head.method, head.path);
  if (match_.row == nullptr) {
    const auto kind =
        match_.allow.empty() ? ErrorKind::endpoint_not_found : ErrorKind::method_not_allowed;
    co_return Error::of(kind);
  }
  const EndpointRow& row = *match_.row;
  const bool given = !all_values(head, "Authorization").empty();
  const bool known_by_tls = connection_->peer_certificate().has_value();
  const bool wanted = row.caller == CallerNeed::if_given && (given || known_by_tls);
  if (row.caller == CallerNeed::always || wanted) {
    const Status proved = co_await authenticate(head, scope);
    // A certificate is shown to every server that asks for one; where nobody has to be known, one
    // that belongs to no account is no claim to be somebody.
    if (!proved && (given || row.caller == CallerNeed::always)) co_return proved.error();
  }
  std::size_t body_bytes_max = services_.settings.listener.body_bytes_max;
  if (!scope.caller) body_bytes_max = std::min(body_bytes_max, kUnprovedBodyBytesMax);
  const auto body = co_await connection_->read_body(body_bytes_max);
  body_unreadable_ = !body.has_value();
  if (!body) co_return body.error();
  scope.request_bytes = body->size();
  std::string inflated;
  const std::string codings = all_values(head, "Content-Encoding");
  const auto meant = decoded_body(codings, *body, body_bytes_max, inflated);
  if (!meant) co_return meant.error();
  const EndpointCall call{row, head, match_.segment, *meant};
  if (row.caller == CallerNeed::in_envelope) {
    const Status looked = co_await prove_by_envelope(services_, scope, call, response_);
    if (!looked || !scope.caller) co_return looked;
  }
  co_return co_await answer(call, scope);
}

asio::awaitable<Status> Session::authenticate(const net::RequestHead& head, RequestScope& scope) {
  if (count_of(head, "Authorization") > 1) {
    // Whoever stands before us may have looked at the other one.
    co_return Error::of(ErrorKind::unauthenticated, "the request has two Authorization headers",
                        "credential.repeated");
  }
  identity::Credential credential;
  credential.authorization = head.header("Authorization");
  credential.peer_address = connection_->peer_address();
  credential.certificate = connection_->peer_certificate();
  auto outcome = co_await services_.authenticator.authenticate(
      std::move(credential), scope.snapshot, services_.http, scope.deadline);
  scope.examination = std::move(outcome.examination);
  scope.answer_headers = std::move(outcome.answer_headers);
  if (!outcome.caller) co_return outcome.caller.error();
  scope.caller = std::move(*outcome.caller);
  co_return Status();
}

asio::awaitable<Status> Session::answer(EndpointCall call, RequestScope& scope) {
  Status answered;
  bool failed = false;
  try {
    answered = co_await dispatch(call, scope);
  } catch (const std::exception& bug) {
    services_.log.event(ops::Level::error, "handler_exception",
                        {{"what", std::string_view(bug.what())}});
    failed = true;
  }
  if (!failed) co_return answered;
  scope.refusal = Error::of(ErrorKind::internal, "an exception left the handler");
  const RefusalFacts facts{{}, {}, scope.correlation.str(), services_.clock.utc_now()};
  reply_refusal(call.row.dialect, *scope.refusal, facts, response_);
  response_.close_after();
  co_return Status();
}

asio::awaitable<Status> Session::dispatch(EndpointCall call, RequestScope& scope) {
  switch (call.row.endpoint) {
    case Endpoint::ews:
    case Endpoint::ews_security:
      return answer_ews(services_, scope, call, response_);
    case Endpoint::autodiscover_soap:
    case Endpoint::autodiscover_soap_security:
    case Endpoint::autodiscover_pox:
    case Endpoint::autodiscover_probe:
    case Endpoint::autodiscover_json:
      return answer_autodiscover(services_, scope, call, response_);
    case Endpoint::graph_schedule:
      return answer_graph_schedule(services_, scope, call, response_);
    case Endpoint::graph_meeting_times:
      return answer_graph_meeting_times(services_, scope, call, response_);
    case Endpoint::availability:
      return answer_plain_availability(services_, scope, call, response_);
    case Endpoint::openapi:
      return answer_openapi(services_, scope, call, response_);
    case Endpoint::live:
      return answer_health(true);
    case Endpoint::ready:
      return answer_health(services_.health.ready());
  }
  return answer_health(false);
}

// A refused request's body is still on its way. A small one is read, so that the client can try
// again on the same connection; a client that waits for 100-continue, or that sends more, finds the
// connection closed.
asio::awaitable<void> Session::discard_body(const net::RequestHead& head) {
  if (body_unreadable_ || !head.header("Expect").empty()) {
    response_.close_after();
    co_return;
  }
  const auto body = co_await connection_->read_body(kRefusedBodyBytesMax);
  if (!body) response_.close_after();
}

asio::awaitable<Status> Session::answer_health(bool healthy) {
  response_.set_status(healthy ? 200 : 503);
  response_.body() += healthy ? "ok\n" : "stopping\n";
  co_return Status();
}

void Session::record(const net::RequestHead& head, const RequestScope& scope) {
  const std::string correlation = scope.correlation.str();
  const std::string peer = connection_->peer_address();
  ops::RequestRecord record;
  record.correlation = correlation;
  record.peer_address = peer;
  record.method = head.method;
  record.path = head.path;
  record.user_agent = head.header("User-Agent");
  record.hops = head.header(model::kHopHeader);
  record.caller = scope.caller ? &**scope.caller : nullptr;
  record.credential = scope.examination.kind();
  record.claims = scope.examination.facts();
  record.error = scope.refusal ? &*scope.refusal : nullptr;
  record.reply = scope.reply ? &*scope.reply : nullptr;
  record.status = response_.status();
  record.request_bytes = static_cast<std::int64_t>(scope.request_bytes);
  record.response_bytes = static_cast<std::int64_t>(response_.body_view().size());
  const auto duration = services_.clock.now() - scope.started;
  record.duration_us = std::chrono::duration_cast<std::chrono::microseconds>(duration).count();
  services_.log.request(record);
}

}  // namespace

asio::awaitable<void> serve(std::unique_ptr<net::ServerConnection> connection,
                            const Services& services) {
  Session session(std::move(connection), services);
  co_await session.run();
}

}  // namespace fb::front
