// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// A delegation token from end to end: contoso obtains one from a real token service over HTTPS and
// asks a real gateway of fabrikam with it. That no relationship gives free/busy yet is an answer
// for the mailbox; that the token proves nothing would be a fault for all.
#include <gtest/gtest.h>

#include "gateway/identity/delegated_request.hpp"
#include "protocols/autodiscover/autodiscover.hpp"
#include "protocols/ews/ews.hpp"
#include "protocols/wire/iso8601.hpp"
#include "tests/integration/delegation_stage.hpp"
#include "tests/support/run_coro.hpp"

namespace fb::test {
namespace {

using identity::DelegationToken;
using wstrust::TokenForm;
using Token = std::shared_ptr<const DelegationToken>;

constexpr const char* kEwsAction =
    "http://schemas.microsoft.com/exchange/services/2006/messages/GetUserAvailability";
constexpr const char* kFreeBusyOffer = "MSExchange.SharingCalendarFreeBusy";
constexpr const char* kAutodiscoverOffer = "MSExchange.Autodiscover";

class Delegation : public testing::Test {
 protected:
  static DelegationStage& stage() {
    static DelegationStage stage;
    return stage;
  }

  async::Deadline soon() { return async::Deadline::after(clock_, std::chrono::seconds(20)); }
  net::HttpClient& http() {
    if (!http_) {
      http_ = net::make_https_client(io_.get_executor(),
                                     net::ClientTlsContext::load(stage().ca_file()).value(),
                                     stage().client_settings(), clock_);
    }
    return *http_;
  }
  model::Result<Token> obtain(const char* issuer, const char* offer,
                              const char* user = "peggy@contoso.example") {
    identity::DelegationRequest request{
        {model::Authority::public_cloud,
         model::TenantId::parse("11111111-0000-4000-8000-000000000001").value()},
        trust_,
        stage().issuer(issuer),
        model::SmtpAddress::parse(user).value(),
        kFabrikamUri,
        offer};
    return run_coro(io_, tokens_->token(std::move(request), http(), soon()));
  }
  Token token(const char* issuer = kIssuer, const char* offer = kFreeBusyOffer) {
    auto got = obtain(issuer, offer);
    EXPECT_TRUE(got.has_value()) << got.error().detail() << got.error().peer_text();
    return got ? *got : nullptr;
  }
  net::HttpResponse send(net::HttpRequest request) {
    auto response = run_coro(io_, http().exchange(std::move(request), soon()));
    EXPECT_TRUE(response.has_value()) << response.error().detail();
    return response ? *response : net::HttpResponse();
  }
  net::HttpRequest question(const DelegationToken& token, TokenForm form) {
    const auto begin = std::chrono::sys_days(std::chrono::year(2031) / 5 / 6);
    identity::DelegatedQuestion asked{stage().ews_url(), kEwsAction, {}};
    ews::encode_question({{model::SmtpAddress::parse("quentin@fabrikam.example").value()},
                          model::TimeWindow::make(begin, begin + std::chrono::hours(8)).value(),
                          model::SlotLength::half_hour()},
                         asked.envelope);
    auto request = identity::delegated_request(asked, token, form, clock_.utc_now());
    EXPECT_TRUE(request.has_value()) << request.error().detail();
    return request ? *request : net::HttpRequest();
  }
  // "proved" where the mailbox has an answer of its own, "fault" where nobody was believed.
  std::string outcome(const net::HttpResponse& response) {
    if (response.body.find("ResponseCode>ErrorNoFreeBusyAccess<") != std::string::npos) {
      return "proved";
    }
    const bool fault = response.body.find("Fault>") != std::string::npos;
    return fault && response.status == 500 ? "fault" : response.body;
  }
  std::string asked(const DelegationToken& token, TokenForm form) {
    return outcome(send(question(token, form)));
  }
  unsigned roll_over(int signs) {
    net::HttpRequest request;
    request.url = std::string("https://") + kAdminHost + "/keys";
    request.headers.push_back(
        {"Authorization", std::string("Bearer ") + DelegationStage::kAdminSecret});
    request.body = std::string(R"({"federation": ")") + kIssuer + R"(", "signs": )" +
                   std::to_string(signs) + R"(, "published": [0, 1]})";
    return send(std::move(request)).status;
  }

  config::FederationTrust trust_ = stage().contoso();
  async::Clock& clock_ = async::real_clock();
  boost::asio::io_context io_{1};
  std::unique_ptr<net::HttpClient> http_;
  async::OffloadPool crypto_{1, 16};
  std::unique_ptr<identity::DelegationTokens> tokens_ =
      identity::make_delegation_tokens(crypto_, clock_);
};

TEST_F(Delegation, TokenWithProofOfItsKeyIsBelieved) {
  const Token held = token();
  ASSERT_TRUE(held);
  EXPECT_EQ(held->proof_key.reveal().size(), 32U);
  EXPECT_EQ(identity::form_of(*held), TokenForm::symmetric_key);
  EXPECT_EQ(asked(*held, TokenForm::symmetric_key), "proved");
  EXPECT_EQ(asked(*held, TokenForm::symmetric_key), "proved") << "a token is used again";
}

TEST_F(Delegation, TokenThatNeedsNoProofIsBelievedAtThePlainPath) {
  const Token held = token(kBearerIssuer);
  ASSERT_TRUE(held);
  EXPECT_EQ(identity::form_of(*held), TokenForm::token);
  EXPECT_EQ(asked(*held, TokenForm::token), "proved");
}

TEST_F(Delegation, AutodiscoverHasItsOwnOffer) {
  const std::string url = std::string("https://") + kGatewayHost + "/autodiscover/autodiscover.svc";
  const auto ask = [&](const DelegationToken& held) {
    identity::DelegatedQuestion asked;
    asked.url = url;
    asked.action =
        "http://schemas.microsoft.com/exchange/2010/Autodiscover/Autodiscover/GetUserSettings";
    asked.is_addressed = true;
    autodiscover::encode_user_settings_question(
        model::SmtpAddress::parse("quentin@fabrikam.example").value(),
        wstrust::url_of_form(url, TokenForm::symmetric_key), asked.envelope);
    const auto request =
        identity::delegated_request(asked, held, TokenForm::symmetric_key, clock_.utc_now());
    return send(request.value());
  };
  const Token held = token(kIssuer, kAutodiscoverOffer);
  const Token other = token(kIssuer, kFreeBusyOffer);
  ASSERT_TRUE(held && other);
  const auto answered = ask(*held);
  EXPECT_EQ(answered.status, 200U) << answered.body;
  EXPECT_NE(answered.body.find("GetUserSettingsResponseMessage"), std::string::npos)
      << answered.body;
  EXPECT_EQ(outcome(ask(*other)), "fault");
  EXPECT_EQ(asked(*held, TokenForm::symmetric_key), "fault");
}

TEST_F(Delegation, WhatProvesNothingGetsOneAnswer) {
  const Token held = token();
  const Token bearer = token(kBearerIssuer);
  ASSERT_TRUE(held && bearer);
  const auto altered = [](net::HttpRequest request, std::string_view mark) {
    const std::size_t found = request.body.find(mark);
    EXPECT_NE(found, std::string::npos) << mark;
    const std::size_t at = found + mark.size() + 8;
    request.body[at] = request.body[at] == 'A' ? 'B' : 'A';
    return request;
  };
  const net::HttpRequest good = question(*held, TokenForm::symmetric_key);
  DelegationToken other_key = *held;
  other_key.proof_key = config::Secret(std::string(32, 'k'));
  net::HttpRequest replayed = good;
  const auto first = send(good);
  EXPECT_EQ(outcome(first), "proved");

  const std::pair<const char*, net::HttpRequest> cases[] = {
      {"another key", question(other_key, TokenForm::symmetric_key)},
      {"proof is missing", question(*held, TokenForm::token)},
      {"the token is altered",
       altered(question(*bearer, TokenForm::token), "CipherData><xenc:CipherValue>")},
      {"the signature is altered",
       altered(question(*held, TokenForm::symmetric_key), "<ds:SignatureValue>")},
      {"sent twice", replayed},
  };
  std::string one;
  for (const auto& [what, request] : cases) {
    const auto response = send(request);
    EXPECT_EQ(outcome(response), "fault") << what;
    if (one.empty()) one = response.body;
    EXPECT_EQ(response.body, one) << what;
  }
}

TEST_F(Delegation, TokenServiceRefusesAStrangersUser) {
  const auto refused = obtain(kIssuer, kFreeBusyOffer, "peggy@elsewhere.example");
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().kind(), model::ErrorKind::token_unavailable);
  EXPECT_EQ(refused.error().detail(),
            "the token service refused with FailedAuthentication, 0x80048821, "
            "0x80041034");
  EXPECT_FALSE(obtain(kIssuer, "MSExchange.Other").has_value());
}

TEST_F(Delegation, KeyOfTheTokenServiceRollsOver) {
  EXPECT_EQ(asked(*token(), TokenForm::symmetric_key), "proved");
  ASSERT_EQ(roll_over(1), 200U);
  auto fresh = identity::make_delegation_tokens(crypto_, clock_);
  tokens_.swap(fresh);
  EXPECT_EQ(asked(*token(), TokenForm::symmetric_key), "proved");
  EXPECT_EQ(roll_over(0), 200U);
}

TEST_F(Delegation, OurOwnKeyRollsOver) {
  trust_.key = stage().pair("contoso-new");
  EXPECT_FALSE(obtain(kIssuer, kFreeBusyOffer).has_value()) << "not registered yet";
  trust_.next_key = stage().pair("contoso");
  auto fresh = identity::make_delegation_tokens(crypto_, clock_);
  tokens_.swap(fresh);
  EXPECT_EQ(asked(*token(), TokenForm::symmetric_key), "proved");
}

}  // namespace
}  // namespace fb::test
