// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The SQLite connections that are opened while one of these exists: their file can be made full,
// and the next transaction of one can be held up at its beginning.
#pragma once

#include <sqlite3.h>

#include <atomic>
#include <future>
#include <vector>

namespace fb::test {

class RegistryConnections {
 public:
  RegistryConnections();
  RegistryConnections(const RegistryConnections&) = delete;
  RegistryConnections& operator=(const RegistryConnections&) = delete;
  ~RegistryConnections();

  // No file of theirs gets longer than it is; call it while nothing runs.
  void fill_up();
  void make_room();

  // The next statement on any of them waits until release().
  void hold_next();
  void wait_until_held() { held_.get_future().wait(); }
  void release() { released_.set_value(); }

 private:
  static int note(sqlite3* connection, char** error, const sqlite3_api_routines*);
  static int on_statement(unsigned, void* self, void*, void*);

  std::vector<sqlite3*> connections_;
  std::atomic<bool> holding_{false};
  std::promise<void> held_;
  std::promise<void> released_;
};

}  // namespace fb::test
