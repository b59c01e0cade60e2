// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "cache/availability/availability_cache.hpp"

#include <algorithm>
#include <atomic>
#include <span>
#include <stdexcept>

#include "cache/availability/assembly.hpp"
#include "cache/availability/packed_chunk.hpp"
#include "cache/store/sharded_lru.hpp"

namespace fb::cache {

struct RememberedFailure {
  model::Error error;
  model::UtcTime until;
};

// All that is remembered of one key.
struct Record {
  std::vector<PackedChunk> chunks;  // by index
  std::optional<model::WorkingHours> working_hours;
  std::optional<RememberedFailure> failure;
};

namespace {

using model::Availability;
using model::CacheKey;
using model::Error;
using model::ErrorKind;
using model::TimeWindow;
using model::UtcTime;
using std::chrono::seconds;

// The ends of the time that a TimeWindow can hold. The chunks there are cut short.
constexpr UtcTime kEarliest = std::chrono::sys_days{std::chrono::January / 1 / 1900};
constexpr UtcTime kLatest = std::chrono::sys_days{std::chrono::January / 1 / 2200};

// What a record costs beyond its content: list and map nodes, and the key, which both hold.
constexpr std::uint64_t kOverheadBytes = 192;

std::uint64_t bytes_of(const CacheKey& key, const Record& record) {
  std::uint64_t sum = sizeof(Record) + kOverheadBytes + 2 * (sizeof(CacheKey) + key.str().size());
  for (const PackedChunk& chunk : record.chunks) sum += chunk.bytes();
  sum += (record.chunks.capacity() - record.chunks.size()) * sizeof(PackedChunk);
  if (record.working_hours) {
    sum += record.working_hours->periods.capacity() * sizeof(model::WorkingPeriod);
  }
  if (record.failure) {
    const Error& error = record.failure->error;
    sum += error.rule().size() + error.detail().size() + error.peer_text().size();
  }
  return sum;
}

// What the record costs now; nothing where it holds nothing any more.
std::uint64_t price(const CacheKey& key, const Record& record) {
  return record.chunks.empty() && !record.failure ? 0 : bytes_of(key, record);
}

// Written so that a clock that was set back makes a chunk stale, not fresh for ever.
bool is_fresh(const PackedChunk& chunk, UtcTime now, seconds fresh) {
  const seconds age = now - chunk.stored_at();
  return age < fresh && -age < fresh;
}

Availability unpack(const PackedChunk& chunk, const TimeWindow& window) {
  Availability part{window, {}, chunk.precision(), {}, chunk.level()};
  part.blocks.reserve(chunk.size());
  for (std::size_t i = 0; i < chunk.size(); ++i) part.blocks.push_back(chunk.block(i));
  return part;
}

// What a failure does to what is remembered.
struct Consequence {
  seconds remembered{0};
  bool ends_reuse = false;
};

Consequence consequence_of(const Error& error, const Limits& limits) {
  switch (error.kind()) {
    case ErrorKind::peer_recipient_unknown:
      return {limits.not_found, true};
    case ErrorKind::deadline_passed:
    case ErrorKind::peer_unreachable:
      return {limits.timeout, false};
    case ErrorKind::peer_throttled:
      return {std::min(seconds(error.retry_after_s()), kThrottledMax), false};
    case ErrorKind::peer_no_access:
    case ErrorKind::peer_refused_us:
    case ErrorKind::peer_request_not_allowed:
      return {seconds(0), true};
    case ErrorKind::endpoint_not_found:
    case ErrorKind::method_not_allowed:
    case ErrorKind::body_too_large:
    case ErrorKind::request_too_slow:
    case ErrorKind::content_coding_unknown:
    case ErrorKind::unauthenticated:
    case ErrorKind::attempts_exhausted:
    case ErrorKind::malformed_request:
    case ErrorKind::schema_violation:
    case ErrorKind::unknown_operation:
    case ErrorKind::server_version_invalid:
    case ErrorKind::mailbox_list_empty:
    case ErrorKind::mailbox_list_too_long:
    case ErrorKind::window_invalid:
    case ErrorKind::window_too_long:
    case ErrorKind::interval_invalid:
    case ErrorKind::view_invalid:
    case ErrorKind::time_zone_invalid:
    case ErrorKind::access_mode_refused:
    case ErrorKind::impersonation_refused:
    case ErrorKind::server_busy:
    case ErrorKind::internal:
    case ErrorKind::address_invalid:
    case ErrorKind::recipient_unknown:
    case ErrorKind::recipient_ambiguous:
    case ErrorKind::no_path:
    case ErrorKind::relationship_free_busy_off:
    case ErrorKind::no_access:
    case ErrorKind::pair_refused:
    case ErrorKind::second_hop:
    case ErrorKind::asked_back:
    case ErrorKind::discovery_failed:
    case ErrorKind::token_unavailable:
    case ErrorKind::peer_broken:
    case ErrorKind::result_too_big:
    case ErrorKind::group_too_big:
      return {};
  }
  return {};
}

// Puts the chunk in its place and keeps the number of chunks within its bound.
void insert(std::vector<PackedChunk>& chunks, PackedChunk chunk) {
  const auto at =
      std::lower_bound(chunks.begin(), chunks.end(), chunk.index(),
                       [](const auto& each, ChunkIndex index) { return each.index() < index; });
  if (at != chunks.end() && at->index() == chunk.index()) {
    *at = std::move(chunk);
    return;
  }
  chunks.insert(at, std::move(chunk));
  if (chunks.size() > kChunksPerKeyMax) {
    chunks.erase(std::min_element(
        chunks.begin(), chunks.end(),
        [](const auto& left, const auto& right) { return left.stored_at() < right.stored_at(); }));
  }
}

std::pair<std::vector<PackedChunk>::const_iterator, std::vector<PackedChunk>::const_iterator>
chunks_between(const Record& record, ChunkIndex first, ChunkIndex last) {
  const auto before = [](const PackedChunk& each, ChunkIndex index) {
    return each.index() < index;
  };
  const auto from = std::lower_bound(record.chunks.begin(), record.chunks.end(), first, before);
  return {from, std::lower_bound(from, record.chunks.end(), last + 1, before)};
}

}  // namespace

struct AvailabilityCache::Shards {
  explicit Shards(const Limits& limits) : store({limits.bytes_max, limits.shards}) {}

