// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// A file system for SQLite that does as the real one, until its N-th change of a file: that one
// fails, and in the manner of a disk that is full or broken all after it as well. While one exists
// it is the default of the process.
#pragma once

#include <sqlite3.h>

#include <atomic>

namespace fb::registry {

class FailingVfs {
 public:
  FailingVfs();
  FailingVfs(const FailingVfs&) = delete;
  FailingVfs& operator=(const FailingVfs&) = delete;
  ~FailingVfs() { sqlite3_vfs_unregister(&vfs_); }

  // The n-th change from now on fails with `code` (SQLITE_FULL, SQLITE_IOERR_WRITE); 0: none does.
  void fail_at(int n, int code, bool all_after) {
    left_ = n;
    code_ = code;
    all_after_ = all_after;
    failed_ = false;
  }
  bool failed() const { return failed_; }

 private:
  struct File {
    sqlite3_file base;
    FailingVfs* owner;
    sqlite3_file* real;
  };

  static File* own(sqlite3_file* file) { return reinterpret_cast<File*>(file); }
  static sqlite3_file* real(sqlite3_file* file) { return own(file)->real; }
  // SQLITE_OK, or what the change fails with.
  int next_change();
  static int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out);

  static const sqlite3_io_methods kMethods;
  sqlite3_vfs* base_;
  sqlite3_vfs vfs_;
  std::atomic<int> left_{0};
  std::atomic<int> code_{SQLITE_FULL};
  std::atomic<bool> all_after_{false};
  std::atomic<bool> failed_{false};
};

}  // namespace fb::registry
