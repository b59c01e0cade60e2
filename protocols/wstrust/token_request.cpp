// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/wstrust/token_request.hpp"

#include "protocols/wire/base64.hpp"
#include "protocols/wire/iso8601.hpp"
#include "protocols/wire/xml.hpp"
#include "protocols/wstrust/names.hpp"

namespace fb::wstrust {
namespace {

std::string base64_of(std::string_view bytes) {
  return wire::base64({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
}

void append_attribute(std::string_view name, std::string_view value, std::string& out) {
  out.append(" ").append(name).append("=\"");
  wire::append_escaped(value, out);
  out.append("\"");
}

void append_time_attribute(std::string_view name, model::UtcTime at, std::string& out) {
  out.append(" ").append(name).append("=\"");
  wire::append_utc_time(at, out);
  out.append("\"");
}

void append_element(std::string_view name, std::string_view text, std::string& out) {
  out.append("<").append(name).append(">");
  wire::append_escaped(text, out);
  out.append("</").append(name).append(">");
}

void append_subject(const model::SmtpAddress& user, std::string& out) {
  out.append(
      "<saml:Subject><saml:NameIdentifier"
      " Format=\"urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress\">");
  wire::append_escaped(user.str(), out);
  out.append(
      "</saml:NameIdentifier><saml:SubjectConfirmation><saml:ConfirmationMethod>"
      "urn:oasis:names:tc:SAML:1.0:cm:sender-vouches</saml:ConfirmationMethod>"
      "</saml:SubjectConfirmation></saml:Subject>");
}

void append_header(const TokenRequest& request, std::string& out) {
  out.append("<s:Header><wsa:Action s:mustUnderstand=\"1\">").append(kTrust);
  out.append("/RST/Issue</wsa:Action>");
  append_element("wsa:MessageID", "urn:uuid:" + request.message_id, out);
  out.append("<wsa:ReplyTo><wsa:Address>").append(kAddressing);
  out.append("/anonymous</wsa:Address></wsa:ReplyTo><wsa:To s:mustUnderstand=\"1\">");
  wire::append_escaped(request.endpoint, out);
  out.append("</wsa:To><wsse:Security xmlns:wsse=\"").append(kSecurity);
  out.append("\" s:mustUnderstand=\"1\">");
  out.append(encode_timestamp("uuid-" + request.message_id + "-1", request.created));
  out.append("</wsse:Security></s:Header>");
}

void append_claims(const TokenRequest& request, std::string& out) {
  out.append("<auth:AdditionalContext><auth:ContextItem Scope=\"").append(kAuthorization);
  out.append("/ctx/requestor\" Name=\"http://schemas.microsoft.com/wlid/requestor\">");
  append_element("auth:Value", request.application_uri, out);
  out.append("</auth:ContextItem></auth:AdditionalContext><t:Claims Dialect=\"");
  out.append(kAuthorization).append("/authclaims\"><auth:ClaimType Uri=\"");
  out.append(kAuthorization).append("/claims/action\">");
  append_element("auth:Value", request.offer, out);
  out.append("</auth:ClaimType></t:Claims>");
}

}  // namespace

std::string encode_timestamp(std::string_view id, model::UtcTime created) {
  std::string out("<wsu:Timestamp xmlns:wsu=\"");
  out.append(kSecurityUtility).append("\"");
  append_attribute("wsu:Id", id, out);
  out.append("><wsu:Created>");
  wire::append_utc_time(created, out);
  out.append("</wsu:Created><wsu:Expires>");
  wire::append_utc_time(created + kTimestampLifetime, out);
  out.append("</wsu:Expires></wsu:Timestamp>");
  return out;
}

std::string encode_signature_template(SignatureMethod method, std::string_view id, bool enveloped,
                                      std::string_view key_info) {
  const bool hmac = method == SignatureMethod::hmac_sha1;
  std::string out("<ds:Signature xmlns:ds=\"");
  out.append(kSignature).append("\"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm=\"");
  out.append(kExclusiveC14n)
      .append("\"></ds:CanonicalizationMethod><ds:SignatureMethod Algorithm=\"");
  out.append(hmac ? "http://www.w3.org/2000/09/xmldsig#hmac-sha1"
                  : "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256");
  out.append("\"></ds:SignatureMethod><ds:Reference");
  append_attribute("URI", "#" + std::string(id), out);
  out.append("><ds:Transforms>");
  if (enveloped) {
    out.append("<ds:Transform Algorithm=\"").append(kSignature);
    out.append("enveloped-signature\"></ds:Transform>");
  }
  out.append("<ds:Transform Algorithm=\"").append(kExclusiveC14n);
  out.append("\"></ds:Transform></ds:Transforms><ds:DigestMethod Algorithm=\"");
  out.append(hmac ? "http://www.w3.org/2000/09/xmldsig#sha1"
                  : "http://www.w3.org/2001/04/xmlenc#sha256");
  out.append(
      "\"></ds:DigestMethod><ds:DigestValue></ds:DigestValue></ds:Reference></ds:SignedInfo>"
      "<ds:SignatureValue></ds:SignatureValue>");
  if (!key_info.empty()) out.append("<ds:KeyInfo>").append(key_info).append("</ds:KeyInfo>");
  out.append("</ds:Signature>");
  return out;
}

std::string encode_certificate(std::string_view der) {
  return "<ds:X509Data><ds:X509Certificate>" + base64_of(der) +
         "</ds:X509Certificate></ds:X509Data>";
}

std::string encode_statement(const Statement& statement, std::string_view signature) {
  const std::size_t slash = statement.email_claim.rfind('/');
  const std::string_view claim = statement.email_claim;
  std::string out("<saml:Assertion xmlns:saml=\"");
  out.append(kSaml).append("\"");
  append_attribute("AssertionID", statement.id, out);
  append_time_attribute("IssueInstant", statement.issued, out);
  append_attribute("Issuer", statement.issuer, out);
  out.append(" MajorVersion=\"1\" MinorVersion=\"1\"><saml:Conditions");
  append_time_attribute("NotBefore", statement.issued - kStatementBegunBefore, out);
  append_time_attribute("NotOnOrAfter", statement.issued + kStatementLifetime, out);
  out.append("><saml:AudienceRestrictionCondition>");
  append_element("saml:Audience", statement.audience, out);
  out.append("</saml:AudienceRestrictionCondition></saml:Conditions><saml:AttributeStatement>");
  append_subject(statement.user, out);
  out.append("<saml:Attribute");
  append_attribute("AttributeName", slash == std::string::npos ? claim : claim.substr(slash + 1),
                   out);
  append_attribute("AttributeNamespace",
                   slash == std::string::npos ? std::string_view() : claim.substr(0, slash), out);
  out.append(">");
  append_element("saml:AttributeValue", statement.user.str(), out);
  out.append("</saml:Attribute></saml:AttributeStatement>");
  out.append(signature).append("</saml:Assertion>");
  return out;
}

void encode_token_request(const TokenRequest& request, std::string& out) {
  out.append("<?xml version=\"1.0\" encoding=\"utf-8\"?><s:Envelope xmlns:s=\"").append(kSoap12);
  out.append("\" xmlns:wsa=\"").append(kAddressing).append("\">");
  append_header(request, out);
  out.append("<s:Body><t:RequestSecurityToken xmlns:t=\"").append(kTrust);
  out.append("\" xmlns:auth=\"").append(kAuthorization);
  out.append("\" xmlns:wsp=\"").append(kPolicy).append("\">");
  append_element("t:RequestType", std::string(kTrust) + "/Issue", out);
  append_element("t:TokenType", kSamlTokenType, out);
  append_element("t:KeyType", std::string(kTrust) + "/SymmetricKey", out);
  append_element("t:KeySize", std::to_string(kProofKeyBits), out);
  append_element("t:CanonicalizationAlgorithm", kExclusiveC14n, out);
  append_element("t:EncryptionAlgorithm", std::string(kEncryption) + "aes256-cbc", out);
  append_element("t:EncryptWith", std::string(kEncryption) + "aes256-cbc", out);
  append_element("t:SignWith", std::string(kSignature) + "hmac-sha1", out);
  append_element("t:ComputedKeyAlgorithm", std::string(kTrust) + "/CK/PSHA1", out);
  if (!request.entropy.empty()) {
    out.append("<t:Entropy><t:BinarySecret Type=\"").append(kTrust).append("/Nonce\">");
    out.append(base64_of(request.entropy)).append("</t:BinarySecret></t:Entropy>");
  }
  out.append("<wsp:AppliesTo><wsa:EndpointReference>");
  append_element("wsa:Address", request.applies_to, out);
  out.append("</wsa:EndpointReference></wsp:AppliesTo><t:OnBehalfOf>");
  out.append(request.signed_statement).append("</t:OnBehalfOf>");
  append_claims(request, out);
  out.append(
      "<wsp:PolicyReference URI=\"EX_MBI_FED_SSL\"></wsp:PolicyReference>"
      "</t:RequestSecurityToken></s:Body></s:Envelope>");
}

}  // namespace fb::wstrust
