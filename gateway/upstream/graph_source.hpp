// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// A home tenant's mailboxes in Exchange Online, by Microsoft Graph getSchedule.
//
// The call is made in the name of one mailbox, the anchor. Where none is configured it is the first
// that is asked for; if that one does not exist the call says nothing about the others, so they are
// asked again under the next, a few times.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "gateway/identity/token_broker.hpp"
#include "gateway/upstream/answers.hpp"

namespace fb::upstream {

class GraphSource {
 public:
  static constexpr int kAnchorsTriedMax = 4;

  explicit GraphSource(identity::TokenBroker& tokens) : tokens_(tokens) {}

  // The references must outlive the wait.
  boost::asio::awaitable<Answers> ask(const UpstreamQuestion& question,
                                      const config::Snapshot& snapshot,
                                      const config::Tenant& tenant,
                                      const config::CalendarSource& source, net::HttpClient& http,
                                      async::Deadline deadline);

 private:
  identity::TokenBroker& tokens_;
};

}  // namespace fb::upstream
