// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Asks a calendar source of a home tenant, or a partner's gateway, for several mailboxes at once.
// Takes permits only, so nothing is asked that policy did not allow. One mailbox's failure is its
// own; a failure of the call is everybody's. Shared by all threads.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "config/snapshot.hpp"
#include "gateway/async/clock.hpp"
#include "gateway/net/http_client.hpp"
#include "gateway/upstream/discovery_times.hpp"
#include "gateway/upstream/target_limits.hpp"
#include "protocols/model/availability.hpp"
#include "protocols/model/hop_trail.hpp"
#include "protocols/model/permit.hpp"

namespace fb::async {
class OffloadPool;
}
namespace fb::identity {
class DelegationTokens;
class TokenBroker;
}  // namespace fb::identity
namespace fb::net {
class PlainProbe;
class SrvLookup;
}  // namespace fb::net

namespace fb::upstream {

// What one question to a route of that kind may name at most.
inline constexpr std::size_t kGraphMailboxesMax = 20;
inline constexpr std::size_t kEwsMailboxesMax = 100;
inline constexpr std::size_t kIcsMailboxesMax = 20;  // files read in one piece of offloaded work

// The longest window of one question. Exchange takes 42 days before 2013 and 62 since, and can be
// set to less; Graph takes less than 62; a partner's gateway and our own files take all.
inline constexpr std::chrono::days kEwsWindowMax{42};
inline constexpr std::chrono::days kGraphWindowMax{61};
// Calendar entries of one mailbox in one answer; EWS has the same number and says when it is
// passed.
inline constexpr std::size_t kGraphItemsMax = 1000;

// What was done on the way to an answer, in order: Autodiscover's steps, whom was asked and how it
// was answered. For operators who ask why: hosts and words of ours, no token, nothing that a peer
// said.
struct TraceStep {
  std::string what;   // "discovery", "exchange"
  std::string where;  // "soap autodiscover.contoso.example", "https://gateway.example/EWS/..."
  std::string words;
};
using Trace = std::vector<TraceStep>;
inline constexpr std::size_t kTraceStepsMax = 100;  // what comes after is left out

struct UpstreamQuestion {
  std::vector<model::Permit> permits;  // one route, one caller scope
  model::TimeWindow window;
  model::HopTrail trail;  // as the question came to us; what sends it on adds our own id
  model::CorrelationId correlation;
  Trace* trace = nullptr;  // null but in a test; it outlives the question
};

struct UpstreamAnswer {
  // One per permit, in order. Already cut to the permit's level.
  std::vector<model::Result<model::Availability>> mailboxes;
  std::chrono::microseconds upstream_time{0};
};

class CalendarUpstream {
 public:
  virtual ~CalendarUpstream() = default;
  // How many mailboxes of that route one question may name. The asker splits, so that the parts run
  // side by side and fail apart.
  virtual std::size_t mailboxes_per_call_max(const model::Route& route,
                                             const config::Snapshot& snapshot) const = 0;
  // The longest window of one call along that route. A longer one is asked in parts, one after the
  // other; an asker that plans its calls lets them run side by side.
  virtual std::chrono::days window_per_call_max(const model::Route& route,
                                                const config::Snapshot& snapshot) const;
  virtual boost::asio::awaitable<UpstreamAnswer> ask(
      UpstreamQuestion question, std::shared_ptr<const config::Snapshot> snapshot,
      net::HttpClient& http, async::Deadline deadline) = 0;
};

// How the targets are treated; see config/settings.hpp.
struct UpstreamOptions {
  TargetLimitSizes targets{};
  DiscoveryTimes discovery{};
  // Two steps of discovery; without them they are left out.
  net::PlainProbe* plain_probe = nullptr;
  net::SrvLookup* srv_lookup = nullptr;
  // Signs and gets Kerberos tickets for calendar sources; null: the pool that reads files does.
  async::OffloadPool* credentials = nullptr;
  // For organization relationships; null: no partner can be asked along one.
  identity::DelegationTokens* delegations = nullptr;
};

// Every kind of source and the partners' gateways behind one door: the permits' route says which.
// `gateway_id` goes into the hop header of what is sent to partners. `files` reads calendar files.
// What a target refuses as too much is asked in parts (split_upstream.hpp).
std::unique_ptr<CalendarUpstream> make_calendar_upstream(std::string gateway_id,
                                                         identity::TokenBroker& tokens,
                                                         async::OffloadPool& files,
                                                         async::Clock& clock,
                                                         UpstreamOptions options = {});

}  // namespace fb::upstream
