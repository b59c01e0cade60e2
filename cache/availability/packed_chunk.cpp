// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "cache/availability/packed_chunk.hpp"

#include <algorithm>

namespace fb::cache {
namespace {

// What a string has outside of itself. A short one has nothing there.
std::uint64_t bytes_outside(const std::string& text) {
  static const std::size_t kInside = std::string().capacity();
  return text.capacity() > kInside ? text.capacity() + 1 : 0;
}

}  // namespace

PackedChunk::PackedChunk(std::int64_t index, const model::TimeWindow& window,
                         const model::Availability& availability, model::UtcTime stored_at)
    : index_(index),
      stored_at_(stored_at),
      precision_(availability.precision),
      level_(availability.level) {
  std::vector<const model::BusyBlock*> chosen;
  for (const model::BusyBlock& block : availability.blocks) {
    if (window.touches(block.begin, block.end)) chosen.push_back(&block);
  }
  std::stable_sort(chosen.begin(), chosen.end(),
                   [](const auto* left, const auto* right) { return left->begin < right->begin; });
  blocks_.reserve(chosen.size());
  for (const model::BusyBlock* block : chosen) {
    if (block->details) {
      details_.emplace_back(static_cast<std::uint32_t>(blocks_.size()), *block->details);
    }
    blocks_.push_back({block->begin.time_since_epoch().count(),
                       static_cast<std::uint64_t>(block->status),
                       block->end.time_since_epoch().count()});
  }
  details_.shrink_to_fit();
}

model::BusyBlock PackedChunk::block(std::size_t position) const {
  const PackedBlock& packed = blocks_[position];
  model::BusyBlock block{model::UtcTime(std::chrono::seconds(packed.begin_s)),
                         model::UtcTime(std::chrono::seconds(packed.end_s)),
                         static_cast<model::FreeBusyStatus>(packed.status),
                         {}};
  const auto found =
      std::lower_bound(details_.begin(), details_.end(), position,
                       [](const auto& entry, std::size_t at) { return entry.first < at; });
  if (found != details_.end() && found->first == position) block.details = found->second;
  return block;
}

std::uint64_t PackedChunk::bytes() const {
  std::uint64_t sum = sizeof(PackedChunk) + blocks_.capacity() * sizeof(PackedBlock) +
                      details_.capacity() * sizeof(details_.front());
  for (const auto& [position, details] : details_) {
    sum += bytes_outside(details.id) + bytes_outside(details.subject) +
           bytes_outside(details.location);
  }
  return sum;
}

}  // namespace fb::cache
