// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// With FB_UPDATE_PAGES=1 in the environment the page is written first.
#include "gateway/policy/reasons.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <vector>

namespace fb::policy {
namespace {

using model::Error;
using model::ErrorKind;

std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {(std::istreambuf_iterator<char>(in)), {}};
}

// What stands between any two quotes that follow each other, as far as it is a code.
std::vector<std::string> quoted_codes(std::string_view text) {
  std::vector<std::string> codes;
  std::size_t begin = text.find('"');
  while (begin != text.npos) {
    const std::size_t end = text.find('"', begin + 1);
    if (end == text.npos) break;
    const std::string_view inside = text.substr(begin + 1, end - begin - 1);
    const bool plain = std::all_of(inside.begin(), inside.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
    });
    const std::size_t dot = inside.find('.');
    if (plain && dot != 0 && dot != inside.npos && dot == inside.rfind('.') &&
        dot + 1 < inside.size()) {
      codes.emplace_back(inside);
    }
    begin = end;
  }
  return codes;
}

TEST(Reasons, PageIsCurrent) {
  const std::string file = std::string(FB_SOURCE_DIR) + "/docs/reference/reasons.md";
  if (std::getenv("FB_UPDATE_PAGES") != nullptr) {
    std::ofstream(file, std::ios::binary) << reasons_page();
  }
  EXPECT_EQ(text_of(file), reasons_page()) << "run reasons_test with FB_UPDATE_PAGES=1";
}

TEST(Reasons, EveryCodeStandsOnceWithCauseAndFix) {
  std::set<std::string_view> codes;
  for (const auto rows : {reasons_of_sharing(), reasons_of_credentials(), reasons_of_peers()}) {
    for (const Reason& row : rows) {
      EXPECT_TRUE(codes.insert(row.code).second) << row.code;
      EXPECT_TRUE(row.cause.ends_with(".")) << row.code;
      EXPECT_TRUE(row.fix.ends_with(".")) << row.code;
      EXPECT_EQ(row.cause.find('|'), row.cause.npos) << row.code;
      EXPECT_EQ(row.fix.find('|'), row.fix.npos) << row.code;
      EXPECT_EQ(reason(row.code)->code, row.code);
    }
  }
  EXPECT_GT(codes.size(), 200u);
}

// A rule that the program can give and the catalogue does not know would leave an operator alone.
TEST(Reasons, EveryRuleInTheSourcesIsKnown) {
  const std::set<std::string> prefixes = {"loop",
                                          "resolve",
                                          "aas",
                                          "organization_relationship",
                                          "pair",
                                          "answer",
                                          "own_tenant",
                                          "group",
                                          "availability_config",
                                          "default_right",
                                          "basic",
                                          "api_token",
                                          "caller",
                                          "certificate",
                                          "negotiate",
                                          "bearer",
                                          "pft",
                                          "s2s",
                                          "saml",
                                          "token",
                                          "delegation",
                                          "credential"};
  std::size_t found = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(
           std::filesystem::path(FB_SOURCE_DIR) / "gateway")) {
    if (entry.path().extension() != ".cpp" && entry.path().extension() != ".hpp") continue;
    for (const std::string& code : quoted_codes(text_of(entry.path()))) {
      if (!prefixes.contains(code.substr(0, code.find('.')))) continue;
      EXPECT_NE(reason(code), nullptr) << code << " in " << entry.path();
      ++found;
    }
  }
  EXPECT_GT(found, 150u);
}

TEST(Reasons, EveryRuleOfTheHostileCredentialsIsKnown) {
  const std::string table =
      text_of(std::string(FB_SOURCE_DIR) + "/tests/integration/hostile_credentials/table.jsonl");
  constexpr std::string_view kKey = "\"rule\": \"";
  std::size_t found = 0;
  for (std::size_t at = table.find(kKey); at != table.npos; at = table.find(kKey, at + 1)) {
    const std::size_t begin = at + kKey.size();
    const std::string code = table.substr(begin, table.find('"', begin) - begin);
    EXPECT_NE(reason(code), nullptr) << code;
    ++found;
  }
  EXPECT_GT(found, 120u);
}

TEST(Reasons, EveryKindOfAMailboxHasOne) {
  for (const model::ErrorKindFacts& facts : model::all_error_kinds()) {
    const bool by_rule =
        facts.kind == ErrorKind::recipient_unknown ||
        facts.kind == ErrorKind::recipient_ambiguous || facts.kind == ErrorKind::no_path ||
        facts.kind == ErrorKind::no_access || facts.kind == ErrorKind::relationship_free_busy_off ||
        facts.kind == ErrorKind::pair_refused || facts.kind == ErrorKind::second_hop ||
        facts.kind == ErrorKind::asked_back || facts.kind == ErrorKind::token_unavailable ||
        facts.kind == ErrorKind::group_too_big;
    if (by_rule || facts.kind < ErrorKind::address_invalid) continue;
    EXPECT_NE(reason(facts.name), nullptr) << facts.name;
  }
}

