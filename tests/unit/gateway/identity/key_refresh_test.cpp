// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/key_refresh.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <map>
#include <set>

#include "gateway/identity/token_rules.hpp"
#include "tests/support/run_coro.hpp"
#include "tests/support/scripted_sites.hpp"
#include "tests/unit/gateway/identity/identity_world.hpp"

namespace fb::identity {
namespace {

namespace asio = boost::asio;
using model::Error;
using model::ErrorKind;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// Counts what is refreshed, and takes its time.
class CountedKeys final : public SigningKeys {
 public:
  explicit CountedKeys(test::ManualClock& clock) : clock_(clock) {}
  asio::awaitable<model::Result<oauth::VerificationKey>> find(KeySource, std::string,
                                                              net::HttpClient&,
                                                              async::Deadline) override {
    co_return Error::of(ErrorKind::unauthenticated, "not asked here");
  }
  asio::awaitable<model::Status> refresh(KeySource source, net::HttpClient&,
                                         async::Deadline) override {
    ++asked[source.metadata_url + source.keys_file];
    ++under_way;
    most_at_once = std::max(most_at_once, under_way);
    if (takes.count() > 0) co_await clock_.wait_until(clock_.now() + takes);
    --under_way;
    if (down.count(source.metadata_url) > 0) co_return Error::of(ErrorKind::token_unavailable);
    co_return model::Status();
  }
  std::uint64_t changes() const override { return 0; }

  std::map<std::string, int> asked;
  std::set<std::string> down;
  seconds takes{0};
  int under_way = 0;
  int most_at_once = 0;

 private:
  test::ManualClock& clock_;
};

class CountedCertificates final : public IssuerCertificates {
 public:
  asio::awaitable<model::Result<std::vector<Certificate>>> find(config::TokenIssuer, bool,
                                                                net::HttpClient&,
                                                                async::Deadline) override {
    co_return std::vector<Certificate>();
  }
  asio::awaitable<model::Status> refresh(config::TokenIssuer issuer, net::HttpClient&,
                                         async::Deadline) override {
    ++asked[issuer.uri];
    co_return model::Status();
  }
  std::uint64_t changes() const override { return 0; }

  std::map<std::string, int> asked;
};

const std::string kContosoUrl = commercial_issuer() + "/.well-known/openid-configuration";
const std::string kChinaUrl = china_issuer() + "/.well-known/openid-configuration";

class KeyRefreshTest : public testing::Test {
 protected:
  ~KeyRefreshTest() override {
    stop_.emit(asio::cancellation_type::terminal);
    run();
  }
  void start() {
    asio::co_spawn(
        io_, KeyRefresh::run(&snapshots_, &keys_, &certificates_, &sites_, &clock_),
        asio::bind_cancellation_slot(stop_.slot(), [this](std::exception_ptr) { ended_ = true; }));
    run();
  }
  void run() {
    io_.restart();
    io_.poll();
  }
  void pass(seconds length) {
    // In steps, so that whatever waits for less than that gets its turn.
    for (; length > KeyRefresh::kLook; length -= KeyRefresh::kLook) step(KeyRefresh::kLook);
    step(length);
  }
  void step(seconds length) {
    clock_.advance(length);
    run();
  }

