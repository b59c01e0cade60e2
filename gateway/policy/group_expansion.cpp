// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/policy/group_expansion.hpp"

#include <algorithm>
#include <unordered_set>

#include "gateway/policy/recipient_resolver.hpp"

namespace fb::policy {
namespace {

using model::CallerKind;
using model::Error;
using model::ErrorKind;
using model::SmtpAddress;
using People = std::vector<SmtpAddress>;

bool is_home(CallerKind kind) {
  return kind == CallerKind::home_user || kind == CallerKind::home_server ||
         kind == CallerKind::home_script;
}

// Two addresses of one mailbox are one person.
const SmtpAddress& person(const model::Result<Recipient>& recipient, const SmtpAddress& member) {
  if (!recipient) return member;
  if (const auto* own = std::get_if<OwnMailbox>(&*recipient)) return own->address;
  if (const auto* external = std::get_if<ExternalRecipient>(&*recipient)) return external->address;
  return member;
}

Error too_big(const config::Group& group, std::size_t people_max) {
  return Error::of(ErrorKind::group_too_big,
                   group.address.str() + " cannot be expanded: only " + std::to_string(people_max) +
                       " more attendees fit into the question",
                   "group.too_big");
}

}  // namespace

GroupExpansion::GroupExpansion(const config::Snapshot& snapshot, const model::Caller& caller,
                               const QuestionContext& context)
    : snapshot_(snapshot), is_server_(caller.kind == CallerKind::home_server) {
  // A question that has been here before is refused for each mailbox, groups included.
  if (!is_home(caller.kind) || context.trail.contains(context.gateway_id)) return;
  tenant_ = snapshot.federation().tenant(caller.tenant);
  const auto kind = config::ObjectKind::group;
  if (tenant_ != nullptr && snapshot.directory(tenant_->key).count(kind) == 0) tenant_ = nullptr;
}

std::optional<model::Result<People>> GroupExpansion::people_of(const SmtpAddress& asked,
                                                               std::size_t people_max) {
  if (tenant_ == nullptr) return std::nullopt;
  const GalUse gal = is_server_ ? GalUse::done_by_caller : GalUse::required;
  const auto found = resolve(snapshot_, *tenant_, asked, gal);
  if (!found || !std::holds_alternative<GroupRecipient>(*found)) return std::nullopt;

  const config::Group& root = *std::get<GroupRecipient>(*found).group;
  std::vector<const config::Group*> groups{&root};  // in the order in which they were found
  std::unordered_set<SmtpAddress> known;
  People people;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    for (const SmtpAddress& member : groups[i]->members) {
      if (references_left_ == 0) return too_big(root, people_max);
      --references_left_;
      const auto recipient = resolve(snapshot_, *tenant_, member, gal);
      if (recipient && std::holds_alternative<GroupRecipient>(*recipient)) {
        const config::Group* inner = std::get<GroupRecipient>(*recipient).group;
        const bool is_new = std::find(groups.begin(), groups.end(), inner) == groups.end();
        if (is_new) groups.push_back(inner);
        continue;
      }
      if (!known.insert(person(recipient, member)).second) continue;
      if (people.size() == people_max) return too_big(root, people_max);
      people.push_back(member);
    }
  }
  return model::Result<People>(std::move(people));
}

}  // namespace fb::policy
