// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "config/federation.hpp"

#include <algorithm>

namespace fb::config {
namespace {

template <class T>
const T* with_key(const std::vector<T>& all, const model::TenantKey& key) {
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const T& one) { return one.key == key; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace

const Tenant* Federation::tenant(const model::TenantKey& key) const {
  return with_key(tenants, key);
}

const Partner* Federation::partner(const model::TenantKey& key) const {
  return with_key(partners, key);
}

std::string_view Federation::cloud_of(const model::TenantKey& key) const {
  if (const Tenant* home = tenant(key)) return home->cloud;
  if (const Partner* other = partner(key)) return other->cloud;
  return {};
}

}  // namespace fb::config
