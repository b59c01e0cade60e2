// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Proofs for tests: permits and authenticated callers made from literals, in the federation of
// federations.hpp. The one listed place outside their owners that may include the makers.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "gateway/identity/caller_mint.hpp"
#include "gateway/policy/permit_mint.hpp"
#include "tests/support/federations.hpp"

namespace fb::test {

inline model::Caller contoso_user(std::string_view user = "grace@contoso.example") {
  return {model::CallerKind::home_user, contoso(), address(user), std::string(user)};
}

inline model::AuthenticatedCaller proved(model::Caller caller) {
  return identity::CallerMint::prove(std::move(caller));
}

// Somebody of Contoso looks up a mailbox in one of its own sources.
inline model::Grant source_grant(std::string_view mailbox, std::string_view source = "cloud",
                                 model::DetailLevel level = model::DetailLevel::limited_details) {
  return {contoso_user(),
          address(mailbox),
          model::SourceRoute{contoso(), std::string(source)},
          model::SharingPath::own_tenant,
          level,
          false,
          "own.mailbox"};
}

// Somebody of Contoso looks up a mailbox of Contoso China along the address space.
inline model::Grant partner_grant(std::string_view mailbox) {
  return {contoso_user(),
          address(mailbox),
          model::PartnerRoute{contoso(), contoso_china(), "contoso-cn.example"},
          model::SharingPath::availability_address_space,
          model::DetailLevel::availability_only,
          true,
          "aas.address_space"};
}

// Somebody of Contoso looks up a mailbox of Fabrikam along the relationship of that name.
inline model::Grant relationship_grant(
    std::string_view mailbox, std::string_view user = "grace@contoso.example",
    model::DetailLevel level = model::DetailLevel::limited_details) {
  return {contoso_user(user),
          address(mailbox),
          model::RelationshipRoute{contoso(), fabrikam(), "Fabrikam", address(user)},
          model::SharingPath::organization_relationship,
          level,
          true,
          "organization_relationship",
          false};
}

inline model::Permit permit(model::Grant grant, std::uint64_t generation = 1) {
  return policy::PermitMint::permit(std::move(grant), generation);
}

inline model::Permit source_permit(std::string_view mailbox, std::string_view source = "cloud",
                                   model::DetailLevel level = model::DetailLevel::limited_details) {
  return permit(source_grant(mailbox, source, level));
}

inline model::Permit partner_permit(std::string_view mailbox) {
  return permit(partner_grant(mailbox));
}

inline model::Permit relationship_permit(
    std::string_view mailbox, std::string_view user = "grace@contoso.example",
    model::DetailLevel level = model::DetailLevel::limited_details) {
  return permit(relationship_grant(mailbox, user, level));
}

}  // namespace fb::test
