// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The four SOAP questions. The first element of the Body names the operation; wsa:Action and
// SOAPAction say the same in other words and are not looked at, so that nothing can say two things.
#include <algorithm>
#include <array>

#include "protocols/autodiscover/envelope.hpp"
#include "protocols/autodiscover/server.hpp"
#include "protocols/wire/idna.hpp"

namespace fb::autodiscover {
namespace {

using model::Error;
using model::ErrorKind;
using model::Result;

constexpr wire::XmlLimits kRequestLimits{
    .bytes_max = kRequestBytesMax, .depth_max = 32, .elements_max = 4'000};

using Decoded = std::variant<Call, RefusedCall>;

struct OperationName {
  std::string_view element;
  Operation operation;
};
constexpr std::array<OperationName, 4> kOperations{{
    {"GetUserSettingsRequestMessage", Operation::user_settings},
    {"GetDomainSettingsRequestMessage", Operation::domain_settings},
    {"GetFederationInformationRequestMessage", Operation::federation_information},
    {"GetOrganizationRelationshipSettingsRequestMessage",
     Operation::organization_relationship_settings},
}};

// Nothing where there are none or more than `count_max`.
std::optional<std::vector<std::string_view>> texts_in(const pugi::xml_node& list,
                                                      std::string_view item,
                                                      std::size_t count_max) {
  std::vector<std::string_view> texts;
  for (auto node = wire::first_element(list); node; node = wire::next_element(node)) {
    if (wire::local_name(node) != item) return std::nullopt;
    if (texts.size() == count_max) return std::nullopt;
    texts.push_back(wire::text_of(node));
  }
  if (texts.empty()) return std::nullopt;
  return texts;
}

bool is_setting_text(std::string_view name) {
  return !name.empty() && name.size() <= kSettingNameBytesMax &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '_' || c == '-';
         });
}

std::optional<std::vector<std::string>> read_settings(const pugi::xml_node& request) {
  const auto names =
      texts_in(wire::child(request, "RequestedSettings"), "Setting", kSettingsPerRequestMax);
  if (!names) return std::nullopt;
  std::vector<std::string> settings;
  for (const std::string_view name : *names) {
    // Names go back in the answer, so what is no name at all is refused here.
    if (!is_setting_text(name)) return std::nullopt;
    if (std::find(settings.begin(), settings.end(), name) == settings.end())
      settings.emplace_back(name);
  }
  return settings;
}

// A domain of a person is read as part of an address is: with its A-labels made.
Result<model::SmtpDomain> read_domain(std::string_view text) {
  const auto address = wire::read_smtp_address("x@" + std::string(text));
  if (!address) return Error::of(ErrorKind::address_invalid, "this is no domain");
  return address->domain();
}

std::optional<std::vector<Result<model::SmtpDomain>>> read_domains(const pugi::xml_node& request) {
  const auto texts = texts_in(wire::child(request, "Domains"), "Domain", kDomainsPerRequestMax);
  if (!texts) return std::nullopt;
  std::vector<Result<model::SmtpDomain>> domains;
  for (const std::string_view text : *texts) domains.push_back(read_domain(text));
  return domains;
}

std::optional<std::vector<Result<model::SmtpAddress>>> read_users(const pugi::xml_node& request) {
  std::vector<Result<model::SmtpAddress>> users;
  const pugi::xml_node list = wire::child(request, "Users");
  for (auto node = wire::first_element(list); node; node = wire::next_element(node)) {
    if (wire::local_name(node) != "User" || users.size() == kUsersPerRequestMax)
      return std::nullopt;
    users.push_back(wire::read_smtp_address(child_text(node, "Mailbox")));
  }
  if (users.empty()) return std::nullopt;
  return users;
}

std::optional<Call> read_call(Operation operation, const pugi::xml_node& request) {
  switch (operation) {
    case Operation::user_settings: {
      auto users = read_users(request);
      auto settings = read_settings(request);
      if (!users || !settings) return std::nullopt;
      return UserSettingsCall{std::move(*users), std::move(*settings)};
    }
    case Operation::domain_settings: {
      auto domains = read_domains(request);
      auto settings = read_settings(request);
      if (!domains || !settings) return std::nullopt;
      return DomainSettingsCall{std::move(*domains), std::move(*settings)};
    }
    case Operation::federation_information:
      return FederationInformationCall{read_domain(child_text(request, "Domain"))};
    case Operation::organization_relationship_settings: {
      auto domains = read_domains(request);
      if (!domains) return std::nullopt;
      return OrganizationRelationshipCall{std::move(*domains)};
    }
  }
  return std::nullopt;
}

}  // namespace

Result<Decoded> decode_call(std::string_view body) {
  const auto document = wire::XmlDocument::parse(body, kRequestLimits);
  if (!document) return document.error();
  const auto payload = open_envelope(*document);
  if (!payload) return payload.error();
  const std::string_view element = wire::local_name(*payload);
  const auto named =
      std::find_if(kOperations.begin(), kOperations.end(),
                   [&](const OperationName& known) { return known.element == element; });
  if (named == kOperations.end())
    return Error::of(ErrorKind::unknown_operation, "the body names no operation of Autodiscover");
  auto call = read_call(named->operation, wire::child(*payload, "Request"));
  if (!call) return Decoded(RefusedCall{named->operation, Code::invalid_request});
  return Decoded(std::move(*call));
}

}  // namespace fb::autodiscover
