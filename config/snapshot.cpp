// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "config/snapshot.hpp"

#include <utility>
#include <vector>

namespace fb::config {
namespace {

struct Lists {
  std::vector<Mailbox> mailboxes;
  std::vector<MailContact> contacts;
  std::vector<Group> groups;
};

Lists lists_out_of(Tenant& tenant) {
  return {std::exchange(tenant.mailboxes, {}), std::exchange(tenant.contacts, {}),
          std::exchange(tenant.groups, {})};
}

std::shared_ptr<const Directory> directory_of(Lists lists) {
  DirectoryBuilder builder;
  for (Mailbox& mailbox : lists.mailboxes) builder.add(std::move(mailbox));
  for (MailContact& contact : lists.contacts) builder.add(std::move(contact));
  for (Group& group : lists.groups) builder.add(std::move(group));
  return std::make_shared<const Directory>(builder.build());
}

}  // namespace

Snapshot::Snapshot(std::uint64_t generation, Federation federation, CloudCatalogue clouds,
                   Directories directories)
    : generation_(generation),
      federation_(std::move(federation)),
      clouds_(std::move(clouds)),
      directories_(std::move(directories)) {
  for (Tenant& tenant : federation_.tenants) {
    for (const model::SmtpDomain& domain : tenant.accepted_domains) {
      accepted_domains_.emplace(domain, &tenant);
    }
    Lists lists = lists_out_of(tenant);
    std::shared_ptr<const Directory>& directory = directories_[tenant.key];
    if (directory == nullptr) directory = directory_of(std::move(lists));
  }
}

const Directory& Snapshot::directory(const model::TenantKey& tenant) const {
  static const Directory kNobody;
  const auto found = directories_.find(tenant);
  return found == directories_.end() ? kNobody : *found->second;
}

Matches Snapshot::recipients(const model::TenantKey& tenant,
                             const model::SmtpAddress& address) const {
  const Tenant* home = federation_.tenant(tenant);
  if (home == nullptr) return {};
  return directory(tenant).find(address, visibility_in(*home));
}

Visibility visibility_in(const Tenant& tenant) {
  return {tenant.resolve_hidden_contacts, tenant.resolve_hidden_guests};
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
