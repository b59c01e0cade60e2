// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/model/permit.hpp"

namespace fb::model {

std::string describe(const Route& route) {
  if (const auto* source = std::get_if<SourceRoute>(&route)) {
    return "source:" + source->tenant.str() + "/" + source->source;
  }
  if (const auto* relationship = std::get_if<RelationshipRoute>(&route)) {
    return "orgrel:" + relationship->asking.str() + "/" + relationship->relationship;
  }
  return "aas:" + std::get<PartnerRoute>(route).domain;
}

}  // namespace fb::model
