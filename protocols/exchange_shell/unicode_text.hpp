// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Windows PowerShell writes files in UTF-16 or with a byte order mark.
#pragma once

#include <string>
#include <string_view>

#include "protocols/model/result.hpp"

namespace fb::exchange_shell {

// In UTF-8 without a byte order mark. Text that is no Unicode, or holds a zero character, is an
// error.
model::Result<std::string> as_utf8(std::string_view bytes);

}  // namespace fb::exchange_shell
