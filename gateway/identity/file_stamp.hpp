// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// By what a file is seen to have changed: when it was written and its size. A file that is not
// there has a stamp too.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <system_error>

namespace fb::identity {

struct FileStamp {
  std::filesystem::file_time_type written{};
  std::uintmax_t size = 0;
  bool exists = false;
  bool operator==(const FileStamp&) const = default;

  static FileStamp of(const std::string& file) {
    std::error_code failed;
    FileStamp stamp;
    stamp.written = std::filesystem::last_write_time(file, failed);
    if (failed) return {};
    stamp.size = std::filesystem::file_size(file, failed);
    if (failed) return {};
    stamp.exists = true;
    return stamp;
  }
};

}  // namespace fb::identity
