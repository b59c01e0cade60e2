// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The token service is asked by the gateway's own code, so each side judges the other; what it
// issues is opened and verified by the program xmlsec1.
#include "tools/cloudsim/security_token_service.hpp"

#include <gtest/gtest.h>

#include "gateway/identity/xml_signing.hpp"
#include "protocols/wire/base64.hpp"
#include "protocols/wstrust/token_response.hpp"
#include "tests/support/xmlsec1.hpp"
#include "tests/unit/tools/cloudsim/small_world.hpp"
#include "tools/cloudsim/admin.hpp"

namespace fb::cloudsim {
namespace {

const std::string kIssuer = "urn:federation:MicrosoftOnline";
const std::string kContoso = "http://fydibohf25spdlt.contoso.example";
const std::string kFabrikam = "http://fydibohf25spdlt.fabrikam.example";
const std::string kOffer = "MSExchange.SharingCalendarFreeBusy";

class TokenServiceTest : public testing::Test {
 protected:
  TokenServiceTest() : world_(made_world()), service_(world_) {
    contoso_ = files("contoso", test::keys().application);
    statement_ = {"uuid-statement",
                  kContoso,
                  kIssuer,
                  model::SmtpAddress::parse("peggy@contoso.example").value(),
                  "http://schemas.xmlsoap.org/claims/EmailAddress",
                  test::now()};
    request_.endpoint = "https://login.microsoftonline.com/extSTS.srf";
    request_.message_id = "0f8fad5b-d9cb-469f-a165-70867728950e";
    request_.created = test::now();
    request_.application_uri = kContoso;
    request_.applies_to = kFabrikam;
    request_.offer = kOffer;
  }

  static World made_world() {
    FederationService service;
    service.uri = kIssuer;
    service.host = test::kPublicLogin;
    for (const test::Rsa* key : {&test::keys().public_current, &test::keys().public_next}) {
      service.keys.push_back({test::signing_key(*key), test::certificate(*key).der()});
    }
    const auto organization = [](const std::string& uri, const char* domain, const test::Rsa& key) {
      FederatedOrganization out;
      out.application_uri = uri;
      out.domains.push_back(model::SmtpDomain::parse(domain).value());
      out.certificates.push_back(test::certificate(key));
      out.offers.push_back(kOffer);
      return out;
    };
    service.organizations.push_back(
        organization(kContoso, "contoso.example", test::keys().application));
    service.organizations.push_back(
        organization(kFabrikam, "fabrikam.example", test::keys().china));
    World world = test::small_world();
    world.federations.push_back(std::move(service));
    return world;
  }

