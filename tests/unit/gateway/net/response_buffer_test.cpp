// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/net/server_connection.hpp"

namespace fb::net {
namespace {

using namespace std::string_view_literals;
using testing::HasSubstr;
using testing::Not;

std::string head_of_size(std::size_t bytes) {
  // What the head is without the padding header's value.
  ResponseBuffer probe;
  probe.body() += "body";
  probe.add_header("X-Padding", "");
  const std::size_t fixed = probe.finish(true).size() - 4;
  ResponseBuffer response;
  response.body() += "body";
  response.add_header("X-Padding", std::string(bytes - fixed, 'p'));
  return std::string(response.finish(true));
}

TEST(ResponseBuffer, WritesTheWholeMessage) {
  ResponseBuffer response;
  response.set_status(200);
  response.set_content_type("text/xml; charset=utf-8");
  response.body() += "<a/>";
  response.add_header("request-id", "7");
  EXPECT_EQ(response.finish(true),
            "HTTP/1.1 200 OK\r\n"
            "Content-Type: text/xml; charset=utf-8\r\n"
            "Content-Length: 4\r\n"
            "request-id: 7\r\n"
            "\r\n"
            "<a/>");
}

TEST(ResponseBuffer, ClosesWhenEitherSideWantsIt) {
  for (const auto& [keep_alive, close, says_close] : {std::tuple{true, false, false},
                                                      {true, true, true},
                                                      {false, false, true},
                                                      {false, true, true}}) {
    ResponseBuffer response;
    if (close) response.close_after();
    EXPECT_EQ(response.finish(keep_alive).find("Connection: close\r\n") != std::string_view::npos,
              says_close)
        << keep_alive << close;
  }
}

TEST(ResponseBuffer, EmptyBodyHasALengthAndNoType) {
  ResponseBuffer response;
  response.set_status(404);
  EXPECT_EQ(response.finish(true), "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
}

TEST(ResponseBuffer, NoContentHasNeitherBodyNorLength) {
  for (const unsigned status : {204U, 304U}) {
    ResponseBuffer response;
    response.set_status(status);
    response.body() += "lost";
    const std::string message(response.finish(true));
    EXPECT_THAT(message, Not(HasSubstr("Content-Length")));
    EXPECT_TRUE(message.ends_with("\r\n\r\n")) << message;
  }
}

TEST(ResponseBuffer, ValueBeginsNoHeaderOfItsOwn) {
  ResponseBuffer response;
  response.set_content_type("text/plain\r\nX-Type: 1");
  response.add_header("X-Value", "a\r\nX-Injected: 1\n\rX-Too: 1\0z"sv);
  response.add_header("X-Name: 1\r\nX-Injected", "a");
  response.add_header("", "a");
  response.body() += "b";
  EXPECT_EQ(response.finish(true),
            "HTTP/1.1 200 OK\r\n"
            "Content-Type: text/plainX-Type: 1\r\n"
            "Content-Length: 1\r\n"
            "X-Value: aX-Injected: 1X-Too: 1z\r\n"
            "\r\n"
            "b");
}

TEST(ResponseBuffer, HeadMayFillTheHeadroomAndGoBeyondIt) {
  for (const std::size_t bytes : {ResponseBuffer::kHeadroom - 1, ResponseBuffer::kHeadroom,
                                  ResponseBuffer::kHeadroom + 1, 4 * ResponseBuffer::kHeadroom}) {
    const std::string message = head_of_size(bytes);
    EXPECT_EQ(message.size(), bytes + 4);
    EXPECT_TRUE(message.starts_with("HTTP/1.1 200 OK\r\n"));
    EXPECT_TRUE(message.ends_with("p\r\n\r\nbody"));
  }
}

TEST(ResponseBuffer, BodyViewIsTheBodyAlsoAfterAHeadThatIsTooLong) {
  ResponseBuffer response;
  response.body() += "body";
  response.add_header("X-Padding", std::string(2 * ResponseBuffer::kHeadroom, 'p'));
  response.finish(true);
  EXPECT_EQ(response.body_view(), "body");
}

TEST(ResponseBuffer, ClearForgetsEverything) {
  ResponseBuffer response;
  response.set_status(500);
  response.set_content_type("text/xml");
  response.add_header("X-A", "1");
  response.body() += "old";
  response.close_after();
  response.finish(true);
  response.clear();
  response.body() += "new";
  EXPECT_EQ(response.finish(true),
            "HTTP/1.1 200 OK\r\n"
            "Content-Type: text/plain; charset=utf-8\r\n"
            "Content-Length: 3\r\n"
            "\r\n"
            "new");
}

}  // namespace
}  // namespace fb::net
