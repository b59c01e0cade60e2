// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/registry/sqlite.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace fb::registry {
namespace {

Refused refused(const std::filesystem::path& file, int code, std::string_view words) {
  const std::string name = "the registry " + file.string();
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {RefusedKind::busy, name + " is held by another process: try again"};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return {RefusedKind::storage, name + " is damaged (" + std::string(words) +
                                        "): stop the gateway and put a backup in its place"};
    case SQLITE_FULL:
      return {RefusedKind::storage, name + " cannot grow: the disk is full"};
    case SQLITE_READONLY:
      return {RefusedKind::storage, name + " cannot be written: it is read-only here"};
    default:
      return {RefusedKind::storage, name + " cannot be read or written: " + std::string(words)};
  }
}

// SQLite would make the file readable by everybody. What it makes beside it is like the file.
std::optional<Refused> make_private(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) {
    return Refused{RefusedKind::storage,
                   "the registry " + file.string() +
                       " cannot be opened for writing: " + std::generic_category().message(errno)};
  }
  ::close(descriptor);
  return std::nullopt;
}

constexpr const char* kWriterPragmas =
    "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;"
    "PRAGMA cell_size_check = ON; PRAGMA journal_size_limit = 67108864;"
    "PRAGMA cache_size = -65536;";
constexpr const char* kReaderPragmas =
    "PRAGMA query_only = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;";

}  // namespace

Statement::~Statement() {
  if (statement_ != nullptr) connection_.give_back(statement_, cached_);
}

bool Statement::step() {
  if (statement_ == nullptr || !connection_.ok()) return false;
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) connection_.fail(code);
  return false;
}

void Statement::run() {
  while (step()) {
  }
  reset();
}

void Statement::reset() {
  if (statement_ != nullptr) sqlite3_reset(statement_);
}

std::int64_t Statement::integer(int column) const {
  return statement_ == nullptr ? 0 : sqlite3_column_int64(statement_, column);
}

std::string_view Statement::view(int column) const {
  if (statement_ == nullptr) return {};
  const auto* text = static_cast<const char*>(sqlite3_column_blob(statement_, column));
  if (text == nullptr) return {};
  return {text, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

void Statement::bind_integer(int index, std::int64_t value) {
  if (statement_ == nullptr) return;
  const int code = sqlite3_bind_int64(statement_, index, value);
  if (code != SQLITE_OK) connection_.fail(code);
}

void Statement::bind_text(int index, std::string_view value) {
  if (statement_ == nullptr) return;
  // A null pointer would be NULL and not the empty text.
  const char* const data = value.data() == nullptr ? "" : value.data();
  const int code =
      sqlite3_bind_text64(statement_, index, data, value.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  if (code != SQLITE_OK) connection_.fail(code);
}

Outcome<std::unique_ptr<Connection>> Connection::open(const std::filesystem::path& file, Use use,
                                                      std::chrono::milliseconds busy_timeout) {
  if (auto problem = make_private(file)) return *std::move(problem);
  sqlite3* database = nullptr;
  const int code = sqlite3_open_v2(file.c_str(), &database,
                                   SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  std::unique_ptr<Connection> connection(new Connection(database, file));
  if (code != SQLITE_OK) {
    const char* const words = database == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(database);
    return refused(file, code, words);
  }
  sqlite3_extended_result_codes(database, 1);
  sqlite3_busy_timeout(database, static_cast<int>(busy_timeout.count()));
  if (sqlite3_db_readonly(database, "main") == 1) return refused(file, SQLITE_READONLY, "");
  if (use == Use::write) {
    // Asking for the mode sets it; a file system without shared memory answers with another one.
    Statement mode = connection->prepare("PRAGMA journal_mode = WAL");
    if (mode.step() && mode.view(0) != "wal") {
      return Refused{RefusedKind::storage,
                     "the registry " + file.string() +
                         " is on a file system without shared memory: it has to be a local one"};
    }
  }
  connection->run_script(use == Use::write ? kWriterPragmas : kReaderPragmas);
  if (auto failure = connection->take_failure()) return *std::move(failure);
  return connection;
}

Connection::~Connection() {
  for (auto& [sql, cached] : cache_) sqlite3_finalize(cached.statement);
  sqlite3_close_v2(database_);
}

sqlite3_stmt* Connection::compile(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(database_, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) fail(code);
  return statement;
}

Statement Connection::prepare(std::string_view sql) {
  if (!ok()) return Statement(*this, nullptr, false);
  auto found = cache_.find(sql);
  if (found != cache_.end() && found->second.used) return Statement(*this, compile(sql), false);
  if (found == cache_.end()) {
    sqlite3_stmt* const statement = compile(sql);
    if (statement == nullptr) return Statement(*this, nullptr, false);
    found = cache_.emplace(sql, Cached{statement}).first;
  }
  found->second.used = true;
  return Statement(*this, found->second.statement, true);
}

void Connection::give_back(sqlite3_stmt* statement, bool cached) {
  if (!cached) {
    sqlite3_finalize(statement);
    return;
  }
  sqlite3_reset(statement);
  sqlite3_clear_bindings(statement);
  const auto found = cache_.find(std::string_view(sqlite3_sql(statement)));
  if (found != cache_.end()) found->second.used = false;
}

void Connection::run_script(const std::string& sql) {
  if (!ok()) return;
  const int code = sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(code);
}

std::int64_t Connection::integer(std::string_view sql) {
  Statement statement = prepare(sql);
  return statement.step() ? statement.integer(0) : 0;
}

std::int64_t Connection::last_row() const { return sqlite3_last_insert_rowid(database_); }

bool Connection::in_transaction() const { return sqlite3_get_autocommit(database_) == 0; }

void Connection::fail(int code) {
  if (!failure_) failure_ = refused(file_, code, sqlite3_errmsg(database_));
}

void Connection::fail(Refused refused) {
  if (!failure_) failure_ = std::move(refused);
}

std::optional<Refused> Connection::take_failure() { return std::exchange(failure_, std::nullopt); }

Transaction::Transaction(Connection& connection, Kind kind) : connection_(connection) {
  connection_.run(kind == Kind::write ? "BEGIN IMMEDIATE" : "BEGIN");
}

Transaction::~Transaction() {
  if (!open_ || !connection_.in_transaction()) return;
  // A failure of before is kept: it says more than one of the rollback.
  std::optional<Refused> before = connection_.take_failure();
  connection_.run("ROLLBACK");
  std::optional<Refused> after = connection_.take_failure();
  if (before) {
    connection_.fail(*std::move(before));
  } else if (after) {
    connection_.fail(*std::move(after));
  }
}

std::optional<Refused> Transaction::commit() {
  connection_.run("COMMIT");
  std::optional<Refused> failure = connection_.take_failure();
  if (failure && connection_.in_transaction()) {
    connection_.run("ROLLBACK");
    connection_.take_failure();
  }
  open_ = false;
  return failure;
}

}  // namespace fb::registry
