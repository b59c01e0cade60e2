// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/admin/admin_session.hpp"

#include <boost/json/serialize.hpp>
#include <random>
#include <utility>

#include "gateway/admin/admin_routes.hpp"
#include "protocols/model/letter_case.hpp"

namespace fb::admin {
namespace asio = boost::asio;
namespace {

using model::ErrorKind;

constexpr std::string_view kApi = "admin-api";
constexpr std::string_view kSocket = "unix-socket";

model::CorrelationId correlation_of(const net::RequestHead& head) {
  const auto asked = model::CorrelationId::parse(head.header("client-request-id"));
  if (asked) return *asked;
  thread_local std::mt19937_64 random{std::random_device{}()};
  std::array<std::uint8_t, 16> bytes{};
  for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random());
  return model::CorrelationId::from_bytes(bytes);
}

// One request on its way.
struct Scope {
  std::string correlation;
  async::SteadyTime started;
  std::string account{};
  std::size_t request_bytes = 0;
  std::optional<Code> refused{};
};

class Session {
 public:
  Session(std::unique_ptr<net::ServerConnection> connection, std::optional<std::uint32_t> user_id,
          SessionParts parts)
      : connection_(std::move(connection)),
        user_id_(user_id),
        parts_(parts),
        listed_(parts.sessions, *connection_) {}

  asio::awaitable<void> run();

 private:
  asio::awaitable<Reply> respond(const net::RequestHead& head, Scope& scope);
  asio::awaitable<Reply> handle(const AdminCall& call);
  asio::awaitable<bool> answer(const net::RequestHead& head);
  asio::awaitable<void> answer_broken(const model::Error& error);
  Checked<Admitted> admit(const net::RequestHead& head);
  void write_refusal(const AdminError& error);
  void record(const net::RequestHead& head, const Scope& scope);

