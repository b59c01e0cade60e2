// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Whom Autodiscover sends where: pure functions of the federation objects and the caller.
//
// An answer is a statement about domains, not about people: our URL is given for every address of a
// domain whose questions come through us, and whether there is such a person is said by the
// availability answer, to whom may know it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "config/snapshot.hpp"
#include "protocols/autodiscover/server.hpp"
#include "protocols/model/caller.hpp"

namespace fb::front {

// Whether this caller asks this gateway about people of the domain. For callers of a home tenant:
// its accepted domains, its address spaces and the domains of its organization relationships. For a
// partner: the accepted domains of the home tenants that allow it; for a user of a partner, of
// those that have a relationship with the user's domain.
bool leads_through_us(const config::Snapshot& snapshot, const model::Caller& caller,
                      const model::SmtpDomain& domain);

struct ThroughUs {};
struct AskForAddress {
  model::SmtpAddress address;
};
struct NoAnswer {};
using Direction = std::variant<ThroughUs, AskForAddress, NoAnswer>;

// AskForAddress is for the address of one mail contact, asked by its own tenant, whose external
// address lies where this gateway does not lead: the search begins again with that address. Where
// several people have the address, it goes by its domain; the availability answer tells the rest.
// ThroughUs is also for contacts whose external address does lead through us, for a home server has
// to come back here for them.
Direction direction_of(const config::Snapshot& snapshot, const model::Caller& caller,
                       const model::SmtpAddress& asked);

autodiscover::SettingsAnswer user_answer(const Direction& direction,
                                         const model::SmtpAddress& asked,
                                         const std::vector<std::string>& settings,
                                         std::string_view ews_url);
autodiscover::SettingsAnswer domain_answer(bool leads_here,
                                           const std::vector<std::string>& settings,
                                           std::string_view ews_url);

// What the caller may know of organization relationships that list one of the domains, each once: a
// caller of a home tenant of all those of that tenant, a partner of those that are about itself.
// One that is switched off is told to nobody else. For what it allows see the availability answer;
// this is how an administrator compares both sides.
std::vector<autodiscover::OrganizationRelationship> relationships_for(
    const config::Snapshot& snapshot, const model::Caller& caller,
    const std::vector<model::SmtpDomain>& domains);

// Told to anybody, so only of a domain that a home tenant accepts, has federated, and shares with
// somebody; and never of another domain of that tenant.
std::optional<autodiscover::FederationInformation> federation_information(
    const config::Snapshot& snapshot, const model::SmtpDomain& domain);

}  // namespace fb::front
