// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// One object as a cmdlet of Exchange printed it: properties with the texts of their values. What
// the properties mean is not known here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace fb::exchange_shell {

// Known by the properties that an object has, for an export does not say what it is of.
enum class RecordKind : std::uint8_t {
  address_space,              // Get-AvailabilityAddressSpace
  availability_config,        // Get-AvailabilityConfig
  organization_relationship,  // Get-OrganizationRelationship
  recipient,                  // Get-MailContact, Get-MailUser
  partner_policy,             // a partner of the cross-tenant access policy, with one capability
  unknown,
};
std::string_view name(RecordKind kind);

struct Record {
  RecordKind kind = RecordKind::unknown;
  std::size_t line = 0;  // where it begins; 0 in JSON
  // By the name in lower case. No value is an empty list.
  std::map<std::string, std::vector<std::string>> values{};
  // Properties whose value is not all there: lists that end in "...", names of types in place of
  // values.
  std::set<std::string> cut_off{};

  // The first value; empty where there is none.
  std::string_view text(std::string_view property) const;
  const std::vector<std::string>& list(std::string_view property) const;
};

}  // namespace fb::exchange_shell
