// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/ics/written_calendar.hpp"

#include <libical/ical.h>

#include <algorithm>
#include <array>

#include "protocols/ics/component_reader.hpp"
#include "protocols/ics/content_lines.hpp"

namespace fb::ics {
namespace {

using model::Error;
using model::FreeBusyStatus;
using model::Result;
using model::Status;

constexpr std::size_t kDepthMax = 8;
constexpr std::size_t kTextBytesMax = 1024;
// A longer line says nothing that we need, except for lists of dates, which are shorter.
constexpr std::size_t kReadLineBytesMax = 256 * 1024;

template <std::size_t size>
bool is_one_of(std::string_view name, const std::array<std::string_view, size>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Lines that decide when somebody is busy: they must be readable.
constexpr std::array<std::string_view, 10> kDecisive{
    "DTSTART", "DTEND",  "DURATION",      "RRULE",    "EXRULE",
    "RDATE",   "EXDATE", "RECURRENCE-ID", "FREEBUSY", "TZOFFSETTO"};
// Lines that add to it; an unreadable one is left out, to the careful side.
constexpr std::array<std::string_view, 8> kDescriptive{
    "UID",         "STATUS", "TRANSP", "CLASS", "SUMMARY", "LOCATION", "X-MICROSOFT-CDO-BUSYSTATUS",
    "TZOFFSETFROM"};
constexpr std::array<std::string_view, 5> kOnlyOnce{"DTSTART", "DTEND", "DURATION", "RECURRENCE-ID",
                                                    "TZOFFSETTO"};

std::string bounded_text(const char* text) {
  std::string out(text ? text : "");
  if (out.size() <= kTextBytesMax) return out;
  std::size_t size = kTextBytesMax;
  while (size > 0 && (static_cast<unsigned char>(out[size]) & 0xc0) == 0x80) --size;
  out.resize(size);
  return out;
}

// A component that is being read: its lines so far, and what nested components have said.
struct Open {
  Open(std::string component_name, std::size_t line_number)
      : name(std::move(component_name)), line(line_number), reader(name) {}

  std::string name;
  std::size_t line;
  ComponentReader reader;
  std::vector<std::string> seen_once;
  std::vector<RecurrenceRule> rules;
  std::vector<RecurrenceRule> excluded_rules;
  bool has_alarm = false;
  bool has_attendee = false;
  std::string zone_id;
  WrittenZone zone;
};

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

Status add_rule(const ContentLine& line, std::vector<RecurrenceRule>& rules) {
  auto rule = RecurrenceRule::parse(line.value());
  if (!rule) return broken_at(line.number, "this recurrence rule cannot be followed");
  rules.push_back(std::move(*rule));
  return {};
}

Status add_line(const ContentLine& line, Open& component) {
  if (line.name == "RRULE") return add_rule(line, component.rules);
  if (line.name == "EXRULE") return add_rule(line, component.excluded_rules);
  if (line.name == "ATTENDEE") component.has_attendee = true;
  if (line.name == "TZID") component.zone_id = line.value();
  const bool is_decisive = is_one_of(line.name, kDecisive);
  if (!is_decisive && !is_one_of(line.name, kDescriptive)) return {};
  if (is_one_of(line.name, kOnlyOnce)) {
    auto& seen = component.seen_once;
    if (std::find(seen.begin(), seen.end(), line.name) != seen.end()) {
      return broken_at(line.number, "this property may stand only once");
    }
    seen.push_back(line.name);
  }
  if (line.name == "RECURRENCE-ID" &&
      upper(line.rest).find(";RANGE=") < line.rest.size() - line.value().size()) {
    return broken_at(line.number, "a change of many occurrences at once cannot be followed");
  }
  const bool is_readable = line.text.size() <= kReadLineBytesMax && component.reader.add(line.text);
  if (is_decisive && !is_readable) {
    return broken_at(line.number, "this property cannot be read");
  }
  return {};
}

std::optional<FreeBusyStatus> microsoft_status(icalproperty* property) {
  const std::string value = upper(trimmed(icalproperty_get_value_as_string(property)));
  if (value == "FREE") return FreeBusyStatus::free;
  if (value == "TENTATIVE") return FreeBusyStatus::tentative;
  if (value == "BUSY") return FreeBusyStatus::busy;
  if (value == "OOF") return FreeBusyStatus::out_of_office;
  if (value == "WORKINGELSEWHERE") return FreeBusyStatus::working_elsewhere;
  return std::nullopt;
}

// A class that we do not know is private (RFC 5545, 3.8.1.3).
bool is_private(icalproperty* property) {
  const auto value = icalproperty_get_class(property);
  return value != ICAL_CLASS_PUBLIC && value != ICAL_CLASS_NONE;
}

// Puts one property of an event where it belongs. False where it says nothing that can be.
bool take_property(icalproperty* property, WrittenEvent& event) {
  switch (icalproperty_isa(property)) {
    case ICAL_DTSTART_PROPERTY:
      event.start = written_time(property, icalproperty_get_dtstart(property));
      return event.start.has_value();
    case ICAL_DTEND_PROPERTY:
      event.end = written_time(property, icalproperty_get_dtend(property));
      return event.end.has_value();
    case ICAL_DURATION_PROPERTY:
      event.duration = written_duration(icalproperty_get_duration(property));
      return event.duration.has_value();
    case ICAL_RECURRENCEID_PROPERTY:
      event.replaces = written_time(property, icalproperty_get_recurrenceid(property));
      return event.replaces.has_value();
    case ICAL_EXDATE_PROPERTY: {
      const auto excluded = written_time(property, icalproperty_get_exdate(property));
      if (excluded) event.excluded.push_back(*excluded);
      return excluded.has_value();
    }
    case ICAL_RDATE_PROPERTY: {
      const auto extra = written_period(property, icalproperty_get_rdate(property));
      if (extra) event.extra.push_back(*extra);
      return extra.has_value();
    }
    case ICAL_UID_PROPERTY:
      event.uid = icalproperty_get_uid(property);
      return true;
    case ICAL_STATUS_PROPERTY:
      event.is_cancelled = icalproperty_get_status(property) == ICAL_STATUS_CANCELLED;
      event.is_tentative = icalproperty_get_status(property) == ICAL_STATUS_TENTATIVE;
      return true;
    case ICAL_TRANSP_PROPERTY:
      event.is_transparent = icalproperty_get_transp(property) == ICAL_TRANSP_TRANSPARENT;
      return true;
    case ICAL_CLASS_PROPERTY:
      event.details.is_private = is_private(property);
      return true;
    case ICAL_SUMMARY_PROPERTY:
      event.details.subject = bounded_text(icalproperty_get_summary(property));
      return true;
    case ICAL_LOCATION_PROPERTY:
      event.details.location = bounded_text(icalproperty_get_location(property));
      return true;
    case ICAL_X_PROPERTY:
      event.microsoft_status = microsoft_status(property);
      return true;
    default:
      return true;
  }
}

Status close_event(Open& component, WrittenCalendar& calendar) {
  WrittenEvent event;
  event.line = component.line;
  event.rules = std::move(component.rules);
  event.excluded_rules = std::move(component.excluded_rules);
  icalcomponent* read = component.reader.finish();
  for (auto* property = icalcomponent_get_first_property(read, ICAL_ANY_PROPERTY); property;
       property = icalcomponent_get_next_property(read, ICAL_ANY_PROPERTY)) {
    if (!take_property(property, event)) {
      return broken_at(component.line, "this event has a date, time or duration that cannot be");
    }
  }
  if (!event.start) return broken_at(component.line, "this event has no beginning");
  if (event.end && event.duration) {
    return broken_at(component.line, "this event has both an end and a duration");
  }
  event.details.is_meeting = component.has_attendee;
  event.details.is_reminder_set = component.has_alarm;
  calendar.events.push_back(std::move(event));
  return {};
}

std::optional<FreeBusyStatus> busy_type(icalproperty* property) {
  auto* parameter = icalproperty_get_first_parameter(property, ICAL_FBTYPE_PARAMETER);
  if (!parameter) return FreeBusyStatus::busy;
  switch (icalparameter_get_fbtype(parameter)) {
    case ICAL_FBTYPE_FREE:
      return std::nullopt;
    case ICAL_FBTYPE_BUSYTENTATIVE:
      return FreeBusyStatus::tentative;
    case ICAL_FBTYPE_BUSYUNAVAILABLE:
      return FreeBusyStatus::out_of_office;
    default:
      return FreeBusyStatus::busy;
  }
}

Status close_free_busy(Open& component, WrittenCalendar& calendar) {
  icalcomponent* read = component.reader.finish();
  for (auto* property = icalcomponent_get_first_property(read, ICAL_FREEBUSY_PROPERTY); property;
       property = icalcomponent_get_next_property(read, ICAL_FREEBUSY_PROPERTY)) {
    const auto status = busy_type(property);
    if (!status) continue;
    const icaldatetimeperiodtype value{icaltime_null_time(), icalproperty_get_freebusy(property)};
    const auto period = written_period(property, value);
    if (!period) return broken_at(component.line, "this list of busy times has none that can be");
    calendar.busy_times.push_back({*period, *status});
  }
  return {};
}

void close_observance(Open& component, WrittenZone& zone) {
  WrittenObservance observance;
  observance.line = component.line;
  observance.rules = std::move(component.rules);
  icalcomponent* read = component.reader.finish();
  for (auto* property = icalcomponent_get_first_property(read, ICAL_ANY_PROPERTY); property;
       property = icalcomponent_get_next_property(read, ICAL_ANY_PROPERTY)) {
    const auto kind = icalproperty_isa(property);
    if (kind == ICAL_DTSTART_PROPERTY) {
      observance.start = written_time(property, icalproperty_get_dtstart(property));
    } else if (kind == ICAL_TZOFFSETFROM_PROPERTY) {
      observance.offset_from = std::chrono::seconds(icalproperty_get_tzoffsetfrom(property));
    } else if (kind == ICAL_TZOFFSETTO_PROPERTY) {
      observance.offset_to = std::chrono::seconds(icalproperty_get_tzoffsetto(property));
    } else if (kind == ICAL_RDATE_PROPERTY) {
      auto extra = written_period(property, icalproperty_get_rdate(property));
      if (extra) observance.extra.push_back(std::move(*extra));
    }
  }
  zone.observances.push_back(std::move(observance));
}

// Follows BEGIN and END, and hands each line to the component that it stands in.
class CalendarReader {
 public:
  explicit CalendarReader(std::size_t components_max) : components_max_(components_max) {}

  Status take(const ContentLine& line) {
    if (line.name == "BEGIN") return open(line);
    if (line.name == "END") return close(line);
    if (open_.empty()) return broken_at(line.number, "this line stands outside every component");
    Open& component = *open_.back();
    if (component.name == "VCALENDAR" && line.name == "CALSCALE" &&
        upper(trimmed(line.value())) != "GREGORIAN") {
      return broken_at(line.number, "the calendar is not Gregorian");
    }
    return is_read(component.name) ? add_line(line, component) : Status{};
  }

  Result<WrittenCalendar> finish(std::size_t last_line) {
    if (!open_.empty()) return broken_at(last_line, "the calendar ends before its components do");
    if (!has_calendar_) return broken_at(last_line, "there is no VCALENDAR");
    return std::move(calendar_);
  }

 private:
  static bool is_read(std::string_view name) {
    return name == "VEVENT" || name == "VFREEBUSY" || name == "VTIMEZONE" || name == "STANDARD" ||
           name == "DAYLIGHT";
  }

  Status open(const ContentLine& line) {
    const std::string name = upper(trimmed(line.value()));
    if (name.empty()) return broken_at(line.number, "a component without a name");
    if (open_.empty() != (name == "VCALENDAR")) {
      return broken_at(line.number,
                       "only a VCALENDAR stands by itself, and it stands nowhere else");
    }
    if (open_.size() == kDepthMax)
      return broken_at(line.number, "components are nested too deeply");
    if (++components_ > components_max_) {
      return broken_at(line.number, "the calendar has too many components");
    }
    has_calendar_ = true;
    if (name == "VALARM" && !open_.empty()) open_.back()->has_alarm = true;
    open_.push_back(std::make_unique<Open>(name, line.number));
    return {};
  }

  Status close(const ContentLine& line) {
    if (open_.empty() || open_.back()->name != upper(trimmed(line.value()))) {
      return broken_at(line.number, "this END fits no BEGIN");
    }
    const std::unique_ptr<Open> closed = std::move(open_.back());
    open_.pop_back();
    const std::string outer = open_.empty() ? std::string() : open_.back()->name;
    if (closed->name == "VEVENT" && outer == "VCALENDAR") return close_event(*closed, calendar_);
    if (closed->name == "VFREEBUSY" && outer == "VCALENDAR") {
      return close_free_busy(*closed, calendar_);
    }
    if (outer == "VTIMEZONE") close_observance(*closed, open_.back()->zone);
    if (closed->name == "VTIMEZONE" && !closed->zone_id.empty()) {
      closed->zone.line = closed->line;
      calendar_.zones.try_emplace(closed->zone_id, std::move(closed->zone));
    }
    return {};
  }

  std::size_t components_max_;
  std::size_t components_ = 0;
  bool has_calendar_ = false;
  std::vector<std::unique_ptr<Open>> open_;
  WrittenCalendar calendar_;
};

}  // namespace

Result<WrittenCalendar> read_calendar(std::string_view text, std::size_t components_max) {
  ContentLines lines(text);
  CalendarReader reader(components_max);
  while (true) {
    const auto line = lines.next();
    if (!line) return line.error();
    if (!*line) return reader.finish(lines.number());
    const Status taken = reader.take(**line);
    if (!taken) return taken.error();
  }
}

}  // namespace fb::ics
