// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Organizational contacts and guests from Microsoft Graph, by delta queries: everything the first
// time, and what changed or went since then, for as long as Graph keeps the state, which is a week
// (then it says 400 or 410, and everything is read again). The gateway needs User.Read.All and
// OrgContact.Read.All there.
//
// The token goes to the host of the source alone: a link that leads elsewhere ends the reading.
#pragma once

#include <chrono>

#include "gateway/async/clock.hpp"
#include "gateway/directory/directory_reader.hpp"
#include "gateway/identity/token_broker.hpp"
#include "gateway/net/http_client.hpp"

namespace fb::directory {

inline constexpr std::chrono::seconds kGraphPageTimeout{60};
// Asked to wait longer than this, or more often, a reading ends; a later run goes on.
inline constexpr std::chrono::seconds kGraphWaitMax{60};
inline constexpr int kGraphWaitsMax = 10;
inline constexpr std::size_t kGraphPagesMax = 20'000;

class GraphReader final : public DirectoryReader {
 public:
  GraphReader(identity::TokenBroker& tokens, net::HttpClient& http, async::Clock& clock)
      : tokens_(tokens), http_(http), clock_(clock) {}

  boost::asio::awaitable<registry::Outcome<Reading>> read(ReadRequest request) override;

 private:
  identity::TokenBroker& tokens_;
  net::HttpClient& http_;
  async::Clock& clock_;
};

}  // namespace fb::directory
