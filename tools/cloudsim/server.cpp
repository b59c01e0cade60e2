// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/cloudsim/server.hpp"

#include <openssl/ssl.h>

#include <algorithm>
#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <csignal>
#include <exception>
#include <utility>

#include "gateway/async/clock.hpp"

namespace fb::cloudsim {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;
using model::Error;
using model::ErrorKind;
using Parser = http::request_parser<http::string_body>;
using Stream = asio::ssl::stream<beast::tcp_stream>;

constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

Error refuse(std::string_view what, const error_code& error) {
  return Error::of(ErrorKind::internal, std::string(what) + ": " + error.message());
}

model::Status load(const Listener& listener, asio::ssl::context& context) {
  error_code error;
  SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
  context.use_certificate_chain_file(listener.certificate_file, error);
  if (error) return refuse("the listener's certificate", error);
  context.use_private_key_file(listener.private_key_file, asio::ssl::context::pem, error);
  if (error) return refuse("the listener's private key", error);
  return {};
}

std::string_view view(beast::string_view text) { return {text.data(), text.size()}; }

std::string host_without_port(std::string_view host) {
  return lower(host.substr(0, host.rfind(':')));
}

Request request_of(const http::request<http::string_body>& message) {
  Request out;
  out.method = message.method_string();
  const std::string_view target = view(message.target());
  const auto question = target.find('?');
  out.path = target.substr(0, question);
  if (question != std::string_view::npos) out.query = target.substr(question + 1);
  out.host = host_without_port(view(message[http::field::host]));
  for (const auto& field : message) {
    out.headers.emplace_back(field.name_string(), field.value());
  }
  out.body = message.body();
  return out;
}

std::string wire_text(const Reply& reply, bool keep_alive) {
  const auto reason = http::obsolete_reason(http::int_to_status(reply.status));
  std::string out = "HTTP/1.1 " + std::to_string(reply.status) + ' ' + std::string(reason) + "\r\n";
  out += "Content-Type: " + reply.content_type + "\r\n";
  out += "Content-Length: " + std::to_string(reply.body.size()) + "\r\n";
  for (const auto& [name, value] : reply.headers) out += name + ": " + value + "\r\n";
  if (!keep_alive) out += "Connection: close\r\n";
  out += "\r\n";
  return out + reply.body;
}

// Always short of the whole, also where there is no body to cut.
std::string half_of(std::string text, std::size_t body_bytes) {
  text.resize(text.size() - std::max<std::size_t>((body_bytes + 1) / 2, 2));
  return text;
}

// A client that asks one host and names another in its TLS greeting has confused two connections.
// The admin host is reached by whatever name the certificate makes convenient.
bool misdirected(Stream& stream, const Request& request) {
  const char* name = SSL_get_servername(stream.native_handle(), TLSEXT_NAMETYPE_host_name);
  return name != nullptr && request.host != World::kAdminHost && lower(name) != request.host;
}

// An exception in a session is a bug: the program ends with it, and main says so.
void end_with_bug(std::exception_ptr bug) {
  if (bug) std::rethrow_exception(bug);
}

class AsioServer final : public Server {
 public:
  AsioServer(const World& world, LogLine log)
      : simulator_(world), log_(std::move(log)), tls_(asio::ssl::context::tls_server) {}

  model::Status open(const Listener& listener);
  std::uint16_t port() const override { return acceptor_.local_endpoint().port(); }
  void run() override;

 private:
  asio::awaitable<void> accept_all();
  asio::awaitable<void> serve(tcp::socket socket);
  asio::awaitable<void> converse(Stream& stream);
  // False where nothing more can be read.
  asio::awaitable<bool> read(Stream& stream, beast::flat_buffer& buffer, Parser& parser);
  // False where the connection must end.
  asio::awaitable<bool> deliver(Stream& stream, Outcome outcome, bool keep_alive);

