// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/net/plain_probe.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <utility>

#include "gateway/net/dialer.hpp"
#include "gateway/net/header_text.hpp"

namespace fb::net {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;
using model::Error;
using model::ErrorKind;
using model::Result;

constexpr std::uint16_t kPort = 80;
constexpr std::uint32_t kHeaderBytesMax = 16 * 1024;
constexpr auto kAsTuple = asio::as_tuple(asio::deferred);

HttpResponse head_of(const http::response_parser<http::empty_body>& parser) {
  HttpResponse response;
  response.status = parser.get().result_int();
  for (const auto& field : parser.get()) {
    response.headers.push_back({std::string(field.name_string().data(), field.name_string().size()),
                                std::string(field.value().data(), field.value().size())});
  }
  return response;
}

asio::awaitable<Result<HttpResponse>> exchange(tcp::socket& socket, std::string message,
                                               ExchangeTimer& timer) {
  const ExchangeTimer::Interrupts interrupts(timer, [&socket] {
    error_code ignored;
    socket.cancel(ignored);
  });
  const auto [unsent, written] =
      co_await asio::async_write(socket, asio::buffer(message), kAsTuple);
  if (unsent) co_return Error::of(ErrorKind::peer_unreachable, unsent.message());
  boost::beast::flat_buffer buffer(kHeaderBytesMax);
  http::response_parser<http::empty_body> parser;
  parser.header_limit(kHeaderBytesMax);
  const auto [unread, taken] = co_await http::async_read_header(socket, buffer, parser, kAsTuple);
  if (!unread) co_return head_of(parser);
  const bool cut_off = unread == asio::error::operation_aborted ||
                       unread == asio::error::connection_reset ||
                       unread == http::error::end_of_stream;
  if (cut_off) co_return Error::of(ErrorKind::peer_unreachable, unread.message());
  co_return Error::of(ErrorKind::peer_broken, "the answer is not HTTP: " + unread.message());
}

class DialedProbe final : public PlainProbe {
 public:
  DialedProbe(const std::map<std::string, std::string>& hosts,
              const std::vector<std::string>& allow_private, async::Clock& clock)
      : dialer_(nullptr, hosts, allow_private), clock_(clock) {}

  asio::awaitable<Result<HttpResponse>> get(std::string host, std::string target,
                                            async::Deadline deadline) override {
    if (!is_header_value(host) || !is_header_value(target) || !target.starts_with('/') ||
        target.find(' ') != std::string::npos) {
      co_return Error::of(ErrorKind::internal, "request: no usable name or path");
    }
    if (deadline.passed(clock_)) co_return Error::of(ErrorKind::deadline_passed);
    ExchangeTimer timer(co_await asio::this_coro::executor, clock_);
    HttpsUrl place;
    place.host = host;
    place.port = kPort;
    auto socket = co_await dialer_.connect_to(place, deadline.at, timer, clock_);
    if (!socket) co_return judged(socket.error(), deadline);
    std::string message = "GET " + target + " HTTP/1.1\r\nHost: " + host;
    message += "\r\nConnection: close\r\n\r\n";
    auto answer = co_await exchange(*socket, std::move(message), timer);
    if (!answer) co_return judged(answer.error(), deadline);
    co_return std::move(*answer);
  }

 private:
  Error judged(const Error& error, async::Deadline deadline) const {
    if (!deadline.passed(clock_)) return error;
    return Error::of(ErrorKind::deadline_passed, error.detail());
  }

  const Dialer dialer_;
  async::Clock& clock_;
};

}  // namespace

std::unique_ptr<PlainProbe> make_plain_probe(const std::map<std::string, std::string>& hosts,
                                             const std::vector<std::string>& allow_private,
                                             async::Clock& clock) {
  return std::make_unique<DialedProbe>(hosts, allow_private, clock);
}

}  // namespace fb::net
