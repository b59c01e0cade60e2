// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/cloudsim/client_assertion.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "tests/unit/tools/cloudsim/small_world.hpp"

namespace fb::cloudsim {
namespace {

using test::Assertion;
using test::keys;
using test::now;
using test::Rsa;
using test::seconds;

std::optional<Refusal> check(const std::string& text, ReplayGuard& used,
                             model::UtcTime at = now()) {
  const World world = test::small_world();
  const Application* application = world.clouds[0].tenants[0].application(test::kClientId);
  return check_assertion(text, {*application, std::string(test::kContosoTokenEndpoint), at}, used);
}

std::optional<Refusal> check(const std::string& text) {
  ReplayGuard used;
  return check(text, used);
}

Assertion older() {
  Assertion out;
  out.header["alg"] = "RS256";
  out.header.erase("x5t#S256");
  out.header["x5t"] =
      test::base64url(test::thumbprint(keys().application.certificate_pem(), "SHA1"));
  return out;
}

TEST(ClientAssertion, TakesBothFormsOfACertificateAssertion) {
  EXPECT_FALSE(check(Assertion().signed_by(keys().application)));
  EXPECT_FALSE(check(older().signed_by(keys().application)));
}

struct ChangedRow {
  const char* what;
  int number;
  std::function<void(Assertion&)> change;
};

class ChangedAssertion : public testing::TestWithParam<ChangedRow> {};

TEST_P(ChangedAssertion, IsRefused) {
  Assertion assertion;
  GetParam().change(assertion);
  const auto refusal = check(assertion.signed_by(keys().application));
  ASSERT_TRUE(refusal) << GetParam().what;
  EXPECT_EQ(refusal->number, GetParam().number) << GetParam().what;
  EXPECT_EQ(refusal->error, "invalid_client");
  EXPECT_EQ(refusal->status, 401u);
}

const std::int64_t kNow = seconds(now());

const ChangedRow kRows[] = {
    ChangedRow{"alg none", 50027, [](Assertion& a) { a.header["alg"] = "none"; }},
    ChangedRow{"alg of another kind", 50027, [](Assertion& a) { a.header["alg"] = "RS512"; }},
    ChangedRow{"no alg", 50027, [](Assertion& a) { a.header.erase("alg"); }},
    ChangedRow{"typ", 50027, [](Assertion& a) { a.header["typ"] = "at+jwt"; }},
    ChangedRow{"no thumbprint", 700027, [](Assertion& a) { a.header.erase("x5t#S256"); }},
    ChangedRow{"SHA-1 thumbprint with PS256", 700027,
               [](Assertion& a) {
                 a.header.erase("x5t#S256");
                 a.header["x5t"] = older().header["x5t"];
               }},
    ChangedRow{"RS256 with the newer thumbprint", 700027,
               [](Assertion& a) { a.header["alg"] = "RS256"; }},
    ChangedRow{"another certificate", 700027,
               [](Assertion& a) {
                 a.header["x5t#S256"] =
                     test::base64url(test::thumbprint(keys().stranger.certificate_pem(), "SHA256"));
               }},
    ChangedRow{"iss", 700021, [](Assertion& a) { a.claims["iss"] = test::kResourceId; }},
    ChangedRow{"no iss", 700021, [](Assertion& a) { a.claims.erase("iss"); }},
    ChangedRow{"sub", 700021, [](Assertion& a) { a.claims["sub"] = test::kResourceId; }},
    ChangedRow{"aud of the issuer", 700023,
               [](Assertion& a) {
                 a.claims["aud"] =
                     "https://login.microsoftonline.com/" + std::string(test::kContosoId) + "/v2.0";
               }},
    ChangedRow{"aud of version 1", 700023,
               [](Assertion& a) {
                 a.claims["aud"] = "https://login.microsoftonline.com/" +
                                   std::string(test::kContosoId) + "/oauth2/token";
               }},
    ChangedRow{
        "aud with a slash", 700023,
        [](Assertion& a) { a.claims["aud"] = std::string(test::kContosoTokenEndpoint) + "/"; }},
    ChangedRow{"no aud", 700023, [](Assertion& a) { a.claims.erase("aud"); }},
    ChangedRow{"no nbf", 50027, [](Assertion& a) { a.claims.erase("nbf"); }},
    ChangedRow{"no exp", 50027, [](Assertion& a) { a.claims.erase("exp"); }},
    ChangedRow{"exp as a text", 50027, [](Assertion& a) { a.claims["exp"] = "1935827400"; }},
    ChangedRow{"not yet valid", 700024,
               [](Assertion& a) {
                 a.claims["nbf"] = kNow + 301;
                 a.claims["exp"] = kNow + 900;
               }},
    ChangedRow{"expired", 700024,
               [](Assertion& a) {
                 a.claims["nbf"] = kNow - 900;
                 a.claims["exp"] = kNow - 300;
               }},
    ChangedRow{"valid for no time", 700024, [](Assertion& a) { a.claims["exp"] = kNow; }},
    ChangedRow{"valid for too long", 700024, [](Assertion& a) { a.claims["exp"] = kNow + 3601; }},
    ChangedRow{"no jti", 50027, [](Assertion& a) { a.claims.erase("jti"); }},
    ChangedRow{"an empty jti", 50027, [](Assertion& a) { a.claims["jti"] = ""; }}};

INSTANTIATE_TEST_SUITE_P(OneChangeEach, ChangedAssertion, testing::ValuesIn(kRows));

TEST(ClientAssertion, HoldsAtTheEdgesOfTime) {
  for (const auto& [begins, ends] :
       {std::pair{kNow + 300, kNow + 900}, std::pair{kNow - 900, kNow - 299},
        std::pair{kNow, kNow + 3600}}) {
    Assertion assertion;
    assertion.claims["nbf"] = begins;
    assertion.claims["exp"] = ends;
    EXPECT_FALSE(check(assertion.signed_by(keys().application))) << begins - kNow;
  }
}

TEST(ClientAssertion, RefusesAnotherSignerAndAnotherText) {
  const auto stranger = check(Assertion().signed_by(keys().stranger));
  ASSERT_TRUE(stranger);
  EXPECT_EQ(stranger->number, 700027);

  const std::string good = Assertion().signed_by(keys().application);
  Assertion other;
  other.claims["jti"] = "44444444-0000-4000-8000-000000000002";
  const std::string moved =
      test::unsigned_token(other.header, other.claims) + good.substr(good.rfind('.'));
  const auto transplanted = check(moved);
  ASSERT_TRUE(transplanted);
  EXPECT_EQ(transplanted->number, 700027);
}

TEST(ClientAssertion, RefusesASaltOfAnotherLength) {
  const Assertion assertion;
  const std::string text = test::unsigned_token(assertion.header, assertion.claims);
  const auto salted = check(text + '.' + test::base64url(keys().application.ps256(text, 20)));
  ASSERT_TRUE(salted);
  EXPECT_EQ(salted->number, 700027);
}

TEST(ClientAssertion, RefusesWhatIsNoToken) {
  const std::string good = Assertion().signed_by(keys().application);
  const std::string without_signature = good.substr(0, good.rfind('.') + 1);
  for (const std::string& text : {std::string(), std::string("a.b"), good + ".x", "." + good,
                                  good + std::string(16 * 1024, 'A')}) {
    const auto refusal = check(text);
    ASSERT_TRUE(refusal) << text.size();
    EXPECT_EQ(refusal->number, 50027) << text.size();
  }
  const auto refusal = check(without_signature);
  ASSERT_TRUE(refusal);
  EXPECT_EQ(refusal->number, 700027);
}

TEST(ClientAssertion, IsUsedOnce) {
  ReplayGuard used;
  const std::string text = Assertion().signed_by(keys().application);
  EXPECT_FALSE(check(text, used));
  const auto again = check(text, used);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->number, 50027);

