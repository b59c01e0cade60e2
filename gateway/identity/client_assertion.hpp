// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// How an application proves itself to the sign-in service: a short-lived JWT signed with the key of
// its certificate (RFC 7523).
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "config/federation.hpp"
#include "config/secret.hpp"
#include "protocols/model/result.hpp"
#include "protocols/model/time_window.hpp"

namespace fb::identity {

inline constexpr std::chrono::minutes kAssertionLifetime{10};

// PS256 with x5t#S256, or RS256 with x5t where the application says so. The files are read each
// time: that is once per token, and a renewed certificate is used at once.
// Error: token_unavailable; the detail says which file is wrong, and never what is in it.
model::Result<config::Secret> make_client_assertion(const config::Application& application,
                                                    std::string_view audience, model::UtcTime now);

}  // namespace fb::identity
