// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "protocols/plain/plain.hpp"
#include "protocols/wire/iso8601.hpp"

namespace fb::plain {

// "2031-05-06T08:00:00", taken as UTC. 6 May 2031 is a Tuesday.
inline model::UtcTime utc(std::string_view text) {
  return model::UtcTime(wire::read_date_time(text).value().wall.time_since_epoch());
}

inline model::TimeWindow window(std::string_view begin, std::string_view end) {
  return model::TimeWindow::make(utc(begin), utc(end)).value();
}

inline model::BusyBlock block(std::string_view begin, std::string_view end,
                              model::FreeBusyStatus status) {
  return {
      utc("2031-05-06T" + std::string(begin)), utc("2031-05-06T" + std::string(end)), status, {}};
}

inline model::BlockDetails details(std::string_view subject, std::string_view location) {
  model::BlockDetails made;
  made.subject = subject;
  made.location = location;
  return made;
}

// One person of each sort: details and a private entry, free throughout, a calendar in slots of
// which a part is unknown, and somebody who could not be asked.
inline model::AvailabilityReply sample_reply() {
  using model::FreeBusyStatus;
  const auto day = window("2031-05-06T08:00:00", "2031-05-06T12:00:00");
  model::Availability grace{.window = day};
  grace.level = model::DetailLevel::limited_details;
  grace.blocks = {block("07:30:00", "09:00:00", FreeBusyStatus::busy),
                  block("09:00:00", "09:30:00", FreeBusyStatus::working_elsewhere),
                  block("09:15:00", "10:30:00", FreeBusyStatus::tentative),
                  block("10:30:00", "11:00:00", FreeBusyStatus::out_of_office)};
  grace.blocks[0].details = details("=SUM(A1:A9), \"quoted\"", "Room 1");
  grace.blocks[1].details = details("Secret", "Nowhere");
  grace.blocks[1].details->is_private = true;
  model::Availability slots{.window = day};
  slots.precision = model::Precision::slots;
  slots.blocks = {block("08:00:00", "08:30:00", FreeBusyStatus::busy),
                  block("11:00:00", "12:00:00", FreeBusyStatus::no_data)};

  const model::Provenance cached{model::CacheState::cached,    std::chrono::seconds(90),
                                 std::chrono::microseconds(0), model::SharingPath::own_tenant,
                                 "source:contoso/cloud",       "own.mailbox"};
  model::Provenance fetched = cached;
  fetched.cache = model::CacheState::fetched;
  fetched.age = std::chrono::seconds(0);
  fetched.path = model::SharingPath::availability_address_space;
  fetched.rule = "aas.address_space";
  model::Provenance refused;
  refused.rule = "resolve.no_contact";

  model::AvailabilityReply reply{day, model::SlotLength::half_hour(), {}};
  reply.mailboxes.push_back({"Grace@contoso.example", std::move(grace), cached});
  reply.mailboxes.push_back({"free@contoso.example", model::Availability{.window = day}, fetched});
  reply.mailboxes.push_back({"slots@contoso-cn.example", std::move(slots), fetched});
  reply.mailboxes.push_back(
      {"=nobody@contoso.example",
       model::Error::of(model::ErrorKind::recipient_ambiguous, "two contacts have that address",
                        "resolve.ambiguous"),
       refused});
  return reply;
}

inline Presentation sample_presentation(bool words = true) {
  return {wire::Zone::named("Europe/Berlin").value(), "Europe/Berlin", utc("2031-05-06T07:00:00"),
          words};
}

}  // namespace fb::plain
