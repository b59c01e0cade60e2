// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/xml_verification.hpp"

#include <openssl/err.h>

#include <array>

#include "tests/unit/gateway/identity/saml_world.hpp"

namespace fb::identity {
namespace {

using test::with;

constexpr std::string_view kKey = "0123456789abcdef";

struct SignedMessage {
  SignedMessage() {
    const auto sign = [](std::string_view text) {
      return test::hmac(test::kHmacSha1Uri, kKey, text);
    };
    test::SignatureWish signature;
    signature.method = test::kHmacSha1Uri;
    test::EnvelopeWish wish = world.envelope_wish();
    timestamp = test::timestamp_text(wish);
    wish.token = SamlWorld::sealed("x");
    wish.signature = test::detached_signature(timestamp, "_timestamp", signature, sign);
    envelope = test::envelope_text(wish);
  }
  std::string told(const std::string& text) const {
    const auto bytes =
        signed_timestamp(text, wstrust::read_security_header(text).value(), config::Secret(key));
    EXPECT_EQ(ERR_peek_error(), 0u);
    return bytes ? *bytes : bytes.error().rule();
  }

  SamlWorld world;
  std::string key{kKey};
  std::string timestamp;
  std::string envelope;
};

TEST(XmlVerification, GivesTheBytesThatWereSigned) {
  SamlWorld world;
  const std::string plain = test::assertion_text(world.assertion_wish());
  const std::string text = test::signed_by(plain, {}, SamlWorld::issuer().key);
  const std::array<Certificate, 1> certificates{{{SamlWorld::issuer().certificate_der}}};
  const auto read = wstrust::read_assertion(text).value();
  EXPECT_EQ(signed_assertion(text, read, certificates, false).value(), test::canonical(plain));
  EXPECT_EQ(signed_assertion(text, read, {}, false).error().rule(), kSignatureRule);
  const SignedMessage message;
  EXPECT_EQ(message.told(message.envelope), test::canonical(message.timestamp));
}

// Whatever the reason why two readers differ, neither is believed.
TEST(XmlVerification, TwoReadersHaveToSeeTheSame) {
  SamlWorld world;
  const std::string text = SamlWorld::signed_token(world.assertion_wish());
  const std::array<Certificate, 1> certificates{{{SamlWorld::issuer().certificate_der}}};
  const auto good = wstrust::read_assertion(text).value();
  const auto rule_of = [&](const wstrust::DocumentShape& shape) {
    auto read = good;
    read.shape = shape;
    EXPECT_EQ(check_signature_form(text, read, false).has_value(), shape == good.shape);
    const auto bytes = signed_assertion(text, read, certificates, false);
    return bytes ? "good" : bytes.error().rule();
  };
  EXPECT_EQ(rule_of(good.shape), "good");
  EXPECT_EQ(rule_of({good.shape.elements + 1, good.shape.ids}), "saml.two_readings");
  EXPECT_EQ(rule_of({good.shape.elements - 1, good.shape.ids}), "saml.two_readings");
  EXPECT_EQ(rule_of({good.shape.elements, {good.id, "more"}}), "saml.two_readings");
  EXPECT_EQ(rule_of({good.shape.elements, {}}), "saml.signature_form");

  const SignedMessage message;
  auto header = wstrust::read_security_header(message.envelope).value();
  ++header.shape.elements;
  const auto bytes = signed_timestamp(message.envelope, header, config::Secret(message.key));
  ASSERT_FALSE(bytes.has_value());
  EXPECT_EQ(bytes.error().rule(), "saml.two_readings");
}

struct Row {
  const char* title;
  const char* from;
  const char* to;
  const char* rule;
};

TEST(XmlVerification, ATimestampIsSignedWhereItStands) {
  const Row rows[] = {
      {"its id stands in the body too", "<m:GetUserAvailabilityRequest ",
       "<m:GetUserAvailabilityRequest Id=\"_timestamp\" ", "saml.signature_form"},
      {"its id stands in the body as xml:id", "<m:GetUserAvailabilityRequest ",
       "<m:GetUserAvailabilityRequest xml:id=\"_timestamp\" ", "saml.signature_form"},
      {"it has another id", "wsu:Id=\"_timestamp\"", "wsu:Id=\"_other\"", "saml.signature_form"},
      {"it has no id", " wsu:Id=\"_timestamp\"", "", "saml.signature_form"},
      {"the signature is over the whole", "URI=\"#_timestamp\"", "URI=\"\"", "saml.signature_form"},
      {"the signature is over an expression", "URI=\"#_timestamp\"",
       "URI=\"#xpointer(id('_timestamp'))\"", "saml.signature_form"},
      {"the signature is over a file", "URI=\"#_timestamp\"", "URI=\"file:///etc/passwd\"",
       "saml.signature_form"},
      {"another time", "T00:00:00Z</wsu:Created>", "T00:00:01Z</wsu:Created>", "saml.proof"},
      {"an HMAC of another kind", "hmac-sha1", "hmac-md5", "saml.signature_algorithm"},
      {"a digest of another kind", "xmlenc#sha256", "xmlenc#sha512", "saml.signature_algorithm"},
      {"the enveloped form, which is for assertions", "2001/10/xml-exc-c14n#\"></ds:Transform>",
       "2000/09/xmldsig#enveloped-signature\"></ds:Transform>", "saml.signature_algorithm"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.title);
    const SignedMessage message;
    EXPECT_EQ(message.told(with(message.envelope, row.from, row.to)), row.rule);
  }
}

TEST(XmlVerification, AProofKeyHasALength) {
  SignedMessage message;
  message.key = std::string(kProofKeyBytesMin - 1, 'k');
  EXPECT_EQ(message.told(message.envelope), "saml.proof_key");
  message.key = std::string(kProofKeyBytesMin, 'k');
  EXPECT_EQ(message.told(message.envelope), "saml.proof");
  message.key = std::string(kProofKeyBytesMax, 'k');
  EXPECT_EQ(message.told(message.envelope), "saml.proof");
  message.key = std::string(kProofKeyBytesMax + 1, 'k');
  EXPECT_EQ(message.told(message.envelope), "saml.proof_key");
  message.key.clear();
  EXPECT_EQ(message.told(message.envelope), "saml.proof_key");
}

}  // namespace
}  // namespace fb::identity
