// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What the rows of config/settings_schema.hpp are written with, and those of them that have a file
// of their own.
#pragma once

#include "config/settings_schema.hpp"

namespace fb::config {

using Kind = SettingKind;

inline constexpr std::int64_t kKiB = 1024;
inline constexpr std::int64_t kMiB = 1024 * kKiB;
inline constexpr std::int64_t kGiB = 1024 * kMiB;

template <auto Group, auto Member>
auto& at(Settings& settings) {
  return settings.*Group.*Member;
}

constexpr std::int64_t ms(std::chrono::milliseconds duration) { return duration.count(); }

std::span<const SettingRow> registry_settings();
std::span<const SettingRow> admin_settings();

}  // namespace fb::config
