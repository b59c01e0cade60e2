// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Several who change the registry at once, through one and through two openings of the file.
#include <gmock/gmock.h>

#include <boost/asio/detached.hpp>

#include "gateway/registry/sqlite.hpp"
#include "gateway/registry/state.hpp"
#include "tests/unit/gateway/registry/registry_world.hpp"

namespace fb::registry {
namespace {

boost::asio::awaitable<void> add_one(Registry& registry, int number, int& accepted, int& refused) {
  std::vector<Change> changes{allow_one_more(number)};
  const auto outcome = co_await registry.apply(std::move(changes), kAlice, false);
  ++(outcome ? accepted : refused);
  if (!outcome) {
    EXPECT_EQ(outcome.error().kind, RefusedKind::mistake) << outcome.error().sentence;
  }
}

class SharingTest : public RegistryWorld {
 protected:
  void SetUp() override { open(); }

  // Another opening of the same file, with a snapshot of its own.
  void open_other() {
    auto opened =
        open_registry(options_, config::built_in_cloud_catalogue(), other_snapshots_, clock_);
    ASSERT_TRUE(opened) << opened.error().sentence;
    other_ = std::move(opened->registry);
  }
  std::size_t allowed_by_other() const {
    const auto* tenant = other_snapshots_.current()->federation().tenant(test::contoso());
    return tenant == nullptr ? 0 : tenant->allowed_tenants.size();
  }

  config::SnapshotHolder other_snapshots_{test::snapshot_of({}, 1)};
  std::unique_ptr<Registry> other_;
};

TEST_F(SharingTest, SixteenAtOnceNeverMakeTwentySix) {
  applied({add_contoso(), allow(Verb::add, 1000, 15)});
  ASSERT_NO_FATAL_FAILURE(open_other());
  int accepted = 0;
  int refused = 0;
  for (int i = 0; i < 16; ++i) {
    Registry& registry = i % 2 == 0 ? *registry_ : *other_;
    boost::asio::co_spawn(io_, add_one(registry, i, accepted, refused), boost::asio::detached);
  }
  io_.restart();
  io_.run();
  EXPECT_EQ(accepted, 10);
  EXPECT_EQ(refused, 6);
  EXPECT_EQ(std::max(allowed(), allowed_by_other()), 25U);
}

TEST_F(SharingTest, AChangeOfAnotherIsSeenAtTheNextLook) {
  ASSERT_NO_FATAL_FAILURE(open_other());
  boost::asio::co_spawn(io_, other_->follow([](const Refused*) { ADD_FAILURE(); }),
                        [](std::exception_ptr) {});
  io_.poll();
  applied({add_contoso(), allow(Verb::add, 1, 3), add_contact("v@x.example")});
  applied({remove_contact("v@x.example"), add_contact("w@x.example"),
           Change{Verb::remove, availability_config()}, add_contoso_china()});
  EXPECT_EQ(other_->revision(), 0U);
  clock_.advance(options_.poll_interval);
  do {
    io_.restart();
    io_.run_one();
  } while (clock_.waiting() == 0);
  EXPECT_EQ(other_->revision(), 2U);
  const auto seen = other_snapshots_.current();
  EXPECT_EQ(seen->federation().tenants.size(), 2U);
  EXPECT_EQ(allowed_by_other(), 0U);
  EXPECT_TRUE(seen->recipients(test::contoso(), test::address("v@x.example")).empty());
  EXPECT_FALSE(seen->recipients(test::contoso(), test::address("w@x.example")).empty());
}

TEST_F(SharingTest, AChangeIsMadeToWhatAnotherHasLeft) {
  applied({add_contoso(), allow(Verb::add, 1, 1)});
  ASSERT_NO_FATAL_FAILURE(open_other());
  applied({allow_one_more(2), add_contact("v@x.example")});
  std::vector<Change> changes{allow_one_more(3), remove_contact("v@x.example")};
  const auto outcome = run(other_->apply(std::move(changes), kAlice, false));
  ASSERT_TRUE(outcome) << outcome.error().sentence;
  EXPECT_EQ(outcome->revision, 3U);
  EXPECT_EQ(allowed_by_other(), 3U);
}

TEST_F(SharingTest, ATenantThatAnotherMadeAnewHasNothingOfTheOldOne) {
  applied({add_contoso(), allow(Verb::add, 1, 1), add_contact("v@x.example")});
  ASSERT_NO_FATAL_FAILURE(open_other());
  applied({Change{Verb::remove, tenant_id(test::contoso())}});
  applied({add_contoso(), add_contact("w@x.example")});
  std::vector<Change> changes{add_contoso_china()};
  ASSERT_TRUE(run(other_->apply(std::move(changes), kAlice, false)));
  const auto seen = other_snapshots_.current();
  EXPECT_EQ(allowed_by_other(), 0U);
  EXPECT_EQ(seen->directory(test::contoso()).size(), 1U);
}

TEST_F(SharingTest, ManyChangesOfAnotherAreReadAsAWhole) {
  applied({add_contoso()});
  ASSERT_NO_FATAL_FAILURE(open_other());
  for (const int over : {0, 1}) {
    DirectoryImport import{test::contoso(), "corp" + std::to_string(over)};
    for (int i = 0; i < kEditedRecipientsMax + over; ++i) {
      const std::string address = import.origin + "." + std::to_string(i) + "@x.example";
      import.recipients.push_back(imported(std::to_string(i), address));
    }
    ASSERT_TRUE(this->import(import));
    std::vector<Change> changes{add_contact("one" + std::to_string(over) + "@x.example")};
    ASSERT_TRUE(run(other_->apply(std::move(changes), kAlice, false)));
    const config::Directory& ours = snapshots_.current()->directory(test::contoso());
    const config::Directory& theirs = other_snapshots_.current()->directory(test::contoso());
    EXPECT_EQ(theirs.size(), ours.size() + 1) << over;
    applied({add_contact("two" + std::to_string(over) + "@x.example")});
    EXPECT_EQ(snapshots_.current()->directory(test::contoso()).size(), theirs.size() + 1);
  }
}

TEST_F(SharingTest, WhoHoldsTheFileTooLongMakesTheOthersBusy) {
  applied({add_contoso()});
  options_.busy_timeout = std::chrono::milliseconds(1);
  ASSERT_NO_FATAL_FAILURE(open_other());
  auto holder = Connection::open(options_.file, Connection::Use::write);
  ASSERT_TRUE(holder);
  std::vector<Change> changes{add_contact("v@x.example")};
  {
    Transaction transaction(**holder, Transaction::Kind::write);
    const auto outcome = run(other_->apply(changes, kAlice, false));
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().kind, RefusedKind::busy);
    EXPECT_TRUE(run(other_->list({})));
  }
  EXPECT_TRUE(run(other_->apply(changes, kAlice, false)));
}

TEST_F(SharingTest, WhatIsTooMuchIsBusyAtOnce) {
  applied({add_contoso()});
  int busy = 0;
  int done = 0;
  const auto count = [&](std::exception_ptr, const Outcome<ObjectPage>& page) {
    ++(page ? done : busy);
    if (!page) {
      EXPECT_EQ(page.error().kind, RefusedKind::busy);
    }
  };
  for (int i = 0; i < 5000; ++i) {
    boost::asio::co_spawn(io_, registry_->list({}), count);
  }
  io_.restart();
  io_.run();
  EXPECT_GT(busy, 0);
  EXPECT_GE(done, 256);
}

}  // namespace
}  // namespace fb::registry
