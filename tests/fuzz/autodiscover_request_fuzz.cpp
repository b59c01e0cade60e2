// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The three questions of a client. The first byte says which one the rest is; of JSON, the segment
// and the query stand on a line each. Whatever is taken keeps the limits and can be answered;
// whatever is refused has an answer that is well-formed.
#include <cstdint>
#include <cstdlib>

#include "protocols/autodiscover/autodiscover.hpp"
#include "protocols/autodiscover/server.hpp"
#include "protocols/wire/json.hpp"
#include "protocols/wire/xml.hpp"

namespace {

using namespace fb;
using namespace fb::autodiscover;

void require(bool holds) {
  if (!holds) std::abort();
}

void require_xml(const std::string& text) { require(wire::XmlDocument::parse(text).has_value()); }

SettingsAnswer echo(const std::vector<std::string>& settings) {
  require(!settings.empty() && settings.size() <= kSettingsPerRequestMax);
  SettingsAnswer answer;
  for (const std::string& name : settings) {
    require(!name.empty() && name.size() <= kSettingNameBytesMax);
    answer.errors.push_back({Code::invalid_setting, name});
    answer.settings.push_back({name, name});
  }
  return answer;
}

struct Answer {
  std::string& out;

  void operator()(const UserSettingsCall& call) const {
    require(!call.users.empty() && call.users.size() <= kUsersPerRequestMax);
    const std::vector<SettingsAnswer> answers(call.users.size(), echo(call.settings));
    encode_user_settings(answers, out);
  }
  void operator()(const DomainSettingsCall& call) const {
    require(!call.domains.empty() && call.domains.size() <= kDomainsPerRequestMax);
    const std::vector<SettingsAnswer> answers(call.domains.size(), echo(call.settings));
    encode_domain_settings(answers, out);
  }
  void operator()(const FederationInformationCall& call) const {
    FederationInformation information;
    if (call.domain) information.domains.push_back(*call.domain);
    encode_federation_information(information, out);
  }
  void operator()(const OrganizationRelationshipCall& call) const {
    require(!call.domains.empty() && call.domains.size() <= kDomainsPerRequestMax);
    OrganizationRelationship relationship;
    for (const auto& domain : call.domains) {
      if (domain) relationship.domains.push_back(*domain);
    }
    encode_organization_relationships({&relationship, 1}, out);
  }
  void operator()(const RefusedCall& refused) const { encode_refusal(refused, out); }
  void operator()(const Call& call) const { std::visit(*this, call); }
};

void soap(const std::string& body) {
  const auto call = decode_call(body);
  std::string out;
  if (call) {
    std::visit(Answer{out}, *call);
  } else {
    encode_fault(call.error(), out);
  }
  require_xml(out);
}

void pox(const std::string& body) {
  const PoxCall call = decode_pox_call(body);
  std::string out;
  if (const auto* code = std::get_if<PoxCode>(&call)) {
    encode_pox_error(*code, {}, 1, out);
    require(!decode_pox_answer(out).has_value());
    return;
  }
  encode_pox_settings(std::get<model::SmtpAddress>(call), "https://gw.example/", out);
  require(decode_pox_answer(out).has_value());
}

void json(const std::string& text) {
  const std::size_t line = text.find('\n');
  const std::string segment = text.substr(0, line);
  const JsonCall call =
      decode_json_call(segment, line == std::string::npos ? std::string() : text.substr(line + 1));
  std::string out;
  if (const auto* code = std::get_if<JsonCode>(&call)) {
    encode_json_error(*code, out);
  } else {
    encode_json_endpoint(std::get<JsonQuestion>(call).protocol, "https://gw.example/", out);
  }
  require(wire::parse_json(out).has_value());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string body(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 3) {
    case 0:
      soap(body);
      break;
    case 1:
      pox(body);
      break;
    default:
      json(body);
  }
  return 0;
}