  ShardedLru<CacheKey, Record> store;
  std::atomic<std::uint64_t> hits{0};
  std::atomic<std::uint64_t> misses{0};
};

AvailabilityCache::AvailabilityCache(const Limits& limits)
    : limits_(limits), shards_(std::make_unique<Shards>(limits)) {
  if (limits.chunk < std::chrono::days(1)) {
    throw std::invalid_argument("a chunk is at least one day long");
  }
}

AvailabilityCache::~AvailabilityCache() = default;

ChunkIndex AvailabilityCache::chunk_of(UtcTime at) const {
  const auto day = std::chrono::floor<std::chrono::days>(at).time_since_epoch().count();
  const ChunkIndex length = limits_.chunk.count();
  return day >= 0 ? day / length : (day - length + 1) / length;
}

TimeWindow AvailabilityCache::window_of(ChunkIndex first, ChunkIndex last) const {
  const auto length = seconds(limits_.chunk);
  return *TimeWindow::span(std::max(UtcTime(first * length), kEarliest),
                           std::min(UtcTime((last + 1) * length), kLatest));
}

Lookup AvailabilityCache::look(const CacheKey& key, const TimeWindow& window, UtcTime now) {
  const ChunkIndex first = chunk_of(window.begin());
  const ChunkIndex last = chunk_of(window.end() - seconds(1));
  Lookup result;
  const bool known = shards_->store.visit(key, [&](const Record& record) {
    const auto [from, to] = chunks_between(record, first, last);
    const bool complete =
        to - from == last - first + 1 && std::all_of(from, to, [&](const PackedChunk& chunk) {
          return is_fresh(chunk, now, limits_.fresh);
        });
    if (complete) {
      result.answer = assemble(record, {from, to}, window);
      for (auto chunk = from; chunk != to; ++chunk) {
        result.age = std::max(result.age, now - chunk->stored_at());
      }
    } else if (record.failure && now < record.failure->until) {
      result.failure = record.failure->error;
    } else {
      divide(record, first, last, now, result);
    }
  });
  if (!known) {
    for (ChunkIndex index = first; index <= last; ++index) result.missing.push_back(index);
  }
  return result;
}

model::Availability AvailabilityCache::assemble(const Record& record,
                                                std::span<const PackedChunk> chunks,
                                                const TimeWindow& window) const {
  Assembly assembly(window);
  std::size_t blocks = 0;
  for (const PackedChunk& chunk : chunks) blocks += chunk.size();
  assembly.reserve(blocks);
  for (const PackedChunk& chunk : chunks) {
    const auto block_at = [&](std::size_t i) { return chunk.block(i); };
    assembly.add(window_of(chunk.index(), chunk.index()), chunk.size(), block_at, chunk.precision(),
                 chunk.level());
  }
  assembly.set_working_hours(record.working_hours);
  return std::move(assembly).finish();
}

void AvailabilityCache::divide(const Record& record, ChunkIndex first, ChunkIndex last, UtcTime now,
                               Lookup& result) const {
  auto [next, end] = chunks_between(record, first, last);
  for (ChunkIndex index = first; index <= last; ++index) {
    const bool here = next != end && next->index() == index;
    if (here && is_fresh(*next, now, limits_.fresh)) {
      Availability part = unpack(*next, window_of(index, index));
      part.working_hours = record.working_hours;
      result.present.emplace_back(index, std::move(part));
      result.age = std::max(result.age, now - next->stored_at());
    } else {
      result.missing.push_back(index);
    }
    if (here) ++next;
  }
}

Lookup AvailabilityCache::find(const CacheKey& key, const TimeWindow& window, UtcTime now) {
  Lookup result = look(key, window, now);
  (result.missing.empty() ? shards_->hits : shards_->misses)
      .fetch_add(1, std::memory_order_relaxed);
  return result;
}

Lookup AvailabilityCache::find_again(const CacheKey& key, const TimeWindow& window, UtcTime now) {
  return look(key, window, now);
}

void AvailabilityCache::store(const CacheKey& key, const Availability& availability, UtcTime now) {
  const ChunkIndex first = chunk_of(availability.window.begin());
  const ChunkIndex last = chunk_of(availability.window.end() - seconds(1));
  if (window_of(first, last) != availability.window) {
    throw std::logic_error("only whole chunks are stored");
  }
  // Packed before the lock is taken.
  std::vector<PackedChunk> packed;
  packed.reserve(static_cast<std::size_t>(last - first + 1));
  for (ChunkIndex index = first; index <= last; ++index) {
    packed.emplace_back(index, window_of(index, index), availability, now);
  }
  shards_->store.edit(key, [&](Record& record) {
    record.failure.reset();
    std::erase_if(record.chunks,
                  [&](const PackedChunk& each) { return !is_fresh(each, now, limits_.fresh); });
    for (PackedChunk& chunk : packed) insert(record.chunks, std::move(chunk));
    record.working_hours = availability.working_hours;
    return price(key, record);
  });
}

void AvailabilityCache::store_failure(const CacheKey& key, const Error& error, UtcTime now) {
  const Consequence consequence = consequence_of(error, limits_);
  if (consequence.remembered <= seconds(0)) {
    if (consequence.ends_reuse) erase(key);
    return;
  }
  shards_->store.edit(key, [&](Record& record) {
    if (consequence.ends_reuse) {
      record.chunks.clear();
      record.chunks.shrink_to_fit();
    }
    record.failure = RememberedFailure{error, now + consequence.remembered};
    return price(key, record);
  });
}

void AvailabilityCache::erase(const CacheKey& key) { shards_->store.erase(key); }

void AvailabilityCache::clear() { shards_->store.clear(); }

Statistics AvailabilityCache::statistics() const {
  const StoreStatistics store = shards_->store.statistics();
  return {shards_->hits.load(std::memory_order_relaxed),
          shards_->misses.load(std::memory_order_relaxed), store.evictions, store.cost,
          store.entries};
}

}  // namespace fb::cache
