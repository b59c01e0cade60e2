// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Signed XML as two parsers and xmlsec see it. One assertion and one timestamp were ever signed
// with these keys, so whatever a document looks like: if it is accepted, those are the bytes that
// count.
#include <array>
#include <cstdint>
#include <cstdlib>

#include "gateway/identity/digest.hpp"
#include "gateway/identity/xml_verification.hpp"
#include "gateway/identity/xmlsec_library.hpp"
#include "protocols/wire/base64.hpp"
#include "protocols/wstrust/assertion.hpp"
#include "protocols/wstrust/security_header.hpp"

namespace {

// Of a key that nobody has any more.
constexpr std::string_view kCertificate =
    "MIICmDCCAYACAQEwDQYJKoZIhvcNAQELBQAwEjEQMA4GA1UEAwwHZ2F0ZXdheTAeFw0yNTAxMDEwMDAwMDBaFw0zND"
    "EyMzAwMDAwMDBaMBIxEDAOBgNVBAMMB2dhdGV3YXkwggEiMA0GCSqGSIb3DQEBAQUAA4IBDwAwggEKAoIBAQDBs4HI"
    "oSnPJULHDjiDuyTwjyce7wpg/N/0qtCwZcrOVEHIdj7hB0pDh/yg7SAbLcMlpuW4nZOaZLutSmNfeLA4t4v3qC0gl2"
    "ZQv30Mvie7wgXlFX5T/MniHArYeFsx+yj4QWFBNOhcrYxnchfGPjdNl95BgzGlzR1Cy7Pfknc2xsC7K7CTcgBuieQ+"
    "PM2ynwYke+0/6V9K+g5/O8EQXDlm/zJbk0qn23ghPmGZCMgaWtn/MtrbddqCqIqCQ9HB/C2b6NUqQoVwcWAzs4ofst"
    "cqiNftFQq+g3UokYRpsgzqiC2YY5qZPyykMP/fmneaBeM88FV+HhVVYLk8/gfe24E7AgMBAAEwDQYJKoZIhvcNAQEL"
    "BQADggEBAKefQvIADu2GQUFp/3XLF0BJrq69IUcf4q71K7GweBah0E7kpwdEhJ0u/9zZtil7ouboU9XJnkuwWKTDPo"
    "YsjpnJEsdID72UtIPu8zTJBIl/2CavyeB6j5RMJZwuHdyKNL9MQRbjI+8/O3yUCcXsHmcveJzBe1jugmMrpiMHJCSK"
    "iwbyjJVJvMuUFfxxo7cdkW1m6JmHyL+R8aSSSvIF9Y+yO16/83+RnMmujRu4fWE/TbC+O0DHwjLU4ji7HmESwG1LdI"
    "y81OMUdooMJU7uPFneBzRvbwoWQMIv1+BckjjG/7W2C6WnziZvzQ7Dj2w+Qau3EvemcTbf3GXGrkWtHZY=";
constexpr std::string_view kSignedAssertion =
    R"x(<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:1.0:assertion" AssertionID="_asserti)x"
    R"x(on-1" IssueInstant="2026-01-05T00:00:00Z" Issuer="urn:federation:MicrosoftOnline" MajorV)x"
    R"x(ersion="1" MinorVersion="1"><saml:Conditions NotBefore="2026-01-04T23:59:00Z" NotOnOrAft)x"
    R"x(er="2026-01-05T01:00:00Z"><saml:AudienceRestrictionCondition><saml:Audience>FYDIBOHF25SP)x"
    R"x(DLT.contoso.example</saml:Audience></saml:AudienceRestrictionCondition></saml:Conditions)x"
    R"x(><saml:AttributeStatement><saml:Subject><saml:NameIdentifier>00037ffe</saml:NameIdentifi)x"
    R"x(er><saml:SubjectConfirmation><saml:ConfirmationMethod>urn:oasis:names:tc:SAML:1.0:cm:bea)x"
    R"x(rer</saml:ConfirmationMethod></saml:SubjectConfirmation></saml:Subject><saml:Attribute A)x"
    R"x(ttributeName="EmailAddress" AttributeNamespace="http://schemas.xmlsoap.org/claims"><saml)x"
    R"x(:AttributeValue>victor@partner.example</saml:AttributeValue></saml:Attribute><saml:Attri)x"
    R"x(bute AttributeName="action" AttributeNamespace="http://schemas.xmlsoap.org/ws/2006/12/au)x"
    R"x(thorization/claims"><saml:AttributeValue>MSExchange.SharingCalendarFreeBusy</saml:Attrib)x"
    R"x(uteValue></saml:Attribute></saml:AttributeStatement></saml:Assertion>)x";
constexpr std::string_view kProofKey = "0123456789abcdef";
constexpr std::string_view kSignedTimestamp =
    R"x(<wsu:Timestamp xmlns:wsu="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecu)x"
    R"x(rity-utility-1.0.xsd" wsu:Id="_timestamp"><wsu:Created>2026-01-05T00:00:00Z</wsu:Created)x"
    R"x(><wsu:Expires>2026-01-05T00:05:00Z</wsu:Expires></wsu:Timestamp>)x";
// SHA-256 of the two messages of the corpus that have to be accepted: if none were, this would find
// nothing.
constexpr std::array<std::string_view, 2> kGood{
    "edd1fbf9cf32238ac76dda962d35c0ea37009914b6858b58c6c1ef51affc8afe",
    "0f1d273af3245caeb688aa534bb47cc63ded3e5ae0712f171f07ee56e2180582"};

void require(bool holds) {
  if (!holds) std::abort();
}

bool is_good(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string digest;
  for (const std::uint8_t byte : fb::identity::sha256(text)) {
    digest += kDigits[byte >> 4U];
    digest += kDigits[byte & 15U];
  }
  return digest == kGood[0] || digest == kGood[1];
}

bool accepts_assertion(std::string_view text) {
  static const std::array<fb::identity::Certificate, 1> certificates{
      {{fb::wire::read_base64(kCertificate).value()}}};
  const auto read = fb::wstrust::read_assertion(text);
  if (!read) return false;
  const auto bytes = fb::identity::signed_assertion(text, *read, certificates, true);
  if (bytes) require(*bytes == kSignedAssertion);
  return bytes.has_value();
}

bool accepts_timestamp(std::string_view text) {
  static const fb::config::Secret key{std::string(kProofKey)};
  const auto read = fb::wstrust::read_security_header(text);
  if (!read) return false;
  const auto bytes = fb::identity::signed_timestamp(text, *read, key);
  if (bytes) require(*bytes == kSignedTimestamp);
  return bytes.has_value();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const bool assertion = accepts_assertion(text);
  const bool timestamp = accepts_timestamp(text);
  if (is_good(text)) require(assertion || timestamp);
  const fb::identity::XmlsecUse use;
  (void)fb::identity::parse_xml(text);
  (void)fb::identity::rsa_public_key(text);
  return 0;
}
