// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What the tests of protected forwarded tokens share: Contoso China asks, and a gateway's own
// application in its tenant forwards.
#pragma once

#include <boost/json/serialize.hpp>

#include "gateway/identity/pft_header.hpp"
#include "protocols/wire/base64.hpp"
#include "tests/unit/gateway/identity/identity_world.hpp"

namespace fb::identity {

inline constexpr std::string_view kForwarder = "ffffffff-0000-4000-8000-000000000001";
inline constexpr std::string_view kOtherForwarder = "ffffffff-0000-4000-8000-000000000002";

inline config::Federation pft_federation() {
  config::Federation federation = identity_federation();
  federation.partners[0].organization_token->trusted_forwarders = {std::string(kForwarder),
                                                                   std::string(kOtherForwarder)};
  return federation;
}

inline TokenParts actor_token(model::UtcTime now) {
  TokenParts parts = token_parts(now, china_issuer(), test::kContosoChinaId);
  parts.claims["azp"] = kForwarder;
  parts.claims["idtyp"] = "app";
  parts.claims["oid"] = "eeeeeeee-0000-4000-8000-000000000008";
  parts.claims["sub"] = "eeeeeeee-0000-4000-8000-000000000008";
  return parts;
}

// In compact form with a signature that nobody made.
inline std::string compact_unsigned(const TokenParts& parts) {
  return wire::base64url(boost::json::serialize(parts.header)) + "." +
         wire::base64url(boost::json::serialize(parts.claims)) + ".c2ln";
}

}  // namespace fb::identity