  config::KeyPairFiles files(const std::string& name, const test::Rsa& key) {
    return {xmlsec1_.file(name + ".pem", key.certificate_pem()),
            xmlsec1_.file(name + ".key", key.private_pem())};
  }
  std::string body() {
    const auto signed_one = identity::sign_statement(statement_, contoso_);
    EXPECT_TRUE(signed_one.has_value());
    request_.signed_statement = signed_one ? *signed_one : "";
    std::string out;
    wstrust::encode_token_request(request_, out);
    return out;
  }
  Reply post(std::string text) {
    Request call{"POST", std::string(test::kPublicLogin), "/extSTS.srf", "", {}, std::move(text)};
    call.headers.emplace_back("Content-Type", "application/soap+xml; charset=utf-8");
    return service_.answer(call, test::now()).reply;
  }
  wstrust::IssuedToken issued() {
    const Reply reply = post(body());
    EXPECT_EQ(reply.status, 200U) << reply.body;
    auto answer = wstrust::decode_token_answer(reply.body);
    if (!answer || !std::holds_alternative<wstrust::IssuedToken>(*answer)) {
      ADD_FAILURE() << reply.body;
      return {};
    }
    return std::get<wstrust::IssuedToken>(*std::move(answer));
  }
  // "FailedAuthentication: The Timestamp is of another time."
  std::string refusal_of(const std::string& text) {
    const Reply reply = post(text);
    EXPECT_EQ(reply.status, 500U);
    const auto answer = wstrust::decode_token_answer(reply.body);
    if (!answer || !std::holds_alternative<wstrust::TokenRefusal>(*answer)) return "issued";
    const auto& refusal = std::get<wstrust::TokenRefusal>(*answer);
    const bool unproved = refusal.subcode == "FailedAuthentication";
    EXPECT_EQ(refusal.value, unproved ? "0x80048821" : "");
    EXPECT_EQ(refusal.internal_code, unproved ? "0x80041034" : "");
    return refusal.subcode + ": " + refusal.text;
  }
  std::string metadata() {
    const Request call{"GET",
                       std::string(test::kPublicLogin),
                       "/FederationMetadata/2006-12/FederationMetadata.xml",
                       "",
                       {},
                       ""};
    return service_.answer(call, test::now()).reply.body;
  }
  // The assertion inside a token, opened by the other program with fabrikam's key.
  std::string opened(const wstrust::IssuedToken& token) {
    static_cast<void>(files("fabrikam", test::keys().china));
    const std::string in = xmlsec1_.file("token.xml", token.token);
    EXPECT_TRUE(xmlsec1_.run("--decrypt --privkey-pem " + xmlsec1_.path("fabrikam.key") +
                             " --output " + xmlsec1_.path("opened.xml") + " " + in))
        << xmlsec1_.said;
    return xmlsec1_.content("opened.xml");
  }
  bool is_signed_with(const std::string& assertion, const test::Rsa& key) {
    static_cast<void>(files("issuer", key));
    return xmlsec1_.run(
        "--verify --id-attr:AssertionID urn:oasis:names:tc:SAML:1.0:assertion:"
        "Assertion --enabled-key-data key-name --pubkey-cert-pem " +
        xmlsec1_.path("issuer.pem") + " " + xmlsec1_.file("assertion.xml", assertion));
  }

