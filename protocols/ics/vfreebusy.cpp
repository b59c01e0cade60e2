// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/ics/vfreebusy.hpp"

#include <libical/ical.h>

#include <algorithm>
#include <array>
#include <memory>
#include <vector>

#include "protocols/wire/percent.hpp"

namespace fb::ics {
namespace {

using model::ErrorKind;
using model::FreeBusyStatus;

constexpr char kProduct[] = "-//freebusy-gateway//freebusyd//EN";
constexpr char kStatusParameter[] = "X-FREEBUSY-STATUS";
// Who asked is no person: the form that calendar servers use for that.
constexpr char kNobody[] = "invalid:nomail";
constexpr std::string_view kMailtoPlain = "@!$&'*+=";

icaltimetype utc_time(model::UtcTime at) {
  return icaltime_from_timet_with_zone(static_cast<time_t>(at.time_since_epoch().count()), 0,
                                       icaltimezone_get_utc_timezone());
}

// libical writes addresses as they are, so nothing may be in one that could end its line.
std::string mailto(std::string_view address) {
  std::string uri = "mailto:";
  wire::append_percent_encoded(address, kMailtoPlain, uri);
  return uri;
}

struct Stretch {
  model::UtcTime begin;
  model::UtcTime end;
  FreeBusyStatus status;
};

// Entries overlap and reach beyond the window; FREEBUSY periods should do neither. Of several
// statuses the stronger holds; time that nothing covers is left out.
std::vector<Stretch> stretches(const model::Availability& availability,
                               const model::TimeWindow& window) {
  struct Edge {
    model::UtcTime at;
    FreeBusyStatus status;
    int step;
  };
  std::vector<Edge> edges;
  const auto add = [&](const model::BusyBlock& block) {
    const model::UtcTime begin = std::max(block.begin, window.begin());
    const model::UtcTime end = std::min(block.end, window.end());
    if (begin >= end) return;
    edges.push_back({begin, block.status, 1});
    edges.push_back({end, block.status, -1});
  };
  for (const model::BusyBlock& block : availability.blocks) add(block);
  for (const model::BusyBlock& part : model::unknown_parts(availability.window, window)) add(part);
  std::sort(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) { return a.at < b.at; });

  std::vector<Stretch> result;
  std::array<int, model::kFreeBusyStatusCount> open{};
  for (std::size_t i = 0; i < edges.size(); ++i) {
    open[static_cast<std::size_t>(edges[i].status)] += edges[i].step;
    if (i + 1 == edges.size() || edges[i + 1].at == edges[i].at) continue;
    bool any = false;
    FreeBusyStatus status = FreeBusyStatus::free;
    for (std::size_t s = 0; s < open.size(); ++s) {
      if (open[s] == 0) continue;
      any = true;
      status = model::stronger(status, static_cast<FreeBusyStatus>(s));
    }
    if (!any) continue;
    if (!result.empty() && result.back().end == edges[i].at && result.back().status == status) {
      result.back().end = edges[i + 1].at;
    } else {
      result.push_back({edges[i].at, edges[i + 1].at, status});
    }
  }
  return result;
}

struct Words {
  icalparameter_fbtype type;
  const char* status;  // where the type says too little
};

Words words_of(FreeBusyStatus status) {
  switch (status) {
    case FreeBusyStatus::free:
      return {ICAL_FBTYPE_FREE, nullptr};
    case FreeBusyStatus::tentative:
      return {ICAL_FBTYPE_BUSYTENTATIVE, nullptr};
    case FreeBusyStatus::busy:
      return {ICAL_FBTYPE_BUSY, nullptr};
    case FreeBusyStatus::out_of_office:
      return {ICAL_FBTYPE_BUSYUNAVAILABLE, "OOF"};
    case FreeBusyStatus::working_elsewhere:
      return {ICAL_FBTYPE_FREE, "WORKING-ELSEWHERE"};
    case FreeBusyStatus::no_data:
      break;
  }
  return {ICAL_FBTYPE_BUSYUNAVAILABLE, "UNKNOWN"};
}

void add_period(const Stretch& stretch, icalcomponent* component) {
  icalperiodtype period = icalperiodtype_null_period();
  period.start = utc_time(stretch.begin);
  period.end = utc_time(stretch.end);
  const Words words = words_of(stretch.status);
  icalproperty* const property = icalproperty_new_freebusy(period);
  icalproperty_add_parameter(property, icalparameter_new_fbtype(words.type));
  if (words.status != nullptr) {
    icalparameter* const status = icalparameter_new_x(words.status);
    icalparameter_set_xname(status, kStatusParameter);
    icalproperty_add_parameter(property, status);
  }
  icalcomponent_add_property(component, property);
}

// RFC 5546, 3.6.
icalreqstattype request_status(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::address_invalid:
    case ErrorKind::recipient_unknown:
    case ErrorKind::recipient_ambiguous:
    case ErrorKind::peer_recipient_unknown:
      return {ICAL_3_7_INVCU_STATUS, "Invalid calendar user", nullptr};
    case ErrorKind::no_path:
    case ErrorKind::relationship_free_busy_off:
    case ErrorKind::no_access:
    case ErrorKind::pair_refused:
    case ErrorKind::second_hop:
    case ErrorKind::asked_back:
    case ErrorKind::peer_no_access:
    case ErrorKind::peer_request_not_allowed:
      return {ICAL_3_8_NOAUTH_STATUS, "No authority", nullptr};
    case ErrorKind::endpoint_not_found:
    case ErrorKind::method_not_allowed:
    case ErrorKind::body_too_large:
    case ErrorKind::request_too_slow:
    case ErrorKind::content_coding_unknown:
    case ErrorKind::unauthenticated:
    case ErrorKind::attempts_exhausted:
    case ErrorKind::malformed_request:
    case ErrorKind::schema_violation:
    case ErrorKind::unknown_operation:
    case ErrorKind::server_version_invalid:
    case ErrorKind::mailbox_list_empty:
    case ErrorKind::mailbox_list_too_long:
    case ErrorKind::window_invalid:
    case ErrorKind::window_too_long:
    case ErrorKind::interval_invalid:
    case ErrorKind::view_invalid:
    case ErrorKind::time_zone_invalid:
    case ErrorKind::access_mode_refused:
    case ErrorKind::impersonation_refused:
    case ErrorKind::server_busy:
    case ErrorKind::internal:
    case ErrorKind::discovery_failed:
    case ErrorKind::token_unavailable:
    case ErrorKind::deadline_passed:
    case ErrorKind::peer_unreachable:
    case ErrorKind::peer_throttled:
    case ErrorKind::peer_broken:
    case ErrorKind::peer_refused_us:
    case ErrorKind::result_too_big:
    case ErrorKind::group_too_big:
      break;
  }
  return {ICAL_5_1_UNAVAIL_STATUS, "Service unavailable", nullptr};
}

