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

const DelegatedCredential* delegated(const DiscoveryQuestion& question) {
  return std::get_if<DelegatedCredential>(&question.credential);
}

// Everything that two equal questions have in common. What may be led to is checked anew each time.
std::string key_of(const DiscoveryQuestion& question) {
  return std::string(delegated(question) != nullptr ? "orgrel " : "aas ") + question.asking.str() +
         ' ' + question.target.tenant.str() + ' ' + question.target.domain.str() + ' ' +
         question.target.autodiscover_epr;
}

// Where it is depends on no person; that it was not found can lie in who asked or about whom.
std::string personal_key_of(const DiscoveryQuestion& question) {
  std::string key = key_of(question);
  if (question.about) key += "\nabout " + question.about->str();
  if (const auto* credential = delegated(question)) {
    key += "\nfor " + credential->request.user.str();
  }
  return key;
}

Discovered without_a_search(Error error) { return {std::move(error), {}, true}; }

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
  if (auto known = recall(question)) co_return std::move(*known);
  const std::string key = personal_key_of(question);
  auto claim = flights_.claim(std::span<const std::string>(&key, 1));
  if (claim.leads.empty()) co_return co_await follow(std::move(claim), deadline);

  Flights::Lead lead = std::move(claim.leads.front());
  // Whoever led before us may have finished between our look and our claim.
  std::optional<Discovered> discovered = recall(question);
  if (!discovered) {
    DiscoverySearch search(question, tokens_, http, clock_, plain_probe_, srv_lookup_);
    const async::Deadline own = async::Deadline::after(clock_, times_.timeout);
    discovered = co_await search.run(own.sooner(deadline));
    // What somebody in a hurry did not find may be there.
    const bool had_its_time = own.at <= deadline.at;
    if (discovered->endpoint || had_its_time) remember(question, *discovered);
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

std::optional<Discovered> Discovery::recall(const DiscoveryQuestion& question) {
  for (const std::string& key : {key_of(question), personal_key_of(question)}) {
    const auto kept = kept_.find(key, clock_.now());
    if (!kept) continue;
    const Remembered& remembered = **kept;
    const auto& endpoint = remembered.what.endpoint;
    // The rules may be others by now.
    if (endpoint ? !check_endpoint(*endpoint, question.hosts)
                 : remembered.generation != question.generation) {
      continue;
    }
    Discovered known = remembered.what;
    known.remembered = true;
    return known;
  }
  return std::nullopt;
}

void Discovery::remember(const DiscoveryQuestion& question, const Discovered& discovered) {
  std::chrono::seconds length = times_.found;
  if (!discovered.endpoint) {
    // Whoever gives tokens remembers refusals by itself.
    if (discovered.endpoint.error().kind() == ErrorKind::token_unavailable) return;
    length = times_.not_found;
    if (discovered.passing) length = std::min(length, kPassingFailure);
  }
  const async::SteadyTime now = clock_.now();
  Remembered remembered{discovered, question.generation, now};
  std::string key = discovered.endpoint ? key_of(question) : personal_key_of(question);
  kept_.put(std::move(key), std::make_shared<const Remembered>(std::move(remembered)),
            now + length);
}

bool Discovery::doubt(const DiscoveryQuestion& question) {
  const std::string key = key_of(question);
  const auto kept = kept_.find(key, clock_.now());
  if (!kept || clock_.now() - (*kept)->found_at < times_.not_found) return false;
  kept_.erase(key);
  return true;
}

}  // namespace fb::upstream
