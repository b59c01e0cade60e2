// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The connections of one worker, so that a stop can end those that wait for a next request at once
// and let the others finish. One thread only.
#pragma once

#include <unordered_set>

#include "gateway/net/server_connection.hpp"

namespace fb::front {

class SessionList {
 public:
  // Lists a connection for as long as it lives.
  class Entry {
   public:
    Entry(SessionList& list, net::ServerConnection& connection)
        : list_(list), connection_(connection) {
      list_.connections_.insert(&connection_);
      if (list_.finishing_) connection_.finish_soon();
    }
    Entry(const Entry&) = delete;
    Entry& operator=(const Entry&) = delete;
    ~Entry() { list_.connections_.erase(&connection_); }

   private:
    SessionList& list_;
    net::ServerConnection& connection_;
  };

  void finish_soon() {
    finishing_ = true;
    for (net::ServerConnection* connection : connections_) connection->finish_soon();
  }

 private:
  std::unordered_set<net::ServerConnection*> connections_;
  bool finishing_ = false;
};

}  // namespace fb::front
