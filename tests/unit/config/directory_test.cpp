// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "config/directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/counted_malloc.hpp"

namespace fb::config {
namespace {

using model::SmtpAddress;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

SmtpAddress address(std::string_view text) { return SmtpAddress::parse(text).value(); }

std::vector<SmtpAddress> addresses(const std::vector<std::string>& texts) {
  std::vector<SmtpAddress> out;
  for (const std::string& text : texts) out.push_back(address(text));
  return out;
}

Mailbox mailbox(std::string_view primary, const std::vector<std::string>& proxies = {},
                std::string source = "cloud") {
  return {address(primary), addresses(proxies), std::move(source)};
}

MailContact contact(std::string name, std::string_view external,
                    const std::vector<std::string>& proxies = {},
                    ContactKind kind = ContactKind::mail_contact, bool hidden = false) {
  return {std::move(name), address(external), addresses(proxies), hidden, kind};
}

MailContact guest(std::string name, std::string_view mail,
                  const std::vector<std::string>& proxies = {}, std::string_view invited_as = "") {
  MailContact made = contact(std::move(name), mail, proxies, ContactKind::guest);
  if (!invited_as.empty()) made.invited_as = address(invited_as);
  return made;
}

Group group(std::string_view primary, const std::vector<std::string>& members) {
  return {address(primary), {}, addresses(members)};
}

Directory directory_of(const std::vector<Recipient>& recipients) {
  DirectoryBuilder builder;
  for (const Recipient& recipient : recipients) builder.add(recipient);
  return builder.build();
}

std::vector<std::string> who(const Matches& matches) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < matches.size(); ++i)
    out.emplace_back(matches[i].name().empty() ? matches[i].identity() : matches[i].name());
  return out;
}

std::vector<std::string> found(const Directory& directory, std::string_view text,
                               Visibility visibility = {}) {
  return who(directory.find(address(text), visibility));
}

std::vector<std::string> invited(const Directory& directory, std::string_view text,
                                 Visibility visibility = {}) {
  return who(directory.find_invited(address(text), visibility));
}

TEST(Directory, OfNobodyFindsNobody) {
  const Directory nobody;
  EXPECT_TRUE(nobody.empty());
  EXPECT_THAT(found(nobody, "alice@contoso.example"), IsEmpty());
  EXPECT_THAT(invited(nobody, "alice@contoso.example"), IsEmpty());
  EXPECT_TRUE(DirectoryBuilder().build().empty());
  EXPECT_TRUE(
      nobody.with(std::vector<DirectoryEdit>{RemovedRecipient{ObjectKind::mailbox, "x@y.example"}})
          .empty());
}

TEST(Directory, AMatchTellsWhatTheRecipientIs) {
  const Group sales = group("sales@contoso.example", {"alice@contoso.example"});
  const Directory directory = directory_of(
      {mailbox("Alice@contoso.example", {"a@contoso.example"}, "onprem"), sales,
       contact("Bob", "bob@partner.example", {"b@contoso.example"}, ContactKind::mail_user, true),
       guest("Eve", "eve@partner.example", {}, "eve@upn.example")});

  const Match alice = directory.find(address("a@contoso.example")).front();
  EXPECT_EQ(alice.kind(), ObjectKind::mailbox);
  EXPECT_EQ(alice.identity(), "alice@contoso.example");
  EXPECT_EQ(alice.address(), address("alice@contoso.example"));
  EXPECT_EQ(alice.source(), "onprem");
  EXPECT_EQ(alice.group(), nullptr);
  EXPECT_FALSE(alice.hidden());
  EXPECT_FALSE(alice.leads_elsewhere());

  const Match bob = directory.find(address("b@contoso.example")).front();
  EXPECT_EQ(bob.kind(), ObjectKind::mail_user);
  EXPECT_EQ(bob.name(), "Bob");
  EXPECT_EQ(bob.address(), address("bob@partner.example"));
  EXPECT_TRUE(bob.hidden());
  EXPECT_TRUE(bob.leads_elsewhere());
  EXPECT_FALSE(bob == alice);

  const Match eve = directory.find(address("eve@partner.example")).front();
  EXPECT_EQ(eve.kind(), ObjectKind::guest);
  EXPECT_EQ(eve.invited_as(), "eve@upn.example");

  const Match found_group = directory.find(address("sales@contoso.example")).front();
  EXPECT_EQ(found_group.kind(), ObjectKind::group);
  ASSERT_NE(found_group.group(), nullptr);
  EXPECT_EQ(found_group.group()->members, sales.members);
  EXPECT_FALSE(found_group.leads_elsewhere());

  EXPECT_EQ(directory.size(), 4u);
  EXPECT_EQ(directory.count(ObjectKind::mailbox), 1u);
  EXPECT_EQ(directory.count(ObjectKind::mail_contact), 0u);
  EXPECT_EQ(directory.count(ObjectKind::tenant), 0u);
}

