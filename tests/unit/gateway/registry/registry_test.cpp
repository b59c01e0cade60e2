// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/registry/registry.hpp"

#include <gmock/gmock.h>

#include "tests/unit/gateway/registry/registry_world.hpp"

namespace fb::registry {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class RegistryTest : public RegistryWorld {
 protected:
  void SetUp() override { open(); }
};

TEST_F(RegistryTest, ANewFileIsAnEmptyFederation) {
  EXPECT_TRUE(is_new_);
  EXPECT_EQ(registry_->revision(), 0U);
  EXPECT_GT(snapshots_.current()->generation(), 1U);
  EXPECT_THAT(list(), IsEmpty());
  EXPECT_THAT(history(), IsEmpty());
  const auto mode = std::filesystem::status(options_.file).permissions();
  EXPECT_EQ(mode, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(RegistryTest, AChangeIsInForceWhenItIsAnswered) {
  const auto outcome = apply({add_contoso(), allow(Verb::add, 1, 2), add_contact("v@x.example")});
  ASSERT_TRUE(outcome) << outcome.error().sentence;
  EXPECT_EQ(outcome->revision, 1U);
  EXPECT_THAT(outcome->differences, SizeIs(3));
  EXPECT_EQ(registry_->revision(), 1U);
  EXPECT_EQ(allowed(), 2U);
  EXPECT_TRUE(knows("v@x.example"));
}

TEST_F(RegistryTest, WhatWasChangedIsThereWhenTheFileIsOpenedAgain) {
  applied({add_contoso(), allow(Verb::add, 1, 2), add_contact("v@x.example")});
  const std::uint64_t generation = snapshots_.current()->generation();
  open();
  EXPECT_FALSE(is_new_);
  EXPECT_EQ(registry_->revision(), 1U);
  EXPECT_GT(snapshots_.current()->generation(), generation);
  EXPECT_EQ(allowed(), 2U);
  EXPECT_TRUE(knows("v@x.example"));
}

TEST_F(RegistryTest, ADryRunFindsWhatWouldRefuseAndChangesNothing) {
  applied({add_contoso(), allow(Verb::add, 1, 25)});
  const auto good = apply(add_contact("v@x.example"), true);
  ASSERT_TRUE(good);
  EXPECT_EQ(good->revision, 1U);
  EXPECT_THAT(good->differences, SizeIs(1));
  const auto bad = apply(allow_one_more(26), true);
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().kind, RefusedKind::mistake);
  EXPECT_FALSE(knows("v@x.example"));
  EXPECT_EQ(registry_->revision(), 1U);
  EXPECT_THAT(history(), SizeIs(2));
}

TEST_F(RegistryTest, TheTwentySixthAllowedTenantIsRefusedWithTheCount) {
  applied({add_contoso(), allow(Verb::add, 1, 24)});
  ASSERT_TRUE(apply(allow_one_more(25)));
  const auto refused = apply(allow_one_more(26));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, RefusedKind::mistake);
  EXPECT_THAT(refused.error().sentence, HasSubstr("25"));
  EXPECT_THAT(refused.error().sentence, HasSubstr("availability-config"));
  EXPECT_EQ(allowed(), 25U);
}

TEST_F(RegistryTest, OneWrongChangeUndoesAllOfItsCall) {
  applied({add_contoso()});
  const auto outcome = apply({add_contact("v@x.example"), add_contact("v@contoso.example.")});
  ASSERT_FALSE(outcome);
  EXPECT_FALSE(knows("v@x.example"));
  EXPECT_THAT(list(), SizeIs(1));
}

TEST_F(RegistryTest, EachVerbKnowsWhetherTheObjectHasToBeThere) {
  struct Row {
    Verb verb;
    bool there;
    std::optional<RefusedKind> refused;
  };
  const std::vector<Row> rows = {{Verb::add, false, std::nullopt},
                                 {Verb::add, true, RefusedKind::exists},
                                 {Verb::set, false, RefusedKind::not_found},
                                 {Verb::set, true, std::nullopt},
                                 {Verb::put, false, std::nullopt},
                                 {Verb::put, true, std::nullopt},
                                 {Verb::remove, false, RefusedKind::not_found},
                                 {Verb::remove, true, std::nullopt}};
  applied({add_contoso(), add_contoso_china(), add_contact("there@x.example")});
  for (const bool recipient : {false, true}) {
    if (!recipient) applied({allow(Verb::add, 1, 1)});
    for (const Row& row : rows) {
      ObjectId id = recipient ? contact_id(row.there ? "there@x.example" : "new@x.example")
                              : availability_config();
      if (!recipient && !row.there) id.tenant = test::contoso_china();
      std::string body = recipient ? contact_body(id.identity) : "allowed_tenant_ids = []\n";
      if (row.verb == Verb::set) {
        body = recipient ? "name = \"Vera\"\n" : "allowed_tenant_ids = []\n";
      }
      const auto outcome = apply(Change{row.verb, id, body}, true);
      EXPECT_EQ(outcome.has_value(), !row.refused) << static_cast<int>(row.verb) << row.there;
      if (!outcome && row.refused) {
        EXPECT_EQ(outcome.error().kind, *row.refused);
      }
    }
  }
}

TEST_F(RegistryTest, ARecipientWithoutItsTenantIsNotFound) {
  const auto outcome = apply(add_contact("v@x.example"));
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, RefusedKind::not_found);
  EXPECT_FALSE(apply(allow(Verb::add, 1, 1)));
}

