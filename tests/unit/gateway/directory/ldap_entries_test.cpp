// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/directory/ldap_entries.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fb::directory {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;

TEST(LdapEntries, AreReadWithTheAttributesOfActiveDirectory) {
  const LdapEntry found{"CN=Ada,DC=Contoso,DC=Example",
                        {{"objectguid", {std::string("\x01\xff\x00\x10", 4)}},
                         {"entryuuid", {"not this one"}},
                         {"objectclass", {"top", "person", "contact"}},
                         {"displayname", {"Ada Lovelace"}},
                         {"cn", {"Ada"}},
                         {"mail", {"ada@other.example"}},
                         {"targetaddress", {"SMTP:ada@other.example"}},
                         {"proxyaddresses", {"smtp:ada@contoso.example", "x500:/o=x"}},
                         {"userprincipalname", {"ada@contoso.example"}},
                         {"msexchhidefromaddresslists", {"TRUE"}}}};
  const DirectoryEntry entry = entry_of(found);
  EXPECT_EQ(entry.id, "01ff0010");
  EXPECT_EQ(entry.place, found.dn);
  EXPECT_EQ(entry.reference, "cn=ada,dc=contoso,dc=example");
  EXPECT_EQ(entry.kind, EntryKind::mail_contact);
  EXPECT_EQ(entry.name, "Ada Lovelace");
  EXPECT_EQ(entry.mail, "ada@other.example");
  EXPECT_EQ(entry.external_address, "SMTP:ada@other.example");
  EXPECT_THAT(entry.proxy_addresses, ElementsAre("smtp:ada@contoso.example", "x500:/o=x"));
  EXPECT_EQ(entry.user_principal_name, "ada@contoso.example");
  EXPECT_TRUE(entry.hidden);
}

TEST(LdapEntries, AreReadWithoutExchangesAttributes) {
  const DirectoryEntry entry = entry_of({"cn=ada", {{"entryuuid", {"u-1"}}, {"cn", {"Ada"}}}});
  EXPECT_EQ(entry.id, "u-1");
  EXPECT_EQ(entry.name, "Ada");
  EXPECT_FALSE(entry.hidden);
}

TEST(LdapEntries, KindsComeFromTheDetailsThenFromTheClasses) {
  struct Row {
    std::string_view details;
    std::vector<std::string> classes;
    EntryKind kind;
  };
  const Row rows[] = {
      {"64", {"user"}, EntryKind::mail_contact},
      {"1", {"user"}, EntryKind::mailbox},
      {"2147483648", {"user"}, EntryKind::remote_mailbox},
      {"8388608", {"user"}, EntryKind::other},
      {"", {"top", "Contact"}, EntryKind::mail_contact},
      {"", {"group"}, EntryKind::group},
      {"", {"groupOfNames"}, EntryKind::group},
      {"", {"msExchDynamicDistributionList"}, EntryKind::dynamic_group},
      {"", {"inetOrgPerson", "person"}, EntryKind::unknown},
      {"", {"computerless"}, EntryKind::other},
      {"x", {"contact"}, EntryKind::mail_contact},
  };
  for (const Row& row : rows) {
    LdapEntry entry{"cn=x", {{"objectclass", row.classes}}};
    if (!row.details.empty()) {
      entry.attributes["msexchrecipienttypedetails"] = {std::string(row.details)};
    }
    EXPECT_EQ(entry_of(entry).kind, row.kind) << row.details << " " << row.classes.front();
  }
}

TEST(LdapMembers, ComeByRanges) {
  const MemberPart first =
      members_of({"cn=g", {{"member", {}}, {"member;range=0-1", {"CN=A", "cn=b"}}}});
  EXPECT_THAT(first.members, ElementsAre("cn=a", "cn=b"));
  EXPECT_EQ(first.next, 2u);
  EXPECT_EQ(member_range_attribute(2), "member;range=2-*");
  const MemberPart last = members_of({"cn=g", {{"member;range=2-*", {"cn=c"}}}});
  EXPECT_THAT(last.members, ElementsAre("cn=c"));
  EXPECT_FALSE(last.next);
  const MemberPart plain = members_of({"cn=g", {{"member", {"cn=a"}}, {"uniquemember", {"cn=b"}}}});
  EXPECT_THAT(plain.members, ElementsAre("cn=a", "cn=b"));
  EXPECT_FALSE(plain.next);
  EXPECT_FALSE(members_of({"cn=g", {{"member;range=x", {"cn=c"}}}}).next);
}

TEST(LdapAttributes, HaveWhatCountsChanges) {
  EXPECT_THAT(recipient_attributes("uSNChanged"), Contains("uSNChanged"));
}

TEST(LdapFilterValue, HasNoMeaning) {
  struct Row {
    std::string_view value;
    std::string_view escaped;
  };
  const Row rows[] = {
      {"plain.A-1@x", "plain.A-1@x"},      {"*)(cn=*", "\\2a\\29\\28cn=\\2a"}, {"a\\b", "a\\5cb"},
      {std::string_view("\0", 1), "\\00"}, {"\xC3\xA9 ", "\\c3\\a9\\20"},      {"", ""},
  };
  for (const Row& row : rows) EXPECT_EQ(ldap_filter_value(row.value), row.escaped);
}

}  // namespace
}  // namespace fb::directory
