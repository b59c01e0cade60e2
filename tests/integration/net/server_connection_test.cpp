// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What a well-behaved and a merely different client sees.
#include "gateway/net/server_connection.hpp"

#include <openssl/ssl.h>

#include "tests/integration/net/server_fixture.hpp"

namespace fb::test {
namespace {

using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

struct ServerConnectionTest : ServerFixture {};

TEST_F(ServerConnectionTest, AnswersAndIsKept) {
  const auto user = client();
  user->send(post("/a", "hello"));
  EXPECT_EQ(user->read_answer(),
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\n"
            "Content-Length: 13\r\n\r\nPOST /a hello");
  user->send(get("/b?c=d"));
  EXPECT_THAT(user->read_answer(), EndsWith("\r\n\r\nGET /b "));
  EXPECT_FALSE(user->ended());
  EXPECT_THAT(server.events(), ElementsAre("connected", "handshake", "head POST /a", "body 5",
                                           "written", "head GET /b", "body 0", "written"));
}

TEST_F(ServerConnectionTest, ByteByByteIsTheSame) {
  const auto user = client();
  for (const char byte : post("/a", "hello")) user->send(std::string(1, byte));
  EXPECT_THAT(user->read_answer(), EndsWith("POST /a hello"));
}

TEST_F(ServerConnectionTest, PipelinedRequestsAreAnsweredInOrder) {
  const auto user = client();
  user->send(post("/a", "1") + get("/b") +
             "POST /c HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
             "2\r\n23\r\n0\r\n\r\n" +
             post("/d", "4") + get("/e"));
  for (const std::string_view end :
       {"POST /a 1", "GET /b ", "POST /c 23", "POST /d 4", "GET /e "}) {
    EXPECT_THAT(user->read_answer(), EndsWith(end));
  }
}

TEST_F(ServerConnectionTest, PipelinedRequestMayArriveInHalves) {
  const auto user = client();
  const std::string two = post("/a", "1") + post("/b", "2");
  for (std::size_t cut = 1; cut < two.size(); ++cut) {
    user->send(two.substr(0, cut));
    user->send(two.substr(cut));
    ASSERT_THAT(user->read_answer(), EndsWith("POST /a 1")) << cut;
    ASSERT_THAT(user->read_answer(), EndsWith("POST /b 2")) << cut;
  }
}

TEST_F(ServerConnectionTest, EmptyLinesBeforeARequestAreIgnored) {
  const auto user = client();
  user->send("\r\n");
  user->send("\r");
  user->send("\n" + get("/a"));
  EXPECT_THAT(user->read_answer(), EndsWith("GET /a "));
}

TEST_F(ServerConnectionTest, ChunkedBodyIsDecoded) {
  const auto user = client();
  user->send("POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel");
  user->send("lo\r\n1;x=y\r\n!\r\n0\r\nX-Trailer: 1\r\n\r");
  EXPECT_THAT(last_event(), "head POST /a");
  user->send("\n");
  EXPECT_THAT(user->read_answer(), EndsWith("POST /a hello!"));
  EXPECT_EQ(server.last_headers().count("X-Trailer"), 0U);
}

TEST_F(ServerConnectionTest, ContinueIsSentWhenTheBodyIsWanted) {
  const auto user = client();
  user->send("POST /a HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
  EXPECT_EQ(user->read_answer(), "HTTP/1.1 100 Continue\r\n\r\n");
  user->send("hello");
  EXPECT_THAT(user->read_answer(), EndsWith("POST /a hello"));
}

TEST_F(ServerConnectionTest, ContinueIsNotSentWhenTheBodyIsHere) {
  const auto user = client();
  user->send(post("/a", "hello", "Expect: 100-continue\r\n"));
  EXPECT_THAT(user->read_answer(), StartsWith("HTTP/1.1 200 OK\r\n"));
}

TEST_F(ServerConnectionTest, ContinueIsNotSentToOneThatIsRefused) {
  const auto user = client();
  user->send(
      "POST /refused HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
  const std::string answer = user->read_to_end();
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 401 "));
  EXPECT_THAT(answer, HasSubstr("Connection: close\r\n"));
}

TEST_F(ServerConnectionTest, UnreadBodyEndsTheConnection) {
  const auto user = client();
  user->send(post("/refused", "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n"));
  EXPECT_THAT(user->read_to_end(), HasSubstr("Connection: close\r\n"));
  EXPECT_EQ(server.count("head GET /smuggled"), 0U);
}

TEST_F(ServerConnectionTest, RefusedWithoutABodyIsKept) {
  const auto user = client();
  user->send(get("/refused"));
  EXPECT_THAT(user->read_answer(), Not(HasSubstr("Connection")));
  user->send(get("/a"));
  EXPECT_THAT(user->read_answer(), EndsWith("GET /a "));
}

TEST_F(ServerConnectionTest, ClosesWhereTheClientAsksForIt) {
  const auto user = client();
  user->send(get("/a", "Connection: close\r\n"));
  const std::string answer = user->read_to_end();
  EXPECT_THAT(answer, HasSubstr("Connection: close\r\n"));
  EXPECT_THAT(answer, EndsWith("GET /a "));
  EXPECT_TRUE(user->ended_cleanly());
}

TEST_F(ServerConnectionTest, Http10IsKeptOnlyOnDemand) {
  const auto kept = client();
  kept->send("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_THAT(kept->read_answer(), HasSubstr("Connection: keep-alive\r\n"));
  kept->send("GET /b HTTP/1.0\r\n\r\n");
  EXPECT_THAT(kept->read_to_end(), EndsWith("GET /b "));
}

TEST_F(ServerConnectionTest, HeadIsAnsweredWithoutABody) {
  const auto user = client();
  user->send("HEAD /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  const std::string answer = user->read_to_end();
  EXPECT_THAT(answer, HasSubstr("Content-Length: 8\r\n"));
  EXPECT_THAT(answer, EndsWith("\r\n\r\n"));
}

TEST_F(ServerConnectionTest, BodyMayBeAsLargeAsAllowed) {
  const auto user = client();
  const std::string body(1'000, 'x');
  user->send(post("/a", body));
  EXPECT_THAT(user->read_answer(), EndsWith(body));
  user->send("POST /b HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3e8\r\n" + body +
             "\r\n0\r\n\r\n");
  EXPECT_THAT(user->read_answer(), EndsWith(body));
}

TEST_F(ServerConnectionTest, LargerBodyIsRefusedUnread) {
  const auto user = client();
  user->send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n");
  EXPECT_THAT(user->read_answer(), StartsWith("HTTP/1.1 413 "));
  EXPECT_EQ(server.count("body_too_large"), 1U);
}

TEST_F(ServerConnectionTest, LargerChunkedBodyIsRefused) {
  const auto user = client();
  user->send("POST /b HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n");
  EXPECT_THAT(user->read_answer(), StartsWith("HTTP/1.1 413 "));
}

TEST_F(ServerConnectionTest, ChunksMustHoldSomething) {
  const auto user = client();
  user->send("POST /b HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
  user->send("1;" + std::string(17 * 1024, 'x'));
  EXPECT_THAT(user->read_answer(), StartsWith("HTTP/1.1 413 "));
}

TEST_F(ServerConnectionTest, ManyTinyChunksWithLongExtensionsAreRefused) {
  const auto user = client();
  user->send("POST /b HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
  const std::string chunk = "1;x=" + std::string(1'000, 'x') + "\r\ny\r\n";
  std::string chunks;
  for (int i = 0; i < 30; ++i) chunks += chunk;
  user->send(chunks);
  EXPECT_THAT(user->read_answer(), StartsWith("HTTP/1.1 413 "));
}

// The client is still sending when the answer comes; a reset would destroy it.
TEST_F(ServerConnectionTest, RefusalReachesAClientThatGoesOnSending) {
  const auto user = client();
  user->send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 3000000\r\n\r\n");
  user->send(std::string(1'000'000, 'x'));
  EXPECT_THAT(user->read_answer(), StartsWith("HTTP/1.1 413 "));
  EXPECT_EQ(last_event(), "closed");
  pass(std::chrono::seconds(2));
  EXPECT_EQ(clock.waiting(), 0U) << "the lingering socket is still there";
}

TEST_F(ServerConnectionTest, HeadMayBeAsLargeAsAllowed) {
  const std::size_t limit = settings().limits.header_bytes_max;
  for (const std::size_t bytes : {limit, limit + 1}) {
    const auto user = client();
    const std::string rest = get("/a", "X-Padding: \r\n");
    std::string head = get("/a", "X-Padding: " + std::string(bytes - rest.size(), 'p') + "\r\n");
    ASSERT_EQ(head.size(), bytes);
    user->send(head);
    EXPECT_THAT(user->read_answer(),
                StartsWith(bytes == limit ? "HTTP/1.1 200 " : "HTTP/1.1 400 "));
  }
}

TEST_F(ServerConnectionTest, HeadThatNeverEndsIsRefusedAtTheLimit) {
  const auto user = client();
  user->send("GET /a HTTP/1.1\r\nX-Padding: " + std::string(9 * 1024, 'p'));
  EXPECT_THAT(user->read_answer(), StartsWith("HTTP/1.1 400 "));
}

TEST_F(ServerConnectionTest, EmptyLinesWithoutEndAreRefusedAtTheLimit) {
  const auto user = client();
  std::string lines;
  for (int i = 0; i < 5 * 1024; ++i) lines += "\r\n";
  user->send(lines);
  EXPECT_THAT(user->read_answer(), StartsWith("HTTP/1.1 400 "));
}

TEST_F(ServerConnectionTest, MalformedHeadIsAnsweredAndNothingAfterItIsRead) {
  const auto user = client();
  user->send("GET /a HTTP/1.1\r\nHost : a\r\n\r\n" + get("/b"));
  EXPECT_THAT(user->read_to_end(), StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(server.events(),
              ElementsAre("connected", "handshake", "malformed_request", "written", "closed"));
}

TEST_F(ServerConnectionTest, BareLineFeedsAreRefusedAtOnce) {
  const auto user = client();
  user->send("GET /a HTTP/1.1\n");
  EXPECT_THAT(user->read_to_end(), StartsWith("HTTP/1.1 400 "));
}

TEST_F(ServerConnectionTest, MalformedChunkEndsTheConnection) {
  const auto user = client();
  user->send("POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n" + get("/b"));
  EXPECT_THAT(user->read_to_end(), StartsWith("HTTP/1.1 400 "));
  EXPECT_EQ(server.count("head GET /b"), 0U);
}

TEST_F(ServerConnectionTest, LargeAnswerGoesToASlowReader) {
  const auto user = client();
  user->send(get("/big"));
  EXPECT_EQ(server.count("written"), 0U) << "it fits into the socket and tests nothing";
  pass(std::chrono::seconds(29));
  const std::string answer = user->read_answer();
  EXPECT_EQ(answer.size() - answer.find("\r\n\r\n") - 4, EchoServer::kBigBytes);
  EXPECT_EQ(server.count("written"), 1U);
  user->send(get("/a"));
  EXPECT_THAT(user->read_answer(), EndsWith("GET /a "));
}

TEST_F(ServerConnectionTest, StopEndsAConnectionThatWaits) {
  const auto user = client();
  user->send(get("/a"));
  user->read_answer();
  server.finish_all_soon();
  EXPECT_EQ(user->read_to_end(), "");
  EXPECT_TRUE(user->ended_cleanly());
  EXPECT_EQ(last_event(), "closed");
}

TEST_F(ServerConnectionTest, StopLetsARequestEnd) {
  const auto user = client();
  user->send(get("/held"));
  server.finish_all_soon();
  user->settle();
  EXPECT_EQ(last_event(), "body 0");
  server.release();
  const std::string answer = user->read_to_end();
  EXPECT_THAT(answer, HasSubstr("Connection: close\r\n"));
  EXPECT_THAT(answer, EndsWith("GET /held "));
  EXPECT_EQ(last_event(), "closed");
}

TEST_F(ServerConnectionTest, StopLetsAHalfReceivedRequestEnd) {
  const auto user = client();
  user->send("GET /a HTTP/1.1\r\n");
  server.finish_all_soon();
  user->send("Host: a\r\n\r\n");
  EXPECT_THAT(user->read_to_end(), EndsWith("GET /a "));
}

TEST_F(ServerConnectionTest, SpeaksTls12And13Only) {
  const struct {
    int version;
    bool works;
  } cases[] = {{TLS1_VERSION, false},
               {TLS1_1_VERSION, false},
               {TLS1_2_VERSION, true},
               {TLS1_3_VERSION, true}};
  for (const auto& test : cases) {
    TlsClientSettings wish;
    wish.version_max = test.version;
    const auto user = connect(wish);
    EXPECT_EQ(user->handshake(), test.works) << test.version;
    if (!test.works) {
      user->settle();
      EXPECT_EQ(last_event(), "closed");
      continue;
    }
    user->send(get("/a"));
    EXPECT_THAT(user->read_answer(), EndsWith("GET /a ")) << test.version;
  }
}

TEST_F(ServerConnectionTest, OtherProtocolsAreRefusedInTheHandshake) {
  TlsClientSettings wish;
  wish.protocol = "h2";
  const auto user = connect(wish);
  EXPECT_FALSE(user->handshake());
  EXPECT_EQ(server.count("handshake"), 0U);
}

TEST_F(ServerConnectionTest, PlainHttpGetsASentence) {
  const auto user = connect();
  user->send_raw("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  const std::string answer = user->read_raw_to_end();
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(answer, EndsWith("\r\n\r\nThis port speaks HTTPS only.\n"));
  EXPECT_THAT(server.events(), ElementsAre("connected", "malformed_request", "closed"));
}

TEST_F(ServerConnectionTest, NoTlsAtAllIsMalformed) {
  const auto user = connect();
  user->send_raw(std::string(64, '\xff'));
  user->read_raw_to_end();
  EXPECT_THAT(server.events(), ElementsAre("connected", "malformed_request", "closed"));
}

}  // namespace
}  // namespace fb::test
