// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Keeps the recipients of home tenants as their directory sources say: reads each source as often
// as it wants, and hands what it gives to the registry. One run at a time of one source.
//
// A source that gives nothing at all is not believed where that would remove something, until
// somebody confirms it: an account that lost its rights sees an empty directory.
//
// Beware: runs happen on the executor given here, on one thread; run() and states() may be called
// from any. Stop before that executor goes, and wait.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "gateway/async/clock.hpp"
#include "gateway/async/task_group.hpp"
#include "gateway/directory/directory_reader.hpp"
#include "gateway/ops/log.hpp"

namespace fb::directory {

// How often the sources of the current snapshot are looked at.
inline constexpr std::chrono::seconds kLookEvery{5};
// The first runs after a start are spread over this much.
inline constexpr std::chrono::seconds kStartSpread{60};
// A run that failed is made again after this, or after the source's own interval if that is less.
inline constexpr std::chrono::seconds kAfterFailure{300};

// As the federation file writes it: "csv".
std::string_view kind_name(config::DirectoryKind kind);

struct RunOptions {
  bool dry_run = false;
  bool full = false;
  bool confirm = false;  // whatever it removes
};

struct SourceState {
  model::TenantKey tenant;
  std::string name;
  config::DirectoryKind kind;
  bool running = false;
  bool failed = false;  // the last run, which was no dry run
  std::optional<model::UtcTime> last_run{};
  std::string outcome{};                     // of the last run, a sentence
  std::optional<model::UtcTime> next_run{};  // none: only when somebody says so
};

// One for each kind; they outlive the imports. Null: sources of that kind are refused.
struct Readers {
  DirectoryReader* csv = nullptr;
  DirectoryReader* ldap = nullptr;
  DirectoryReader* graph = nullptr;
};

class DirectoryImports {
 public:
  // From 0 to 1, for spreading runs.
  using Chance = std::function<double()>;

  DirectoryImports(boost::asio::any_io_executor executor, const config::SnapshotHolder& snapshots,
                   registry::Registry& registry, Readers readers, async::Clock& clock,
                   ops::Log& log, Chance chance);

  void start();
  void stop();  // ends what runs, as soon as its reader can
  boost::asio::awaitable<void> wait();

  // Refused: not_found, busy (it runs already, or the source cannot be reached), braked, mistake.
  boost::asio::awaitable<registry::Outcome<registry::ImportReport>> run(model::TenantKey tenant,
                                                                        std::string name,
                                                                        RunOptions options,
                                                                        registry::Actor actor);
  // Of every source in the current snapshot.
  std::vector<SourceState> states() const;

 private:
  using Key = std::pair<model::TenantKey, std::string>;
  using Report = registry::Outcome<registry::ImportReport>;
  struct Kept {
    bool running = false;
    bool failed = false;
    std::optional<model::UtcTime> last_run{};
    std::string outcome{};
    std::optional<async::SteadyTime> due{};
    std::chrono::seconds every{0};  // that `due` was made from
  };
  class Running;

  boost::asio::awaitable<void> follow();
  boost::asio::awaitable<void> scheduled_run(Key key, std::chrono::seconds every);
  boost::asio::awaitable<Report> run_here(Key key, RunOptions options, registry::Actor actor);
  boost::asio::awaitable<Report> read_and_import(ReadRequest request, RunOptions options,
                                                 registry::Actor actor);
  boost::asio::awaitable<Report> import_reading(const ReadRequest& request, Reading reading,
                                                RunOptions options, registry::Actor actor);
  std::vector<std::pair<Key, std::chrono::seconds>> take_due();
  void plan(const Key& key, std::chrono::seconds in);
  void keep(const Key& key, const RunOptions& options, const Report& report);
  void report_event(const Key& key, const RunOptions& options, const Report& report);
  DirectoryReader* reader_for(config::DirectoryKind kind) const;

  const boost::asio::any_io_executor executor_;
  const config::SnapshotHolder& snapshots_;
  registry::Registry& registry_;
  const Readers readers_;
  async::Clock& clock_;
  ops::Log& log_;
  const Chance chance_;
  std::stop_source stop_;
  async::TaskGroup tasks_;
  mutable std::mutex mutex_;  // of what follows
  std::map<Key, Kept> kept_;
};

}  // namespace fb::directory
