// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/expected_signer.hpp"

#include <algorithm>

#include "gateway/identity/jwt_signature.hpp"
#include "gateway/identity/token_checks.hpp"

namespace fb::identity {
namespace {

namespace asio = boost::asio;
using model::Error;
using model::ErrorKind;
using model::Status;

// A caller must not be told that his token is wrong when it could not be looked at.
Error without_key(const Error& error) {
  if (error.kind() == ErrorKind::unauthenticated) return error;
  return Error::of(ErrorKind::server_busy, "the signing keys cannot be had: " + error.detail(),
                   "bearer.keys_unavailable");
}

}  // namespace

bool may_sign_for(const oauth::VerificationKey& key, const model::TenantId& tenant,
                  const std::vector<std::string>& issuers) {
  if (key.issuer.empty()) return true;
  return std::find(issuers.begin(), issuers.end(), issuer_for(key.issuer, tenant)) != issuers.end();
}

bool is_of_cloud(const oauth::VerificationKey& key, std::string_view login_host) {
  const std::string_view cloud = key.cloud_instance_name;
  return cloud.empty() || login_host == cloud || login_host.ends_with("." + std::string(cloud));
}

asio::awaitable<Status> check_signer(SigningKeys& keys, ExpectedSigner signer,
                                     std::string_view token, net::HttpClient& http,
                                     async::Deadline deadline) {
  const auto key = co_await keys.find(signer.keys, signer.kid, http, deadline);
  if (!key) co_return without_key(key.error());
  if (!may_sign_for(*key, signer.tenant, signer.keys.issuers)) {
    co_return refused_token("key_issuer", "the signing key belongs to another issuer");
  }
  if (!is_of_cloud(*key, signer.login_host)) {
    co_return refused_token("key_cloud", "the signing key belongs to another cloud");
  }
  co_return verify_signature(token, signer.algorithm, *key);
}

}  // namespace fb::identity
