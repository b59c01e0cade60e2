// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "config/snapshot.hpp"

#include <algorithm>

namespace fb::config {
namespace {

using Index = std::unordered_map<model::SmtpAddress, std::vector<RecipientEntry>>;

bool same(const RecipientEntry& a, const RecipientEntry& b) {
  return a.mailbox == b.mailbox && a.contact == b.contact && a.group == b.group;
}

// A recipient that lists one address twice is still one entry under it.
void add(Index& index, const model::SmtpAddress& address, RecipientEntry entry) {
  std::vector<RecipientEntry>& entries = index[address];
  const bool known = std::any_of(entries.begin(), entries.end(),
                                 [&](const RecipientEntry& other) { return same(other, entry); });
  if (!known) entries.push_back(entry);
}

}  // namespace

Snapshot::Snapshot(std::uint64_t generation, Federation federation, CloudCatalogue clouds)
    : generation_(generation), federation_(std::move(federation)), clouds_(std::move(clouds)) {
  for (const Tenant& tenant : federation_.tenants) {
    for (const model::SmtpDomain& domain : tenant.accepted_domains) {
      accepted_domains_.emplace(domain, &tenant);
    }
    Directory& directory = directories_[tenant.key];
    directory.by_own_address.reserve(tenant.mailboxes.size() + tenant.contacts.size() +
                                     tenant.groups.size());
    directory.by_external_address.reserve(tenant.contacts.size());
    for (const Mailbox& mailbox : tenant.mailboxes) {
      const RecipientEntry entry{.mailbox = &mailbox};
      add(directory.by_own_address, mailbox.address, entry);
      for (const auto& proxy : mailbox.proxy_addresses) add(directory.by_own_address, proxy, entry);
    }
    for (const MailContact& contact : tenant.contacts) {
      if (contact.hidden_from_address_lists && !tenant.resolve_hidden_contacts) continue;
      const RecipientEntry entry{.contact = &contact};
      for (const auto& proxy : contact.proxy_addresses) add(directory.by_own_address, proxy, entry);
      add(directory.by_external_address, contact.external_address, entry);
    }
    for (const Group& group : tenant.groups) {
      const RecipientEntry entry{.group = &group};
      add(directory.by_own_address, group.address, entry);
      for (const auto& proxy : group.proxy_addresses) add(directory.by_own_address, proxy, entry);
    }
  }
}

std::span<const RecipientEntry> Snapshot::recipients(const model::TenantKey& tenant,
                                                     const model::SmtpAddress& address) const {
  const auto directory = directories_.find(tenant);
  if (directory == directories_.end()) return {};
  const Index& own = directory->second.by_own_address;
  if (const auto found = own.find(address); found != own.end()) return found->second;
  const Index& external = directory->second.by_external_address;
  if (const auto found = external.find(address); found != external.end()) return found->second;
  return {};
}

const Tenant* Snapshot::accepting(const model::SmtpDomain& domain) const {
  const auto found = accepted_domains_.find(domain);
  return found == accepted_domains_.end() ? nullptr : found->second;
}

std::shared_ptr<const Snapshot> SnapshotHolder::current() const {
  const std::scoped_lock lock(mutex_);
  return current_;
}

bool SnapshotHolder::publish(std::shared_ptr<const Snapshot> next) {
  // The snapshot that is replaced dies with `next`, after the lock: a large one takes a while.
  const std::scoped_lock lock(mutex_);
  if (next->generation() <= current_->generation()) return false;
  current_.swap(next);
  return true;
}

}  // namespace fb::config
