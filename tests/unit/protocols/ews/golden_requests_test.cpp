// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Every shape of request that real clients are known to send, with what it means.
#include <set>

#include "tests/unit/protocols/ews/ews_support.hpp"

namespace fb::ews {
namespace {

struct Row {
  std::string_view file;
  std::vector<std::string> mailboxes;
  std::string_view begin;
  std::string_view end;
  int slot_minutes;
  View view;
  bool hides_working_elsewhere;
  bool suggestions;
  int offset_minutes;  // of the caller's zone at the beginning
};

const std::vector<Row>& rows() {
  const std::string ada = "ada@north.example";
  const std::string boris = "boris@south.example";
  static const std::vector<Row> table{
      {"outlook.xml",
       {ada, boris},
       "2031-05-06T15:00:00Z",
       "2031-06-05T15:00:00Z",
       30,
       View::detailed,
       true,
       false,
       -420},
      {"ews_managed_api.xml",
       {ada},
       "2031-05-05T22:00:00Z",
       "2031-05-07T22:00:00Z",
       30,
       View::detailed,
       false,
       true,
       120},
      {"ews_managed_api_2007_sp1.xml",
       {ada},
       "2031-12-01T08:00:00Z",
       "2031-12-02T08:00:00Z",
       30,
       View::free_busy_merged,
       true,
       false,
       -480},
      {"exchangelib.xml",
       {ada},
       "2031-05-06T08:00:00Z",
       "2031-05-06T16:00:00Z",
       30,
       View::detailed_merged,
       false,
       false,
       0},
      {"ews_java_api.xml",
       {ada},
       "2031-05-06T00:00:00Z",
       "2031-05-07T00:00:00Z",
       30,
       View::free_busy,
       true,
       false,
       0},
      {"ews_javascript_api.xml",
       {ada},
       "2031-05-06T04:00:00Z",
       "2031-05-07T04:00:00Z",
       30,
       View::detailed,
       false,
       false,
       -240},
      {"evolution_ews.xml",
       {ada},
       "2031-05-05T00:00:00Z",
       "2031-06-09T00:00:00Z",
       60,
       View::detailed_merged,
       true,
       false,
       0},
      {"davmail.xml",
       {ada},
       "2031-05-06T06:00:00Z",
       "2031-05-06T20:00:00Z",
       15,
       View::merged_only,
       true,
       false,
       0},
      {"thunderbird_exchangecalendar.xml",
       {ada},
       "2031-05-06T00:00:00Z",
       "2031-05-07T00:00:00Z",
       15,
       View::detailed_merged,
       true,
       false,
       0},
      {"sogo.xml",
       {ada},
       "2031-07-01T07:00:00Z",
       "2031-07-02T07:00:00Z",
       15,
       View::detailed_merged,
       true,
       false,
       60},
      {"zimbra.xml",
       {ada, boris},
       "2031-05-06T00:00:00Z",
       "2031-05-13T00:00:00Z",
       60,
       View::detailed_merged,
       true,
       false,
       0},
      {"exchange_server_proxy.xml",
       {ada, boris},
       "2031-05-05T22:00:00Z",
       "2031-06-16T22:00:00Z",
       30,
       View::detailed,
       false,
       false,
       120},
      {"documentation_sample.xml",
       {ada},
       "2031-05-06T05:00:00Z",
       "2031-05-07T05:00:00Z",
       30,
       View::detailed,
       true,
       false,
       -300},
      {"soap12_wssecurity.xml",
       {ada},
       "2031-05-06T04:00:00Z",
       "2031-05-06T04:20:00Z",
       5,
       View::detailed,
       false,
       false,
       0},
  };
  return table;
}

TEST(GoldenRequests, MeanWhatTheirClientsMean) {
  for (const Row& row : rows()) {
    SCOPED_TRACE(row.file);
    auto decoded = decode_call(read_golden("requests/" + std::string(row.file)));
    ASSERT_TRUE(decoded.has_value()) << decoded.error().detail();
    const auto& call = std::get<AvailabilityCall>(*decoded);
    std::vector<std::string> mailboxes;
    for (const auto& mailbox : call.request.mailboxes)
      mailboxes.push_back(mailbox.address ? mailbox.address->str() : "refused");
    EXPECT_EQ(mailboxes, row.mailboxes);
    EXPECT_EQ(text(call.request.window.begin()), row.begin);
    EXPECT_EQ(text(call.request.window.end()), row.end);
    EXPECT_EQ(call.request.slot.length().count(), row.slot_minutes);
    EXPECT_EQ(call.presentation.view, row.view);
    EXPECT_EQ(call.presentation.hides_working_elsewhere, row.hides_working_elsewhere);
    EXPECT_EQ(call.suggestions.has_value(), row.suggestions);
    EXPECT_EQ(call.presentation.zone.offset_at(call.request.window.begin()),
              std::chrono::minutes(row.offset_minutes));
  }
}

TEST(GoldenRequests, EachFileHasARow) {
  std::set<std::string> expected;
  for (const Row& row : rows()) expected.emplace(row.file);
  std::set<std::string> found;
  for (const auto& entry : std::filesystem::directory_iterator(golden("requests")))
    found.insert(entry.path().filename().string());
  EXPECT_EQ(found, expected);
}

}  // namespace
}  // namespace fb::ews