TEST(Directory, TheBestRankCounts) {
  const Directory directory = directory_of({
      contact("by target", "bob@partner.example"),
      contact("by proxy", "bob@elsewhere.example", {"bob@partner.example"}),
      guest("by guest's proxy", "eve@partner.example",
            {"bob@partner.example", "carol@partner.example", "dave@contoso.example"}),
      contact("carol by target", "carol@partner.example"),
      guest("carol by mail", "carol@partner.example"),
      mailbox("dave@contoso.example"),
      guest("dave by mail", "dave@contoso.example"),
  });
  EXPECT_THAT(found(directory, "bob@partner.example"), ElementsAre("by proxy"));
  EXPECT_THAT(found(directory, "carol@partner.example"),
              UnorderedElementsAre("carol by target", "carol by mail"));
  EXPECT_THAT(found(directory, "dave@contoso.example"), ElementsAre("dave@contoso.example"));
  EXPECT_THAT(found(directory, "eve@partner.example"), ElementsAre("by guest's proxy"));
  const Directory alone =
      directory_of({guest("alone", "eve@partner.example", {"eve@contoso.example"})});
  EXPECT_THAT(found(alone, "eve@contoso.example"), ElementsAre("alone"));
}

TEST(Directory, AnAddressThatOneRecipientHasTwiceFindsItOnce) {
  const Directory directory = directory_of(
      {mailbox("alice@contoso.example", {"Alice@contoso.example", "alice@contoso.example"}),
       contact("Bob", "bob@partner.example", {"bob@partner.example", "bob@partner.example"}),
       guest("Eve", "eve@partner.example", {"eve@partner.example"}, "eve@partner.example")});
  EXPECT_EQ(found(directory, "alice@contoso.example").size(), 1u);
  EXPECT_EQ(found(directory, "bob@partner.example").size(), 1u);
  EXPECT_EQ(found(directory, "eve@partner.example").size(), 1u);
}

TEST(Directory, FindsInvitedGuestsByNothingElse) {
  const Directory directory = directory_of(
      {guest("mail is invited", "a@partner.example", {}, "a@partner.example"),
       guest("proxy is invited", "b@partner.example", {"b@upn.example"}, "b@upn.example"),
       guest("one", "c@partner.example", {}, "c@upn.example"),
       guest("two", "d@partner.example", {}, "c@upn.example")});
  EXPECT_THAT(invited(directory, "a@partner.example"), IsEmpty());
  EXPECT_THAT(invited(directory, "b@upn.example"), IsEmpty());
  EXPECT_THAT(invited(directory, "c@upn.example"), UnorderedElementsAre("one", "two"));
  EXPECT_THAT(found(directory, "c@upn.example"), IsEmpty());
}

// Whoever is hidden does not stand in the way of somebody of a lower rank.
TEST(Directory, TheHiddenAreLeftOutBeforeRanksAreCompared) {
  MailContact hidden_guest = guest("guest", "g@partner.example", {}, "g@upn.example");
  hidden_guest.hidden_from_address_lists = true;
  const Directory directory = directory_of({
      contact("hidden", "h@elsewhere.example", {"bob@partner.example"}, ContactKind::mail_contact,
              true),
      contact("user", "u@partner.example", {}, ContactKind::mail_user, true),
      contact("shown", "bob@partner.example"),
      hidden_guest,
  });
  const Visibility no_contacts{.hidden_contacts = false, .hidden_guests = true};
  const Visibility no_guests{.hidden_contacts = true, .hidden_guests = false};
  EXPECT_THAT(found(directory, "bob@partner.example"), ElementsAre("hidden"));
  EXPECT_THAT(found(directory, "bob@partner.example", no_guests), ElementsAre("hidden"));
  EXPECT_THAT(found(directory, "bob@partner.example", no_contacts), ElementsAre("shown"));
  EXPECT_THAT(found(directory, "u@partner.example", no_contacts), IsEmpty());
  EXPECT_THAT(found(directory, "u@partner.example", no_guests), ElementsAre("user"));
  EXPECT_THAT(found(directory, "g@partner.example", no_contacts), ElementsAre("guest"));
  EXPECT_THAT(found(directory, "g@partner.example", no_guests), IsEmpty());
  EXPECT_THAT(invited(directory, "g@upn.example", no_contacts), ElementsAre("guest"));
  EXPECT_THAT(invited(directory, "g@upn.example", no_guests), IsEmpty());
}