void add_unknown(const model::Error& error, const model::TimeWindow& window, bool words,
                 icalcomponent* component) {
  std::string comment = "Nothing is known about this time.";
  if (words) {
    comment.append(" ").append(model::facts(error.kind()).caller_text);
    if (!error.detail().empty()) comment.append(" ").append(error.detail());
  }
  icalcomponent_add_property(component, icalproperty_new_comment(comment.c_str()));
  icalcomponent_add_property(component,
                             icalproperty_new_requeststatus(request_status(error.kind())));
  add_period({window.begin(), window.end(), FreeBusyStatus::no_data}, component);
}

icalcomponent* free_busy_of(const model::MailboxAvailability& mailbox,
                            const model::TimeWindow& window, const FreeBusyFacts& facts,
                            const std::string& uid) {
  icalcomponent* const component = icalcomponent_new(ICAL_VFREEBUSY_COMPONENT);
  const auto add = [component](icalproperty* property) {
    icalcomponent_add_property(component, property);
  };
  add(icalproperty_new_uid(uid.c_str()));
  add(icalproperty_new_dtstamp(utc_time(facts.stamp)));
  add(icalproperty_new_dtstart(utc_time(window.begin())));
  add(icalproperty_new_dtend(utc_time(window.end())));
  const std::string organizer = facts.organizer.empty() ? kNobody : mailto(facts.organizer);
  add(icalproperty_new_organizer(organizer.c_str()));
  add(icalproperty_new_attendee(mailto(mailbox.asked).c_str()));
  if (!mailbox.availability) {
    add_unknown(mailbox.availability.error(), window, facts.words_for_caller, component);
    return component;
  }
  add(icalproperty_new_requeststatus({ICAL_2_0_SUCCESS_STATUS, "Success", nullptr}));
  for (const Stretch& stretch : stretches(*mailbox.availability, window)) {
    add_period(stretch, component);
  }
  return component;
}

}  // namespace

void encode_free_busy(const model::AvailabilityReply& reply, const FreeBusyFacts& facts,
                      std::string& out) {
  const std::unique_ptr<icalcomponent, decltype(&icalcomponent_free)> calendar(
      icalcomponent_new(ICAL_VCALENDAR_COMPONENT), &icalcomponent_free);
  icalcomponent_add_property(calendar.get(), icalproperty_new_prodid(kProduct));
  icalcomponent_add_property(calendar.get(), icalproperty_new_version("2.0"));
  icalcomponent_add_property(calendar.get(), icalproperty_new_method(ICAL_METHOD_REPLY));
  for (std::size_t i = 0; i < reply.mailboxes.size(); ++i) {
    const std::string uid = facts.uid + "-" + std::to_string(i + 1);
    icalcomponent_add_component(calendar.get(),
                                free_busy_of(reply.mailboxes[i], reply.window, facts, uid));
  }
  const std::unique_ptr<char, decltype(&icalmemory_free_buffer)> text(
      icalcomponent_as_ical_string_r(calendar.get()), &icalmemory_free_buffer);
  out += text.get();
}

}  // namespace fb::ics
