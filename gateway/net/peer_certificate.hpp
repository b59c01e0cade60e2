// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What is known of the certificate that the other side of a connection has shown.
#pragma once

#include <array>
#include <cstdint>
#include <string>

namespace fb::net {

// The certificate with which the other side proved, in the handshake, that it has the private key.
struct PeerCertificate {
  std::array<std::uint8_t, 32> sha256{};  // of the whole certificate in DER
  std::string subject;                    // RFC 2253, for the log
  bool trusted = false;  // its chain leads to an authority of the server's context, now
  bool in_time = false;  // it is valid now by its own dates
};

}  // namespace fb::net
