// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tests/integration/net/raw_server.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <optional>

#include "gateway/net/tls_channel.hpp"
#include "gateway/net/tls_context.hpp"

namespace fb::test {

namespace asio = boost::asio;
using asio::ip::tcp;

struct RawServer::State {
  State(asio::io_context& io, const CertificateFiles& files,
        std::vector<std::vector<Reply>> by_connection)
      : tls(net::ServerTlsContext::load(files.chain, files.key).value()),
        acceptor(io, tcp::endpoint(asio::ip::address_v4::loopback(), 0)),
        port(acceptor.local_endpoint().port()),
        scripts(std::move(by_connection)) {}

  std::shared_ptr<const net::ServerTlsContext> tls;
  tcp::acceptor acceptor;
  const std::uint16_t port;
  const std::vector<std::vector<Reply>> scripts;
  std::size_t connections = 0;
  std::vector<std::string> requests;
};

namespace {

using StatePtr = std::shared_ptr<RawServer::State>;

asio::awaitable<void> ready(tcp::socket& socket, net::TlsStep step) {
  auto kind = tcp::socket::wait_read;
  if (step == net::TlsStep::want_write) kind = tcp::socket::wait_write;
  co_await socket.async_wait(kind, asio::use_awaitable);
}

std::size_t request_bytes(const std::string& received) {
  const std::size_t end = received.find("\r\n\r\n");
  if (end == std::string::npos) return 0;
  const std::size_t length = received.find("Content-Length: ");
  const std::size_t body = length < end ? std::stoul(received.substr(length + 16)) : 0;
  return received.size() >= end + 4 + body ? end + 4 + body : 0;
}

// Empty where the client has gone.
asio::awaitable<std::string> read_request(tcp::socket& socket, net::TlsChannel& tls) {
  std::string received;
  for (;;) {
    if (request_bytes(received) != 0) co_return received;
    std::array<char, 4096> bytes{};
    std::size_t count = 0;
    const net::TlsStep step = tls.read(bytes, count);
    if (step == net::TlsStep::closed || step == net::TlsStep::broken) co_return std::string();
    if (step == net::TlsStep::done) {
      received.append(bytes.data(), count);
    } else {
      co_await ready(socket, step);
    }
  }
}

asio::awaitable<void> send(tcp::socket& socket, net::TlsChannel& tls, std::string_view bytes) {
  while (!bytes.empty()) {
    std::size_t count = 0;
    const net::TlsStep step = tls.write(bytes, count);
    if (step == net::TlsStep::closed || step == net::TlsStep::broken) co_return;
    if (step == net::TlsStep::done) {
      bytes.remove_prefix(count);
    } else {
      co_await ready(socket, step);
    }
  }
}

asio::awaitable<void> wait_for_close(tcp::socket& socket, net::TlsChannel& tls) {
  std::array<char, 4096> bytes{};
  for (;;) {
    std::size_t count = 0;
    const net::TlsStep step = tls.read(bytes, count);
    if (step == net::TlsStep::closed || step == net::TlsStep::broken) co_return;
    if (step != net::TlsStep::done) co_await ready(socket, step);
  }
}

asio::awaitable<void> serve(StatePtr state, tcp::socket socket) {
  const std::size_t number = std::min(state->connections++, state->scripts.size() - 1);
  socket.native_non_blocking(true);
  socket.set_option(tcp::no_delay(true));
  net::TlsChannel tls(*state->tls, socket.native_handle());
  for (;;) {
    const net::TlsStep step = tls.handshake();
    if (step == net::TlsStep::done) break;
    if (step == net::TlsStep::closed || step == net::TlsStep::broken) co_return;
    co_await ready(socket, step);
  }
  for (const Reply& reply : state->scripts[number]) {
    std::string request = co_await read_request(socket, tls);
    if (request.empty()) co_return;
    state->requests.push_back(std::move(request));
    co_await send(socket, tls, reply.bytes);
    co_await send(socket, tls, reply.unasked);
    if (reply.then == Then::goodbye) {
      tls.say_goodbye();
      co_return;
    }
    if (reply.then == Then::cut) co_return;
    if (reply.then == Then::wait) co_await wait_for_close(socket, tls);
  }
  tls.say_goodbye();
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

RawServer::RawServer(asio::io_context& io, const CertificateFiles& files,
                     std::vector<std::vector<Reply>> scripts)
    : state_(std::make_shared<State>(io, files, std::move(scripts))) {
  asio::co_spawn(io, accept_all(state_), asio::detached);
}

RawServer::~RawServer() {
  boost::system::error_code ignored;
  state_->acceptor.close(ignored);
}

std::uint16_t RawServer::port() const { return state_->port; }

std::size_t RawServer::connections() const { return state_->connections; }

const std::vector<std::string>& RawServer::requests() const { return state_->requests; }

}  // namespace fb::test
