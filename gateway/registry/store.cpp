// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/registry/store.hpp"

#include <utility>

#include "gateway/registry/change_set.hpp"
#include "gateway/registry/history_table.hpp"
#include "gateway/registry/import_run.hpp"

namespace fb::registry {
namespace {

std::optional<Refused> take_all(ChangeSet& set, const std::vector<Change>& changes) {
  if (changes.size() > kChangesPerCallMax) {
    return Refused{RefusedKind::mistake,
                   "more than " + std::to_string(kChangesPerCallMax) + " changes in one call"};
  }
  for (const Change& change : changes) {
    if (auto refused = set.take(change)) return refused;
  }
  return std::nullopt;
}

std::optional<Refused> take_all(ChangeSet& set, const WantedState& wanted) {
  return set.take(wanted);
}

// A failure of the file outweighs what was made of its missing rows.
Refused first_of(Connection& connection, Refused refused) {
  if (auto failure = connection.take_failure()) return *std::move(failure);
  return refused;
}

}  // namespace

Store::Store(std::unique_ptr<Connection> connection, const Options& options,
             config::CloudCatalogue clouds, config::SnapshotHolder& snapshots, async::Clock& clock)
    : connection_(std::move(connection)),
      history_entries_max_(options.history_entries_max),
      recipients_max_(options.recipients_per_tenant_max),
      reading_{options.file.parent_path(), std::move(clouds)},
      snapshots_(snapshots),
      clock_(clock) {
  ::stat(connection_->file().c_str(), &opened_);
}

// A connection goes on with a file that has another name or none by now, and what it writes there
// is lost.
std::optional<Refused> Store::check_file() const {
  struct stat now {};
  const bool there = ::stat(connection_->file().c_str(), &now) == 0;
  if (there && now.st_ino == opened_.st_ino && now.st_dev == opened_.st_dev) return std::nullopt;
  return Refused{RefusedKind::storage, "the registry " + connection_->file().string() +
                                           (there ? " was replaced" : " is gone") +
                                           " while the gateway runs: start the gateway again"};
}

std::chrono::sys_time<std::chrono::milliseconds> Store::time() const {
  return std::chrono::time_point_cast<std::chrono::milliseconds>(clock_.utc_now());
}

std::uint64_t Store::publish(std::shared_ptr<const State> state) {
  state_ = std::move(state);
  std::uint64_t generation = 0;
  // Whoever else publishes makes us take a later generation.
  do {
    generation = snapshots_.current()->generation() + 1;
  } while (!snapshots_.publish(snapshot_of(*state_, generation, reading_.clouds)));
  published_ = state_;
  revision_ = state_->revision;
  return generation;
}

// Inside a transaction.
std::optional<Refused> Store::check_connection() {
  if (auto failure = connection_->take_failure()) return failure;
  return check_file();
}

// Inside a transaction: the state is that of the file from here on.
std::optional<Refused> Store::refresh() {
  if (auto refused = check_connection()) return refused;
  const std::uint64_t revision = revision_of(*connection_);
  if (auto failure = connection_->take_failure()) return failure;
  if (revision == state_->revision) return std::nullopt;
  auto next = state_after(*state_, *connection_, reading_);
  if (!next) {
    Refused refused = next.error();
    if (refused.kind == RefusedKind::mistake) {
      refused.kind = RefusedKind::storage;
      refused.sentence = "the registry " + connection_->file().string() +
                         " holds what cannot be read: " + refused.sentence;
    }
    return refused;
  }
  publish(*std::move(next));
  return std::nullopt;
}

std::optional<Refused> Store::catch_up() {
  Transaction transaction(*connection_, Transaction::Kind::read);
  return refresh();
}

std::optional<Refused> Store::publish_first() {
  if (auto refused = catch_up()) return refused;
  if (published_ != state_) publish(state_);
  return std::nullopt;
}

Outcome<std::uint64_t> Store::reload(config::CloudCatalogue clouds) {
  Transaction transaction(*connection_, Transaction::Kind::read);
  if (auto refused = check_connection()) return *std::move(refused);
  Reading reading{reading_.folder, std::move(clouds)};
  State unread = *state_;
  unread.federation = nullptr;
  auto next = state_after(unread, *connection_, reading);
  if (!next) return first_of(*connection_, next.error());
  reading_ = std::move(reading);
  return publish(*std::move(next));
}

Outcome<Applied> Store::apply(const std::vector<Change>& changes, const Actor& actor,
                              bool dry_run) {
  return apply_all(changes, actor, dry_run);
}

Outcome<Applied> Store::apply(const WantedState& wanted, const Actor& actor, bool dry_run) {
  return apply_all(wanted, actor, dry_run);
}

template <class Asked>
Outcome<Applied> Store::apply_all(const Asked& asked, const Actor& actor, bool dry_run) {
  Transaction transaction(*connection_, Transaction::Kind::write);
  if (auto refused = refresh()) return *std::move(refused);
  ChangeSet set(*state_, *connection_, recipients_max_);
  if (auto refused = take_all(set, asked)) return first_of(*connection_, *std::move(refused));
  auto federation = set.check(reading_);
  if (!federation) return first_of(*connection_, federation.error());
  if (set.empty()) return Applied{state_->revision, {}};
  const std::uint64_t revision = state_->revision + 1;
  set.write(revision, time(), actor);
  set_revision(*connection_, revision);
  trim_history(*connection_, history_entries_max_);
  if (auto refused = set.check_stored_recipients(**federation)) {
    return first_of(*connection_, *std::move(refused));
  }
  auto next = state_after(*state_, *connection_, reading_, *federation);
  if (!next) return first_of(*connection_, next.error());
  Applied applied{dry_run ? state_->revision : revision, set.differences()};
  if (dry_run) return applied;
  if (auto failure = transaction.commit()) return *std::move(failure);
  publish(*std::move(next));
  return applied;
}

Outcome<ImportReport> Store::import(DirectoryImport import, const Actor& actor, bool dry_run) {
  Transaction transaction(*connection_, Transaction::Kind::write);
  if (auto refused = refresh()) return *std::move(refused);
  const config::Tenant* const tenant = state_->federation->tenant(import.tenant);
  if (tenant == nullptr) {
    return Refused{RefusedKind::not_found, "there is no home tenant " + import.tenant.str()};
  }
  if (import.origin.empty()) {
    return Refused{RefusedKind::mistake, "a directory import without the name of its source"};
  }
  const model::TenantKey key = import.tenant;
  const std::string origin = import.origin;
  ImportRun run(*connection_, *tenant, std::move(import), recipients_max_);
  if (auto refused = run.plan()) {
    if (refused->kind == RefusedKind::braked && !dry_run) {
      ImportState state = read_import_state(*connection_, key, origin);
      state.at = time();
      state.outcome = refused->sentence;
      write_import_state(*connection_, key, origin, state);
      if (auto failure = transaction.commit()) return *std::move(failure);
    }
    return first_of(*connection_, *std::move(refused));
  }
  const bool changes = run.changes_anything();
  const std::uint64_t revision = state_->revision + (changes ? 1 : 0);
  run.write(revision, time(), actor);
  if (changes) set_revision(*connection_, revision);
  trim_history(*connection_, history_entries_max_);
  auto next = state_after(*state_, *connection_, reading_, state_->federation);
  if (!next) return first_of(*connection_, next.error());
  ImportReport report = std::move(run).report();
  if (dry_run) {
    report.revision = state_->revision;
    return report;
  }
  if (auto failure = transaction.commit()) return *std::move(failure);
  if (changes) publish(*std::move(next));
  return report;
}

}  // namespace fb::registry
