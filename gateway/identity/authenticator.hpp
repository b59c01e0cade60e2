// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// From a credential to a proved caller. A caller that fails learns only that it failed; the
// operator's log gets the check that failed, in words, with the decoded claims, and never a token
// or a password.
//
// X-AnchorMailbox, X-Forwarded-*, From and the User-Agent are never looked at.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/settings.hpp"
#include "config/snapshot.hpp"
#include "gateway/async/clock.hpp"
#include "gateway/async/offload_pool.hpp"
#include "gateway/identity/examination.hpp"
#include "gateway/identity/signing_keys.hpp"
#include "gateway/net/http_client.hpp"
#include "gateway/net/peer_certificate.hpp"
#include "protocols/model/caller.hpp"

namespace fb::identity {

struct Credential {
  std::string authorization;                        // the header's value as sent
  std::string peer_address;                         // for throttling only
  std::optional<net::PeerCertificate> certificate;  // of the TLS connection
};

struct Authentication {
  // Errors: unauthenticated (detail names the failing check), attempts_exhausted, server_busy.
  model::Result<model::AuthenticatedCaller> caller;
  Examination examination;
  std::vector<net::HttpHeader> answer_headers;  // for the response, whatever it is
};

class Authenticator {
 public:
  virtual ~Authenticator() = default;

  virtual boost::asio::awaitable<Authentication> authenticate(
      Credential credential, std::shared_ptr<const config::Snapshot> snapshot,
      net::HttpClient& http, async::Deadline deadline) = 0;

  // What WWW-Authenticate offers, one value per header line.
  virtual std::vector<std::string> challenges(const config::Snapshot& snapshot) const = 0;
};

// Adds error="invalid_token" to every Bearer challenge (RFC 6750, 3.1).
void say_token_refused(std::vector<std::string>& challenges);

// What the schemes share. Outlives the authenticator.
struct AuthenticatorParts {
  async::OffloadPool& hashing;  // verifies passwords and Kerberos tickets off the event loops
  SigningKeys& keys;
  async::Clock& clock;
};

// Shared by all threads.
std::unique_ptr<Authenticator> make_authenticator(const config::AuthenticationSettings& settings,
                                                  const AuthenticatorParts& parts);

}  // namespace fb::identity
