// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// How the gateway proves itself to an Exchange server of a home tenant: with a password, with a
// Kerberos ticket, or with a server-to-server token. Shared by all threads.
//
// Beware: a request for a token runs on with the HttpClient that it was given after the caller that
// caused it has ended, so that client must last as long as the executor.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>

#include "config/snapshot.hpp"
#include "gateway/identity/s2s_client.hpp"

namespace fb::identity {

class SourceCredentials {
 public:
  // `pool` reads key files, signs and asks for Kerberos tickets, which can take seconds.
  SourceCredentials(TokenBroker& tokens, async::OffloadPool& pool, async::Clock& clock)
      : s2s_(tokens, pool, clock), pool_(pool) {}

  // The whole value of the Authorization header. The references must outlive the wait. Errors:
  // token_unavailable; server_busy where the pool is full.
  boost::asio::awaitable<model::Result<config::Secret>> authorization(
      const config::Snapshot& snapshot, const config::Tenant& tenant,
      const config::CalendarSource& source, net::HttpClient& http, async::Deadline deadline);

  // The source answered with 401. False where asking again would show it the same.
  bool renew(const config::Snapshot& snapshot, const config::Tenant& tenant,
             const config::CalendarSource& source);

  // Why the source may have refused, where it has said something about that; else empty.
  std::string doubt(const config::Snapshot& snapshot, const config::Tenant& tenant,
                    const config::CalendarSource& source);

 private:
  S2sClient s2s_;
  async::OffloadPool& pool_;
};

}  // namespace fb::identity
