// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/net/plain_probe.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "tests/support/run_coro.hpp"

namespace fb::net {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using model::ErrorKind;
using testing::HasSubstr;

// Answers every request with the same bytes, then closes; without bytes it stays silent.
class PlainServer {
 public:
  PlainServer(asio::io_context& io, std::string answer)
      : acceptor_(io, tcp::endpoint(asio::ip::address_v4::loopback(), 0)),
        answer_(std::move(answer)) {
    asio::co_spawn(io, serve(), asio::detached);
  }
  std::string endpoint() const {
    return "127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port());
  }
  const std::vector<std::string>& requests() const { return requests_; }

 private:
  asio::awaitable<void> serve() {
    for (;;) {
      boost::system::error_code failed;
      tcp::socket socket =
          co_await acceptor_.async_accept(asio::redirect_error(asio::use_awaitable, failed));
      if (failed) co_return;
      std::string head;
      co_await asio::async_read_until(socket, asio::dynamic_buffer(head), "\r\n\r\n",
                                      asio::redirect_error(asio::use_awaitable, failed));
      requests_.push_back(head);
      if (answer_.empty()) {
        silent_.push_back(std::move(socket));
        continue;
      }
      co_await asio::async_write(socket, asio::buffer(answer_),
                                 asio::redirect_error(asio::use_awaitable, failed));
    }
  }

  tcp::acceptor acceptor_;
  std::string answer_;
  std::vector<std::string> requests_;
  std::vector<tcp::socket> silent_;
};

class PlainProbeTest : public testing::Test {
 protected:
  model::Result<HttpResponse> get(const std::map<std::string, std::string>& hosts,
                                  std::vector<std::string> allow = {"127.0.0.0/8"},
                                  std::chrono::milliseconds patience = std::chrono::seconds(10)) {
    const auto probe = make_plain_probe(hosts, allow, async::real_clock());
    return test::run_coro(io_, probe->get("autodiscover.a.example", "/autodiscover/x.xml",
                                          async::Deadline::after(async::real_clock(), patience)));
  }

  asio::io_context io_;
};

TEST_F(PlainProbeTest, SendsThePathAndTheNameAndReadsTheHead) {
  PlainServer server(io_,
                     "HTTP/1.1 302 Found\r\nLocation: https://b.example/autodiscover/"
                     "autodiscover.xml\r\nContent-Length: 1000000\r\n\r\n");
  const auto answer = get({{"autodiscover.a.example:80", server.endpoint()}});
  ASSERT_TRUE(answer) << answer.error().detail();
  EXPECT_EQ(answer->status, 302u);
  EXPECT_EQ(answer->header("location"), "https://b.example/autodiscover/autodiscover.xml");
  EXPECT_EQ(server.requests().at(0),
            "GET /autodiscover/x.xml HTTP/1.1\r\nHost: autodiscover.a.example\r\nConnection: "
            "close\r\n\r\n");
}

TEST_F(PlainProbeTest, AnEntryForThePortWinsOverOneForTheName) {
  PlainServer server(io_, "HTTP/1.1 204 No Content\r\n\r\n");
  PlainServer other(io_, "HTTP/1.1 500 Oops\r\n\r\n");
  const auto answer = get({{"autodiscover.a.example", other.endpoint()},
                           {"Autodiscover.A.example:80", server.endpoint()}});
  ASSERT_TRUE(answer) << answer.error().detail();
  EXPECT_EQ(answer->status, 204u);
}

TEST_F(PlainProbeTest, PrivateAddressesAreNotConnectedTo) {
  PlainServer server(io_, "HTTP/1.1 204 No Content\r\n\r\n");
  const auto answer = get({{"autodiscover.a.example", server.endpoint()}}, {});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind(), ErrorKind::peer_unreachable);
  EXPECT_THAT(answer.error().detail(), HasSubstr("not allowed by net.allow_private: 127.0.0.1"));
  EXPECT_TRUE(server.requests().empty());
}

TEST_F(PlainProbeTest, SilenceEndsWithTheDeadline) {
  PlainServer server(io_, "");
  const auto answer = get({{"autodiscover.a.example", server.endpoint()}}, {"127.0.0.0/8"},
                          std::chrono::milliseconds(200));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind(), ErrorKind::deadline_passed);
}

TEST_F(PlainProbeTest, WhatIsNotHttpIsBrokenAndAHeadWithoutAnEndIsTooLong) {
  for (const std::string& bytes :
       {std::string("SSH-2.0-x\r\n\r\n"),
        "HTTP/1.1 200 OK\r\nX: " + std::string(64 * 1024, 'a') + "\r\n\r\n"}) {
    PlainServer server(io_, bytes);
    const auto answer = get({{"autodiscover.a.example", server.endpoint()}});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind(), ErrorKind::peer_broken) << answer.error().detail();
  }
  PlainServer cut(io_, "HTTP/1.1 302 Fo");
  const auto answer = get({{"autodiscover.a.example", cut.endpoint()}});
  ASSERT_FALSE(answer);
}

TEST_F(PlainProbeTest, NothingIsSentThatCouldBeginAnotherHeader) {
  const auto probe = make_plain_probe({}, {}, async::real_clock());
  const auto deadline = async::Deadline::after(async::real_clock(), std::chrono::seconds(1));
  for (const auto& [host, target] : {std::pair{"a.example\r\nX: y", "/"},
                                     {"a.example", "/\r\nX: y"},
                                     {"a.example", "x"},
                                     {"a.example", "/ HTTP/1.1"}}) {
    const auto answer = test::run_coro(io_, probe->get(host, target, deadline));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind(), ErrorKind::internal);
  }
}

}  // namespace
}  // namespace fb::net
