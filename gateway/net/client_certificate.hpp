// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Certificates of callers in TLS: a server's context that asks for one, and what a handshake has
// proved of it. A certificate that is worth nothing does not end the handshake, and one that is
// worth something proves nobody yet: who its owner is gets decided where callers are.
//
// Beware: revocation is not looked at; a certificate ends when its account no longer names it.
#pragma once

#include <optional>
#include <string>

#include "gateway/net/peer_certificate.hpp"
#include "protocols/model/time_window.hpp"

struct ssl_ctx_st;
struct ssl_st;

namespace fb::net {

class ProvedCertificate {
 public:
  static constexpr std::size_t kSubjectBytesMax = 512;

  // None before the end of the handshake, and where the other side showed none.
  static std::optional<ProvedCertificate> of(const ssl_st* ssl);

  // A connection may outlive its certificate.
  PeerCertificate at(model::UtcTime now) const;

 private:
  struct Span {
    model::UtcTime begins;
    model::UtcTime ends;
    bool holds(model::UtcTime now) const { return begins <= now && now <= ends; }
  };

  PeerCertificate certificate_;
  Span own_{};
  std::optional<Span> chain_;  // of all its certificates; none where there is no trusted one
};

// Of a caller's certificates, in DER.
inline constexpr std::size_t kClientChainBytesMax = 32 * 1024;
// Authorities between the caller's certificate and the trusted one.
inline constexpr int kClientChainDepthMax = 4;

// `ca_file`: PEM certificates of whom to trust; empty for nobody, which leaves each certificate
// untrusted. Sessions are not resumed then: a resumed one would not know its certificate's chain.
model::Status ask_for_client_certificates(ssl_ctx_st* context, const std::string& ca_file);

}  // namespace fb::net
