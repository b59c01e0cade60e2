// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/envelope_authenticator.hpp"

#include <openssl/err.h>

#include "gateway/identity/xml_verification.hpp"
#include "tests/unit/gateway/identity/saml_world.hpp"

namespace fb::identity {
namespace {

using test::with;

constexpr std::string_view kKey = "0123456789abcdef0123456789abcdef";
constexpr std::string_view kSymmetricUrl =
    "https://gateway.example/EWS/Exchange.asmx/WSSecurity/SymmetricKey";
constexpr std::string_view kX509Url =
    "https://gateway.example/EWS/Exchange.asmx/WSSecurity/X509Cert";

TEST(EnvelopeAuthenticator, ATokenProvesAPartnersUser) {
  SamlWorld world;
  const Authentication outcome = world.ask(world.good_envelope());
  ASSERT_TRUE(outcome.caller.has_value())
      << outcome.caller.error().rule() << ": " << outcome.caller.error().detail();
  const model::Caller& caller = **outcome.caller;
  EXPECT_EQ(caller.kind, model::CallerKind::partner_user);
  EXPECT_EQ(caller.tenant, test::contoso_china());
  ASSERT_TRUE(caller.user.has_value());
  EXPECT_EQ(caller.user->str(), "victor@partner.example");
  EXPECT_EQ(caller.principal, "victor@partner.example");
  ASSERT_TRUE(caller.delegation.has_value());
  EXPECT_EQ(caller.delegation->token_issuer, test::kSamlIssuer);
  EXPECT_EQ(caller.delegation->addressed_to, test::contoso());
  EXPECT_EQ(outcome.examination.kind(), "saml");
  EXPECT_TRUE(outcome.answer_headers.empty());
}

// Servers keep a token for its lifetime.
TEST(EnvelopeAuthenticator, ATokenMayComeAgain) {
  SamlWorld world;
  const std::string envelope = world.good_envelope();
  EXPECT_EQ(world.rule_of(envelope), "proved");
  EXPECT_EQ(world.rule_of(envelope), "proved");
}

struct TokenRow {
  const char* title;
  // From the good signed token to what is encrypted.
  std::function<std::string(const SamlWorld&, const std::string&)> change;
  const char* rule;
};

std::string without_signature(const std::string& token) {
  const std::size_t begin = token.find("<ds:Signature ");
  const std::size_t end =
      token.find("</ds:Signature>") + std::string_view("</ds:Signature>").size();
  return token.substr(0, begin) + token.substr(end);
}
std::string signature_of(const std::string& token) {
  const std::size_t begin = token.find("<ds:Signature ");
  const std::size_t end =
      token.find("</ds:Signature>") + std::string_view("</ds:Signature>").size();
  return token.substr(begin, end - begin);
}
std::string before_end(const std::string& element, std::string_view added) {
  const std::size_t end = element.rfind("</");
  return element.substr(0, end) + std::string(added) + element.substr(end);
}
std::string evil(const SamlWorld& world) {
  test::AssertionWish wish = world.assertion_wish();
  wish.id = "_evil";
  wish.email = "boss@partner.example";
  return test::assertion_text(wish);
}

// Each row is one step away from a good token.
const TokenRow kTokens[] = {
    {"not changed", [](const SamlWorld&, const std::string& good) { return good; }, "proved"},
    {"a comment inside the address, which the canonical form has not",
     [](const SamlWorld&, const std::string& good) {
       return with(good, "victor@", "vic<!-- -->tor@");
     },
     "proved"},
    {"another address",
     [](const SamlWorld&, const std::string& good) { return with(good, "victor@", "boss@"); },
     "saml.signature"},
    {"a comment that cuts the address",
     [](const SamlWorld&, const std::string& good) {
       return with(good, "victor@partner.example", "boss@partner.example<!--victor@-->");
     },
     "saml.signature"},
    {"no signature",
     [](const SamlWorld&, const std::string& good) { return without_signature(good); },
     "saml.signature_form"},
    {"a signature of somebody else",
     [](const SamlWorld& world, const std::string&) {
       return test::signed_by(test::assertion_text(world.assertion_wish()), {},
                              SamlWorld::stranger().key);
     },
     "saml.signature"},
    {"a signature of somebody else who brings his certificate",
     [](const SamlWorld& world, const std::string&) {
       const std::string der = SamlWorld::stranger().certificate_der;
       test::SignatureWish wish;
       wish.key_info = "<ds:X509Data><ds:X509Certificate>" + test::base64_text(der) +
                       "</ds:X509Certificate></ds:X509Data>";
       return test::signed_by(test::assertion_text(world.assertion_wish()), wish,
                              SamlWorld::stranger().key);
     },
     "saml.signature"},
    {"wrapped: another assertion around the signed one",
     [](const SamlWorld& world, const std::string& good) {
       return before_end(evil(world), "<saml:Advice>" + good + "</saml:Advice>");
     },
     "saml.assertion"},
    {"wrapped: the signed one inside the signature of another",
     [](const SamlWorld& world, const std::string& good) {
       const std::string object =
           "<ds:Object>" + without_signature(good) + "</ds:Object></ds:Signature>";
       return before_end(evil(world), with(signature_of(good), "</ds:Signature>", object));
     },
     "saml.assertion"},
    {"wrapped: the signature moved into another assertion",
     [](const SamlWorld& world, const std::string& good) {
       return before_end(evil(world), signature_of(good));
     },
     "saml.signature_form"},
    {"wrapped: the other assertion has the id too",
     [](const SamlWorld& world, const std::string& good) {
       return before_end(with(evil(world), "_evil", "_assertion-1"), signature_of(good));
     },
     "saml.signature"},
    {"the id stands on another element as well",
     [](const SamlWorld&, const std::string& good) {
       return with(good, "<saml:Conditions ", "<saml:Conditions Id=\"_assertion-1\" ");
     },
     "saml.assertion"},
    {"the id stands on another element as xml:id",
     [](const SamlWorld&, const std::string& good) {
       return with(good, "<saml:Conditions ", "<saml:Conditions xml:id=\"_assertion-1\" ");
     },
     "saml.assertion"},
    {"an id that is an expression",
     [](const SamlWorld& world, const std::string&) {
       test::AssertionWish wish = world.assertion_wish();
       wish.id = "a')|id('b";
       return SamlWorld::signed_token(wish);
     },
     "saml.assertion"},
    {"two assertions", [](const SamlWorld&, const std::string& good) { return good + good; },
     "saml.assertion"},
    {"a document type",
     [](const SamlWorld&, const std::string& good) {
       return "<!DOCTYPE a [<!ENTITY e \"victor@partner.example\">]>" + good;
     },
     "saml.assertion"},
    {"an entity that nobody declared",
     [](const SamlWorld&, const std::string& good) { return with(good, "victor@", "&e;@"); },
     "saml.assertion"},
    {"no XML", [](const SamlWorld&, const std::string&) { return std::string("\x01\x02"); },
     "saml.assertion"},
    {"RSA with SHA-1",
     [](const SamlWorld& world, const std::string&) {
       test::SignatureWish wish;
       wish.method = test::kRsaSha1Uri;
       return test::signed_by(test::assertion_text(world.assertion_wish()), wish,
                              SamlWorld::issuer().key);
     },
     "saml.signature_algorithm"},
    {"a digest with SHA-1",
     [](const SamlWorld& world, const std::string&) {
       test::SignatureWish wish;
       wish.digest = test::kSha1Uri;
       return test::signed_by(test::assertion_text(world.assertion_wish()), wish,
                              SamlWorld::issuer().key);
     },
     "saml.signature_algorithm"},
    {"an HMAC by the issuer's public key",
     [](const SamlWorld&, const std::string& good) {
       return with(good, test::kRsaSha256Uri, test::kHmacSha256Uri);
     },
     "saml.signature_algorithm"},
    {"the canonical form with comments",
     [](const SamlWorld&, const std::string& good) {
       return with(good, "xml-exc-c14n#\"></ds:Canon", "xml-exc-c14n#WithComments\"></ds:Canon");
     },
     "saml.signature_algorithm"},
    {"a stylesheet among the transforms",
     [](const SamlWorld& world, const std::string&) {
       test::SignatureWish wish;
       wish.transforms = {"http://www.w3.org/2000/09/xmldsig#enveloped-signature",
                          "http://www.w3.org/2001/10/xml-exc-c14n#",
                          "http://www.w3.org/TR/1999/REC-xslt-19991116"};
       return test::signed_by(test::assertion_text(world.assertion_wish()), wish,
                              SamlWorld::issuer().key);
     },
     "saml.signature_algorithm"},
    {"no canonical form among the transforms",
     [](const SamlWorld& world, const std::string&) {
       test::SignatureWish wish;
       wish.transforms = {"http://www.w3.org/2000/09/xmldsig#enveloped-signature"};
       return test::signed_by(test::assertion_text(world.assertion_wish()), wish,
                              SamlWorld::issuer().key);
     },
     "saml.signature_algorithm"},
    {"two references",
     [](const SamlWorld& world, const std::string&) {
       test::SignatureWish wish;
       wish.extra_reference = "<ds:Reference URI=\"#_assertion-1\"></ds:Reference>";
       return test::signed_by(test::assertion_text(world.assertion_wish()), wish,
                              SamlWorld::issuer().key);
     },
     "saml.signature_form"},
    {"a reference to something else",
     [](const SamlWorld& world, const std::string&) {
       test::SignatureWish wish;
       wish.reference = "_other";
       return test::signed_by(test::assertion_text(world.assertion_wish()), wish,
                              SamlWorld::issuer().key);
     },
     "saml.signature_form"},
};

TEST(EnvelopeAuthenticator, OnlyWhatTheIssuerSignedCounts) {
  for (const TokenRow& row : kTokens) {
    SCOPED_TRACE(row.title);
    SamlWorld world;
    const std::string good = SamlWorld::signed_token(world.assertion_wish());
    EXPECT_EQ(world.rule_of(world.envelope_with(row.change(world, good))), row.rule);
    EXPECT_EQ(ERR_peek_error(), 0u) << "an error is left for the next TLS connection";
  }
}

TEST(EnvelopeAuthenticator, Sha1CountsWhereTheIssuerMayUseIt) {
  SamlWorld world;
  world.trust().token_issuers.front().sha1_signatures = true;
  test::SignatureWish wish;
  wish.method = test::kRsaSha1Uri;
  wish.digest = test::kSha1Uri;
  const std::string token =
      test::signed_by(test::assertion_text(world.assertion_wish()), wish, SamlWorld::issuer().key);
  EXPECT_EQ(world.rule_of(world.envelope_with(token)), "proved");
}

// A token that another issuer of ours signed under this one's name.
TEST(EnvelopeAuthenticator, EachIssuerHasItsOwnCertificates) {
  SamlWorld world;
  world.ask(world.good_envelope());
  EXPECT_EQ(world.certificates.asked, std::vector<std::string>{std::string(test::kSamlIssuer)});
}

TEST(EnvelopeAuthenticator, NewCertificatesAreLookedForOnceWhereNoneFits) {
  SamlWorld world;
  world.certificates.known = {{SamlWorld::stranger().certificate_der}};
  world.certificates.fresh = {{SamlWorld::issuer().certificate_der}};
  EXPECT_EQ(world.rule_of(world.good_envelope()), "proved");
  EXPECT_EQ(world.certificates.looked_again, 1);
  world.certificates.known = world.certificates.fresh = {{SamlWorld::stranger().certificate_der}};
  EXPECT_EQ(world.rule_of(world.good_envelope()), "saml.signature");
  EXPECT_EQ(world.certificates.looked_again, 2);
}

TEST(EnvelopeAuthenticator, AnyOfTheIssuersCertificatesWillDo) {
  SamlWorld world;
  world.certificates.known = {{SamlWorld::stranger().certificate_der},
                              {"no certificate"},
                              {SamlWorld::issuer().certificate_der}};
  EXPECT_EQ(world.rule_of(world.good_envelope()), "proved");
  EXPECT_EQ(world.certificates.looked_again, 0);
}

TEST(EnvelopeAuthenticator, WithoutTheIssuersCertificatesNobodyIsProved) {
  SamlWorld world;
  world.certificates.known.clear();
  EXPECT_EQ(world.rule_of(world.good_envelope()), "saml.issuer_certificates");
}

// To the caller and to the clock, a token that does not open is like one that does: the same
// questions are asked, with a stand-in.
TEST(EnvelopeAuthenticator, ATokenThatDoesNotOpenCausesTheSameWork) {
  SamlWorld world;
  test::EnvelopeWish wish = world.envelope_wish();
  wish.token = test::encrypted_for(SamlWorld::stranger().certificate_pem,
                                   SamlWorld::signed_token(world.assertion_wish()));
  EXPECT_EQ(world.rule_of(test::envelope_text(wish)), "saml.decryption");
  EXPECT_EQ(world.certificates.asked.size(), 2u);
  EXPECT_EQ(world.certificates.looked_again, 1);
  world.certificates.asked.clear();
  EXPECT_EQ(world.rule_of(world.envelope_with("no XML")), "saml.assertion");
  EXPECT_EQ(world.certificates.asked.size(), 2u);
}

TEST(EnvelopeAuthenticator, DuringARollOverBothKeysOpen) {
  SamlWorld world;
  world.trust().key = world.key_files("stranger");
  world.trust().next_key = world.key_files("federation");
  EXPECT_EQ(world.rule_of(world.good_envelope()), "proved");
  world.trust().next_key.reset();
  EXPECT_EQ(world.rule_of(world.good_envelope()), "saml.decryption");
}

TEST(EnvelopeAuthenticator, AKeyThatCannotBeReadIsToldToTheOperator) {
  SamlWorld world;
  world.trust().key = config::KeyPairFiles{"/nowhere/f.pem", "/nowhere/f.key"};
  const Authentication outcome = world.ask(world.good_envelope());
  ASSERT_FALSE(outcome.caller.has_value());
  EXPECT_EQ(outcome.caller.error().rule(), "saml.no_key");
  ASSERT_FALSE(outcome.examination.facts().empty());
  EXPECT_EQ(outcome.examination.facts().front().first, "federation_keys");
}

TEST(EnvelopeAuthenticator, TheClaimsAreNotedForTheOperator) {
  SamlWorld world;
  test::AssertionWish wish = world.assertion_wish();
  wish.email = "victor@elsewhere.example";
  const Authentication outcome = world.ask(world.envelope_with(SamlWorld::signed_token(wish)));
  ASSERT_FALSE(outcome.caller.has_value());
  EXPECT_EQ(outcome.caller.error().rule(), "saml.domain");
  EXPECT_EQ(outcome.caller.error().kind(), model::ErrorKind::unauthenticated);
  std::string noted;
  for (const auto& [name, value] : outcome.examination.facts()) noted += name + "=" + value + "\n";
  EXPECT_NE(noted.find("issuer=urn:federation:MicrosoftOnline\n"), std::string::npos);
  EXPECT_NE(noted.find("=victor@elsewhere.example\n"), std::string::npos);
  EXPECT_EQ(outcome.caller.error().detail().find("victor"), std::string::npos);
}

TEST(EnvelopeAuthenticator, WhoProvesNothingIsNotLookedAtForever) {
  SamlWorld world;
  const std::string bad = world.envelope_with("no XML");
  EnvelopeCredential cheap = world.credential("no XML");
  for (std::uint32_t i = 0; i + 1 < kEnvelopeFailuresMax; ++i)
    EXPECT_EQ(world.rule_of(cheap), "saml.envelope");
  EXPECT_EQ(world.rule_of(world.good_envelope()), "proved") << "one attempt is left";
  EXPECT_EQ(world.rule_of(bad), "saml.assertion") << "what proved somebody has not counted";
  const std::size_t asked = world.certificates.asked.size();
  const Authentication stopped = world.ask(world.good_envelope());
  ASSERT_FALSE(stopped.caller.has_value());
  EXPECT_EQ(stopped.caller.error().kind(), model::ErrorKind::attempts_exhausted);
  EXPECT_EQ(world.certificates.asked.size(), asked) << "nothing is looked at any more";
  EnvelopeCredential neighbour = world.credential(world.good_envelope());
  neighbour.peer_address = "192.0.2.8";
  EXPECT_EQ(world.rule_of(neighbour), "proved");
  world.clock.advance(kEnvelopeFailureWindow);
  EXPECT_EQ(world.rule_of(world.good_envelope()), "proved");
}

// Messages with proof of a key.

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
  credential.url = wish.url;
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

TEST(EnvelopeAuthenticator, TheHolderOfAKeyProvesIt) {
  for (const ProofRow& row : kProofs) {
    SCOPED_TRACE(row.title);
    SamlWorld world;
    ProofWish wish;
    row.change(wish);
    EXPECT_EQ(world.rule_of(proved_with(world, wish)), row.rule);
  }
}

TEST(EnvelopeAuthenticator, ASignedTimestampIsTakenOnce) {
  SamlWorld world;
  const EnvelopeCredential message = proved_with(world, {});
  EXPECT_EQ(world.rule_of(message), "proved");
  EXPECT_EQ(world.rule_of(message), "saml.replayed");
  world.clock.advance(std::chrono::seconds(1));
  EXPECT_EQ(world.rule_of(proved_with(world, {})), "proved") << "the same token, a later message";
}

// What stands in the envelope is not what was signed.
TEST(EnvelopeAuthenticator, TheTimestampIsTheOneThatWasSigned) {
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
