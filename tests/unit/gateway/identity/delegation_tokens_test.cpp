// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/delegation_tokens.hpp"

#include <pugixml.hpp>

#include "gateway/identity/delegated_request.hpp"
#include "protocols/wire/base64.hpp"
#include "protocols/wire/iso8601.hpp"
#include "protocols/wire/xml.hpp"
#include "tests/support/run_coro.hpp"
#include "tests/support/scripted_http_client.hpp"
#include "tests/unit/gateway/identity/identity_world.hpp"

namespace fb::identity {
namespace {

using model::ErrorKind;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::string_view kToken =
    "<EncryptedData xmlns=\"http://www.w3.org/2001/04/xmlenc#\"><CipherData><CipherValue>AA=="
    "</CipherValue></CipherData></EncryptedData>";
constexpr std::string_view kGivenKey =
    "<t:RequestedProofToken><t:BinarySecret>AAECAwQFBgcICQoLDA0ODw==</t:BinarySecret>"
    "</t:RequestedProofToken>";
constexpr std::string_view kComputedKey =
    "<t:RequestedProofToken><t:ComputedKey>http://schemas.xmlsoap.org/ws/2005/02/trust/CK/PSHA1"
    "</t:ComputedKey></t:RequestedProofToken><t:Entropy><t:BinarySecret>AAECAwQFBgcICQoLDA0ODw=="
    "</t:BinarySecret></t:Entropy>";

std::string time_text(model::UtcTime at) {
  std::string out;
  wire::append_utc_time(at, out);
  return out;
}

std::string issued(model::UtcTime from, seconds length, std::string_view proof = kGivenKey) {
  return "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\" "
         "xmlns:t=\"http://schemas.xmlsoap.org/ws/2005/02/trust\"><s:Body>"
         "<t:RequestSecurityTokenResponse><t:Lifetime><Created>" +
         time_text(from) + "</Created><Expires>" + time_text(from + length) +
         "</Expires></t:Lifetime><t:RequestedSecurityToken>" + std::string(kToken) +
         "</t:RequestedSecurityToken>" + std::string(proof) +
         "</t:RequestSecurityTokenResponse></s:Body></s:Envelope>";
}

constexpr std::string_view kFault =
    "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Body><s:Fault><s:Code>"
    "<s:Value>s:Sender</s:Value><s:Subcode><s:Value>wst:FailedAuthentication</s:Value></s:Subcode>"
    "</s:Code><s:Reason><s:Text>Authentication Failure</s:Text></s:Reason></s:Fault></s:Body>"
    "</s:Envelope>";

class DelegationTokensTest : public testing::Test {
 protected:
  DelegationTokensTest() {
    const auto begins = clock_.utc_now();
    const auto write = [&](const std::string& name, const test::RsaKey& key) {
      return config::KeyPairFiles{
          directory_.write(name + ".pem", key.certificate_pem(begins, begins + hours(1))),
          directory_.write(name + ".key", key.private_pem())};
    };
    request_.trust.application_uri = "http://fydibohf25spdlt.contoso.example";
    request_.trust.key = write("current", test::RsaKey::shared("one"));
    next_ = write("next", test::RsaKey::shared("two"));
  }

  model::Result<std::shared_ptr<const DelegationToken>> ask() {
    auto asking = tokens_->token(request_, http_, async::Deadline::after(clock_, seconds(20)));
    return test::run_coro(io_, std::move(asking));
  }
  void answer(seconds length, std::string_view proof = kGivenKey) {
    http_.then(200, issued(clock_.utc_now(), length, proof));
  }
  // What stands at that path of the body that was sent last.
  std::string sent(const char* path) const {
    const auto document = wire::XmlDocument::parse(http_.sent.back().body);
    return document ? document->root().first_element_by_path(path).child_value() : "";
  }
  std::string signed_with() const {
    return sent(
        "s:Body/t:RequestSecurityToken/t:OnBehalfOf/saml:Assertion/ds:Signature/ds:KeyInfo/"
        "ds:X509Data/ds:X509Certificate");
  }