TEST(Reasons, TheRuleIsTheCode) {
  EXPECT_EQ(reason_code(Error::of(ErrorKind::no_path, "", "aas.none_for_domain")),
            "aas.none_for_domain");
  EXPECT_EQ(reason_code(Error::of(ErrorKind::unauthenticated, "", "pft.expired")),
            "bearer.expired");
  EXPECT_EQ(reason_code(Error::of(ErrorKind::unauthenticated, "", "s2s.critical")),
            "bearer.critical");
  EXPECT_EQ(reason_code(Error::of(ErrorKind::peer_throttled)), "peer_throttled");
  EXPECT_EQ(reason_code(Error::from_peer(ErrorKind::peer_broken, "", "Object moved")),
            "exchange.moved");
  EXPECT_EQ(reason_code(Error::from_peer(ErrorKind::peer_broken, "", "whatever")), "peer_broken");
  EXPECT_EQ(reason("made.up"), nullptr);
  EXPECT_EQ(reason(""), nullptr);
}

struct Said {
  const char* text;
  const char* code;
};

class ReasonsOfTexts : public testing::TestWithParam<Said> {};

TEST_P(ReasonsOfTexts, AreFound) {
  EXPECT_EQ(reason_of_peer_text(GetParam().text), GetParam().code) << GetParam().text;
}

// One row for each message that administrators meet.
INSTANTIATE_TEST_SUITE_P(
    Documented, ReasonsOfTexts,
    testing::Values(
        Said{"An error occurred when verifying security for the message.",
             "exchange.security_verification"},
        Said{"An error occurred when processing the security tokens in the message. LID: 59916",
             "exchange.security_tokens"},
        Said{"Proxy web request failed. Unable to connect to the remote server",
             "exchange.cannot_connect"},
        Said{"Autodiscover failed for email address x. 404 Not Found", "exchange.autodiscover_404"},
        Said{"401 2000005;reason=\"The user specified by the user-context in the token is "
             "ambiguous.\" LID: 43532",
             "exchange.user_ambiguous"},
        Said{"Proxy web request failed: 504 Gateway Timeout. LID: 43532",
             "exchange.gateway_timeout"},
        Said{"An existing connection was forcibly closed by the remote host",
             "exchange.connection_closed"},
        Said{"Configuration information for forest/domain contoso.com could not be found in Active "
             "Directory.",
             "exchange.no_configuration"},
        Said{"LID: 47932", "exchange.no_configuration"},
        Said{"Proxy web request failed: 401 Unauthorized", "exchange.autodiscover_401"},
        Said{"error in user setting 'ExternalEwsUrl': InvalidUser LID: 33676",
             "exchange.autodiscover_user_setting"},
        Said{"The caller does not have access to free/busy data. LID: 47652", "exchange.no_access"},
        Said{"LID: 44348", "exchange.no_access"}, Said{"LID: 40764", "exchange.no_access"},
        Said{"Microsoft.Exchange.InfoWorker...NoFreeBusyAccessException", "exchange.no_access"},
        Said{"not allowed because the requester is from a different organization. LID: 39660",
             "exchange.second_hop"},
        Said{"401 Missing signing certificate", "exchange.signing_certificate"},
        Said{"Application is missing a linked account for RBAC roles", "exchange.linked_account"},
        Said{"The entered and stored passwords do not match.", "exchange.sts_user"},
        Said{"The password has to be changed.", "exchange.sts_user"},
        Said{"The password for the account has expired.", "exchange.sts_user"},
        Said{"Provision is needed before federated account can be logged in.", "exchange.sts_user"},
        Said{"The specified member name is either invalid or empty.", "exchange.sts_member_name"},
        Said{"The request timed out. 'Waiting-For-Request-Completion' LID: 43404", "exchange.slow"},
        Said{"The result set contains too many calendar entries. LID: 54796",
             "exchange.too_many_entries"},
        Said{"Work hours start time must be less than or equal to end time.",
             "exchange.working_hours"},
        Said{"2000000;reason=\"The token has an invalid signature.\"",
             "exchange.invalid_signature"},
        Said{"invalid_client AADSTS70002", "exchange.client_key"},
        Said{"AADSTS50012: key not found", "exchange.client_key"},
        Said{"Response is not well-formed XML.", "exchange.not_xml"},
        Said{"Failed to communicate with https://login.microsoftonline.com/extSTS.srf",
             "exchange.sts_unreachable"},
        Said{"The remote name could not be resolved", "exchange.name_not_resolved"},
        Said{"Failed to get ASURL. Error 8004010F", "exchange.autodiscover_general"},
        Said{"The request failed with the error message: Object moved", "exchange.moved"},
        Said{"Could not create SSL/TLS secure channel.", "exchange.tls"},
        Said{"The user specified by the user-context in the token does not exist.",
             "exchange.user_missing"},
        Said{"The hostname component of the audience claim value 'x' is invalid",
             "exchange.invalid_resource"},
        Said{"The remote server returned an error: (503) Service Unavailable",
             "exchange.unavailable"},
        Said{"Cross-tenant access denied: the user or group restrictions", "exchange.xtap_denied"},
        Said{"GetSchedule is not supported for domain: contoso.com. 62382",
             "exchange.domain_not_supported"},
        Said{"nothing that we know", ""}, Said{"", ""}, Said{"LID: ", ""}, Said{"LID: 1", ""},
        Said{"LID: 99999999999999999999", ""}, Said{"invalid", ""}));

}  // namespace
}  // namespace fb::policy
