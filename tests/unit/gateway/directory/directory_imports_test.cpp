// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/directory/directory_imports.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <deque>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "gateway/async/wake_up.hpp"
#include "tests/support/run_coro.hpp"
#include "tests/unit/gateway/directory/directory_sample.hpp"

namespace fb::directory {
namespace {

using registry::DirectoryImport;
using registry::ImportReport;
using registry::ImportState;
using registry::Outcome;
using registry::Refused;
using registry::RefusedKind;
using ::testing::HasSubstr;
using ::testing::SizeIs;

// Of the registry, what imports need: the state of each source, and what was handed over.
class ImportsOnly final : public registry::Registry {
 public:
  boost::asio::awaitable<Outcome<registry::Applied>> apply(std::vector<registry::Change>,
                                                           registry::Actor, bool) override {
    co_return none();
  }
  boost::asio::awaitable<Outcome<registry::Applied>> apply(registry::WantedState, registry::Actor,
                                                           bool) override {
    co_return none();
  }
  boost::asio::awaitable<Outcome<ImportReport>> import(DirectoryImport import,
                                                       registry::Actor actor,
                                                       bool dry_run) override {
    actors.push_back(actor.name + "/" + actor.via);
    dry_runs.push_back(dry_run);
    if (!dry_run && !refusal) {
      state.cursor = import.cursor;
      state.at = clock->utc_now();
      state.outcome = "kept";
    }
    imports.push_back(std::move(import));
    if (refusal) co_return *refusal;
    co_return report;
  }
  boost::asio::awaitable<Outcome<ImportState>> import_state(model::TenantKey,
                                                            std::string) override {
    if (state_refusal) co_return *state_refusal;
    co_return state;
  }
  boost::asio::awaitable<Outcome<registry::ObjectPage>> list(registry::ListQuery) override {
    co_return none();
  }
  boost::asio::awaitable<Outcome<registry::HistoryPage>> history(registry::HistoryQuery) override {
    co_return none();
  }
  boost::asio::awaitable<Outcome<std::vector<config::Object>>> objects(
      std::vector<model::TenantKey>, bool, bool) override {
    co_return none();
  }
  boost::asio::awaitable<Outcome<std::uint64_t>> reload(config::CloudCatalogue) override {
    co_return none();
  }
  boost::asio::awaitable<Outcome<std::filesystem::path>> backup(std::string) override {
    co_return none();
  }
  std::uint64_t revision() const override { return 7; }
  boost::asio::awaitable<void> follow(OnTrouble) override { co_return; }

  async::Clock* clock = nullptr;
  ImportState state;
  ImportReport report;
  std::optional<Refused> refusal;
  std::optional<Refused> state_refusal;
  std::vector<DirectoryImport> imports;
  std::vector<std::string> actors;
  std::vector<bool> dry_runs;

 private:
  static Refused none() {
    ADD_FAILURE() << "imports ask for nothing else";
    return {RefusedKind::storage, "not here", {}};
  }
};

class ScriptedReader final : public DirectoryReader {
 public:
  boost::asio::awaitable<Outcome<Reading>> read(ReadRequest request) override {
    requests.push_back(request);
    // Held here: the test drops its own as soon as it has rung.
    if (const auto held = gate) co_await held->wait();
    if (refusal) co_return *refusal;
    Reading reading;
    reading.full = request.full;
    reading.cursor = "at-" + std::to_string(requests.size());
    if (!empty) {
      reading.recipients.push_back(
          {"id-1", config::Mailbox{test::address("peggy@contoso.example"), {}, "cloud"}});
    }
    reading.skipped.add("cn=x: no address");
    co_return reading;
  }

