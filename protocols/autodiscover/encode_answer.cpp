// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The four SOAP answers and the fault, in the form that Exchange gives them: a default namespace on
// the message, the instance namespace on Response, an open and close pair where a list is empty.
#include <array>

#include "protocols/autodiscover/envelope.hpp"
#include "protocols/autodiscover/names.hpp"
#include "protocols/autodiscover/server.hpp"

namespace fb::autodiscover {
namespace {

using model::ErrorKind;

struct CodeFacts {
  std::string_view name;
  std::string_view text;
};

// By Code.
constexpr std::array<CodeFacts, 11> kCodes{{
    {"NoError", "No error."},
    {"RedirectAddress", "Ask again for the address in RedirectTarget."},
    {"RedirectUrl", "Ask again at the URL in RedirectTarget."},
    {"InvalidUser", "There is no answer for this user here."},
    {"InvalidRequest", "The request asks for nothing, for too much, or for what cannot be read."},
    {"InvalidSetting", "There is no such setting."},
    {"SettingIsNotAvailable", "The setting is not available."},
    {"ServerBusy", "The server is busy."},
    {"InvalidDomain", "There is no answer for this domain here."},
    {"NotFederated", "The domain is not federated."},
    {"InternalServerError", "The server has failed."},
}};

// By Operation.
constexpr std::array<std::string_view, 4> kOperations{"GetUserSettings", "GetDomainSettings",
                                                      "GetFederationInformation",
                                                      "GetOrganizationRelationshipSettings"};

std::string_view name_of(Operation operation) {
  return kOperations[static_cast<std::size_t>(operation)];
}

void append_code(Code code, std::string_view no_error_text, std::string& out) {
  append_element("ErrorCode", name(code), out);
  append_element(
      "ErrorMessage",
      code == Code::no_error ? no_error_text : kCodes[static_cast<std::size_t>(code)].text, out);
}

void append_optional(std::string_view element, std::string_view text, std::string& out) {
  if (text.empty()) {
    out.append("<").append(element).append(" i:nil=\"true\"/>");
  } else {
    append_element(element, text, out);
  }
}

void append_envelope_start(std::string_view action, std::string& out) {
  out.append("<?xml version=\"1.0\" encoding=\"utf-8\"?><s:Envelope xmlns:s=\"").append(kSoap11);
  out.append("\" xmlns:a=\"").append(kAddressing);
  out.append("\"><s:Header><a:Action s:mustUnderstand=\"1\">").append(action);
  // The version is that of the answers of our EWS.
  out.append("</a:Action><h:ServerVersionInfo xmlns:h=\"").append(kAutodiscover);
  out.append("\" xmlns:i=\"").append(kInstance);
  out.append(
      "\"><h:MajorVersion>15</h:MajorVersion><h:MinorVersion>1</h:MinorVersion>"
      "<h:MajorBuildNumber>2507</h:MajorBuildNumber><h:MinorBuildNumber>6</h:MinorBuildNumber>"
      "<h:Version>Exchange2015</h:Version></h:ServerVersionInfo></s:Header><s:Body>");
}

// To the ErrorMessage of the Response.
void append_answer_start(Operation operation, Code code, std::string& out) {
  std::string action(kAction);
  action.append(name_of(operation)).append("Response");
  append_envelope_start(action, out);
  out.append("<").append(name_of(operation)).append("ResponseMessage xmlns=\"");
  out.append(kAutodiscover).append("\"><Response xmlns:i=\"").append(kInstance).append("\">");
  append_code(code, {}, out);
}

void append_answer_end(Operation operation, std::string& out) {
  out.append("</Response></").append(name_of(operation));
  out.append("ResponseMessage></s:Body></s:Envelope>");
}

// "User" or "Domain".
struct Subject {
  std::string_view setting_errors;
  std::string_view setting_error;
  std::string_view settings;
  std::string_view setting;
  std::string_view type;
};
constexpr Subject kUser{"UserSettingErrors", "UserSettingError", "UserSettings", "UserSetting",
                        "StringSetting"};
constexpr Subject kDomain{"DomainSettingErrors", "DomainSettingError", "DomainSettings",
                          "DomainSetting", "DomainStringSetting"};

void append_settings(const SettingsAnswer& answer, const Subject& subject, std::string& out) {
  out.append("<").append(subject.setting_errors).append(">");
  for (const SettingError& error : answer.errors) {
    out.append("<").append(subject.setting_error).append(">");
    append_code(error.code, {}, out);
    append_element("SettingName", error.name, out);
    out.append("</").append(subject.setting_error).append(">");
  }
  out.append("</").append(subject.setting_errors).append("><").append(subject.settings).append(">");
  for (const Setting& setting : answer.settings) {
    out.append("<").append(subject.setting).append(" i:type=\"").append(subject.type).append("\">");
    append_element("Name", setting.name, out);
    append_optional("Value", setting.value.value_or(std::string()), out);
    out.append("</").append(subject.setting).append(">");
  }
  out.append("</").append(subject.settings).append(">");
}

void append_domains(std::string_view element, std::span<const model::SmtpDomain> domains,
                    std::string& out) {
  out.append("<").append(element).append(">");
  for (const model::SmtpDomain& domain : domains) append_element("Domain", domain.str(), out);
  out.append("</").append(element).append(">");
}

void append_flag(std::string_view element, bool flag, std::string& out) {
  append_element(element, flag ? "true" : "false", out);
}

void append_relationship(const OrganizationRelationship& relationship, std::string& out) {
  out.append("<OrganizationRelationshipSettings>");
  append_flag("DeliveryReportEnabled", false, out);
  append_domains("DomainNames", relationship.domains, out);
  append_flag("FreeBusyAccessEnabled", relationship.free_busy_access_enabled, out);
  append_element("FreeBusyAccessLevel", relationship.free_busy_access_level, out);
  append_flag("MailTipsAccessEnabled", false, out);
  append_element("MailTipsAccessLevel", "None", out);
  append_flag("MailboxMoveEnabled", false, out);
  append_element("Name", relationship.name, out);
  append_optional("TargetApplicationUri", relationship.target_application_uri, out);
  append_optional("TargetAutodiscoverEpr", relationship.target_autodiscover_epr, out);
  append_optional("TargetSharingEpr", relationship.target_sharing_epr, out);
  out.append("</OrganizationRelationshipSettings>");
}

struct FaultCode {
  std::string_view prefixed;
  std::string_view ns;  // of the prefix `f`; empty where the prefix is the envelope's
};

FaultCode fault_code(ErrorKind kind) {
  if (kind == ErrorKind::unknown_operation)
    return {"f:ActionNotSupported", "http://schemas.microsoft.com/ws/2005/05/addressing/none"};
  if (kind == ErrorKind::unauthenticated)
    return {"f:InvalidSecurity",
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"};
  return {model::facts(kind).fault == model::Fault::caller ? "s:Client" : "s:Server", {}};
}

}  // namespace

std::string_view name(Code code) { return kCodes[static_cast<std::size_t>(code)].name; }

void encode_user_settings(std::span<const SettingsAnswer> users, std::string& out) {
  append_answer_start(Operation::user_settings, Code::no_error, out);
  out.append("<UserResponses>");
  for (const SettingsAnswer& user : users) {
    out.append("<UserResponse>");
    append_code(user.code, "No error.", out);
    append_optional("RedirectTarget", user.redirect_target, out);
    append_settings(user, kUser, out);
    out.append("</UserResponse>");
  }
  out.append("</UserResponses>");
  append_answer_end(Operation::user_settings, out);
}

void encode_domain_settings(std::span<const SettingsAnswer> domains, std::string& out) {
  append_answer_start(Operation::domain_settings, Code::no_error, out);
  out.append("<DomainResponses>");
  for (const SettingsAnswer& domain : domains) {
    out.append("<DomainResponse>");
    append_code(domain.code, "No error.", out);
    append_settings(domain, kDomain, out);
    append_optional("RedirectTarget", domain.redirect_target, out);
    out.append("</DomainResponse>");
  }
  out.append("</DomainResponses>");
  append_answer_end(Operation::domain_settings, out);
}

void encode_federation_information(const FederationInformation& information, std::string& out) {
  append_answer_start(Operation::federation_information, Code::no_error, out);
  append_element("ApplicationUri", information.application_uri, out);
  append_domains("Domains", information.domains, out);
  out.append("<TokenIssuers>");
  for (const TokenIssuer& issuer : information.token_issuers) {
    out.append("<TokenIssuer>");
    append_element("Endpoint", issuer.endpoint, out);
    append_element("Uri", issuer.uri, out);
    out.append("</TokenIssuer>");
  }
  out.append("</TokenIssuers>");
  append_answer_end(Operation::federation_information, out);
}

void encode_organization_relationships(std::span<const OrganizationRelationship> relationships,
                                       std::string& out) {
  append_answer_start(Operation::organization_relationship_settings, Code::no_error, out);
  out.append("<OrganizationRelationshipSettingsCollection>");
  for (const OrganizationRelationship& relationship : relationships)
    append_relationship(relationship, out);
  out.append("</OrganizationRelationshipSettingsCollection>");
  append_answer_end(Operation::organization_relationship_settings, out);
}

void encode_refusal(RefusedCall refused, std::string& out) {
  append_answer_start(refused.operation, refused.code, out);
  switch (refused.operation) {
    case Operation::user_settings:
      out.append("<UserResponses></UserResponses>");
      break;
    case Operation::domain_settings:
      out.append("<DomainResponses></DomainResponses>");
      break;
    case Operation::federation_information:
      out.append(
          "<ApplicationUri i:nil=\"true\"/><Domains></Domains><TokenIssuers></TokenIssuers>");
      break;
    case Operation::organization_relationship_settings:
      out.append(
          "<OrganizationRelationshipSettingsCollection>"
          "</OrganizationRelationshipSettingsCollection>");
      break;
  }
  append_answer_end(refused.operation, out);
}

void encode_fault(const model::Error& error, std::string& out) {
  const FaultCode code = fault_code(error.kind());
  append_envelope_start("http://www.w3.org/2005/08/addressing/soap/fault", out);
  out.append("<s:Fault><faultcode");
  if (!code.ns.empty()) out.append(" xmlns:f=\"").append(code.ns).append("\"");
  out.append(">").append(code.prefixed).append("</faultcode><faultstring xml:lang=\"en-US\">");
  wire::append_escaped(model::facts(error.kind()).caller_text, out);
  out.append("</faultstring></s:Fault></s:Body></s:Envelope>");
}

}  // namespace fb::autodiscover
