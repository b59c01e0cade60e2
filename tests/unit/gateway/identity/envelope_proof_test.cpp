// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Messages whose sender proves to hold the key of the token, one step away from good ones.
#include "gateway/identity/xml_verification.hpp"
#include "tests/unit/gateway/identity/saml_world.hpp"

namespace fb::identity {
namespace {

using test::with;

constexpr std::string_view kKey = "0123456789abcdef0123456789abcdef";
constexpr std::string_view kPlainUrl = "https://gateway.example/EWS/Exchange.asmx/WSSecurity";
constexpr std::string_view kSymmetricUrl =
    "https://gateway.example/EWS/Exchange.asmx/WSSecurity/SymmetricKey";
constexpr std::string_view kX509Url =
    "https://gateway.example/EWS/Exchange.asmx/WSSecurity/X509Cert";

std::string secret_info(std::string_view key) {
  return "<t:BinarySecret xmlns:t=\"http://schemas.xmlsoap.org/ws/2005/02/trust\">" +
         test::base64_text(key) + "</t:BinarySecret>";
}

struct ProofWish {
  std::string holder_key_info = secret_info(kKey);
  test::SignatureWish signature{.method = std::string(test::kHmacSha1Uri),
                                .digest = std::string(test::kSha1Uri),
                                .key_info = test::token_key_info("_assertion-1")};
  std::string key{kKey};
  std::string url{kSymmetricUrl};
  SecurityForm form = SecurityForm::symmetric_key;
  const test::RsaKey* rsa = nullptr;  // signs in place of the key
  bool is_signed = true;
  bool proof_required = true;
};

EnvelopeCredential proved_with(const SamlWorld& world, const ProofWish& wish) {
  test::AssertionWish assertion = world.assertion_wish();
  assertion.holder_key_info = wish.holder_key_info;
  test::EnvelopeWish envelope = world.envelope_wish();
  envelope.to = wish.url;
  envelope.token = SamlWorld::sealed(SamlWorld::signed_token(assertion));
  const auto sign = [&](std::string_view text) {
    return wish.rsa == nullptr ? test::hmac(wish.signature.method, wish.key, text)
                               : test::rsa_signature(wish.signature.method, *wish.rsa, text);
  };
  if (wish.is_signed) {
    envelope.signature = test::detached_signature(test::timestamp_text(envelope), "_timestamp",
                                                  wish.signature, sign);
  }
  EnvelopeCredential credential = world.credential(test::envelope_text(envelope));
  credential.urls = {wish.url};
  credential.form = wish.form;
  return credential;
}

std::string holder_certificate(const test::SamlIdentity& identity) {
  return "<ds:X509Data><ds:X509Certificate>" + test::base64_text(identity.certificate_der) +
         "</ds:X509Certificate></ds:X509Data>";
}

struct ProofRow {
  const char* title;
  std::function<void(ProofWish&)> change;
  const char* rule;
};

const ProofRow kProofs[] = {
    {"a secret in the token, as Exchange's clients sign", [](ProofWish&) {}, "proved"},
    {"with SHA-256",
     [](ProofWish& wish) {
       wish.signature.method = test::kHmacSha256Uri;
       wish.signature.digest = test::kSha256Uri;
     },
     "proved"},
    {"a key wrapped for us",
     [](ProofWish& wish) {
       wish.holder_key_info = test::encrypted_key_for(SamlWorld::home().certificate_pem, kKey);
     },
     "proved"},
    {"named by the id of the encrypted token",
     [](ProofWish& wish) {
       wish.signature.key_info = with(test::token_key_info("x"), ">x<", ">_token<");
     },
     "proved"},
    {"at the plain path", [](ProofWish& wish) { wish.form = SecurityForm::token; }, "proved"},
    {"another key", [](ProofWish& wish) { wish.key = "another key, just as long as it"; },
     "saml.proof"},
    {"a key wrapped for somebody else",
     [](ProofWish& wish) {
       wish.holder_key_info = test::encrypted_key_for(SamlWorld::stranger().certificate_pem, kKey);
     },
     "saml.proof_key"},
    {"a key wrapped with RSA 1.5",
     [](ProofWish& wish) {
       test::EncryptionWish old;
       old.transport = "http://www.w3.org/2001/04/xmlenc#rsa-1_5";
       wish.holder_key_info = test::encrypted_key_for(SamlWorld::home().certificate_pem, kKey, old);
     },
     "saml.key_transport"},
    {"a short key",
     [](ProofWish& wish) {
       wish.key = "fifteen bytes..";
       wish.holder_key_info = secret_info(wish.key);
     },
     "saml.proof_key"},
    {"the shortest key",
     [](ProofWish& wish) {
       wish.key = "sixteen bytes...";
       wish.holder_key_info = secret_info(wish.key);
     },
     "proved"},
    {"a long key",
     [](ProofWish& wish) {
       wish.key = std::string(kProofKeyBytesMax + 1, 'k');
       wish.holder_key_info = secret_info(wish.key);
     },
     "saml.proof_key"},
    {"an HMAC that is cut",
     [](ProofWish& wish) {
       wish.signature.method_part = "<ds:HMACOutputLength>8</ds:HMACOutputLength>";
     },
     "saml.signature_algorithm"},
    {"an HMAC that is not cut, and says so",
     [](ProofWish& wish) {
       wish.signature.method_part = "<ds:HMACOutputLength>160</ds:HMACOutputLength>";
     },
     "saml.signature_algorithm"},
    {"no signature", [](ProofWish& wish) { wish.is_signed = false; }, "saml.proof_missing"},
    {"no signature at the plain path",
     [](ProofWish& wish) {
       wish.is_signed = false;
       wish.form = SecurityForm::token;
     },
     "saml.proof_missing"},
    {"no signature at the plain path, where that will do",
     [](ProofWish& wish) {
       wish.is_signed = false;
       wish.form = SecurityForm::token;
       wish.url = kPlainUrl;
       wish.proof_required = false;
     },
     "proved"},
    {"no signature at the path with a key, where the plain one does without",
     [](ProofWish& wish) {
       wish.is_signed = false;
       wish.proof_required = false;
     },
     "saml.proof_missing"},
    {"a wrong signature at the plain path, where none would do",
     [](ProofWish& wish) {
       wish.key = "another key of the same size....";
       wish.form = SecurityForm::token;
       wish.url = kPlainUrl;
       wish.proof_required = false;
     },
     "saml.proof"},
    {"a token for its bearer at the path with a key",
     [](ProofWish& wish) { wish.holder_key_info.clear(); }, "saml.confirmation"},
    {"a token for its bearer with a signature",
     [](ProofWish& wish) {
       wish.holder_key_info.clear();
       wish.form = SecurityForm::token;
     },
     "saml.proof_unexpected"},
    {"a signature that names no token", [](ProofWish& wish) { wish.signature.key_info.clear(); },
     "saml.proof_token"},
    {"a signature that names another token",
     [](ProofWish& wish) { wish.signature.key_info = test::token_key_info("_assertion-2"); },
     "saml.proof_token"},
    {"a reference to something else", [](ProofWish& wish) { wish.signature.reference = "_token"; },
     "saml.signature_form"},
    {"a certificate",
     [](ProofWish& wish) {
       wish.holder_key_info = holder_certificate(SamlWorld::stranger());
       wish.rsa = &SamlWorld::stranger().key;
       wish.signature.method = test::kRsaSha256Uri;
       wish.signature.digest = test::kSha256Uri;
       wish.url = kX509Url;
       wish.form = SecurityForm::x509_certificate;
     },
     "proved"},
    {"a certificate of somebody else",
     [](ProofWish& wish) {
       wish.holder_key_info = holder_certificate(SamlWorld::issuer());
       wish.rsa = &SamlWorld::stranger().key;
       wish.signature.method = test::kRsaSha256Uri;
       wish.signature.digest = test::kSha256Uri;
       wish.form = SecurityForm::x509_certificate;
     },
     "saml.proof"},
    {"a certificate and SHA-1",
     [](ProofWish& wish) {
       wish.holder_key_info = holder_certificate(SamlWorld::stranger());
       wish.rsa = &SamlWorld::stranger().key;
       wish.signature.method = test::kRsaSha1Uri;
       wish.form = SecurityForm::x509_certificate;
     },
     "saml.signature_algorithm"},
    {"an HMAC by the bytes of the certificate",
     [](ProofWish& wish) {
       wish.holder_key_info = holder_certificate(SamlWorld::stranger());
       wish.key = SamlWorld::stranger().certificate_der;
       wish.form = SecurityForm::x509_certificate;
     },
     "saml.signature_algorithm"},
    {"a certificate at the path of the other key",
     [](ProofWish& wish) {
       wish.holder_key_info = holder_certificate(SamlWorld::stranger());
       wish.rsa = &SamlWorld::stranger().key;
       wish.signature.method = test::kRsaSha256Uri;
       wish.signature.digest = test::kSha256Uri;
     },
     "saml.proof_key"},
    {"a secret at the path of certificates",
     [](ProofWish& wish) { wish.form = SecurityForm::x509_certificate; }, "saml.proof_key"},
};

TEST(EnvelopeProof, TheHolderOfAKeyProvesIt) {
  for (const ProofRow& row : kProofs) {
    SCOPED_TRACE(row.title);
    SamlWorld world;
    ProofWish wish;
    row.change(wish);
    world.trust().proof_required = wish.proof_required;
    EXPECT_EQ(world.rule_of(proved_with(world, wish)), row.rule);
  }
}

TEST(EnvelopeProof, ASignedTimestampIsTakenOnce) {
  SamlWorld world;
  const EnvelopeCredential message = proved_with(world, {});
  EXPECT_EQ(world.rule_of(message), "proved");
  EXPECT_EQ(world.rule_of(message), "saml.replayed");
  world.clock.advance(std::chrono::seconds(1));
  EXPECT_EQ(world.rule_of(proved_with(world, {})), "proved") << "the same token, a later message";
}

// What stands in the envelope is not what was signed.
TEST(EnvelopeProof, TheTimestampIsTheOneThatWasSigned) {
  SamlWorld world;
  EnvelopeCredential late = proved_with(world, {});
  world.clock.advance(std::chrono::minutes(30));
  late.envelope = with(late.envelope, "2026-01-05T00:00:00Z</wsu:Created>",
                       "2026-01-05T00:30:00Z</wsu:Created>");
  late.envelope = with(late.envelope, "2026-01-05T00:05:00Z</wsu:Expires>",
                       "2026-01-05T00:35:00Z</wsu:Expires>");
  EXPECT_EQ(world.rule_of(late), "saml.proof");
}

}  // namespace
}  // namespace fb::identity
