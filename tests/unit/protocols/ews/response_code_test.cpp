// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <map>

#include "tests/unit/protocols/ews/reply_support.hpp"

namespace fb::ews {
namespace {

TEST(ResponseCode, RefusalsThatCallersAndAdministratorsKnow) {
  using K = ErrorKind;
  struct Row {
    K kind;
    std::string_view name;
    int number;
  };
  const Row table[] = {
      {K::recipient_unknown, "ErrorMailRecipientNotFound", 5009},
      {K::recipient_ambiguous, "ErrorMailRecipientNotFound", 5009},
      {K::peer_recipient_unknown, "ErrorMailRecipientNotFound", 5009},
      {K::no_path, "ErrorAddressSpaceNotFound", 0},
      {K::relationship_free_busy_off, "ErrorInvalidOrganizationRelationshipForFreeBusy", 0},
      {K::no_access, "ErrorNoFreeBusyAccess", 5037},
      {K::peer_no_access, "ErrorNoFreeBusyAccess", 5037},
      {K::pair_refused, "ErrorProxyRequestNotAllowed", 0},
      {K::second_hop, "ErrorProxyRequestNotAllowed", 0},
      {K::asked_back, "ErrorProxyRequestNotAllowed", 0},
      {K::access_mode_refused, "ErrorProxyRequestNotAllowed", 0},
      {K::impersonation_refused, "ErrorImpersonateUserDenied", 0},
      {K::discovery_failed, "ErrorServiceDiscoveryFailed", 5021},
      {K::token_unavailable, "ErrorProxyRequestProcessingFailed", 0},
      {K::peer_broken, "ErrorProxyRequestProcessingFailed", 0},
      {K::deadline_passed, "ErrorTimeoutExpired", 0},
      {K::address_invalid, "ErrorInvalidSmtpAddress", 5035},
      {K::result_too_big, "ErrorResultSetTooBig", 0},
      {K::group_too_big, "ErrorFreeBusyDLLimitReached", 0},
      {K::content_coding_unknown, "ErrorInvalidRequest", 0},
      {K::mailbox_list_too_long, "ErrorMailboxDataArrayTooBig", 5002},
      {K::mailbox_list_empty, "ErrorMailboxDataArrayEmpty", 0},
      {K::window_invalid, "ErrorInvalidTimeInterval", 0},
      {K::window_too_long, "ErrorTimeIntervalTooBig", 0},
      {K::interval_invalid, "ErrorInvalidMergedFreeBusyInterval", 0},
      {K::view_invalid, "ErrorInvalidFreeBusyViewType", 0},
      {K::time_zone_invalid, "ErrorTimeZone", 0},
      {K::server_version_invalid, "ErrorInvalidServerVersion", 0},
      {K::server_busy, "ErrorServerBusy", 0},
  };
  for (const Row& row : table) {
    EXPECT_EQ(response_code(row.kind).name, row.name);
    EXPECT_EQ(response_code(row.kind).number, row.number) << row.name;
  }
}

TEST(ResponseCode, OneCodeHasOneNumberAndOneException) {
  std::map<std::string_view, std::pair<std::string_view, int>> seen;
  for (const model::ErrorKindFacts& fact : model::all_error_kinds()) {
    const ResponseCode code = response_code(fact.kind);
    EXPECT_TRUE(code.name.starts_with("Error"));
    EXPECT_TRUE(code.exception.ends_with("Exception"));
    const auto [entry, added] = seen.emplace(code.name, std::pair(code.exception, code.number));
    EXPECT_EQ(entry->second, std::pair(code.exception, code.number)) << code.name;
  }
}

}  // namespace
}  // namespace fb::ews
