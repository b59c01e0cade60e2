// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Whether an account may make a change. Administrators change what is in their tenant. Which
// tenants and partners there are, and what says who a tenant is (its name, its cloud, its accepted
// domains), is changed by those who may federate: a grant, a pair's verdict and the way of every
// question hang on it.
//
// Beware: what an account may not even read is refused in the words of what does not exist.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <set>

#include "gateway/admin/admin_call.hpp"

namespace fb::admin {

AdminError no_such_object();

class ChangeRights {
 public:
  explicit ChangeRights(const AdminCall& call) : call_(call) {}

  // Tenants that the same request adds: their objects come with them.
  void note_addition(const config::ObjectId& id);

  // `body`: of add, set and put.
  std::optional<AdminError> refusal_of(registry::Verb verb, const config::ObjectId& id,
                                       const boost::json::object& body) const;

 private:
  bool administers(const model::TenantKey& tenant) const;
  std::optional<AdminError> refusal_of_tenant(registry::Verb verb, const config::ObjectId& id,
                                              const boost::json::object& body) const;

  const AdminCall& call_;
  std::set<model::TenantKey> added_;
};

}  // namespace fb::admin
