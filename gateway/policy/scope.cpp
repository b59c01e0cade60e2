// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/policy/scope.hpp"

#include <algorithm>
#include <unordered_set>
#include <vector>

namespace fb::policy {

namespace {

// Mailboxes and groups are told by the directory itself; only contacts have to be followed.
bool is_mailbox(const config::Snapshot& snapshot, const config::Tenant& tenant,
                const model::SmtpAddress& member, const config::Matches& matches,
                const OwnMailbox& mailbox) {
  if (matches.empty()) return false;  // by its text, or not at all
  if (matches.size() == 1 && !matches.front().leads_elsewhere()) {
    return matches.front().identity() == mailbox.address.str();
  }
  const auto recipient = resolve(snapshot, tenant, member, GalUse::required);
  const auto* own = recipient ? std::get_if<OwnMailbox>(&*recipient) : nullptr;
  return own != nullptr && own->address == mailbox.address;
}

}  // namespace

ScopeVerdict in_scope(const config::Snapshot& snapshot, const config::Tenant& tenant,
                      const model::SmtpAddress& group, const OwnMailbox& mailbox) {
  const auto found = resolve(snapshot, tenant, group, GalUse::required);
  const auto* root = found ? std::get_if<GroupRecipient>(&*found) : nullptr;
  if (root == nullptr) return ScopeVerdict::no_such_group;

  const config::Directory& directory = snapshot.directory(tenant.key);
  std::vector<const config::Group*> groups{root->group};
  std::unordered_set<const config::Group*> known{root->group};
  std::size_t members_left = kScopeMembersMax;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const std::vector<model::SmtpAddress>& members = groups[i]->members;
    // Most members stand in the group by the address that they have: no look-up is needed.
    const std::size_t looked_at = std::min(members.size(), members_left);
    const auto end = members.begin() + static_cast<std::ptrdiff_t>(looked_at);
    if (std::find(members.begin(), end, mailbox.address) != end) return ScopeVerdict::inside;
    for (auto member = members.begin(); member != end; ++member) {
      const config::Matches matches = directory.find(*member);
      const bool one = matches.size() == 1;
      if (const config::Group* inner = one ? matches.front().group() : nullptr) {
        if (known.insert(inner).second) groups.push_back(inner);
      } else if (is_mailbox(snapshot, tenant, *member, matches, mailbox)) {
        return ScopeVerdict::inside;
      }
    }
    if (looked_at < members.size()) return ScopeVerdict::too_big;
    members_left -= looked_at;
  }
  return ScopeVerdict::outside;
}

}  // namespace fb::policy
