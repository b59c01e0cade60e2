// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Another tenant's mailboxes, asked of that tenant's gateway along an availability address space:
// the organisation asks, with a token of its own, and the other side decides.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>

#include "gateway/identity/token_broker.hpp"
#include "gateway/upstream/answers.hpp"

namespace fb::upstream {

class PartnerGateway {
 public:
  // `gateway_id` is ours, for the hop header.
  PartnerGateway(std::string gateway_id, identity::TokenBroker& tokens)
      : gateway_id_(std::move(gateway_id)), tokens_(tokens) {}

  // The references must outlive the wait.
  boost::asio::awaitable<Answers> ask(const UpstreamQuestion& question,
                                      const model::PartnerRoute& route,
                                      const config::Snapshot& snapshot, net::HttpClient& http,
                                      async::Deadline deadline);

 private:
  std::string gateway_id_;
  identity::TokenBroker& tokens_;
};

}  // namespace fb::upstream