TEST_F(RegistryTest, AnAddressSpaceHasNoSet) {
  applied({add_contoso(), add_contoso_china()});
  const ObjectId id{ObjectKind::address_space, test::contoso(), "contoso-cn.example"};
  const std::string body =
      "forest_name = \"contoso-cn.example\"\naccess_method = \"OrgWideFBToken\"\n"
      "target_tenant = \"" +
      test::contoso_china().str() + "\"\n";
  const auto added = apply(Change{Verb::add, id, body});
  ASSERT_TRUE(added) << added.error().sentence;
  const auto outcome =
      apply(Change{Verb::set, id, "target_service_epr = \"https://g.example/EWS\"\n"});
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, RefusedKind::mistake);
  EXPECT_THAT(outcome.error().sentence, HasSubstr("remove it and add it"));
}

TEST_F(RegistryTest, ARevisionThatIsNotTheLastIsAConflict) {
  applied({add_contoso(), allow(Verb::add, 1, 1), add_contact("v@x.example")});
  applied({allow_one_more(2)});
  struct Row {
    std::uint64_t expected;
    bool accepted;
  };
  for (const Row row : {Row{1, false}, Row{2, true}, Row{3, false}}) {
    Change change = allow_one_more(3);
    change.expected_revision = row.expected;
    const auto outcome = apply(std::move(change), true);
    EXPECT_EQ(outcome.has_value(), row.accepted) << row.expected;
    if (!outcome) {
      EXPECT_EQ(outcome.error().kind, RefusedKind::conflict);
    }
  }
  // The contact was not changed since revision 1.
  Change untouched = remove_contact("v@x.example");
  untouched.expected_revision = 1;
  EXPECT_TRUE(apply(std::move(untouched), true));
  Change gone{Verb::put, contact_id("gone@x.example"), contact_body("gone@x.example")};
  gone.expected_revision = 1;
  const auto outcome = apply(std::move(gone));
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, RefusedKind::conflict);
}

TEST_F(RegistryTest, WhatIsTheSameIsNoChange) {
  applied({add_contoso(), add_contact("v@x.example")});
  const auto outcome =
      apply({Change{Verb::put, contact_id("V@X.example"), contact_body("v@X.example")},
             Change{Verb::put, tenant_id(test::contoso()), add_contoso().body}});
  ASSERT_TRUE(outcome) << outcome.error().sentence;
  EXPECT_THAT(outcome->differences, IsEmpty());
  EXPECT_EQ(outcome->revision, 1U);
  EXPECT_EQ(registry_->revision(), 1U);
}

TEST_F(RegistryTest, ChangesOfOneCallSeeEachOther) {
  const auto outcome =
      apply({add_contoso(), allow(Verb::add, 1, 1), allow_one_more(2), add_contact("a@x.example"),
             remove_contact("a@x.example"), add_contact("b@x.example")});
  ASSERT_TRUE(outcome) << outcome.error().sentence;
  EXPECT_THAT(outcome->differences, SizeIs(3));
  EXPECT_EQ(allowed(), 2U);
  EXPECT_FALSE(knows("a@x.example"));
  EXPECT_TRUE(knows("b@x.example"));
}

