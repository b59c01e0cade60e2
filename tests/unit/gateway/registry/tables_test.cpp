// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The tables of objects, recipients and history by themselves.
#include <gmock/gmock.h>

#include "gateway/registry/history_entries.hpp"
#include "gateway/registry/history_table.hpp"
#include "gateway/registry/object_table.hpp"
#include "gateway/registry/recipient_table.hpp"
#include "gateway/registry/schema.hpp"
#include "gateway/registry/stored_values.hpp"
#include "tests/unit/gateway/registry/registry_world.hpp"

namespace fb::registry {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

class TablesTest : public testing::Test {
 protected:
  void SetUp() override {
    auto opened = Connection::open(folder_.path() / "a.db", Connection::Use::write);
    ASSERT_TRUE(opened);
    connection_ = std::move(*opened);
    ASSERT_EQ(prepare_schema(*connection_, {folder_.path(), "now"}), std::nullopt);
  }

  std::vector<config::Recipient> everybody() {
    std::vector<config::Recipient> found;
    for_all_recipients(*connection_, [&](RecipientRow row) { found.push_back(row.recipient); });
    return found;
  }
  std::vector<std::uint64_t> revisions(std::uint64_t before, std::size_t limit) {
    std::vector<std::uint64_t> found;
    HistoryQuery query;
    query.before = before;
    query.limit = limit;
    page_ = history_page(*connection_, query);
    for (const HistoryEntry& entry : page_.entries) found.push_back(entry.revision);
    return found;
  }
  void remember(std::uint64_t revision) {
    add_history(*connection_, {revision, {}, kAlice, Verb::put, {contact_id("v@x"), "", "b"}});
  }

