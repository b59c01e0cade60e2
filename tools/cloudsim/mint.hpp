// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// A token for a person or a script, signed as the running simulation would sign it. Only what the
// tenant could really issue: the audience is one of its resources, the application is registered,
// the role is defined.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocols/model/result.hpp"
#include "protocols/model/time_window.hpp"
#include "tools/cloudsim/world.hpp"

namespace fb::cloudsim {

// The application of a person's token where none is named: stands for some signed-in client.
inline constexpr std::string_view kSignedInClient = "5e1f51e0-0000-4000-8000-000000000001";

struct MintOrder {
  std::string tenant;
  std::string audience;            // of the resource: "api://<app id>" or "https://<host>"
  std::string user;                // an address in the tenant's domains; or ...
  std::string application;         // ... a client id
  std::vector<std::string> roles;  // of an application's token
  std::string scope = "user_impersonation";
  std::chrono::seconds lifetime{3600};
  std::size_t key = 0;        // its place in the configuration
  bool version_1 = false;     // whatever the resource's tokens are
  bool is_protected = false;  // with a nonce, as those are that are forwarded
};

model::Result<std::string> mint(const World& world, const MintOrder& order, model::UtcTime now);

// "90s", "30m", "12h"; at most 24 hours.
std::optional<std::chrono::seconds> read_lifetime(std::string_view text);

}  // namespace fb::cloudsim
