// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/net/header_text.hpp"

#include <algorithm>

namespace fb::net {
namespace {

bool is_token_char(char c) {
  const bool alphanumeric =
      (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return alphanumeric || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

}  // namespace

bool is_header_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), is_token_char);
}

bool is_header_value_char(char c) {
  const auto code = static_cast<unsigned char>(c);
  return code == '\t' || (code >= 0x20 && code != 0x7f);
}

bool is_header_value(std::string_view value) {
  return std::all_of(value.begin(), value.end(), is_header_value_char);
}

}  // namespace fb::net
