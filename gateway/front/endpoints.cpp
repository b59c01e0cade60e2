// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/front/endpoints.hpp"

#include <algorithm>

namespace fb::front {
namespace {

bool equals_lower(std::string_view text, std::string_view lower) {
  return std::equal(text.begin(), text.end(), lower.begin(), lower.end(), [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
  });
}

}  // namespace

EndpointMatch find_endpoint(std::string_view method, std::string_view path) {
  EndpointMatch match;
  for (const EndpointRow& row : kEndpoints) {
    if (!equals_lower(path, row.path)) continue;
    if (row.method == method) return {&row, row.method};
    match.allow = row.method;
  }
  return match;
}

}  // namespace fb::front
