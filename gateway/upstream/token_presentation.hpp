// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What goes into the Authorization header of a question to somebody else: a token as Bearer, or the
// same token together with that of the application that forwards it, as a protected forwarded token
// (identity/pft_header.hpp). The tokens are asked for each time; the broker keeps them.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string>

#include "config/snapshot.hpp"
#include "gateway/identity/token_broker.hpp"
#include "gateway/net/http_client.hpp"

namespace fb::upstream {

struct TokenPresentation {
  identity::TokenRequest access;
  std::optional<identity::TokenRequest> actor{};  // with it as PFT, without it as Bearer
};

// A token of the application of the tenant, from the sign-in service of its cloud.
model::Result<identity::TokenRequest> token_request(const config::Snapshot& snapshot,
                                                    const config::Tenant& tenant,
                                                    std::string scope);

// How the tenant's organisation proves itself along the address space. Where the tenant names no
// application that forwards, its own one forwards for itself.
model::Result<TokenPresentation> presentation_for(const config::Snapshot& snapshot,
                                                  const config::Tenant& tenant,
                                                  const config::AddressSpace& space);

// The value of the header. Error: token_unavailable.
boost::asio::awaitable<model::Result<config::Secret>> authorization_for(
    identity::TokenBroker& tokens, TokenPresentation presentation, net::HttpClient& http,
    async::Deadline deadline);

// For a peer that refused them.
void forget_tokens(identity::TokenBroker& tokens, const TokenPresentation& presentation);

}  // namespace fb::upstream
