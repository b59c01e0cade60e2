// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Changes that were asked for together, over what is stored: each is taken in its order and sees
// those before it; then all are read as one federation. Nothing is written before write().
//
// A recipient that comes from a directory source which the tenant still has is that source's: it is
// refused here, since the next import would undo the change.
#pragma once

#include "gateway/registry/registry.hpp"
#include "gateway/registry/state.hpp"

namespace fb::registry {

Refused too_many_recipients(std::string_view tenant, std::size_t count, std::size_t count_max);

class ChangeSet {
 public:
  // Both outlive it; the connection is inside a transaction.
  ChangeSet(const State& state, Connection& connection, std::size_t recipients_max)
      : state_(state), connection_(connection), recipients_max_(recipients_max) {}

  std::optional<Refused> take(const Change& change);
  std::optional<Refused> take(const WantedState& wanted);

  // Reads everything as it will be, and the recipients that were changed.
  Outcome<std::shared_ptr<const config::Federation>> check(const Reading& reading);

  // What changed, in the order in which it was asked for; redacted. After check().
  std::vector<Difference> differences() const;
  bool empty() const;
  // All rows, and a history entry for each. Failures stay with the connection.
  void write(std::uint64_t revision, std::chrono::sys_time<std::chrono::milliseconds> at,
             const Actor& actor);
  // After write(): a recipient that a change of its tenant made wrong.
  std::optional<Refused> check_stored_recipients(const config::Federation& federation);

 private:
  struct Slot {
    Verb verb = Verb::put;
    std::optional<std::string> before{};
    std::optional<std::string> after{};
    std::uint64_t revision = 0;
    std::string origin{};
    bool with_its_tenant = false;  // removed because the tenant is
    std::optional<config::Recipient> recipient{};
  };

  Slot& slot(const config::ObjectId& id);
  std::optional<Refused> write_body(const config::ObjectId& id, std::string_view body, Verb verb);
  std::optional<Refused> set(const config::ObjectId& id, std::string_view patch);
  std::optional<Refused> remove(const config::ObjectId& id);
  void remove_parts_of(const model::TenantKey& tenant);
  void prune(const WantedState& wanted, const std::vector<model::TenantKey>& scope);
  std::optional<Refused> check_recipient(const config::ObjectId& id, Slot& slot,
                                         const config::Federation& federation);
  std::optional<Refused> check_counts(const config::Federation& federation) const;

  const State& state_;
  Connection& connection_;
  std::size_t recipients_max_;  // of one tenant
  std::map<config::ObjectId, Slot> slots_{};
  std::vector<config::ObjectId> order_{};
};

}  // namespace fb::registry
