// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Delta queries of Microsoft Graph over a tenant's directory: /v1.0/users/delta and
// /v1.0/contacts/delta. The first query gives all objects in pages, the link at its end what
// changed since, of the selected properties alone.
//
// Tokens carry their state. They are good for the resource and the tenant they were given for, in
// the same run of the program, for seven days.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "tools/cloudsim/access_token.hpp"
#include "tools/cloudsim/directory.hpp"
#include "tools/cloudsim/message.hpp"

namespace fb::cloudsim {

inline constexpr std::chrono::hours kDeltaTokenLifetime{7 * 24};

// None where the path is no delta query.
std::optional<DirectoryFeed> delta_feed_of(std::string_view path);

// The observation has the number of objects in the place of mailboxes.
Answer answer_delta(const Request& request, const AcceptedToken& token, DirectoryFeed feed,
                    const Directory& directory, model::UtcTime now);

}  // namespace fb::cloudsim
