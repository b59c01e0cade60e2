// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "protocols/model/result.hpp"

namespace fb::wire {

// RFC 4648. The URL form has no padding when written; both forms are read strictly, padding
// optional in the URL form.
std::string base64(std::span<const std::uint8_t> bytes);
std::string base64url(std::span<const std::uint8_t> bytes);
std::string base64url(std::string_view bytes);
model::Result<std::string> read_base64(std::string_view text);
model::Result<std::string> read_base64url(std::string_view text);

}  // namespace fb::wire
