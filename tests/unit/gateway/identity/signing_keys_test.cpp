// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/signing_keys.hpp"

#include <boost/asio/detached.hpp>

#include "tests/support/run_coro.hpp"
#include "tests/support/scripted_sites.hpp"
#include "tests/unit/gateway/identity/identity_world.hpp"

namespace fb::identity {
namespace {

namespace asio = boost::asio;
using model::ErrorKind;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const std::string kMetadataUrl = commercial_issuer() + "/.well-known/openid-configuration";
const std::string kKeysUrl = commercial_login() + "/discovery/v2.0/keys";

std::string metadata(const std::string& issuer = commercial_issuer(),
                     const std::string& keys = kKeysUrl) {
  return R"({"issuer":")" + issuer + R"(","jwks_uri":")" + keys + "\"}";
}

std::string set_with(std::initializer_list<std::string_view> kids) {
  std::string keys;
  for (const std::string_view kid : kids) {
    if (!keys.empty()) keys += ',';
    keys += R"({"kty":"RSA","n":"AQAB","e":"AQAB","kid":")" + std::string(kid) + "\"}";
  }
  return "{\"keys\":[" + keys + "]}";
}

asio::awaitable<void> ask(SigningKeys* keys, KeySource source, std::string kid,
                          net::HttpClient* http, async::Deadline deadline,
                          std::optional<model::Result<oauth::VerificationKey>>* got) {
  auto result = co_await keys->find(std::move(source), std::move(kid), *http, deadline);
  got->emplace(std::move(result));
}

class SigningKeysTest : public testing::Test {
 protected:
  using Got = std::optional<model::Result<oauth::VerificationKey>>;

  void publish(std::initializer_list<std::string_view> kids) {
    sites_.forget(kMetadataUrl);
    sites_.forget(kKeysUrl);
    sites_.answer(kMetadataUrl, 200, metadata());
    sites_.answer(kKeysUrl, 200, set_with(kids));
  }
  void break_down() {
    sites_.forget(kMetadataUrl);
    sites_.fail(kMetadataUrl, model::Error::of(ErrorKind::peer_unreachable, "no connection"));
  }

  // Runs until nothing is ready; what takes time in the script stays under way.
  void start(Got& got, std::string kid, seconds patience = seconds(30)) {
    const auto deadline = async::Deadline::after(clock_, patience);
    asio::co_spawn(io_, ask(keys_.get(), source_, std::move(kid), &sites_, deadline, &got),
                   asio::detached);
    run();
  }
  void run() {
    io_.restart();
    io_.poll();
  }
  std::string find(std::string kid) {
    Got got;
    start(got, std::move(kid));
    if (!got) return "waits";
    return got->has_value() ? "found " + (*got)->kid : std::string(facts(got->error().kind()).name);
  }

  test::ManualClock clock_;
  asio::io_context io_;
  test::ScriptedSites sites_{clock_};
  std::unique_ptr<SigningKeys> keys_ = make_signing_keys(clock_);
  KeySource source_{kMetadataUrl, "", {commercial_issuer()}};
};

TEST_F(SigningKeysTest, FetchesBothDocumentsOnce) {
  publish({"one", "two"});
  EXPECT_EQ(find("one"), "found one");
  EXPECT_EQ(find("two"), "found two");
  const auto requests = sites_.requests();
  ASSERT_EQ(requests.size(), 2u);
  EXPECT_EQ(requests[0].method, "GET");
  EXPECT_EQ(requests[0].url, kMetadataUrl);
  EXPECT_EQ(requests[1].method, "GET");
  EXPECT_EQ(requests[1].url, kKeysUrl);
}

TEST_F(SigningKeysTest, UnknownKeysCauseOneRefreshInVainInFiveMinutes) {
  publish({"one"});
  EXPECT_EQ(find("one"), "found one");
  for (int i = 0; i < 20; ++i) EXPECT_EQ(find("made-up-" + std::to_string(i)), "unauthenticated");
  EXPECT_EQ(sites_.asked(), 4u);

  clock_.advance(minutes(5) - seconds(1));
  EXPECT_EQ(find("new"), "unauthenticated");
  EXPECT_EQ(sites_.asked(), 4u);

  publish({"one", "new"});
  clock_.advance(seconds(1));
  EXPECT_EQ(find("new"), "found new");
  EXPECT_EQ(sites_.asked(), 6u);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(find("made-up"), "unauthenticated");
  EXPECT_EQ(sites_.asked(), 8u);
}

