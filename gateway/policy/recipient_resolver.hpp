// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Who does an address mean, in one tenant's directory? SHARING-MODEL 5.1 as a pure function. The
// result is a calendar source of that tenant, the address of somebody elsewhere, a group, or a
// refusal that names the rule.
//
// Beware: the address that comes back is the one to ask for, which need not be the one that was
// typed. The answer still stands under the typed one.
#pragma once

#include <string_view>
#include <variant>

#include "config/snapshot.hpp"
#include "protocols/model/result.hpp"

namespace fb::policy {

// A mailbox of the tenant, and the source that holds it.
struct OwnMailbox {
  model::SmtpAddress address;
  const config::CalendarSource* source;
};

// Somebody elsewhere; the domain of the address selects the path.
struct ExternalRecipient {
  model::SmtpAddress address;
};

// A distribution group of the tenant. It has no calendar; gateway/policy/group_expansion says who
// its people are.
struct GroupRecipient {
  const config::Group* group;
};

using Recipient = std::variant<OwnMailbox, ExternalRecipient, GroupRecipient>;

// An Exchange server has used its own GAL already and sends the external address, so it needs no
// contact here. Users and scripts do, unless the tenant says otherwise.
enum class GalUse : std::uint8_t { required, done_by_caller };

// In the user principal name of every guest. Nobody promises how the rest is made of the address
// that was invited, so such a name leads to nobody.
inline constexpr std::string_view kGuestMark = "#ext#";
bool names_guest_by_mark(const model::SmtpAddress& address);

// Hidden recipients count as the tenant's switches say. An address in an own domain, also a
// contact's external one and the routing domain of a directory source, is bound to a calendar
// source of the tenant or leads to nobody; it never leads out.
model::Result<Recipient> resolve(const config::Snapshot& snapshot, const config::Tenant& tenant,
                                 const model::SmtpAddress& asked, GalUse gal);

}  // namespace fb::policy
