// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/policy/recipient_resolver.hpp"

#include <algorithm>
#include <optional>
#include <vector>

namespace fb::policy {
namespace {

using config::Match;
using config::Matches;
using config::ObjectKind;
using model::Error;
using model::ErrorKind;
using model::SmtpAddress;

Error unknown(std::string detail, std::string rule) {
  return Error::of(ErrorKind::recipient_unknown, std::move(detail), std::move(rule));
}

Error ambiguous(const config::Tenant& tenant, const SmtpAddress& address, std::size_t count) {
  return Error::of(ErrorKind::recipient_ambiguous,
                   address.str() + " names " + std::to_string(count) + " recipients of " +
                       tenant.name + "; an address must lead to one",
                   "resolve.ambiguous");
}

bool accepts(const config::Tenant& tenant, std::string_view domain) {
  return std::any_of(tenant.accepted_domains.begin(), tenant.accepted_domains.end(),
                     [&](const model::SmtpDomain& d) { return d.str() == domain; });
}

// The directory source whose remote mailboxes have their target addresses in that domain.
const config::DirectorySource* routing_to(const config::Tenant& tenant, std::string_view domain) {
  for (const config::DirectorySource& source : tenant.directory_sources)
    if (source.routing_domain && source.routing_domain->str() == domain) return &source;
  return nullptr;
}

model::Result<Recipient> bound(const config::Tenant& tenant, const SmtpAddress& address,
                               std::string_view source_name) {
  const auto source =
      std::find_if(tenant.sources.begin(), tenant.sources.end(),
                   [&](const config::CalendarSource& s) { return s.name == source_name; });
  if (source == tenant.sources.end())
    return unknown("the mailbox is bound to a calendar source that does not exist",
                   "resolve.no_source");
  return Recipient(OwnMailbox{address, &*source});
}

// "victor_contoso-cn.example#ext#" is "victor@contoso-cn.example", mostly: nobody promises it, so
// this serves our words only.
std::optional<SmtpAddress> invited_behind(std::string_view local_part) {
  std::string text(local_part.substr(0, local_part.find(kGuestMark)));
  const std::size_t at = text.rfind('_');
  if (at == std::string::npos) return std::nullopt;
  text[at] = '@';
  auto address = SmtpAddress::parse(text);
  if (!address) return std::nullopt;
  return *std::move(address);
}

// One question in one tenant's directory.
class Resolution {
 public:
  Resolution(const config::Snapshot& snapshot, const config::Tenant& tenant, GalUse gal)
      : tenant_(tenant),
        directory_(snapshot.directory(tenant.key)),
        visibility_(config::visibility_in(tenant)),
        gal_(gal) {}

  model::Result<Recipient> of(const SmtpAddress& asked) const {
    if (names_guest_by_mark(asked)) return guest_upn(asked);
    const Matches matches = directory_.find(asked, visibility_);
    if (gal_ == GalUse::done_by_caller && !is_own(asked.domain_text()))
      return by_domain(asked, matches);
    if (matches.size() > 1) return ambiguous(tenant_, asked, matches.size());
    if (matches.empty()) return unlisted(asked);
    return led_by(matches.front());
  }

 private:
  bool is_own(std::string_view domain) const {
    return accepts(tenant_, domain) || routing_to(tenant_, domain) != nullptr;
  }

  model::Result<Recipient> led_by(const Match& match) const {
    if (match.kind() == ObjectKind::mailbox) return bound(tenant_, match.address(), match.source());
    if (match.group() != nullptr) return Recipient(GroupRecipient{match.group()});
    return follow(match);
  }

  // An Exchange server sends the external address: its contacts have done their work already.
  model::Result<Recipient> by_domain(const SmtpAddress& asked, const Matches& matches) const {
    std::vector<Match> own;
    for (std::size_t i = 0; i < matches.size(); ++i)
      if (!matches[i].leads_elsewhere()) own.push_back(matches[i]);
    if (own.size() > 1) return ambiguous(tenant_, asked, own.size());
    if (own.size() == 1) return led_by(own.front());
    return Recipient(ExternalRecipient{asked});
  }

  // A contact leads to its external address and no further. An external address in an own domain is
  // a mailbox of the tenant after all.
  model::Result<Recipient> follow(const Match& contact) const {
    const SmtpAddress external = contact.address();
    if (names_guest_by_mark(external)) return guest_upn(external);
    std::vector<Match> next;
    const Matches matches = directory_.find(external, visibility_);
    for (std::size_t i = 0; i < matches.size(); ++i) {
      // Another contact with the same external address leads to the same place.
      const bool same_place =
          matches[i].leads_elsewhere() && matches[i].identity() == external.str();
      if (!same_place) next.push_back(matches[i]);
    }
    if (next.size() > 1) return ambiguous(tenant_, external, next.size());
    if (next.size() == 1) {
      if (!next.front().leads_elsewhere()) return led_by(next.front());
      return chain(contact, next.front());
    }
    if (!is_own(external.domain_text())) return Recipient(ExternalRecipient{external});
    if (auto source = source_of_unlisted(external, true); !source.empty())
      return bound(tenant_, external, source);
    return unknown("the external address lies in a domain of " + tenant_.name +
                       " again, and no mailbox and no calendar source is bound to it",
                   "resolve.loop");
  }

