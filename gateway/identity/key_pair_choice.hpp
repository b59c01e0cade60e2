// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Which of an application's two key pairs the sign-in service took last, so that after a roll-over
// of its certificate not every token costs a refusal first. Forgotten as soon as one of the files
// changes. Shared by all threads.
#pragma once

#include <array>
#include <string>

#include "cache/store/sharded_lru.hpp"
#include "config/federation.hpp"
#include "gateway/identity/file_stamp.hpp"

namespace fb::identity {

// The application with its next pair in the place of its first.
config::Application with_next_key(config::Application application);

class KeyPairChoice {
 public:
  static constexpr std::size_t kApplicationsMax = 1024;

  KeyPairChoice() : choices_({kApplicationsMax, 1}) {}

  // False for an application that has one pair.
  bool begins_with_next(const config::Application& application);
  void worked(const config::Application& application, bool next);

 private:
  struct Choice {
    bool next = false;
    std::array<FileStamp, 4> files{};
  };

  cache::ShardedLru<std::string, Choice> choices_;
};

}  // namespace fb::identity
