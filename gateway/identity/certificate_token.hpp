// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// A JWT that is signed with the key of a certificate and names that certificate by its thumbprint.
// Blocks: it reads two files and signs, which is a millisecond.
#pragma once

#include <cstdint>
#include <string>

#include "config/federation.hpp"
#include "config/secret.hpp"
#include "protocols/model/result.hpp"
#include "protocols/model/time_window.hpp"

namespace fb::identity {

enum class CertificateSignature : std::uint8_t {
  ps256,  // with x5t#S256
  rs256,  // with x5t, which is SHA-1: what Exchange and older registrations know
};

// The files are read each time, so a renewed certificate counts at once.
// Error: token_unavailable; the detail says which file is wrong, and never what is in it.
model::Result<config::Secret> sign_with_certificate(const config::KeyPairFiles& pair,
                                                    const std::string& claims,
                                                    CertificateSignature signature,
                                                    model::UtcTime now);

}  // namespace fb::identity
