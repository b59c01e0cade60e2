// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The recipients of home tenants, in columns: a directory has up to millions of them, and a text
// for each would cost more to read than the directory does. Failures stay with the connection.
//
// Not the judge of what is right; config::recipient_of() is. One tenant cannot hold two recipients
// of one kind and identity, and that is all that the table knows.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "config/federation_objects.hpp"
#include "gateway/registry/sqlite.hpp"

namespace fb::registry {

struct RecipientRow {
  config::Recipient recipient;
  std::uint64_t revision = 0;
  std::string origin{};     // the directory source; empty: somebody entered it
  std::string origin_id{};  // within the origin
  std::int64_t home = 0;    // as it was read; writing does not look at it
};

// Whether both say the same thing about a recipient.
bool same_recipient(const config::Recipient& a, const config::Recipient& b);
std::string_view identity_of(const config::Recipient& recipient);
config::ObjectKind kind_of(const config::Recipient& recipient);

// Home tenants by the numbers that the rows of recipients name. 0: there is no recipient of it.
std::int64_t home_number(Connection& connection, const model::TenantKey& tenant);
std::vector<std::pair<model::TenantKey, std::int64_t>> homes(Connection& connection);

void put_recipient(Connection& connection, const model::TenantKey& tenant, const RecipientRow& row);
void remove_recipient(Connection& connection, const config::ObjectId& id);
std::optional<RecipientRow> find_recipient(Connection& connection, const config::ObjectId& id);
std::int64_t count_recipients(Connection& connection, const model::TenantKey& tenant);

using VisitRecipient = std::function<void(RecipientRow)>;
void for_all_recipients(Connection& connection, const VisitRecipient& visit);
// Those that were changed after `revision`.
void for_recipients_since(Connection& connection, std::uint64_t revision,
                          const VisitRecipient& visit);
std::int64_t count_recipients_since(Connection& connection, std::uint64_t revision);
void for_recipients_of(Connection& connection, const model::TenantKey& tenant,
                       const VisitRecipient& visit);
void for_recipients_from(Connection& connection, const model::TenantKey& tenant,
                         std::string_view origin, const VisitRecipient& visit);
// One of each kind, source and mail domain: what a change of the tenant can make wrong is wrong
// for all that share these.
void for_sample_recipients(Connection& connection, const model::TenantKey& tenant,
                           const VisitRecipient& visit);
// In the order of identities, those that come after `after`.
std::vector<RecipientRow> recipients_in(Connection& connection, std::int64_t home,
                                        config::ObjectKind kind, std::string_view after,
                                        std::size_t limit);

}  // namespace fb::registry
