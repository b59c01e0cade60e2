// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Another tenant's mailboxes, asked along an organization relationship: one of our users asks, with
// a delegation token of their own, and the other side decides by that user. The endpoint is
// target_sharing_epr, and only without one what Autodiscover finds, domain by domain.
//
// Whoever answers may be a gateway or an Exchange organisation.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>
#include <vector>

#include "gateway/upstream/answers.hpp"
#include "gateway/upstream/delegated_exchange.hpp"
#include "gateway/upstream/discovery.hpp"

namespace fb::upstream {

// Autodiscover is asked about a person, and who is unknown there says nothing about the others of
// the domain: so many are tried.
inline constexpr std::size_t kPeopleTriedMax = 4;

class PartnerRelationship {
 public:
  // `gateway_id` is ours, for the hop header. Without `tokens` nobody can be asked.
  PartnerRelationship(std::string gateway_id, identity::DelegationTokens* tokens,
                      Discovery& discovery, async::Clock& clock)
      : gateway_id_(std::move(gateway_id)), tokens_(tokens), discovery_(discovery), clock_(clock) {}

  // The references must outlive the wait.
  boost::asio::awaitable<Answers> ask(const UpstreamQuestion& question,
                                      const model::RelationshipRoute& route,
                                      const config::Snapshot& snapshot, net::HttpClient& http,
                                      async::Deadline deadline);

 private:
  // What the parts of one question have in common.
  struct Asking {
    const config::OrganizationRelationship& relationship;
    const config::Snapshot& snapshot;
    const DelegatedCredential& credential;
    net::HttpClient& http;
    async::Deadline deadline;
  };

  using Response = model::Result<net::HttpResponse>;

  boost::asio::awaitable<Answers> ask_by_domain(const Asking& asking,
                                                const UpstreamQuestion& question);
  boost::asio::awaitable<Answers> ask_domain(const Asking& asking,
                                             const UpstreamQuestion& question);
  boost::asio::awaitable<Response> send(const Asking& asking, const UpstreamQuestion& question,
                                        std::string url);
  boost::asio::awaitable<Discovered> locate(const Asking& asking, const UpstreamQuestion& question);
  DiscoveryQuestion where(const Asking& asking, const model::SmtpAddress& about) const;

  std::string gateway_id_;
  identity::DelegationTokens* const tokens_;
  Discovery& discovery_;
  async::Clock& clock_;
};

}  // namespace fb::upstream
