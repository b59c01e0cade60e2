// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/client_assertion.hpp"

#include "protocols/oauth/oauth.hpp"
#include "tests/unit/gateway/identity/identity_world.hpp"

namespace fb::identity {
namespace {

using std::chrono::hours;

constexpr std::string_view kEndpoint =
    "https://login.microsoftonline.com/11111111-1111-4111-8111-111111111111/oauth2/v2.0/token";
const model::UtcTime kNow = std::chrono::sys_days{std::chrono::May / 6 / 2031};

class ClientAssertionTest : public testing::Test {
 protected:
  const test::RsaKey& key_ = test::RsaKey::shared("one");
  const std::string certificate_ = key_.certificate_pem(kNow - hours(1), kNow + hours(1));
  TemporaryDirectory directory_;
  config::Application application_{std::string(kPartnerClient),
                                   directory_.write("certificate.pem", certificate_),
                                   directory_.write("key.pem", key_.private_pem()), false};
};

void check_claims(const oauth::CompactToken& token) {
  EXPECT_EQ(token.text("aud"), kEndpoint);
  EXPECT_EQ(token.text("iss"), kPartnerClient);
  EXPECT_EQ(token.text("sub"), kPartnerClient);
  EXPECT_EQ(token.time("nbf"), kNow);
  EXPECT_EQ(token.time("iat"), kNow);
  EXPECT_EQ(token.time("exp"), kNow + std::chrono::minutes(10));
  EXPECT_TRUE(model::CorrelationId::parse(token.text("jti")).has_value()) << token.text("jti");
}

TEST_F(ClientAssertionTest, IsWhatTheSignInServiceAsksFor) {
  const auto assertion = make_client_assertion(application_, kEndpoint, kNow);
  ASSERT_TRUE(assertion.has_value()) << assertion.error().detail();
  const auto token = oauth::CompactToken::read(assertion->reveal());
  ASSERT_TRUE(token.has_value());
  EXPECT_EQ(
      token->header,
      (boost::json::object{{"alg", "PS256"},
                           {"typ", "JWT"},
                           {"x5t#S256", test::certificate_thumbprint(certificate_, "SHA256")}}));
  check_claims(*token);
  EXPECT_TRUE(key_.verify("PS256", token->signing_input, token->signature));
  EXPECT_FALSE(key_.verify("RS256", token->signing_input, token->signature));
}

TEST_F(ClientAssertionTest, TheOlderFormOnRequest) {
  application_.sha1_thumbprint = true;
  const auto assertion = make_client_assertion(application_, kEndpoint, kNow);
  ASSERT_TRUE(assertion.has_value()) << assertion.error().detail();
  const auto token = oauth::CompactToken::read(assertion->reveal());
  ASSERT_TRUE(token.has_value());
  EXPECT_EQ(token->header,
            (boost::json::object{{"alg", "RS256"},
                                 {"typ", "JWT"},
                                 {"x5t", test::certificate_thumbprint(certificate_, "SHA1")}}));
  check_claims(*token);
  EXPECT_TRUE(key_.verify("RS256", token->signing_input, token->signature));
}

TEST_F(ClientAssertionTest, NoTwoAreTheSame) {
  const auto id = [&] {
    const auto assertion = make_client_assertion(application_, kEndpoint, kNow);
    return std::string(oauth::CompactToken::read(assertion->reveal())->text("jti"));
  };
  EXPECT_NE(id(), id());
}

TEST_F(ClientAssertionTest, ARenewedCertificateIsUsedAtOnce) {
  ASSERT_TRUE(make_client_assertion(application_, kEndpoint, kNow).has_value());
  const test::RsaKey& next = test::RsaKey::shared("two");
  const std::string renewed = next.certificate_pem(kNow, kNow + hours(1));
  directory_.write("certificate.pem", renewed);
  directory_.write("key.pem", next.private_pem());
  const auto assertion = make_client_assertion(application_, kEndpoint, kNow);
  ASSERT_TRUE(assertion.has_value());
  const auto token = oauth::CompactToken::read(assertion->reveal());
  EXPECT_TRUE(next.verify("PS256", token->signing_input, token->signature));
  EXPECT_EQ(token->header.at("x5t#S256"),
            boost::json::value(test::certificate_thumbprint(renewed, "SHA256")));
}

TEST_F(ClientAssertionTest, TheFirstCertificateOfAChainCounts) {
  const std::string issuer =
      test::RsaKey::shared("two").certificate_pem(kNow - hours(1), kNow + hours(1));
  directory_.write("certificate.pem", certificate_ + issuer);
  EXPECT_TRUE(make_client_assertion(application_, kEndpoint, kNow).has_value());
  directory_.write("certificate.pem", issuer + certificate_);
  EXPECT_FALSE(make_client_assertion(application_, kEndpoint, kNow).has_value());
}

TEST_F(ClientAssertionTest, EndsWithItsCertificate) {
  EXPECT_TRUE(
      make_client_assertion(application_, kEndpoint, kNow + hours(1) - std::chrono::seconds(1))
          .has_value());
  const auto ended = make_client_assertion(application_, kEndpoint, kNow + hours(1));
  ASSERT_FALSE(ended.has_value());
  EXPECT_NE(ended.error().detail().find("has ended"), std::string::npos);
}

TEST_F(ClientAssertionTest, WhatIsWrongIsNamedByItsFile) {
  struct Row {
    std::string file;
    std::string content;
    std::string_view words;
  };
  const test::RsaKey& other = test::RsaKey::shared("two");
  const std::string curve =
      "-----BEGIN PRIVATE KEY-----\n"
      "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgevZzL1gdAFr88hb2\n"
      "OF/2NxApJCzGCEDdfSp6VQO30hyhRANCAAQRWz+jn65BtOMvdyHKcvjBeBSDZH2r\n"
      "1RTwjmYSi9R/zpBnuQ4EiMnCqfMPWiZqB4QdbAd0E7oH50VpuZ1P087G\n"
      "-----END PRIVATE KEY-----\n";
  for (const Row& row : {
           Row{"certificate.pem", "nothing", "holds no certificate"},
           Row{"certificate.pem", key_.private_pem(), "holds no certificate"},
           Row{"certificate.pem", other.certificate_pem(kNow, kNow + hours(1)),
               "is not the certificate of the private key"},
           Row{"certificate.pem", std::string(256 * 1024 + 1, ' '), "bytes, and at most"},
           Row{"key.pem", "nothing", "holds no private key"},
           Row{"key.pem", certificate_, "holds no private key"},
           Row{"key.pem", curve, "holds no RSA key"},
       }) {
    directory_.write("certificate.pem", certificate_);
    directory_.write("key.pem", key_.private_pem());
    const std::string path = directory_.write(row.file, row.content);
    const auto assertion = make_client_assertion(application_, kEndpoint, kNow);
    ASSERT_FALSE(assertion.has_value()) << row.words;
    EXPECT_EQ(assertion.error().kind(), model::ErrorKind::token_unavailable);
    EXPECT_NE(assertion.error().detail().find(path + " "), std::string::npos)
        << assertion.error().detail();
    EXPECT_NE(assertion.error().detail().find(row.words), std::string::npos)
        << assertion.error().detail();
  }
  application_.private_key_file = "/nowhere/key.pem";
  const auto missing = make_client_assertion(application_, kEndpoint, kNow);
  ASSERT_FALSE(missing.has_value());
}

}  // namespace
}  // namespace fb::identity
