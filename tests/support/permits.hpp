// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Proofs for tests: permits and authenticated callers made from literals. The one listed place
// outside their owners that may include the makers.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "gateway/identity/caller_mint.hpp"
#include "gateway/policy/permit_mint.hpp"

namespace fb::support {

// "public/11111111-0000-0000-0000-000000000001" for tenant(1).
inline model::TenantKey tenant(int number, model::Authority authority = {}) {
  std::string id = "11111111-0000-0000-0000-000000000000";
  const std::string digits = std::to_string(number);
  id.replace(id.size() - digits.size(), digits.size(), digits);
  return {authority, model::TenantId::parse(id).value()};
}

inline model::SmtpAddress address(std::string_view text) {
  return model::SmtpAddress::parse(text).value();
}

inline model::Caller home_user(std::string_view user = "ada@contoso.example") {
  return {model::CallerKind::home_user, tenant(1), address(user), std::string(user)};
}

inline model::AuthenticatedCaller proved(model::Caller caller) {
  return identity::CallerMint::prove(std::move(caller));
}

// A look-up inside tenant(1), in the source "cloud".
inline model::Grant source_grant(std::string_view mailbox,
                                 model::DetailLevel level = model::DetailLevel::limited_details) {
  return {home_user(),
          address(mailbox),
          model::SourceRoute{tenant(1), "cloud"},
          model::SharingPath::own_tenant,
          level,
          false,
          "own.mailbox"};
}

// tenant(1) asks tenant(2) along its address space for "fabrikam.example".
inline model::Grant partner_grant(std::string_view mailbox) {
  return {home_user(),
          address(mailbox),
          model::PartnerRoute{tenant(1), tenant(2), "fabrikam.example"},
          model::SharingPath::availability_address_space,
          model::DetailLevel::availability_only,
          true,
          "aas.address_space"};
}

inline model::Permit permit(model::Grant grant, std::uint64_t generation = 1) {
  return policy::PermitMint::permit(std::move(grant), generation);
}

inline model::Permit source_permit(std::string_view mailbox,
                                   model::DetailLevel level = model::DetailLevel::limited_details,
                                   std::uint64_t generation = 1) {
  return permit(source_grant(mailbox, level), generation);
}

inline model::Permit partner_permit(std::string_view mailbox, std::uint64_t generation = 1) {
  return permit(partner_grant(mailbox), generation);
}

}  // namespace fb::support
