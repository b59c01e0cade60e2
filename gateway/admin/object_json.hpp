// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Federation objects and their changes as the admin API writes them in JSON.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <string>

#include "config/federation.hpp"
#include "gateway/registry/registry.hpp"

namespace fb::admin {

// In place of the identity, in paths, of what has none.
inline constexpr std::string_view kNoIdentity = "-";
bool has_identity(config::ObjectKind kind);

// Of a home tenant or a partner; empty where neither is known.
std::string_view tenant_name(const config::Federation& federation, const model::TenantKey& key);

// A redacted body; null for an empty one.
boost::json::value json_of_body(std::string_view body);
boost::json::object json_of(const config::ObjectId& id, const config::Federation& federation);
boost::json::object json_of(const registry::StoredObject& stored,
                            const config::Federation& federation);
boost::json::object json_of(const registry::Difference& difference,
                            const config::Federation& federation);
boost::json::object json_of(const registry::Applied& applied, bool dry_run,
                            const config::Federation& federation);

std::string_view name(registry::Verb verb);
std::optional<registry::Verb> verb_named(std::string_view name);

// "2031-05-06T08:00:00.250Z"; empty for the epoch, which stands for never.
std::string text_of(std::chrono::sys_time<std::chrono::milliseconds> at);

}  // namespace fb::admin
