// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/admin/admin_routes.hpp"

#include "protocols/wire/percent.hpp"

namespace fb::admin {
namespace {

// Takes what stands before the next slash.
std::string_view next_segment(std::string_view& path) {
  path.remove_prefix(1);
  const std::string_view segment = path.substr(0, path.find('/'));
  path.remove_prefix(segment.size());
  return segment;
}

// What stands for the {parts}, or nothing where the path is another one. Split first, then decoded:
// an encoded slash is part of a name.
std::optional<std::vector<std::string>> match(std::string_view path, std::string_view pattern) {
  std::vector<std::string> segments;
  while (path.starts_with('/') && pattern.starts_with('/')) {
    const std::string_view given = next_segment(path);
    const std::string_view wanted = next_segment(pattern);
    if (!wanted.starts_with('{')) {
      if (given != wanted) return std::nullopt;
      continue;
    }
    auto decoded = wire::percent_decode(given);
    if (!decoded || decoded->empty()) return std::nullopt;
    segments.push_back(std::move(*decoded));
  }
  if (!path.empty() || !pattern.empty()) return std::nullopt;
  return segments;
}

}  // namespace

std::string_view name(Need need) {
  switch (need) {
    case Need::account:
      return "any account";
    case Need::read:
      return "read";
    case Need::operate:
      return "operate";
    case Need::administer:
      return "administer";
    case Need::federate:
      return "federate";
  }
  return "federate";
}

bool opens(Need need, const Grants& grants) {
  switch (need) {
    case Need::account:
      return true;
    case Need::read:
      return !grants.may_nothing();
    case Need::operate:
      return grants.may_somewhere(config::AdminRole::operate);
    case Need::administer:
      return grants.may_somewhere(config::AdminRole::administer) || grants.may_federate();
    case Need::federate:
      return grants.may_federate();
  }
  return false;
}

RouteMatch find_route(std::string_view method, std::string_view path) {
  RouteMatch found;
  if (path.size() > kPathBytesMax || !path.starts_with(kBasePath)) return found;
  path.remove_prefix(kBasePath.size());
  for (const RouteRow& row : kRoutes) {
    auto segments = match(path, row.path);
    if (!segments) continue;
    if (row.method == method) {
      found.row = &row;
      found.segments = std::move(*segments);
      return found;
    }
    if (!found.allow.empty()) found.allow += ", ";
    found.allow += row.method;
  }
  return found;
}

}  // namespace fb::admin
