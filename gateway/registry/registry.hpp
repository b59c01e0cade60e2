// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The stored federation objects: a SQLite file in WAL mode, changed by transactions that say who,
// when, what before and what after, and the snapshot that requests see, made from it. One writer
// thread; nothing here blocks an event loop. The processes of one host may share a file: each looks
// for changes of the others all the time.
//
// A change is read as a whole federation before it is committed, so the file never holds one that
// has mistakes. When apply() has answered, the change is on disk and in force in this process.
//
// Not who may change what: gateway/admin asks for that before it comes here.
//
// Beware: where the file cannot be read or written (a full disk, a newer schema, damage), the
// running policy stays as it is, and every answer here says so.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "config/federation_objects.hpp"
#include "config/snapshot.hpp"
#include "gateway/async/clock.hpp"
#include "gateway/registry/outcome.hpp"

namespace fb::registry {

inline constexpr std::size_t kChangesPerCallMax = 10'000;
inline constexpr std::size_t kObjectBytesMax = 1024 * 1024;  // of one body
inline constexpr std::size_t kPageMax = 1000;                // objects or history entries
// Calls; one more is told that it is busy, at once. Beside them one runs.
inline constexpr std::size_t kWritesWaitingMax = 64;
inline constexpr std::size_t kReadsWaitingMax = 256;

struct Options {
  std::filesystem::path file;
  std::filesystem::path backup_folder;
  std::chrono::milliseconds poll_interval{500};
  std::uint32_t history_entries_max = 1'000'000;
  std::size_t recipients_per_tenant_max = 2'000'000;
  // How long a change waits for one of another process.
  std::chrono::milliseconds busy_timeout{5'000};
};

// Who did it and how they came: "alice", "admin-api", "import ldap:corp".
struct Actor {
  std::string name;
  std::string via;
};

enum class Verb : std::uint8_t {
  add,     // refused where it exists
  set,     // a patch (config::patched); refused where it does not exist, and for an address space
  put,     // the whole body, whether it exists or not
  remove,  // refused where it does not exist
};

struct Change {
  Verb verb;
  config::ObjectId id;
  std::string body{};
  // Refused where the object was changed by somebody else since that revision.
  std::optional<std::uint64_t> expected_revision{};
};

// What changed, or would change. Bodies are canonical and redacted; empty: there was, or is, none.
struct Difference {
  config::ObjectId id;
  std::string before;
  std::string after;
};

struct Applied {
  std::uint64_t revision;  // of the registry, after it
  std::vector<Difference> differences;
};

// A federation file, to be made true. Objects of tenants (and partners) that `scope` does not name
// are neither read nor touched; with `prune`, objects in scope that the file does not have go.
// Recipients are pruned only where they were not imported from a directory source.
struct WantedState {
  std::vector<config::Object> objects;
  std::vector<model::TenantKey> scope;
  bool partners = false;  // whether partners and new tenants are in scope
  bool prune = false;
  std::optional<std::uint64_t> expected_revision{};  // of the registry
};

struct StoredObject {
  config::Object object;   // redacted
  std::uint64_t revision;  // of the registry, when it was changed last
  std::string origin;      // the directory source that it came from; empty: somebody entered it
};

struct ListQuery {
  std::optional<config::ObjectKind> kind{};
  std::optional<model::TenantKey> tenant{};
  std::string identity{};  // exactly this one
  std::string after{};     // StoredObject's place in the order: `next` of the page before
  std::size_t limit = kPageMax;
};

struct ObjectPage {
  std::uint64_t revision;
  std::vector<StoredObject> objects;
  std::string next;  // empty: there are no more
};

struct HistoryEntry {
  std::uint64_t revision;
  std::chrono::sys_time<std::chrono::milliseconds> at;
  Actor actor;
  Verb verb;
  Difference difference;
};

struct HistoryQuery {
  std::optional<config::ObjectKind> kind{};
  std::optional<model::TenantKey> tenant{};
  std::string identity{};
  std::uint64_t before = 0;  // older than this revision; 0: from the newest
  std::size_t limit = kPageMax;
};

// Newest first.
struct HistoryPage {
  std::vector<HistoryEntry> entries;
  std::uint64_t next;  // for HistoryQuery::before; 0: there are no more
};

// --- what directory sources bring ---

struct ImportedRecipient {
  std::string origin_id;  // stable in its source: objectGUID, entryUUID, Graph's id, a CSV key
  config::Recipient recipient;
};

struct DirectoryImport {
  model::TenantKey tenant;
  std::string origin;  // the name of the directory source
  // Full: what is not in `recipients` has gone. Otherwise only `removed_ids` have.
  bool full = true;
  std::vector<ImportedRecipient> recipients{};
  std::vector<std::string> removed_ids{};
  std::string cursor{};  // kept for the next run, in the same transaction
  // The brake: more removals than both allow are not done (Refused: braked), unless `confirmed`.
  std::uint32_t removals_max = 100;
  std::uint32_t removals_max_percent = 10;
  bool confirmed = false;
};

struct ImportReport {
  std::uint64_t revision = 0;
  std::size_t added = 0;
  std::size_t changed = 0;
  std::size_t removed = 0;
  std::size_t unchanged = 0;
  std::vector<std::string> skipped{};  // sentences: what could not be taken, and why; bounded
  std::size_t skipped_count = 0;
  std::vector<Difference> differences{};  // the first kPageMax
};

struct ImportState {
  std::string cursor;  // empty: the next run has to be a full one
  std::chrono::sys_time<std::chrono::milliseconds> at{};
  std::string outcome{};  // a sentence
};

class Registry {
 public:
  virtual ~Registry() = default;

