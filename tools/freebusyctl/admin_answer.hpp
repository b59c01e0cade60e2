// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What the admin API's answer means for whoever typed the command: text, and an exit code.
#pragma once

#include <functional>

#include "tools/freebusyctl/admin_request.hpp"
#include "tools/freebusyctl/terminal.hpp"

namespace fb::freebusyctl {

// More objects than this are not listed; so many do not fit into the registry.
inline constexpr std::size_t kObjectsListedMax = 1'000'000;

using Ask = std::function<model::Result<net::HttpResponse>(net::HttpRequest)>;

// Asks as often as the command needs it.
Outcome perform(const AdminCommand& command, const Ask& ask, const Terminal& terminal);

}  // namespace fb::freebusyctl
