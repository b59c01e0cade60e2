// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Whom the client connects to, whom it trusts, and how it keeps connections.
#include "gateway/net/https_client.hpp"

#include "tests/integration/net/client_fixture.hpp"

namespace fb::test {
namespace {

using namespace std::string_literals;
using model::ErrorKind;
using std::chrono::seconds;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

struct HttpsClientTest : ClientFixture {};

TEST_F(HttpsClientTest, AsksAndGivesTheAnswer) {
  EchoServer server(io, clock, certificate());
  use(server.port());
  net::HttpRequest wish = request("/a?b=c");
  wish.headers = {{"X-One", "1"}, {"Content-Type", "text/xml"}};
  const auto response = exchange(wish);
  ASSERT_TRUE(response.has_value()) << response.error().detail();
  EXPECT_EQ(response->status, 200U);
  EXPECT_EQ(response->body, "POST /a hello");
  EXPECT_EQ(response->header("content-LENGTH"), "13");
  EXPECT_EQ(response->header("X-None"), "");
  const auto& seen = server.last_headers();
  EXPECT_EQ(seen.at("Host"), "server.example");
  EXPECT_EQ(seen.at("User-Agent"), "freebusy-gateway");
  EXPECT_EQ(seen.at("Content-Length"), "5");
  EXPECT_EQ(seen.at("X-One"), "1");
  EXPECT_EQ(seen.at("Content-Type"), "text/xml");
  EXPECT_EQ(seen.count("Accept-Encoding"), 0U);
}

TEST_F(HttpsClientTest, LengthIsSentWhereThereCouldBeABody) {
  RawServer server(io, certificate(), {{{std::string(kOk)}, {std::string(kOk)}}});
  use(server.port());
  net::HttpRequest get = request("/a", "");
  get.method = "GET";
  ASSERT_TRUE(exchange(get).has_value());
  ASSERT_TRUE(exchange(request("/b", "")).has_value());
  ASSERT_EQ(server.requests().size(), 2U);
  EXPECT_EQ(server.requests()[0],
            "GET /a HTTP/1.1\r\nHost: server.example\r\nUser-Agent: freebusy-gateway\r\n\r\n");
  EXPECT_THAT(server.requests()[1], HasSubstr("\r\nContent-Length: 0\r\n"));
}

TEST_F(HttpsClientTest, SendsALargeBody) {
  EchoSettings large;
  large.body_bytes_max = 4'000'000;
  EchoServer server(io, clock, certificate(), large);
  net::ClientSettings wide = settings(server.port());
  wide.response_bytes_max = 4'000'100;
  use(wide, pki().ca_file());
  const std::string body(4'000'000, 'x');
  const auto response = exchange(request("/a", body));
  ASSERT_TRUE(response.has_value()) << response.error().detail();
  EXPECT_EQ(response->body, "POST /a " + body);
}

TEST_F(HttpsClientTest, KeepsTheConnection) {
  EchoServer server(io, clock, certificate());
  use(server.port());
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(exchange().has_value());
  EXPECT_EQ(server.count("connected"), 1U);
}

TEST_F(HttpsClientTest, DoesNotKeepWhatTheServerCloses) {
  RawServer server(io, certificate(),
                   {{{"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"}}});
  use(server.port());
  for (int i = 0; i < 2; ++i) EXPECT_TRUE(exchange().has_value());
  EXPECT_EQ(server.connections(), 2U);
}

// Whatever came unasked would be taken for the answer to the next request.
TEST_F(HttpsClientTest, DoesNotKeepWhatHoldsMoreThanTheAnswer) {
  const std::string ok(kOk);
  RawServer server(io, certificate(), {{{ok + ok}, {ok}}, {{ok}}});
  use(server.port());
  for (int i = 0; i < 2; ++i) EXPECT_TRUE(exchange().has_value());
  EXPECT_EQ(server.connections(), 2U);
}

TEST_F(HttpsClientTest, KeptConnectionOnWhichSomethingCameUnaskedIsNotUsed) {
  const std::string ok(kOk);
  const Reply with_more = {ok, Then::next, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nbad"};
  RawServer server(io, certificate(), {{with_more, {ok}}, {{ok}}});
  use(server.port());
  for (int i = 0; i < 2; ++i) EXPECT_EQ(exchange().value().body, "ok");
  EXPECT_EQ(server.connections(), 2U);
}

TEST_F(HttpsClientTest, ClosesWhatIsIdleForTooLong) {
  EchoSettings patient;
  patient.limits.idle_timeout = seconds(1'000);
  EchoServer server(io, clock, certificate(), patient);
  use(server.port());
  ASSERT_TRUE(exchange().has_value());
  pass(seconds(59));
  EXPECT_EQ(server.count("closed"), 0U);
  pass(seconds(1));
  until([&server] { return server.count("closed") == 1; });
  EXPECT_TRUE(exchange().has_value());
  EXPECT_EQ(server.count("connected"), 2U);
}

TEST_F(HttpsClientTest, ConnectionThatTheServerClosedMeanwhileIsNotUsed) {
  EchoSettings hasty;
  hasty.limits.idle_timeout = seconds(5);
  EchoServer server(io, clock, certificate(), hasty);
  use(server.port());
  ASSERT_TRUE(exchange().has_value());
  pass(seconds(5));
  until([&server] { return server.count("closed") == 1; });
  const auto response = exchange();
  EXPECT_TRUE(response.has_value()) << response.error().detail();
  EXPECT_EQ(server.count("connected"), 2U);
}

TEST_F(HttpsClientTest, KeptConnectionThatEndsWithoutAnAnswerIsReplacedOnce) {
  const std::vector<Reply> answers_then_cuts = {{std::string(kOk)}, {"", Then::cut}};
  RawServer server(io, certificate(), {answers_then_cuts, {{std::string(kOk)}}});
  use(server.port());
  ASSERT_TRUE(exchange().has_value());
  EXPECT_TRUE(exchange().has_value());
  EXPECT_EQ(server.connections(), 2U);
  EXPECT_EQ(server.requests().size(), 3U);
}

TEST_F(HttpsClientTest, ReplacementIsNotReplaced) {
  const std::vector<Reply> answers_then_cuts = {{std::string(kOk)}, {"", Then::cut}};
  RawServer server(io, certificate(), {answers_then_cuts, {{"", Then::cut}}});
  use(server.port());
  ASSERT_TRUE(exchange().has_value());
  EXPECT_EQ(error_of(), ErrorKind::peer_unreachable);
  EXPECT_EQ(server.connections(), 2U);
}

TEST_F(HttpsClientTest, NewConnectionThatEndsWithoutAnAnswerIsAFailure) {
  RawServer server(io, certificate(), {{{"", Then::cut}}, {{std::string(kOk)}}});
  use(server.port());
  EXPECT_EQ(error_of(), ErrorKind::peer_unreachable);
  EXPECT_EQ(server.connections(), 1U);
}

TEST_F(HttpsClientTest, BegunAnswerIsNotAskedForAgain) {
  RawServer server(io, certificate(),
                   {{{std::string(kOk)}, {"HTTP/1.1 2", Then::cut}}, {{std::string(kOk)}}});
  use(server.port());
  ASSERT_TRUE(exchange().has_value());
  EXPECT_EQ(error_of(), ErrorKind::peer_unreachable);
  EXPECT_EQ(server.connections(), 1U);
}

TEST_F(HttpsClientTest, ConnectionsToAHostAreBoundedAndSoIsTheLine) {
  EchoServer server(io, clock, certificate());
  net::ClientSettings narrow = settings(server.port());
  narrow.connections_per_host_max = 2;
  narrow.waiting_per_host_max = 1;
  use(narrow, pki().ca_file());
  const Outcome& first = start(request("/held"));
  const Outcome& second = start(request("/held"));
  until([&server] { return server.count("body 5") == 2; });
  const Outcome& third = start();
  const Outcome& fourth = start();
  ASSERT_TRUE(fourth.has_value());
  EXPECT_EQ(fourth->error().kind(), ErrorKind::server_busy);
  EXPECT_FALSE(third.has_value());
  server.release();
  until([&] { return first && second && third; });
  EXPECT_TRUE(third->has_value());
  EXPECT_EQ(server.count("connected"), 2U);
}

TEST_F(HttpsClientTest, OtherNameIsNotTrusted) {
  EchoServer server(io, clock, pki().issue({.names = {"other.example"}}));
  use(server.port());
  EXPECT_EQ(error_of(), ErrorKind::peer_unreachable);
  EXPECT_THAT(last_detail, AllOf(StartsWith("server.example:443: TLS: "), HasSubstr("mismatch")));
  until([&server] { return server.count("closed") == 1; });
  EXPECT_EQ(server.count("head POST /a"), 0U);
}

TEST_F(HttpsClientTest, PartialWildcardIsNotTrusted) {
  const struct {
    std::string name;
    bool trusted;
  } cases[] = {{"*.server.example", true}, {"ma*.server.example", false}, {"*.example", false}};
  for (const auto& test : cases) {
    EchoServer server(io, clock, pki().issue({.names = {test.name}}));
    net::ClientSettings other = settings(server.port());
    other.hosts = {{"mail.server.example", "127.0.0.1:" + std::to_string(server.port())}};
    use(other, pki().ca_file());
    net::HttpRequest wish = request();
    wish.url = "https://mail.server.example/a";
    EXPECT_EQ(exchange(wish).has_value(), test.trusted) << test.name;
  }
}

TEST_F(HttpsClientTest, UnknownAuthorityIsNotTrusted) {
  const TestPki other;
  EchoServer server(io, clock, certificate());
  use(settings(server.port()), other.ca_file());
  EXPECT_EQ(error_of(), ErrorKind::peer_unreachable);
  EXPECT_THAT(last_detail, HasSubstr("certificate verify failed"));
}

TEST_F(HttpsClientTest, CertificateOutOfItsTimeIsNotTrusted) {
  const struct {
    CertificateWish wish;
    std::string_view reason;
  } cases[] = {{{{"server.example"}, seconds(-7'200), seconds(-3'600)}, "expired"},
               {{{"server.example"}, seconds(3'600), seconds(7'200)}, "not yet valid"}};
  for (const auto& test : cases) {
    EchoServer server(io, clock, pki().issue(test.wish));
    use(server.port());
    EXPECT_EQ(error_of(), ErrorKind::peer_unreachable);
    EXPECT_THAT(last_detail, HasSubstr(std::string(test.reason)));
  }
}

TEST_F(HttpsClientTest, AddressInTheUrlHasToBeInTheCertificate) {
  for (const auto& [name, trusted] : {std::pair{"127.0.0.1", true}, {"server.example", false}}) {
    EchoServer server(io, clock, pki().issue({.names = {name}}));
    use(server.port());
    net::HttpRequest wish = request();
    wish.url = "https://127.0.0.1:" + std::to_string(server.port()) + "/a";
    EXPECT_EQ(exchange(wish).has_value(), trusted) << name;
  }
}

TEST_F(HttpsClientTest, SpecialAddressesAreNotConnectedTo) {
  EchoServer server(io, clock, certificate());
  const std::string port = std::to_string(server.port());
  net::ClientSettings strict = settings(server.port());
  strict.allow_private.clear();
  use(strict, pki().ca_file());
  for (const std::string& host :
       {"server.example"s, "localhost:" + port, "127.0.0.1:" + port, "[::1]:" + port,
        "[::ffff:127.0.0.1]:" + port, "[::ffff:7f00:1]:" + port}) {
    net::HttpRequest wish = request();
    wish.url = "https://" + host + "/a";
    EXPECT_EQ(error_of(wish), ErrorKind::peer_unreachable) << host;
    EXPECT_THAT(last_detail, HasSubstr("not allowed by net.allow_private: ")) << host;
  }
  EXPECT_EQ(server.count("connected"), 0U);
}

TEST_F(HttpsClientTest, RefusedAddressIsNamed) {
  EchoServer server(io, clock, certificate());
  net::ClientSettings strict = settings(server.port());
  strict.hosts["server.example"] = "169.254.169.254:443";
  use(strict, pki().ca_file());
  EXPECT_EQ(error_of(), ErrorKind::peer_unreachable);
  EXPECT_THAT(last_detail, EndsWith(" 169.254.169.254"));
}

TEST_F(HttpsClientTest, SystemResolvesOtherNames) {
  EchoServer server(io, clock, certificate());
  use(server.port());
  net::HttpRequest wish = request();
  wish.url = "https://localhost:" + std::to_string(server.port()) + "/a";
  const auto response = exchange(wish);
  ASSERT_TRUE(response.has_value()) << response.error().detail();
  EXPECT_EQ(server.last_headers().at("Host"), "localhost:" + std::to_string(server.port()));
}

TEST_F(HttpsClientTest, NameWithoutAnAddressIsUnreachable) {
  use(1);
  net::HttpRequest wish = request();
  wish.url = "https://" + std::string(64, 'a') + ".example/";  // no label is so long
  EXPECT_EQ(error_of(wish), ErrorKind::peer_unreachable);
  EXPECT_THAT(last_detail, HasSubstr("name: "));
}

TEST_F(HttpsClientTest, HostsEntryIsFoundWithoutRegardToCase) {
  EchoServer server(io, clock, certificate());
  net::ClientSettings capital = settings(server.port());
  capital.hosts = {{"Server.Example", "127.0.0.1:" + std::to_string(server.port())}};
  use(capital, pki().ca_file());
  EXPECT_TRUE(exchange().has_value());
}

TEST_F(HttpsClientTest, HostsEntryThatIsNoEndpointIsUnreachable) {
  for (const char* entry : {"", "localhost:1", "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:x",
                            "127.0.0.1:1x", "[::1", "[::1]1", "[::1]:x"}) {
    net::ClientSettings wrong = settings(1);
    wrong.hosts["server.example"] = entry;
    use(wrong, pki().ca_file());
    EXPECT_EQ(error_of(), ErrorKind::peer_unreachable) << entry;
    EXPECT_THAT(last_detail, HasSubstr("net.hosts")) << entry;
  }
}

TEST_F(HttpsClientTest, RefusedConnectionIsUnreachable) {
  std::uint16_t port = 0;
  {
    const EchoServer gone(io, clock, certificate());
    port = gone.port();
  }
  use(port);
  EXPECT_EQ(error_of(), ErrorKind::peer_unreachable);
  EXPECT_THAT(last_detail, HasSubstr("127.0.0.1 (Connection refused)"));
}

TEST_F(HttpsClientTest, WhatCannotBeSentIsNotSent) {
  EchoServer server(io, clock, certificate());
  use(server.port());
  std::vector<net::HttpRequest> wishes(8, request());
  wishes[0].headers = {{"X-A", "b\r\nX-Injected: 1"}};
  wishes[1].headers = {{"X-A\r\nX-Injected", "1"}};
  wishes[2].headers = {{"", "1"}};
  wishes[3].headers = {{"host", "other.example"}};
  wishes[4].headers = {{"Transfer-Encoding", "chunked"}};
  wishes[5].method = "GET /x HTTP/1.1\r\nX-Injected: 1\r\n\r\nGET";
  wishes[6].url = "http://server.example/";
  wishes[7].headers = {{"Content-Length", "0"}};
  for (const net::HttpRequest& wish : wishes) {
    EXPECT_EQ(error_of(wish), ErrorKind::internal) << wish.url;
  }
  EXPECT_EQ(server.count("connected"), 0U);
}

TEST_F(HttpsClientTest, ClientMayGoBeforeItsExchanges) {
  EchoServer server(io, clock, certificate());
  use(server.port());
  const Outcome& outcome = start(request("/held"));
  until([&server] { return server.count("body 5") == 1; });
  client.reset();
  server.release();
  until([&outcome] { return outcome.has_value(); });
  EXPECT_TRUE(outcome->has_value());
}

TEST_F(HttpsClientTest, CancelledExchangeFreesItsPlace) {
  EchoServer server(io, clock, certificate());
  net::ClientSettings narrow = settings(server.port());
  narrow.connections_per_host_max = 1;
  use(narrow, pki().ca_file());
  start(request("/held"));
  until([&server] { return server.count("body 5") == 1; });
  tasks.cancel();
  until([this] { return tasks.running() == 0; });
  EXPECT_TRUE(exchange(request("/b")).has_value());
}

TEST_F(HttpsClientTest, NothingIsLeftWaitingAfterAnExchange) {
  RawServer server(io, certificate(),
                   {{{"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"}}});
  use(server.port());
  ASSERT_TRUE(exchange().has_value());
  poll();
  EXPECT_EQ(clock.waiting(), 0U);
}

}  // namespace
}  // namespace fb::test
