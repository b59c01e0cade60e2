// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/graph/words.hpp"

#include <gtest/gtest.h>

namespace fb::graph {
namespace {

using model::FreeBusyStatus;

TEST(GraphWords, StatusWordsInAnyCase) {
  struct Row {
    std::string_view word;
    FreeBusyStatus status;
  };
  for (const Row& row :
       {Row{"free", FreeBusyStatus::free}, Row{"FREE", FreeBusyStatus::free},
        Row{"tentative", FreeBusyStatus::tentative}, Row{"Busy", FreeBusyStatus::busy},
        Row{"oof", FreeBusyStatus::out_of_office}, Row{"Oof", FreeBusyStatus::out_of_office},
        Row{"workingElsewhere", FreeBusyStatus::working_elsewhere},
        Row{"WORKINGELSEWHERE", FreeBusyStatus::working_elsewhere},
        Row{"unknown", FreeBusyStatus::no_data}, Row{"", FreeBusyStatus::no_data},
        Row{"fre", FreeBusyStatus::no_data}, Row{"frees", FreeBusyStatus::no_data},
        Row{"0", FreeBusyStatus::no_data}}) {
    EXPECT_EQ(status_of_word(row.word), row.status) << row.word;
  }
}

TEST(GraphWords, EveryStatusComesBackFromItsWord) {
  for (std::size_t i = 0; i < model::kFreeBusyStatusCount; ++i) {
    const auto status = static_cast<FreeBusyStatus>(i);
    EXPECT_EQ(status_of_word(status_word(status)), status);
  }
}

TEST(GraphWords, FourIsWorkingElsewhereAndUnknownHasNoDigit) {
  struct Row {
    char digit;
    FreeBusyStatus status;
  };
  for (const Row& row : {Row{'0', FreeBusyStatus::free}, Row{'1', FreeBusyStatus::tentative},
                         Row{'2', FreeBusyStatus::busy}, Row{'3', FreeBusyStatus::out_of_office},
                         Row{'4', FreeBusyStatus::working_elsewhere}}) {
    EXPECT_EQ(status_of_digit(row.digit), row.status);
    EXPECT_EQ(digit_of_status(row.status), row.digit);
  }
  for (int c = 0; c < 256; ++c) {
    const char digit = static_cast<char>(c);
    if (digit >= '0' && digit <= '4') continue;
    EXPECT_EQ(status_of_digit(digit), FreeBusyStatus::no_data) << c;
  }
  EXPECT_EQ(digit_of_status(FreeBusyStatus::no_data), std::nullopt);
}

TEST(GraphWords, Days) {
  EXPECT_EQ(day_of_word("sunday"), 0u);
  EXPECT_EQ(day_of_word("Saturday"), 6u);
  EXPECT_EQ(day_of_word("weekday"), std::nullopt);
  EXPECT_EQ(day_of_word(""), std::nullopt);
}

}  // namespace
}  // namespace fb::graph
