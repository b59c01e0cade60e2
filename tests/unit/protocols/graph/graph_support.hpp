// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "protocols/graph/graph.hpp"
#include "protocols/wire/iso8601.hpp"
#include "tests/support/golden.hpp"

namespace fb::graph {

// "2031-05-06T08:00:00", taken as UTC.
inline model::UtcTime utc(std::string_view text) {
  return model::UtcTime(wire::read_date_time(text).value().wall.time_since_epoch());
}

inline model::TimeWindow window(std::string_view begin, std::string_view end) {
  return model::TimeWindow::make(utc(begin), utc(end)).value();
}

inline model::SmtpAddress address(std::string_view text) {
  return model::SmtpAddress::parse(text).value();
}

// 6 May 2031 is a Tuesday.
inline UpstreamQuestion question_for(std::vector<std::string_view> mailboxes,
                                     int slot_minutes = 60) {
  UpstreamQuestion question{{},
                            window("2031-05-06T08:00:00", "2031-05-07T08:00:00"),
                            model::SlotLength::of_minutes(slot_minutes).value()};
  for (const std::string_view mailbox : mailboxes) question.mailboxes.push_back(address(mailbox));
  return question;
}

inline std::string golden(std::string_view name) {
  return test::golden_message(test::golden_path("graph/" + std::string(name)));
}

}  // namespace fb::graph
