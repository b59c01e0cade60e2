// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// One row for each setting of freebusyd.toml: where it stands, what it may be, and what it is for.
// The loader, the reference page and the commented example are all made from these rows. Defaults
// are not repeated here: they are the initial values in config/settings.hpp.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "config/settings.hpp"

namespace fb::config {

enum class SettingKind : std::uint8_t {
  flag,
  count,
  size,
  duration,
  choice,
  token,       // printable ASCII
  gateway_id,  // as in the hop header
  ip_address,
  https_origin,
  file,           // is read
  file_to_write,  // its folder must exist
  hosts,          // name -> address:port
  prefixes,       // address ranges
  endpoints,      // address:port
  host_names,     // in lower case
};

using SettingAccess =
    std::variant<bool& (*)(Settings&), std::uint16_t& (*)(Settings&), std::uint32_t& (*)(Settings&),
                 std::uint64_t& (*)(Settings&), std::chrono::seconds& (*)(Settings&),
                 std::chrono::milliseconds& (*)(Settings&), std::string& (*)(Settings&),
                 std::map<std::string, std::string>& (*)(Settings&),
                 std::vector<std::string>& (*)(Settings&)>;

struct SettingRow {
  std::string_view table;
  std::string_view key;
  SettingAccess access;
  SettingKind kind;
  // Inclusive. A count; bytes of a size or a token; milliseconds; entries of a list.
  std::int64_t least = 0;
  std::int64_t most = 0;
  std::span<const std::string_view> choices = {};
  bool required = false;
  bool reloadable = false;        // a reload takes it over; otherwise a restart does
  bool secret = false;            // the value, or the file that it names: never repeated
  std::string_view example = {};  // TOML; where the default says too little, or there is none
  std::string_view sentence = {};
};

std::span<const SettingRow> settings_schema();

}  // namespace fb::config
