// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/pipeline/cached_fetch.hpp"

#include <algorithm>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/this_coro.hpp>
#include <utility>

#include "cache/availability/assembly.hpp"
#include "gateway/pipeline/upstream_calls.hpp"

namespace fb::pipeline {
namespace asio = boost::asio;
namespace {

using cache::ChunkIndex;
using model::Availability;
using model::CacheState;
using model::Error;
using model::ErrorKind;
using model::Permit;
using model::Result;
using model::TimeWindow;

struct FlightKey {
  model::CacheKey key;
  ChunkIndex chunk;
  bool operator==(const FlightKey&) const = default;
};

struct FlightKeyHash {
  std::size_t operator()(const FlightKey& key) const noexcept {
    return std::hash<model::CacheKey>{}(key.key) * 31 + std::hash<ChunkIndex>{}(key.chunk);
  }
};

// What a flight brings home: one chunk, or why there is none.
struct Landed {
  Result<Availability> part;
  CacheState found = CacheState::fetched;
  std::chrono::seconds age{0};
  std::chrono::microseconds upstream_time{0};
};

using Flights = async::FlightTable<FlightKey, Landed, FlightKeyHash>;
using Outcome = Flights::Outcome;

// A permit that the cache did not answer, and where its flights stand among all that were claimed.
struct Open {
  std::size_t position;
  cache::Lookup lookup;
  std::size_t first_flight = 0;
};

// One question to the upstream, and the flights that wait for its answer.
struct Call {
  std::vector<Permit> permits;
  ChunkIndex first;
  ChunkIndex last;
  std::vector<Flights::Lead> leads;  // per permit in order, per chunk ascending

  std::size_t chunks() const { return static_cast<std::size_t>(last - first + 1); }
};

Availability part_of(const Availability& whole, const TimeWindow& window) {
  Availability part{window, {}, whole.precision, whole.working_hours, whole.level};
  for (const model::BusyBlock& block : whole.blocks) {
    if (window.touches(block.begin, block.end)) part.blocks.push_back(block);
  }
  return part;
}

// What is stored must be what was asked for; anything else is a bug that must not spread.
Result<Availability> checked(const Result<Availability>& result, const TimeWindow& window) {
  if (result && result->window != window) {
    return Error::of(ErrorKind::internal, "an upstream answered for another window");
  }
  return result;
}

Fetched failed(Error error, CacheState cache) { return {std::move(error), cache, {}, {}}; }

// Why an outcome gives no chunk, where it does not.
std::optional<Error> why_not(const Outcome& outcome) {
  if (outcome.seat == async::Seat::refused) {
    return Error::of(ErrorKind::server_busy, "too many fetches are under way");
  }
  if (!outcome.finished) {
    return Error::of(ErrorKind::deadline_passed, "the answer did not come before the deadline");
  }
  if (!outcome.value) return Error::of(ErrorKind::internal, "a fetch ended without an answer");
  if (!outcome.value->part) return outcome.value->part.error();
  return std::nullopt;
}

// The cached parts and what the flights brought, put together in the order of time.
Availability assemble(const TimeWindow& window, const cache::Lookup& lookup,
                      std::span<const Outcome> outcomes) {
  cache::Assembly assembly(window);
  auto present = lookup.present.begin();
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    for (; present != lookup.present.end() && present->first < lookup.missing[i]; ++present) {
      assembly.add(present->second);
    }
    assembly.add(*outcomes[i].value->part);
  }
  for (; present != lookup.present.end(); ++present) assembly.add(present->second);
  return std::move(assembly).finish();
}

// Where the flights of one permit leave it: fetched beats joined beats what was there all along.
CacheState state_of(std::span<const Outcome> outcomes) {
  CacheState state = CacheState::cached;
  for (const Outcome& outcome : outcomes) {
    if (!outcome.value || state == CacheState::fetched) continue;
    if (outcome.seat == async::Seat::follows) {
      state = CacheState::joined;
    } else if (outcome.value->found != CacheState::cached) {
      state = outcome.value->found;
    }
  }
  return state;
}

Fetched conclude(const TimeWindow& window, const cache::Lookup& lookup,
                 std::span<const Outcome> outcomes) {
  CacheState state = state_of(outcomes);
  std::chrono::seconds age = lookup.age;
  std::chrono::microseconds upstream_time{0};
  std::optional<Error> error;
  for (const Outcome& outcome : outcomes) {
    if (!error) error = why_not(outcome);
    if (!outcome.value) continue;
    age = std::max(age, outcome.value->age);
    upstream_time = std::max(upstream_time, outcome.value->upstream_time);
  }
  if (!error) return {assemble(window, lookup, outcomes), state, age, upstream_time};
  if (state == CacheState::cached) state = CacheState::none;
  return {std::move(*error), state, {}, upstream_time};
}

asio::awaitable<void> wait_until_landed(Flights::Places& places, async::Clock& clock,
                                        async::Deadline deadline) {
  using namespace asio::experimental::awaitable_operators;
  auto either = places.wait() || clock.wait_until(deadline.at);
  co_await std::move(either);
}

class CoalescingFetch final : public CachedFetch {
 public:
  CoalescingFetch(cache::AvailabilityCache& cache, upstream::CalendarUpstream& upstream,
                  config::SnapshotHolder& snapshots, async::Clock& clock,
                  std::chrono::milliseconds upstream_timeout, async::FlightLimits limits,
                  async::TaskGroup::OnException on_bug)
      : cache_(cache),
        upstream_(upstream),
        snapshots_(snapshots),
        clock_(clock),
        upstream_timeout_(upstream_timeout),
        flights_(limits),
        tasks_(std::move(on_bug)) {}

