// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#pragma once

#include <span>
#include <string_view>

namespace fb::config {

// The known name that was probably meant by `written`, or an empty view where none is close: at
// most one slip in three letters, where a slip is a letter too much, too few, other, or swapped
// with its neighbour; or else a name that begins with the written one. Case, '-' and '_' do not
// count, so "TargetServiceEpr" finds "target_service_epr".
std::string_view nearest(std::string_view written, std::span<const std::string_view> known);

}  // namespace fb::config