TEST(Directory, ARecipientComesBackAsItWent) {
  const MailContact eve = guest("Eve", "eve@partner.example",
                                {"e1@partner.example", "e2@x.example"}, "eve@upn.example");
  const Mailbox alice = mailbox("alice@contoso.example", {"a@contoso.example"}, "rooms");
  const Group sales = group("sales@contoso.example", {"alice@contoso.example", "x@y.example"});
  const Directory directory = directory_of({eve, alice, sales});
  std::size_t seen = 0;
  directory.for_each([&](const Match& match) {
    ++seen;
    const Recipient recipient = match.recipient();
    if (const auto* contact = std::get_if<MailContact>(&recipient)) {
      EXPECT_EQ(contact->name, eve.name);
      EXPECT_EQ(contact->external_address, eve.external_address);
      EXPECT_EQ(contact->proxy_addresses, eve.proxy_addresses);
      EXPECT_EQ(contact->kind, ContactKind::guest);
      EXPECT_EQ(contact->invited_as, eve.invited_as);
      EXPECT_FALSE(contact->hidden_from_address_lists);
    } else if (const auto* mailbox = std::get_if<Mailbox>(&recipient)) {
      EXPECT_EQ(mailbox->address, alice.address);
      EXPECT_EQ(mailbox->proxy_addresses, alice.proxy_addresses);
      EXPECT_EQ(mailbox->source, "rooms");
    } else {
      EXPECT_EQ(std::get<Group>(recipient).address, sales.address);
      EXPECT_EQ(std::get<Group>(recipient).members, sales.members);
    }
  });
  EXPECT_EQ(seen, 3u);
}

TEST(DirectoryEdits, PutReplacesByKindAndIdentity) {
  const Directory before =
      directory_of({contact("Bob", "bob@partner.example", {"b@contoso.example"}),
                    mailbox("alice@contoso.example")});
  const Directory after = before.with(std::vector<DirectoryEdit>{
      contact("Robert", "bob@partner.example", {"robert@contoso.example"}),
      contact("guest Bob", "bob@partner.example", {}, ContactKind::guest)});
  EXPECT_THAT(found(after, "b@contoso.example"), IsEmpty());
  EXPECT_THAT(found(after, "robert@contoso.example"), ElementsAre("Robert"));
  EXPECT_THAT(found(after, "bob@partner.example"), UnorderedElementsAre("Robert", "guest Bob"));
  EXPECT_EQ(after.size(), 3u);
  // Who holds the directory of before sees what was.
  EXPECT_THAT(found(before, "b@contoso.example"), ElementsAre("Bob"));
  EXPECT_THAT(found(before, "robert@contoso.example"), IsEmpty());
  EXPECT_EQ(before.size(), 2u);
}

TEST(DirectoryEdits, RemoveNeedsKindAndIdentity) {
  const Directory before =
      directory_of({contact("Bob", "bob@partner.example", {"b@contoso.example"}),
                    contact("twin", "bob@partner.example"), mailbox("alice@contoso.example")});
  const auto without = [&](ObjectKind kind, std::string identity) {
    return before.with(std::vector<DirectoryEdit>{RemovedRecipient{kind, std::move(identity)}});
  };
  EXPECT_EQ(without(ObjectKind::guest, "bob@partner.example").size(), 3u);
  EXPECT_EQ(without(ObjectKind::mail_contact, "b@contoso.example").size(), 3u);
  EXPECT_EQ(without(ObjectKind::mail_contact, "nobody@partner.example").size(), 3u);
  const Directory after = without(ObjectKind::mail_contact, "bob@partner.example");
  EXPECT_EQ(after.size(), 1u);
  EXPECT_THAT(found(after, "bob@partner.example"), IsEmpty());
  EXPECT_THAT(found(after, "b@contoso.example"), IsEmpty());
  EXPECT_THAT(found(after, "alice@contoso.example"), ElementsAre("alice@contoso.example"));
}

