// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/front/endpoints.hpp"

#include <optional>

#include "protocols/model/letter_case.hpp"

namespace fb::front {
namespace {

// What stands in place of the `*` (empty where the pattern has none), or nothing where the path is
// another one.
std::optional<std::string_view> match_path(std::string_view path, std::string_view pattern) {
  const std::size_t star = pattern.find('*');
  if (star == std::string_view::npos) {
    if (model::equal_without_case(path, pattern)) return std::string_view();
    return std::nullopt;
  }
  const std::string_view after = pattern.substr(star + 1);
  if (path.size() <= star + after.size()) return std::nullopt;
  const std::string_view segment = path.substr(star, path.size() - star - after.size());
  const bool same = model::equal_without_case(path.substr(0, star), pattern.substr(0, star)) &&
                    model::equal_without_case(path.substr(star + segment.size()), after) &&
                    segment.find('/') == std::string_view::npos;
  if (!same) return std::nullopt;
  return segment;
}

}  // namespace

EndpointMatch find_endpoint(std::string_view method, std::string_view path) {
  EndpointMatch match;
  for (const EndpointRow& row : kEndpoints) {
    const auto segment = match_path(path, row.path);
    if (!segment) continue;
    match.dialect = row.dialect;
    if (row.method == method) {
      match.row = &row;
      match.segment = *segment;
      return match;
    }
    if (!match.allow.empty()) match.allow += ", ";
    match.allow += row.method;
  }
  return match;
}

}  // namespace fb::front
