// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/upstream/stitch.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace fb::upstream {
namespace {

using model::Availability;
using model::BusyBlock;
using model::Precision;
using model::TimeWindow;
using model::UtcTime;

bool holds(const std::vector<BusyBlock>& blocks, const BusyBlock& wanted) {
  return std::any_of(blocks.begin(), blocks.end(), [&](const BusyBlock& block) {
    return block.begin == wanted.begin && block.end == wanted.end && block.status == wanted.status;
  });
}

// A run of slots that the seam has cut in two. What is unknown comes from slots also where the rest
// are entries of a calendar.
BusyBlock* run_that_ends_with(std::vector<BusyBlock>& blocks, const BusyBlock& next, bool slots) {
  if (next.details || (!slots && next.status != model::FreeBusyStatus::no_data)) return nullptr;
  const auto run = std::find_if(blocks.begin(), blocks.end(), [&](const BusyBlock& block) {
    return block.end == next.begin && block.begin < block.end && block.status == next.status &&
           !block.details;
  });
  return run == blocks.end() ? nullptr : &*run;
}

}  // namespace

Availability stitch(Availability first, Availability second) {
  const UtcTime seam = first.window.end();
  const bool slots = first.precision == Precision::slots && second.precision == Precision::slots;
  Availability whole = std::move(first);
  for (BusyBlock& block : second.blocks) {
    if (block.begin < seam && holds(whole.blocks, block)) continue;
    BusyBlock* run = nullptr;
    if (block.begin == seam) run = run_that_ends_with(whole.blocks, block, slots);
    if (run != nullptr) {
      run->end = block.end;
    } else {
      whole.blocks.push_back(std::move(block));
    }
  }
  std::stable_sort(whole.blocks.begin(), whole.blocks.end(),
                   [](const BusyBlock& a, const BusyBlock& b) { return a.begin < b.begin; });
  whole.window = TimeWindow::span(whole.window.begin(), second.window.end()).value();
  if (second.precision == Precision::slots) whole.precision = Precision::slots;
  if (!whole.working_hours) whole.working_hours = std::move(second.working_hours);
  // The part of the higher level loses its details, so that the level is true.
  whole.level = model::least(whole.level, second.level);
  model::cut_to(whole.level, false, whole);
  return whole;
}

Availability narrowed(Availability answer, const TimeWindow& window) {
  std::erase_if(answer.blocks,
                [&](const BusyBlock& block) { return !window.touches(block.begin, block.end); });
  answer.window = window;
  return answer;
}

Halves halves_of(const TimeWindow& window) {
  using std::chrono::minutes;
  constexpr minutes kStep{30};
  const auto half = std::chrono::duration_cast<minutes>(window.length() / 2);
  const UtcTime middle = window.begin() + std::max(half / kStep * kStep, kStep);
  return {TimeWindow::span(window.begin(), middle).value(),
          TimeWindow::span(middle, window.end()).value()};
}

}  // namespace fb::upstream