  Error chain(const Match& contact, const Match& next) const {
    const Matches back = directory_.find(next.address(), visibility_);
    for (std::size_t i = 0; i < back.size(); ++i) {
      if (back[i] == contact)
        return unknown("two contacts of " + tenant_.name + " lead to each other", "resolve.loop");
    }
    return unknown(
        "the mail contact leads to another mail contact; one step is all that is allowed",
        "resolve.contact_chain");
  }

  // Of an address in an own domain that no mailbox has. Empty: none.
  std::string_view source_of_unlisted(const SmtpAddress& address, bool may_be_remote) const {
    const config::DirectorySource* routing = routing_to(tenant_, address.domain_text());
    if (may_be_remote && routing != nullptr && !routing->remote_mailbox_source.empty())
      return routing->remote_mailbox_source;
    return accepts(tenant_, address.domain_text()) ? std::string_view(tenant_.default_source)
                                                   : std::string_view();
  }

  model::Result<Recipient> unlisted(const SmtpAddress& asked) const {
    if (is_own(asked.domain_text())) {
      if (auto hidden = hidden_refusal(directory_.find(asked))) return *std::move(hidden);
      // A server has the address from its own directory. Of others a tenant with a default source,
      // or without the need of contacts, takes those that it does not list.
      const bool may_be_remote = gal_ == GalUse::done_by_caller ||
                                 !tenant_.default_source.empty() || !tenant_.require_contact;
      if (auto source = source_of_unlisted(asked, may_be_remote); !source.empty())
        return bound(tenant_, asked, source);
      return unknown(asked.str() + " is in a domain of " + tenant_.name +
                         ", but its directory has no such mailbox and names no default source",
                     "resolve.unknown_mailbox");
    }
    if (!tenant_.require_contact) return Recipient(ExternalRecipient{asked});
    if (auto hidden = hidden_refusal(directory_.find(asked))) return *std::move(hidden);
    if (const Matches invited = directory_.find_invited(asked, visibility_); !invited.empty())
      return invited_only(asked, invited);
    if (auto hidden = hidden_refusal(directory_.find_invited(asked))) return *std::move(hidden);
    if (directory_.empty()) {
      return unknown(
          "the directory of " + tenant_.name + " is empty: nobody was imported or entered",
          "resolve.directory_empty");
    }
    return unknown(asked.str() + " has no mail contact in the directory of " + tenant_.name +
                       ": add one, as New-MailContact does",
                   "resolve.no_contact");
  }

  // Nothing where there is nobody. What is hidden is not described.
  std::optional<Error> hidden_refusal(const Matches& matches) const {
    if (matches.empty()) return std::nullopt;
    if (matches.front().kind() == ObjectKind::guest) {
      return unknown("the guest is hidden from the address lists of " + tenant_.name +
                         ", which does not resolve hidden guests",
                     "resolve.hidden_guest");
    }
    return unknown("the mail contact is hidden from the address lists of " + tenant_.name +
                       ", which does not resolve hidden contacts",
                   "resolve.hidden_contact");
  }

  // The guest has another mail address than the one that was invited. In another domain the invited
  // one was a user principal name, as it has to be across clouds; in the same domain one of the two
  // is out of date.
  Error invited_only(const SmtpAddress& asked, const Matches& guests) const {
    if (guests.size() > 1) return ambiguous(tenant_, asked, guests.size());
    const SmtpAddress mail = guests.front().address();
    if (mail.domain_text() == asked.domain_text()) {
      return unknown(asked.str() + " was invited as a guest of " + tenant_.name +
                         ", whose mail address is " + mail.str() +
                         ": one of them is out of date; correct mail of the guest, or ask for " +
                         mail.str(),
                     "resolve.guest_address_stale");
    }
    return unknown(asked.str() + " is the user principal name by which a guest of " + tenant_.name +
                       " was invited, not a mail address: ask for " + mail.str(),
                   "resolve.guest_address_is_upn");
  }

  Error guest_upn(const SmtpAddress& upn) const {
    std::string words = "a name with #EXT# is how a guest signs in, not a mail address";
    const auto guest = guest_behind(upn);
    if (guest) words += ": ask for " + guest->address().str();
    return unknown(std::move(words), "resolve.guest_upn");
  }

  std::optional<Match> guest_behind(const SmtpAddress& upn) const {
    std::vector<Match> guests;
    const auto take = [&](const Matches& matches) {
      for (std::size_t i = 0; i < matches.size(); ++i) {
        const Match match = matches[i];
        const bool is_new = std::find(guests.begin(), guests.end(), match) == guests.end();
        if (match.kind() == ObjectKind::guest && is_new) guests.push_back(match);
      }
    };
    take(directory_.find(upn, visibility_));
    if (const auto invited = invited_behind(upn.local_part()); invited && guests.empty()) {
      take(directory_.find(*invited, visibility_));
      take(directory_.find_invited(*invited, visibility_));
    }
    if (guests.size() != 1 || names_guest_by_mark(guests.front().address())) return std::nullopt;
    return guests.front();
  }

  const config::Tenant& tenant_;
  const config::Directory& directory_;
  config::Visibility visibility_;
  GalUse gal_;
};

}  // namespace

bool names_guest_by_mark(const SmtpAddress& address) {
  return address.local_part().find(kGuestMark) != std::string_view::npos;
}

model::Result<Recipient> resolve(const config::Snapshot& snapshot, const config::Tenant& tenant,
                                 const SmtpAddress& asked, GalUse gal) {
  return Resolution(snapshot, tenant, gal).of(asked);
}

}  // namespace fb::policy
