// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Key sets from files (pinned_files.hpp).
#pragma once

#include <memory>
#include <string>

#include "gateway/identity/pinned_files.hpp"
#include "protocols/oauth/oauth.hpp"

namespace fb::identity {

class PinnedKeys {
 public:
  PinnedKeys();

  // Error: token_unavailable where the file was never good; the detail names the file.
  model::Result<std::shared_ptr<const oauth::KeySet>> read(const std::string& file) {
    return files_.read(file);
  }
  // Counts every change of what a file holds.
  std::uint64_t changes() const { return files_.changes(); }

 private:
  PinnedFiles<oauth::KeySet> files_;
};

}  // namespace fb::identity
