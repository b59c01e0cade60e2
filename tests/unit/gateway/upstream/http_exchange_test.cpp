// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/upstream/http_exchange.hpp"

#include <gtest/gtest.h>

#include "tests/unit/gateway/upstream/upstream_test_base.hpp"

namespace fb::upstream {
namespace {

using model::Error;
using model::ErrorKind;

TEST(RetryAfter, TakesSecondsAndRoundsFractionsUp) {
  struct Row {
    std::string_view header;
    std::uint32_t seconds;
  };
  for (const Row& row : std::initializer_list<Row>{{"30", 30},
                                                   {"2.128", 3},
                                                   {"0.001", 1},
                                                   {" 7 ", 7},
                                                   {"0", 0},
                                                   {"86400", 86400},
                                                   {"86401", 86400},
                                                   {"999999999999999999999", 86400},
                                                   {"", 0},
                                                   {"-5", 0},
                                                   {"nan", 0},
                                                   {"inf", 0},
                                                   {"30s", 0},
                                                   {"Wed, 21 Oct 2026 07:28:00 GMT", 0}}) {
    EXPECT_EQ(retry_after_s(row.header), row.seconds) << '"' << row.header << '"';
  }
}

TEST(ErrorOfStatus, EachStatusMeansSomething) {
  struct Row {
    unsigned status;
    ErrorKind kind;
  };
  using K = ErrorKind;
  for (const Row& row :
       {Row{204, K::peer_broken}, Row{301, K::peer_broken}, Row{302, K::peer_broken},
        Row{303, K::peer_broken}, Row{307, K::peer_broken}, Row{308, K::peer_broken},
        Row{400, K::peer_broken}, Row{401, K::peer_refused_us}, Row{403, K::peer_refused_us},
        Row{404, K::peer_broken}, Row{405, K::peer_broken}, Row{408, K::peer_unreachable},
        Row{429, K::peer_throttled}, Row{456, K::peer_refused_us}, Row{500, K::peer_broken},
        Row{502, K::peer_unreachable}, Row{503, K::peer_throttled},
        Row{504, K::peer_unreachable}}) {
    const Error error = error_of_status(net::HttpResponse{row.status, {}, ""});
    EXPECT_EQ(error.kind(), row.kind) << row.status;
    EXPECT_EQ(error.detail().find("HTTP status " + std::to_string(row.status)), 0u);
  }
}

TEST(HasMoved, IsWhatAnEndpointSaysThatIsNoLongerThere) {
  for (const unsigned status : {300u, 301u, 302u, 307u, 399u, 404u, 410u}) {
    EXPECT_TRUE(has_moved(net::HttpResponse{status, {}, ""})) << status;
  }
  for (const unsigned status : {200u, 299u, 400u, 401u, 403u, 405u, 411u, 500u, 503u}) {
    EXPECT_FALSE(has_moved(net::HttpResponse{status, {}, ""})) << status;
  }
  EXPECT_TRUE(has_moved(model::Error::of(model::ErrorKind::peer_unreachable)));
  EXPECT_FALSE(has_moved(model::Error::of(model::ErrorKind::deadline_passed)));
}

TEST(ErrorOfStatus, KeepsTheDiagnosticsOfARefusalAsThePeersWords) {
  const net::HttpResponse response{
      401, {{"x-ms-diagnostics", "2000003;reason=\"invalid_resource\""}}, ""};
  const Error error = error_of_status(response);
  EXPECT_EQ(error.kind(), ErrorKind::peer_refused_us);
  EXPECT_EQ(error.peer_text(), "2000003;reason=\"invalid_resource\"");
  EXPECT_EQ(error.detail(), "HTTP status 401");
}

TEST(ErrorOfResponse, PrefersWhatSaysMore) {
  const auto kind = [](unsigned status, const Error& said) {
    return error_of_response(net::HttpResponse{status, {{"Retry-After", "9"}}, ""}, said);
  };
  const Error words = Error::from_peer(ErrorKind::peer_broken, "", "the disk is full");
  EXPECT_EQ(kind(500, words).peer_text(), "the disk is full");
  EXPECT_EQ(kind(503, words).kind(), ErrorKind::peer_throttled);
  EXPECT_EQ(kind(503, words).retry_after_s(), 9u);
  EXPECT_EQ(kind(500, Error::of(ErrorKind::peer_broken, "no XML")).detail(), "HTTP status 500");
  EXPECT_EQ(kind(500, Error::of(ErrorKind::peer_no_access)).kind(), ErrorKind::peer_no_access);
  EXPECT_EQ(kind(503, Error::of(ErrorKind::peer_throttled)).retry_after_s(), 9u);
  EXPECT_EQ(kind(503, Error::of(ErrorKind::peer_throttled).with_retry_after_s(4)).retry_after_s(),
            4u);
}

class ExchangeWithTokenTest : public test::UpstreamTest {
 protected:
  model::Result<net::HttpResponse> exchange() {
    net::HttpRequest request;
    request.url = "https://peer.example/";
    request.headers = {{"Accept", "text/xml"}};
    return test::run_coro(
        io_, exchange_with_token(tokens_, presentation_, std::move(request), http_,
                                 async::Deadline::after(clock_, std::chrono::seconds(5))));
  }

  TokenPresentation presentation_{{"login.example", test::contoso().id, {}, "scope"}};
};

TEST_F(ExchangeWithTokenTest, SendsTheToken) {
  script_.then(200, "fine");
  ASSERT_TRUE(exchange());
  EXPECT_EQ(test::header_of(script_.sent[0], "Authorization"), "Bearer token-1");
  EXPECT_EQ(test::header_of(script_.sent[0], "Accept"), "text/xml");
  EXPECT_EQ(tokens_.forgotten, 0);
}

TEST_F(ExchangeWithTokenTest, ARefusedTokenIsReplacedOnce) {
  script_.then(401, "");
  script_.then(200, "fine");
  const auto response = exchange();
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 200u);
  ASSERT_EQ(script_.sent.size(), 2u);
  EXPECT_EQ(test::header_of(script_.sent[1], "Authorization"), "Bearer token-2");
  EXPECT_EQ(script_.sent[1].headers.size(), 2u);
}

TEST_F(ExchangeWithTokenTest, BothTokensOfAForwardedOneAreReplacedOnce) {
  presentation_.actor = presentation_.access;
  script_.then(401, "");
  script_.then(200, "fine");
  EXPECT_EQ(exchange()->status, 200u);
  EXPECT_EQ(tokens_.forgotten, 2);
  ASSERT_EQ(script_.sent.size(), 2u);
  EXPECT_EQ(test::header_of(script_.sent[1], "Authorization"),
            R"(MSAuth1.0 actortoken="Bearer token-3", accesstoken="Bearer token-3", type="PFAT")");
  EXPECT_EQ(script_.sent[1].headers.size(), 2u);
}

TEST_F(ExchangeWithTokenTest, TheSecondRefusalIsTheAnswer) {
  script_.then(401, "");
  script_.then(401, "still");
  const auto response = exchange();
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 401u);
  EXPECT_EQ(response->body, "still");
  EXPECT_EQ(tokens_.forgotten, 1);
}

TEST_F(ExchangeWithTokenTest, OtherStatusesAreNotRetried) {
  script_.then(403, "");
  EXPECT_EQ(exchange()->status, 403u);
  EXPECT_EQ(script_.sent.size(), 1u);
  EXPECT_EQ(tokens_.forgotten, 0);
}

}  // namespace
}  // namespace fb::upstream
