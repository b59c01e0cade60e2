// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#pragma once

#include <string>

#include "protocols/model/result.hpp"

namespace fb::freebusyctl {

// Beyond it a file holds something else than a secret.
inline constexpr std::size_t kSecretBytesMax = 16 * 1024;

// The one line of a file, without its end; "-" is standard input. The error is for the user.
model::Result<std::string> read_secret_file(const std::string& name);

}  // namespace fb::freebusyctl
