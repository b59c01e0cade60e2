// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/model/caller.hpp"

#include <array>

namespace fb::model {
namespace {

constexpr std::array<std::string_view, 5> kNames{"home-user", "home-server", "home-script",
                                                 "partner-organization", "partner-user"};

}  // namespace

std::string_view name(CallerKind kind) { return kNames[static_cast<std::size_t>(kind)]; }

}  // namespace fb::model
