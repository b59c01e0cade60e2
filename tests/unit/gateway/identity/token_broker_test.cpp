// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/token_broker.hpp"

#include <boost/asio/detached.hpp>
#include <functional>
#include <future>

#include "protocols/oauth/oauth.hpp"
#include "tests/support/run_coro.hpp"
#include "tests/support/scripted_sites.hpp"
#include "tests/unit/gateway/identity/identity_world.hpp"

namespace fb::identity {
namespace {

namespace asio = boost::asio;
using model::Error;
using model::ErrorKind;
using model::Status;
using std::chrono::hours;
using std::chrono::seconds;

const std::string kEndpoint = commercial_login() + "/oauth2/v2.0/token";

std::string granted(std::string_view token, int expires_in) {
  return R"({"token_type":"Bearer","access_token":")" + std::string(token) + R"(","expires_in":)" +
         std::to_string(expires_in) + "}";
}

std::string field(std::string_view form, std::string_view name) {
  const std::string wanted = std::string(name) + "=";
  const std::size_t begin = form.starts_with(wanted) ? 0 : form.find("&" + wanted) + 1;
  const std::size_t value = begin + wanted.size();
  return std::string(form.substr(value, form.find('&', value) - value));
}

asio::awaitable<void> ask(TokenBroker* broker, TokenRequest request, net::HttpClient* http,
                          async::Deadline deadline,
                          std::optional<model::Result<config::Secret>>* got) {
  auto result = co_await broker->token(std::move(request), *http, deadline);
  got->emplace(std::move(result));
}

asio::awaitable<void> run_on(async::OffloadPool* pool, std::function<void()> work, Status* status) {
  auto working = pool->run(std::move(work));
  *status = co_await std::move(working);
}

class TokenBrokerTest : public testing::Test {
 protected:
  using Got = std::optional<model::Result<config::Secret>>;

  void start(Got& got, seconds patience = seconds(25)) {
    asio::co_spawn(
        io_, ask(broker_.get(), request_, &sites_, async::Deadline::after(clock_, patience), &got),
        asio::detached);
    run();
  }
  void run() {
    io_.restart();
    io_.poll();
  }
  void pass(seconds length) {
    clock_.advance(length);
    run();
  }
  // The token, or how it failed.
  std::string token() {
    Got got;
    start(got);
    if (!got) return "waits";
    return got->has_value() ? std::string((*got)->reveal())
                            : std::string(facts(got->error().kind()).name);
  }
  Error failure() {
    Got got;
    start(got);
    EXPECT_TRUE(got.has_value() && !got->has_value());
    return got->error();
  }

