// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The registry's two halves without threads: the one that changes the file and publishes, and the
// one that reads it. Each has a connection of its own and belongs to one thread at a time.
#pragma once

#include <sys/stat.h>

#include <atomic>

#include "gateway/registry/registry.hpp"
#include "gateway/registry/state.hpp"

namespace fb::registry {

class Store {
 public:
  // The snapshots and the clock outlive it.
  Store(std::unique_ptr<Connection> connection, const Options& options,
        config::CloudCatalogue clouds, config::SnapshotHolder& snapshots, async::Clock& clock);

  // Reads what others have changed and publishes it. A failure leaves what is published.
  std::optional<Refused> catch_up();
  // Publishes what is there, changed or not.
  std::optional<Refused> publish_first();
  // Reads all objects again, with another catalogue and the files as they are now. A failure leaves
  // what is published.
  Outcome<std::uint64_t> reload(config::CloudCatalogue clouds);

  Outcome<Applied> apply(const std::vector<Change>& changes, const Actor& actor, bool dry_run);
  Outcome<Applied> apply(const WantedState& wanted, const Actor& actor, bool dry_run);
  Outcome<ImportReport> import(DirectoryImport import, const Actor& actor, bool dry_run);

  std::uint64_t revision() const { return revision_; }  // from any thread
  bool empty() const { return state_->objects->empty(); }

 private:
  template <class Asked>
  Outcome<Applied> apply_all(const Asked& asked, const Actor& actor, bool dry_run);
  std::optional<Refused> check_connection();
  std::optional<Refused> refresh();
  std::optional<Refused> check_file() const;
  std::uint64_t publish(std::shared_ptr<const State> state);  // gives its generation
  std::chrono::sys_time<std::chrono::milliseconds> time() const;

  std::unique_ptr<Connection> connection_;
  struct stat opened_ {};
  std::uint32_t history_entries_max_;
  std::size_t recipients_max_;
  Reading reading_;
  config::SnapshotHolder& snapshots_;
  async::Clock& clock_;
  std::shared_ptr<const State> state_ = std::make_shared<State>();
  std::shared_ptr<const State> published_{};
  std::atomic<std::uint64_t> revision_{0};
};

class StoreReader {
 public:
  StoreReader(std::unique_ptr<Connection> connection, std::filesystem::path backup_folder)
      : connection_(std::move(connection)), backup_folder_(std::move(backup_folder)) {}

  Outcome<ObjectPage> list(const ListQuery& query);
  Outcome<HistoryPage> history(const HistoryQuery& query);
  Outcome<std::vector<config::Object>> objects(const std::vector<model::TenantKey>& scope,
                                               bool partners, bool imported);
  Outcome<ImportState> import_state(const model::TenantKey& tenant, const std::string& origin);
  Outcome<std::filesystem::path> backup(const std::string& name);

 private:
  std::unique_ptr<Connection> connection_;
  std::filesystem::path backup_folder_;
};

}  // namespace fb::registry
