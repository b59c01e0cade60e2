// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#pragma once

#include <string>
#include <string_view>

#include "tests/support/golden.hpp"

namespace fb::oauth {

inline std::string golden(std::string_view name) {
  return test::golden_message(test::golden_path("oauth/" + std::string(name)));
}

}  // namespace fb::oauth
