// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Whose signature a token of Entra needs, once its claims are good. The claims decide where the key
// is looked for; the key must then belong to that issuer and to that cloud, and must have made the
// signature.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/identity/signing_keys.hpp"
#include "protocols/model/identifiers.hpp"

namespace fb::identity {

struct ExpectedSigner {
  KeySource keys;          // where its keys are; the issuers there are whom a key may belong to
  std::string kid;         // from the token's header; only compared with the ids of known keys
  std::string algorithm;   // "RS256" or "PS256"
  model::TenantId tenant;  // that the token names
  std::string login_host;  // of that tenant's cloud
};

// Whether a key whose entry names an issuer may sign for one of these. A key that names none may.
bool may_sign_for(const oauth::VerificationKey& key, const model::TenantId& tenant,
                  const std::vector<std::string>& issuers);

// Whether a key whose entry names a cloud ("microsoftonline.us") is one of the cloud that signs in
// at that host. A key that names none is.
bool is_of_cloud(const oauth::VerificationKey& key, std::string_view login_host);

// `token` in compact form, which must outlive the wait. Errors: unauthenticated, with the failing
// check as the rule; server_busy where the keys cannot be had.
boost::asio::awaitable<model::Status> check_signer(SigningKeys& keys, ExpectedSigner signer,
                                                   std::string_view token, net::HttpClient& http,
                                                   async::Deadline deadline);

}  // namespace fb::identity
