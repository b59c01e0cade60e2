// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/pft_rules.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "gateway/identity/token_rules.hpp"

namespace fb::identity {
namespace {

using config::OrganizationTokenPins;
using model::Error;
using model::ErrorKind;
using model::Status;
using oauth::CompactToken;

Error refused(std::string_view check, std::string detail) {
  return Error::of(ErrorKind::unauthenticated, std::move(detail), "pft." + std::string(check));
}

Error of_access(const Error& error) { return under_kind("pft.access", error); }
Error of_actor(const Error& error) { return under_kind("pft.actor", error); }

// The application that forwards, which has to say clearly that it is one.
model::Result<std::string> forwarder_of(const CompactToken& actor,
                                        const OrganizationTokenPins& pins) {
  if (pins.audience.empty() || only_audience(actor) != pins.audience) {
    return refused_token("audience", "the audience is not the one that is pinned for the partner");
  }
  if (const Status status = check_organization(actor); !status) return status.error();
  if (actor.text("idtyp") != "app" && actor.text("oid").empty()) {
    return refused_token("kind", "the token does not say that it is an application's");
  }
  auto client = client_of(actor);
  if (!client) return client.error();
  const auto& trusted = pins.trusted_forwarders.empty() ? pins.client_ids : pins.trusted_forwarders;
  if (!is_among(trusted, *client)) {
    return refused_token("forwarder", "the application is none that may forward");
  }
  return client;
}

// A token that was not issued for us counts only from the one forwarder that is named for it.
Status check_audience(std::string_view audience, std::string_view forwarder,
                      const OrganizationTokenPins& pins) {
  if (audience.empty()) {
    return refused("access.audience", "the access token does not have one audience");
  }
  if (audience == pins.audience) return {};
  bool named = false;
  for (const config::ForwardedAudience& forwarded : pins.forwarded_audiences) {
    if (forwarded.audience != audience) continue;
    if (same_id(forwarded.forwarder, forwarder)) return {};
    named = true;
  }
  if (named) {
    return refused("audience_forwarder", "another application may forward for that audience");
  }
  return refused("access.audience", "the audience is none that is pinned for the partner");
}

}  // namespace

model::Result<ForwardedPromise> judge_forwarded(const CompactToken& access,
                                                const CompactToken& actor,
                                                const config::Snapshot& snapshot,
                                                model::UtcTime now,
                                                std::chrono::seconds clock_skew) {
  const auto asking = find_issuing_tenant(access, HeaderNonce::taken, snapshot, now, clock_skew);
  if (!asking) return of_access(asking.error());
  if (asking->home != nullptr) {
    return refused("home_tenant", "the tenant is a home tenant, whose tokens are not forwarded");
  }
  if (!asking->partner->organization_token) {
    return refused("partner_not_pinned", "nothing is pinned for tokens of that partner");
  }
  const OrganizationTokenPins& pins = *asking->partner->organization_token;
  auto caller = pinned_organization(access, *asking->partner, pins);
  if (!caller) return of_access(caller.error());

  const auto forwarding =
      find_issuing_tenant(actor, HeaderNonce::refused, snapshot, now, clock_skew);
  if (!forwarding) return of_actor(forwarding.error());
  if (forwarding->tenant != asking->tenant) {
    return refused("actor_tenant", "the tokens come from two tenants");
  }
  const auto forwarder = forwarder_of(actor, pins);
  if (!forwarder) return of_actor(forwarder.error());
  if (const Status status = check_audience(only_audience(access), *forwarder, pins); !status) {
    return status.error();
  }
  return ForwardedPromise{std::move(*caller), signer_of(access, *asking, pins.keys_file),
                          signer_of(actor, *forwarding, pins.keys_file),
                          std::min(*access.time("exp"), *actor.time("exp"))};
}

}  // namespace fb::identity
