// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/directory/ldap_entries.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "protocols/model/letter_case.hpp"

namespace fb::directory {
namespace {

constexpr std::string_view kRange = "member;range=";

std::string hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out.push_back(kDigits[byte >> 4]);
    out.push_back(kDigits[byte & 15]);
  }
  return out;
}

bool has_class(const LdapEntry& entry, std::string_view name) {
  const auto& classes = entry.values("objectclass");
  return std::any_of(classes.begin(), classes.end(), [&](const std::string& each) {
    return model::equal_without_case(each, name);
  });
}

EntryKind kind_of(const LdapEntry& entry) {
  const std::string_view details = entry.value("msexchrecipienttypedetails");
  std::uint64_t number = 0;
  const auto read = std::from_chars(details.data(), details.data() + details.size(), number);
  if (!details.empty() && read.ec == std::errc()) return kind_of_type_details(number);
  if (has_class(entry, "contact")) return EntryKind::mail_contact;
  if (has_class(entry, "msExchDynamicDistributionList")) return EntryKind::dynamic_group;
  for (const std::string_view group : {"group", "groupOfNames", "groupOfUniqueNames"}) {
    if (has_class(entry, group)) return EntryKind::group;
  }
  for (const std::string_view person : {"user", "person"}) {
    if (has_class(entry, person)) return EntryKind::unknown;
  }
  return EntryKind::other;
}

}  // namespace

std::vector<std::string> recipient_attributes(std::string_view change_attribute) {
  return {"objectClass",
          "objectGUID",
          "entryUUID",
          "displayName",
          "cn",
          "mail",
          "proxyAddresses",
          "targetAddress",
          "userPrincipalName",
          "msExchHideFromAddressLists",
          "msExchRecipientTypeDetails",
          "member",
          "uniqueMember",
          std::string(change_attribute)};
}

std::string member_reference(std::string_view dn) {
  std::string out(dn);
  std::transform(out.begin(), out.end(), out.begin(), model::lower);
  return out;
}

DirectoryEntry entry_of(const LdapEntry& entry) {
  DirectoryEntry out;
  out.id = hex(entry.value("objectguid"));
  if (out.id.empty()) out.id = entry.value("entryuuid");
  out.place = entry.dn;
  out.reference = member_reference(entry.dn);
  out.kind = kind_of(entry);
  out.name = entry.value("displayname");
  if (out.name.empty()) out.name = entry.value("cn");
  out.external_address = entry.value("targetaddress");
  out.mail = entry.value("mail");
  out.proxy_addresses = entry.values("proxyaddresses");
  out.user_principal_name = entry.value("userprincipalname");
  out.hidden = model::equal_without_case(entry.value("msexchhidefromaddresslists"), "TRUE");
  return out;
}

MemberPart members_of(const LdapEntry& entry) {
  MemberPart part;
  const auto take = [&](const std::vector<std::string>& members) {
    for (const std::string& dn : members) part.members.push_back(member_reference(dn));
  };
  take(entry.values("member"));
  take(entry.values("uniquemember"));
  // "member;range=0-1499" has a successor, "member;range=1500-*" is the last.
  for (auto each = entry.attributes.lower_bound(kRange);
       each != entry.attributes.end() && each->first.starts_with(kRange); ++each) {
    take(each->second);
    const std::string_view name = each->first;
    const std::string_view last = name.substr(std::min(name.size(), name.find('-')));
    std::size_t end = 0;
    if (last.size() < 2 || last == "-*") continue;
    const auto read = std::from_chars(last.data() + 1, last.data() + last.size(), end);
    if (read.ec == std::errc()) part.next = end + 1;
  }
  return part;
}

std::string member_range_attribute(std::size_t from) {
  return std::string(kRange) + std::to_string(from) + "-*";
}

}  // namespace fb::directory
