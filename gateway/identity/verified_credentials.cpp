// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/verified_credentials.hpp"

#include <algorithm>

namespace fb::identity {

std::optional<VerifiedCredential> VerifiedCredentials::recall(const Digest& digest,
                                                              std::string_view credential,
                                                              const ProofBasis& basis,
                                                              model::UtcTime now) {
  std::optional<VerifiedCredential> known;
  bool outlived = false;
  verified_.visit(digest, [&](const Entry& entry) {
    if (entry.credential.reveal() != credential) return;
    if (entry.basis == basis && now < entry.until) {
      known = entry.verified;
    } else {
      outlived = true;
    }
  });
  if (outlived) verified_.erase(digest);
  return known;
}

void VerifiedCredentials::remember(const Digest& digest, std::string_view credential,
                                   VerifiedCredential verified, const ProofBasis& basis,
                                   model::UtcTime good_until, model::UtcTime now) {
  const model::UtcTime until = std::min(good_until, now + kRememberedMax);
  if (until <= now) return;  // it is good for the clock skew only
  verified_.edit(digest, [&](Entry& entry) {
    entry.credential = config::Secret(std::string(credential));
    entry.verified = std::move(verified);
    entry.basis = basis;
    entry.until = until;
    return sizeof(Entry) + credential.size();
  });
}

}  // namespace fb::identity
