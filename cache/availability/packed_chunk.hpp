// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// One chunk of one key as it lies in memory: sixteen bytes a block, and details only for the blocks
// that have them. An implementation detail of the availability cache.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "protocols/model/availability.hpp"

namespace fb::cache {

class PackedChunk {
 public:
  // Takes the blocks of `availability` that touch `window`.
  PackedChunk(std::int64_t index, const model::TimeWindow& window,
              const model::Availability& availability, model::UtcTime stored_at);

  std::int64_t index() const { return index_; }
  model::UtcTime stored_at() const { return stored_at_; }
  model::Precision precision() const { return precision_; }
  model::DetailLevel level() const { return level_; }

  std::size_t size() const { return blocks_.size(); }
  model::BusyBlock block(std::size_t position) const;

  // What the chunk takes in memory, itself included.
  std::uint64_t bytes() const;

 private:
  struct PackedBlock {
    std::int64_t begin_s : 60;  // since the epoch; the years 1900-2200 need 34 bits
    std::uint64_t status : 4;
    std::int64_t end_s;
  };
  static_assert(sizeof(PackedBlock) == 16);

  std::int64_t index_;
  model::UtcTime stored_at_;
  model::Precision precision_;
  model::DetailLevel level_;
  std::vector<PackedBlock> blocks_;                                     // by begin
  std::vector<std::pair<std::uint32_t, model::BlockDetails>> details_;  // by position
};

}  // namespace fb::cache