  Simulator simulator_;
  LogLine log_;
  asio::ssl::context tls_;
  std::size_t connections_ = 0;
  // Last, so that it goes first: what is still running refers to the members above.
  asio::io_context context_{1};
  tcp::acceptor acceptor_{context_};
};

model::Status AsioServer::open(const Listener& listener) {
  if (auto status = load(listener, tls_); !status) return status.error();
  error_code error;
  const auto address = asio::ip::make_address(listener.address, error);
  if (error) return refuse("the listener's address", error);
  const tcp::endpoint endpoint(address, listener.port);
  acceptor_.open(endpoint.protocol(), error);
  if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor_.bind(endpoint, error);
  if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
  if (error) return refuse("the listener", error);
  return {};
}

void AsioServer::run() {
  asio::signal_set signals(context_, SIGTERM, SIGINT);
  signals.async_wait([this](const error_code&, int) { context_.stop(); });
  asio::co_spawn(context_, accept_all(), end_with_bug);
  context_.run();
}

asio::awaitable<void> AsioServer::accept_all() {
  for (;;) {
    auto [error, socket] = co_await acceptor_.async_accept(kAwait);
    if (error == asio::error::operation_aborted) co_return;
    // Out of descriptors and the like: the next one may do.
    if (error || connections_ >= kConnectionsMax) continue;
    asio::co_spawn(context_, serve(std::move(socket)), end_with_bug);
  }
}

asio::awaitable<void> AsioServer::serve(tcp::socket socket) {
  ++connections_;
  Stream stream(beast::tcp_stream(std::move(socket)), tls_);
  beast::get_lowest_layer(stream).expires_after(kStepTimeout);
  const auto [error] = co_await stream.async_handshake(asio::ssl::stream_base::server, kAwait);
  if (!error) co_await converse(stream);
  beast::get_lowest_layer(stream).close();
  --connections_;
}

asio::awaitable<void> AsioServer::converse(Stream& stream) {
  beast::flat_buffer buffer;
  for (bool open = true; open;) {
    Parser parser;
    parser.header_limit(kHeadBytesMax);
    parser.body_limit(kBodyBytesMax);
    if (!co_await read(stream, buffer, parser)) co_return;
    const bool keep_alive = parser.get().keep_alive();
    const Request request = request_of(parser.get());
    Outcome outcome;
    if (misdirected(stream, request)) {
      outcome.reply.status = 421;
    } else {
      outcome = simulator_.answer(request, async::real_clock().utc_now());
    }
    if (!outcome.log_line.empty()) log_(outcome.log_line);
    open = co_await deliver(stream, std::move(outcome), keep_alive);
    open = open && keep_alive;
  }
  beast::get_lowest_layer(stream).expires_after(kStepTimeout);
  // Whether the other side says goodbye too is its own affair.
  co_await stream.async_shutdown(kAwait);
}

asio::awaitable<bool> AsioServer::read(Stream& stream, beast::flat_buffer& buffer, Parser& parser) {
  beast::get_lowest_layer(stream).expires_after(kIdleTimeout);
  auto [error, bytes] = co_await http::async_read_header(stream, buffer, parser, kAwait);
  if (!error && beast::iequals(parser.get()[http::field::expect], "100-continue")) {
    const auto [failed, sent] = co_await asio::async_write(stream, asio::buffer(kContinue), kAwait);
    error = failed;
  }
  if (!error) {
    beast::get_lowest_layer(stream).expires_after(kStepTimeout);
    const auto [failed, read] = co_await http::async_read(stream, buffer, parser, kAwait);
    error = failed;
  }
  if (!error) co_return true;
  const bool too_large = error == http::error::body_limit || error == http::error::header_limit;
  const bool no_http = error.category() == make_error_code(http::error::body_limit).category();
  if (no_http && error != http::error::end_of_stream && error != http::error::partial_message) {
    Outcome outcome;
    outcome.reply.status = too_large ? 413 : 400;
    co_await deliver(stream, std::move(outcome), false);
  }
  co_return false;
}

asio::awaitable<bool> AsioServer::deliver(Stream& stream, Outcome outcome, bool keep_alive) {
  if (outcome.delivery == Delivery::none) co_return false;
  if (outcome.delay.count() > 0) {
    beast::get_lowest_layer(stream).expires_never();
    asio::steady_timer timer(context_, outcome.delay);
    co_await timer.async_wait(kAwait);
  }
  std::string text = wire_text(outcome.reply, keep_alive);
  const bool whole = outcome.delivery == Delivery::whole;
  if (!whole) text = half_of(std::move(text), outcome.reply.body.size());
  beast::get_lowest_layer(stream).expires_after(kStepTimeout);
  const auto [failed, sent] = co_await asio::async_write(stream, asio::buffer(text), kAwait);
  if (outcome.delivery == Delivery::half_then_silence && !failed) {
    // Ends when the client closes; what it still says is not heard.
    std::array<char, 1> ignored{};
    beast::get_lowest_layer(stream).expires_after(kStallMax);
    co_await stream.async_read_some(asio::buffer(ignored), kAwait);
  }
  co_return whole && !failed;
}

}  // namespace

model::Result<std::unique_ptr<Server>> Server::make(const World& world, LogLine log) {
  auto server = std::make_unique<AsioServer>(world, std::move(log));
  if (auto status = server->open(world.listener); !status) return status.error();
  return std::unique_ptr<Server>(std::move(server));
}

model::Status check_tls_files(const Listener& listener) {
  asio::ssl::context context(asio::ssl::context::tls_server);
  return load(listener, context);
}

}  // namespace fb::cloudsim
