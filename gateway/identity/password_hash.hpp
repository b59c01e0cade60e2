// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Stored passwords: "$argon2id$..." and yescrypt's "$y$...". Nothing else is taken.
#pragma once

#include <string_view>

namespace fb::identity {

bool is_password_hash(std::string_view stored);

// Slow on purpose (tens of milliseconds, megabytes): never on an event loop. The comparison does
// not tell by its time how much agrees.
bool is_password(std::string_view password, std::string_view stored);

}  // namespace fb::identity
