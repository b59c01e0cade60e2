// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Autodiscover as a server: questions are decoded, answers are encoded. Who may be told what is
// decided by gateway/front; nothing here looks at a directory, and no answer repeats what a caller
// wrote but the name of a setting that it asked for.
//
// Beware: SOAP answers are read by .NET data contracts elsewhere, so the order of elements matters:
// ErrorCode and ErrorMessage, then the rest by the alphabet.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "protocols/model/result.hpp"
#include "protocols/model/smtp_address.hpp"
#include "protocols/model/time_window.hpp"

namespace fb::autodiscover {

inline constexpr std::size_t kUsersPerRequestMax = 100;
inline constexpr std::size_t kDomainsPerRequestMax = 100;
// The published list of settings has about a hundred names.
inline constexpr std::size_t kSettingsPerRequestMax = 128;
inline constexpr std::size_t kSettingNameBytesMax = 64;
inline constexpr std::size_t kRequestBytesMax = 256 * 1024;

// [MS-OXWSADISC] ErrorCode, of a request, of a user or domain in it, or of one setting.
enum class Code : std::uint8_t {
  no_error,
  redirect_address,
  redirect_url,
  invalid_user,
  invalid_request,
  invalid_setting,
  setting_is_not_available,
  server_busy,
  invalid_domain,
  not_federated,
  internal_server_error,
};
std::string_view name(Code code);

// SOAP, the four operations.

// An address or a domain that cannot be read fails for itself alone.
struct UserSettingsCall {
  std::vector<model::Result<model::SmtpAddress>> users;
  std::vector<std::string> settings;  // each once, in the order of the question
};
struct DomainSettingsCall {
  std::vector<model::Result<model::SmtpDomain>> domains;
  std::vector<std::string> settings;
};
struct FederationInformationCall {
  model::Result<model::SmtpDomain> domain;
};
struct OrganizationRelationshipCall {
  std::vector<model::Result<model::SmtpDomain>> domains;
};
using Call = std::variant<UserSettingsCall, DomainSettingsCall, FederationInformationCall,
                          OrganizationRelationshipCall>;

enum class Operation : std::uint8_t {
  user_settings,
  domain_settings,
  federation_information,
  organization_relationship_settings,
};

// A question that names an operation and asks for nothing, or for more than the limits allow: an
// answer of that operation with a code. Everything else that is wrong is an Error for
// encode_fault(): malformed_request or unknown_operation.
struct RefusedCall {
  Operation operation;
  Code code;
};
model::Result<std::variant<Call, RefusedCall>> decode_call(std::string_view body);

// Which words one has heard of: a setting that exists and is not offered is "not available", any
// other is "invalid".
bool is_user_setting(std::string_view name);
bool is_domain_setting(std::string_view name);

struct Setting {
  std::string name;
  std::optional<std::string> value;  // none: there is such a setting and nothing in it
};
struct SettingError {
  Code code;
  std::string name;
};
// Of one user or one domain.
struct SettingsAnswer {
  Code code = Code::no_error;
  std::string redirect_target;  // of a redirect
  std::vector<SettingError> errors;
  std::vector<Setting> settings;
};

struct TokenIssuer {
  std::string endpoint;
  std::string uri;
};
struct FederationInformation {
  std::string application_uri;
  std::vector<model::SmtpDomain> domains;
  std::vector<TokenIssuer> token_issuers;
};

struct OrganizationRelationship {
  std::string name;
  std::vector<model::SmtpDomain> domains;
  bool free_busy_access_enabled = false;
  std::string free_busy_access_level = "None";  // None, AvailabilityOnly or LimitedDetails
  std::string target_application_uri;           // empty: none
  std::string target_autodiscover_epr;
  std::string target_sharing_epr;
};

void encode_user_settings(std::span<const SettingsAnswer> users, std::string& out);
void encode_domain_settings(std::span<const SettingsAnswer> domains, std::string& out);
void encode_federation_information(const FederationInformation& information, std::string& out);
void encode_organization_relationships(std::span<const OrganizationRelationship> relationships,
                                       std::string& out);
// An answer of the operation that says nothing but the code.
void encode_refusal(RefusedCall refused, std::string& out);
// A SOAP fault; goes out with HTTP status 500.
void encode_fault(const model::Error& error, std::string& out);

// POX.

enum class PoxCode : std::uint16_t {
  address_unknown = 500,
  invalid_request = 600,
  provider_not_available = 601,  // no such response schema
  server_error = 603,
};
using PoxCall = std::variant<model::SmtpAddress, PoxCode>;
PoxCall decode_pox_call(std::string_view body);

void encode_pox_settings(const model::SmtpAddress& user, std::string_view ews_url,
                         std::string& out);
void encode_pox_redirect(const model::SmtpAddress& address, std::string& out);
// `now` stands in the answer, and so does a number that tells this server from others.
void encode_pox_error(PoxCode code, model::UtcTime now, std::uint32_t server, std::string& out);

// JSON, version 2.

enum class JsonProtocol : std::uint8_t { ews, autodiscover_v1 };
enum class JsonCode : std::uint8_t {
  missing_protocol,
  protocol_not_supported,
  mandatory_parameter_missing,
  user_not_found,
  server_busy,
};
struct JsonQuestion {
  model::SmtpAddress user;
  JsonProtocol protocol;
};
// `segment` is what stands behind /v1.0/, as sent; empty in the older form, which has the address
// in the query. Unknown parameters are ignored, one that is given twice counts as missing.
using JsonCall = std::variant<JsonQuestion, JsonCode>;
JsonCall decode_json_call(std::string_view segment, std::string_view query);

unsigned http_status(JsonCode code);
void encode_json_endpoint(JsonProtocol protocol, std::string_view url, std::string& out);
void encode_json_error(JsonCode code, std::string& out);

}  // namespace fb::autodiscover
