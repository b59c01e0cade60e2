// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Remembers answers as aligned UTC chunks of blocks per CacheKey. No I/O and no clock of its own:
// every call is told the time. Memory is bounded in bytes over all shards; the least recently used
// entry goes first. Thread-safe; each shard has a lock that owns its data.
//
// A chunk holds every block that touches it, whole. Assembly emits a block from the chunk that
// holds its start, or from the first chunk of the window, so that a block over a chunk's edge
// appears once. Working hours, precision and level are one record per key beside the chunks. The
// age of an answer is that of its oldest part.
//
// Beware: a key can be made only from a permit, so authorization precedes every look-up.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "protocols/model/availability.hpp"
#include "protocols/model/permit.hpp"

namespace fb::cache {

struct Limits {
  std::uint64_t bytes_max = 256ull * 1024 * 1024;
  std::chrono::days chunk{7};
  std::chrono::seconds fresh{300};      // how long a positive answer is used
  std::chrono::seconds not_found{900};  // how long "no such recipient" is remembered
  std::chrono::seconds timeout{15};     // how long a peer's silence is remembered
  std::size_t shards = 16;
};

// Chunk n covers [epoch + n * chunk, epoch + (n + 1) * chunk).
using ChunkIndex = std::int64_t;

struct Lookup {
  std::optional<model::Availability> answer;  // set if every chunk of the window is there and fresh
  std::chrono::seconds age{0};
  std::optional<model::Error> failure;  // a remembered failure; then nothing is asked
  std::vector<ChunkIndex>
      missing;  // what has to be fetched, ascending; empty with an answer or a failure
};

struct Statistics {
  std::uint64_t hits = 0;
  std::uint64_t misses = 0;
  std::uint64_t evictions = 0;
  std::uint64_t bytes = 0;
  std::uint64_t entries = 0;
};

class AvailabilityCache {
 public:
  explicit AvailabilityCache(const Limits& limits);
  ~AvailabilityCache();

  Lookup find(const model::CacheKey& key, const model::TimeWindow& window, model::UtcTime now);

  // `availability.window` must be made of whole chunks.
  void store(const model::CacheKey& key, const model::Availability& availability,
             model::UtcTime now);
  // Remembers the failure for as long as its kind says, or not at all. A partner's denial also
  // deletes the chunks of that key: it is an answer that ends reuse (SHARING-MODEL 7).
  void store_failure(const model::CacheKey& key, const model::Error& error, model::UtcTime now);
  void erase(const model::CacheKey& key);
  void clear();

  ChunkIndex chunk_of(model::UtcTime at) const;
  model::TimeWindow window_of(ChunkIndex first, ChunkIndex last) const;  // inclusive

  Statistics statistics() const;

 private:
  struct Shards;
  std::unique_ptr<Shards> shards_;
};

}  // namespace fb::cache