TEST_F(SigningKeysTest, OlderThanAnHourIsRefreshedInTheBackgroundOfUse) {
  publish({"one"});
  EXPECT_EQ(find("one"), "found one");
  clock_.advance(hours(1) - seconds(1));
  EXPECT_EQ(find("one"), "found one");
  EXPECT_EQ(sites_.asked(), 2u);

  publish({"two"});
  clock_.advance(seconds(1));
  EXPECT_EQ(find("one"), "found one");  // answered before the refresh
  EXPECT_EQ(sites_.asked(), 4u);
  EXPECT_EQ(find("one"), "unauthenticated");  // the key was withdrawn
  EXPECT_EQ(find("two"), "found two");
}

TEST_F(SigningKeysTest, TheLastGoodKeysStayWhenTheSourceIsDown) {
  publish({"one"});
  EXPECT_EQ(find("one"), "found one");
  break_down();
  for (const auto later : {hours(2), hours(24), hours(24 * 30)}) {
    clock_.advance(later);
    EXPECT_EQ(find("one"), "found one") << later.count();
  }
  EXPECT_EQ(find("other"), "token_unavailable");
}

TEST_F(SigningKeysTest, ASourceThatIsDownIsNotAskedAllTheTime) {
  break_down();
  for (int i = 0; i < 10; ++i) EXPECT_EQ(find("one"), "token_unavailable");
  EXPECT_EQ(sites_.asked(), 1u);
  clock_.advance(seconds(29));
  EXPECT_EQ(find("one"), "token_unavailable");
  EXPECT_EQ(sites_.asked(), 1u);
  publish({"one"});
  clock_.advance(seconds(1));
  EXPECT_EQ(find("one"), "found one");

  break_down();
  clock_.advance(hours(2));
  const std::size_t before = sites_.asked();
  for (int i = 0; i < 10; ++i) EXPECT_EQ(find("one"), "found one");
  EXPECT_EQ(sites_.asked(), before + 1);
}

TEST_F(SigningKeysTest, ADayOldKeyIsRefreshedBeforeItIsUsed) {
  publish({"one"});
  EXPECT_EQ(find("one"), "found one");
  publish({"two"});
  clock_.advance(hours(24));
  EXPECT_EQ(find("one"), "unauthenticated");
  EXPECT_EQ(find("two"), "found two");
}

struct BadSource {
  std::string name;
  unsigned metadata_status;
  std::string metadata_body;
  unsigned keys_status;
  std::string keys_body;
};

TEST_F(SigningKeysTest, OneThingWrongAtTheSource) {
  for (const BadSource& bad : {
           BadSource{"redirect", 302, metadata(), 200, set_with({"one"})},
           BadSource{"server error", 500, metadata(), 200, set_with({"one"})},
           BadSource{"no JSON", 200, "<html>", 200, set_with({"one"})},
           BadSource{"another issuer", 200, metadata(china_issuer()), 200, set_with({"one"})},
           BadSource{"a template", 200,
                     metadata("https://login.microsoftonline.com/{tenantid}/v2.0"), 200,
                     set_with({"one"})},
           BadSource{"no issuer", 200, metadata(""), 200, set_with({"one"})},
           BadSource{"keys without TLS", 200,
                     metadata(commercial_issuer(), "http://login.microsoftonline.com/keys"), 200,
                     set_with({"one"})},
           BadSource{"no keys", 200, metadata(), 404, ""},
           BadSource{"keys are no JSON", 200, metadata(), 200, "<html>"},
           BadSource{"no key at all", 200, metadata(), 200, set_with({})},
       }) {
    SCOPED_TRACE(bad.name);
    keys_ = make_signing_keys(clock_);
    sites_.forget(kMetadataUrl);
    sites_.forget(kKeysUrl);
    sites_.answer(kMetadataUrl, bad.metadata_status, bad.metadata_body);
    sites_.answer(kKeysUrl, bad.keys_status, bad.keys_body);
    EXPECT_EQ(find("one"), "token_unavailable");

    // And it does not replace what was good.
    keys_ = make_signing_keys(clock_);
    publish({"one"});
    EXPECT_EQ(find("one"), "found one");
    sites_.forget(kMetadataUrl);
    sites_.forget(kKeysUrl);
    sites_.answer(kMetadataUrl, bad.metadata_status, bad.metadata_body);
    sites_.answer(kKeysUrl, bad.keys_status, bad.keys_body);
    clock_.advance(hours(25));
    EXPECT_EQ(find("one"), "found one");
  }
}

