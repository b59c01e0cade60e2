// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What the registry tells: pages of objects, history, exports and backups.
#include <gmock/gmock.h>

#include "gateway/registry/sqlite.hpp"
#include "tests/unit/gateway/registry/registry_world.hpp"

namespace fb::registry {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class ListingTest : public RegistryWorld {
 protected:
  void SetUp() override {
    open();
    std::vector<Change> changes = {add_contoso(), add_contoso_china(), allow(Verb::add, 1, 1)};
    for (const char* address : {"c@x.example", "a@x.example", "b@x.example"}) {
      changes.push_back(add_contact(address));
    }
    Change guest = add_contact("a@x.example");
    guest.id.kind = ObjectKind::guest;
    changes.push_back(guest);
    Change other = add_contact("a@x.example");
    other.id.tenant = test::contoso_china();
    changes.push_back(other);
    applied(changes);
  }

  static std::vector<std::string> names(const std::vector<StoredObject>& objects) {
    std::vector<std::string> found;
    for (const auto& one : objects) found.push_back(one.object.id.str());
    return found;
  }
};

TEST_F(ListingTest, PagesOfAnySizeMakeTheSameListOnceInOrder) {
  const std::vector<std::string> all = names(list());
  ASSERT_EQ(all.size(), 8U);
  for (std::size_t limit = 1; limit <= 9; ++limit) {
    std::vector<std::string> found;
    ListQuery query;
    query.limit = limit;
    do {
      const auto page = run(registry_->list(query));
      ASSERT_TRUE(page);
      EXPECT_LE(page->objects.size(), limit);
      EXPECT_EQ(page->revision, 1U);
      for (const std::string& one : names(page->objects)) found.push_back(one);
      query.after = page->next;
    } while (!query.after.empty());
    EXPECT_EQ(found, all) << limit;
  }
}

TEST_F(ListingTest, APageHasALimit) {
  std::vector<Change> changes;
  for (std::size_t i = 0; i < kPageMax; ++i) {
    changes.push_back(add_contact("m" + std::to_string(i) + "@x.example"));
  }
  applied(changes);
  ListQuery query;
  query.limit = kPageMax + 1;
  EXPECT_THAT(list(query), SizeIs(kPageMax));
  query.limit = 0;
  EXPECT_THAT(list(query), SizeIs(1));
}

TEST_F(ListingTest, AQueryNamesKindTenantAndIdentity) {
  ListQuery query;
  query.kind = ObjectKind::mail_contact;
  EXPECT_THAT(list(query), SizeIs(4));
  query.tenant = test::contoso();
  EXPECT_THAT(list(query), SizeIs(3));
  query.identity = "b@x.example";
  EXPECT_THAT(list(query), SizeIs(1));
  query.identity = "nobody@x.example";
  EXPECT_THAT(list(query), IsEmpty());
  query = {};
  query.tenant = test::contoso_china();
  EXPECT_THAT(list(query), SizeIs(2));
  query = {};
  query.identity = "a@x.example";
  EXPECT_THAT(list(query), SizeIs(3));
  query = {};
  query.kind = ObjectKind::availability_config;
  EXPECT_THAT(list(query), SizeIs(1));
}

TEST_F(ListingTest, APlaceThatIsNoneIsRefused) {
  for (const char* after : {"x", "7", "a b c", "1234 b c", " b c"}) {
    ListQuery query;
    query.after = after;
    const auto page = run(registry_->list(query));
    ASSERT_FALSE(page) << after;
    EXPECT_EQ(page.error().kind, RefusedKind::mistake);
  }
}

TEST_F(ListingTest, HistoryTellsWhoDidWhatAndWhen) {
  clock_.advance(std::chrono::hours(1));
  applied({allow_one_more(2)});
  HistoryQuery query;
  query.kind = ObjectKind::availability_config;
  const auto entries = history(query);
  ASSERT_THAT(entries, SizeIs(2));
  const HistoryEntry& newest = entries.front();
  EXPECT_EQ(newest.revision, 2U);
  EXPECT_EQ(newest.verb, Verb::set);
  EXPECT_EQ(newest.actor.name, "alice");
  EXPECT_EQ(newest.actor.via, "admin-api");
  EXPECT_EQ(newest.at, std::chrono::time_point_cast<std::chrono::milliseconds>(clock_.utc_now()));
  EXPECT_THAT(newest.difference.before, testing::Not(HasSubstr(stranger(2))));
  EXPECT_THAT(newest.difference.after, HasSubstr(stranger(2)));
  query.identity = "a@x.example";
  query.kind = ObjectKind::guest;
  EXPECT_THAT(history(query), SizeIs(1));
}

TEST_F(ListingTest, HistoryIsKeptUpToItsLimit) {
  options_.history_entries_max = 3;
  open();
  applied({allow_one_more(2)});
  EXPECT_THAT(history(), SizeIs(3));
}

TEST_F(ListingTest, AnExportHasWhatIsInScopeAndNoMore) {
  using Keys = std::vector<model::TenantKey>;
  DirectoryImport import{test::contoso(), "corp"};
  import.recipients = {imported("1", "i@x.example")};
  ASSERT_TRUE(this->import(import));
  const Keys both{test::contoso(), test::contoso_china()};
  const Keys one{test::contoso_china()};
  EXPECT_THAT(run(registry_->objects(both, true, true)).value(), SizeIs(9));
  EXPECT_THAT(run(registry_->objects(both, true, false)).value(), SizeIs(8));
  EXPECT_THAT(run(registry_->objects(one, true, true)).value(), SizeIs(2));
  EXPECT_THAT(run(registry_->objects(Keys(), true, true)).value(), IsEmpty());
}

TEST_F(ListingTest, AnExportIsAWantedStateThatChangesNothing) {
  const std::vector<model::TenantKey> scope{test::contoso(), test::contoso_china()};
  WantedState wanted;
  wanted.objects = run(registry_->objects(scope, true, false)).value();
  wanted.scope = scope;
  wanted.partners = true;
  wanted.prune = true;
  const auto outcome = want(wanted);
  ASSERT_TRUE(outcome) << outcome.error().sentence;
  EXPECT_THAT(outcome->differences, IsEmpty());
  EXPECT_EQ(outcome->revision, 1U);
}

TEST_F(ListingTest, ABackupIsARegistryOfItsOwn) {
  const auto path = run(registry_->backup("today.db"));
  ASSERT_TRUE(path) << path.error().sentence;
  EXPECT_EQ(*path, options_.backup_folder / "today.db");
  applied({add_contact("later@x.example")});
  std::filesystem::create_directory(options_.backup_folder / "calendars");
  options_.file = *path;
  ASSERT_NO_FATAL_FAILURE(open());
  EXPECT_THAT(list(), SizeIs(8));
  EXPECT_TRUE(knows("a@x.example"));
  EXPECT_FALSE(knows("later@x.example"));
  EXPECT_EQ(std::filesystem::status(*path).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(ListingTest, TheNameOfABackupIsPlain) {
  const std::string long_name(100, 'x');
  for (const auto& [name, good] :
       std::vector<std::pair<std::string, bool>>{{"", false},
                                                 {"../up", false},
                                                 {"a/b", false},
                                                 {".hidden", false},
                                                 {"sp ace", false},
                                                 {"ok-1_2.db", true},
                                                 {long_name, true},
                                                 {long_name + "x", false}}) {
    const auto path = run(registry_->backup(name));
    EXPECT_EQ(path.has_value(), good) << name;
    if (!path) {
      EXPECT_EQ(path.error().kind, RefusedKind::mistake);
    }
  }
  const auto again = run(registry_->backup("ok-1_2.db"));
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().kind, RefusedKind::exists);
}

}  // namespace
}  // namespace fb::registry