  std::unique_ptr<net::ServerConnection> connection_;
  const std::optional<std::uint32_t> user_id_;
  const SessionParts parts_;
  front::SessionList::Entry listed_;
  net::ResponseBuffer response_;
  RouteMatch match_;
  bool body_read_ = false;
};

asio::awaitable<void> Session::run() {
  const model::Status secured = co_await connection_->handshake();
  while (secured.has_value()) {
    const auto head = co_await connection_->read_head();
    response_.clear();
    if (!head) {
      if (head.error().kind() != ErrorKind::peer_unreachable) {
        co_await answer_broken(head.error());
      }
      break;
    }
    const bool go_on = co_await answer(**head);
    if (!go_on) break;
  }
  connection_->close();
}

// The head cannot be understood, or did not come in time.
asio::awaitable<void> Session::answer_broken(const model::Error& error) {
  write_refusal(refusal(Code::malformed, std::string(model::facts(error.kind()).caller_text)));
  response_.close_after();
  static_cast<void>(co_await connection_->write(response_));
}

asio::awaitable<bool> Session::answer(const net::RequestHead& head) {
  async::Clock& clock = parts_.services.clock;
  Scope scope{correlation_of(head).str(), clock.now()};
  body_read_ = false;
  match_ = RouteMatch();
  const Reply reply = co_await respond(head, scope);
  if (reply) {
    response_.set_status(reply->status);
    response_.set_content_type(reply->content_type);
    response_.body() += reply->body;
    if (!reply->etag.empty()) response_.add_header("ETag", reply->etag);
  } else {
    const AdminError refused = reply.error();
    scope.refused = refused.code;
    write_refusal(refused);
    // What was not read may be long, and is still on its way.
    if (!body_read_) response_.close_after();
  }
  response_.add_header("request-id", scope.correlation);
  response_.add_header("Cache-Control", "no-store");
  const bool last = response_.closes() || !head.keep_alive;
  const model::Status written = co_await connection_->write(response_);
  record(head, scope);
  co_return written.has_value() && !last;
}

Checked<Admitted> Session::admit(const net::RequestHead& head) {
  Presented presented;
  for (const auto& [name, value] : head.headers) {
    if (model::equal_without_case(name, "Authorization")) presented.authorization.push_back(value);
  }
  presented.certificate = connection_->peer_certificate();
  presented.user_id = user_id_;
  presented.peer_address = connection_->peer_address();
  return parts_.accounts.admit(presented);
}

asio::awaitable<Reply> Session::respond(const net::RequestHead& head, Scope& scope) {
  auto admitted = admit(head);
  if (!admitted) co_return admitted.error();
  scope.account = admitted->name;
  match_ = find_route(head.method, head.path);
  if (match_.row == nullptr) {
    if (match_.allow.empty()) co_return refusal(Code::not_found, "there is no such path");
    co_return refusal(Code::method_not_allowed, "this path takes " + match_.allow);
  }
  const auto snapshot = parts_.services.snapshots.current();
  Grants grants(admitted->grants, snapshot->federation());
  if (!opens(match_.row->need, grants)) {
    co_return refusal(Code::not_allowed, "this needs the role \"" +
                                             std::string(name(match_.row->need)) +
                                             "\", which the account has nowhere");
  }
  auto query = Query::parse(head.query, match_.row->query);
  if (!query) co_return query.error();
  const auto body = co_await connection_->read_body(match_.row->body_bytes_max);
  if (!body) {
    const bool big = body.error().kind() == ErrorKind::body_too_large;
    co_return refusal(big ? Code::too_large : Code::malformed,
                      std::string(model::facts(body.error().kind()).caller_text));
  }
  body_read_ = true;
  scope.request_bytes = body->size();
  registry::Actor actor{admitted->name, std::string(user_id_ ? kSocket : kApi)};
  const auto deadline = async::Deadline::after(parts_.services.clock, kRequestTimeMax);
  const AdminCall call{*match_.row,
                       std::move(match_.segments),
                       std::move(*query),
                       *body,
                       head.header("If-Match"),
                       std::move(admitted->name),
                       std::move(admitted->grants),
                       std::move(grants),
                       snapshot,
                       std::move(actor),
                       deadline};
  co_return co_await handle(call);
}

// An exception in a handler is a bug: it is logged, and the caller gets a fixed sentence.
asio::awaitable<Reply> Session::handle(const AdminCall& call) {
  std::exception_ptr bug;
  try {
    Reply reply = co_await call.row.handler(parts_.services, call);
    if (reply.has_value()) co_return reply;
    AdminError refused = reply.error();
    const Veil veil(call.grants, call.federation());
    refused.message = veil.over(std::move(refused.message));
    refused.problems = veil.over(std::move(refused.problems));
    co_return refused;
  } catch (const std::exception&) {
    bug = std::current_exception();
  }
  parts_.log.exception("admin_handler_exception", std::move(bug));
  co_return refusal(Code::internal, "the gateway has made a mistake; its log says more");
}

void Session::write_refusal(const AdminError& error) {
  response_.set_status(facts(error.code).status);
  response_.set_content_type("application/json");
  response_.body() += boost::json::serialize(json_of(error));
  response_.body() += '\n';
  if (error.code == Code::unauthenticated) response_.add_header("WWW-Authenticate", "Bearer");
  if (error.code == Code::method_not_allowed && !match_.allow.empty()) {
    response_.add_header("Allow", match_.allow);
  }
  if (error.retry_after_s != 0) {
    response_.add_header("Retry-After", std::to_string(error.retry_after_s));
  }
}

void Session::record(const net::RequestHead& head, const Scope& scope) {
  const auto took = std::chrono::duration_cast<std::chrono::microseconds>(
      parts_.services.clock.now() - scope.started);
  const std::string peer = connection_->peer_address();
  const std::string_view outcome =
      scope.refused ? facts(*scope.refused).name : std::string_view("done");
  parts_.log.event(ops::Level::info, "admin_request",
                   {{"correlation", std::string_view(scope.correlation)},
                    {"account", std::string_view(scope.account)},
                    {"peer", std::string_view(peer)},
                    {"method", head.method},
                    {"path", head.path},
                    {"outcome", outcome},
                    {"status", std::int64_t{response_.status()}},
                    {"request_bytes", static_cast<std::int64_t>(scope.request_bytes)},
                    {"duration_us", std::int64_t{took.count()}}});
}

}  // namespace

asio::awaitable<void> serve_admin(std::unique_ptr<net::ServerConnection> connection,
                                  std::optional<std::uint32_t> user_id, SessionParts parts) {
  Session session(std::move(connection), user_id, parts);
  co_await session.run();
}

}  // namespace fb::admin
