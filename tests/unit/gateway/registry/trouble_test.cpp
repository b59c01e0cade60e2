// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The registry when its file cannot be read or written: what was running goes on, what was answered
// is kept, and nothing is half there.
#include <gmock/gmock.h>
#include <unistd.h>

#include <fstream>

#include "gateway/registry/sqlite.hpp"
#include "tests/support/seed.hpp"
#include "tests/unit/gateway/registry/failing_vfs.hpp"
#include "tests/unit/gateway/registry/registry_world.hpp"

namespace fb::registry {
namespace {

using testing::HasSubstr;

class TroubleTest : public RegistryWorld {
 protected:
  ~TroubleTest() override { registry_.reset(); }  // before its file system

  // Each step can be told from those before it by what is in force.
  std::vector<std::vector<Change>> script() const {
    return {{add_contoso(), allow(Verb::add, 1, 1), add_contact("v1@x.example")},
            {allow(Verb::put, 1, 2), add_contact("v2@x.example", std::string(64, 'n'))},
            {allow(Verb::put, 1, 3), remove_contact("v1@x.example"), add_contact("v3@x.example")},
            {allow(Verb::put, 1, 4), add_contact("v4@x.example")}};
  }
  // What is in force after that many steps; true for exactly one number.
  bool is_after(std::size_t steps) const {
    return allowed() == steps && knows("v1@x.example") == (steps == 1 || steps == 2) &&
           knows("v2@x.example") == (steps >= 2) && knows("v3@x.example") == (steps >= 3) &&
           knows("v4@x.example") == (steps >= 4);
  }
  // How many steps were answered as done before one was refused.
  std::size_t run_script() {
    std::size_t done = 0;
    for (const auto& step : script()) {
      const auto outcome = apply(step);
      if (!outcome) {
        EXPECT_EQ(outcome.error().kind, RefusedKind::storage) << outcome.error().sentence;
        EXPECT_THAT(outcome.error().sentence, HasSubstr("registry.db"));
        break;
      }
      ++done;
    }
    return done;
  }
  void start_anew() {
    registry_.reset();
    for (const char* suffix : {"", "-wal", "-shm"}) {
      std::filesystem::remove(options_.file.string() + suffix);
    }
    const std::uint64_t generation = snapshots_.current()->generation() + 1;
    snapshots_.publish(test::snapshot_of({}, generation));
  }

