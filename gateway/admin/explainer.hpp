// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Why may A see B's time, or why not: the decision step by step, as the request path makes it, with
// the code of the reason, its cause and its fix. `test` asks as well: both directions, past the
// cache, with the endpoint, the steps of Autodiscover and what the other side said.
//
// Whose questions these may be is the admin API's to decide: it filters by the tenants that are
// named here, and a question of A's people is answered to A's administrators alone.
//
// Beware: `test` asks in the place of a person. What comes back tells how many entries there are
// and at which level, never what is in a calendar.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string>
#include <vector>

#include "config/snapshot.hpp"
#include "gateway/async/clock.hpp"
#include "gateway/identity/authenticator.hpp"
#include "gateway/net/http_client.hpp"
#include "gateway/policy/decide.hpp"
#include "gateway/policy/reasons.hpp"
#include "gateway/upstream/calendar_upstream.hpp"

namespace fb::admin {

struct Pair {
  model::SmtpAddress from;
  model::SmtpAddress to;
  // Nothing: as a person asks, OrgRel before AAS. availability_address_space: as the organisation.
  std::optional<model::SharingPath> path{};
};

// What came back when it was really asked.
struct Answered {
  std::optional<model::Error> error{};
  std::size_t entries = 0;
  std::optional<model::DetailLevel> level{};
  std::chrono::microseconds took{0};
};

struct ExplainReport {
  // Whom the question concerns: the home tenants of both addresses, where they are home tenants.
  std::vector<model::TenantKey> tenants;
  bool allowed = false;
  std::string path;   // "availability-address-space", "organization-relationship", "own-tenant"
  std::string level;  // "AvailabilityOnly"; empty where nothing is shown
  std::string rule;   // which rule decided
  std::string code;   // of the catalogue
  const policy::Reason* reason = nullptr;
  std::vector<policy::Step> steps;
  std::optional<Answered> answered{};
};

struct TestReport {
  ExplainReport forward;
  ExplainReport backward;
};

// A credential that a caller sent, judged again.
struct CredentialReport {
  bool accepted = false;
  std::string kind;
  std::string code;  // of the catalogue, where it was refused
  const policy::Reason* reason = nullptr;
  std::string words;   // for operators
  std::string caller;  // who it proves
  std::optional<model::TenantKey> tenant{};
  std::vector<identity::Examination::Fact> claims;
};

class Explainer {
 public:
  Explainer(std::string gateway_id, const config::SnapshotHolder& snapshots,
            identity::Authenticator& authenticator, upstream::CalendarUpstream& upstream,
            async::Clock& clock)
      : gateway_id_(std::move(gateway_id)),
        snapshots_(snapshots),
        authenticator_(authenticator),
        upstream_(upstream),
        clock_(clock) {}

  ExplainReport explain(const Pair& pair) const;
  boost::asio::awaitable<TestReport> test(Pair pair, net::HttpClient& http,
                                          async::Deadline deadline);
  // `authorization`: the value of the header. A single-use credential is used up by it.
  boost::asio::awaitable<CredentialReport> examine(std::string authorization, net::HttpClient& http,
                                                   async::Deadline deadline);

 private:
  policy::QuestionContext question() const;
  boost::asio::awaitable<ExplainReport> ask(Pair pair, net::HttpClient& http,
                                            async::Deadline deadline);

  std::string gateway_id_;
  const config::SnapshotHolder& snapshots_;
  identity::Authenticator& authenticator_;
  upstream::CalendarUpstream& upstream_;
  async::Clock& clock_;
};

}  // namespace fb::admin
