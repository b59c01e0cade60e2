// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What one account may do, per home tenant, against one snapshot: an administrator of A neither
// changes nor sees what is B's. A value; nothing here asks who somebody is.
//
// Partners belong to no home tenant. They are shown to whoever may federate, to whoever may read
// every tenant, and to those whose own tenants name them.
#pragma once

#include <set>
#include <string_view>
#include <vector>

#include "config/admin_accounts.hpp"
#include "config/federation_objects.hpp"

namespace fb::admin {

class Grants {
 public:
  // A grant by a tenant's name counts for the one tenant that has it now.
  Grants(const std::vector<config::AdminGrant>& grants, const config::Federation& federation);

  bool may(config::AdminRole role, const model::TenantKey& tenant) const;
  bool may_federate() const { return federates_; }
  // Whether the role is held anywhere at all.
  bool may_somewhere(config::AdminRole role) const;
  bool may_nothing() const;

  bool may_read(const config::ObjectId& id) const;
  bool reads_every_tenant() const { return everywhere_.has_value(); }
  bool sees_partner(const model::TenantKey& key) const;

 private:
  struct Held {
    model::TenantKey tenant;
    config::AdminRole role;
  };
  static bool covers(config::AdminRole held, config::AdminRole wanted);
  void see_partners_of(const config::Tenant& tenant);

  std::vector<Held> held_;
  std::optional<config::AdminRole> everywhere_;
  bool federates_ = false;
  std::set<model::TenantKey> partners_;
};

// Finds tenants by what people write: "public/9d34...", a bare id, or a name, where exactly one
// that the account may see fits. A key is taken as it is, whether or not there is such a tenant.
std::optional<model::TenantKey> find_tenant(std::string_view text, const Grants& grants,
                                            const config::Federation& federation);
std::optional<model::TenantKey> find_partner(std::string_view text, const Grants& grants,
                                             const config::Federation& federation);

// Takes out of words for the account what belongs to tenants that it may not read.
class Veil {
 public:
  Veil(const Grants& grants, const config::Federation& federation);

  bool hides(std::string_view words) const;
  config::Problems over(config::Problems problems) const;
  std::string over(std::string sentence) const;

 private:
  std::vector<std::string> hidden_;  // keys, ids and names, in lower case
};

}  // namespace fb::admin
