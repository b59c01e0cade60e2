// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/upstream/discovery.hpp"

#include <algorithm>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <span>
#include <utility>

#include "gateway/upstream/discovery_search.hpp"

namespace fb::upstream {
namespace asio = boost::asio;
namespace {

using model::Error;
using model::ErrorKind;

constexpr std::size_t kShards = 4;

// Everything that two equal questions have in common. What may be led to is checked anew each time.
std::string key_of(const DiscoveryQuestion& question) {
  return question.asking.str() + ' ' + question.space.target_tenant.str() + ' ' +
         question.space.domain.str() + ' ' + question.space.target_autodiscover_epr;
}

Discovered without_a_search(Error error) { return {std::move(error), {}, true, false}; }

}  // namespace

std::string describe(const DiscoveryStep& step) {
  std::string text = step.what + " " + step.host + ": " + step.outcome;
  if (!step.words.empty()) text += " (" + step.words + ")";
  return text;
}

Discovery::Discovery(identity::TokenBroker& tokens, async::Clock& clock, DiscoveryTimes times,
                     net::PlainProbe* plain_probe, net::SrvLookup* srv_lookup)
    : tokens_(tokens),
      clock_(clock),
      times_(times),
      plain_probe_(plain_probe),
      srv_lookup_(srv_lookup),
      kept_(kDiscoveriesMax, kShards) {}

asio::awaitable<Discovered> Discovery::find(DiscoveryQuestion question, net::HttpClient& http,
                                            async::Deadline deadline) {
  const std::string key = key_of(question);
  if (auto known = recall(key, question)) co_return std::move(*known);
  auto claim = flights_.claim(std::span<const std::string>(&key, 1));
  if (claim.leads.empty()) co_return co_await follow(std::move(claim), deadline);

  Flights::Lead lead = std::move(claim.leads.front());
  // Whoever led before us may have finished between our look and our claim.
  std::optional<Discovered> discovered = recall(key, question);
  if (!discovered) {
    DiscoverySearch search(question, tokens_, http, clock_, plain_probe_, srv_lookup_);
    const async::Deadline own = async::Deadline::after(clock_, times_.timeout);
    discovered = co_await search.run(own.sooner(deadline));
    // What somebody in a hurry did not find may be there.
    const bool had_its_time = own.at <= deadline.at;
    if (discovered->endpoint || had_its_time) remember(key, question, *discovered);
  }
  lead.finish(*discovered);
  co_return std::move(*discovered);
}

asio::awaitable<Discovered> Discovery::follow(Flights::Claim claim, async::Deadline deadline) {
  using namespace asio::experimental::awaitable_operators;
  if (!deadline.passed(clock_)) {
    auto either = claim.places.wait() || clock_.wait_until(deadline.at);
    co_await std::move(either);
  }
  const Flights::Outcome outcome = claim.places.outcomes().front();
  if (outcome.value) co_return *outcome.value;
  if (outcome.seat == async::Seat::refused) {
    co_return without_a_search(
        Error::of(ErrorKind::server_busy, "too many wait for one search for an endpoint"));
  }
  co_return without_a_search(
      Error::of(ErrorKind::deadline_passed, "the search for the endpoint took too long"));
}

std::optional<Discovered> Discovery::recall(const std::string& key,
                                            const DiscoveryQuestion& question) {
  const auto kept = kept_.find(key, clock_.now());
  if (!kept) return std::nullopt;
  const Remembered& remembered = **kept;
  const auto& endpoint = remembered.what.endpoint;
  // The rules may be others by now.
  if (endpoint ? !check_endpoint(*endpoint, question.hosts)
               : remembered.generation != question.generation) {
    return std::nullopt;
  }
  Discovered known = remembered.what;
  known.remembered = true;
  return known;
}

void Discovery::remember(const std::string& key, const DiscoveryQuestion& question,
                         const Discovered& discovered) {
  std::chrono::seconds length = times_.found;
  if (!discovered.endpoint) {
    length = times_.not_found;
    if (discovered.passing) length = std::min(length, kPassingFailure);
  }
  const async::SteadyTime now = clock_.now();
  Remembered remembered{discovered, question.generation, now};
  kept_.put(key, std::make_shared<const Remembered>(std::move(remembered)), now + length);
}

bool Discovery::doubt(const DiscoveryQuestion& question) {
  const std::string key = key_of(question);
  const auto kept = kept_.find(key, clock_.now());
  if (!kept || clock_.now() - (*kept)->found_at < times_.not_found) return false;
  kept_.erase(key);
  return true;
}

}  // namespace fb::upstream
