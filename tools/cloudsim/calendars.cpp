// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/cloudsim/calendars.hpp"

#include "config/text_file.hpp"

namespace fb::cloudsim {
namespace {

using model::Error;
using model::ErrorKind;

int year_of(model::UtcTime at) {
  const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(at));
  return static_cast<int>(date.year());
}

}  // namespace

model::Result<ics::Calendar> read_calendar(const Mailbox& mailbox) {
  const ics::Limits limits;
  const auto file = config::read_text_file(mailbox.calendar, limits.bytes_max);
  if (!file.trouble.empty()) {
    return Error::of(ErrorKind::internal, "names a calendar file that " + file.trouble);
  }
  return ics::Calendar::parse(file.text, mailbox.zone, limits);
}

model::Result<model::Availability> availability_of(const Mailbox& mailbox,
                                                   const model::TimeWindow& window,
                                                   model::DetailLevel level) {
  if (level == model::DetailLevel::none) return Error::of(ErrorKind::no_access);
  const auto calendar = read_calendar(mailbox);
  // It could be read when the program started: somebody broke it since.
  if (!calendar) return Error::of(ErrorKind::internal, calendar.error().detail());
  auto blocks = calendar->blocks(window);
  if (!blocks) return blocks.error();

  model::Availability out{window, *std::move(blocks), model::Precision::exact, {}, level};
  if (!mailbox.working_periods.empty()) {
    out.working_hours = model::WorkingHours{mailbox.zone.annual_in(year_of(window.begin())),
                                            mailbox.working_periods};
  }
  model::cut_to(level, false, out);
  return out;
}

}  // namespace fb::cloudsim
