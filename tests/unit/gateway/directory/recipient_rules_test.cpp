// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/directory/recipient_rules.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/gateway/directory/directory_sample.hpp"

namespace fb::directory {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class RecipientRulesTest : public ::testing::Test {
 protected:
  Reading read(std::vector<DirectoryEntry> entries, bool full = true) {
    RecipientRules rules(tenant, source, full);
    for (DirectoryEntry& each : entries) {
      if (each.id.empty()) each.id = each.place;
      rules.take(std::move(each));
    }
    return rules.finish();
  }

  config::Tenant tenant = sample_tenant();
  config::DirectorySource source = sample_source();
};

struct Taken {
  std::string_view name;
  DirectoryEntry entry;
  std::string_view recipient;  // empty: it is left out
  std::string_view sentence;   // a part of why
};

std::vector<Taken> people() {
  return {
      {"contact",
       {.kind = EntryKind::mail_contact,
        .name = "Ada",
        .external_address = "SMTP:Ada@Other.Example"},
       "contact Ada ada@other.example",
       ""},
      {"contact without a name",
       {.kind = EntryKind::mail_contact, .mail = "ada@other.example"},
       "contact ada@other.example ada@other.example",
       ""},
      {"contact with proxies of several types",
       {.kind = EntryKind::mail_contact,
        .name = "Ada",
        .external_address = "SMTP:ada@other.example",
        .proxy_addresses = {"SMTP:ada@other.example", "smtp:ada@contoso.example",
                            "X500:/o=Contoso/cn=ada", "sip:ada@contoso.example"}},
       "contact Ada ada@other.example (ada@contoso.example)",
       ""},
      {"hidden mail user",
       {.kind = EntryKind::mail_user,
        .name = "Ada",
        .external_address = "smtp:ada@other.example",
        .hidden = true},
       "mail user Ada ada@other.example hidden",
       ""},
      {"external address of another type",
       {.kind = EntryKind::mail_contact, .name = "Fax", .external_address = "FAX:123"},
       "",
       "no mail address"},
      {"contact in an own domain",
       {.kind = EntryKind::mail_contact, .external_address = "SMTP:ada@contoso.example"},
       "",
       "accepted domain of the tenant itself"},
      {"guest by mail",
       {.kind = EntryKind::guest,
        .name = "Gus",
        .mail = "gus@fabrikam.example",
        .other_mails = {"second@fabrikam.example"},
        .user_principal_name = "gus_fabrikam.us#EXT#@contoso.example",
        .hidden = true},
       "guest Gus gus@fabrikam.example hidden invited as gus@fabrikam.us",
       ""},
      {"guest by another mail",
       {.kind = EntryKind::guest,
        .name = "Gus",
        .other_mails = {"none", "gus@fabrikam.example"},
        .user_principal_name = "gus@contoso.example"},
       "guest Gus gus@fabrikam.example",
       ""},
      {"dynamic group",
       {.kind = EntryKind::dynamic_group, .mail = "all@contoso.example"},
       "",
       "dynamic group"},
      {"a long name is cut between characters",
       {.kind = EntryKind::mail_contact,
        .name = std::string(63, 'x') + "\xC3\xA9" + "tail",
        .mail = "ada@other.example"},
       "contact xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx ada@other.example",
       ""},
  };
}

std::vector<Taken> mailboxes() {
  return {
      {"user mailbox",
       {.kind = EntryKind::mailbox,
        .mail = "peggy@contoso.example",
        .proxy_addresses = {"smtp:p@contoso.example", "SMTP:peggy@contoso.example"}},
       "mailbox peggy@contoso.example in onprem (p@contoso.example)",
       ""},
      {"mailbox whose primary address is in no accepted domain",
       {.kind = EntryKind::mailbox,
        .proxy_addresses = {"SMTP:peggy@old.example", "smtp:peggy@contoso.example"}},
       "mailbox peggy@contoso.example in onprem (peggy@old.example)",
       ""},
      {"mailbox without an own address",
       {.kind = EntryKind::mailbox, .mail = "peggy@old.example"},
       "",
       "without an address in an accepted domain"},
      {"remote mailbox",
       {.kind = EntryKind::remote_mailbox,
        .external_address = "SMTP:grace@contoso.mail.example",
        .mail = "grace@contoso.example"},
       "mailbox grace@contoso.example in cloud (grace@contoso.mail.example)",
       ""},
      {"mail user with the routing domain",
       {.kind = EntryKind::mail_user,
        .external_address = "SMTP:grace@contoso.mail.example",
        .mail = "grace@contoso.example"},
       "mailbox grace@contoso.example in cloud (grace@contoso.mail.example)",
       ""},
      {"routing domains have no subdomains",
       {.kind = EntryKind::mail_user,
        .name = "G",
        .external_address = "SMTP:grace@eu.contoso.mail.example"},
       "mail user G grace@eu.contoso.mail.example",
       ""},
      {"person of an own domain, of unknown kind",
       {.mail = "peggy@contoso.example"},
       "mailbox peggy@contoso.example in onprem",
       ""},
      {"person of another domain, of unknown kind",
       {.name = "P", .mail = "peggy@other.example"},
       "mail user P peggy@other.example",
       ""},
      {"mailbox with a calendar source of its own",
       {.kind = EntryKind::mailbox, .mail = "k@contoso.example", .calendar_source = "rooms"},
       "mailbox k@contoso.example in rooms",
       ""},
      {"mailbox with a calendar source that nobody has",
       {.kind = EntryKind::mailbox, .mail = "k@contoso.example", .calendar_source = "attic"},
       "",
       "no calendar source called attic"},
  };
}

TEST_F(RecipientRulesTest, TakesWhatAnEntryIs) {
  auto table = people();
  auto more = mailboxes();
  table.insert(table.end(), more.begin(), more.end());
  for (Taken& row : table) {
    SCOPED_TRACE(row.name);
    row.entry.place = "cn=x";
    const Reading reading = read({std::move(row.entry)});
    if (row.recipient.empty()) {
      EXPECT_THAT(reading.recipients, IsEmpty());
      ASSERT_EQ(reading.skipped.count(), 1u);
      EXPECT_THAT(reading.skipped.sentences().front(), HasSubstr(std::string(row.sentence)));
    } else {
      EXPECT_THAT(told(reading), ElementsAre(std::string(row.recipient)));
      EXPECT_EQ(reading.skipped.count(), 0u);
    }
  }
}

TEST_F(RecipientRulesTest, MailboxesNeedACalendarSource) {
  source.mailbox_source.clear();
  source.remote_mailbox_source.clear();
  const Reading reading =
      read({{.place = "a", .kind = EntryKind::mailbox, .mail = "a@contoso.example"},
            {.place = "b", .kind = EntryKind::remote_mailbox, .mail = "b@contoso.example"}});
  EXPECT_THAT(reading.recipients, IsEmpty());
  EXPECT_THAT(reading.skipped.sentences(),
              ElementsAre(HasSubstr("no mailbox_source"), HasSubstr("no remote_mailbox_source")));
}

TEST_F(RecipientRulesTest, OneAddressIsOneRecipientOfAKind) {
  const Reading reading =
      read({{.place = "one", .kind = EntryKind::mail_contact, .name = "1", .mail = "a@b.example"},
            {.place = "two", .kind = EntryKind::mail_contact, .name = "2", .mail = "A@B.example"},
            {.place = "three", .kind = EntryKind::mail_user, .name = "3", .mail = "a@b.example"}});
  EXPECT_THAT(told(reading), ElementsAre("contact 1 a@b.example", "mail user 3 a@b.example"));
  EXPECT_THAT(reading.skipped.sentences(), ElementsAre(HasSubstr("two: ")));
}

TEST_F(RecipientRulesTest, MembersAreKnownByReferenceOrAddress) {
  const Reading reading =
      read({{.place = "g",
             .reference = "cn=g",
             .kind = EntryKind::group,
             .mail = "staff@contoso.example",
             .members = {"cn=peggy", "cn=ada", "cn=peggy", "carol@other.example", "cn=noaddress"}},
            {.place = "p",
             .reference = "cn=peggy",
             .kind = EntryKind::mailbox,
             .mail = "peggy@contoso.example"},
            {.place = "a",
             .reference = "cn=ada",
             .kind = EntryKind::mail_contact,
             .name = "Ada",
             .external_address = "ada@other.example"},
            {.place = "n", .reference = "cn=noaddress", .kind = EntryKind::other}});
  EXPECT_THAT(
      told(reading),
      ElementsAre("mailbox peggy@contoso.example in onprem", "contact Ada ada@other.example",
                  "group staff@contoso.example of ada@other.example carol@other.example "
                  "peggy@contoso.example"));
  EXPECT_THAT(reading.skipped.sentences(), ElementsAre(HasSubstr("1 of its members")));
}

TEST_F(RecipientRulesTest, AMemberThatIsNotTakenStaysAMember) {
  source.mailbox_source.clear();
  const Reading reading = read({{.place = "p",
                                 .reference = "cn=peggy",
                                 .kind = EntryKind::mailbox,
                                 .mail = "peggy@contoso.example"},
                                {.place = "g",
                                 .kind = EntryKind::group,
                                 .mail = "staff@contoso.example",
                                 .members = {"cn=peggy"}}});
  EXPECT_THAT(told(reading), ElementsAre("group staff@contoso.example of peggy@contoso.example"));
}

TEST_F(RecipientRulesTest, AGroupWithAMemberThatCannotBeReadIsLeftOut) {
  RecipientRules rules(tenant, source, true);
  rules.take({.id = "g",
              .place = "g",
              .kind = EntryKind::group,
              .mail = "staff@contoso.example",
              .members = {"cn=away", "cn=here"}});
  EXPECT_THAT(rules.unknown_members(), ElementsAre("cn=away", "cn=here"));
  rules.know("cn=here", test::address("here@contoso.example"));
  EXPECT_THAT(rules.unknown_members(), ElementsAre("cn=away"));
  rules.cannot_know("cn=away");
  const Reading reading = rules.finish();
  EXPECT_THAT(reading.recipients, IsEmpty());
  EXPECT_THAT(reading.skipped.sentences(), ElementsAre(HasSubstr("cn=away cannot be read")));
}

TEST_F(RecipientRulesTest, LimitsAreExact) {
  const auto group = [](std::size_t members) {
    DirectoryEntry entry{.place = "g", .kind = EntryKind::group, .mail = "g@contoso.example"};
    for (std::size_t i = 0; i < members; ++i) {
      entry.members.push_back("m" + std::to_string(i) + "@other.example");
    }
    return entry;
  };
  EXPECT_EQ(read({group(config::kGroupMembersMax)}).recipients.size(), 1u);
  EXPECT_EQ(read({group(config::kGroupMembersMax + 1)}).recipients.size(), 0u);
  EXPECT_EQ(read({group(0)}).recipients.size(), 0u);

  const auto contact = [](std::size_t proxies) {
    DirectoryEntry entry{
        .place = "c", .kind = EntryKind::mail_contact, .external_address = "c@other.example"};
    for (std::size_t i = 0; i < proxies; ++i) {
      entry.proxy_addresses.push_back("smtp:p" + std::to_string(i) + "@contoso.example");
    }
    return entry;
  };
  EXPECT_EQ(read({contact(config::kProxyAddressesPerRecipientMax)}).recipients.size(), 1u);
  EXPECT_EQ(read({contact(config::kProxyAddressesPerRecipientMax + 1)}).recipients.size(), 0u);
}

TEST_F(RecipientRulesTest, WhatCannotBeTakenIsRemovedBetweenFullReadings) {
  std::vector<DirectoryEntry> entries = {
      {.id = "1", .place = "a", .kind = EntryKind::mailbox, .mail = "a@contoso.example"},
      {.id = "2", .place = "b", .kind = EntryKind::mail_contact},
      {.id = "3", .place = "c", .kind = EntryKind::other}};
  EXPECT_THAT(read(entries, false).removed_ids, ElementsAre("2", "3"));
  EXPECT_THAT(read(entries, true).removed_ids, IsEmpty());
}

TEST_F(RecipientRulesTest, SentencesAreCountedAndBounded) {
  std::vector<DirectoryEntry> entries(kSkippedSentencesMax + 1);
  for (DirectoryEntry& each : entries) each.kind = EntryKind::mail_contact;
  const Reading reading = read(std::move(entries));
  EXPECT_EQ(reading.skipped.count(), kSkippedSentencesMax + 1);
  EXPECT_EQ(reading.skipped.sentences().size(), kSkippedSentencesMax);
}

TEST_F(RecipientRulesTest, ABadProxyAddressLeavesTheRecipient) {
  const Reading reading =
      read({{.place = "cn=x",
             .kind = EntryKind::mailbox,
             .mail = "x@contoso.example",
             .proxy_addresses = {"smtp:no address", "smtp:y@contoso.example"}}});
  EXPECT_THAT(told(reading),
              ElementsAre("mailbox x@contoso.example in onprem (y@contoso.example)"));
  EXPECT_EQ(reading.skipped.count(), 1u);
}

TEST(TypeDetails, NumbersAndNamesAgree) {
  struct Row {
    std::uint64_t number;
    std::string_view name;
    EntryKind kind;
  };
  constexpr Row kRows[] = {
      {1, "UserMailbox", EntryKind::mailbox},
      {4, "sharedmailbox", EntryKind::mailbox},
      {64, "MailContact", EntryKind::mail_contact},
      {128, "MailUser", EntryKind::mail_user},
      {1024, "MailUniversalSecurityGroup", EntryKind::group},
      {2048, "DynamicDistributionGroup", EntryKind::dynamic_group},
      {2147483648, "RemoteUserMailbox", EntryKind::remote_mailbox},
      {35184372088832, "GuestMailUser", EntryKind::guest},
      {4096, "PublicFolder", EntryKind::other},
      {536870912, "DiscoveryMailbox", EntryKind::other},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(kind_of_type_details(row.number), row.kind);
    EXPECT_EQ(kind_named(row.name), row.kind);
  }
}

TEST(InvitedAddress, IsTheTextBeforeTheMark) {
  struct Row {
    std::string_view name;
    std::string_view address;  // empty: none
  };
  constexpr Row kRows[] = {
      {"bob.smith_fabrikam.example#EXT#@contoso.example", "bob.smith@fabrikam.example"},
      {"a_b_fabrikam.example#EXT#@contoso.example", "a_b@fabrikam.example"},
      {"bob#EXT#@contoso.example", ""},
      {"bob@contoso.example", ""},
      {"_#EXT#@contoso.example", ""},
      {"", ""},
  };
  for (const Row& row : kRows) {
    const auto address = invited_address(row.name);
    EXPECT_EQ(address ? address->str() : "", row.address) << row.name;
  }
}

}  // namespace
}  // namespace fb::directory
