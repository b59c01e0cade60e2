// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Remembers answers as aligned UTC chunks of blocks per CacheKey. No I/O and no clock of its own:
// every call is told the time. Memory is bounded in bytes over all shards; the least recently used
// entry goes first. Thread-safe; each shard has a lock that owns its data.
//
// A chunk holds every block that touches it, whole, with its precision and level; assembly.hpp says
// how an answer is put together from chunks. Working hours are one record per key beside the
// chunks, the newest. The age of an answer is that of its oldest chunk.
//
// Beware: a key can be made only from a permit, so authorization precedes every look-up.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "protocols/model/availability.hpp"
#include "protocols/model/permit.hpp"

namespace fb::cache {

class PackedChunk;
struct Record;

struct Limits {
  std::uint64_t bytes_max = 256ull * 1024 * 1024;
  std::chrono::days chunk{7};
  std::chrono::seconds fresh{300};      // how long a positive answer is used
  std::chrono::seconds not_found{900};  // how long "no such recipient" is remembered
  std::chrono::seconds timeout{15};     // how long a peer's silence is remembered
  std::size_t shards = 16;
};

// A key keeps at most this many chunks, the most recently stored.
inline constexpr std::size_t kChunksPerKeyMax = 64;
// The longest that a peer's "not now" is believed without asking again.
inline constexpr std::chrono::seconds kThrottledMax{300};

// Chunk n covers [epoch + n * chunk, epoch + (n + 1) * chunk).
using ChunkIndex = std::int64_t;

// Exactly one of `answer`, `failure` and `missing` says something.
struct Lookup {
  std::optional<model::Availability> answer;  // every chunk of the window is there and fresh
  std::optional<model::Error> failure;        // a remembered failure; then nothing is asked
  std::vector<ChunkIndex> missing;            // what has to be fetched, ascending
  // With `missing`: the other chunks of the window, ascending, each with the chunk's own window.
  std::vector<std::pair<ChunkIndex, model::Availability>> present;
  std::chrono::seconds age{0};  // of the oldest chunk in `answer` or `present`
};

struct Statistics {
  std::uint64_t hits = 0;  // an answer or a remembered failure
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
  // The second look of somebody who has missed already; it counts neither as a hit nor as a miss.
  Lookup find_again(const model::CacheKey& key, const model::TimeWindow& window,
                    model::UtcTime now);

  // `availability.window` must be made of whole chunks. Ends a remembered failure.
  void store(const model::CacheKey& key, const model::Availability& availability,
             model::UtcTime now);
  // Remembers the failure for as long as its kind says, or not at all. A denial, or "no such
  // recipient", also deletes the chunks of that key: it is an answer that ends reuse.
  void store_failure(const model::CacheKey& key, const model::Error& error, model::UtcTime now);
  void erase(const model::CacheKey& key);
  void clear();

  ChunkIndex chunk_of(model::UtcTime at) const;
  model::TimeWindow window_of(ChunkIndex first, ChunkIndex last) const;  // inclusive

  Statistics statistics() const;

 private:
  struct Shards;

  Lookup look(const model::CacheKey& key, const model::TimeWindow& window, model::UtcTime now);
  model::Availability assemble(const Record& record, std::span<const PackedChunk> chunks,
                               const model::TimeWindow& window) const;
  void divide(const Record& record, ChunkIndex first, ChunkIndex last, model::UtcTime now,
              Lookup& result) const;

  Limits limits_;
  std::unique_ptr<Shards> shards_;
};

}  // namespace fb::cache
