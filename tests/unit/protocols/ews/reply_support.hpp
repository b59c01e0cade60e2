// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Replies to encode, and the question they answer.
#pragma once

#include "tests/unit/protocols/ews/ews_support.hpp"

namespace fb::ews {

using model::Availability;
using model::AvailabilityReply;
using model::BusyBlock;
using model::DetailLevel;
using model::Error;
using model::ErrorKind;
using model::FreeBusyStatus;

inline model::AnnualZone west_europe_rule() {
  model::AnnualZone zone;
  zone.bias_minutes = -60;
  zone.standard = model::ZoneSwitch{0, std::chrono::hours(3), 10, 5, model::SwitchDay::sunday, {}};
  zone.daylight = model::ZoneSwitch{-60, std::chrono::hours(2), 3, 5, model::SwitchDay::sunday, {}};
  return zone;
}

inline BusyBlock detailed(BusyBlock block, model::BlockDetails details) {
  block.details = std::move(details);
  return block;
}

// A day with one block of each status, one of them private.
inline Availability full_day(DetailLevel level = DetailLevel::limited_details) {
  Availability day{window("2031-05-06T00:00:00", "2031-05-07T00:00:00"), {}, {}, {}, level};
  day.blocks = {
      detailed(block("2031-05-06T06:00:00", "2031-05-06T07:30:00"),
               {"000000A1B2C3", "Keel & hull <review>", "Dock 4", true, false, false, true, false}),
      detailed(block("2031-05-06T11:00:00", "2031-05-06T12:00:00", FreeBusyStatus::tentative),
               {"", "", "", false, true, false, false, true}),
      block("2031-05-06T13:00:00", "2031-05-06T14:00:00", FreeBusyStatus::out_of_office),
      block("2031-05-06T15:00:00", "2031-05-06T16:00:00", FreeBusyStatus::working_elsewhere),
      block("2031-05-06T17:00:00", "2031-05-06T18:00:00", FreeBusyStatus::no_data),
      block("2031-05-06T19:00:00", "2031-05-06T20:00:00", FreeBusyStatus::free),
  };
  day.working_hours = model::WorkingHours{west_europe_rule(), {{0b0111110, 480, 1020}}};
  if (level < DetailLevel::limited_details) model::cut_to(level, false, day);
  return day;
}

inline AvailabilityReply reply_of(std::vector<model::Result<Availability>> entries,
                                  int slot_minutes = 60) {
  AvailabilityReply reply{window("2031-05-06T00:00:00", "2031-05-07T00:00:00"),
                          model::SlotLength::of_minutes(slot_minutes).value(),
                          {}};
  for (auto& entry : entries) reply.mailboxes.push_back({"asked@north.example", entry, {}});
  return reply;
}

inline const ServerIdentity kServer{"GW01", "https://gw.example/EWS/Exchange.asmx"};

inline std::string encoded(const AvailabilityReply& reply, const Presentation& presentation = {},
                           bool words_for_caller = true) {
  std::string out;
  encode_availability(reply, presentation, kServer, words_for_caller, out);
  return out;
}

inline wire::Zone zone_named(std::string_view name) { return wire::Zone::named(name).value(); }

}  // namespace fb::ews
