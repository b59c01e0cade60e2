// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What we send, judged by what we accept: the tokens are made by the tests' own maker.
#include "gateway/identity/delegated_request.hpp"

#include "protocols/autodiscover/autodiscover.hpp"
#include "protocols/ews/ews.hpp"
#include "protocols/wstrust/token_request.hpp"
#include "tests/unit/gateway/identity/saml_world.hpp"

namespace fb::identity {
namespace {

using model::ErrorKind;
using wstrust::TokenForm;

constexpr std::string_view kKey = "0123456789abcdef0123456789abcdef";
constexpr const char* kEws = "https://gateway.example/EWS/Exchange.asmx";
constexpr const char* kEwsAction =
    "http://schemas.microsoft.com/exchange/services/2006/messages/GetUserAvailability";

SecurityForm security_form(TokenForm form) {
  switch (form) {
    case TokenForm::token:
      return SecurityForm::token;
    case TokenForm::symmetric_key:
      return SecurityForm::symmetric_key;
    case TokenForm::x509_certificate:
      return SecurityForm::x509_certificate;
  }
  return SecurityForm::token;
}

class DelegatedRequest : public testing::Test {
 protected:
  DelegatedRequest() {
    question_.url = kEws;
    question_.action = kEwsAction;
    const auto begin = std::chrono::sys_days(std::chrono::year(2026) / 5 / 6);
    ews::encode_question({{test::address("peggy@contoso.example")},
                          model::TimeWindow::make(begin, begin + std::chrono::hours(8)).value(),
                          model::SlotLength::half_hour()},
                         question_.envelope);
  }
  DelegationToken token(std::string holder_key_info, std::string_view offer) const {
    test::AssertionWish wish = world_.assertion_wish();
    wish.holder_key_info = std::move(holder_key_info);
    wish.offer = offer;
    DelegationToken token;
    token.xml = SamlWorld::sealed(SamlWorld::signed_token(wish));
    token.reference = test::token_key_info(wish.id);
    return token;
  }
  // A token that goes with the form.
  DelegationToken token_for(TokenForm form, std::string_view offer = test::kFreeBusyOffer) const {
    if (form == TokenForm::token) return token("", offer);
    if (form == TokenForm::x509_certificate) {
      return token("<ds:X509Data><ds:X509Certificate>" +
                       test::base64_text(test::saml_identity("holder").certificate_der) +
                       "</ds:X509Certificate></ds:X509Data>",
                   offer);
    }
    DelegationToken keyed =
        token(test::encrypted_key_for(SamlWorld::home().certificate_pem, kKey), offer);
    keyed.proof_key = config::Secret(std::string(kKey));
    return keyed;
  }
  model::Result<net::HttpRequest> request(const DelegationToken& token, TokenForm form) {
    return delegated_request(question_, token, form, world_.clock.utc_now(), holder_);
  }
  // "proved", or the rule by which the receiving side refuses.
  std::string judged(const net::HttpRequest& request, TokenForm form, bool autodiscover = false) {
    EnvelopeCredential credential;
    credential.envelope = request.body;
    credential.urls = {request.url};
    credential.form = security_form(form);
    credential.for_autodiscover = autodiscover;
    credential.peer_address = "192.0.2.7";
    return world_.rule_of(std::move(credential));
  }

  SamlWorld world_;
  config::KeyPairFiles holder_ = world_.key_files("holder");
  DelegatedQuestion question_;
};

constexpr TokenForm kForms[] = {TokenForm::token, TokenForm::symmetric_key,
                                TokenForm::x509_certificate};

TEST_F(DelegatedRequest, ProvesTheUserInEveryForm) {
  for (const TokenForm form : kForms) {
    const auto made = request(token_for(form), form);
    ASSERT_TRUE(made.has_value()) << made.error().detail();
    EXPECT_EQ(made->url, wstrust::url_of_form(kEws, form));
    EXPECT_EQ(test::header_of(*made, "SOAPAction"), "\"" + std::string(kEwsAction) + "\"");
    EXPECT_EQ(test::header_of(*made, "Content-Type"), "text/xml; charset=utf-8");
    EXPECT_EQ(judged(*made, form), "proved") << made->url;
  }
}

TEST_F(DelegatedRequest, ProvesTheUserToAutodiscoverInEveryForm) {
  constexpr std::string_view kAutodiscover =
      "https://gateway.example/autodiscover/autodiscover.svc";
  for (const TokenForm form : kForms) {
    question_ = {std::string(kAutodiscover),
                 "http://schemas.microsoft.com/exchange/2010/Autodiscover/Autodiscover/"
                 "GetUserSettings",
                 {},
                 true};
    autodiscover::encode_user_settings_question(test::address("peggy@contoso.example"),
                                                wstrust::url_of_form(kAutodiscover, form),
                                                question_.envelope);
    const auto made = request(token_for(form, "MSExchange.Autodiscover"), form);
    ASSERT_TRUE(made.has_value()) << made.error().detail();
    EXPECT_EQ(judged(*made, form, true), "proved") << made->url;
  }
}

TEST_F(DelegatedRequest, ProofOfAnotherKeyProvesNothing) {
  DelegationToken keyed = token_for(TokenForm::symmetric_key);
  keyed.proof_key = config::Secret("another key of thirty-two bytes.");
  EXPECT_EQ(judged(*request(keyed, TokenForm::symmetric_key), TokenForm::symmetric_key),
            "saml.proof");
  holder_ = world_.key_files("stranger");
  EXPECT_EQ(judged(*request(token_for(TokenForm::x509_certificate), TokenForm::x509_certificate),
                   TokenForm::x509_certificate),
            "saml.proof");
}

TEST_F(DelegatedRequest, EndsAfterFiveMinutesAndTheSkew) {
  const auto made = request(token_for(TokenForm::token), TokenForm::token);
  ASSERT_TRUE(made.has_value());
  world_.clock.advance(wstrust::kTimestampLifetime + world_.settings.clock_skew);
  world_.clock.advance(std::chrono::seconds(1));
  EXPECT_NE(judged(*made, TokenForm::token), "proved");
}

TEST_F(DelegatedRequest, IsNotMadeWithoutTheKeyOrThePlace) {
  const DelegationToken bearer = token_for(TokenForm::token);
  EXPECT_EQ(form_of(bearer), TokenForm::token);
  EXPECT_EQ(form_of(token_for(TokenForm::symmetric_key)), TokenForm::symmetric_key);
  EXPECT_EQ(request(bearer, TokenForm::symmetric_key).error().kind(), ErrorKind::token_unavailable);
  holder_ = {};
  EXPECT_EQ(request(bearer, TokenForm::x509_certificate).error().kind(),
            ErrorKind::token_unavailable);
  question_.envelope = "<x/>";
  EXPECT_EQ(request(bearer, TokenForm::token).error().kind(), ErrorKind::internal);
}

}  // namespace
}  // namespace fb::identity