  test::ManualClock clock_;
  TemporaryDirectory directory_;
  config::KeyPairFiles next_;
  boost::asio::io_context io_;
  test::ScriptedHttpClient http_;
  async::OffloadPool crypto_{1, 16};
  std::unique_ptr<DelegationTokens> tokens_ = make_delegation_tokens(crypto_, clock_);
  DelegationRequest request_{test::contoso_tenant().key,
                             {},
                             {"urn:federation:MicrosoftOnline", "https://sts.example/extSTS.srf"},
                             test::address("peggy@contoso.example"),
                             "http://fydibohf25spdlt.fabrikam.example",
                             "MSExchange.SharingCalendarFreeBusy"};
};

TEST_F(DelegationTokensTest, IsAskedForOnceAndKept) {
  answer(hours(8));
  const auto first = ask();
  ASSERT_TRUE(first.has_value()) << first.error().detail();
  EXPECT_EQ((*first)->xml, kToken);
  EXPECT_EQ((*first)->proof_key.reveal().size(), 16U);
  EXPECT_EQ((*first)->ends, clock_.utc_now() + hours(8));
  ASSERT_EQ(http_.sent.size(), 1U);
  EXPECT_EQ(http_.sent[0].url, "https://sts.example/extSTS.srf");
  EXPECT_EQ(test::header_of(http_.sent[0], "Content-Type"), "application/soap+xml; charset=utf-8");
  clock_.advance(hours(5));
  EXPECT_EQ(*ask(), *first);
  EXPECT_EQ(http_.sent.size(), 1U);
}

TEST_F(DelegationTokensTest, LifetimeIsTheOneOfTheAnswer) {
  answer(minutes(20));
  ASSERT_TRUE(ask().has_value());
  clock_.advance(minutes(16));
  answer(minutes(20));
  ASSERT_TRUE(ask().has_value());
  EXPECT_EQ(http_.sent.size(), 2U);
}

TEST_F(DelegationTokensTest, EveryPartOfTheQuestionHasATokenOfItsOwn) {
  const DelegationRequest base = request_;
  const auto one_more = [&](auto change) {
    request_ = base;
    change(request_);
    const std::size_t before = http_.sent.size();
    answer(hours(8));
    ASSERT_TRUE(ask().has_value());
    EXPECT_EQ(http_.sent.size(), before + 1);
  };
  one_more([](DelegationRequest&) {});
  one_more([](DelegationRequest& r) { r.tenant = test::fabrikam_tenant().key; });
  one_more([](DelegationRequest& r) { r.user = test::address("grace@contoso.example"); });
  one_more([](DelegationRequest& r) { r.target += "x"; });
  one_more([](DelegationRequest& r) { r.offer = "MSExchange.Autodiscover"; });
  one_more([](DelegationRequest& r) { r.issuer.uri += "x"; });
  one_more([](DelegationRequest& r) { r.issuer.endpoint += "x"; });
  one_more([](DelegationRequest& r) {
    r.trust.default_domain = model::SmtpDomain::parse("mail.contoso.example").value();
  });
}

TEST_F(DelegationTokensTest, StatementNamesTheUserInTheDefaultDomain) {
  answer(hours(8));
  ASSERT_TRUE(ask().has_value());
  const char* const path =
      "s:Body/t:RequestSecurityToken/t:OnBehalfOf/saml:Assertion/saml:AttributeStatement/"
      "saml:Attribute/saml:AttributeValue";
  EXPECT_EQ(sent(path), "peggy@contoso.example");
  request_.trust.default_domain = model::SmtpDomain::parse("fed.contoso.example").value();
  answer(hours(8));
  ASSERT_TRUE(ask().has_value());
  EXPECT_EQ(sent(path), "peggy@fed.contoso.example");
}

TEST_F(DelegationTokensTest, KeyIsComputedFromWhatWeSent) {
  answer(hours(8), kComputedKey);
  const auto token = ask();
  ASSERT_TRUE(token.has_value());
  EXPECT_EQ((*token)->proof_key.reveal().size(), 32U);
  const auto entropy =
      wire::read_base64(sent("s:Body/t:RequestSecurityToken/t:Entropy/t:BinarySecret"));
  ASSERT_TRUE(entropy.has_value());
  EXPECT_EQ(entropy->size(), 32U);
  EXPECT_EQ(form_of(**token), wstrust::TokenForm::symmetric_key);
}

TEST_F(DelegationTokensTest, TokenWithoutAKeyGoesToThePlainPath) {
  answer(hours(8), "");
  const auto token = ask();
  ASSERT_TRUE(token.has_value());
  EXPECT_TRUE((*token)->proof_key.empty());
  EXPECT_EQ(form_of(**token), wstrust::TokenForm::token);
}

TEST_F(DelegationTokensTest, RefusalIsRememberedWithTheServicesWordsApart) {
  http_.then(500, std::string(kFault));
  const auto first = ask();
  ASSERT_FALSE(first.has_value());
  EXPECT_EQ(first.error().kind(), ErrorKind::token_unavailable);
  EXPECT_EQ(first.error().rule(), "delegation.refused");
  EXPECT_EQ(first.error().detail(), "the token service refused with FailedAuthentication");
  EXPECT_EQ(first.error().peer_text(), "Authentication Failure");
  clock_.advance(seconds(29));
  EXPECT_FALSE(ask().has_value());
  EXPECT_EQ(http_.sent.size(), 1U);
  clock_.advance(seconds(2));
  answer(hours(8));
  EXPECT_TRUE(ask().has_value());
}

TEST_F(DelegationTokensTest, WhatIsNoAnswerHasItsRule) {
  struct Case {
    unsigned status;
    std::string body, rule;
  };
  const Case cases[] = {
      {200, "<html/>", "delegation.answer"},
      {503, "", "delegation.unreachable"},
      {302, "", "delegation.unreachable"},
      {200, issued(clock_.utc_now() - hours(8), hours(8) + seconds(59)), "delegation.answer"},
  };
  for (const Case& one : cases) {
    request_.target += "x";
    http_.then(one.status, one.body);
    const auto outcome = ask();
    ASSERT_FALSE(outcome.has_value()) << one.status << one.body;
    EXPECT_EQ(outcome.error().kind(), ErrorKind::token_unavailable);
    EXPECT_EQ(outcome.error().rule(), one.rule) << outcome.error().detail();
  }
}

TEST_F(DelegationTokensTest, BusyServiceIsLeftAloneAsLongAsItSays) {
  http_.then(503, "", {{"Retry-After", "4"}});
  EXPECT_FALSE(ask().has_value());
  clock_.advance(seconds(4));
  EXPECT_FALSE(ask().has_value()) << "an unreachable service counts as that for five seconds";
  clock_.advance(seconds(2));
  answer(hours(8));
  EXPECT_TRUE(ask().has_value());
}

TEST_F(DelegationTokensTest, NextPairIsTriedWhereTheFirstIsRefused) {
  request_.trust.next_key = next_;
  http_.then(500, std::string(kFault));
  answer(minutes(20));
  ASSERT_TRUE(ask().has_value());
  ASSERT_EQ(http_.sent.size(), 2U);
  const std::string next = signed_with();
  clock_.advance(minutes(16));
  answer(minutes(20));
  ASSERT_TRUE(ask().has_value());
  ASSERT_EQ(http_.sent.size(), 3U) << "the pair that worked is tried first";
  EXPECT_EQ(signed_with(), next);
}

TEST_F(DelegationTokensTest, BothPairsRefusedGivesTheFirstRefusal) {
  request_.trust.next_key = next_;
  http_.then(500, std::string(kFault));
  http_.then(200, "<html/>");
  const auto outcome = ask();
  ASSERT_FALSE(outcome.has_value());
  EXPECT_EQ(outcome.error().peer_text(), "Authentication Failure");
}

TEST_F(DelegationTokensTest, UnreachableServiceIsNotAskedWithTheOtherPair) {
  request_.trust.next_key = next_;
  http_.then(model::Error::of(ErrorKind::peer_unreachable, "refused to connect"));
  EXPECT_FALSE(ask().has_value());
  EXPECT_EQ(http_.sent.size(), 1U);
}

TEST_F(DelegationTokensTest, PairThatCannotBeReadLeavesTheOther) {
  request_.trust.next_key = next_;
  request_.trust.key = config::KeyPairFiles{"/nowhere.pem", "/nowhere.key"};
  answer(hours(8));
  EXPECT_TRUE(ask().has_value());
}

TEST_F(DelegationTokensTest, TrustWithoutAKeyOrAnEndpointAsksNobody) {
  request_.issuer.endpoint.clear();
  EXPECT_EQ(ask().error().rule(), "delegation.issuer");
  request_.issuer.endpoint = "https://sts.example/other";
  request_.trust.key.reset();
  EXPECT_EQ(ask().error().rule(), "delegation.issuer");
  EXPECT_TRUE(http_.sent.empty());
}

TEST_F(DelegationTokensTest, ForgottenTokenIsAskedForAnew) {
  answer(hours(8));
  ASSERT_TRUE(ask().has_value());
  tokens_->forget(request_);
  answer(hours(8));
  ASSERT_TRUE(ask().has_value());
  EXPECT_EQ(http_.sent.size(), 2U);
}

TEST(StatedAddress, IsTheUsersOwnOrTheOneOfTheDefaultDomain) {
  config::FederationTrust trust;
  const auto user = test::address(std::string(64, 'u') + "@contoso.example");
  EXPECT_EQ(stated_address(trust, user), user);
  const std::string label(63, 'd');
  trust.default_domain =
      model::SmtpDomain::parse(label + "." + label + "." + label + "." + label).value();
  EXPECT_EQ(stated_address(trust, user).local_part(), user.local_part());
  EXPECT_EQ(stated_address(trust, user).domain(), *trust.default_domain);
}

}  // namespace
}  // namespace fb::identity
