// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Who wants to know when a source of keys or certificates goes and when it comes back.
#pragma once

#include <functional>
#include <string_view>

#include "protocols/model/error.hpp"

namespace fb::identity {

// Called once when a source goes, with why, and once when it is back, with null. On whatever
// thread; must not throw.
using SourceWatch = std::function<void(std::string_view source, const model::Error* failure)>;

}  // namespace fb::identity
