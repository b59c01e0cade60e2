// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tests/unit/gateway/admin/registry_connections.hpp"

#include <gtest/gtest.h>

#include <string>

namespace fb::test {
namespace {

RegistryConnections* watching = nullptr;

int page_count(sqlite3* connection) {
  int count = 0;
  const auto take = [](void* to, int, char** values, char**) {
    *static_cast<int*>(to) = std::stoi(values[0]);
    return 0;
  };
  EXPECT_EQ(sqlite3_exec(connection, "PRAGMA page_count", take, &count, nullptr), SQLITE_OK);
  return count;
}

}  // namespace

RegistryConnections::RegistryConnections() {
  watching = this;
  sqlite3_auto_extension(reinterpret_cast<void (*)()>(&note));
}

RegistryConnections::~RegistryConnections() {
  sqlite3_reset_auto_extension();
  watching = nullptr;
}

int RegistryConnections::note(sqlite3* connection, char**, const sqlite3_api_routines*) {
  watching->connections_.push_back(connection);
  return sqlite3_trace_v2(connection, SQLITE_TRACE_STMT, &on_statement, watching);
}

int RegistryConnections::on_statement(unsigned, void* self, void*, void*) {
  auto& watched = *static_cast<RegistryConnections*>(self);
  if (!watched.holding_.exchange(false)) return 0;
  watched.held_.set_value();
  watched.released_.get_future().wait();
  return 0;
}

void RegistryConnections::fill_up() {
  for (sqlite3* connection : connections_) {
    const std::string text = "PRAGMA max_page_count = " + std::to_string(page_count(connection));
    EXPECT_EQ(sqlite3_exec(connection, text.c_str(), nullptr, nullptr, nullptr), SQLITE_OK);
  }
}

void RegistryConnections::make_room() {
  for (sqlite3* connection : connections_) {
    const char* const text = "PRAGMA max_page_count = 1000000";
    EXPECT_EQ(sqlite3_exec(connection, text, nullptr, nullptr, nullptr), SQLITE_OK);
  }
}

void RegistryConnections::hold_next() {
  held_ = {};
  released_ = {};
  holding_ = true;
}

}  // namespace fb::test
