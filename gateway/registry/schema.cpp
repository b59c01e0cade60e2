// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/registry/schema.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <string>
#include <system_error>

namespace fb::registry {
namespace {

// "fbgw": tells a registry from any other SQLite file.
constexpr std::int64_t kApplicationId = 0x66626777;

// `departed` says what went and when, so that another process need not read everything again; what
// was pruned from it is not newer than `registry.departed_pruned`.
constexpr const char* kFirst = R"sql(
CREATE TABLE registry(
  id INTEGER PRIMARY KEY CHECK (id = 1),
  revision INTEGER NOT NULL,
  departed_pruned INTEGER NOT NULL);
INSERT INTO registry VALUES (1, 0, 0);

CREATE TABLE object(
  kind INTEGER NOT NULL,
  tenant TEXT NOT NULL,
  identity TEXT NOT NULL,
  revision INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (kind, tenant, identity)) WITHOUT ROWID;
CREATE INDEX object_revision ON object(revision);

CREATE TABLE home(
  id INTEGER PRIMARY KEY,
  tenant TEXT NOT NULL UNIQUE);

CREATE TABLE recipient(
  id INTEGER PRIMARY KEY,
  home INTEGER NOT NULL REFERENCES home(id),
  kind INTEGER NOT NULL,
  identity TEXT NOT NULL,
  revision INTEGER NOT NULL,
  name TEXT NOT NULL,
  source TEXT NOT NULL,
  hidden INTEGER NOT NULL,
  invited_as TEXT NOT NULL,
  origin TEXT NOT NULL,
  origin_id TEXT NOT NULL);
CREATE UNIQUE INDEX recipient_identity ON recipient(home, kind, identity);
CREATE INDEX recipient_revision ON recipient(revision);
CREATE INDEX recipient_origin ON recipient(home, origin, origin_id) WHERE origin <> '';

CREATE TABLE recipient_address(
  recipient INTEGER NOT NULL REFERENCES recipient(id) ON DELETE CASCADE,
  role INTEGER NOT NULL,
  position INTEGER NOT NULL,
  address TEXT NOT NULL,
  PRIMARY KEY (recipient, role, position)) WITHOUT ROWID;

CREATE TABLE departed(
  kind INTEGER NOT NULL,
  tenant TEXT NOT NULL,
  identity TEXT NOT NULL,
  revision INTEGER NOT NULL,
  PRIMARY KEY (kind, tenant, identity)) WITHOUT ROWID;
CREATE INDEX departed_revision ON departed(revision);

CREATE TABLE history(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  revision INTEGER NOT NULL,
  at_ms INTEGER NOT NULL,
  actor TEXT NOT NULL,
  via TEXT NOT NULL,
  verb INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  tenant TEXT NOT NULL,
  identity TEXT NOT NULL,
  before TEXT NOT NULL,
  after TEXT NOT NULL);
CREATE INDEX history_object ON history(tenant, kind, identity);

CREATE TABLE import_state(
  tenant TEXT NOT NULL,
  origin TEXT NOT NULL,
  cursor TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  PRIMARY KEY (tenant, origin)) WITHOUT ROWID;
)sql";

constexpr std::array kMigrations = {kFirst};

Refused damaged(const Connection& connection, std::string_view what) {
  return {RefusedKind::storage, "the registry " + connection.file().string() + " is damaged (" +
                                    std::string(what) +
                                    "): stop the gateway and put a backup in its place"};
}

std::optional<Refused> check_integrity(Connection& connection) {
  std::string found;
  {
    Statement check = connection.prepare("PRAGMA integrity_check(1)");
    if (check.step()) found = check.text(0);
  }
  if (auto failure = connection.take_failure()) return failure;
  if (found != "ok") return damaged(connection, found);
  return std::nullopt;
}

std::optional<Refused> synchronise(const std::filesystem::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool done = descriptor >= 0 && ::fsync(descriptor) == 0;
  const int error = errno;
  if (descriptor >= 0) ::close(descriptor);
  if (done) return std::nullopt;
  return Refused{RefusedKind::storage, path.string() + " cannot be written to the disk: " +
                                           std::generic_category().message(error)};
}

std::optional<Refused> write_copy(Connection& connection, const std::filesystem::path& part) {
  // The copy gets the rights of a file that is there already.
  const int descriptor = ::open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (descriptor < 0) {
    return Refused{RefusedKind::storage,
                   part.string() + " cannot be made: " + std::generic_category().message(errno)};
  }
  ::close(descriptor);
  connection.run("VACUUM INTO ?", part.string());
  if (auto failure = connection.take_failure()) {
    failure->sentence = "the copy " + part.string() + " cannot be made: " + failure->sentence;
    return failure;
  }
  return synchronise(part);
}

std::optional<Refused> migrate(Connection& connection, std::size_t from,
                               std::span<const char* const> scripts) {
  Transaction transaction(connection, Transaction::Kind::write);
  // Another process may have been here first.
  if (connection.integer("PRAGMA user_version") == static_cast<std::int64_t>(from)) {
    for (std::size_t i = from; i < scripts.size(); ++i) connection.run_script(scripts[i]);
    connection.run_script("PRAGMA application_id = " + std::to_string(kApplicationId) +
                          "; PRAGMA user_version = " + std::to_string(scripts.size()));
  }
  return transaction.commit();
}

}  // namespace

std::span<const char* const> migrations() { return kMigrations; }

std::optional<Refused> copy_to(Connection& connection, const std::filesystem::path& copy) {
  std::error_code ignored;
  if (std::filesystem::exists(copy, ignored)) {
    return Refused{RefusedKind::exists, "there is a file " + copy.string() + " already"};
  }
  const std::filesystem::path part = copy.string() + ".part";
  std::optional<Refused> failure = write_copy(connection, part);
  if (!failure) {
    std::error_code error;
    std::filesystem::rename(part, copy, error);
    if (!error) return synchronise(copy.has_parent_path() ? copy.parent_path() : ".");
    failure = Refused{RefusedKind::storage, copy.string() + " cannot be made: " + error.message()};
  }
  std::filesystem::remove(part, ignored);
  return failure;
}

std::optional<Refused> prepare_schema(Connection& connection, const BackupPlace& backup,
                                      std::span<const char* const> scripts) {
  const std::int64_t version = connection.integer("PRAGMA user_version");
  const std::int64_t application = connection.integer("PRAGMA application_id");
  const std::int64_t tables = connection.integer("SELECT count(*) FROM sqlite_schema");
  if (auto failure = connection.take_failure()) return failure;
  const std::string name = "the registry " + connection.file().string();
  if (tables != 0 && application != kApplicationId) {
    return Refused{RefusedKind::storage,
                   name + " is a SQLite file of another program: name another file"};
  }
  if (version > static_cast<std::int64_t>(scripts.size())) {
    return Refused{RefusedKind::storage,
                   name + " has schema " + std::to_string(version) + ", and this program knows " +
                       std::to_string(scripts.size()) +
                       " at most: run the newer program, or put the backup in its place that the "
                       "newer program made before it changed the file"};
  }
  if (auto failure = check_integrity(connection)) return failure;
  if (version == static_cast<std::int64_t>(scripts.size())) return std::nullopt;
  if (tables != 0) {
    std::error_code ignored;
    std::filesystem::create_directories(backup.folder, ignored);
    const std::string copy =
        "registry-before-" + std::to_string(scripts.size()) + "-" + backup.time + ".db";
    if (auto failure = copy_to(connection, backup.folder / copy)) return failure;
  }
  return migrate(connection, static_cast<std::size_t>(version), scripts);
}

}  // namespace fb::registry
