// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tests/unit/gateway/registry/failing_vfs.hpp"

namespace fb::registry {

FailingVfs::FailingVfs() : base_(sqlite3_vfs_find(nullptr)), vfs_(*base_) {
  vfs_.zName = "failing";
  vfs_.pNext = nullptr;
  vfs_.pAppData = this;
  vfs_.szOsFile = base_->szOsFile + static_cast<int>(sizeof(File));
  vfs_.xOpen = &FailingVfs::open;
  sqlite3_vfs_register(&vfs_, 1);
}

int FailingVfs::next_change() {
  if (failed_ && all_after_) return code_;
  if (left_ <= 0 || --left_ > 0) return SQLITE_OK;
  failed_ = true;
  return code_;
}

// The other methods of the base are those of the real file system and never look at our vfs.
int FailingVfs::open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out) {
  auto* const self = static_cast<FailingVfs*>(vfs->pAppData);
  File* const made = own(file);
  made->owner = self;
  made->real = reinterpret_cast<sqlite3_file*>(made + 1);
  made->base.pMethods = nullptr;
  const int code = self->base_->xOpen(self->base_, name, made->real, flags, out);
  if (made->real->pMethods != nullptr) made->base.pMethods = &kMethods;
  return code;
}

// In the order of the struct.
const sqlite3_io_methods FailingVfs::kMethods = {
    2,
    [](sqlite3_file* f) { return real(f)->pMethods->xClose(real(f)); },
    [](sqlite3_file* f, void* to, int size, sqlite3_int64 at) {
      return real(f)->pMethods->xRead(real(f), to, size, at);
    },
    [](sqlite3_file* f, const void* from, int size, sqlite3_int64 at) {
      const int code = own(f)->owner->next_change();
      return code != SQLITE_OK ? code : real(f)->pMethods->xWrite(real(f), from, size, at);
    },
    [](sqlite3_file* f, sqlite3_int64 size) {
      const int code = own(f)->owner->next_change();
      return code != SQLITE_OK ? code : real(f)->pMethods->xTruncate(real(f), size);
    },
    // Nothing here outlives the machine, and a real one takes most of the time.
    [](sqlite3_file* f, int) { return own(f)->owner->next_change(); },
    [](sqlite3_file* f, sqlite3_int64* size) {
      return real(f)->pMethods->xFileSize(real(f), size);
    },
    [](sqlite3_file* f, int level) { return real(f)->pMethods->xLock(real(f), level); },
    [](sqlite3_file* f, int level) { return real(f)->pMethods->xUnlock(real(f), level); },
    [](sqlite3_file* f, int* out) { return real(f)->pMethods->xCheckReservedLock(real(f), out); },
    [](sqlite3_file* f, int op, void* arg) {
      return real(f)->pMethods->xFileControl(real(f), op, arg);
    },
    [](sqlite3_file* f) { return real(f)->pMethods->xSectorSize(real(f)); },
    [](sqlite3_file* f) { return real(f)->pMethods->xDeviceCharacteristics(real(f)); },
    [](sqlite3_file* f, int page, int size, int extend, void volatile** out) {
      return real(f)->pMethods->xShmMap(real(f), page, size, extend, out);
    },
    [](sqlite3_file* f, int offset, int n, int flags) {
      return real(f)->pMethods->xShmLock(real(f), offset, n, flags);
    },
    [](sqlite3_file* f) { real(f)->pMethods->xShmBarrier(real(f)); },
    [](sqlite3_file* f, int remove) { return real(f)->pMethods->xShmUnmap(real(f), remove); },
    nullptr,
    nullptr,
};

}  // namespace fb::registry