  test::ManualClock clock_;
  asio::io_context io_;
  test::ScriptedSites sites_{clock_};
  TemporaryDirectory directory_;
  const test::RsaKey& key_ = test::RsaKey::shared("one");
  std::unique_ptr<TokenBroker> broker_ = make_token_broker(clock_);
  TokenRequest request_{
      "login.microsoftonline.com", test::contoso().id,
      config::Application{
          std::string(kPartnerClient),
          directory_.write("certificate.pem",
                           key_.certificate_pem(clock_.utc_now() - hours(1),
                                                clock_.utc_now() + hours(24 * 365))),
          directory_.write("key.pem", key_.private_pem()), false},
      "https://graph.microsoft.com/.default"};
};

TEST_F(TokenBrokerTest, AsksWithACertificate) {
  sites_.answer(kEndpoint, 200, granted("token-1", 3599));
  EXPECT_EQ(token(), "token-1");
  const auto requests = sites_.requests();
  ASSERT_EQ(requests.size(), 1u);
  EXPECT_EQ(requests[0].method, "POST");
  EXPECT_EQ(requests[0].url, kEndpoint);
  ASSERT_EQ(requests[0].headers.size(), 2u);
  EXPECT_EQ(requests[0].headers[0].name, "Content-Type");
  EXPECT_EQ(requests[0].headers[0].value, "application/x-www-form-urlencoded");
  const std::string& form = requests[0].body;
  EXPECT_EQ(field(form, "grant_type"), "client_credentials");
  EXPECT_EQ(field(form, "client_id"), kPartnerClient);
  EXPECT_EQ(field(form, "scope"), "https%3A%2F%2Fgraph.microsoft.com%2F.default");
  const std::string assertion = field(form, "client_assertion");
  const auto read = oauth::CompactToken::read(assertion);
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->text("aud"), kEndpoint);
  EXPECT_EQ(read->time("nbf"), clock_.utc_now());
  EXPECT_TRUE(key_.verify("PS256", read->signing_input, read->signature));
}

TEST_F(TokenBrokerTest, KeepsATokenUntilShortlyBeforeItEnds) {
  sites_.answer(kEndpoint, 200, granted("token-1", 3599));
  sites_.answer(kEndpoint, 200, granted("token-2", 3599));
  EXPECT_EQ(token(), "token-1");
  pass(seconds((3599 - 300) * 7 / 10 - 1));
  EXPECT_EQ(token(), "token-1");
  EXPECT_EQ(sites_.asked(), 1u);
  pass(seconds((3599 - 300) * 3 / 10 + 2));
  EXPECT_EQ(token(), "token-2");
  EXPECT_EQ(sites_.asked(), 2u);
}

TEST_F(TokenBrokerTest, ATokenInUseIsRenewedBeforeItsEndWithoutAWait) {
  sites_.answer(kEndpoint, 200, granted("token-1", 3599));
  sites_.answer(kEndpoint, {net::HttpResponse{200, {}, granted("token-2", 3599)}, seconds(5)});
  EXPECT_EQ(token(), "token-1");
  pass(seconds((3599 - 300) * 9 / 10 + 1));
  EXPECT_EQ(token(), "token-1");
  EXPECT_EQ(sites_.asked(), 2u);
  EXPECT_EQ(token(), "token-1");
  EXPECT_EQ(sites_.asked(), 2u);
  pass(seconds(5));
  EXPECT_EQ(token(), "token-2");
  EXPECT_EQ(sites_.asked(), 2u);
}

TEST_F(TokenBrokerTest, AShortLivedTokenIsKeptForHalfOfItsLife) {
  sites_.answer(kEndpoint, 200, granted("token-1", 60));
  sites_.answer(kEndpoint, 200, granted("token-2", 60));
  EXPECT_EQ(token(), "token-1");
  pass(seconds(20));
  EXPECT_EQ(token(), "token-1");
  EXPECT_EQ(sites_.asked(), 1u);
  pass(seconds(10));
  EXPECT_EQ(token(), "token-2");
}

TEST_F(TokenBrokerTest, ATokenWithoutALifeIsUsedOnce) {
  sites_.answer(kEndpoint, 200, granted("token-1", 0));
  sites_.answer(kEndpoint, 200, granted("token-2", 0));
  EXPECT_EQ(token(), "token-1");
  EXPECT_EQ(token(), "token-2");
}

TEST_F(TokenBrokerTest, ForgetsOnRequest) {
  sites_.answer(kEndpoint, 200, granted("token-1", 3599));
  sites_.answer(kEndpoint, 200, granted("token-2", 3599));
  EXPECT_EQ(token(), "token-1");
  broker_->forget(request_);
  EXPECT_EQ(token(), "token-2");
}

TEST_F(TokenBrokerTest, EveryPartOfTheRequestCounts) {
  sites_.answer(kEndpoint, 200, granted("token-1", 3599));
  EXPECT_EQ(token(), "token-1");
  const TokenRequest first = request_;
  const auto expect_another = [&](TokenRequest changed) {
    request_ = std::move(changed);
    const std::string url =
        "https://" + request_.login_host + "/" + request_.tenant.str() + "/oauth2/v2.0/token";
    sites_.forget(url);
    sites_.answer(url, 200, granted("another", 3599));
    EXPECT_EQ(token(), "another");
    request_ = first;
    EXPECT_EQ(token(), "token-1");
  };
  TokenRequest other = first;
  other.login_host = "login.microsoftonline.us";
  expect_another(other);
  other = first;
  other.tenant = test::fabrikam().id;
  expect_another(other);
  other = first;
  other.scope = "https://outlook.office365.com/.default";
  expect_another(other);
  other = first;
  other.application.client_id = kScriptClient;
  expect_another(other);
}

TEST_F(TokenBrokerTest, ManyWhoAskAtOnceCauseOneRequest) {
  sites_.answer(kEndpoint, {net::HttpResponse{200, {}, granted("token-1", 3599)}, seconds(2)});
  std::vector<Got> got(10);
  for (Got& each : got) start(each);
  Got hasty;
  start(hasty, seconds(1));
  pass(seconds(1));
  ASSERT_TRUE(hasty.has_value());
  ASSERT_FALSE(hasty->has_value());
  EXPECT_EQ(hasty->error().kind(), ErrorKind::token_unavailable);
  EXPECT_EQ(hasty->error().rule(), "token.too_slow");
  pass(seconds(1));
  for (const Got& each : got) {
    ASSERT_TRUE(each.has_value());
    ASSERT_TRUE(each->has_value()) << each->error().detail();
    EXPECT_EQ((*each)->reveal(), "token-1");
  }
  EXPECT_EQ(sites_.asked(), 1u);
}

TEST_F(TokenBrokerTest, ARefusalIsRememberedBriefly) {
  sites_.answer(kEndpoint, 401,
                R"({"error":"invalid_client","error_description":"AADSTS700027: no such key"})");
  sites_.answer(kEndpoint, 200, granted("token-1", 3599));
  const Error refused = failure();
  EXPECT_EQ(refused.kind(), ErrorKind::token_unavailable);
  EXPECT_EQ(refused.detail(), "the token endpoint answered with HTTP 401");
  EXPECT_EQ(refused.peer_text(), "invalid_client: AADSTS700027: no such key");
  pass(seconds(29));
  EXPECT_EQ(failure().peer_text(), refused.peer_text());
  EXPECT_EQ(sites_.asked(), 1u);
  pass(seconds(1));
  EXPECT_EQ(token(), "token-1");
}

TEST_F(TokenBrokerTest, AWaitThatTheServiceAsksForIsKept) {
  sites_.answer(kEndpoint, 429, "", {{"Retry-After", "120"}});
  sites_.answer(kEndpoint, 503, "", {{"Retry-After", "86400"}});
  sites_.answer(kEndpoint, 503, "", {{"Retry-After", "Wed, 06 May 2031 08:00:00 GMT"}});
  sites_.answer(kEndpoint, 200, granted("token-1", 3599));
  EXPECT_EQ(failure().retry_after_s(), 120u);
  pass(seconds(119));
  EXPECT_EQ(failure().retry_after_s(), 120u);
  pass(seconds(1));
  EXPECT_EQ(failure().retry_after_s(), 300u);
  pass(seconds(300));
  EXPECT_EQ(failure().retry_after_s(), 0u);
  pass(seconds(30));
  EXPECT_EQ(token(), "token-1");
}

TEST_F(TokenBrokerTest, AServiceThatCannotBeAskedIsAskedAgainSoon) {
  sites_.fail(kEndpoint, Error::of(ErrorKind::peer_unreachable, "no connection"));
  sites_.answer(kEndpoint, 200, granted("token-1", 3599));
  const Error unreachable = failure();
  EXPECT_EQ(unreachable.kind(), ErrorKind::token_unavailable);
  EXPECT_EQ(unreachable.rule(), "token.unreachable");
  EXPECT_NE(unreachable.detail().find("no connection"), std::string::npos);
  pass(seconds(4));
  EXPECT_EQ(token(), "token_unavailable");
  EXPECT_EQ(sites_.asked(), 1u);
  pass(seconds(1));
  EXPECT_EQ(token(), "token-1");
}

TEST_F(TokenBrokerTest, TheRequestHasItsOwnTimeLimit) {
  sites_.answer(kEndpoint, {net::HttpResponse{200, {}, granted("token-1", 3599)}, hours(1)});
  Got got;
  start(got, seconds(600));
  pass(seconds(9));
  EXPECT_FALSE(got.has_value());
  pass(seconds(1));
  ASSERT_TRUE(got.has_value());
  EXPECT_EQ(got->error().rule(), "token.unreachable");
}

TEST_F(TokenBrokerTest, ABrokenKeyIsReportedAndNothingIsSent) {
  directory_.write("key.pem", "topsecret");
  const Error broken = failure();
  EXPECT_EQ(broken.kind(), ErrorKind::token_unavailable);
  EXPECT_EQ(broken.rule(), "token.certificate");
  EXPECT_EQ(broken.detail().find("topsecret"), std::string::npos);
  EXPECT_EQ(sites_.asked(), 0u);
  directory_.write("key.pem", key_.private_pem());
  sites_.answer(kEndpoint, 200, granted("token-1", 3599));
  EXPECT_EQ(token(), "token_unavailable");
  pass(seconds(5));
  EXPECT_EQ(token(), "token-1");
}

TEST_F(TokenBrokerTest, SignsOnThePoolWhichMayBeFull) {
  async::OffloadPool pool(1, 1);
  broker_ = make_token_broker(clock_, &pool);
  sites_.answer(kEndpoint, 200, granted("token-1", 3599));
  std::promise<void> begun;
  std::promise<void> end;
  Status held = Error::of(ErrorKind::internal);
  Status queued = held;
  asio::co_spawn(io_,
                 run_on(
                     &pool, [&] { begun.set_value(), end.get_future().wait(); }, &held),
                 asio::detached);
  run();
  begun.get_future().wait();
  asio::co_spawn(io_,
                 run_on(
                     &pool, [] {}, &queued),
                 asio::detached);
  run();
  EXPECT_EQ(failure().rule(), "token.busy");
  EXPECT_EQ(sites_.asked(), 0u);
  end.set_value();
  while (!held || !queued) run();

  pass(seconds(5));
  Got got;
  start(got);
  while (!got) run();
  ASSERT_TRUE(got->has_value()) << got->error().detail();
  EXPECT_EQ((*got)->reveal(), "token-1");
}

constexpr std::string_view kCertificateRefused =
    R"({"error":"invalid_client","error_description":"AADSTS700027: no such key",)"
    R"("error_codes":[700027]})";

// The application's certificate rolls over: both pairs stand in the configuration.
class RollOverTest : public TokenBrokerTest {
 protected:
  RollOverTest() {
    request_.application.next_key = config::KeyPairFiles{
        directory_.write("next.pem", next_.certificate_pem(clock_.utc_now() - hours(1),
                                                           clock_.utc_now() + hours(24 * 365))),
        directory_.write("next.key", next_.private_pem())};
  }
  // Which key has signed the assertions so far, one letter each.
  std::string signers() {
    std::string all;
    for (const auto& request : sites_.requests()) {
      const std::string assertion = field(request.body, "client_assertion");
      const auto read = oauth::CompactToken::read(assertion);
      if (key_.verify("PS256", read->signing_input, read->signature)) all += '1';
      if (next_.verify("PS256", read->signing_input, read->signature)) all += '2';
    }
    return all;
  }
  const test::RsaKey& next_ = test::RsaKey::shared("two");
};

TEST_F(RollOverTest, TheFirstPairIsTriedFirst) {
  sites_.answer(kEndpoint, 200, granted("token-1", 3599));
  EXPECT_EQ(token(), "token-1");
  EXPECT_EQ(signers(), "1");
}

TEST_F(RollOverTest, ARefusedCertificateIsFollowedByTheNextWhichIsRemembered) {
  sites_.answer(kEndpoint, 401, std::string(kCertificateRefused));
  sites_.answer(kEndpoint, 200, granted("token-1", 3599));
  EXPECT_EQ(token(), "token-1");
  EXPECT_EQ(signers(), "12");
  broker_->forget(request_);
  EXPECT_EQ(token(), "token-1");
  EXPECT_EQ(signers(), "122");
}

TEST_F(RollOverTest, TheWayBackIsOpen) {
  sites_.answer(kEndpoint, 401, std::string(kCertificateRefused));
  sites_.answer(kEndpoint, 200, granted("token-1", 3599));
  sites_.answer(kEndpoint, 401, std::string(kCertificateRefused));
  sites_.answer(kEndpoint, 200, granted("token-2", 3599));
  EXPECT_EQ(token(), "token-1");
  broker_->forget(request_);
  EXPECT_EQ(token(), "token-2");
  broker_->forget(request_);
  EXPECT_EQ(token(), "token-2");
  EXPECT_EQ(signers(), "12211");
}

TEST_F(RollOverTest, AChangedFileEndsWhatIsRemembered) {
  sites_.answer(kEndpoint, 401, std::string(kCertificateRefused));
  sites_.answer(kEndpoint, 200, granted("token-1", 3599));
  EXPECT_EQ(token(), "token-1");
  directory_.write(
      "certificate.pem",
      key_.certificate_pem(clock_.utc_now() - hours(1), clock_.utc_now() + hours(24)) + "\n");
  broker_->forget(request_);
  EXPECT_EQ(token(), "token-1");
  EXPECT_EQ(signers(), "121");
}

TEST_F(RollOverTest, BothRefusedIsOneFailureOfTheFirst) {
  sites_.answer(kEndpoint, 401, std::string(kCertificateRefused));
  sites_.answer(kEndpoint, 401, R"({"error":"invalid_client","error_codes":[700030]})");
  EXPECT_EQ(failure().peer_text(), "invalid_client: AADSTS700027: no such key");
  EXPECT_EQ(failure().peer_text(), "invalid_client: AADSTS700027: no such key");
  EXPECT_EQ(signers(), "12");
}

TEST_F(RollOverTest, AnotherRefusalIsNotTriedAgain) {
  for (const std::string_view body :
       {R"({"error":"unauthorized_client","error_codes":[700016]})",
        R"({"error":"invalid_client","error_codes":[700024]})", R"({"error":"invalid_scope"})"}) {
    SCOPED_TRACE(body);
    broker_ = make_token_broker(clock_);
    sites_.forget(kEndpoint);
    sites_.answer(kEndpoint, 401, std::string(body));
    sites_.answer(kEndpoint, 200, granted("token-1", 3599));
    const std::size_t before = sites_.asked();
    EXPECT_EQ(token(), "token_unavailable");
    EXPECT_EQ(sites_.asked(), before + 1);
  }
}

TEST_F(RollOverTest, AFirstPairThatCannotSignIsPassedOver) {
  directory_.write("certificate.pem", "topsecret");
  sites_.answer(kEndpoint, 200, granted("token-1", 3599));
  EXPECT_EQ(token(), "token-1");
  EXPECT_EQ(signers(), "2");
}

TEST_F(TokenBrokerTest, NoErrorTellsTheTokenOrTheAssertion) {
  for (const auto& [status, body] : std::vector<std::pair<unsigned, std::string>>{
           {400, granted("topsecret", 3599)},
           {200, R"({"token_type":"mac","access_token":"topsecret"})"},
           {200, "topsecret"},
           {500, "<html>topsecret</html>"}}) {
    broker_ = make_token_broker(clock_);
    sites_.forget(kEndpoint);
    sites_.answer(kEndpoint, status, body);
    const Error error = failure();
    const std::string words = error.detail() + error.rule() + error.peer_text();
    EXPECT_EQ(words.find("topsecret"), std::string::npos) << words;
    const std::string assertion = field(sites_.requests().back().body, "client_assertion");
    EXPECT_EQ(words.find(assertion.substr(0, 20)), std::string::npos) << words;
  }
}

}  // namespace
}  // namespace fb::identity
