// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// How single values are written in the configuration files. Each function takes one text and gives
// the value, or an error whose detail completes the sentence `"key" is "text": ...`.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "protocols/model/result.hpp"

namespace fb::config {

model::Error mistake(std::string sentence);

std::string ascii_lower(std::string_view text);

// A whole number and a unit: ms, s, m, h or d. The unit is never guessed.
model::Result<std::chrono::milliseconds> parse_duration(std::string_view text);
std::string print_duration(std::chrono::milliseconds duration);

// A whole number and a unit: B, KiB, MiB or GiB.
model::Result<std::uint64_t> parse_size(std::string_view text);
std::string print_size(std::uint64_t bytes);

// An IPv4 or IPv6 address in numbers.
model::Result<std::string> parse_ip_address(std::string_view text);
// "10.0.0.0/8", "fd00::/8". Bits behind the prefix must be zero.
model::Result<std::string> parse_address_prefix(std::string_view text);
// "192.0.2.1:443", "[2001:db8::1]:443".
model::Result<std::string> parse_endpoint(std::string_view text);
// A host name in lower case.
model::Result<std::string> parse_host_name(std::string_view text);
// The same, or "name:port".
model::Result<std::string> parse_host_and_port(std::string_view text);
// "https://host[:port]/path" without user, query and fragment.
model::Result<std::string> parse_https_url(std::string_view text);
// "https://host[:port]" and nothing behind.
model::Result<std::string> parse_https_origin(std::string_view text);
// The host in a URL that parse_https_url took.
std::string_view host_of_url(std::string_view url);

// One id as it stands in the hop header.
model::Result<std::string> parse_gateway_id(std::string_view text);
// In lower case.
model::Result<std::string> parse_guid(std::string_view text);
// 64 hexadecimal digits, in lower case; colons between the bytes, as openssl prints them, are left
// out.
model::Result<std::string> parse_sha256(std::string_view text);
// Letters, digits, '.', '-' and '_', 1 to kNameBytesMax bytes: names that appear in routes and
// logs.
inline constexpr std::size_t kNameBytesMax = 64;
model::Result<std::string> parse_name(std::string_view text);
// 1 to kNameBytesMax bytes, for people.
model::Result<std::string> parse_display_name(std::string_view text);

}  // namespace fb::config