  asio::awaitable<std::vector<Fetched>> fetch(std::vector<Permit> permits, TimeWindow window,
                                              FetchContext context) override;
  asio::awaitable<void> drain() override { return tasks_.wait(); }

 private:
  asio::awaitable<void> fly(const std::vector<Permit>& permits, TimeWindow window,
                            FetchContext context, std::vector<Open> open,
                            std::vector<Fetched>& fetched);
  static asio::awaitable<void> run(CoalescingFetch& self, Call call, FetchContext context);

  Flights::Claim claim(const std::vector<Permit>& permits, std::vector<Open>& open);
  std::vector<Call> calls_for(const std::vector<Permit>& permits, const std::vector<Open>& open,
                              std::vector<Flights::Lead> leads, const config::Snapshot& snapshot);
  void answer_from_cache(Call& call);
  void land(Call& call, const upstream::UpstreamAnswer& answer);
  void land_permit(Call& call, std::size_t position, const Landed& landed);
  void keep(const Permit& permit, const Result<Availability>& result);

  cache::AvailabilityCache& cache_;
  upstream::CalendarUpstream& upstream_;
  config::SnapshotHolder& snapshots_;
  async::Clock& clock_;
  const std::chrono::milliseconds upstream_timeout_;
  Flights flights_;
  async::TaskGroup tasks_;
};

asio::awaitable<std::vector<Fetched>> CoalescingFetch::fetch(std::vector<Permit> permits,
                                                             TimeWindow window,
                                                             FetchContext context) {
  const model::UtcTime now = clock_.utc_now();
  std::vector<Fetched> fetched;
  fetched.reserve(permits.size());
  std::vector<Open> open;
  for (std::size_t i = 0; i < permits.size(); ++i) {
    cache::Lookup lookup = cache_.find(permits[i].cache_key(), window, now);
    if (lookup.answer) {
      fetched.push_back({std::move(*lookup.answer), CacheState::cached, lookup.age, {}});
    } else if (lookup.failure) {
      fetched.push_back(failed(std::move(*lookup.failure), CacheState::negative));
    } else {
      fetched.push_back(failed(Error::of(ErrorKind::deadline_passed), CacheState::none));
      open.push_back({i, std::move(lookup)});
    }
  }
  if (!open.empty() && !context.deadline.passed(clock_)) {
    co_await fly(permits, window, std::move(context), std::move(open), fetched);
  }
  co_return fetched;
}

asio::awaitable<void> CoalescingFetch::fly(const std::vector<Permit>& permits, TimeWindow window,
                                           FetchContext context, std::vector<Open> open,
                                           std::vector<Fetched>& fetched) {
  const auto executor = co_await asio::this_coro::executor;
  // Nothing is awaited between the claim and the start of what it leads.
  Flights::Claim claimed = claim(permits, open);
  std::vector<Call> calls = calls_for(permits, open, std::move(claimed.leads), *context.snapshot);
  for (Call& call : calls) {
    tasks_.spawn(executor, run(*this, std::move(call), context));
  }
  co_await wait_until_landed(claimed.places, clock_, context.deadline);

  const std::vector<Outcome> outcomes = claimed.places.outcomes();
  for (const Open& each : open) {
    const std::span<const Outcome> its(outcomes.begin() + static_cast<long>(each.first_flight),
                                       each.lookup.missing.size());
    fetched[each.position] = conclude(window, each.lookup, its);
  }
}

Flights::Claim CoalescingFetch::claim(const std::vector<Permit>& permits, std::vector<Open>& open) {
  std::vector<FlightKey> keys;
  for (Open& each : open) {
    each.first_flight = keys.size();
    for (const ChunkIndex chunk : each.lookup.missing) {
      keys.push_back({permits[each.position].cache_key(), chunk});
    }
  }
  return flights_.claim(keys);
}

std::vector<Call> CoalescingFetch::calls_for(const std::vector<Permit>& permits,
                                             const std::vector<Open>& open,
                                             std::vector<Flights::Lead> leads,
                                             const config::Snapshot& snapshot) {
  // Leads come in the order of the claimed keys, which is that of the open permits' missing chunks.
  std::vector<MissingChunk> missing;
  missing.reserve(leads.size());
  for (const Open& each : open) {
    const model::CacheKey& key = permits[each.position].cache_key();
    for (const ChunkIndex chunk : each.lookup.missing) {
      if (missing.size() == leads.size()) break;
      const FlightKey& next = leads[missing.size()].key();
      if (next.chunk == chunk && next.key == key) {
        missing.push_back({each.position, chunk, missing.size()});
      }
    }
  }
  std::vector<Call> calls;
  if (missing.empty()) return calls;
  const auto chunk = cache_.window_of(0, 0).length();
  const model::Route& route = permits.front()->route;
  const CallLimits limits{
      static_cast<std::size_t>(upstream_.window_per_call_max(route, snapshot) / chunk),
      upstream_.mailboxes_per_call_max(route, snapshot)};
  for (const PlannedCall& planned : plan_calls(missing, limits)) {
    Call& call = calls.emplace_back(Call{{}, planned.first, planned.last, {}});
    for (const std::size_t position : planned.permits) call.permits.push_back(permits[position]);
    for (const std::size_t id : planned.ids) call.leads.push_back(std::move(leads[id]));
  }
  return calls;
}

// A flight: nobody's deadline but its own. If anything throws here, the leads go with the frame and
// their flights end without a value.
asio::awaitable<void> CoalescingFetch::run(CoalescingFetch& self, Call call, FetchContext context) {
  self.answer_from_cache(call);
  if (call.permits.empty()) co_return;
  upstream::UpstreamQuestion question{call.permits, self.cache_.window_of(call.first, call.last),
                                      context.trail, context.correlation};
  const auto deadline = async::Deadline::after(self.clock_, self.upstream_timeout_);
  const upstream::UpstreamAnswer answer =
      co_await self.upstream_.ask(std::move(question), context.snapshot, context.http, deadline);
  self.land(call, answer);
}

// Whoever had claimed these chunks before us may have finished between our look at the cache and
// our claim; then everything is there already.
void CoalescingFetch::answer_from_cache(Call& call) {
  const TimeWindow window = cache_.window_of(call.first, call.last);
  for (std::size_t i = call.permits.size(); i-- > 0;) {
    cache::Lookup lookup = cache_.find_again(call.permits[i].cache_key(), window, clock_.utc_now());
    if (lookup.answer) {
      land_permit(call, i, Landed{std::move(*lookup.answer), CacheState::cached, lookup.age});
    } else if (lookup.failure) {
      land_permit(call, i, Landed{std::move(*lookup.failure), CacheState::negative});
    }
  }
}

void CoalescingFetch::land(Call& call, const upstream::UpstreamAnswer& answer) {
  const bool complete = answer.mailboxes.size() == call.permits.size();
  const TimeWindow window = cache_.window_of(call.first, call.last);
  for (std::size_t i = call.permits.size(); i-- > 0;) {
    Result<Availability> result =
        complete ? checked(answer.mailboxes[i], window)
                 : Error::of(ErrorKind::internal, "an upstream gave another number of answers");
    keep(call.permits[i], result);
    land_permit(call, i, Landed{std::move(result), CacheState::fetched, {}, answer.upstream_time});
  }
}

// Finishes the flights of one permit and takes it out of the call.
void CoalescingFetch::land_permit(Call& call, std::size_t position, const Landed& landed) {
  const std::size_t first = position * call.chunks();
  for (std::size_t i = 0; i < call.chunks(); ++i) {
    const ChunkIndex chunk = call.first + static_cast<ChunkIndex>(i);
    Result<Availability> part = landed.part ? part_of(*landed.part, cache_.window_of(chunk, chunk))
                                            : Result<Availability>(landed.part.error());
    call.leads[first + i].finish(
        Landed{std::move(part), landed.found, landed.age, landed.upstream_time});
  }
  const auto from = call.leads.begin() + static_cast<long>(first);
  call.leads.erase(from, from + static_cast<long>(call.chunks()));
  call.permits.erase(call.permits.begin() + static_cast<long>(position));
}

void CoalescingFetch::keep(const Permit& permit, const Result<Availability>& result) {
  const bool holds = snapshots_.current()->generation() == permit.generation();
  const model::UtcTime now = clock_.utc_now();
  if (result) {
    if (holds) cache_.store(permit.cache_key(), *result, now);
  } else if (holds) {
    cache_.store_failure(permit.cache_key(), result.error(), now);
  } else {
    cache_.erase(permit.cache_key());
  }
}

}  // namespace

std::unique_ptr<CachedFetch> make_cached_fetch(cache::AvailabilityCache& cache,
                                               upstream::CalendarUpstream& upstream,
                                               config::SnapshotHolder& snapshots,
                                               async::Clock& clock,
                                               std::chrono::milliseconds upstream_timeout,
                                               async::FlightLimits flights,
                                               async::TaskGroup::OnException on_bug) {
  return std::make_unique<CoalescingFetch>(cache, upstream, snapshots, clock, upstream_timeout,
                                           flights, std::move(on_bug));
}

}  // namespace fb::pipeline
