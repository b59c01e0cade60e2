// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// An answer as iCalendar: one VFREEBUSY per person in a VCALENDAR with METHOD:REPLY (RFC
// 5545 3.6.4, RFC 5546 3.3.3), built and written by libical.
//
// iCalendar has no word for "unknown", and whoever reads a VFREEBUSY takes what is not mentioned
// for free. So what nobody knows is written as BUSY-UNAVAILABLE, with X-FREEBUSY-STATUS=UNKNOWN
// beside it and the reason in REQUEST-STATUS: a reader that knows no better keeps away from that
// time.
#pragma once

#include <string>

#include "protocols/model/availability.hpp"

namespace fb::ics {

struct FreeBusyFacts {
  model::UtcTime stamp;
  std::string uid;        // of the answer; every person's is made from it
  std::string organizer;  // the address of who asked, or empty
  bool words_for_caller;  // reasons in words: for callers of a home tenant only
};

void encode_free_busy(const model::AvailabilityReply& reply, const FreeBusyFacts& facts,
                      std::string& out);

}  // namespace fb::ics
