// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Every shape of answer that real servers are known to send to a question about three mailboxes.
#include <set>

#include "tests/unit/protocols/ews/answer_support.hpp"

namespace fb::ews {
namespace {

struct Row {
  std::string_view file;
  std::array<std::string_view, 3> entries;
};

constexpr Row kRows[] = {
    {"exchange_online_detailed.xml",
     {"06T08:00/06T09:30 busy, 06T13:00/06T14:00 working_elsewhere", "", "peer_recipient_unknown"}},
    {"exchange_empty_calendars.xml", {"", "", ""}},
    {"exchange_2007.xml",
     {"slots:06T01:00/06T02:00 tentative, 06T02:00/06T03:00 busy, 06T03:00/06T04:00 out_of_office, "
      "06T04:00/07T00:00 no_data",
      "peer_no_access", "05T23:30/06T00:30 tentative"}},
    {"gromox.xml",
     {"06T08:00/06T09:00 busy, 06T10:00/06T11:00 busy", "peer_recipient_unknown", "peer_broken"}},
    {"openchange.xml", {"06T10:00/06T10:00 busy", "peer_broken", "peer_broken"}},
    {"hermex.xml", {"06T10:00/06T11:00 busy", "peer_recipient_unknown", ""}},
};

TEST(GoldenAnswers, MeanWhatTheirServersMean) {
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.file);
    const Answer answer =
        decode_answer(read_golden("answers/" + std::string(row.file)), question_for(3));
    ASSERT_TRUE(answer.has_value()) << answer.error().detail();
    ASSERT_EQ(answer->size(), row.entries.size());
    for (std::size_t i = 0; i < row.entries.size(); ++i)
      EXPECT_EQ(shown((*answer)[i]), row.entries[i]) << i;
  }
}

TEST(GoldenAnswers, EachFileHasARow) {
  std::set<std::string> expected;
  for (const Row& row : kRows) expected.emplace(row.file);
  std::set<std::string> found;
  for (const auto& entry : std::filesystem::directory_iterator(golden("answers")))
    found.insert(entry.path().filename().string());
  EXPECT_EQ(found, expected);
}

TEST(GoldenAnswers, DetailsAndWorkingHoursOfExchangeOnline) {
  const Answer answer =
      decode_answer(read_golden("answers/exchange_online_detailed.xml"), question_for(3));
  const Availability& first = answer.value().front().value();
  EXPECT_EQ(first.level, DetailLevel::limited_details);
  ASSERT_TRUE(first.blocks.front().details.has_value());
  EXPECT_EQ(*first.blocks.front().details,
            (model::BlockDetails{"000000A1B2C3", "Keel review\x10", "Dock 4", true, false, false,
                                 true, false}));
  EXPECT_FALSE(first.blocks.back().details.has_value());
  EXPECT_EQ(first.working_hours,
            (model::WorkingHours{west_europe_rule(), {{0b0111110, 480, 1020}}}));
  EXPECT_EQ(answer.value()[1]->level, DetailLevel::availability_only);
  EXPECT_EQ(answer.value()[2].error().peer_text(),
            "SomeException: no such thing . Name of the server where exception originated: HOST1. "
            "LID: 57660");
}

}  // namespace
}  // namespace fb::ews
