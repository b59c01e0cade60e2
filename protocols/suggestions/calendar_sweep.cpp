// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/suggestions/calendar_sweep.hpp"

#include <algorithm>

namespace fb::suggestions {
namespace {

using model::BusyBlock;
using model::FreeBusyStatus;

// As model::stronger() orders them.
constexpr std::array kStrongestFirst{FreeBusyStatus::out_of_office, FreeBusyStatus::busy,
                                     FreeBusyStatus::tentative, FreeBusyStatus::no_data,
                                     FreeBusyStatus::working_elsewhere};

}  // namespace

CalendarSweep::CalendarSweep(const model::Availability& availability,
                             const model::TimeWindow& window,
                             const std::optional<CurrentMeeting>& current)
    : known_(true) {
  // Slots have no edges that could tell a meeting.
  bool moves = current && availability.precision == model::Precision::exact;
  for (const BusyBlock& block : availability.blocks) {
    if (moves && block.begin == current->begin && block.end - block.begin == current->length &&
        (block.status == FreeBusyStatus::busy || block.status == FreeBusyStatus::tentative)) {
      moves = false;
      continue;
    }
    if (window.touches(block.begin, block.end)) add(block);
  }
  for (const BusyBlock& part : model::unknown_parts(availability.window, window)) add(part);
  for (Lane& lane : lanes_) {
    std::sort(lane.spans.begin(), lane.spans.end(),
              [](const Span& a, const Span& b) { return a.begin < b.begin; });
    std::size_t kept = 0;
    for (const Span& span : lane.spans) {
      if (kept > 0 && span.begin <= lane.spans[kept - 1].end) {
        lane.spans[kept - 1].end = std::max(lane.spans[kept - 1].end, span.end);
      } else {
        lane.spans[kept++] = span;
      }
    }
    lane.spans.resize(kept);
  }
}

// An appointment without length marks the time that it stands in, as in a merged view.
void CalendarSweep::add(const BusyBlock& block) {
  const auto lane = std::find(kStrongestFirst.begin(), kStrongestFirst.end(), block.status);
  if (lane == kStrongestFirst.end()) return;
  const auto end = std::max(block.end, block.begin + std::chrono::seconds(1));
  lanes_[static_cast<std::size_t>(lane - kStrongestFirst.begin())].spans.push_back(
      {block.begin, end});
}

FreeBusyStatus CalendarSweep::strongest(model::UtcTime begin, model::UtcTime end) {
  if (!known_) return FreeBusyStatus::no_data;
  FreeBusyStatus found = FreeBusyStatus::free;
  for (std::size_t i = kLanes; i-- > 0;) {
    Lane& lane = lanes_[i];
    while (lane.next < lane.spans.size() && lane.spans[lane.next].end <= begin) ++lane.next;
    if (lane.next < lane.spans.size() && lane.spans[lane.next].begin < end) {
      found = kStrongestFirst[i];
    }
  }
  return found;
}

}  // namespace fb::suggestions