  std::vector<ReadRequest> requests;
  std::optional<Refused> refusal;
  std::shared_ptr<async::WakeUp> gate;
  bool empty = false;
};

std::shared_ptr<const config::Snapshot> snapshot_with(std::vector<config::DirectorySource> sources,
                                                      std::uint64_t generation = 1) {
  config::Tenant tenant = sample_tenant();
  tenant.directory_sources = std::move(sources);
  config::Federation federation;
  federation.tenants.push_back(std::move(tenant));
  return test::snapshot_of(std::move(federation), generation);
}

class DirectoryImportsTest : public ::testing::Test {
 protected:
  DirectoryImportsTest() {
    registry.clock = &clock;
    config::LogSettings settings;
    settings.file = log_file.string();
    log = ops::Log::open(settings).value();
    Readers readers;
    readers.ldap = &reader;
    imports.emplace(io.get_executor(), holder, registry, readers, clock, *log,
                    [this] { return chance; });
  }

  void TearDown() override {
    imports->stop();
    test::run_coro(io, clock, imports->wait());
    log.reset();
    std::filesystem::remove(log_file);
  }

  Outcome<ImportReport> run(RunOptions options = {}, std::string name = "corp") {
    return test::run_coro(io, clock,
                          imports->run(test::contoso(), std::move(name), options,
                                       registry::Actor{"alice", "admin-api"}));
  }

  void pass(std::chrono::seconds length) {
    for (auto left = length; left.count() > 0; left -= kLookEvery) {
      while (io.poll() != 0) {
      }
      clock.advance(std::min<std::chrono::seconds>(left, kLookEvery));
    }
    while (io.poll() != 0) {
    }
  }

  std::string logged() {
    log.reset();
    std::ostringstream text;
    text << std::ifstream(log_file).rdbuf();
    return text.str();
  }

