// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// One consistent view of the federation objects, the cloud catalogue and the directory, never
// changed once published. A request takes the current snapshot once and uses it to the end.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "config/cloud_catalogue.hpp"
#include "config/directory.hpp"
#include "config/federation.hpp"

namespace fb::config {

using Directories = std::unordered_map<model::TenantKey, std::shared_ptr<const Directory>>;

class Snapshot {
 public:
  // The recipients in the tenants' lists move into the directories, and the lists are empty then. A
  // directory that is given counts instead of the list of its tenant.
  Snapshot(std::uint64_t generation, Federation federation, CloudCatalogue clouds,
           Directories directories = {});
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;

  std::uint64_t generation() const { return generation_; }
  const Federation& federation() const { return federation_; }
  const CloudCatalogue& clouds() const { return clouds_; }

  // Of nobody where there is no such home tenant.
  const Directory& directory(const model::TenantKey& tenant) const;
  // Everybody whom the address names in that directory (Directory::find), without those whom the
  // tenant's switches hide. More than one is ambiguous.
  Matches recipients(const model::TenantKey& tenant, const model::SmtpAddress& address) const;

  // The home tenant that accepts mail for the domain, or null.
  const Tenant* accepting(const model::SmtpDomain& domain) const;

 private:
  std::uint64_t generation_;
  Federation federation_;
  CloudCatalogue clouds_;
  Directories directories_;
  std::unordered_map<model::SmtpDomain, const Tenant*> accepted_domains_;
};

// What the tenant's switches let be found.
Visibility visibility_in(const Tenant& tenant);

// The one mutable thing: which snapshot is current. Generations only grow.
//
// A lock around one pointer, not std::atomic<std::shared_ptr>: the one of libstdc++ 12 has a data
// race between load and store.
class SnapshotHolder {
 public:
  explicit SnapshotHolder(std::shared_ptr<const Snapshot> first) : current_(std::move(first)) {}

  std::shared_ptr<const Snapshot> current() const;
  // False, and nothing changes, where a snapshot of the same or a later generation is current.
  bool publish(std::shared_ptr<const Snapshot> next);

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const Snapshot> current_;
};

}  // namespace fb::config
