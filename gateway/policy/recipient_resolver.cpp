// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/policy/recipient_resolver.hpp"

#include <algorithm>

namespace fb::policy {
namespace {

using model::Error;
using model::ErrorKind;

const config::CalendarSource* source_named(const config::Tenant& tenant, std::string_view name) {
  const auto found = std::find_if(tenant.sources.begin(), tenant.sources.end(),
                                  [&](const config::CalendarSource& s) { return s.name == name; });
  return found == tenant.sources.end() ? nullptr : &*found;
}

bool accepts(const config::Tenant& tenant, std::string_view domain) {
  return std::any_of(tenant.accepted_domains.begin(), tenant.accepted_domains.end(),
                     [&](const model::SmtpDomain& d) { return d.str() == domain; });
}

model::Result<Recipient> bound(const config::Tenant& tenant, const model::SmtpAddress& address,
                               std::string_view source_name) {
  const config::CalendarSource* source = source_named(tenant, source_name);
  if (source == nullptr) {
    return Error::of(ErrorKind::recipient_unknown,
                     "the mailbox is bound to a calendar source that does not exist",
                     "resolve.no_source");
  }
  return Recipient(OwnMailbox{address, source});
}

model::Result<Recipient> unlisted(const config::Tenant& tenant, const model::SmtpAddress& asked,
                                  GalUse gal) {
  if (accepts(tenant, asked.domain_text())) {
    if (!tenant.default_source.empty()) return bound(tenant, asked, tenant.default_source);
    return Error::of(ErrorKind::recipient_unknown,
                     asked.str() + " is in a domain of " + tenant.name +
                         ", but its directory has no such mailbox and names no default source",
                     "resolve.unknown_mailbox");
  }
  if (gal == GalUse::done_by_caller || !tenant.require_contact) {
    return Recipient(ExternalRecipient{asked});
  }
  if (tenant.mailboxes.empty() && tenant.contacts.empty()) {
    return Error::of(
        ErrorKind::recipient_unknown,
        "the directory of " + tenant.name + " is empty: nobody was imported or entered",
        "resolve.directory_empty");
  }
  return Error::of(ErrorKind::recipient_unknown,
                   asked.str() + " has no mail contact in the directory of " + tenant.name +
                       ": add one, as New-MailContact does",
                   "resolve.no_contact");
}

// A contact leads to its external address and no further. An external address in an own domain is a
// mailbox of the tenant after all; one that is again a contact is a chain.
model::Result<Recipient> follow(const config::Snapshot& snapshot, const config::Tenant& tenant,
                                const config::MailContact& contact) {
  const model::SmtpAddress& external = contact.external_address;
  for (const config::RecipientEntry& entry : snapshot.recipients(tenant.key, external)) {
    if (entry.mailbox != nullptr)
      return bound(tenant, entry.mailbox->address, entry.mailbox->source);
    if (entry.group != nullptr) return Recipient(GroupRecipient{entry.group});
    if (entry.contact != &contact) {
      return Error::of(
          ErrorKind::recipient_unknown,
          "the mail contact leads to another mail contact; one step is all that is allowed",
          "resolve.contact_chain");
    }
  }
  if (accepts(tenant, external.domain_text())) return unlisted(tenant, external, GalUse::required);
  return Recipient(ExternalRecipient{external});
}

}  // namespace

model::Result<Recipient> resolve(const config::Snapshot& snapshot, const config::Tenant& tenant,
                                 const model::SmtpAddress& asked, GalUse gal) {
  const auto entries = snapshot.recipients(tenant.key, asked);
  if (entries.size() > 1) {
    return Error::of(ErrorKind::recipient_ambiguous,
                     asked.str() + " names " + std::to_string(entries.size()) + " recipients of " +
                         tenant.name + "; an address must lead to one",
                     "resolve.ambiguous");
  }
  if (entries.empty()) return unlisted(tenant, asked, gal);
  if (entries.front().mailbox != nullptr) {
    return bound(tenant, entries.front().mailbox->address, entries.front().mailbox->source);
  }
  if (entries.front().group != nullptr) return Recipient(GroupRecipient{entries.front().group});
  return follow(snapshot, tenant, *entries.front().contact);
}

}  // namespace fb::policy