  World world_;
  SecurityTokenService service_;
  fb::test::Xmlsec1 xmlsec1_;
  config::KeyPairFiles contoso_;
  wstrust::Statement statement_{"", "", "", model::SmtpAddress::parse("x@x.example").value(),
                                "", {}};
  wstrust::TokenRequest request_;
};

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  const std::size_t at = text.find(what);
  if (at == std::string::npos) {
    ADD_FAILURE() << "there is no " << what;
    return text;
  }
  return text.replace(at, what.size(), with);
}

TEST_F(TokenServiceTest, AnotherProgramOpensAndVerifiesTheToken) {
  if (!fb::test::Xmlsec1::is_installed()) GTEST_SKIP() << "xmlsec1 is not installed";
  const auto token = issued();
  const std::string assertion = opened(token);
  EXPECT_TRUE(is_signed_with(assertion, test::keys().public_current)) << xmlsec1_.said;
  EXPECT_FALSE(is_signed_with(assertion, test::keys().public_next));
  EXPECT_FALSE(
      is_signed_with(replaced(assertion, "peggy@", "frank@"), test::keys().public_current));
  for (const std::string& part :
       {"Issuer=\"" + kIssuer + "\"", "<saml:Audience>" + kFabrikam + "</saml:Audience>",
        std::string("<saml:AttributeValue>peggy@contoso.example</saml:AttributeValue>"),
        "<saml:AttributeValue>" + kOffer + "</saml:AttributeValue>",
        std::string("NotOnOrAfter=\"2031-05-06T16:00:00Z\""), std::string("cm:holder-of-key")}) {
    EXPECT_NE(assertion.find(part), std::string::npos) << part << " is not in " << assertion;
  }
  EXPECT_EQ(token.expires - token.created, std::chrono::hours(8));
  EXPECT_NE(token.attached_reference.find("SAMLAssertionID"), std::string::npos);
}

// The key that the target unwraps is the one that the asking side holds.
TEST_F(TokenServiceTest, BothSidesHaveOneProofKey) {
  if (!fb::test::Xmlsec1::is_installed()) GTEST_SKIP() << "xmlsec1 is not installed";
  for (const std::string& entropy : {std::string(), std::string(32, 'e')}) {
    request_.entropy = entropy;
    const auto token = issued();
    const config::Secret half(token.secret);
    EXPECT_EQ(token.proof,
              entropy.empty() ? wstrust::ProofKind::given : wstrust::ProofKind::computed);
    const config::Secret key = entropy.empty()
                                   ? half
                                   : identity::computed_key(config::Secret(entropy), half,
                                                            SecurityTokenService::kProofKeyBytes);
    const std::string assertion = opened(token);
    constexpr std::string_view kMark = "<xenc:CipherValue>";
    const std::size_t begin = assertion.find(kMark) + kMark.size();
    const auto wrapped = wire::read_base64(
        std::string_view(assertion).substr(begin, assertion.find('<', begin) - begin));
    ASSERT_TRUE(wrapped.has_value());
    EXPECT_EQ(test::keys().china.unwrap(*wrapped), std::string(key.reveal()));
  }
}

TEST_F(TokenServiceTest, BearerTokenHasNoKey) {
  world_.federations[0].organizations[1].bearer = true;
  const auto token = issued();
  EXPECT_EQ(token.proof, wstrust::ProofKind::none);
  if (!fb::test::Xmlsec1::is_installed()) GTEST_SKIP() << "xmlsec1 is not installed";
  EXPECT_NE(opened(token).find("cm:bearer"), std::string::npos);
}

struct Broken {
  std::string what, with, says;
};

TEST_F(TokenServiceTest, MessageOfAnotherFormIsRefused) {
  const std::string good = body();
  const Broken rows[] = {
      {"trust/RST/Issue", "trust/RST/Renew", "InvalidRequest: The Action is not RST/Issue."},
      {"extSTS.srf</wsa:To>", "other</wsa:To>",
       "InvalidRequest: The message is not addressed to this service."},
      {"<wsu:Created>2031-05-06T08:00:00Z", "<wsu:Created>2031-05-06T08:05:01Z",
       "FailedAuthentication: The Timestamp is of another time."},
      {"<wsu:Expires>2031-05-06T08:05:00Z", "<wsu:Expires>2031-05-06T07:54:59Z",
       "FailedAuthentication: The Timestamp is of another time."},
      {"<wsu:Expires>2031-05-06T08:05:00Z", "<wsu:Expires>soon",
       "InvalidRequest: There is no Security with one Timestamp."},
      {"<t:KeySize>256", "<t:KeySize>128",
       "InvalidRequest: The KeySize is not one that is offered."},
      {"trust/SymmetricKey", "trust/PublicKey",
       "InvalidRequest: The KeyType is not one that is offered."},
      {"EX_MBI_FED_SSL", "MBI", "InvalidRequest: The policy is not one that is offered."},
      {"AttributeValue>peggy", "AttributeValue>frank",
       "FailedAuthentication: The statement is not signed by a registered certificate."},
      {"<auth:Value>" + kContoso, "<auth:Value>" + kFabrikam,
       "FailedAuthentication: The organisation that asks is not known."},
      {"<wsa:Address>" + kFabrikam, "<wsa:Address>http://other.example",
       "InvalidScope: The target is not known."},
      {"<auth:Value>" + kOffer, "<auth:Value>MSExchange.Other",
       "RequestFailed: The target takes no such offer."},
      {"<s:Body>", "<s:Body><x/></s:Body><s:Body>",
       "InvalidRequest: The message is no SOAP 1.2 with a RequestSecurityToken."},
      {"<?xml version=\"1.0\" encoding=\"utf-8\"?>", "<!DOCTYPE x>",
       "InvalidRequest: The message is no XML."},
  };
  for (const Broken& row : rows)
    EXPECT_EQ(refusal_of(replaced(good, row.what, row.with)), row.says);
  EXPECT_EQ(post(good).status, 200U);
  request_.entropy = "short";
  EXPECT_EQ(refusal_of(body()), "InvalidRequest: The Entropy is too short.");
}

TEST_F(TokenServiceTest, StatementThatProvesNothingIsRefused) {
  const wstrust::Statement good = statement_;
  const auto with = [&](auto change) {
    statement_ = good;
    change(statement_);
    return refusal_of(body());
  };
  const std::string old =
      "FailedAuthentication: The statement is of another time, or good for too long.";
  using std::chrono::seconds;
  EXPECT_EQ(with([](auto& s) { s.issued -= std::chrono::minutes(15); }), old);
  EXPECT_EQ(with([](auto& s) { s.issued += std::chrono::minutes(6) + seconds(1); }), old);
  EXPECT_EQ(with([](auto& s) { s.audience = "urn:other"; }),
            "FailedAuthentication: The statement is for somebody else.");
  EXPECT_EQ(
      with([](auto& s) { s.user = model::SmtpAddress::parse("peggy@fabrikam.example").value(); }),
      "FailedAuthentication: The user is in no domain of the organisation that makes the "
      "statement.");
  EXPECT_EQ(with([](auto& s) { s.email_claim = "urn:x/EmailAddress"; }),
            "FailedAuthentication: The specified member name is either invalid or empty.");
  EXPECT_EQ(with([](auto& s) { s.issuer = "http://nobody.example"; }),
            "FailedAuthentication: The organisation that asks is not known.");
  statement_ = good;
  contoso_ = files("stranger", test::keys().stranger);
  EXPECT_EQ(refusal_of(body()),
            "FailedAuthentication: The statement is not signed by a registered certificate.");
}

TEST_F(TokenServiceTest, SecondCertificateOfAnOrganisationCountsToo) {
  world_.federations[0].organizations[0].certificates.push_back(
      test::certificate(test::keys().stranger));
  contoso_ = files("stranger", test::keys().stranger);
  EXPECT_EQ(post(body()).status, 200U);
}

TEST_F(TokenServiceTest, RollsOver) {
  const auto base64 = [&](std::size_t place) {
    const std::string& der = world_.federations[0].keys[place].certificate_der;
    return wire::base64({reinterpret_cast<const std::uint8_t*>(der.data()), der.size()});
  };
  EXPECT_NE(metadata().find(base64(0)), std::string::npos);
  EXPECT_NE(metadata().find(base64(1)), std::string::npos);
  EXPECT_NE(metadata().find("FederationID=\"" + kIssuer + "\""), std::string::npos);

  FaultPlan faults;
  Journal journal;
  KeyRing ring(world_);
  Directory directory(world_);
  const auto administered = [&](const std::string& json) {
    const Request call{"POST", "cloudsim.admin", "/keys", "", {{"Authorization", "Bearer secret"}},
                       json};
    return administer(call, "secret", {world_, faults, journal, ring, service_, directory}).status;
  };
  const std::string name = R"({"federation": ")" + kIssuer + R"(", )";
  EXPECT_EQ(administered(name + R"("signs": 1, "published": [1]})"), 200U);
  EXPECT_EQ(metadata().find(base64(0)), std::string::npos);
  if (fb::test::Xmlsec1::is_installed()) {
    EXPECT_TRUE(is_signed_with(opened(issued()), test::keys().public_next)) << xmlsec1_.said;
  }
  EXPECT_EQ(administered(name + R"("signs": 2, "published": [1]})"), 404U);
  EXPECT_EQ(administered(R"({"federation": "urn:x", "signs": 0, "published": []})"), 404U);
}

TEST_F(TokenServiceTest, AnswersOnlyWhatItServes) {
  EXPECT_TRUE(service_.serves(test::kPublicLogin, "/extSTS.srf"));
  EXPECT_FALSE(service_.serves(test::kPublicLogin, "/other"));
  EXPECT_FALSE(service_.serves("other.example", "/extSTS.srf"));
  Request call{"GET", std::string(test::kPublicLogin), "/extSTS.srf", "", {}, ""};
  EXPECT_EQ(service_.answer(call, test::now()).reply.status, 405U);
  call.method = "POST";
  EXPECT_EQ(service_.answer(call, test::now()).reply.status, 415U);
}

}  // namespace
}  // namespace fb::cloudsim