  test::ManualClock clock_;
  asio::io_context io_;
  test::ScriptedSites sites_;
  CountedKeys keys_{clock_};
  CountedCertificates certificates_;
  config::SnapshotHolder snapshots_{identity_snapshot(1)};
  asio::cancellation_signal stop_;
  bool ended_ = false;
};

TEST_F(KeyRefreshTest, FetchesEverySourceAtTheStartAndThenAboutHourly) {
  start();
  EXPECT_EQ(keys_.asked[kContosoUrl], 1);
  EXPECT_EQ(keys_.asked[kChinaUrl], 1);
  pass(minutes(44));
  EXPECT_EQ(keys_.asked[kContosoUrl], 1);
  pass(minutes(17));
  EXPECT_EQ(keys_.asked[kContosoUrl], 2);
  EXPECT_EQ(keys_.asked[kChinaUrl], 2);
  pass(hours(24));
  EXPECT_GE(keys_.asked[kContosoUrl], 2 + 23);
  EXPECT_LE(keys_.asked[kContosoUrl], 2 + 32);
}

TEST_F(KeyRefreshTest, AskSoonerWhereASourceIsDown) {
  keys_.down.insert(kContosoUrl);
  start();
  pass(minutes(5) - seconds(1));
  EXPECT_EQ(keys_.asked[kContosoUrl], 1);
  pass(seconds(31));
  EXPECT_EQ(keys_.asked[kContosoUrl], 2);
  EXPECT_EQ(keys_.asked[kChinaUrl], 1);
  keys_.down.clear();
  pass(minutes(6));
  EXPECT_EQ(keys_.asked[kContosoUrl], 3);
  pass(minutes(30));
  EXPECT_EQ(keys_.asked[kContosoUrl], 3);
}

TEST_F(KeyRefreshTest, NoticesWhatANewSnapshotBrings) {
  start();
  config::Federation federation = identity_federation();
  config::FederationTrust trust;
  trust.token_issuers = {{"urn:one", "", {}, "https://sts.example/one", false},
                         {"urn:two", "", {}, "https://sts.example/one", false}};
  federation.tenants[0].federation_trust = trust;
  federation.partners.clear();
  snapshots_.publish(test::snapshot_of(std::move(federation), 2));
  pass(seconds(29));
  EXPECT_EQ(certificates_.asked["urn:one"], 0);
  pass(seconds(1));
  EXPECT_EQ(certificates_.asked["urn:one"], 1);
  EXPECT_EQ(certificates_.asked["urn:two"], 1);
  EXPECT_EQ(keys_.asked[kContosoUrl], 1);
  pass(hours(3));
  EXPECT_EQ(keys_.asked[kChinaUrl], 1);
}

TEST_F(KeyRefreshTest, AFewAtATime) {
  config::Federation federation = identity_federation();
  const config::Partner pattern = federation.partners[0];
  for (int i = 0; i < 20; ++i) {
    config::Partner another = pattern;
    another.name = "partner " + std::to_string(i);
    another.key.id =
        *model::TenantId::parse("99999999-0000-4000-8000-0000000000" + std::to_string(10 + i));
    federation.partners.push_back(std::move(another));
  }
  snapshots_.publish(test::snapshot_of(std::move(federation), 2));
  keys_.takes = seconds(2);
  start();
  EXPECT_EQ(keys_.under_way, 8);
  EXPECT_EQ(keys_.asked.size(), 8u);
  step(seconds(2));
  EXPECT_EQ(keys_.asked.size(), 16u);
  step(seconds(2));
  step(seconds(2));
  EXPECT_EQ(keys_.asked.size(), 23u);
  EXPECT_EQ(keys_.most_at_once, 8);
}

TEST_F(KeyRefreshTest, EndsWhenItIsCancelledWithWhatItHasBegun) {
  keys_.takes = seconds(60);
  start();
  EXPECT_GT(clock_.waiting(), 0u);
  stop_.emit(asio::cancellation_type::terminal);
  run();
  EXPECT_TRUE(ended_);
  EXPECT_EQ(clock_.waiting(), 0u);
}

// What is refreshed must be what is looked for when a token comes.
TEST_F(KeyRefreshTest, SourcesAreThoseThatTokensAreVerifiedWith) {
  const auto snapshot = identity_snapshot();
  const KeySources sources = key_sources_of(*snapshot);
  const auto now = clock_.utc_now();
  for (const TokenParts& parts : {user_token(now), partner_token(now)}) {
    const std::string text =
        test::compact_token(parts.header, parts.claims, test::RsaKey::shared("one"), "RS256");
    const auto token = oauth::CompactToken::read(text);
    const auto promise = judge_token(*token, *snapshot, now, seconds(300));
    ASSERT_TRUE(promise.has_value()) << promise.error().detail();
    const KeySource& wanted = promise->signer.keys;
    const auto& all = sources.authorities;
    EXPECT_EQ(std::count_if(all.begin(), all.end(),
                            [&](const KeySource& source) {
                              return source.metadata_url == wanted.metadata_url &&
                                     source.issuers == wanted.issuers;
                            }),
              1)
        << wanted.metadata_url;
  }
}

TEST_F(KeyRefreshTest, EachSourceIsThereOnce) {
  config::Federation federation = identity_federation();
  federation.tenants[0].exchange_organization = config::ExchangeOrganization{};
  federation.partners[0].exchange_organization = config::ExchangeOrganization{};
  federation.partners[0].exchange_organization->keys_file = "/keys.json";
  federation.tenants[1].bearer.audiences.clear();
  const KeySources sources = key_sources_of(*test::snapshot_of(std::move(federation)));
  ASSERT_EQ(sources.authorities.size(), 3u);
  EXPECT_EQ(sources.authorities[0].metadata_url, kContosoUrl);
  EXPECT_EQ(sources.authorities[1].metadata_url, kChinaUrl);
  EXPECT_EQ(sources.authorities[2].keys_file, "/keys.json");
}

}  // namespace
}  // namespace fb::identity
