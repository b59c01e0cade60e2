// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Puts one answer together from parts that were fetched apart. Every part holds each block that
// touches it, whole, so a block over an edge is in both its neighbours and must appear once: it is
// taken from the part that holds its start, or from the first part.
//
// Parts may be of different ages. Where a later part knows of a block that reaches back over the
// edge and the earlier part does not know it, it is taken as well: what is known to be busy is
// never lost. The answer is as exact, and as detailed, as its weakest part.
#pragma once

#include <algorithm>
#include <optional>
#include <utility>

#include "protocols/model/availability.hpp"

namespace fb::cache {

class Assembly {
 public:
  explicit Assembly(model::TimeWindow window) : answer_{window, {}, {}, {}, kMostDetail} {}

  void reserve(std::size_t blocks) { answer_.blocks.reserve(blocks); }

  // Parts come in ascending order without a gap and together cover the window. `block_at(i)` gives
  // the i-th of `count` blocks, by begin.
  template <class BlockAt>
  void add(const model::TimeWindow& part, std::size_t count, BlockAt&& block_at,
           model::Precision precision, model::DetailLevel level) {
    for (std::size_t i = 0; i < count; ++i) {
      model::BusyBlock block = block_at(i);
      if (!answer_.window.touches(block.begin, block.end)) continue;
      if (block.begin < part.begin() && !first_) {
        if (taken(block)) continue;
        in_order_ = false;
      }
      answer_.blocks.push_back(std::move(block));
    }
    if (precision == model::Precision::slots) answer_.precision = precision;
    answer_.level = model::least(answer_.level, level);
    first_ = false;
  }

  void add(const model::Availability& part) {
    add(
        part.window, part.blocks.size(), [&](std::size_t i) { return part.blocks[i]; },
        part.precision, part.level);
    if (part.working_hours) answer_.working_hours = part.working_hours;
  }

  void set_working_hours(std::optional<model::WorkingHours> hours) {
    answer_.working_hours = std::move(hours);
  }

  model::Availability finish() && {
    if (!in_order_) {
      std::stable_sort(
          answer_.blocks.begin(), answer_.blocks.end(),
          [](const auto& left, const auto& right) { return left.begin < right.begin; });
    }
    // Parts of a lower level hold no details; the others lose theirs, so that the level is true.
    model::cut_to(answer_.level, false, answer_);
    return std::move(answer_);
  }

 private:
  static constexpr model::DetailLevel kMostDetail = model::DetailLevel::limited_details;

  bool taken(const model::BusyBlock& block) const {
    return std::any_of(answer_.blocks.begin(), answer_.blocks.end(), [&](const auto& other) {
      return other.begin == block.begin && other.end == block.end && other.status == block.status;
    });
  }

  model::Availability answer_;
  bool first_ = true;
  bool in_order_ = true;
};

}  // namespace fb::cache
