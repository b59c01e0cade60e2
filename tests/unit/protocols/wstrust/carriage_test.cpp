// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/wstrust/carriage.hpp"

#include "protocols/autodiscover/autodiscover.hpp"
#include "protocols/ews/question.hpp"
#include "protocols/wire/xml.hpp"
#include "protocols/wstrust/token_request.hpp"
#include "tests/support/golden.hpp"

namespace fb::wstrust {
namespace {

constexpr model::UtcTime kNow =
    std::chrono::sys_days(std::chrono::year(2031) / 5 / 6) + std::chrono::hours(8);

TEST(UrlOfForm, EveryFormHasItsEndingOnce) {
  struct Case {
    std::string_view url;
    TokenForm form;
    std::string_view expected;
  };
  constexpr std::string_view kEws = "https://mail.fabrikam.example/EWS/Exchange.asmx";
  const std::string ews(kEws);
  const std::string plain = ews + "/WSSecurity";
  const std::string symmetric = plain + "/SymmetricKey";
  const std::string certificate = plain + "/X509Cert";
  const Case cases[] = {
      {ews, TokenForm::token, plain},
      {ews, TokenForm::symmetric_key, symmetric},
      {ews, TokenForm::x509_certificate, certificate},
      {plain, TokenForm::token, plain},
      {plain, TokenForm::symmetric_key, symmetric},
      {symmetric, TokenForm::token, plain},
      {certificate, TokenForm::symmetric_key, symmetric},
      {"https://mail.fabrikam.example/EWS/Exchange.asmx/wssecurity/", TokenForm::token, plain},
      {"https://mail.fabrikam.example/EWS/Exchange.asmx/", TokenForm::token, plain},
  };
  for (const Case& one : cases) EXPECT_EQ(url_of_form(one.url, one.form), one.expected);
  EXPECT_EQ(url_of_form("/WSSecurity", TokenForm::token), "/WSSecurity/WSSecurity");
}

std::string written(const test::GoldenPair& pair) {
  const std::string form = pair.setting("form");
  const TokenForm kind = form == "token"           ? TokenForm::token
                         : form == "symmetric_key" ? TokenForm::symmetric_key
                                                   : TokenForm::x509_certificate;
  const std::string timestamp_id = "uuid-0f8fad5b-d9cb-469f-a165-70867728950e-1";
  SecurityHeaders headers;
  headers.url = url_of_form(pair.setting("url"), kind);
  headers.timestamp = encode_timestamp(timestamp_id, kNow);
  headers.token = pair.setting("token");
  if (kind != TokenForm::token) {
    const auto method =
        kind == TokenForm::symmetric_key ? SignatureMethod::hmac_sha1 : SignatureMethod::rsa_sha256;
    headers.signature =
        encode_signature_template(method, timestamp_id, false, pair.setting("reference"));
  }
  const auto user = model::SmtpAddress::parse("quentin@fabrikam.example").value();
  std::string envelope;
  if (pair.setting("dialect") == "ews") {
    headers.action =
        "http://schemas.microsoft.com/exchange/services/2006/messages/GetUserAvailability";
    ews::encode_question({{user},
                          model::TimeWindow::make(kNow, kNow + std::chrono::hours(4)).value(),
                          model::SlotLength::half_hour()},
                         envelope);
  } else {
    autodiscover::encode_user_settings_question(user, headers.url, envelope);
  }
  const auto out = with_headers(envelope, headers);
  return out ? *out : out.error().detail();
}

TEST(Carriage, EnvelopesOfBothDialectsInEveryForm) {
  const auto pairs = test::golden_pairs("wstrust/envelopes");
  EXPECT_GE(pairs.size(), 5U);
  for (const test::GoldenPair& pair : pairs) {
    EXPECT_EQ(written(pair) + "\n", pair.message) << pair.name;
    EXPECT_TRUE(wire::XmlDocument::parse(pair.message).has_value()) << pair.name;
  }
}

TEST(Carriage, AnEnvelopeOfAnotherShapeIsOurMistake) {
  constexpr std::string_view kSoap11 =
      "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\">";
  const std::string good = std::string(kSoap11) + "<s:Header><x/></s:Header><s:Body/></s:Envelope>";
  EXPECT_TRUE(with_headers(good, {}).has_value());
  const std::string cases[] = {
      "", "<s:Envelope/>", std::string(kSoap11) + "<s:Body/></s:Envelope>",
      std::string(kSoap11) + "<s:Header/><s:Body/></s:Envelope>",
      "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Header></s:Header>"};
  for (const std::string& envelope : cases) {
    const auto out = with_headers(envelope, {});
    ASSERT_FALSE(out.has_value()) << envelope;
    EXPECT_EQ(out.error().kind(), model::ErrorKind::internal);
  }
}

}  // namespace
}  // namespace fb::wstrust
