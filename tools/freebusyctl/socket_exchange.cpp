// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/freebusyctl/socket_exchange.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

namespace fb::freebusyctl {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::local::stream_protocol;
using boost::system::error_code;
using model::Error;
using model::ErrorKind;
using Stream = beast::basic_stream<stream_protocol>;
using Response = model::Result<net::HttpResponse>;

constexpr auto kAsTuple = asio::as_tuple(asio::deferred);
constexpr unsigned kHttp11 = 11;

Error failed(const error_code& code, std::string_view doing) {
  if (code == beast::error::timeout) {
    return Error::of(ErrorKind::deadline_passed, "no answer in time");
  }
  const bool is_http = code.category() == make_error_code(http::error::end_of_stream).category() &&
                       code != http::error::end_of_stream && code != http::error::partial_message;
  const ErrorKind kind = is_http ? ErrorKind::peer_broken : ErrorKind::peer_unreachable;
  return Error::of(kind, std::string(doing) + ": " + code.message());
}

http::request<http::string_body> message_of(net::HttpRequest request) {
  http::request<http::string_body> message;
  message.method_string(request.method);
  message.target(request.url);
  message.version(kHttp11);
  message.set(http::field::host, kSocketHost);
  message.set(http::field::user_agent, "freebusyctl");
  for (const net::HttpHeader& header : request.headers) message.insert(header.name, header.value);
  message.body() = std::move(request.body);
  message.keep_alive(false);
  message.prepare_payload();
  return message;
}

net::HttpResponse response_of(http::response<http::string_body> message) {
  net::HttpResponse response;
  response.status = message.result_int();
  for (const auto& field : message) {
    response.headers.push_back({std::string(field.name_string()), std::string(field.value())});
  }
  response.body = std::move(message.body());
  return response;
}

}  // namespace

asio::awaitable<Response> exchange_over_socket(std::string path, net::HttpRequest request,
                                               std::size_t answer_bytes_max,
                                               std::chrono::milliseconds timeout) {
  const auto executor = co_await asio::this_coro::executor;
  Stream stream(executor);
  stream.expires_after(timeout);
  const stream_protocol::endpoint endpoint(path);
  const auto [not_connected] = co_await stream.async_connect(endpoint, kAsTuple);
  if (not_connected) co_return failed(not_connected, "connecting");

  const auto message = message_of(std::move(request));
  const auto [not_sent, sent] = co_await http::async_write(stream, message, kAsTuple);
  // A server that refuses a large body may answer and close before it has read all of it.
  const bool may_have_answered = not_sent == error_code(asio::error::broken_pipe) ||
                                 not_sent == error_code(asio::error::connection_reset);
  if (not_sent && !may_have_answered) co_return failed(not_sent, "sending");

  beast::flat_buffer buffer;
  http::response_parser<http::string_body> parser;
  parser.body_limit(answer_bytes_max);
  const auto [not_read, read] = co_await http::async_read(stream, buffer, parser, kAsTuple);
  if (not_read) co_return failed(not_read, "reading the answer");
  co_return response_of(parser.release());
}

}  // namespace fb::freebusyctl
