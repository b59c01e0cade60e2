// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/registry/outcome.hpp"

#include <stdexcept>

namespace fb::registry {

std::string_view name(RefusedKind kind) {
  switch (kind) {
    case RefusedKind::mistake:
      return "mistake";
    case RefusedKind::conflict:
      return "conflict";
    case RefusedKind::not_found:
      return "not-found";
    case RefusedKind::exists:
      return "exists";
    case RefusedKind::braked:
      return "braked";
    case RefusedKind::busy:
      return "busy";
    case RefusedKind::storage:
      return "storage";
  }
  return "storage";
}

void throw_exception_from_error(const Refused& refused, const boost::source_location&) {
  throw std::logic_error("the value of a refusal was taken: " + refused.sentence);
}

}  // namespace fb::registry
