// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/envelope_authenticator.hpp"

#include <openssl/err.h>

#include "tests/unit/gateway/identity/saml_world.hpp"

namespace fb::identity {
namespace {

using test::with;

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
  const std::string good = SamlWorld::signed_token(world.assertion_wish());
  for (const std::string& token :
       {std::string("no XML"), without_signature(good), with(good, "rsa-sha256", "rsa-sha512"),
        with(good, "<ds:SignedInfo ", "<ds:SignedInf0 "), with(good, "victor", "vector"),
        with(good, std::string(test::kSamlIssuer), "urn:x")}) {
    world.certificates.asked.clear();
    world.rule_of(world.envelope_with(token));
    EXPECT_EQ(world.certificates.asked.size(), 2u) << token;
  }
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

}  // namespace
}  // namespace fb::identity
