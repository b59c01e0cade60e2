// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What the model says for each file that our golden answers and questions of Graph are kept in.
#pragma once

#include <map>

#include "tests/unit/protocols/graph/graph_support.hpp"

namespace fb::graph {

struct Reply {
  std::vector<model::Result<model::Availability>> entries;
  std::string_view zone = "UTC";
  bool words_for_caller = false;
  int slot_minutes = 60;

  std::string str() const {
    const UpstreamQuestion asked = question_for({}, slot_minutes);
    model::AvailabilityReply reply{asked.window, asked.slot, {}};
    for (std::size_t i = 0; i < entries.size(); ++i)
      reply.mailboxes.push_back({"u" + std::to_string(i) + "@north.example", entries[i], {}});
    std::string out;
    encode_availability(reply, wire::Zone::named(zone).value(), zone, words_for_caller, out);
    return out;
  }
};

inline model::Availability day_of(std::vector<model::BusyBlock> blocks) {
  model::Availability day{question_for({}).window, std::move(blocks), {}, {}, {}};
  day.level = model::DetailLevel::availability_only;
  return day;
}

inline model::BusyBlock entry_at(std::string_view begin, std::string_view end,
                                 model::FreeBusyStatus status = model::FreeBusyStatus::busy) {
  return {utc(begin), utc(end), status, {}};
}

inline model::BusyBlock with_details(model::BusyBlock block, std::string subject,
                                     std::string location, bool is_private) {
  block.details.emplace();
  block.details->id = "00C0FFEE";
  block.details->subject = std::move(subject);
  block.details->location = std::move(location);
  block.details->is_private = is_private;
  block.details->is_meeting = true;
  return block;
}

inline model::Availability working(model::AnnualZone zone,
                                   std::vector<model::WorkingPeriod> periods) {
  model::Availability day = day_of({});
  day.working_hours = model::WorkingHours{zone, std::move(periods)};
  return day;
}

inline std::map<std::string, std::string> golden_replies() {
  using S = model::FreeBusyStatus;
  model::Availability detailed =
      day_of({with_details(entry_at("2031-05-06T09:00:00", "2031-05-06T10:00:00"), "Keel \"B\"",
                           "Dock 4", false),
              with_details(entry_at("2031-05-06T11:00:00", "2031-05-06T12:00:00"), "", "", true)});
  detailed.level = model::DetailLevel::limited_details;
  model::Availability statuses =
      day_of({entry_at("2031-05-06T09:00:00", "2031-05-06T10:00:00", S::free),
              entry_at("2031-05-06T10:00:00", "2031-05-06T11:00:00", S::tentative),
              entry_at("2031-05-06T11:00:00", "2031-05-06T12:00:00", S::busy),
              entry_at("2031-05-06T12:00:00", "2031-05-06T13:00:00", S::out_of_office),
              entry_at("2031-05-06T13:00:00", "2031-05-06T14:30:00", S::working_elsewhere)});
  model::Availability slots = day_of({entry_at("2031-05-06T08:00:00", "2031-05-06T10:00:00")});
  slots.precision = model::Precision::slots;
  const model::AnnualZone berlin{
      -60, model::ZoneSwitch{0, std::chrono::hours(3), 10, 5, model::SwitchDay::sunday, {}},
      model::ZoneSwitch{-60, std::chrono::hours(2), 3, 5, model::SwitchDay::sunday, {}}};
  const auto error = [](model::ErrorKind kind) {
    return model::Error::of(kind, "an operator's detail", "aas.some_rule");
  };
  const std::vector<model::Result<model::Availability>> refusals{
      error(model::ErrorKind::recipient_unknown), error(model::ErrorKind::no_access),
      error(model::ErrorKind::pair_refused),      error(model::ErrorKind::deadline_passed),
      error(model::ErrorKind::result_too_big),    error(model::ErrorKind::peer_unreachable)};
  return {
      {"details", Reply{{detailed}}.str()},
      {"every_status", Reply{{statuses}}.str()},
      {"half_hours", Reply{{statuses}, "UTC", false, 30}.str()},
      {"in_a_zone", Reply{{statuses}, "W. Europe Standard Time"}.str()},
      {"iana_zone", Reply{{statuses}, "Asia/Kathmandu"}.str()},
      {"slots_and_empty", Reply{{slots, day_of({})}}.str()},
      {"unknown_part",
       Reply{{day_of({entry_at("2031-05-06T09:00:00", "2031-05-06T10:00:00"),
                      entry_at("2031-05-06T20:00:00", "2031-05-06T20:05:00", S::no_data)})}}
           .str()},
      {"working_hours",
       Reply{{working(berlin, {{62, 480, 1020}}), working({}, {{31, 540, 720}, {31, 780, 1080}}),
              working({-330, {}, {}}, {{62, 570, 1080}})}}
           .str()},
      {"refusals", Reply{refusals, "UTC", true}.str()},
      {"refusals_to_others", Reply{refusals}.str()},
  };
}

inline std::map<std::string, std::string> golden_questions() {
  std::map<std::string, std::string> cases;
  encode_question(question_for({"u0@north.example"}, 5), cases["one_mailbox"]);
  encode_question(question_for({"u0@north.example", "o'neil+x@north.example"}, 1440),
                  cases["two_mailboxes"]);
  return cases;
}

}  // namespace fb::graph
