// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/net/client_connection.hpp"

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <utility>

namespace fb::net {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;
using model::Error;
using model::ErrorKind;
using model::Result;
using model::Status;

constexpr std::size_t kReadBytes = 16 * 1024;
constexpr auto kAsTuple = asio::as_tuple(asio::deferred);

Error unreachable(std::string why) {
  return Error::of(ErrorKind::peer_unreachable, std::move(why));
}

Error broken(std::string why) { return Error::of(ErrorKind::peer_broken, std::move(why)); }

// One answer, fed with what arrives. Interim answers are taken and forgotten.
class AnswerReader {
 public:
  AnswerReader(bool is_head, std::size_t body_bytes_max)
      : is_head_(is_head), body_bytes_max_(body_bytes_max) {
    begin();
  }

  // Uses up the front of `input`. True: the answer is whole.
  Result<bool> feed(std::string& input);
  // The connection ended. True: so did the answer, as it has no other end.
  bool end();
  bool keeps_connection() const { return parser_->keep_alive() && !parser_->need_eof(); }
  Result<HttpResponse> take();

 private:
  using Parser = http::response_parser<http::string_body>;

  void begin() {
    parser_.emplace();
    parser_->eager(true);
    parser_->skip(is_head_);
    parser_->header_limit(kResponseHeaderBytesMax);
    parser_->body_limit(body_bytes_max_);
  }
  bool is_interim() const { return parser_->is_done() && parser_->get().result_int() < 200; }

  const bool is_head_;
  const std::size_t body_bytes_max_;
  std::optional<Parser> parser_;
  std::size_t interim_ = 0;
};

Result<bool> AnswerReader::feed(std::string& input) {
  while (!input.empty()) {
    error_code failed;
    const std::size_t used = parser_->put(asio::buffer(input), failed);
    input.erase(0, used);
    if (failed == http::error::need_more) return false;
    if (failed == http::error::body_limit) return broken("the answer is too large");
    if (failed) return broken("the answer is not HTTP: " + failed.message());
    if (!parser_->is_done()) continue;
    if (!is_interim()) return true;
    // 101 would be the end of HTTP on this connection, and nobody asked for it.
    if (parser_->get().result_int() == 101 || ++interim_ > kInterimResponsesMax) {
      return broken("interim answers instead of an answer");
    }
    begin();
  }
  return false;
}

bool AnswerReader::end() {
  if (!parser_->is_header_done() || !parser_->need_eof()) return false;
  error_code failed;
  parser_->put_eof(failed);
  return !failed;
}

Result<HttpResponse> AnswerReader::take() {
  auto message = parser_->release();
  HttpResponse response;
  response.status = message.result_int();
  for (const auto& field : message) {
    const std::string_view value(field.value().data(), field.value().size());
    const bool is_coding = field.name() == http::field::content_encoding ||
                           field.name() == http::field::transfer_encoding;
    if (is_coding && !beast::iequals(value, "identity") && !beast::iequals(value, "chunked")) {
      return broken("the answer is coded in a way that was not asked for");
    }
    response.headers.push_back({std::string(field.name_string()), std::string(value)});
  }
  response.body = std::move(message.body());
  return response;
}

}  // namespace

ExchangeTimer::ExchangeTimer(asio::any_io_executor executor, async::Clock& clock)
    : executor_(executor),
      watch_(std::move(executor), clock, std::chrono::nanoseconds::max(), [this] {
        if (stop_) stop_();
      }) {}

ExchangeTimer::Interrupts::Interrupts(ExchangeTimer& timer, std::function<void()> stop)
    : timer_(timer), before_(std::exchange(timer.stop_, std::move(stop))) {}

ExchangeTimer::Interrupts::~Interrupts() { timer_.stop_ = std::move(before_); }

ClientConnection::ClientConnection(tcp::socket socket) : socket_(std::move(socket)) {
  error_code ignored;
  socket_.native_non_blocking(true, ignored);
  socket_.set_option(tcp::no_delay(true), ignored);
}

ClientConnection::~ClientConnection() {
  if (channel_ && reusable_) channel_->say_goodbye();
}

std::optional<Error> ClientConnection::failure_of(TlsStep step) const {
  if (step == TlsStep::closed) return unreachable("connection: " + channel_->reason());
  if (step == TlsStep::broken) return unreachable("TLS: " + channel_->reason());
  return std::nullopt;
}

asio::awaitable<Status> ClientConnection::wait(TlsStep step, ExchangeTimer& timer) {
  auto kind = tcp::socket::wait_read;
  if (step == TlsStep::want_write) kind = tcp::socket::wait_write;
  const ExchangeTimer::Interrupts interrupts(timer, [this] {
    error_code ignored;
    socket_.cancel(ignored);
  });
  if (!timer.passed()) {
    const auto [waited] = co_await socket_.async_wait(kind, kAsTuple);
    if (waited && !timer.passed()) co_return unreachable(waited.message());
  }
  if (timer.passed()) co_return Error::of(ErrorKind::deadline_passed);
  co_return Status();
}

asio::awaitable<Status> ClientConnection::handshake(const ClientTlsContext& tls, TlsName peer,
                                                    ExchangeTimer& timer) {
  channel_.emplace(tls, socket_.native_handle(), peer);
  for (;;) {
    const TlsStep step = channel_->handshake();
    if (step == TlsStep::done) co_return Status();
    if (auto failure = failure_of(step)) co_return std::move(*failure);
    const Status waited = co_await wait(step, timer);
    if (!waited) co_return waited.error();
  }
}

asio::awaitable<Status> ClientConnection::send(std::string_view bytes, ExchangeTimer& timer) {
  while (!bytes.empty()) {
    std::size_t count = 0;
    const TlsStep step = channel_->write(bytes, count);
    if (step == TlsStep::done) {
      bytes.remove_prefix(count);
      continue;
    }
    if (auto failure = failure_of(step)) co_return std::move(*failure);
    const Status waited = co_await wait(step, timer);
    if (!waited) co_return waited.error();
  }
  co_return Status();
}

asio::awaitable<Result<HttpResponse>> ClientConnection::exchange(std::string message, bool is_head,
                                                                 std::size_t response_bytes_max,
                                                                 ExchangeTimer& timer) {
  reusable_ = false;
  heard_anything_ = false;
  const Status sent = co_await send(message, timer);
  if (!sent) co_return sent.error();
  AnswerReader reader(is_head, response_bytes_max);
  for (;;) {
    const std::size_t have = input_.size();
    input_.resize(have + kReadBytes);
    std::size_t count = 0;
    const TlsStep step = channel_->read(std::span(input_).subspan(have), count);
    input_.resize(have + count);
    if (step == TlsStep::done) {
      heard_anything_ = true;
      const auto whole = reader.feed(input_);
      if (!whole) co_return whole.error();
      if (!*whole) continue;
      reusable_ = reader.keeps_connection() && input_.empty();
      co_return reader.take();
    }
    // Without TLS's goodbye an end may be a cut, made by somebody in the middle.
    if (step == TlsStep::closed && channel_->ended_cleanly() && reader.end()) {
      co_return reader.take();
    }
    if (auto failure = failure_of(step)) co_return std::move(*failure);
    const Status waited = co_await wait(step, timer);
    if (!waited) co_return waited.error();
  }
}

bool ClientConnection::is_still_open() {
  std::array<char, 1> byte;
  std::size_t count = 0;
  return channel_->read(byte, count) == TlsStep::want_read;
}

}  // namespace fb::net
