// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/cloudsim/directory.hpp"

#include <boost/json/array.hpp>

#include "tools/cloudsim/keys.hpp"

namespace fb::cloudsim {
namespace {

// Whoever has a mailbox is a user of the tenant.
DirectoryRecord owner_of(const Mailbox& mailbox, const Tenant& tenant) {
  const std::string& address = mailbox.address.str();
  return {DirectoryFeed::users,
          guid_of(tenant.id.str() + "/user/" + address),
          {{"displayName", address},
           {"mail", address},
           {"userPrincipalName", address},
           {"userType", "Member"},
           {"showInAddressList", true},
           {"proxyAddresses", boost::json::array{"SMTP:" + address}}}};
}

}  // namespace

Directory::Directory(const World& world)
    : token_age_(random_guid()),
      token_key_(world.admin_secret.empty() ? random_guid() : world.admin_secret) {
  for (const Cloud& cloud : world.clouds) {
    for (const Tenant& tenant : cloud.tenants) {
      for (const Mailbox& mailbox : tenant.mailboxes) put(tenant.name, owner_of(mailbox, tenant));
      for (const DirectoryRecord& record : tenant.directory) put(tenant.name, record);
    }
  }
}

std::string Directory::put(std::string_view tenant, const DirectoryRecord& record) {
  Objects& objects = objects_[{std::string(tenant), record.feed}];
  const auto found = objects.find(record.id);
  const bool is_new = found == objects.end();
  DirectoryObject object = is_new ? DirectoryObject() : found->second;
  const std::uint64_t change = change_ + 1;
  if (is_new || object.removal != Removal::none) object.came = change;
  object.removal = Removal::none;
  bool changes = object.came == change;
  for (const auto& [key, value] : record.properties) {
    const auto* before = object.properties.if_contains(key);
    const bool same = before == nullptr ? value.is_null() : *before == value;
    if (same) continue;
    object.properties[key] = value;
    object.changed[std::string(key)] = change;
    changes = true;
  }
  std::string problem = directory_problem(record.feed, object.properties);
  if (!problem.empty()) return problem;
  if (is_new && count_ == kObjectsMax) return "there are too many objects";
  if (!changes) return {};
  change_ = change;
  count_ += is_new ? 1 : 0;
  objects.insert_or_assign(record.id, std::move(object));
  return {};
}

bool Directory::remove(std::string_view tenant, DirectoryFeed feed, std::string_view id,
                       Removal removal) {
  const auto objects = objects_.find({std::string(tenant), feed});
  if (objects == objects_.end()) return false;
  const auto found = objects->second.find(id);
  if (found == objects->second.end() || found->second.removal == Removal::deleted) return false;
  found->second.removal = removal;
  found->second.left = ++change_;
  return true;
}

void Directory::lose_tokens(TokenLoss how) {
  token_age_ = random_guid();
  token_loss_ = how;
}

const Directory::Objects& Directory::objects(std::string_view tenant, DirectoryFeed feed) const {
  static const Objects kNone;
  const auto found = objects_.find({std::string(tenant), feed});
  return found == objects_.end() ? kNone : found->second;
}

}  // namespace fb::cloudsim
