// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/net/linger.hpp"

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/detached.hpp>
#include <string_view>
#include <utility>

#include "gateway/net/deadline_watch.hpp"

namespace fb::net {
namespace {

namespace asio = boost::asio;
using Socket = asio::generic::stream_protocol::socket;
using boost::system::error_code;

constexpr auto kAsTuple = asio::as_tuple(asio::deferred);
constexpr std::string_view kPlainHttpAnswer =
    "HTTP/1.1 400 Bad Request\r\n"
    "Content-Type: text/plain; charset=utf-8\r\n"
    "Content-Length: 29\r\n"
    "Connection: close\r\n"
    "\r\n"
    "This port speaks HTTPS only.\n";

asio::awaitable<void> read_and_forget(Socket socket, async::Clock& clock) {
  DeadlineWatch watch(socket.get_executor(), clock, kLingerTime, [&socket] {
    error_code ignored;
    socket.cancel(ignored);
  });
  watch.arm(clock.now() + kLingerTime);
  std::array<char, 4096> bytes;
  std::size_t total = 0;
  while (total < kLingerBytesMax && !watch.passed()) {
    const asio::mutable_buffer into = asio::buffer(bytes);
    const auto [failed, count] = co_await socket.async_read_some(into, kAsTuple);
    if (failed) break;
    total += count;
  }
}

}  // namespace

void close_after_linger(Socket socket, async::Clock& clock) {
  error_code failed;
  socket.shutdown(Socket::shutdown_send, failed);
  if (failed) return;
  const auto executor = socket.get_executor();
  asio::co_spawn(executor, read_and_forget(std::move(socket), clock), asio::detached);
}

void answer_plain_http(Socket& socket) {
  error_code ignored;
  socket.write_some(asio::buffer(kPlainHttpAnswer), ignored);
}

}  // namespace fb::net