  test::ManualClock clock;
  boost::asio::io_context io{1};
  config::SnapshotHolder holder{snapshot_with({sample_source()})};
  ImportsOnly registry;
  ScriptedReader reader;
  std::filesystem::path log_file =
      std::filesystem::temp_directory_path() /
      ("fb-imports-" + std::to_string(::getpid()) + "-" +
       ::testing::UnitTest::GetInstance()->current_test_info()->name() + ".log");
  std::unique_ptr<ops::Log> log;
  double chance = 0;
  std::optional<DirectoryImports> imports;
};

TEST_F(DirectoryImportsTest, ReadsAndHandsOver) {
  registry.report.added = 1;
  registry.report.revision = 8;
  registry.report.skipped.push_back("of the registry");
  registry.report.skipped_count = 1;
  const auto report = run();
  ASSERT_TRUE(report.has_value());
  EXPECT_EQ(report->added, 1u);
  EXPECT_EQ(report->skipped_count, 2u);
  EXPECT_EQ(report->skipped.back(), "cn=x: no address");
  ASSERT_THAT(registry.imports, SizeIs(1));
  const DirectoryImport& import = registry.imports.front();
  EXPECT_EQ(import.tenant, test::contoso());
  EXPECT_EQ(import.origin, "corp");
  EXPECT_TRUE(import.full);
  EXPECT_EQ(import.removals_max, 100u);
  EXPECT_EQ(import.removals_max_percent, 10u);
  EXPECT_FALSE(import.confirmed);
  EXPECT_EQ(registry.actors.front(), "alice/admin-api");

  const auto states = imports->states();
  ASSERT_THAT(states, SizeIs(1));
  EXPECT_EQ(states.front().name, "corp");
  EXPECT_FALSE(states.front().running);
  EXPECT_FALSE(states.front().failed);
  EXPECT_EQ(states.front().last_run, clock.utc_now());
  EXPECT_EQ(states.front().outcome, "1 added, 0 changed, 0 removed, 2 left out");
  EXPECT_THAT(logged(), HasSubstr("\"imported\""));
}

TEST_F(DirectoryImportsTest, GivesTheReaderItsCursorAgain) {
  ASSERT_TRUE(run().has_value());
  EXPECT_TRUE(reader.requests.back().full);
  EXPECT_EQ(reader.requests.back().cursor, "");
  ASSERT_TRUE(run().has_value());
  EXPECT_FALSE(reader.requests.back().full);
  EXPECT_EQ(reader.requests.back().cursor, "at-1");
  RunOptions full;
  full.full = true;
  ASSERT_TRUE(run(full).has_value());
  EXPECT_TRUE(reader.requests.back().full);
}

TEST_F(DirectoryImportsTest, AChangedSourceIsReadInFull) {
  ASSERT_TRUE(run().has_value());
  config::DirectorySource changed = sample_source();
  changed.filter = "(cn=*)";
  holder.publish(snapshot_with({changed}, 2));
  ASSERT_TRUE(run().has_value());
  EXPECT_TRUE(reader.requests.back().full);
  EXPECT_EQ(reader.requests.back().cursor, "");
  // How often it runs changes nothing of what it gives.
  changed.every = std::chrono::hours(2);
  holder.publish(snapshot_with({changed}, 3));
  ASSERT_TRUE(run().has_value());
  EXPECT_FALSE(reader.requests.back().full);
}

TEST_F(DirectoryImportsTest, OptionsReachTheRegistry) {
  RunOptions options;
  options.dry_run = true;
  options.confirm = true;
  ASSERT_TRUE(run(options).has_value());
  EXPECT_TRUE(registry.dry_runs.back());
  EXPECT_TRUE(registry.imports.back().confirmed);
  // A dry run is not the last run.
  EXPECT_FALSE(imports->states().front().last_run);
}

TEST_F(DirectoryImportsTest, RefusesWhatIsNotThere) {
  const auto unknown = run({}, "nowhere");
  ASSERT_FALSE(unknown.has_value());
  EXPECT_EQ(unknown.error().kind, RefusedKind::not_found);
  holder.publish(snapshot_with({sample_source(config::DirectoryKind::csv)}, 2));
  const auto no_reader = run();
  ASSERT_FALSE(no_reader.has_value());
  EXPECT_EQ(no_reader.error().kind, RefusedKind::mistake);
  EXPECT_THAT(registry.imports, SizeIs(0));
}

TEST_F(DirectoryImportsTest, FailuresAreKeptAndLogged) {
  reader.refusal = Refused{RefusedKind::busy, "ldap://x: cannot be reached", {}};
  const auto report = run();
  ASSERT_FALSE(report.has_value());
  EXPECT_THAT(registry.imports, SizeIs(0));
  EXPECT_TRUE(imports->states().front().failed);
  EXPECT_EQ(imports->states().front().outcome, "ldap://x: cannot be reached");
  reader.refusal.reset();
  registry.refusal = Refused{RefusedKind::braked, "too many removals", {}};
  ASSERT_FALSE(run().has_value());
  registry.refusal.reset();
  registry.state_refusal = Refused{RefusedKind::storage, "disk", {}};
  const auto unreadable = run();
  ASSERT_FALSE(unreadable.has_value());
  EXPECT_EQ(unreadable.error().kind, RefusedKind::storage);
  const std::string text = logged();
  EXPECT_THAT(text, HasSubstr("import_failed"));
  EXPECT_THAT(text, HasSubstr("import_braked"));
}

TEST_F(DirectoryImportsTest, AnEmptyDirectoryIsNotBelieved) {
  reader.empty = true;
  registry.report.removed = 3;
  const auto report = run();
  ASSERT_FALSE(report.has_value());
  EXPECT_EQ(report.error().kind, RefusedKind::braked);
  ASSERT_THAT(registry.dry_runs, SizeIs(1));
  EXPECT_TRUE(registry.dry_runs.front());

  RunOptions confirmed;
  confirmed.confirm = true;
  EXPECT_TRUE(run(confirmed).has_value());
  EXPECT_FALSE(registry.dry_runs.back());

  registry.state = {};
  registry.report.removed = 0;
  EXPECT_TRUE(run().has_value());
  EXPECT_FALSE(registry.dry_runs.back());
}

TEST_F(DirectoryImportsTest, OneRunAtATimeOfOneSource) {
  reader.gate = std::make_shared<async::WakeUp>(io.get_executor());
  std::optional<Outcome<ImportReport>> first;
  boost::asio::co_spawn(io, imports->run(test::contoso(), "corp", {}, {"alice", "test"}),
                        [&first](std::exception_ptr, Outcome<ImportReport> report) {
                          first.emplace(std::move(report));
                        });
  while (io.poll() != 0) {
  }
  EXPECT_TRUE(imports->states().front().running);
  const auto second = run();
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().kind, RefusedKind::busy);
  async::WakeUp::bring(reader.gate);
  reader.gate.reset();
  while (io.poll() != 0) {
  }
  ASSERT_TRUE(first);
  EXPECT_TRUE(first->has_value());
  EXPECT_FALSE(imports->states().front().running);
  EXPECT_TRUE(run().has_value());
}

TEST_F(DirectoryImportsTest, RunsAsOftenAsTheSourceWants) {
  imports->start();
  pass(std::chrono::seconds(10));
  EXPECT_THAT(reader.requests, SizeIs(1));
  EXPECT_EQ(registry.actors.front(), "freebusyd/import");
  pass(std::chrono::minutes(59));
  EXPECT_THAT(reader.requests, SizeIs(1));
  pass(std::chrono::minutes(2));
  EXPECT_THAT(reader.requests, SizeIs(2));
  EXPECT_TRUE(imports->states().front().next_run);
}

TEST_F(DirectoryImportsTest, ChanceSpreadsTheRuns) {
  chance = 0.5;
  imports->start();
  pass(std::chrono::seconds(25));
  EXPECT_THAT(reader.requests, SizeIs(0));
  pass(std::chrono::seconds(10));
  EXPECT_THAT(reader.requests, SizeIs(1));
  // An hour and a twentieth of it.
  pass(std::chrono::minutes(62));
  EXPECT_THAT(reader.requests, SizeIs(1));
  pass(std::chrono::minutes(2));
  EXPECT_THAT(reader.requests, SizeIs(2));
}

TEST_F(DirectoryImportsTest, WhatAnotherProcessDidIsNotDoneAgain) {
  registry.state.cursor = "x";
  registry.state.at = clock.utc_now() - std::chrono::minutes(20);
  registry.state.outcome = "done elsewhere";
  imports->start();
  pass(std::chrono::minutes(39));
  EXPECT_THAT(reader.requests, SizeIs(0));
  EXPECT_EQ(imports->states().front().outcome, "done elsewhere");
  pass(std::chrono::minutes(2));
  EXPECT_THAT(reader.requests, SizeIs(1));
}

TEST_F(DirectoryImportsTest, FailuresAreTriedAgainSooner) {
  reader.refusal = Refused{RefusedKind::busy, "away", {}};
  imports->start();
  pass(std::chrono::seconds(10));
  EXPECT_THAT(reader.requests, SizeIs(1));
  pass(kAfterFailure - std::chrono::seconds(10));
  EXPECT_THAT(reader.requests, SizeIs(1));
  pass(std::chrono::seconds(20));
  EXPECT_THAT(reader.requests, SizeIs(2));
}

TEST_F(DirectoryImportsTest, SourcesComeAndGoWithTheSnapshot) {
  config::DirectorySource by_hand = sample_source();
  by_hand.every = std::chrono::seconds(0);
  holder.publish(snapshot_with({by_hand}, 2));
  imports->start();
  pass(std::chrono::hours(2));
  EXPECT_THAT(reader.requests, SizeIs(0));
  EXPECT_FALSE(imports->states().front().next_run);
  holder.publish(snapshot_with({sample_source()}, 3));
  pass(std::chrono::seconds(15));
  EXPECT_THAT(reader.requests, SizeIs(1));
  holder.publish(snapshot_with({}, 4));
  pass(std::chrono::hours(2));
  EXPECT_THAT(reader.requests, SizeIs(1));
  EXPECT_THAT(imports->states(), SizeIs(0));
}

TEST_F(DirectoryImportsTest, StopTellsTheReader) {
  reader.gate = std::make_shared<async::WakeUp>(io.get_executor());
  imports->start();
  pass(std::chrono::seconds(10));
  ASSERT_THAT(reader.requests, SizeIs(1));
  imports->stop();
  EXPECT_TRUE(reader.requests.front().stop.stop_requested());
  test::run_coro(io, clock, imports->wait());
  EXPECT_FALSE(imports->states().front().running);
}

}  // namespace
}  // namespace fb::directory