TEST_F(SigningKeysTest, WithoutAnExpectedIssuerAnyWillDo) {
  source_.issuers.clear();
  sites_.answer(kMetadataUrl, 200, metadata("https://anything"));
  sites_.answer(kKeysUrl, 200, set_with({"one"}));
  EXPECT_EQ(find("one"), "found one");
}

TEST_F(SigningKeysTest, ManyWhoAskAtOnceCauseOneFetch) {
  sites_.answer(kMetadataUrl, {net::HttpResponse{200, {}, metadata()}, seconds(2)});
  sites_.answer(kKeysUrl, {net::HttpResponse{200, {}, set_with({"one"})}, seconds(2)});
  std::vector<Got> got(10);
  for (Got& each : got) start(each, "one");
  Got unknown;
  start(unknown, "two");
  Got hasty;
  start(hasty, "one", seconds(1));
  EXPECT_EQ(sites_.asked(), 1u);
  for (int second = 0; second < 4; ++second) {
    clock_.advance(seconds(1));
    run();
  }
  EXPECT_EQ(sites_.asked(), 2u);
  for (const Got& each : got) {
    ASSERT_TRUE(each.has_value());
    EXPECT_TRUE(each->has_value());
  }
  ASSERT_TRUE(unknown.has_value());
  EXPECT_EQ(unknown->error().kind(), ErrorKind::unauthenticated);
  ASSERT_TRUE(hasty.has_value());
  EXPECT_EQ(hasty->error().kind(), ErrorKind::token_unavailable);
}

TEST_F(SigningKeysTest, TheFetchHasItsOwnTimeLimit) {
  sites_.answer(kMetadataUrl, {net::HttpResponse{200, {}, metadata()}, hours(1)});
  Got got;
  start(got, "one", minutes(10));
  clock_.advance(seconds(9));
  run();
  EXPECT_FALSE(got.has_value());
  clock_.advance(seconds(1));
  run();
  ASSERT_TRUE(got.has_value());
  EXPECT_EQ(got->error().kind(), ErrorKind::token_unavailable);
}

TEST_F(SigningKeysTest, IssuersAreApart) {
  publish({"one"});
  const std::string other = china_issuer() + "/.well-known/openid-configuration";
  sites_.answer(other, 200, metadata(china_issuer(), china_login() + "/keys"));
  sites_.answer(china_login() + "/keys", 200, set_with({"two"}));
  EXPECT_EQ(find("one"), "found one");
  EXPECT_EQ(find("two"), "unauthenticated");
  source_ = {other, "", {china_issuer()}};
  EXPECT_EQ(find("two"), "found two");
  EXPECT_EQ(find("one"), "unauthenticated");
}

TEST_F(SigningKeysTest, AnIssuerTooManyPushesOutTheOldest) {
  source_.issuers.clear();
  const std::size_t most = config::kTenantsPerFileMax + config::kPartnersPerFileMax;
  for (std::size_t i = 0; i <= most; ++i) {
    const std::string url = "https://login.example/" + std::to_string(i);
    sites_.answer(url, 200, metadata());
    source_.metadata_url = url;
    if (i == 0) sites_.answer(kKeysUrl, 200, set_with({"one"}));
    EXPECT_EQ(find("one"), "found one");
  }
  const std::size_t before = sites_.asked();
  EXPECT_EQ(find("one"), "found one");
  EXPECT_EQ(sites_.asked(), before);
  source_.metadata_url = "https://login.example/0";
  EXPECT_EQ(find("one"), "found one");
  EXPECT_EQ(sites_.asked(), before + 2);
}

TEST_F(SigningKeysTest, PinnedKeysAreNotFetched) {
  const TemporaryDirectory directory;
  source_.keys_file = directory.write("keys.json", set_with({"pinned"}));
  EXPECT_EQ(find("pinned"), "found pinned");
  EXPECT_EQ(find("other"), "unauthenticated");
  source_.keys_file += ".missing";
  EXPECT_EQ(find("pinned"), "token_unavailable");
  EXPECT_EQ(sites_.asked(), 0u);
}

}  // namespace
}  // namespace fb::identity
