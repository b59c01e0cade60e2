// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/pipeline/upstream_calls.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace fb::pipeline {
namespace {

// The end of the run of chunks that begins at `from`: one permit, no gap, not too long.
std::size_t end_of_run(const std::vector<MissingChunk>& missing, std::size_t from,
                       std::size_t chunks_max) {
  std::size_t end = from + 1;
  while (end < missing.size() && end - from < chunks_max &&
         missing[end].permit == missing[from].permit &&
         missing[end].chunk == missing[end - 1].chunk + 1) {
    ++end;
  }
  return end;
}

}  // namespace

std::vector<PlannedCall> plan_calls(const std::vector<MissingChunk>& missing, CallLimits limits) {
  const std::size_t chunks_max = std::max<std::size_t>(limits.chunks_max, 1);
  const std::size_t mailboxes_max = std::max<std::size_t>(limits.mailboxes_max, 1);
  std::vector<PlannedCall> calls;
  // The call of each window that still has room.
  std::map<std::pair<cache::ChunkIndex, cache::ChunkIndex>, std::size_t> with_room;
  for (std::size_t from = 0; from < missing.size();) {
    const std::size_t end = end_of_run(missing, from, chunks_max);
    const auto window = std::pair(missing[from].chunk, missing[end - 1].chunk);
    auto found = with_room.find(window);
    if (found == with_room.end()) {
      found = with_room.emplace(window, calls.size()).first;
      calls.push_back({window.first, window.second, {}, {}});
    }
    PlannedCall& call = calls[found->second];
    call.permits.push_back(missing[from].permit);
    for (std::size_t i = from; i < end; ++i) call.ids.push_back(missing[i].id);
    if (call.permits.size() == mailboxes_max) with_room.erase(found);
    from = end;
  }
  return calls;
}

}  // namespace fb::pipeline
