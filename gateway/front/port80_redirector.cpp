// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/front/port80_redirector.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <optional>
#include <utility>

#include "gateway/net/deadline_watch.hpp"
#include "gateway/net/linger.hpp"
#include "gateway/net/request_parser.hpp"
#include "protocols/model/letter_case.hpp"

namespace fb::front {
namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr auto kAsTuple = asio::as_tuple(asio::use_awaitable);
constexpr std::array<std::string_view, 2> kPaths{"/autodiscover/autodiscover.xml",
                                                 "/autodiscover/autodiscover.svc"};
constexpr std::string_view kEnd = "Content-Length: 0\r\nConnection: close\r\n\r\n";

std::string answer_with(std::string_view status) {
  std::string answer("HTTP/1.1 ");
  return answer.append(status).append("\r\n").append(kEnd);
}

std::string answer_to_head(std::string_view head_bytes, std::string_view origin) {
  net::RequestParser parser;
  net::RequestHead head;
  if (!parser.read_head(head_bytes, head)) return redirector_refusal();
  return redirector_answer(head.method, head.path, origin);
}

// Empty where the other side is gone, or nothing whole came in time. That is looked at after each
// read, too: one that ends just as the time passes is not cancelled.
asio::awaitable<std::string> read_and_answer(tcp::socket& socket, const net::DeadlineWatch& watch,
                                             std::string origin) {
  std::string received(kRedirectorHeadBytesMax, '\0');
  std::size_t count = 0;
  while (count < received.size()) {
    const auto room = asio::buffer(received.data() + count, received.size() - count);
    const auto [failed, bytes] = co_await socket.async_read_some(room, kAsTuple);
    if (failed || watch.passed()) co_return std::string();
    const auto end = net::find_head_end(std::string_view(received).substr(0, count + bytes), count);
    count += bytes;
    if (!end) co_return redirector_refusal();
    if (end->has_value())
      co_return answer_to_head(std::string_view(received).substr(0, **end), origin);
  }
  co_return redirector_refusal();
}

}  // namespace

std::string redirector_answer(std::string_view method, std::string_view path,
                              std::string_view origin) {
  if (method != "GET" && method != "HEAD") return answer_with("404 Not Found");
  const auto known = std::find_if(kPaths.begin(), kPaths.end(), [&](std::string_view each) {
    return model::equal_without_case(path, each);
  });
  if (known == kPaths.end()) return answer_with("404 Not Found");
  std::string answer("HTTP/1.1 302 Found\r\nLocation: ");
  return answer.append(origin).append(*known).append("\r\n").append(kEnd);
}

std::string redirector_refusal() { return answer_with("400 Bad Request"); }

asio::awaitable<void> serve_redirector(tcp::socket socket, std::string origin,
                                       async::Clock& clock) {
  std::string answer;
  {
    const auto too_late = [&socket] {
      boost::system::error_code ignored;
      socket.cancel(ignored);
    };
    net::DeadlineWatch watch(socket.get_executor(), clock, kRedirectorTimeout, too_late);
    watch.arm(clock.now() + kRedirectorTimeout);
    answer = co_await read_and_answer(socket, watch, std::move(origin));
    if (!answer.empty()) {
      static_cast<void>(co_await asio::async_write(socket, asio::buffer(answer), kAsTuple));
    }
  }
  net::close_after_linger(std::move(socket), clock);
}

}  // namespace fb::front
