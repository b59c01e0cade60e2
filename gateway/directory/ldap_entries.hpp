// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What the attributes of Active Directory, and of other directories with inetOrgPerson or
// Exchange's schema, say about a recipient. No connection; recipient_rules.hpp judges what comes
// out.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/directory/ldap_server.hpp"
#include "gateway/directory/recipient_rules.hpp"

namespace fb::directory {

// Everything with an address.
inline constexpr std::string_view kLdapDefaultFilter =
    "(|(proxyAddresses=*)(targetAddress=*)(mail=*))";

// With the attribute that changes are counted by.
std::vector<std::string> recipient_attributes(std::string_view change_attribute);

// Without members. The id is empty where the server gives neither objectGUID nor entryUUID.
DirectoryEntry entry_of(const LdapEntry& entry);

// Distinguished names are compared without regard to case.
std::string member_reference(std::string_view dn);

// Members as far as they came, and where the rest begins.
struct MemberPart {
  std::vector<std::string> members;
  std::optional<std::size_t> next{};
};
MemberPart members_of(const LdapEntry& entry);
std::string member_range_attribute(std::size_t from);  // "member;range=1500-*"

}  // namespace fb::directory
