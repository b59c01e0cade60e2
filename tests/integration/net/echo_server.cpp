// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tests/integration/net/echo_server.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <set>
#include <stdexcept>

namespace fb::test {

namespace asio = boost::asio;
using asio::ip::tcp;
using model::ErrorKind;

struct EchoServer::State {
  State(asio::io_context& io, async::Clock& by, const CertificateFiles& files, EchoSettings wish)
      : clock(by),
        settings(wish),
        tls(net::ServerTlsContext::load(files.chain, files.key, wish.client_certificates).value()),
        acceptor(io, tcp::endpoint(asio::ip::address_v4::loopback(), 0)),
        held(io, async::SteadyTime::max()) {}

  async::Clock& clock;
  const EchoSettings settings;
  std::shared_ptr<const net::ServerTlsContext> tls;
  tcp::acceptor acceptor;
  asio::steady_timer held;
  std::vector<std::string> events;
  std::map<std::string, std::string> last_headers;
  std::optional<net::PeerCertificate> last_certificate;
  std::set<net::ServerConnection*> connections;
};

namespace {

using StatePtr = std::shared_ptr<EchoServer::State>;

unsigned status_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::request_too_slow:
      return 408;
    case ErrorKind::body_too_large:
      return 413;
    default:
      return 400;
  }
}

asio::awaitable<void> refuse(StatePtr state, net::ServerConnection& connection,
                             const model::Error& error) {
  state->events.emplace_back(model::facts(error.kind()).name);
  if (error.kind() == ErrorKind::peer_unreachable) co_return;
  net::ResponseBuffer response;
  response.set_status(status_of(error.kind()));
  response.close_after();
  const model::Status written = co_await connection.write(response);
  state->events.emplace_back(written ? "written" : model::facts(written.error().kind()).name);
}

void fill(const net::RequestHead& head, std::string_view body, net::ResponseBuffer& response) {
  if (head.path == EchoServer::kBigPath || head.query == "big") {
    response.body().append(EchoServer::kBigBytes, 'b');
    return;
  }
  response.body().append(head.method).append(" ").append(head.path).append(" ").append(body);
}

// False: the connection has to end.
asio::awaitable<bool> answer_one(StatePtr state, net::ServerConnection& connection) {
  const auto head = co_await connection.read_head();
  if (!head) {
    co_await refuse(state, connection, head.error());
    co_return false;
  }
  state->events.push_back("head " + std::string((*head)->method) + " " +
                          std::string((*head)->path));
  state->last_certificate = connection.peer_certificate();
  state->last_headers.clear();
  for (const auto& [name, value] : (*head)->headers) {
    state->last_headers[std::string(name)] = std::string(value);
  }
  if ((*head)->path == EchoServer::kDropPath) co_return false;
  net::ResponseBuffer response;
  if ((*head)->path == EchoServer::kRefusedPath) {
    response.set_status(401);
  } else {
    const auto body = co_await connection.read_body(state->settings.body_bytes_max);
    if (!body) {
      co_await refuse(state, connection, body.error());
      co_return false;
    }
    state->events.push_back("body " + std::to_string(body->size()));
    if ((*head)->path == EchoServer::kHeldPath) {
      boost::system::error_code released;
      co_await state->held.async_wait(asio::redirect_error(asio::use_awaitable, released));
    }
    fill(**head, *body, response);
  }
  const bool kept = (*head)->keep_alive;
  const model::Status written = co_await connection.write(response);
  state->events.emplace_back(written ? "written" : model::facts(written.error().kind()).name);
  co_return written.has_value() && kept;
}

asio::awaitable<void> serve(StatePtr state, tcp::socket socket) {
  state->events.emplace_back("connected");
  const auto connection = net::make_server_connection(std::move(socket), state->tls,
                                                      state->settings.limits, state->clock);
  state->connections.insert(connection.get());
  const model::Status secured = co_await connection->handshake();
  state->events.emplace_back(secured ? "handshake" : model::facts(secured.error().kind()).name);
  bool more = secured.has_value();
  while (more) more = co_await answer_one(state, *connection);
  connection->close();
  state->connections.erase(connection.get());
  state->events.emplace_back("closed");
}

asio::awaitable<void> accept_all(StatePtr state) {
  for (;;) {
    boost::system::error_code failed;
    tcp::socket socket =
        co_await state->acceptor.async_accept(asio::redirect_error(asio::use_awaitable, failed));
    if (failed) co_return;
    const auto executor = socket.get_executor();
    asio::co_spawn(executor, serve(state, std::move(socket)), asio::detached);
  }
}

}  // namespace

EchoServer::EchoServer(asio::io_context& io, async::Clock& clock, const CertificateFiles& files,
                       EchoSettings settings)
    : state_(std::make_shared<State>(io, clock, files, settings)) {
  asio::co_spawn(io, accept_all(state_), asio::detached);
}

EchoServer::~EchoServer() { stop_listening(); }

std::uint16_t EchoServer::port() const { return state_->acceptor.local_endpoint().port(); }

const std::vector<std::string>& EchoServer::events() const { return state_->events; }

const std::optional<net::PeerCertificate>& EchoServer::last_certificate() const {
  return state_->last_certificate;
}

std::size_t EchoServer::count(std::string_view event) const {
  return static_cast<std::size_t>(std::count(state_->events.begin(), state_->events.end(), event));
}

const std::map<std::string, std::string>& EchoServer::last_headers() const {
  return state_->last_headers;
}

void EchoServer::release() { state_->held.cancel(); }

void EchoServer::finish_all_soon() {
  for (net::ServerConnection* connection : state_->connections) connection->finish_soon();
}

void EchoServer::stop_listening() {
  boost::system::error_code ignored;
  state_->acceptor.close(ignored);
}

}  // namespace fb::test
