// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Key sets from files, read when first needed and again when the file has changed. A file that goes
// away or breaks leaves what was read last.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "cache/store/sharded_lru.hpp"
#include "protocols/oauth/oauth.hpp"

namespace fb::identity {

class PinnedKeys {
 public:
  static constexpr std::size_t kFilesMax = 256;

  PinnedKeys() : files_({kFilesMax, 1}) {}

  // Error: token_unavailable where the file was never good; the detail names the file.
  model::Result<std::shared_ptr<const oauth::KeySet>> read(const std::string& file);

 private:
  struct Held {
    std::filesystem::file_time_type written{};
    std::uintmax_t size = 0;
    std::shared_ptr<const oauth::KeySet> keys;
  };

  cache::ShardedLru<std::string, Held> files_;
};

}  // namespace fb::identity
