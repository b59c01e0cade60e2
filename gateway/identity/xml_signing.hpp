// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The signatures that we write: over our statement about a user, and over the timestamp of a
// request as proof that we hold the key of its token. What is signed comes from protocols/wstrust.
//
// Beware: an RSA signature takes about a millisecond and its files are read from disk, so those run
// on an OffloadPool. HMAC does not need to.
#pragma once

#include <string>
#include <string_view>

#include "config/federation.hpp"
#include "config/secret.hpp"
#include "protocols/model/result.hpp"
#include "protocols/wstrust/token_request.hpp"

namespace fb::identity {

// What a signature over a timestamp says of its key: a wsse:SecurityTokenReference or nothing.
struct SignedTimestamp {
  std::string id;         // of the wsu:Timestamp
  std::string timestamp;  // the element
  std::string reference;
};

// The signed saml:Assertion. The files are read each time, so that a renewed pair counts at once.
// Error: token_unavailable with the rule delegation.certificate; the detail says which file is
// wrong, and never what is in it.
model::Result<std::string> sign_statement(const wstrust::Statement& statement,
                                          const config::KeyPairFiles& files);

// A ds:Signature, by HMAC-SHA-1 with the key of the token: that is what this form of WS-Security
// takes everywhere. Error: token_unavailable where the key is empty.
model::Result<std::string> sign_timestamp(const SignedTimestamp& signed_one,
                                          const config::Secret& proof_key);
// The same by RSA-SHA-256.
model::Result<std::string> sign_timestamp_with_certificate(const SignedTimestamp& signed_one,
                                                           const config::KeyPairFiles& files);

// P_SHA-1 of WS-Trust (RFC 2246, 5): what both sides compute from both halves.
config::Secret computed_key(const config::Secret& requester_entropy,
                            const config::Secret& issuer_entropy, std::size_t bytes);

}  // namespace fb::identity
