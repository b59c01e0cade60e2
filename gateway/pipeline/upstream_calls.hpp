// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// From single missing chunks to as few upstream calls as their limits allow: runs of chunks become
// one window, mailboxes with the same window one question. Pure.
#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "cache/availability/availability_cache.hpp"

namespace fb::pipeline {

// A chunk that has to be fetched, for the permit at that position.
struct MissingChunk {
  std::size_t permit;
  cache::ChunkIndex chunk;
  std::size_t id;  // the asker's own number for it

  bool operator==(const MissingChunk&) const = default;
};

// One question: chunks first to last for each of the permits.
struct PlannedCall {
  cache::ChunkIndex first;
  cache::ChunkIndex last;
  std::vector<std::size_t> permits;
  std::vector<std::size_t> ids;  // per permit in order, per chunk ascending
};

struct CallLimits {
  std::size_t chunks_max;
  std::size_t mailboxes_max;
};

// Each chunk lands in exactly one call. `missing` is ordered by permit and then by chunk.
std::vector<PlannedCall> plan_calls(const std::vector<MissingChunk>& missing, CallLimits limits);

}  // namespace fb::pipeline
