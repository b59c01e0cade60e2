// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/cloudsim/security_token_service.hpp"

#include <algorithm>

#include "protocols/wire/base64.hpp"
#include "protocols/wire/iso8601.hpp"
#include "protocols/wire/xml.hpp"
#include "tools/cloudsim/signed_xml.hpp"
#include "tools/cloudsim/token_names.hpp"

namespace fb::cloudsim {
namespace {

std::string escaped(std::string_view text) {
  std::string out;
  wire::append_escaped(text, out);
  return out;
}

std::string time_text(model::UtcTime at) {
  std::string out;
  wire::append_utc_time(at, out);
  return out;
}

std::string base64_of(std::string_view bytes) {
  return wire::base64({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
}

std::string element(std::string_view name, std::string_view text) {
  return "<" + std::string(name) + ">" + escaped(text) + "</" + std::string(name) + ">";
}

std::string binding(std::string_view prefix, std::string_view ns) {
  return " xmlns:" + std::string(prefix) + "=\"" + std::string(ns) + "\"";
}

std::string attribute(std::string_view ns, std::string_view name, std::string_view value) {
  return "<saml:Attribute AttributeName=\"" + std::string(name) + "\" AttributeNamespace=\"" +
         std::string(ns) + "\">" + element("saml:AttributeValue", value) + "</saml:Attribute>";
}

std::string confirmation(const FederatedOrganization& target, std::string_view proof_key) {
  if (target.bearer) {
    return element("saml:ConfirmationMethod", "urn:oasis:names:tc:SAML:1.0:cm:bearer");
  }
  return element("saml:ConfirmationMethod", "urn:oasis:names:tc:SAML:1.0:cm:holder-of-key") +
         "<ds:KeyInfo" + binding("ds", kDsig) + ">" +
         encrypted_key(proof_key, target.certificates.front()) + "</ds:KeyInfo>";
}

struct Issue {
  std::string id;
  std::string proof_key;
  model::UtcTime begins;
  model::UtcTime ends;
};

std::string assertion_of(const GoodQuestion& question, const FederationService& service,
                         const Issue& issue) {
  return "<saml:Assertion" + binding("saml", kSaml) + " AssertionID=\"" + issue.id +
         "\" IssueInstant=\"" + time_text(issue.begins) + "\" Issuer=\"" + escaped(service.uri) +
         "\" MajorVersion=\"1\" MinorVersion=\"1\"><saml:Conditions NotBefore=\"" +
         time_text(issue.begins) + "\" NotOnOrAfter=\"" + time_text(issue.ends) +
         "\"><saml:AudienceRestrictionCondition>" +
         element("saml:Audience", question.target->application_uri) +
         "</saml:AudienceRestrictionCondition></saml:Conditions><saml:AttributeStatement>"
         "<saml:Subject>" +
         element("saml:NameIdentifier", guid_of(question.user)) + "<saml:SubjectConfirmation>" +
         confirmation(*question.target, issue.proof_key) +
         "</saml:SubjectConfirmation></saml:Subject>" +
         attribute("http://schemas.xmlsoap.org/claims", "EmailAddress", question.user) +
         attribute(std::string(kAuth) + "/claims", "action", question.offer) +
         attribute("http://schemas.microsoft.com/ws/2006/04/identity/claims", "Requestor",
                   question.asking->application_uri) +
         "</saml:AttributeStatement></saml:Assertion>";
}

std::string reference_to(std::string_view id) {
  return "<wsse:SecurityTokenReference><wsse:KeyIdentifier ValueType=\"http://docs.oasis-open.org/"
         "wss/oasis-wss-saml-token-profile-1.0#SAMLAssertionID\">" +
         std::string(id) + "</wsse:KeyIdentifier></wsse:SecurityTokenReference>";
}

std::string envelope(std::string_view body) {
  return "<?xml version=\"1.0\" encoding=\"utf-8\"?><S:Envelope" + binding("S", kSoap12) +
         binding("wsse", kWsse) + binding("wsu", kWsu) + binding("wsa", kWsa) +
         binding("wst", kTrust) + binding("wsp", kWsp) + binding("psf", kPassport) + "><S:Body>" +
         std::string(body) + "</S:Body></S:Envelope>";
}

std::string fault_body(const TokenFault& fault) {
  std::string detail;
  if (!fault.value.empty()) {
    detail = "<S:Detail><psf:error>" + element("psf:value", fault.value) + "<psf:internalerror>" +
             element("psf:code", fault.internal_code) + element("psf:text", fault.text) +
             "</psf:internalerror></psf:error></S:Detail>";
  }
  return "<S:Fault><S:Code><S:Value>S:Sender</S:Value><S:Subcode>" +
         element("S:Value", fault.subcode) +
         "</S:Subcode></S:Code><S:Reason><S:Text xml:lang=\"en-US\">" +
         escaped(fault.value.empty() ? fault.text : "Authentication Failure") +
         "</S:Text></S:Reason>" + detail + "</S:Fault>";
}

// A key that the service gives, or its half of one that both make.
std::string proof_elements(const GoodQuestion& question, std::string_view half) {
  if (question.target->bearer) return {};
  const std::string secret = element("wst:BinarySecret", base64_of(half));
  if (question.entropy.empty()) {
    return "<wst:RequestedProofToken>" + secret + "</wst:RequestedProofToken>";
  }
  return "<wst:RequestedProofToken>" +
         element("wst:ComputedKey", std::string(kTrust) + "/CK/PSHA1") +
         "</wst:RequestedProofToken><wst:Entropy>" + secret +
         "</wst:Entropy><wst:KeySize>256</wst:KeySize>";
}

Reply plain(unsigned status) {
  Reply out;
  out.status = status;
  out.content_type = "text/plain; charset=utf-8";
  return out;
}

}  // namespace

SecurityTokenService::SecurityTokenService(const World& world) : world_(world) {
  for (const FederationService& service : world.federations) {
    State state;
    for (std::size_t place = 0; place < service.keys.size(); ++place) {
      state.published.push_back(place);
    }
    states_[service.uri] = std::move(state);
  }
}

bool SecurityTokenService::serves(std::string_view host, std::string_view path) const {
  return std::any_of(world_.federations.begin(), world_.federations.end(),
                     [&](const FederationService& one) { return one.serves(host, path); });
}

std::string SecurityTokenService::issue(const GoodQuestion& question,
                                        const FederationService& service,
                                        model::UtcTime now) const {
  const std::string half = random_bytes(kProofKeyBytes);
  const std::string proof_key =
      question.entropy.empty() ? half : combined_key(question.entropy, half, kProofKeyBytes);
  const Issue made{"uuid-" + random_guid(), proof_key, now, now + service.lifetime};
  const IssuerKey& signer = service.keys.at(states_.at(service.uri).signs);
  const std::string assertion = sign_enveloped(assertion_of(question, service, made), made.id,
                                               signer.key, signer.certificate_der);
  const std::string reference = reference_to(made.id);
  return "<wst:RequestSecurityTokenResponse>"
         "<wst:TokenType>urn:oasis:names:tc:SAML:1.0</wst:TokenType>"
         "<wsp:AppliesTo><wsa:EndpointReference>" +
         element("wsa:Address", question.target->application_uri) +
         "</wsa:EndpointReference></wsp:AppliesTo><wst:Lifetime>" +
         element("wsu:Created", time_text(made.begins)) +
         element("wsu:Expires", time_text(made.ends)) +
         "</wst:Lifetime><wst:RequestedSecurityToken>" +
         encrypted_element(assertion, "Assertion0", question.target->certificates.front()) +
         "</wst:RequestedSecurityToken><wst:RequestedAttachedReference>" + reference +
         "</wst:RequestedAttachedReference><wst:RequestedUnattachedReference>" + reference +
         "</wst:RequestedUnattachedReference>" + proof_elements(question, half) +
         "</wst:RequestSecurityTokenResponse>";
}

std::string SecurityTokenService::metadata(const FederationService& service) const {
  std::string out = "<?xml version=\"1.0\" encoding=\"utf-8\"?><FederationMetadata xmlns=\"" +
                    std::string(kFederation) + "\"><Federation FederationID=\"" +
                    escaped(service.uri) + "\">";
  for (const std::size_t place : states_.at(service.uri).published) {
    out += "<TokenSigningKeyInfo><wsse:SecurityTokenReference" + binding("wsse", kWsse) +
           "><ds:X509Data" + binding("ds", kDsig) + ">" +
           element("ds:X509Certificate", base64_of(service.keys.at(place).certificate_der)) +
           "</ds:X509Data></wsse:SecurityTokenReference></TokenSigningKeyInfo>";
  }
  return out + "<IssuerNamesOffered><IssuerName Uri=\"" + escaped(service.uri) +
         "\"/></IssuerNamesOffered><TokenIssuerEndpoint><wsa:Address" + binding("wsa", kWsa) + ">" +
         escaped(service.endpoint()) +
         "</wsa:Address></TokenIssuerEndpoint></Federation></FederationMetadata>";
}

Answer SecurityTokenService::answer(const Request& request, model::UtcTime now) {
  const auto service =
      std::find_if(world_.federations.begin(), world_.federations.end(),
                   [&](const auto& one) { return one.serves(request.host, request.path); });
  if (service == world_.federations.end()) return {plain(404), {}};
  const bool asks_for_token = request.path == service->path;
  if (request.method != (asks_for_token ? "POST" : "GET")) return {plain(405), {}};
  Answer out;
  if (!asks_for_token) {
    out.reply.content_type = "text/xml; charset=utf-8";
    out.reply.body = metadata(*service);
    return out;
  }
  if (request.media_type() != "application/soap+xml") return {plain(415), {}};
  out.reply.content_type = "application/soap+xml; charset=utf-8";
  const auto judged = judge_question(request.body, *service, now);
  if (const auto* fault = std::get_if<TokenFault>(&judged)) {
    out.reply.status = 500;
    out.reply.body = envelope(fault_body(*fault));
    return out;
  }
  const auto& question = std::get<GoodQuestion>(judged);
  out.seen.application = question.asking->application_uri;
  out.reply.body = envelope(issue(question, *service, now));
  return out;
}

bool SecurityTokenService::roll_over(std::string_view uri, std::size_t signs,
                                     const std::vector<std::size_t>& published) {
  const auto service = std::find_if(world_.federations.begin(), world_.federations.end(),
                                    [&](const FederationService& one) { return one.uri == uri; });
  if (service == world_.federations.end()) return false;
  const auto missing = [&](std::size_t place) { return place >= service->keys.size(); };
  if (missing(signs) || std::any_of(published.begin(), published.end(), missing)) return false;
  states_[service->uri] = State{signs, published};
  return true;
}

}  // namespace fb::cloudsim
