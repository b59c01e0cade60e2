// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/model/free_busy.hpp"

#include <algorithm>
#include <array>

namespace fb::model {
namespace {

constexpr std::array<std::string_view, kFreeBusyStatusCount> kNames{
    "free", "tentative", "busy", "out_of_office", "working_elsewhere", "no_data"};

// Indexed by status. Merged views of some dialects write working elsewhere as free, so unknown has
// to win over both.
constexpr std::array<int, kFreeBusyStatusCount> kStrength{0, 3, 4, 5, 1, 2};

}  // namespace

std::string_view name(FreeBusyStatus status) { return kNames[static_cast<std::size_t>(status)]; }

FreeBusyStatus stronger(FreeBusyStatus a, FreeBusyStatus b) {
  return kStrength[static_cast<std::size_t>(a)] >= kStrength[static_cast<std::size_t>(b)] ? a : b;
}

std::vector<FreeBusyStatus> merge(std::span<const BusyBlock> blocks, const TimeWindow& window,
                                  SlotLength slot) {
  const auto slot_length = std::chrono::seconds(slot.length());
  std::vector<FreeBusyStatus> slots(slot.slots_in(window), FreeBusyStatus::free);
  for (const BusyBlock& block : blocks) {
    if (!window.touches(block.begin, block.end)) continue;
    const auto from = std::max(block.begin, window.begin()) - window.begin();
    const auto to =
        std::min(std::max(block.end, block.begin + std::chrono::seconds(1)), window.end()) -
        window.begin();
    const auto first = static_cast<std::size_t>(from / slot_length);
    const auto last = static_cast<std::size_t>((to - std::chrono::seconds(1)) / slot_length);
    for (std::size_t i = first; i <= last; ++i) slots[i] = stronger(slots[i], block.status);
  }
  return slots;
}

std::vector<BusyBlock> blocks_of_slots(std::span<const FreeBusyStatus> slots,
                                       const TimeWindow& window, SlotLength slot) {
  const auto slot_length = std::chrono::seconds(slot.length());
  const std::size_t count = slot.slots_in(window);
  const auto status_of = [&slots](std::size_t i) {
    return i < slots.size() ? slots[i] : FreeBusyStatus::no_data;
  };
  std::vector<BusyBlock> blocks;
  for (std::size_t i = 0; i < count;) {
    const FreeBusyStatus status = status_of(i);
    std::size_t end = i + 1;
    while (end < count && status_of(end) == status) ++end;
    if (status != FreeBusyStatus::free) {
      const UtcTime begin = window.begin() + slot_length * static_cast<std::int64_t>(i);
      const UtcTime until = window.begin() + slot_length * static_cast<std::int64_t>(end);
      blocks.push_back({begin, std::min(until, window.end()), status, {}});
    }
    i = end;
  }
  return blocks;
}

std::vector<BusyBlock> unknown_parts(const TimeWindow& known, const TimeWindow& window) {
  std::vector<BusyBlock> parts;
  const auto add = [&parts](UtcTime begin, UtcTime end) {
    if (begin < end) parts.push_back({begin, end, FreeBusyStatus::no_data, {}});
  };
  add(window.begin(), std::min(known.begin(), window.end()));
  add(std::max({known.end(), window.begin(), known.begin()}), window.end());
  return parts;
}

}  // namespace fb::model
