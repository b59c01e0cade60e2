// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Another tenant's mailboxes, asked of that tenant's gateway along an availability address space:
// the organisation asks, with a token of its own that this gateway forwards (PFT) or presents as it
// is (Bearer), and the other side decides. The endpoint is the pinned one, or what Autodiscover
// finds.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>

#include "gateway/identity/token_broker.hpp"
#include "gateway/upstream/answers.hpp"
#include "gateway/upstream/discovery.hpp"
#include "gateway/upstream/token_presentation.hpp"
#include "protocols/ews/ews.hpp"

namespace fb::upstream {

class PartnerGateway {
 public:
  // `gateway_id` is ours, for the hop header.
  PartnerGateway(std::string gateway_id, identity::TokenBroker& tokens, Discovery& discovery)
      : gateway_id_(std::move(gateway_id)), tokens_(tokens), discovery_(discovery) {}

  // The references must outlive the wait.
  boost::asio::awaitable<Answers> ask(const UpstreamQuestion& question,
                                      const model::PartnerRoute& route,
                                      const config::Snapshot& snapshot, net::HttpClient& http,
                                      async::Deadline deadline);

 private:
  // What every try to ask has in common.
  struct Asking {
    const UpstreamQuestion& question;
    const ews::UpstreamQuestion& asked;
    const TokenPresentation& credential;
    net::HttpClient& http;
    async::Deadline deadline;
  };
  using Response = model::Result<net::HttpResponse>;

  boost::asio::awaitable<Response> send(const Asking& asking, std::string url);
  boost::asio::awaitable<Response> send_where_discovered(const Asking& asking,
                                                         DiscoveryQuestion where);

  std::string gateway_id_;
  identity::TokenBroker& tokens_;
  Discovery& discovery_;
};

}  // namespace fb::upstream
