// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What a calendar says about somebody's time. Statuses are names here, never digits: the digit 4
// means "no data" in EWS and "working elsewhere" in Graph, and only codecs may know that.
//
// Unknown is never free: no_data is a status of its own, and a slot that nothing is known about is
// no_data.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "protocols/model/detail_level.hpp"
#include "protocols/model/time_window.hpp"
#include "protocols/model/zone.hpp"

namespace fb::model {

enum class FreeBusyStatus : std::uint8_t {
  free,
  tentative,
  busy,
  out_of_office,
  working_elsewhere,
  no_data,
};

inline constexpr std::size_t kFreeBusyStatusCount = 6;

std::string_view name(FreeBusyStatus status);

// Which of two statuses one slot shows: out of office > busy > tentative > no data > working
// elsewhere > free. Somebody who is known to be busy is busy, whatever else is unknown; but a slot
// of which a part is unknown is never shown as free, nor as anything that a dialect writes as free.
FreeBusyStatus stronger(FreeBusyStatus a, FreeBusyStatus b);

// Present only at LimitedDetails.
struct BlockDetails {
  std::string id;  // a short hex entry id; never crosses an organisation
  std::string subject;
  std::string location;
  bool is_meeting = false;
  bool is_recurring = false;
  bool is_exception = false;
  bool is_reminder_set = false;
  bool is_private = false;

  bool operator==(const BlockDetails&) const = default;
};

// One entry of a calendar, whole: it may begin before or end after the window that it was asked
// for. begin == end is an appointment without length; it marks the slot that contains it.
struct BusyBlock {
  UtcTime begin;
  UtcTime end;
  FreeBusyStatus status = FreeBusyStatus::busy;
  std::optional<BlockDetails> details;

  bool operator==(const BusyBlock&) const = default;
};

// One status per slot from the beginning of the window; the last slot may be shorter.
std::vector<FreeBusyStatus> merge(std::span<const BusyBlock> blocks, const TimeWindow& window,
                                  SlotLength slot);

// The reverse, for sources that give slots only: one block per run of equal statuses, free runs
// left out. Slots that the source did not give are no_data; slots beyond the window are ignored.
std::vector<BusyBlock> blocks_of_slots(std::span<const FreeBusyStatus> slots,
                                       const TimeWindow& window, SlotLength slot);

// Where data over `known` does not reach over the whole of `window`: what is not known is no_data,
// not free. At most two blocks.
std::vector<BusyBlock> unknown_parts(const TimeWindow& known, const TimeWindow& window);

struct WorkingPeriod {
  std::uint8_t days = 0;  // bit 0 = Sunday ... bit 6 = Saturday
  int start_minutes = 0;  // after local midnight, 0-1440
  int end_minutes = 0;

  bool operator==(const WorkingPeriod&) const = default;
};

struct WorkingHours {
  AnnualZone zone;  // the calendar owner's, not the caller's
  std::vector<WorkingPeriod> periods;

  bool operator==(const WorkingHours&) const = default;
};

}  // namespace fb::model