  config::TempFolder folder_;
  std::unique_ptr<Connection> connection_;
  HistoryPage page_{{}, 0};
};

TEST_F(TablesTest, RecipientsOfEveryKindComeBackAsTheyWere) {
  config::MailContact guest{"Gu\"est", test::address("g@x.example")};
  guest.kind = config::ContactKind::guest;
  guest.invited_as = test::address("old@x.example");
  guest.hidden_from_address_lists = true;
  guest.proxy_addresses = {test::address("b@x.example"), test::address("a@x.example")};
  config::MailContact user{"User", test::address("g@x.example")};
  user.kind = config::ContactKind::mail_user;
  const std::vector<config::Recipient> all = {
      config::Mailbox{test::address("m@c.example"), {test::address("n@c.example")}, "rooms"},
      config::MailContact{"Contact", test::address("g@x.example")}, user, guest,
      config::Group{test::address("m@c.example"),
                    {},
                    {test::address("z@c.example"), test::address("a@c.example")}}};
  for (const config::Recipient& one : all) put_recipient(*connection_, test::contoso(), {one, 3});
  ASSERT_EQ(connection_->take_failure(), std::nullopt);
  const auto found = everybody();
  ASSERT_EQ(found.size(), all.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    EXPECT_TRUE(same_recipient(found[i], all[i])) << i;
    const auto alone = find_recipient(*connection_, config::id_of(test::contoso(), all[i]));
    ASSERT_TRUE(alone) << i;
    EXPECT_TRUE(same_recipient(alone->recipient, all[i])) << i;
    EXPECT_EQ(alone->revision, 3U);
    for (std::size_t j = 0; j < all.size(); ++j) {
      EXPECT_EQ(same_recipient(all[i], all[j]), i == j) << i << j;
    }
  }
}

TEST_F(TablesTest, SameMeansEveryField) {
  config::MailContact contact{"C", test::address("g@x.example")};
  config::MailContact other = contact;
  EXPECT_TRUE(same_recipient(contact, other));
  other.name = "D";
  EXPECT_FALSE(same_recipient(contact, other));
  other = contact;
  other.hidden_from_address_lists = true;
  EXPECT_FALSE(same_recipient(contact, other));
  other = contact;
  other.invited_as = test::address("i@x.example");
  EXPECT_FALSE(same_recipient(contact, other));
  other = contact;
  other.proxy_addresses = {test::address("p@x.example")};
  EXPECT_FALSE(same_recipient(contact, other));
  config::Mailbox mailbox{test::address("m@c.example"), {}, "a"};
  config::Mailbox elsewhere{test::address("m@c.example"), {}, "b"};
  EXPECT_FALSE(same_recipient(mailbox, elsewhere));
  config::Group group{test::address("m@c.example"), {}, {}};
  config::Group larger{test::address("m@c.example"), {}, {test::address("g@x.example")}};
  EXPECT_FALSE(same_recipient(group, larger));
}

TEST_F(TablesTest, ARecipientThatGoesTakesItsAddressesAlong) {
  const config::Mailbox mailbox{test::address("m@c.example"), {test::address("n@c.example")}, ""};
  put_recipient(*connection_, test::contoso(), {mailbox, 1});
  put_recipient(*connection_, test::contoso(), {mailbox, 2});
  EXPECT_EQ(connection_->integer("SELECT count(*) FROM recipient_address"), 1);
  remove_recipient(*connection_, config::id_of(test::contoso(), mailbox));
  EXPECT_EQ(connection_->integer("SELECT count(*) FROM recipient_address"), 0);
  EXPECT_THAT(everybody(), SizeIs(0));
}

TEST_F(TablesTest, TwoTenantsMayHaveTheSameRecipient) {
  const config::MailContact contact{"C", test::address("g@x.example")};
  put_recipient(*connection_, test::contoso(), {contact, 1});
  put_recipient(*connection_, test::fabrikam(), {contact, 1});
  EXPECT_THAT(everybody(), SizeIs(2));
  EXPECT_EQ(count_recipients(*connection_, test::contoso()), 1);
}

TEST_F(TablesTest, OneOfEachKindSourceAndDomainIsASample) {
  for (const char* address : {"a@x.example", "b@x.example", "c@y.example"}) {
    put_recipient(*connection_, test::contoso(),
                  {config::MailContact{"C", test::address(address)}});
  }
  for (const char* source : {"one", "two"}) {
    const auto address = test::address(std::string(source) + "@x.example");
    put_recipient(*connection_, test::contoso(), {config::Mailbox{address, {}, source}});
  }
  int samples = 0;
  for_sample_recipients(*connection_, test::contoso(), [&](const RecipientRow&) { ++samples; });
  EXPECT_EQ(samples, 4);
}

TEST_F(TablesTest, WhatCannotBeReadBackIsDamage) {
  put_recipient(*connection_, test::contoso(),
                {config::MailContact{"C", test::address("g@x.example")}});
  for (const char* change : {"UPDATE recipient SET identity = 'nobody'",
                             "UPDATE recipient SET kind = 77", "UPDATE home SET tenant = 'x'"}) {
    Transaction transaction(*connection_, Transaction::Kind::write);
    connection_->run(change);
    everybody();
    homes(*connection_);
    const auto failure = connection_->take_failure();
    ASSERT_TRUE(failure) << change;
    EXPECT_THAT(failure->sentence, HasSubstr("is damaged"));
  }
}

TEST_F(TablesTest, WhatDepartedIsKnownUntilItIsPruned) {
  for (std::uint64_t revision = 1; revision <= 4; ++revision) {
    note_departed(*connection_, contact_id("v" + std::to_string(revision) + "@x"), revision);
  }
  std::vector<std::string> gone;
  const auto visit = [&](const ObjectId& id) { gone.push_back(id.identity); };
  EXPECT_TRUE(for_departed_since(*connection_, 2, visit));
  EXPECT_THAT(gone, ElementsAre("v3@x", "v4@x"));
  prune_departed(*connection_, 4);
  EXPECT_TRUE(for_departed_since(*connection_, 0, [](const ObjectId&) {}));
  prune_departed(*connection_, 2);
  EXPECT_FALSE(for_departed_since(*connection_, 1, [](const ObjectId&) {}));
  gone.clear();
  EXPECT_TRUE(for_departed_since(*connection_, 2, visit));
  EXPECT_THAT(gone, ElementsAre("v3@x", "v4@x"));
  note_arrived(*connection_, contact_id("v4@x"));
  gone.clear();
  for_departed_since(*connection_, 2, visit);
  EXPECT_THAT(gone, ElementsAre("v3@x"));
}

TEST_F(TablesTest, APageOfHistoryNeverCutsARevision) {
  for (const std::uint64_t revision : {1, 2, 2, 2, 3}) remember(revision);
  EXPECT_THAT(revisions(0, 1), ElementsAre(3));
  EXPECT_EQ(page_.next, 3U);
  EXPECT_THAT(revisions(3, 1), ElementsAre(2, 2, 2));
  EXPECT_EQ(page_.next, 2U);
  EXPECT_THAT(revisions(0, 3), ElementsAre(3));
  EXPECT_EQ(page_.next, 3U);
  EXPECT_THAT(revisions(0, 4), ElementsAre(3, 2, 2, 2));
  EXPECT_EQ(page_.next, 2U);
  EXPECT_THAT(revisions(2, 1), ElementsAre(1));
  EXPECT_EQ(page_.next, 0U);
  EXPECT_THAT(revisions(0, 5), SizeIs(5));
  EXPECT_EQ(page_.next, 0U);
}

TEST_F(TablesTest, HistoryIsCutAtItsOldEnd) {
  for (std::uint64_t revision = 1; revision <= 5; ++revision) remember(revision);
  trim_history(*connection_, 5);
  EXPECT_THAT(revisions(0, 10), SizeIs(5));
  trim_history(*connection_, 2);
  EXPECT_THAT(revisions(0, 10), ElementsAre(5, 4));
}

TEST_F(TablesTest, EntriesBeyondTheLimitAreCounted) {
  HistoryEntries entries(*connection_, {9, {}, kAlice}, 2);
  entries.add(Verb::add, {contact_id("a@x"), "", "new"});
  entries.add(Verb::add, {contact_id("b@x"), "", "new"});
  entries.add(Verb::add, {contact_id("c@x"), "", "new"});
  entries.add(Verb::put, {contact_id("d@x"), "old", "new"});
  entries.add(Verb::remove, {contact_id("e@x"), "old", ""});
  entries.finish();
  EXPECT_THAT(revisions(0, 10), SizeIs(3));
  EXPECT_EQ(page_.entries.front().difference.after,
            "also_added = 1\nalso_changed = 1\nalso_removed = 1\n");
  EXPECT_TRUE(config::canonical_body(page_.entries.front().difference.after).has_value());
}

}  // namespace
}  // namespace fb::registry