  // Everything here runs on the registry's own threads and resumes on the caller's executor. With
  // `dry_run` nothing is written and all that would refuse it is found.
  virtual boost::asio::awaitable<Outcome<Applied>> apply(std::vector<Change> changes, Actor actor,
                                                         bool dry_run) = 0;
  virtual boost::asio::awaitable<Outcome<Applied>> apply(WantedState wanted, Actor actor,
                                                         bool dry_run) = 0;
  virtual boost::asio::awaitable<Outcome<ImportReport>> import(DirectoryImport import, Actor actor,
                                                               bool dry_run) = 0;
  virtual boost::asio::awaitable<Outcome<ImportState>> import_state(model::TenantKey tenant,
                                                                    std::string origin) = 0;
  virtual boost::asio::awaitable<Outcome<ObjectPage>> list(ListQuery query) = 0;
  virtual boost::asio::awaitable<Outcome<HistoryPage>> history(HistoryQuery query) = 0;
  // Bodies that are not redacted, for an export; recipients that were imported are left out unless
  // `imported`.
  virtual boost::asio::awaitable<Outcome<std::vector<config::Object>>> objects(
      std::vector<model::TenantKey> scope, bool partners, bool imported) = 0;
  // A consistent copy beside the running file, of which nothing is left where it fails. Gives its
  // path. `name` is a plain file name.
  virtual boost::asio::awaitable<Outcome<std::filesystem::path>> backup(std::string name) = 0;

  // Makes the snapshot anew from what is stored, with this catalogue and with the files that bodies
  // name as they are now, and publishes it: for what has changed beside the registry. Gives its
  // generation. A mistake: what is in force stays, the catalogue with it.
  virtual boost::asio::awaitable<Outcome<std::uint64_t>> reload(config::CloudCatalogue clouds) = 0;

  virtual std::uint64_t revision() const = 0;

  // Follows the changes of other processes until it is cancelled. `on_trouble` is told once when
  // the file cannot be read, and once, with null, when it can again.
  using OnTrouble = std::function<void(const Refused*)>;
  virtual boost::asio::awaitable<void> follow(OnTrouble on_trouble) = 0;
};

struct Opened {
  std::unique_ptr<Registry> registry;
  bool is_new;  // there was no file, or no object in it
};

// Blocks; for the start of the program. Checks the integrity of the file, backs it up before it
// migrates it, refuses one of a newer schema, and publishes a snapshot (of an empty federation
// where it is new). The snapshots and the clock outlive it.
Outcome<Opened> open_registry(const Options& options, config::CloudCatalogue clouds,
                              config::SnapshotHolder& snapshots, async::Clock& clock);

}  // namespace fb::registry
