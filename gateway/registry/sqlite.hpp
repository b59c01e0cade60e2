// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// One connection to a SQLite file, and its prepared statements. Nothing here throws. The first
// failure is kept by the connection, and after it statements do nothing and have no rows, so that
// a unit of work is written straight down and asks once, at its end, whether it went well.
//
// Not a general wrapper: text and integers are all that the registry keeps.
//
// Beware: a loop over rows that ends may have ended by a failure; what it gathered counts only
// where take_failure() gives nothing. A connection belongs to one thread at a time.
#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/registry/outcome.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace fb::registry {

// How long a writer waits for one of another process, where nobody says how long.
inline constexpr std::chrono::milliseconds kBusyTimeout{5'000};

class Connection;

// A prepared statement while it is used; its connection keeps it for the next time.
class Statement {
 public:
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement();

  // The parameters of the text, in their order.
  template <class... Values>
  Statement& bind(const Values&... values) {
    int index = 0;
    (bind_one(++index, values), ...);
    return *this;
  }

  bool step();  // whether there is a row
  void run();   // to the end; for what gives no rows
  void reset();

  std::int64_t integer(int column) const;  // from 0
  std::uint64_t number(int column) const { return static_cast<std::uint64_t>(integer(column)); }
  std::string_view view(int column) const;  // until the next step
  std::string text(int column) const { return std::string(view(column)); }

 private:
  friend class Connection;
  Statement(Connection& connection, sqlite3_stmt* statement, bool cached)
      : connection_(connection), statement_(statement), cached_(cached) {}

  template <std::integral Number>
  void bind_one(int index, Number value) {
    bind_integer(index, static_cast<std::int64_t>(value));
  }
  void bind_one(int index, std::string_view value) { bind_text(index, value); }
  void bind_integer(int index, std::int64_t value);
  void bind_text(int index, std::string_view value);

  Connection& connection_;
  sqlite3_stmt* statement_;  // null after a failure
  bool cached_;
};

class Connection {
 public:
  enum class Use : std::uint8_t { write, read };

  // Opens or makes the file, readable by its owner alone, in WAL mode with foreign keys and FULL
  // synchronisation. Refused where the file cannot be written, whatever the use.
  static Outcome<std::unique_ptr<Connection>> open(
      const std::filesystem::path& file, Use use,
      std::chrono::milliseconds busy_timeout = kBusyTimeout);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  Statement prepare(std::string_view sql);
  template <class... Values>
  void run(std::string_view sql, const Values&... values) {
    Statement statement = prepare(sql);
    statement.bind(values...);
    statement.run();
  }
  void run_script(const std::string& sql);     // several statements without parameters
  std::int64_t integer(std::string_view sql);  // the first column of the only row; 0 for none
  std::int64_t last_row() const;
  bool in_transaction() const;

  bool ok() const { return !failure_; }
  std::optional<Refused> take_failure();
  void fail(Refused refused);
  const std::filesystem::path& file() const { return file_; }

 private:
  friend class Statement;
  struct Cached {
    sqlite3_stmt* statement = nullptr;
    bool used = false;
  };

  Connection(sqlite3* database, std::filesystem::path file)
      : database_(database), file_(std::move(file)) {}
  void fail(int code);
  void give_back(sqlite3_stmt* statement, bool cached);
  sqlite3_stmt* compile(std::string_view sql);

  sqlite3* database_;
  std::filesystem::path file_;
  std::map<std::string, Cached, std::less<>> cache_{};
  std::optional<Refused> failure_{};
};

// Undone unless it is committed.
class Transaction {
 public:
  enum class Kind : std::uint8_t { read, write };

  Transaction(Connection& connection, Kind kind);
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();

  // The connection's failure, if there was one before or while committing; then all is undone.
  std::optional<Refused> commit();

 private:
  Connection& connection_;
  bool open_ = true;
};

}  // namespace fb::registry
