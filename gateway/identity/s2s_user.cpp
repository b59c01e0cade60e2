// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/s2s_user.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

namespace fb::identity {
namespace {

using model::Error;
using model::ErrorKind;
using model::Result;
using model::SmtpAddress;
using oauth::CompactToken;

// A token with any of these is no application's own, also where it names nobody that we know.
constexpr std::array<std::string_view, 9> kPersonClaims{
    "smtp", "upn", "sip", "nameid", "sid", "primarysid", "puid", "oid", "email"};

Error refused(std::string_view check, std::string detail) {
  return Error::of(ErrorKind::unauthenticated, std::move(detail), "s2s." + std::string(check));
}

// What smtp and upn say, smtp first, each address once.
Result<std::vector<SmtpAddress>> identifiers(const CompactToken& outer) {
  std::vector<SmtpAddress> found;
  for (const std::string_view claim : {"smtp", "upn"}) {
    if (!outer.claims.contains(claim)) continue;
    auto address = SmtpAddress::parse(outer.text(claim));
    if (!address) return refused("user", "smtp or upn of the outer token is no address");
    if (std::find(found.begin(), found.end(), *address) == found.end()) {
      found.push_back(std::move(*address));
    }
  }
  if (found.empty()) {
    return refused("user_missing", "the outer token names a person neither by smtp nor by upn");
  }
  return found;
}

bool lists(const std::vector<model::SmtpDomain>& domains, const SmtpAddress& address) {
  return std::find(domains.begin(), domains.end(), address.domain()) != domains.end();
}

Error ambiguous() {
  return refused("user_ambiguous", "what the outer token says of the person fits several");
}

// The mailbox of that address; nothing where the address names nobody.
Result<std::optional<SmtpAddress>> mailbox_of(const SmtpAddress& address,
                                              const config::Tenant& tenant,
                                              const config::Snapshot& snapshot) {
  const config::Matches matches = snapshot.recipients(tenant.key, address);
  if (matches.size() > 1) return ambiguous();
  if (matches.empty()) return std::optional<SmtpAddress>();
  if (matches.front().kind() != config::ObjectKind::mailbox) {
    return refused("user_unknown", "the address is that of a contact or a group, not a mailbox");
  }
  return std::optional(matches.front().address());
}

}  // namespace

bool names_a_person(const CompactToken& outer) {
  return std::any_of(kPersonClaims.begin(), kPersonClaims.end(),
                     [&](std::string_view claim) { return outer.claims.contains(claim); });
}

Result<SmtpAddress> home_person(const CompactToken& outer, const config::Tenant& tenant,
                                const config::Snapshot& snapshot) {
  const auto given = identifiers(outer);
  if (!given) return given.error();
  std::optional<SmtpAddress> person;
  for (const SmtpAddress& address : *given) {
    auto mailbox = mailbox_of(address, tenant, snapshot);
    if (!mailbox) return mailbox.error();
    // With a default source the directory does not list everybody.
    const bool may_be_unlisted = &address == &given->front() && !tenant.default_source.empty();
    if (!*mailbox && may_be_unlisted) *mailbox = address;
    if (!*mailbox) continue;
    if (!lists(tenant.accepted_domains, address)) {
      return refused("user_domain", "the person's domain is no accepted domain of the tenant");
    }
    if (person && *person != **mailbox) return ambiguous();
    person = *mailbox;
  }
  if (!person) {
    return refused("user_unknown", "no mailbox of the tenant has an address that the token names");
  }
  if (!lists(tenant.accepted_domains, *person)) {
    return refused("user_domain", "the person's domain is no accepted domain of the tenant");
  }
  return *person;
}

Result<SmtpAddress> partner_person(const CompactToken& outer, const config::Partner& partner,
                                   const config::Snapshot& snapshot) {
  const auto given = identifiers(outer);
  if (!given) return given.error();
  for (const SmtpAddress& address : *given) {
    if (snapshot.accepting(address.domain()) != nullptr) {
      return refused("user_tenant", "a partner's token names a person of a home tenant");
    }
  }
  if (!lists(partner.domains, given->front())) {
    return refused("user_domain", "the person's domain is none of the partner's domains");
  }
  return given->front();
}

}  // namespace fb::identity