TEST(DirectoryEdits, AreMadeInTheirOrder) {
  const Directory empty;
  const Directory last_is_put = empty.with(
      std::vector<DirectoryEdit>{contact("first", "bob@partner.example"),
                                 RemovedRecipient{ObjectKind::mail_contact, "bob@partner.example"},
                                 contact("second", "bob@partner.example")});
  EXPECT_THAT(found(last_is_put, "bob@partner.example"), ElementsAre("second"));
  const Directory last_is_removed = last_is_put.with(std::vector<DirectoryEdit>{
      contact("third", "bob@partner.example"),
      RemovedRecipient{ObjectKind::mail_contact, "bob@partner.example"}});
  EXPECT_TRUE(last_is_removed.empty());
}

TEST(DirectoryEdits, CopyOnlyTheShardsTheyTouch) {
  DirectoryBuilder builder;
  for (int i = 0; i < 5000; ++i) {
    const std::string number = std::to_string(i);
    builder.add(contact("C" + number, "c" + number + "@partner.example",
                        {"c" + number + "@contoso.example"}));
  }
  const Directory before = builder.build();
  EXPECT_EQ(before.shards_shared_with(Directory()), 0u);
  EXPECT_EQ(before.shards_shared_with(before), kDirectoryShards);
  const auto sharing_after = [&](const DirectoryEdit& edit) {
    return before.with(std::vector<DirectoryEdit>{edit}).shards_shared_with(before);
  };
  // One address before, another after, and the one that stays: at most three shards.
  EXPECT_GE(sharing_after(contact("C7", "c7@partner.example", {"other@contoso.example"})),
            kDirectoryShards - 3);
  EXPECT_LT(sharing_after(contact("C7", "c7@partner.example", {"other@contoso.example"})),
            kDirectoryShards);
  EXPECT_GE(sharing_after(RemovedRecipient{ObjectKind::mail_contact, "c7@partner.example"}),
            kDirectoryShards - 2);
  EXPECT_EQ(sharing_after(RemovedRecipient{ObjectKind::guest, "c7@partner.example"}),
            kDirectoryShards);
}

TEST(DirectoryMemory, ALookUpAllocatesNothingForOneAndOnlyForSeveral) {
  if (!test::kCountsMalloc) GTEST_SKIP() << "this build has a malloc of its own";
  const Directory directory =
      directory_of({contact("Bob", "bob@partner.example", {"shared@contoso.example"}),
                    mailbox("alice@contoso.example", {"shared@contoso.example"})});
  const auto calls = [&](std::string_view text) {
    const SmtpAddress asked = address(text);
    std::size_t found = 0;
    const auto count = test::malloc_count_of([&] { found = directory.find(asked).size(); });
    return std::pair(found, count.calls);
  };
  EXPECT_EQ(calls("nobody@contoso.example"), std::pair(std::size_t{0}, std::size_t{0}));
  EXPECT_EQ(calls("bob@partner.example"), std::pair(std::size_t{1}, std::size_t{0}));
  EXPECT_EQ(calls("shared@contoso.example"), std::pair(std::size_t{2}, std::size_t{1}));
}

// What is held afterwards, as malloc sees it, without the characters of names and addresses.
TEST(DirectoryMemory, AContactOfTwoAddressesTakesLessThan300Bytes) {
  if (!test::kCountsMalloc) GTEST_SKIP() << "this build has a malloc of its own";
  constexpr std::size_t kContacts = 50'000;
  std::size_t characters = 0;
  std::optional<Directory> directory;
  const auto count = test::malloc_count_of([&] {
    DirectoryBuilder builder;
    for (std::size_t i = 0; i < kContacts; ++i) {
      const std::string number = std::to_string(i);
      const MailContact made =
          contact("Contact number " + number, "c" + number + "@partner.example",
                  {"contact." + number + "@contoso.example"});
      characters += made.name.size() + made.external_address.str().size() +
                    made.proxy_addresses.front().str().size();
      builder.add(made);
    }
    directory = builder.build();
  });
  EXPECT_EQ(directory->size(), kContacts);
  const std::size_t each = (count.left - characters) / kContacts;
  RecordProperty("bytes_per_contact", static_cast<int>(each));
  EXPECT_LT(each, 300u);
  EXPECT_GT(count.left, characters);
}

}  // namespace
}  // namespace fb::config
