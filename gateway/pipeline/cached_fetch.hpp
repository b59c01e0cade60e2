// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Steps 8 to 10 of a request for the mailboxes of one route: what the cache holds is used, what
// somebody is already fetching is waited for, the rest is fetched in as few calls as possible. A
// fetch is a detached flight with its own deadline: the caller that started it may give up and the
// others still get the answer.
//
// A finished fetch is kept only while its permits hold: when the policy generation has changed
// since, it goes to those who wait for it, and nothing is stored. A failure then ends the reuse of
// what was kept before.
//
// An answer says where it came from: fetched by this request, joined from a fetch that somebody
// else had started, cached, or a remembered failure.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <vector>

#include "cache/availability/availability_cache.hpp"
#include "config/snapshot.hpp"
#include "gateway/async/clock.hpp"
#include "gateway/async/flight_table.hpp"
#include "gateway/async/task_group.hpp"
#include "gateway/upstream/calendar_upstream.hpp"
#include "protocols/model/availability.hpp"
#include "protocols/model/permit.hpp"

namespace fb::pipeline {

struct FetchContext {
  std::shared_ptr<const config::Snapshot> snapshot;
  net::HttpClient& http;     // of the worker thread that asks
  async::Deadline deadline;  // of the request; the flight has its own
  model::HopTrail trail;
  model::CorrelationId correlation;
  // In UTC; where it is not known, what the cloud catalogue says with a date does not count.
  std::optional<std::chrono::sys_days> today{};
};

struct Fetched {
  model::Result<model::Availability> availability;
  model::CacheState cache = model::CacheState::none;
  std::chrono::seconds age{0};
  std::chrono::microseconds upstream_time{0};
};

class CachedFetch {
 public:
  virtual ~CachedFetch() = default;
  // One per permit, in order. The permits share one route. What has not come by the deadline is
  // deadline_passed, while its flight goes on and is kept; what cannot be started or joined for
  // lack of room is server_busy.
  virtual boost::asio::awaitable<std::vector<Fetched>> fetch(std::vector<model::Permit> permits,
                                                             model::TimeWindow window,
                                                             FetchContext context) = 0;
  // Waits until no flight is under way; for the stop.
  virtual boost::asio::awaitable<void> drain() = 0;
};

// `upstream_timeout` is a flight's own deadline. An upstream that throws is a bug: who waits gets
// `internal`, and `on_bug` what was thrown. Drain before it or anything given here goes.
std::unique_ptr<CachedFetch> make_cached_fetch(cache::AvailabilityCache& cache,
                                               upstream::CalendarUpstream& upstream,
                                               config::SnapshotHolder& snapshots,
                                               async::Clock& clock,
                                               std::chrono::milliseconds upstream_timeout,
                                               async::FlightLimits flights = {},
                                               async::TaskGroup::OnException on_bug = {});

}  // namespace fb::pipeline
