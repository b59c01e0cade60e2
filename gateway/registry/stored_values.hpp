// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// How values of the program stand in the tables, and back. A number or a text that has a meaning in
// the file keeps it for ever, whatever becomes of the enumerations. What cannot be read back is a
// failure of the connection: the file is damaged.
#pragma once

#include "config/federation_objects.hpp"
#include "gateway/registry/registry.hpp"
#include "gateway/registry/sqlite.hpp"

namespace fb::registry {

int stored(config::ObjectKind kind);
int stored(Verb verb);
inline std::string stored(const model::TenantKey& key) { return key.str(); }

config::ObjectKind kind_of(Connection& connection, std::int64_t stored);
Verb verb_of(Connection& connection, std::int64_t stored);
model::TenantKey tenant_of(Connection& connection, std::string_view stored);
std::optional<model::SmtpAddress> address_of(Connection& connection, std::string_view stored);

}  // namespace fb::registry
