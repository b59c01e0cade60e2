// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// From a credential to a proved caller. A caller that fails learns only that it failed; the
// operator's log gets the check that failed, in words, and never a token or a password.
//
// X-AnchorMailbox, X-Forwarded-*, From and the User-Agent are never looked at.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "config/settings.hpp"
#include "config/snapshot.hpp"
#include "gateway/async/clock.hpp"
#include "gateway/async/offload_pool.hpp"
#include "gateway/identity/signing_keys.hpp"
#include "gateway/net/http_client.hpp"
#include "protocols/model/caller.hpp"

namespace fb::identity {

struct Credential {
  std::string authorization;  // the header's value as sent
  std::string peer_address;   // for throttling only
};

class Authenticator {
 public:
  virtual ~Authenticator() = default;

  // Errors: unauthenticated (detail names the failing check), attempts_exhausted, server_busy.
  virtual boost::asio::awaitable<model::Result<model::AuthenticatedCaller>> authenticate(
      Credential credential, std::shared_ptr<const config::Snapshot> snapshot,
      net::HttpClient& http, async::Deadline deadline) = 0;

  // What WWW-Authenticate offers, one value per header line.
  virtual std::vector<std::string> challenges() const = 0;
};

// `hashing` verifies passwords off the event loops. Shared by all threads.
std::unique_ptr<Authenticator> make_authenticator(const config::AuthenticationSettings& settings,
                                                  async::OffloadPool& hashing, SigningKeys& keys,
                                                  async::Clock& clock);

}  // namespace fb::identity
