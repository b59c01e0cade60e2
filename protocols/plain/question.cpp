// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/plain/fields.hpp"
#include "protocols/wire/idna.hpp"
#include "protocols/wire/iso8601.hpp"

namespace fb::plain {
namespace {

using model::Error;
using model::ErrorKind;

constexpr std::size_t kShownBytesMax = 40;

// People leave out the seconds, and midnight.
std::string with_seconds(std::string_view text) {
  constexpr std::string_view kDay = "2031-05-06";
  constexpr std::string_view kMinute = "2031-05-06T08:00";
  std::string full(text);
  if (full.size() == kDay.size()) return full + "T00:00:00";
  const bool has_minutes_only =
      full.size() == kMinute.size() ||
      (full.size() > kMinute.size() && full[kMinute.size()] != ':' && full[kDay.size()] == 'T');
  if (has_minutes_only) full.insert(kMinute.size(), ":00");
  return full;
}

model::Result<model::UtcTime> read_time(std::string_view name, const std::string& text,
                                        const wire::Zone& zone) {
  if (text.empty()) {
    return Error::of(ErrorKind::window_invalid, "\"" + std::string(name) + "\" is missing");
  }
  const auto read = wire::read_date_time(with_seconds(text));
  if (!read) {
    return Error::of(ErrorKind::window_invalid,
                     "\"" + std::string(name) + "\" is no time like 2031-05-06T08:00:00+02:00");
  }
  if (read->offset) return model::UtcTime(read->wall.time_since_epoch() - *read->offset);
  return zone.to_utc(read->wall);
}

model::Status read_people(const Fields& fields, model::AvailabilityRequest& request) {
  if (fields.people.empty()) {
    return Error::of(ErrorKind::mailbox_list_empty, "at least one person must be named");
  }
  if (fields.people.size() > kPeopleMax) {
    return Error::of(ErrorKind::mailbox_list_too_long,
                     "at most " + std::to_string(kPeopleMax) + " people can be asked about");
  }
  for (const std::string& person : fields.people) {
    if (person.size() > kPersonBytesMax) {
      return malformed("a person is longer than " + std::to_string(kPersonBytesMax) + " bytes");
    }
    request.mailboxes.push_back({person, wire::read_smtp_address(person)});
  }
  return {};
}

model::Status read_detail(const Fields& fields, model::AvailabilityRequest& request) {
  if (!fields.detail) return {};
  const auto level = model::detail_level_named(*fields.detail);
  if (!level || *level == model::DetailLevel::none) {
    return Error::of(ErrorKind::view_invalid,
                     "\"detail\" must be AvailabilityOnly or LimitedDetails");
  }
  request.wish = *level;
  return {};
}

model::Status check_view(const model::AvailabilityRequest& request) {
  const std::size_t slots = request.slot.slots_in(request.window) * request.mailboxes.size();
  if (slots <= kViewSlotsMax) return {};
  return Error::of(ErrorKind::interval_invalid,
                   "the answer would have " + std::to_string(slots) + " slots, more than " +
                       std::to_string(kViewSlotsMax) +
                       ": ask for fewer people, a shorter window or a longer interval");
}

model::Result<model::TimeWindow> read_window(const Fields& fields, const wire::Zone& zone) {
  const auto begin = read_time("start", fields.start, zone);
  if (!begin) return begin.error();
  const auto end = read_time("end", fields.end, zone);
  if (!end) return end.error();
  const auto window = model::TimeWindow::make(*begin, *end);
  if (window) return *window;
  return Error::of(
      window.error().kind(),
      window.error().kind() == ErrorKind::window_too_long
          ? "the window is longer than " + std::to_string(model::TimeWindow::kDaysMax) + " days"
          : "\"end\" must be after \"start\", in the years 1900 to 2200");
}

}  // namespace

Error malformed(std::string detail) {
  return Error::of(ErrorKind::malformed_request, std::move(detail));
}

std::string shown(std::string_view name) {
  std::string text;
  for (const char c : name.substr(0, kShownBytesMax)) {
    text += c > 0x20 && c < 0x7f && c != '"' && c != '\\' ? c : '?';
  }
  return name.size() > kShownBytesMax ? text + "..." : text;
}

model::Result<Question> question_of(const Fields& fields) {
  wire::Zone zone = wire::Zone::utc();
  if (fields.zone) {
    auto named = wire::Zone::named(*fields.zone);
    if (!named) {
      return Error::of(ErrorKind::time_zone_invalid,
                       "\"zone\" is no IANA or Windows name of a time zone");
    }
    zone = std::move(*named);
  }
  const auto window = read_window(fields, zone);
  if (!window) return window.error();
  const auto slot =
      model::SlotLength::of_minutes(fields.interval_minutes.value_or(kIntervalDefault_min));
  if (!slot) {
    return Error::of(ErrorKind::interval_invalid, "the interval must be 5 to 1440 whole minutes");
  }
  Question question{.request = {.mailboxes = {}, .window = *window, .slot = *slot},
                    .zone = std::move(zone),
                    .zone_name = fields.zone.value_or("UTC")};
  if (const auto read = read_people(fields, question.request); !read) return read.error();
  if (const auto read = read_detail(fields, question.request); !read) return read.error();
  if (const auto checked = check_view(question.request); !checked) return checked.error();
  return question;
}

}  // namespace fb::plain
