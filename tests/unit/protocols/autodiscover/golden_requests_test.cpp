// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Every shape of question that real clients are known to send, and some that none should.
#include <sstream>

#include "protocols/autodiscover/server.hpp"
#include "tests/support/golden.hpp"

namespace fb::autodiscover {
namespace {

template <class Value>
std::string shown(std::string_view word, const model::Result<Value>& value) {
  return std::string(word) + " " + (value ? value->str() : test::shown(value.error())) + "\n";
}

template <class Value>
std::string shown(std::string_view word, const std::vector<model::Result<Value>>& values) {
  std::string out;
  for (const auto& value : values) out += shown(word, value);
  return out;
}

std::string shown_settings(const std::vector<std::string>& settings) {
  std::string out;
  for (const std::string& setting : settings) out += "setting " + setting + "\n";
  return out;
}

struct Shown {
  std::string operator()(const UserSettingsCall& call) const {
    return shown("user", call.users) + shown_settings(call.settings);
  }
  std::string operator()(const DomainSettingsCall& call) const {
    return shown("domain", call.domains) + shown_settings(call.settings);
  }
  std::string operator()(const FederationInformationCall& call) const {
    return shown("federation", call.domain);
  }
  std::string operator()(const OrganizationRelationshipCall& call) const {
    return shown("relationship", call.domains);
  }
  std::string operator()(const RefusedCall& refused) const {
    constexpr std::string_view kNames[] = {"GetUserSettings", "GetDomainSettings",
                                           "GetFederationInformation",
                                           "GetOrganizationRelationshipSettings"};
    return "answered " + std::string(kNames[static_cast<std::size_t>(refused.operation)]) + " " +
           std::string(name(refused.code)) + "\n";
  }
  std::string operator()(const Call& call) const { return std::visit(*this, call); }
};

std::string soap(const std::string& message) {
  const auto call = decode_call(message);
  if (!call) return "refused " + test::shown(call.error()) + "\n";
  return std::visit(Shown{}, *call);
}

std::string pox(const std::string& message) {
  const PoxCall call = decode_pox_call(message);
  if (const auto* code = std::get_if<PoxCode>(&call))
    return "error " + std::to_string(static_cast<int>(*code)) + "\n";
  return "user " + std::get<model::SmtpAddress>(call).str() + "\n";
}

std::string json_line(const std::string& line) {
  const std::size_t mark = line.find('?');
  std::string segment = line.substr(0, mark);
  if (!segment.empty()) segment = segment.substr(1, segment.size() - 2);
  std::string query = line.substr(mark + 1);
  query.erase(0, query.find_first_not_of(' '));
  const JsonCall call = decode_json_call(segment, query);
  std::string body;
  if (const auto* code = std::get_if<JsonCode>(&call)) {
    encode_json_error(*code, body);
    const std::string name = body.substr(14, body.find('"', 14) - 14);
    return std::to_string(http_status(*code)) + " " + name + "\n";
  }
  const auto& question = std::get<JsonQuestion>(call);
  const bool is_ews = question.protocol == JsonProtocol::ews;
  return question.user.str() + (is_ews ? " EWS\n" : " AutodiscoverV1\n");
}

std::string json(const std::string& message) {
  std::istringstream lines(message);
  std::string out;
  for (std::string line; std::getline(lines, line);) out += json_line(line);
  return out;
}

TEST(GoldenRequests, MeanWhatTheirClientsMean) {
  const auto pairs = test::golden_pairs("autodiscover/requests");
  EXPECT_GE(pairs.size(), 23u);
  for (const test::GoldenPair& pair : pairs) {
    SCOPED_TRACE(pair.name);
    if (pair.name.starts_with("soap_")) {
      EXPECT_EQ(soap(pair.message), pair.without({}));
    } else if (pair.name.starts_with("pox_")) {
      EXPECT_EQ(pox(pair.message), pair.without({}));
    } else {
      EXPECT_EQ(json(pair.message), pair.without({}));
    }
  }
}

}  // namespace
}  // namespace fb::autodiscover
