// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/directory/graph_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/run_coro.hpp"
#include "tests/support/scripted_http_client.hpp"
#include "tests/unit/gateway/directory/directory_sample.hpp"

namespace fb::directory {
namespace {

using registry::Outcome;
using registry::RefusedKind;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr std::string_view kRoot = "https://graph.example";

class Tokens final : public identity::TokenBroker {
 public:
  boost::asio::awaitable<model::Result<config::Secret>> token(identity::TokenRequest request,
                                                              net::HttpClient&,
                                                              async::Deadline) override {
    asked.push_back(std::move(request));
    if (refuses) co_return model::Error::of(model::ErrorKind::token_unavailable, "no grant");
    co_return config::Secret("token-" + std::to_string(forgotten));
  }
  void forget(const identity::TokenRequest&) override { ++forgotten; }

  std::vector<identity::TokenRequest> asked;
  bool refuses = false;
  int forgotten = 0;
};

std::string page(std::string_view objects, std::string_view link_name, std::string_view link) {
  return "{\"value\":[" + std::string(objects) + "],\"@odata." + std::string(link_name) + "\":\"" +
         std::string(link) + "\"}";
}
std::string last_page(std::string_view objects, std::string_view delta) {
  return page(objects, "deltaLink", std::string(kRoot) + "/v1.0/" + std::string(delta));
}

constexpr std::string_view kAda = R"({"id":"c1","displayName":"Ada","mail":"ada@other.example",)"
                                  R"("proxyAddresses":["SMTP:ada@other.example"]})";
constexpr std::string_view kGus = R"({"id":"u1","displayName":"Gus","mail":"gus@fabrikam.example",)"
                                  R"("userType":"Guest","showInAddressList":true})";
constexpr std::string_view kHal =
    R"({"id":"u2","displayName":"Hal","otherMails":["hal@fabrikam.example"],"userType":"guest",)"
    R"("userPrincipalName":"hal_fabrikam.us#EXT#@contoso.example"})";
constexpr std::string_view kPeggy =
    R"({"id":"u3","displayName":"Peggy","mail":"peggy@contoso.example","userType":"Member"})";

class GraphReaderTest : public ::testing::Test {
 protected:
  GraphReaderTest() {
    source.url = kRoot;
    tenant.application = config::Application{"aaaaaaaa-0000-4000-8000-000000000001"};
  }

  Outcome<Reading> read(std::string cursor = {}, bool full = false) {
    config::Federation federation;
    config::Tenant home = tenant;
    home.directory_sources.push_back(source);
    federation.tenants.push_back(std::move(home));
    ReadRequest request;
    request.snapshot = test::snapshot_of(std::move(federation));
    request.tenant = &request.snapshot->federation().tenants.front();
    request.source = &request.tenant->directory_sources.front();
    request.full = full;
    request.cursor = std::move(cursor);
    request.stop = stop.get_token();
    boost::asio::io_context io(1);
    GraphReader reader(tokens, http, clock);
    return test::run_coro(io, clock, reader.read(std::move(request)));
  }

  static std::string cursor_of(std::string_view contacts, std::string_view users) {
    const std::string root(kRoot);
    return root + "/v1.0/" + std::string(contacts) + "\n" + root + "/v1.0/" + std::string(users);
  }