  FailingVfs vfs_;
};

TEST_F(TroubleTest, AFailureAtAnyWriteLosesNothingAndLeavesNothingHalf) {
  for (const bool all_after : {true, false}) {
    for (const int code : {SQLITE_FULL, SQLITE_IOERR_WRITE}) {
      int n = 1;
      for (;; ++n) {
        ASSERT_LT(n, 2000) << "the script never ends without a failure";
        start_anew();
        vfs_.fail_at(0, code, all_after);
        ASSERT_NO_FATAL_FAILURE(open());
        vfs_.fail_at(n, code, all_after);
        const std::size_t done = run_script();
        const bool failed = vfs_.failed();
        EXPECT_TRUE(is_after(done)) << "write " << n << " code " << code;
        // The disk is well again.
        vfs_.fail_at(0, code, false);
        if (done < script().size()) {
          const auto again = apply(script().at(done));
          EXPECT_TRUE(again) << "write " << n << " " << (again ? "" : again.error().sentence);
          EXPECT_TRUE(is_after(done + 1)) << "write " << n;
        }
        const std::size_t last = std::min(done + 1, script().size());
        ASSERT_NO_FATAL_FAILURE(open());
        EXPECT_TRUE(is_after(last)) << "write " << n << " code " << code;
        if (!failed) break;
      }
      EXPECT_GT(n, 20) << "the script has fewer writes than it must have";
    }
  }
}

TEST_F(TroubleTest, AFailureWhileTheFileIsMadeIsRefusedAndCanBeRepeated) {
  for (int n = 1;; ++n) {
    ASSERT_LT(n, 2000);
    start_anew();
    vfs_.fail_at(n, SQLITE_FULL, true);
    const auto opened = try_open();
    const bool failed = vfs_.failed();
    if (!opened) {
      EXPECT_EQ(opened.error().kind, RefusedKind::storage);
    }
    vfs_.fail_at(0, SQLITE_FULL, false);
    if (!opened) {
      ASSERT_NO_FATAL_FAILURE(open());
      EXPECT_TRUE(is_new_);
    }
    if (!failed) break;
  }
}

TEST_F(TroubleTest, ABackupThatFailsLeavesNothing) {
  open();
  applied(script().front());
  int refusals = 0;
  for (int n = 1;; ++n) {
    ASSERT_LT(n, 2000);
    vfs_.fail_at(n, SQLITE_FULL, true);
    const std::string name = "b" + std::to_string(n);
    const auto path = run(registry_->backup(name));
    const bool failed = vfs_.failed();
    vfs_.fail_at(0, SQLITE_FULL, false);
    if (!path) {
      ++refusals;
      EXPECT_EQ(path.error().kind, RefusedKind::storage);
      EXPECT_FALSE(std::filesystem::exists(options_.backup_folder / name));
      EXPECT_FALSE(std::filesystem::exists(options_.backup_folder / (name + ".part")));
    }
    if (!failed) break;
  }
  EXPECT_GT(refusals, 0);
}

TEST_F(TroubleTest, AFlippedByteIsFoundOrChangesNothing) {
  open();
  for (const auto& step : script()) applied(step);
  std::vector<Change> many;
  for (int i = 0; i < 300; ++i) many.push_back(add_contact("m" + std::to_string(i) + "@x.example"));
  applied(many);
  registry_.reset();
  std::mt19937 random(test::seed());
  std::ifstream in(options_.file, std::ios::binary);
  const std::string good((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  constexpr std::size_t kPage = 4096;
  ASSERT_GT(good.size(), 10 * kPage);
  int found = 0;
  for (int round = 0; round < 40; ++round) {
    std::string bad = good;
    // The head of a page: its kind, its cell count, where its cells begin.
    const std::size_t page = 1 + random() % (good.size() / kPage - 1);
    for (std::size_t i = 0; i < 8; ++i) bad[page * kPage + i] = static_cast<char>(random());
    std::ofstream(options_.file, std::ios::binary | std::ios::trunc) << bad;
    const auto before = snapshots_.current();
    const auto opened = try_open();
    if (!opened) {
      ++found;
      EXPECT_EQ(opened.error().kind, RefusedKind::storage);
      EXPECT_THAT(opened.error().sentence, HasSubstr("put a backup in its place"));
      EXPECT_EQ(snapshots_.current(), before);
    } else {
      EXPECT_TRUE(is_after(4)) << "page " << page;
    }
  }
  EXPECT_GT(found, 30);
}

TEST_F(TroubleTest, ANewerFileIsRefusedAndTheRunningPolicyStays) {
  open();
  applied(script().front());
  registry_.reset();
  auto connection = Connection::open(options_.file, Connection::Use::write);
  ASSERT_TRUE(connection);
  (*connection)->run_script("PRAGMA user_version = 99");
  connection->reset();
  const auto opened = try_open();
  ASSERT_FALSE(opened);
  EXPECT_THAT(opened.error().sentence, HasSubstr("schema 99"));
  EXPECT_TRUE(is_after(1));
}

TEST_F(TroubleTest, WhatAnotherProgramBrokeIsToldOnceAndTheRunningPolicyStays) {
  open();
  applied(script().front());
  std::vector<std::string> told;
  const auto on_trouble = [&](const Refused* trouble) {
    told.push_back(trouble == nullptr ? "well" : trouble->sentence);
  };
  boost::asio::co_spawn(io_, registry_->follow(on_trouble), [](std::exception_ptr) {});
  const auto poll = [this] {
    clock_.advance(options_.poll_interval);
    // What it does on the registry's thread comes back before the next wait.
    do {
      io_.restart();
      io_.run_one();
    } while (clock_.waiting() == 0);
  };
  io_.poll();
  auto other = Connection::open(options_.file, Connection::Use::write);
  ASSERT_TRUE(other);
  poll();
  EXPECT_TRUE(told.empty());
  (*other)->run_script(
      "UPDATE object SET body = 'x = 1' WHERE kind = 10;"
      "UPDATE object SET revision = 2; UPDATE registry SET revision = 2");
  poll();
  poll();
  ASSERT_EQ(told.size(), 1U);
  EXPECT_THAT(told.front(), HasSubstr("holds what cannot be read"));
  EXPECT_TRUE(is_after(1));
  const auto refused = apply(script().at(1));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, RefusedKind::storage);
  Statement body = (*other)->prepare("UPDATE object SET body = ? WHERE kind = 10");
  body.bind(config::canonical_body(add_contoso().body).value());
  body.run();
  poll();
  EXPECT_THAT(told, testing::ElementsAre(HasSubstr("cannot be read"), "well"));
  EXPECT_TRUE(apply(script().at(1)));
  EXPECT_TRUE(is_after(2));
}

TEST_F(TroubleTest, AFileThatWasTakenAwayOrReplacedIsNotWrittenTo) {
  open();
  applied(script().front());
  const std::filesystem::path aside = folder_.path() / "aside.db";
  std::filesystem::rename(options_.file, aside);
  const auto gone = apply(script().at(1));
  ASSERT_FALSE(gone);
  EXPECT_THAT(gone.error().sentence, HasSubstr("is gone"));
  std::filesystem::copy_file(aside, options_.file);
  const auto replaced = apply(script().at(1));
  ASSERT_FALSE(replaced);
  EXPECT_THAT(replaced.error().sentence, HasSubstr("was replaced"));
  EXPECT_TRUE(is_after(1));
}

TEST_F(TroubleTest, AFileThatCannotBeWrittenIsRefused) {
  open();
  applied(script().front());
  registry_.reset();
  // Nobody may write a running program's own file, not even its owner.
  options_.file = folder_.path() / "running";
  std::filesystem::create_symlink("/proc/self/exe", options_.file);
  const auto opened = try_open();
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().kind, RefusedKind::storage);
  EXPECT_THAT(opened.error().sentence, HasSubstr("cannot be opened for writing"));
  EXPECT_TRUE(is_after(1));
}

}  // namespace
}  // namespace fb::registry