TEST_F(RegistryTest, ATenantGoesWithAllThatIsItsOwn) {
  applied({add_contoso(), add_contoso_china(), allow(Verb::add, 1, 2), add_contact("v@x.example")});
  const auto outcome = apply({remove_contact("v@x.example"), add_contact("w@x.example"),
                              Change{Verb::remove, tenant_id(test::contoso())}});
  ASSERT_TRUE(outcome) << outcome.error().sentence;
  EXPECT_EQ(snapshots_.current()->federation().tenants.size(), 1U);
  EXPECT_THAT(list(), SizeIs(1));
  std::vector<std::string> gone;
  for (const HistoryEntry& entry : history({.tenant = test::contoso()})) {
    if (entry.verb == Verb::remove) gone.push_back(std::string(name(entry.difference.id.kind)));
  }
  EXPECT_THAT(gone, testing::UnorderedElementsAre("mail-contact", "tenant", "availability-config"));
  // And nothing of it comes back with a tenant of the same key.
  applied({add_contoso()});
  EXPECT_EQ(allowed(), 0U);
  EXPECT_FALSE(knows("v@x.example"));
}

TEST_F(RegistryTest, ATenantThatWouldLeaveItsRecipientsWrongIsRefused) {
  applied({add_contoso(), Change{Verb::add,
                                 {ObjectKind::mailbox, test::contoso(), "peggy@contoso.example"},
                                 "address = \"peggy@contoso.example\"\n"}});
  const auto outcome = apply(Change{Verb::put, tenant_id(test::contoso()),
                                    tenant_body(test::contoso(), "Contoso", "elsewhere.example")});
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, RefusedKind::mistake);
  EXPECT_THAT(outcome.error().sentence, HasSubstr("peggy@contoso.example"));
  EXPECT_NE(snapshots_.current()->accepting(test::domain("contoso.example")), nullptr);
}

TEST_F(RegistryTest, ABodyHasALimit) {
  applied({add_contoso()});
  for (const bool over : {false, true}) {
    std::string body = contact_body("v@x.example");
    body += "#" + std::string(kObjectBytesMax - body.size() - 1 + (over ? 1 : 0), 'x');
    const auto outcome = apply(Change{Verb::add, contact_id("v@x.example"), body}, true);
    EXPECT_EQ(outcome.has_value(), !over) << (outcome ? "" : outcome.error().sentence);
  }
}

TEST_F(RegistryTest, ACallHasALimit) {
  applied({add_contoso()});
  std::vector<Change> changes;
  for (std::size_t i = 0; i < kChangesPerCallMax; ++i) {
    changes.push_back(add_contact("v" + std::to_string(i) + "@x.example"));
  }
  EXPECT_TRUE(apply(changes, true));
  changes.push_back(add_contact("one.more@x.example"));
  const auto outcome = apply(std::move(changes), true);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, RefusedKind::mistake);
}

TEST_F(RegistryTest, ATenantHasALimitOfRecipients) {
  options_.recipients_per_tenant_max = 3;
  open();
  applied({add_contoso(), add_contact("a@x.example"), add_contact("b@x.example")});
  EXPECT_TRUE(apply(add_contact("c@x.example"), true));
  const auto outcome = apply({add_contact("c@x.example"), add_contact("d@x.example")}, true);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, RefusedKind::mistake);
  EXPECT_THAT(outcome.error().sentence, HasSubstr("would have 4 recipients, and at most 3"));
  EXPECT_TRUE(apply(
      {add_contact("c@x.example"), add_contact("d@x.example"), remove_contact("a@x.example")}));
  DirectoryImport import{test::contoso(), "corp"};
  import.recipients = {imported("1", "i@x.example")};
  const auto report = this->import(import, true);
  ASSERT_FALSE(report);
  EXPECT_THAT(report.error().sentence, HasSubstr("would have 4 recipients, and at most 3"));
  applied({remove_contact("c@x.example")});
  EXPECT_TRUE(this->import(import));
}

TEST_F(RegistryTest, SecretsAreNotShown) {
  const std::string hash = "$argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhbHQ$aGFzaGhhc2g";
  const std::string body =
      tenant_body(test::contoso(), "Contoso", "contoso.example") +
      "[[account]]\nname = \"svc\"\nkind = \"home-server\"\npassword_hash = \"" + hash + "\"\n";
  const auto outcome = apply(Change{Verb::add, tenant_id(test::contoso()), body});
  ASSERT_TRUE(outcome) << outcome.error().sentence;
  EXPECT_THAT(outcome->differences.at(0).after, testing::Not(HasSubstr("argon2id")));
  EXPECT_THAT(list().at(0).object.body, testing::Not(HasSubstr("argon2id")));
  EXPECT_THAT(history().at(0).difference.after, testing::Not(HasSubstr("argon2id")));
  const std::vector<model::TenantKey> scope{test::contoso()};
  const auto whole = run(registry_->objects(scope, true, true));
  ASSERT_TRUE(whole);
  EXPECT_THAT(whole->at(0).body, HasSubstr(hash));
}

}  // namespace
}  // namespace fb::registry
