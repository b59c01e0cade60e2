// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// One consistent view of the federation objects, the cloud catalogue and the directory, never
// changed once published. A request takes the current snapshot once and uses it to the end.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <unordered_map>
#include <vector>

#include "config/cloud_catalogue.hpp"
#include "config/federation.hpp"

namespace fb::config {

// One recipient that an address leads to. Exactly one of these is set.
struct RecipientEntry {
  const Mailbox* mailbox = nullptr;
  const MailContact* contact = nullptr;
  const Group* group = nullptr;
};

class Snapshot {
 public:
  Snapshot(std::uint64_t generation, Federation federation, CloudCatalogue clouds);
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;

  std::uint64_t generation() const { return generation_; }
  const Federation& federation() const { return federation_; }
  const CloudCatalogue& clouds() const { return clouds_; }

  // Everything that the address names in that tenant's directory: by proxy or primary address
  // first, and only where there is no such recipient, by external address (SHARING-MODEL 5.1). More
  // than one entry is ambiguous.
  std::span<const RecipientEntry> recipients(const model::TenantKey& tenant,
                                             const model::SmtpAddress& address) const;

  // The home tenant that accepts mail for the domain, or null.
  const Tenant* accepting(const model::SmtpDomain& domain) const;

 private:
  struct Directory {
    std::unordered_map<model::SmtpAddress, std::vector<RecipientEntry>> by_own_address;
    std::unordered_map<model::SmtpAddress, std::vector<RecipientEntry>> by_external_address;
  };

  std::uint64_t generation_;
  Federation federation_;
  CloudCatalogue clouds_;
  std::unordered_map<model::TenantKey, Directory> directories_;
  std::unordered_map<model::SmtpDomain, const Tenant*> accepted_domains_;
};

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
