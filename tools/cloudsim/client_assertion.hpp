// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Decides whether an assertion (RFC 7523, private_key_jwt) proves an application. Refusals have the
// numbers of the real sign-in service, so that what an operator reads in a log can be looked up.
//
// Stricter than the real service where leniency would hide a mistake: nbf and jti must be there, no
// jti may be used twice, and an assertion lives for an hour at most.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "tools/cloudsim/replay_guard.hpp"
#include "tools/cloudsim/world.hpp"

namespace fb::cloudsim {

// An error answer of the token endpoint.
struct Refusal {
  unsigned status;          // of HTTP
  std::string_view error;   // RFC 6749 5.2
  int number;               // AADSTS...
  std::string description;  // in our words
};

inline constexpr std::chrono::seconds kAssertionLifetimeMax{3600};
inline constexpr std::chrono::seconds kClockSkewMax{300};

struct AssertionContext {
  const Application& application;  // the one that client_id names
  std::string token_endpoint;
  model::UtcTime now;
};

// None where the assertion is good; it is then used up.
std::optional<Refusal> check_assertion(std::string_view assertion, const AssertionContext& context,
                                       ReplayGuard& used);

}  // namespace fb::cloudsim
