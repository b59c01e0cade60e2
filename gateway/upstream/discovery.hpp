// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Where is a partner's EWS endpoint? Asked by Autodiscover, as Exchange and its clients do
// ([MS-OXDISCO], [MS-OXWSADISC]), for an address space or an organization relationship that pins no
// endpoint. In order:
//
//   1. its target_autodiscover_epr, where it has one
//   2. https://<domain>, then https://autodiscover.<domain>
//   3. http://autodiscover.<domain>, one GET for a redirect and nothing else
//   4. the SRV record _autodiscover._tcp.<domain>, port 443 only
//
// and at each server SOAP, then POX, then JSON: what knows most first. discovery_rules.hpp says
// where it may lead. A server is first asked without a credential; the organisation's token goes
// only to one that is allowed, asks for it by 401 and takes Bearer, and never by JSON. In which
// form it is presented is the address space's choice: nobody announces that it takes PFT. Along a
// relationship only SOAP is asked, and at once with the delegation token of the user, which nobody
// but the partner can open.
//
// What was found is remembered for all of the asking tenant, and that nothing was found for who
// asked and whom it was about; who asks for the same at the same time waits for one search. Shared
// by all threads.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "cache/store/ttl_store.hpp"
#include "gateway/async/flight_table.hpp"
#include "gateway/identity/token_broker.hpp"
#include "gateway/net/plain_probe.hpp"
#include "gateway/net/srv_lookup.hpp"
#include "gateway/upstream/delegated_exchange.hpp"
#include "gateway/upstream/discovery_rules.hpp"
#include "gateway/upstream/discovery_times.hpp"
#include "gateway/upstream/token_presentation.hpp"

namespace fb::upstream {

// The address that an organisation asks for where it means a whole domain. Exchange asks for it, so
// whoever answers Exchange answers it.
inline constexpr std::string_view kAnchorLocalPart = "01b62c6d-4324-448f-9884-5fec6d18a7e2";

inline constexpr int kRedirectsMax = 10;
inline constexpr std::size_t kDiscoveryStepsMax = 32;
inline constexpr std::size_t kDiscoveryWordsBytesMax = 200;  // of one step
// Of the steps in an error. Each mailbox of a question has it in the log.
inline constexpr std::size_t kDiscoveryDetailBytesMax = 2048;
inline constexpr std::size_t kDiscoveriesMax = 4096;  // remembered
// How long a failure is remembered that may be over in a moment: nobody answered, or was busy.
inline constexpr std::chrono::seconds kPassingFailure{30};

struct DiscoveryStep {
  std::string what;  // "soap", "pox", "json", "http", "srv"
  std::string host;
  std::string outcome;  // "found", "redirect", "refused", "no answer", "busy", "unauthenticated"...
  std::string words;    // for operators; nothing of a peer's but names that were checked
};

// "soap autodiscover.contoso.example: not there (HTTP status 404)"
std::string describe(const DiscoveryStep& step);

// Without a credential only who answers without is of use.
using DiscoveryCredential = std::variant<std::monostate, TokenPresentation, DelegatedCredential>;

struct DiscoveryQuestion {
  model::TenantKey asking;
  DiscoveryTarget target;
  AllowedHosts hosts;
  DiscoveryCredential credential{};
  std::uint64_t generation = 0;  // of the policy; a failure of an earlier one is not believed
  // The person that is asked about, of the target's domain; none: nobody in particular.
  std::optional<model::SmtpAddress> about{};
};

struct Discovered {
  model::Result<std::string> endpoint;  // discovery_failed, peer_throttled, deadline_passed
  std::vector<DiscoveryStep> steps;
  bool passing = false;         // a failure that may be over in a moment
  bool remembered = false;      // not looked for just now
  bool person_unknown = false;  // somebody answered that there is no such person
};

class Discovery {
 public:
  Discovery(identity::TokenBroker& tokens, async::Clock& clock, DiscoveryTimes times,
            net::PlainProbe* plain_probe, net::SrvLookup* srv_lookup);

  boost::asio::awaitable<Discovered> find(DiscoveryQuestion question, net::HttpClient& http,
                                          async::Deadline deadline);

  // The endpoint that was found does not answer. Forgets it, unless it was found only a while ago:
  // then another search would say the same. Says whether it did.
  bool doubt(const DiscoveryQuestion& question);

 private:
  struct Remembered {
    Discovered what;
    std::uint64_t generation;
    async::SteadyTime found_at;
  };
  using Kept = std::shared_ptr<const Remembered>;
  using Flights = async::FlightTable<std::string, Discovered>;

  std::optional<Discovered> recall(const DiscoveryQuestion& question);
  void remember(const DiscoveryQuestion& question, const Discovered& discovered);
  boost::asio::awaitable<Discovered> follow(Flights::Claim claim, async::Deadline deadline);

  identity::TokenBroker& tokens_;
  async::Clock& clock_;
  const DiscoveryTimes times_;
  net::PlainProbe* const plain_probe_;
  net::SrvLookup* const srv_lookup_;
  cache::TtlStore<std::string, Kept, async::SteadyTime> kept_;
  Flights flights_;
};

}  // namespace fb::upstream
