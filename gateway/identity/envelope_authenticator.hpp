// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The caller behind a delegation token: a SAML 1.1 assertion, encrypted to a home tenant's
// federation identity and carried in the WS-Security header of a SOAP envelope (DAuth). It gives a
// partner's user by e-mail address, the issuer that vouches, and the tenant it was addressed to.
//
// Claims are read only from the bytes that the issuer's signature covers. Whatever fails, from the
// padding of a cipher to an expired condition, fails alike to the caller; the reason is for the
// operator. An assertion is never remembered: it is judged each time, which is what its decryption
// costs. Shared by all threads.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "config/settings.hpp"
#include "config/snapshot.hpp"
#include "gateway/async/offload_pool.hpp"
#include "gateway/identity/authenticator.hpp"
#include "gateway/identity/issuer_certificates.hpp"

namespace fb::identity {

// Envelopes of one address that proved nothing, within the window; beyond it nothing is looked at.
// Far more than a broken partner needs to be noticed, far less than a decryption oracle needs.
inline constexpr std::uint32_t kEnvelopeFailuresMax = 100;
inline constexpr std::chrono::seconds kEnvelopeFailureWindow{300};
// Signed timestamps that are remembered until they end, so that none is taken twice.
inline constexpr std::size_t kReplayedMax = 64 * 1024;

// The three paths: a token alone, a token with proof of its key by HMAC, a token with proof by a
// certificate's key.
enum class SecurityForm : std::uint8_t { token, symmetric_key, x509_certificate };

struct EnvelopeCredential {
  std::string envelope;
  // Of ours: the path that was asked at each of our hosts. The caller must have written one of them
  // into wsa:To.
  std::vector<std::string> urls;
  SecurityForm form = SecurityForm::token;
  bool for_autodiscover = false;  // else for free/busy: a token is issued for one of them
  std::string peer_address;
};

class EnvelopeAuthenticator {
 public:
  virtual ~EnvelopeAuthenticator() = default;

  // Errors: unauthenticated and attempts_exhausted, which the caller must not be able to tell from
  // one another; server_busy where the envelope was not looked at.
  virtual boost::asio::awaitable<Authentication> authenticate(
      EnvelopeCredential credential, std::shared_ptr<const config::Snapshot> snapshot,
      net::HttpClient& http, async::Deadline deadline) = 0;
};

// `crypto` decrypts and verifies off the event loops.
std::unique_ptr<EnvelopeAuthenticator> make_envelope_authenticator(
    const config::AuthenticationSettings& settings, async::OffloadPool& crypto,
    IssuerCertificates& certificates, async::Clock& clock);

}  // namespace fb::identity
