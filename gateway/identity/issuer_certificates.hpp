// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The certificates that issuers of delegation tokens sign with: pinned in files, or named by the
// issuer's federation metadata, which is fetched and refreshed as signing keys are
// (signing_keys.hpp): in the background, the last good ones kept when the source is down. An issuer
// with both has those of both. Shared by all threads.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <string>
#include <vector>

#include "config/federation.hpp"
#include "gateway/async/clock.hpp"
#include "gateway/identity/source_watch.hpp"
#include "gateway/net/http_client.hpp"
#include "protocols/model/result.hpp"

namespace fb::identity {

// One X.509 certificate in DER.
struct Certificate {
  std::string der;
  bool operator==(const Certificate&) const = default;
};

class IssuerCertificates {
 public:
  static constexpr std::size_t kCertificatesPerIssuerMax = 16;

  virtual ~IssuerCertificates() = default;

  // All that the issuer may sign with now. `look_again`: none of the known ones fitted a signature,
  // so the metadata is read anew, unless that was in vain less than five minutes ago.
  // Error: token_unavailable where nothing was ever to be had; the detail says why.
  virtual boost::asio::awaitable<model::Result<std::vector<Certificate>>> find(
      config::TokenIssuer issuer, bool look_again, net::HttpClient& http,
      async::Deadline deadline) = 0;

  // Fetches the metadata, unless that was tried in the last minutes; reads what is pinned. Error:
  // token_unavailable, and what was known before stays. Nothing to do where certificates do not
  // come from elsewhere.
  virtual boost::asio::awaitable<model::Status> refresh(config::TokenIssuer issuer,
                                                        net::HttpClient& http,
                                                        async::Deadline deadline);

  // Counts every change of any issuer's certificates.
  virtual std::uint64_t changes() const = 0;
};

// `watch` is told of each source by its metadata_url and the issuer's uri.
std::unique_ptr<IssuerCertificates> make_issuer_certificates(async::Clock& clock,
                                                             SourceWatch watch = {});

}  // namespace fb::identity