  Assertion newer;
  newer.claims["jti"] = "44444444-0000-4000-8000-000000000002";
  EXPECT_FALSE(check(newer.signed_by(keys().application), used));
}

TEST(ClientAssertion, IsNotUsedUpByARefusal) {
  ReplayGuard used;
  Assertion assertion;
  assertion.claims["aud"] = "https://elsewhere.example/";
  ASSERT_TRUE(check(assertion.signed_by(keys().application), used));
  EXPECT_FALSE(check(Assertion().signed_by(keys().application), used));
}

TEST(ClientAssertion, IsRefusedWhereNoMoreCanBeRemembered) {
  ReplayGuard used(0);
  const auto refusal = check(Assertion().signed_by(keys().application), used);
  ASSERT_TRUE(refusal);
  EXPECT_EQ(refusal->status, 503u);
  EXPECT_EQ(refusal->error, "temporarily_unavailable");
}

TEST(ClientAssertion, NeedsACertificateThatIsValidNow) {
  const Rsa& rsa = keys().application;
  const std::string pem = rsa.certificate_pem("", "20310506075959Z");
  const Application application{
      std::string(test::kClientId), {*RegisteredCertificate::read(pem)}, {}};
  Assertion assertion;
  assertion.header["x5t#S256"] = test::base64url(test::thumbprint(pem, "SHA256"));
  assertion.claims["nbf"] = kNow - 60;
  const std::string text = assertion.signed_by(rsa);
  const std::string endpoint(test::kContosoTokenEndpoint);
  ReplayGuard used;
  const auto late = check_assertion(text, {application, endpoint, now()}, used);
  ASSERT_TRUE(late);
  EXPECT_EQ(late->number, 700027);
  const auto before = now() - std::chrono::seconds(10);
  EXPECT_FALSE(check_assertion(text, {application, endpoint, before}, used));
}

}  // namespace
}  // namespace fb::cloudsim
