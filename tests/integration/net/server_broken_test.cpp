// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Clients that are slow, and clients that go away, at every step of a request.
#include <csignal>

#include "tests/integration/net/server_fixture.hpp"

namespace fb::test {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;
using testing::EndsWith;
using testing::StartsWith;

struct SlowClient : ServerFixture {};

TEST_F(SlowClient, HandshakeThatDoesNotCome) {
  const auto user = connect();
  user->settle();
  pass(seconds(4));
  EXPECT_THAT(server.events(), ElementsAre("connected"));
  pass(seconds(1));
  EXPECT_THAT(server.events(), ElementsAre("connected", "request_too_slow", "closed"));
}

TEST_F(SlowClient, FirstHeadThatDoesNotCome) {
  const auto user = client();
  pass(seconds(9));
  EXPECT_EQ(last_event(), "handshake");
  pass(seconds(1));
  EXPECT_THAT(server.events(), ElementsAre("connected", "handshake", "peer_unreachable", "closed"));
  EXPECT_EQ(user->read_to_end(), "");
}

TEST_F(SlowClient, HeadThatStops) {
  const auto user = client();
  pass(seconds(5));
  user->send("GET /a HTTP/1.1\r\n");
  pass(seconds(9));
  EXPECT_EQ(last_event(), "handshake");
  pass(seconds(1));
  EXPECT_THAT(user->read_to_end(), StartsWith("HTTP/1.1 408 "));
  EXPECT_EQ(server.count("request_too_slow"), 1U);
}

TEST_F(SlowClient, HeadThatDripsHasNoMoreTime) {
  const auto user = client();
  const std::string head = get("/a");
  for (std::size_t i = 0; i < 11; ++i) {
    user->send(head.substr(i, 1));
    pass(seconds(1));
  }
  EXPECT_THAT(user->read_to_end(), StartsWith("HTTP/1.1 408 "));
}

TEST_F(SlowClient, BodyThatStops) {
  for (const std::string_view length : {"Content-Length: 9", "Transfer-Encoding: chunked"}) {
    const auto user = client();
    user->send("POST /a HTTP/1.1\r\nHost: a\r\n" + std::string(length) + "\r\n\r\n5\r\nhel");
    pass(seconds(19));
    EXPECT_EQ(last_event(), "head POST /a");
    pass(seconds(1));
    EXPECT_THAT(user->read_to_end(), StartsWith("HTTP/1.1 408 ")) << length;
  }
  EXPECT_EQ(server.count("request_too_slow"), 2U);
}

TEST_F(SlowClient, BodyThatDripsHasNoMoreTime) {
  const auto user = client();
  user->send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n");
  for (int i = 0; i < 20; ++i) {
    user->send("x");
    pass(seconds(1));
  }
  EXPECT_THAT(user->read_to_end(), StartsWith("HTTP/1.1 408 "));
}

TEST_F(SlowClient, ContinueThatIsNotFollowed) {
  const auto user = client();
  user->send("POST /a HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
  user->read_answer();
  pass(seconds(20));
  EXPECT_THAT(user->read_to_end(), StartsWith("HTTP/1.1 408 "));
}

TEST_F(SlowClient, NextRequestMayTakeTheIdleTime) {
  const auto user = client();
  user->send(get("/a"));
  user->read_answer();
  pass(seconds(59));
  user->send(get("/b"));
  EXPECT_THAT(user->read_answer(), EndsWith("GET /b "));
  pass(seconds(59));
  EXPECT_EQ(last_event(), "written");
  pass(seconds(1));
  EXPECT_EQ(last_event(), "closed");
  EXPECT_EQ(user->read_to_end(), "");
  EXPECT_EQ(server.count("request_too_slow"), 0U);
}

TEST_F(SlowClient, HeadAfterALongIdleTimeHasItsWholeTime) {
  const auto user = client();
  user->send(get("/a"));
  user->read_answer();
  pass(seconds(57));
  user->send("GET /b HTTP/1.1\r\n");
  pass(seconds(9));
  EXPECT_EQ(last_event(), "written");
  user->send("Host: a\r\n\r\n");
  EXPECT_THAT(user->read_answer(), EndsWith("GET /b "));
}

TEST_F(SlowClient, AnswerThatIsNotRead) {
  const auto user = client();
  user->send(get("/big"));
  pass(seconds(29));
  EXPECT_EQ(last_event(), "body 0");
  pass(seconds(1));
  EXPECT_THAT(server.events(), ElementsAre("connected", "handshake", "head GET /big", "body 0",
                                           "request_too_slow", "closed"));
}

TEST_F(SlowClient, WorkOnTheAnswerHasNoLimitHere) {
  const auto user = client();
  user->send(get("/held"));
  pass(seconds(600));
  server.release();
  EXPECT_THAT(user->read_answer(), EndsWith("GET /held "));
}

TEST_F(SlowClient, RefusedClientIsWaitedForOnlyAMoment) {
  const auto user = client();
  user->send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n");
  EXPECT_EQ(last_event(), "closed");
  EXPECT_EQ(clock.waiting(), 1U);
  pass(seconds(2));
  EXPECT_EQ(clock.waiting(), 0U);
}

// How a client goes away, and after which part of a request.
struct Break {
  std::string_view when;
  std::string_view bytes;  // after the handshake
};

const Break kBreaks[] = {
    {"after_the_handshake", ""},
    {"in_the_request_line", "GET /a HT"},
    {"in_the_headers", "GET /a HTTP/1.1\r\nHost: a\r\nX-"},
    {"before_the_body", "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n"},
    {"in_the_body", "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhe"},
    {"after_continue",
     "POST /a HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n"},
    {"in_a_chunk", "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhe"},
    {"in_a_chunk_size", "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5"},
    {"while_the_answer_is_made", "GET /held HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"before_a_large_answer", "GET /held?big HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"in_the_answer", "GET /big HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"before_the_next_request", "GET /a HTTP/1.1\r\nHost: a\r\n\r\n"},
};

enum class Way { reset, silent, goodbye, reset_in_a_record };

class BrokenClient : public ServerFixture,
                     public testing::WithParamInterface<std::tuple<Break, Way>> {
 protected:
  static void leave(TlsClient& user, Way way) {
    switch (way) {
      case Way::reset:
        user.cut();
        break;
      case Way::silent:
        // With something unread the system would send a reset instead of an end.
        user.ended();
        user.close();
        break;
      case Way::goodbye:
        user.say_goodbye();
        user.close();
        break;
      case Way::reset_in_a_record:
        user.send_raw(std::string("\x17\x03\x03\x01\x00half", 9));
        user.cut();
        break;
    }
  }
};

TEST_P(BrokenClient, EndsItsConnectionAndNothingElse) {
  // A write to a connection that is gone must not raise the signal that ends the process.
  const auto [step, way] = GetParam();
  const auto bystander = client();
  bystander->send(get("/a"));
  bystander->read_answer();
  {
    const auto user = client();
    std::signal(SIGPIPE, SIG_DFL);
    user->send(step.bytes);
    leave(*user, way);
  }
  server.release();
  bystander->settle();
  // The system tells of a reset or an end with the next event at the latest.
  pass(seconds(30));
  bystander->settle();
  EXPECT_EQ(server.count("closed"), server.count("connected") - 1)
      << "the connection is still there";
  bystander->send(get("/a"));
  EXPECT_THAT(bystander->read_answer(), EndsWith("GET /a "));
}

std::string name_of(const testing::TestParamInfo<std::tuple<Break, Way>>& info) {
  static constexpr std::string_view kWays[] = {"reset", "silent", "goodbye", "reset_in_a_record"};
  return std::string(kWays[static_cast<std::size_t>(std::get<1>(info.param))]) + "_" +
         std::string(std::get<0>(info.param).when);
}
INSTANTIATE_TEST_SUITE_P(EveryStep, BrokenClient,
                         testing::Combine(testing::ValuesIn(kBreaks),
                                          testing::Values(Way::reset, Way::silent, Way::goodbye,
                                                          Way::reset_in_a_record)),
                         name_of);

struct BrokenHandshake : ServerFixture {};

TEST_F(BrokenHandshake, ClientThatGoesBeforeOrInsideIt) {
  // The beginning of a ClientHello, cut anywhere.
  const std::string hello("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11);
  for (std::size_t length = 0; length <= hello.size(); ++length) {
    for (const bool reset : {true, false}) {
      const auto user = connect();
      if (length != 0) user->send_raw(hello.substr(0, length));
      user->settle();
      if (reset) {
        user->cut();
      } else {
        user->close();
      }
      pass(seconds(1));
      EXPECT_EQ(last_event(), "closed") << length;
    }
  }
  EXPECT_EQ(server.count("connected"), server.count("closed"));
  EXPECT_EQ(server.count("peer_unreachable"), server.count("closed"));
}

}  // namespace
}  // namespace fb::test
