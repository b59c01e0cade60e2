// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What the model says for each file that our server's and our client's golden messages are kept
// in.
#pragma once

#include <map>

#include "protocols/ews/names.hpp"
#include "tests/unit/protocols/ews/answer_support.hpp"

namespace fb::ews {

inline Availability in_slots() {
  Availability slots = full_day(DetailLevel::availability_only);
  slots.precision = model::Precision::slots;
  return slots;
}

inline Availability empty_day() {
  Availability empty = full_day();
  empty.blocks.clear();
  return empty;
}

// Entries over both edges, of the whole window, and without length.
inline Availability edges() {
  Availability day{window("2031-05-06T00:00:00", "2031-05-07T00:00:00"), {}, {}, {}, {}};
  day.level = DetailLevel::availability_only;
  day.blocks = {
      block("2031-05-01T00:00:00", "2031-05-31T00:00:00", FreeBusyStatus::tentative),
      block("2031-05-05T22:00:00", "2031-05-06T00:30:00"),
      block("2031-05-06T12:00:00", "2031-05-06T12:00:00", FreeBusyStatus::out_of_office),
      block("2031-05-06T23:30:00", "2031-05-07T02:00:00"),
  };
  return day;
}

inline Availability owner_without_summer_time() {
  Availability day = empty_day();
  day.working_hours = model::WorkingHours{{-330, {}, {}}, {{0b0011111, 540, 1080}}};
  return day;
}

inline std::vector<model::Result<Availability>> errors_of(std::vector<ErrorKind> kinds) {
  std::vector<model::Result<Availability>> entries;
  for (const ErrorKind kind : kinds)
    entries.emplace_back(Error::of(kind, "an operator's detail", "aas.some_rule"));
  return entries;
}

inline std::string fault_of(Error error) {
  std::string out;
  encode_fault(error, out);
  return out;
}

inline std::map<std::string, std::string> golden_faults() {
  return {
      {"fault_too_many_mailboxes", fault_of(Error::of(ErrorKind::mailbox_list_too_long))},
      {"fault_server_busy", fault_of(Error::of(ErrorKind::server_busy).with_retry_after_s(7))},
      {"fault_schema_violation",
       fault_of(Error::of(ErrorKind::schema_violation, "there is no TimeWindow"))},
      {"fault_no_mailboxes", fault_of(Error::of(ErrorKind::mailbox_list_empty))},
      {"fault_window_too_long", fault_of(Error::of(ErrorKind::window_too_long))},
      {"fault_window_invalid", fault_of(Error::of(ErrorKind::window_invalid))},
      {"fault_interval_invalid", fault_of(Error::of(ErrorKind::interval_invalid))},
      {"fault_view_invalid", fault_of(Error::of(ErrorKind::view_invalid))},
      {"fault_time_zone", fault_of(Error::of(ErrorKind::time_zone_invalid))},
      {"fault_version", fault_of(Error::of(ErrorKind::server_version_invalid))},
      {"fault_impersonation", fault_of(Error::of(ErrorKind::impersonation_refused))},
      {"fault_unknown_operation", fault_of(Error::of(ErrorKind::unknown_operation))},
      {"fault_internal", fault_of(Error::of(ErrorKind::internal, "which nobody may read"))},
  };
}

inline std::map<std::string, std::string> golden_replies() {
  std::map<std::string, std::string> cases = golden_faults();
  for (const View view : {View::merged_only, View::free_busy, View::free_busy_merged,
                          View::detailed, View::detailed_merged}) {
    Presentation presentation;
    presentation.view = view;
    cases["view_" + std::string(name_in(kViews, view))] = encoded(
        reply_of({full_day(), full_day(DetailLevel::availability_only), in_slots(), empty_day()}),
        presentation);
  }
  Presentation old;
  old.view = View::free_busy_merged;
  old.hides_working_elsewhere = true;
  cases["old_schema"] = encoded(reply_of({full_day(DetailLevel::availability_only)}), old);
  Presentation merged;
  merged.view = View::free_busy_merged;
  cases["edges"] = encoded(reply_of({edges()}), merged);
  cases["slots_of_seven_minutes"] = encoded(reply_of({edges()}, 7), merged);
  cases["owner_without_summer_time"] = encoded(reply_of({owner_without_summer_time()}), merged);
  const auto refusals = errors_of(
      {ErrorKind::recipient_unknown, ErrorKind::no_access, ErrorKind::no_path,
       ErrorKind::pair_refused, ErrorKind::relationship_free_busy_off, ErrorKind::second_hop,
       ErrorKind::address_invalid, ErrorKind::discovery_failed, ErrorKind::token_unavailable,
       ErrorKind::deadline_passed, ErrorKind::peer_unreachable, ErrorKind::result_too_big});
  cases["refusals"] = encoded(reply_of(refusals));
  cases["refusals_to_others"] = encoded(reply_of(refusals), {}, false);
  Presentation local;
  local.zone = zone_named("W. Europe Standard Time");
  local.view = View::free_busy;
  cases["wall_times"] = encoded(reply_of({full_day(DetailLevel::availability_only)}), local);
  return cases;
}

inline std::map<std::string, std::string> golden_questions() {
  std::map<std::string, std::string> cases;
  const auto add = [&](const std::string& name, const UpstreamQuestion& question) {
    encode_question(question, cases[name]);
  };
  add("two_mailboxes", question_for(2, 15));
  for (const View view :
       {View::merged_only, View::free_busy, View::free_busy_merged, View::detailed})
    add("view_" + std::string(name_in(kViews, view)), question_for(1, 30, view));
  UpstreamQuestion shortest = question_for(1, 30);
  shortest.window = window("2031-05-06T08:00:00", "2031-05-06T08:20:00");
  add("window_shorter_than_the_slot", shortest);
  return cases;
}

inline std::map<std::string, std::string> golden_zone_answers() {
  std::map<std::string, std::string> cases;
  encode_server_time_zones({true, {"UTC"}}, cases["utc"]);
  encode_server_time_zones({true, {"Tokyo Standard Time", "W. Europe Standard Time"}},
                           cases["two_with_rules"]);
  encode_server_time_zones({false, {"Tokyo Standard Time", "W. Europe Standard Time"}},
                           cases["two_by_name"]);
  encode_server_time_zones({true, {"Middle Earth Standard Time"}}, cases["unknown"]);
  return cases;
}

}  // namespace fb::ews
