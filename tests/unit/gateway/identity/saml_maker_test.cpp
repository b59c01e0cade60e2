// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The tokens that the tests are made of, judged by the program xmlsec1: what it refuses would prove
// nothing when we refuse it too.
#include "tests/support/saml_maker.hpp"

#include <gtest/gtest.h>

#include "tests/support/xmlsec1.hpp"
#include "tests/unit/gateway/identity/saml_world.hpp"

namespace fb::identity {
namespace {

using test::with;

constexpr const char* kAssertionId =
    " --id-attr:AssertionID urn:oasis:names:tc:SAML:1.0:assertion:Assertion ";
constexpr const char* kTimestampId =
    " --id-attr:Id http://docs.oasis-open.org/wss/2004/01/"
    "oasis-200401-wss-wssecurity-utility-1.0.xsd:Timestamp ";

class SamlMaker : public testing::Test {
 protected:
  void SetUp() override {
    if (!test::Xmlsec1::is_installed()) GTEST_SKIP() << "the program xmlsec1 is not installed";
  }
  bool verifies_assertion(const std::string& assertion) {
    const std::string certificate = xmlsec1.file("issuer.pem", SamlWorld::issuer().certificate_pem);
    return xmlsec1.run("--verify --pubkey-cert-pem " + certificate + kAssertionId +
                       xmlsec1.file("assertion.xml", assertion));
  }

  test::Xmlsec1 xmlsec1;
  SamlWorld world;
};

TEST_F(SamlMaker, SignsAssertions) {
  const std::string good = SamlWorld::signed_token(world.assertion_wish());
  EXPECT_TRUE(verifies_assertion(good)) << xmlsec1.said;
  EXPECT_TRUE(verifies_assertion(with(good, "victor@", "vic<!-- -->tor@"))) << xmlsec1.said;
  EXPECT_FALSE(verifies_assertion(with(good, "victor@", "boss@")));
  test::SignatureWish sha1;
  sha1.method = test::kRsaSha1Uri;
  sha1.digest = test::kSha1Uri;
  EXPECT_TRUE(verifies_assertion(
      test::signed_by(test::assertion_text(world.assertion_wish()), sha1, SamlWorld::issuer().key)))
      << xmlsec1.said;
}

TEST_F(SamlMaker, SignsTimestamps) {
  const std::string key = "0123456789abcdef";
  for (const std::string_view method : {test::kHmacSha1Uri, test::kHmacSha256Uri}) {
    test::EnvelopeWish wish = world.envelope_wish();
    test::SignatureWish signature;
    signature.method = method;
    const auto sign = [&](std::string_view text) { return test::hmac(method, key, text); };
    wish.signature =
        test::detached_signature(test::timestamp_text(wish), "_timestamp", signature, sign);
    const std::string options = "--verify --hmackey " + xmlsec1.file("key.bin", key) + kTimestampId;
    const std::string envelope = test::envelope_text(wish);
    EXPECT_TRUE(xmlsec1.run(options + xmlsec1.file("envelope.xml", envelope))) << xmlsec1.said;
    const std::string altered = with(envelope, "Z</wsu:Created>", "0Z</wsu:Created>");
    EXPECT_FALSE(xmlsec1.run(options + xmlsec1.file("altered.xml", altered)));
  }
}

TEST_F(SamlMaker, EncryptsTokens) {
  const std::string token = SamlWorld::signed_token(world.assertion_wish());
  const std::string key = xmlsec1.file("key.pem", SamlWorld::home().key.private_pem());
  for (const char* cipher :
       {"http://www.w3.org/2001/04/xmlenc#aes256-cbc",
        "http://www.w3.org/2001/04/xmlenc#aes128-cbc", "http://www.w3.org/2009/xmlenc11#aes256-gcm",
        "http://www.w3.org/2009/xmlenc11#aes128-gcm"}) {
    test::EncryptionWish wish;
    wish.cipher = cipher;
    const std::string sealed = test::encrypted_for(SamlWorld::home().certificate_pem, token, wish);
    EXPECT_TRUE(xmlsec1.run("--decrypt --privkey-pem " + key + " --output " +
                            xmlsec1.path("opened.xml") + " " + xmlsec1.file("sealed.xml", sealed)))
        << xmlsec1.said;
    EXPECT_NE(xmlsec1.content("opened.xml").find("victor@partner.example"), std::string::npos)
        << cipher;
  }
}

}  // namespace
}  // namespace fb::identity
