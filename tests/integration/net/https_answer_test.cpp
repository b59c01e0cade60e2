// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Answers that are wrong, too large, cut off, or never come.
#include <boost/asio/write.hpp>

#include "tests/integration/net/client_fixture.hpp"

namespace fb::test {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using model::ErrorKind;
using std::chrono::seconds;
using testing::HasSubstr;

struct AnswerCase {
  std::string name;
  std::string bytes;
  Then then = Then::wait;
  std::string body = {};                // of a good answer
  std::optional<ErrorKind> error = {};  // of a bad one
};
void PrintTo(const AnswerCase& test, std::ostream* out) { *out << test.name; }

std::string many(std::string_view text, int count) {
  std::string all;
  for (int i = 0; i < count; ++i) all += text;
  return all;
}

std::string sized(std::size_t bytes) {
  return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(bytes) + "\r\n\r\n" +
         std::string(bytes, 'x');
}

std::vector<AnswerCase> good_answers() {
  return {
      {"sized", sized(5), Then::wait, "xxxxx"},
      {"empty", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"},
      {"no_content", "HTTP/1.1 204 No Content\r\n\r\n"},
      {"chunked",
       "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1;x\r\nc\r\n0\r\nT: "
       "1\r\n\r\n",
       Then::wait, "abc"},
      {"to_the_end", "HTTP/1.1 200 OK\r\n\r\nabc", Then::goodbye, "abc"},
      {"http_1_0", "HTTP/1.0 200 OK\r\n\r\nabc", Then::goodbye, "abc"},
      {"as_large_as_allowed", sized(1'000), Then::wait, std::string(1'000, 'x')},
      {"after_continue", "HTTP/1.1 100 Continue\r\n\r\n" + sized(1), Then::wait, "x"},
      {"after_as_many_as_allowed", many("HTTP/1.1 103 Early Hints\r\n\r\n", 8) + sized(1),
       Then::wait, "x"},
      {"not_coded", "HTTP/1.1 200 OK\r\nContent-Encoding: identity\r\nContent-Length: 1\r\n\r\nx",
       Then::wait, "x"},
  };
}

std::vector<AnswerCase> bad_answers() {
  const auto broken = ErrorKind::peer_broken;
  const auto cut = ErrorKind::peer_unreachable;
  const std::string chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  return {
      {"garbage", "\x01\x02\x03 no HTTP at all\r\n\r\n", Then::wait, {}, broken},
      {"other_version", "HTTP/3.0 200 OK\r\n\r\n", Then::wait, {}, broken},
      {"no_status", "HTTP/1.1 OK\r\n\r\n", Then::wait, {}, broken},
      {"two_lengths",
       "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
       Then::wait,
       {},
       broken},
      {"length_and_chunked",
       "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
       Then::wait,
       {},
       broken},
      {"bad_chunk", chunked + "zz\r\n", Then::wait, {}, broken},
      {"too_large", sized(1'001), Then::wait, {}, broken},
      {"claims_to_be_too_large",
       "HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551615\r\n\r\n",
       Then::wait,
       {},
       broken},
      {"chunked_too_large",
       chunked + "3e8\r\n" + std::string(1'000, 'x') + "\r\n1\r\nx\r\n0\r\n\r\n",
       Then::wait,
       {},
       broken},
      {"to_the_end_too_large",
       "HTTP/1.1 200 OK\r\n\r\n" + std::string(1'001, 'x'),
       Then::goodbye,
       {},
       broken},
      {"head_too_large",
       "HTTP/1.1 200 OK\r\nX-A: " + std::string(66'000, 'x') + "\r\n",
       Then::wait,
       {},
       broken},
      {"interim_without_end", many("HTTP/1.1 100 Continue\r\n\r\n", 9), Then::wait, {}, broken},
      {"switch_of_protocols",
       "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
       Then::wait,
       {},
       broken},
      {"coded",
       "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 1\r\n\r\nx",
       Then::wait,
       {},
       broken},
      {"coded_in_transfer",
       "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n",
       Then::wait,
       {},
       broken},
      {"cut_in_the_head", "HTTP/1.1 200 OK\r\nContent-Le", Then::cut, {}, cut},
      {"ended_in_the_head", "HTTP/1.1 200 OK\r\nContent-Le", Then::goodbye, {}, cut},
      {"cut_in_the_body", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", Then::cut, {}, cut},
      {"ended_in_the_body",
       "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc",
       Then::goodbye,
       {},
       cut},
      {"cut_in_a_chunk", chunked + "9\r\nabc", Then::cut, {}, cut},
      {"ended_between_chunks", chunked + "3\r\nabc\r\n", Then::goodbye, {}, cut},
      // The end of the body is the end of the connection, and anybody can cut a connection.
      {"cut_where_the_end_is_the_end", "HTTP/1.1 200 OK\r\n\r\nabc", Then::cut, {}, cut},
      {"no_answer", "", Then::goodbye, {}, cut},
      {"only_interim", "HTTP/1.1 100 Continue\r\n\r\n", Then::goodbye, {}, cut},
  };
}

std::string name_of(const testing::TestParamInfo<AnswerCase>& info) { return info.param.name; }

class GoodAnswer : public ClientFixture, public testing::WithParamInterface<AnswerCase> {};
class BadAnswer : public ClientFixture, public testing::WithParamInterface<AnswerCase> {};

TEST_P(GoodAnswer, IsGiven) {
  RawServer server(io, certificate(), {{{GetParam().bytes, GetParam().then}}});
  use(server.port());
  const auto response = exchange();
  ASSERT_TRUE(response.has_value()) << response.error().detail();
  EXPECT_EQ(response->body, GetParam().body);
}

TEST_P(BadAnswer, IsAnError) {
  RawServer server(io, certificate(), {{{GetParam().bytes, GetParam().then}}});
  use(server.port());
  EXPECT_EQ(error_of(), GetParam().error);
  EXPECT_EQ(server.connections(), 1U);
  // Nothing of it is used again.
  until([this] { return clock.waiting() == 0; });
}

INSTANTIATE_TEST_SUITE_P(Answers, GoodAnswer, testing::ValuesIn(good_answers()), name_of);
INSTANTIATE_TEST_SUITE_P(Answers, BadAnswer, testing::ValuesIn(bad_answers()), name_of);

struct AnswerTest : ClientFixture {};

TEST_F(AnswerTest, ToHeadHasNoBody) {
  RawServer server(io, certificate(),
                   {{{"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"}, {std::string(kOk)}}});
  use(server.port());
  net::HttpRequest head = request("/a", "");
  head.method = "HEAD";
  const auto response = exchange(head);
  ASSERT_TRUE(response.has_value()) << response.error().detail();
  EXPECT_EQ(response->body, "");
  EXPECT_EQ(exchange().value().body, "ok");
  EXPECT_EQ(server.connections(), 1U);
}

TEST_F(AnswerTest, RedirectIsGivenAndNotFollowed) {
  EchoServer other(io, clock, certificate());
  RawServer server(io, certificate(),
                   {{{"HTTP/1.1 302 Found\r\nLocation: https://localhost:" +
                      std::to_string(other.port()) + "/\r\nContent-Length: 0\r\n\r\n"}}});
  use(server.port());
  const auto response = exchange();
  ASSERT_TRUE(response.has_value());
  EXPECT_EQ(response->status, 302U);
  EXPECT_THAT(std::string(response->header("location")), HasSubstr("localhost"));
  EXPECT_EQ(other.count("connected"), 0U);
}

TEST_F(AnswerTest, ThatNeverComesEndsAtTheDeadline) {
  RawServer server(io, certificate(), {{{"", Then::wait}}});
  use(server.port());
  const Outcome& outcome = start(request(), seconds(10));
  until([&server] { return server.requests().size() == 1; });
  pass(seconds(9));
  EXPECT_FALSE(outcome.has_value());
  pass(seconds(1));
  ASSERT_TRUE(outcome.has_value());
  EXPECT_EQ(outcome->error().kind(), ErrorKind::deadline_passed);
}

TEST_F(AnswerTest, ThatStopsEndsAtTheDeadline) {
  RawServer server(io, certificate(),
                   {{{"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", Then::wait}}});
  use(server.port());
  const Outcome& outcome = start(request(), seconds(10));
  until([&server] { return server.requests().size() == 1; });
  pass(seconds(10));
  ASSERT_TRUE(outcome.has_value());
  EXPECT_EQ(outcome->error().kind(), ErrorKind::deadline_passed);
}

TEST_F(AnswerTest, ToARequestThatIsLateAlreadyIsNotAskedFor) {
  EchoServer server(io, clock, certificate());
  use(server.port());
  const Outcome& outcome = start(request(), seconds(0));
  ASSERT_TRUE(outcome.has_value());
  EXPECT_EQ(outcome->error().kind(), ErrorKind::deadline_passed);
  EXPECT_EQ(server.count("connected"), 0U);
}

TEST_F(AnswerTest, OnAKeptConnectionHasTheSameDeadline) {
  RawServer server(io, certificate(), {{{std::string(kOk)}, {"", Then::wait}}});
  use(server.port());
  ASSERT_TRUE(exchange().has_value());
  const Outcome& outcome = start(request(), seconds(10));
  until([&server] { return server.requests().size() == 2; });
  pass(seconds(10));
  ASSERT_TRUE(outcome.has_value());
  EXPECT_EQ(outcome->error().kind(), ErrorKind::deadline_passed);
  EXPECT_EQ(server.connections(), 1U) << "a late request was made again";
}

TEST_F(AnswerTest, WaitingForAConnectionHasTheSameDeadline) {
  EchoServer server(io, clock, certificate());
  net::ClientSettings narrow = settings(server.port());
  narrow.connections_per_host_max = 1;
  use(narrow, pki().ca_file());
  start(request("/held"), seconds(100));
  until([&server] { return server.count("body 5") == 1; });
  const Outcome& waiting = start(request(), seconds(10));
  pass(seconds(9));
  EXPECT_FALSE(waiting.has_value());
  pass(seconds(1));
  ASSERT_TRUE(waiting.has_value());
  EXPECT_EQ(waiting->error().kind(), ErrorKind::deadline_passed);
}

// A server that takes connections and never says anything.
struct SilentServer : ClientFixture {
  tcp::acceptor silent{io, tcp::endpoint(asio::ip::address_v4::loopback(), 0)};
};

TEST_F(SilentServer, IsUnreachableAfterTheConnectTime) {
  use(silent.local_endpoint().port());
  const Outcome& outcome = start(request(), seconds(10));
  pass(seconds(4));
  EXPECT_FALSE(outcome.has_value());
  pass(seconds(1));
  ASSERT_TRUE(outcome.has_value());
  EXPECT_EQ(outcome->error().kind(), ErrorKind::peer_unreachable);
  EXPECT_THAT(outcome->error().detail(), HasSubstr("TLS: not in time"));
}

TEST_F(SilentServer, IsLateWhereTheDeadlineComesFirst) {
  use(silent.local_endpoint().port());
  const Outcome& outcome = start(request(), seconds(3));
  pass(seconds(3));
  ASSERT_TRUE(outcome.has_value());
  EXPECT_EQ(outcome->error().kind(), ErrorKind::deadline_passed);
}

TEST_F(SilentServer, ThatEndsIsUnreachable) {
  use(silent.local_endpoint().port());
  const Outcome& outcome = start();
  { const tcp::socket accepted = silent.accept(); }
  until([&outcome] { return outcome.has_value(); });
  EXPECT_EQ(outcome->error().kind(), ErrorKind::peer_unreachable);
}

TEST_F(SilentServer, ThatSpeaksPlainHttpIsUnreachable) {
  use(silent.local_endpoint().port());
  const Outcome& outcome = start();
  tcp::socket accepted = silent.accept();
  asio::write(accepted, asio::buffer(kOk));
  until([&outcome] { return outcome.has_value(); });
  EXPECT_EQ(outcome->error().kind(), ErrorKind::peer_unreachable);
}

}  // namespace
}  // namespace fb::test