  test::ManualClock clock;
  config::Tenant tenant = sample_tenant();
  config::DirectorySource source = sample_source(config::DirectoryKind::graph);
  Tokens tokens;
  test::ScriptedHttpClient http;
  std::stop_source stop;
};

TEST_F(GraphReaderTest, ReadsContactsAndGuests) {
  http.then(200, page(kAda, "nextLink", std::string(kRoot) + "/v1.0/contacts/delta?$skiptoken=1"));
  http.then(200, last_page("", "contacts/delta?$deltatoken=c"));
  http.then(200, last_page(std::string(kGus) + "," + std::string(kHal) + "," + std::string(kPeggy),
                           "users/delta?$deltatoken=u"));
  const auto reading = read();
  ASSERT_TRUE(reading.has_value()) << reading.error().sentence;
  EXPECT_TRUE(reading->full);
  EXPECT_THAT(told(*reading),
              ElementsAre("contact Ada ada@other.example", "guest Gus gus@fabrikam.example",
                          "guest Hal hal@fabrikam.example hidden invited as hal@fabrikam.us"));
  EXPECT_EQ(reading->skipped.count(), 0u);
  EXPECT_EQ(reading->cursor,
            cursor_of("contacts/delta?$deltatoken=c", "users/delta?$deltatoken=u"));
  ASSERT_THAT(http.sent, SizeIs(3));
  EXPECT_THAT(http.sent[0].url, StartsWith("https://graph.example/v1.0/contacts/delta?$select="));
  EXPECT_EQ(http.sent[0].method, "GET");
  EXPECT_EQ(test::header_of(http.sent[0], "Authorization"), "Bearer token-0");
  EXPECT_EQ(http.sent[1].url, "https://graph.example/v1.0/contacts/delta?$skiptoken=1");
  EXPECT_EQ(tokens.asked.front().scope, "https://graph.example/.default");
  EXPECT_EQ(tokens.asked.front().login_host, "login.microsoftonline.com");
}

TEST_F(GraphReaderTest, ReadsWhatChangedSince) {
  const std::string before = cursor_of("contacts/delta?d=1", "users/delta?d=1");
  http.then(200, last_page(R"({"id":"c1","@removed":{"reason":"deleted"}})", "contacts/delta?d=2"));
  http.then(200, last_page(std::string(kGus) + "," + std::string(kPeggy), "users/delta?d=2"));
  const auto reading = read(before);
  ASSERT_TRUE(reading.has_value()) << reading.error().sentence;
  EXPECT_FALSE(reading->full);
  EXPECT_THAT(told(*reading), ElementsAre("guest Gus gus@fabrikam.example"));
  EXPECT_THAT(reading->removed_ids, ElementsAre("c1", "u3"));
  EXPECT_EQ(http.sent[0].url, "https://graph.example/v1.0/contacts/delta?d=1");
  EXPECT_EQ(reading->cursor, cursor_of("contacts/delta?d=2", "users/delta?d=2"));
}

TEST_F(GraphReaderTest, TheLastWordOnAnObjectCounts) {
  source.guests = false;
  const std::string before = cursor_of("contacts/delta?d=1", "");
  const std::string later =
      R"({"id":"c1","displayName":"Ada L","mail":"ada@other.example"},{"id":"c2","@removed":{}})";
  http.then(
      200, last_page(R"({"id":"c2","mail":"bob@other.example"},)" + std::string(kAda) + "," + later,
                     "contacts/delta?d=2"));
  const auto reading = read(before);
  ASSERT_TRUE(reading.has_value()) << reading.error().sentence;
  EXPECT_THAT(told(*reading), ElementsAre("contact Ada L ada@other.example"));
  EXPECT_THAT(reading->removed_ids, ElementsAre("c2"));
}

TEST_F(GraphReaderTest, WhatIsNotWantedIsNotAsked) {
  source.contacts = false;
  http.then(200, last_page(kGus, "users/delta?d=1"));
  ASSERT_TRUE(read().has_value());
  EXPECT_THAT(http.sent, SizeIs(1));
  EXPECT_THAT(http.sent[0].url, HasSubstr("/users/delta"));
}

TEST_F(GraphReaderTest, ALostStateIsReadInFull) {
  for (const unsigned status : {400u, 404u, 410u}) {
    SCOPED_TRACE(status);
    http.sent.clear();
    http.then(status, "");
    http.then(200, last_page(kAda, "contacts/delta?d=2"));
    http.then(200, last_page("", "users/delta?d=2"));
    const auto reading = read(cursor_of("contacts/delta?d=1", "users/delta?d=1"));
    ASSERT_TRUE(reading.has_value()) << reading.error().sentence;
    EXPECT_TRUE(reading->full);
    EXPECT_THAT(http.sent[1].url, HasSubstr("$select="));

    // One that is lost again at once is no reading.
    http.then(status, "");
    http.then(status, "");
    EXPECT_FALSE(read(cursor_of("contacts/delta?d=1", "users/delta?d=1")).has_value());
    EXPECT_EQ(http.left(), 0u);
  }
}

TEST_F(GraphReaderTest, OtherRefusalsLoseNoState) {
  for (const unsigned status : {403u, 405u, 500u}) {
    SCOPED_TRACE(status);
    http.sent.clear();
    http.then(status, "");
    EXPECT_FALSE(read(cursor_of("contacts/delta?d=1", "users/delta?d=1")).has_value());
    EXPECT_THAT(http.sent, SizeIs(1));
  }
}

TEST_F(GraphReaderTest, WaitsAsLongAsItIsTold) {
  source.guests = false;
  const auto start = clock.now();
  http.then(429, "", {{"Retry-After", "60"}});
  http.then(503, "");
  http.then(200, last_page(kAda, "contacts/delta?d=1"));
  ASSERT_TRUE(read().has_value());
  EXPECT_EQ(clock.now() - start, std::chrono::seconds(65));

  http.then(429, "", {{"Retry-After", "61"}});
  const auto too_long = read();
  ASSERT_FALSE(too_long.has_value());
  EXPECT_EQ(too_long.error().kind, RefusedKind::busy);

  for (int i = 0; i <= kGraphWaitsMax; ++i) http.then(429, "", {{"Retry-After", "1"}});
  EXPECT_FALSE(read().has_value());
  EXPECT_EQ(http.left(), 0u);
}

TEST_F(GraphReaderTest, ARefusedTokenIsRenewedOnce) {
  source.guests = false;
  http.then(401, "");
  http.then(200, last_page(kAda, "contacts/delta?d=1"));
  ASSERT_TRUE(read().has_value());
  EXPECT_EQ(test::header_of(http.sent[1], "Authorization"), "Bearer token-1");
  http.then(401, "");
  http.then(401, "");
  const auto refused = read();
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().kind, RefusedKind::mistake);
  EXPECT_THAT(refused.error().sentence, HasSubstr("OrgContact.Read.All"));
}

TEST_F(GraphReaderTest, TheTokenGoesNowhereElse) {
  for (const std::string_view link :
       {"https://evil.example/v1.0/contacts/delta", "http://graph.example/v1.0/contacts/delta",
        "https://graph.example:8443/v1.0/contacts/delta", "https://graph.example.evil.example/x",
        "https://graph.example@evil.example/x"}) {
    SCOPED_TRACE(link);
    http.sent.clear();
    http.then(200, page(kAda, "nextLink", link));
    const auto reading = read();
    ASSERT_FALSE(reading.has_value());
    EXPECT_EQ(reading.error().kind, RefusedKind::mistake);
    EXPECT_THAT(http.sent, SizeIs(1));
    EXPECT_THAT(reading.error().sentence, Not(HasSubstr("evil")));
  }
  http.sent.clear();
  const auto stored = read("https://evil.example/a\nhttps://evil.example/b");
  EXPECT_FALSE(stored.has_value());
  EXPECT_THAT(http.sent, IsEmpty());
}

TEST_F(GraphReaderTest, FailsAtEveryStep) {
  const auto error = model::Error::of(model::ErrorKind::peer_unreachable, "cut off");
  const std::string next = std::string(kRoot) + "/v1.0/contacts/delta?p=2";
  const std::string pages[] = {page(kAda, "nextLink", next), last_page("", "contacts/delta?d=1"),
                               last_page(kGus, "users/delta?d=1")};
  for (std::size_t step = 0; step < std::size(pages); ++step) {
    for (int how = 0; how < 3; ++how) {
      SCOPED_TRACE(std::to_string(step) + " " + std::to_string(how));
      for (std::size_t i = 0; i < step; ++i) http.then(200, pages[i]);
      if (how == 0) http.then(error);
      if (how == 1) http.then(500, "");
      if (how == 2) http.then(200, "{\"value\":[}");
      const auto reading = read();
      ASSERT_FALSE(reading.has_value());
      EXPECT_EQ(reading.error().kind, RefusedKind::busy);
      EXPECT_EQ(http.left(), 0u);
    }
  }
}

TEST_F(GraphReaderTest, SaysWhatIsMissing) {
  tokens.refuses = true;
  const auto no_token = read();
  ASSERT_FALSE(no_token.has_value());
  EXPECT_EQ(no_token.error().kind, RefusedKind::busy);
  tenant.application.reset();
  const auto no_application = read();
  ASSERT_FALSE(no_application.has_value());
  EXPECT_EQ(no_application.error().kind, RefusedKind::mistake);
  EXPECT_THAT(http.sent, IsEmpty());
}

TEST_F(GraphReaderTest, StopsBetweenPages) {
  stop.request_stop();
  const auto reading = read();
  ASSERT_FALSE(reading.has_value());
  EXPECT_EQ(reading.error().kind, RefusedKind::busy);
  EXPECT_THAT(http.sent, IsEmpty());
}

}  // namespace
}  // namespace fb::directory
