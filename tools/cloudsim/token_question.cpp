// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/cloudsim/token_question.hpp"

#include <algorithm>
#include <optional>

#include "protocols/wire/base64.hpp"
#include "protocols/wire/iso8601.hpp"
#include "tools/cloudsim/signed_xml.hpp"
#include "tools/cloudsim/token_names.hpp"

namespace fb::cloudsim {
namespace {

using std::chrono::minutes;

constexpr minutes kSkew{5};
constexpr minutes kStatementLifetimeMax{60};
constexpr std::size_t kEntropyBytesMin = 16;
constexpr std::string_view kEmailNamespace = "http://schemas.xmlsoap.org/claims";

// The numbers are those of the documented fault.
TokenFault unproved(std::string text) {
  return {"wst:FailedAuthentication", std::move(text), "0x80048821", "0x80041034"};
}
TokenFault malformed(std::string text) { return {"wst:InvalidRequest", std::move(text)}; }

std::optional<model::UtcTime> time_of(const std::string& text) {
  const auto read = wire::read_date_time(text);
  if (!read || !read->offset) return std::nullopt;
  return model::UtcTime(read->wall.time_since_epoch() - *read->offset);
}

struct Parts {
  XmlElement header;
  XmlElement question;
};

std::optional<TokenFault> check_header(const XmlElement& header, const FederationService& service,
                                       model::UtcTime now) {
  if (header.child("Action", kWsa).text() != std::string(kTrust) + "/RST/Issue") {
    return malformed("The Action is not RST/Issue.");
  }
  if (header.child("To", kWsa).text() != service.endpoint()) {
    return malformed("The message is not addressed to this service.");
  }
  const XmlElement timestamp = header.child("Security", kWsse).child("Timestamp", kWsu);
  const auto created = time_of(timestamp.child("Created", kWsu).text());
  const auto expires = time_of(timestamp.child("Expires", kWsu).text());
  if (!created || !expires) return malformed("There is no Security with one Timestamp.");
  if (*created > now + kSkew || *expires < now - kSkew || *expires <= *created) {
    return unproved("The Timestamp is of another time.");
  }
  return std::nullopt;
}

struct Row {
  std::string_view name;
  std::string value;
};

std::optional<TokenFault> check_form(const XmlElement& question) {
  const Row rows[] = {
      {"RequestType", std::string(kTrust) + "/Issue"},
      {"TokenType", "http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLV1.1"},
      {"KeyType", std::string(kTrust) + "/SymmetricKey"},
      {"KeySize", "256"},
      {"CanonicalizationAlgorithm", "http://www.w3.org/2001/10/xml-exc-c14n#"},
      {"EncryptionAlgorithm", "http://www.w3.org/2001/04/xmlenc#aes256-cbc"},
      {"EncryptWith", "http://www.w3.org/2001/04/xmlenc#aes256-cbc"},
      {"SignWith", "http://www.w3.org/2000/09/xmldsig#hmac-sha1"},
      {"ComputedKeyAlgorithm", std::string(kTrust) + "/CK/PSHA1"},
  };
  for (const Row& row : rows) {
    if (question.child(row.name, kTrust).text() != row.value) {
      return malformed("The " + std::string(row.name) + " is not one that is offered.");
    }
  }
  const XmlElement policy = question.child("PolicyReference", kWsp);
  if (policy.attribute("URI") != "EX_MBI_FED_SSL") {
    return malformed("The policy is not one that is offered.");
  }
  return std::nullopt;
}

// What a signature covers is read from the same tree that it was verified in.
std::variant<std::string, TokenFault> judge_statement(const XmlElement& assertion,
                                                      const FederatedOrganization& asking,
                                                      const FederationService& service,
                                                      model::UtcTime now) {
  const std::string id = assertion.attribute("AssertionID");
  const bool proved =
      !id.empty() && std::any_of(asking.certificates.begin(), asking.certificates.end(),
                                 [&](const RegisteredCertificate& certificate) {
                                   return certificate.valid_at(now) &&
                                          is_signed_by(assertion, id, certificate);
                                 });
  if (!proved) return unproved("The statement is not signed by a registered certificate.");
  const XmlElement conditions = assertion.child("Conditions", kSaml);
  const auto begins = time_of(conditions.attribute("NotBefore"));
  const auto ends = time_of(conditions.attribute("NotOnOrAfter"));
  if (!begins || !ends || *begins > now + kSkew || *ends <= now - kSkew ||
      *ends - *begins > kStatementLifetimeMax) {
    return unproved("The statement is of another time, or good for too long.");
  }
  const XmlElement audience =
      conditions.child("AudienceRestrictionCondition", kSaml).child("Audience", kSaml);
  if (audience.text() != service.uri) return unproved("The statement is for somebody else.");
  const XmlElement attribute =
      assertion.child("AttributeStatement", kSaml).child("Attribute", kSaml);
  const auto user = model::SmtpAddress::parse(attribute.child("AttributeValue", kSaml).text());
  if (attribute.attribute("AttributeName") != "EmailAddress" ||
      attribute.attribute("AttributeNamespace") != kEmailNamespace || !user) {
    return unproved("The specified member name is either invalid or empty.");
  }
  if (std::count(asking.domains.begin(), asking.domains.end(), user->domain()) == 0) {
    return unproved("The user is in no domain of the organisation that makes the statement.");
  }
  return user->str();
}

std::string requestor_of(const XmlElement& question) {
  const XmlElement item = question.child("AdditionalContext", kAuth).child("ContextItem", kAuth);
  if (item.attribute("Name") != "http://schemas.microsoft.com/wlid/requestor") return {};
  return item.child("Value", kAuth).text();
}

std::string offer_of(const XmlElement& question) {
  const XmlElement claims = question.child("Claims", kTrust);
  const XmlElement claim = claims.child("ClaimType", kAuth);
  const bool known = claims.attribute("Dialect") == std::string(kAuth) + "/authclaims" &&
                     claim.attribute("Uri") == std::string(kAuth) + "/claims/action";
  return known ? claim.child("Value", kAuth).text() : std::string();
}

std::variant<GoodQuestion, TokenFault> judge_parts(const Parts& parts,
                                                   const FederationService& service,
                                                   model::UtcTime now) {
  const XmlElement assertion = parts.question.child("OnBehalfOf", kTrust).child("Assertion", kSaml);
  const FederatedOrganization* asking = service.organization(assertion.attribute("Issuer"));
  if (asking == nullptr || requestor_of(parts.question) != asking->application_uri) {
    return unproved("The organisation that asks is not known.");
  }
  auto user = judge_statement(assertion, *asking, service, now);
  if (auto* fault = std::get_if<TokenFault>(&user)) return std::move(*fault);
  const XmlElement applies_to =
      parts.question.child("AppliesTo", kWsp).child("EndpointReference", kWsa);
  const FederatedOrganization* target =
      service.organization(applies_to.child("Address", kWsa).text());
  if (target == nullptr) return TokenFault{"wst:InvalidScope", "The target is not known."};
  const std::string offer = offer_of(parts.question);
  if (std::count(target->offers.begin(), target->offers.end(), offer) == 0) {
    return TokenFault{"wst:RequestFailed", "The target takes no such offer."};
  }
  GoodQuestion out{asking,
                   target,
                   parts.header.child("MessageID", kWsa).text(),
                   std::get<std::string>(std::move(user)),
                   offer,
                   {}};
  if (const XmlElement entropy = parts.question.child("Entropy", kTrust)) {
    const auto bytes = wire::read_base64(entropy.child("BinarySecret", kTrust).text());
    if (!bytes || bytes->size() < kEntropyBytesMin) return malformed("The Entropy is too short.");
    out.entropy = *bytes;
  }
  return out;
}

}  // namespace

const FederatedOrganization* FederationService::organization(
    std::string_view application_uri) const {
  const auto found = std::find_if(organizations.begin(), organizations.end(), [&](const auto& one) {
    return one.application_uri == application_uri;
  });
  return found == organizations.end() || application_uri.empty() ? nullptr : &*found;
}

std::variant<GoodQuestion, TokenFault> judge_question(std::string_view body,
                                                      const FederationService& service,
                                                      model::UtcTime now) {
  const auto document = XmlDocument::parse(body);
  if (!document) return malformed("The message is no XML.");
  const XmlElement root = document->root();
  const Parts parts{root.child("Header", kSoap12),
                    root.child("Body", kSoap12).child("RequestSecurityToken", kTrust)};
  if (!root.is("Envelope", kSoap12) || !parts.header || !parts.question) {
    return malformed("The message is no SOAP 1.2 with a RequestSecurityToken.");
  }
  if (auto fault = check_header(parts.header, service, now)) return std::move(*fault);
  if (auto fault = check_form(parts.question)) return std::move(*fault);
  return judge_parts(parts, service, now);
}

}  // namespace fb::cloudsim
