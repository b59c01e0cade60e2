// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The sessions of one worker, so that a stop can close those that are between two requests and let
// the others finish. One thread only.
#pragma once

#include <unordered_set>

#include "gateway/net/server_connection.hpp"

namespace fb::front {

class SessionList {
 public:
  // A connection that waits for its next request. Answers false during a stop: then there is no
  // next request.
  bool waits(net::ServerConnection& connection) {
    if (closing_) return false;
    waiting_.insert(&connection);
    return true;
  }
  void busy(net::ServerConnection& connection) { waiting_.erase(&connection); }

  void close_waiting() {
    closing_ = true;
    for (net::ServerConnection* connection : waiting_) connection->close();
    waiting_.clear();
  }

 private:
  std::unordered_set<net::ServerConnection*> waiting_;
  bool closing_ = false;
};

}  // namespace fb::front
