// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/freebusyctl/progress.hpp"

#include <chrono>
#include <iostream>

namespace fb::freebusyctl {
namespace {

constexpr std::chrono::seconds kTick{1};
// To the beginning of the line, and what was there is gone.
constexpr char kClear[] = "\r\x1b[K";

}  // namespace

Progress::Progress(std::string what, bool shown) : what_(std::move(what)) {
  if (shown) thread_ = std::thread([this] { count(); });
}

Progress::~Progress() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    over_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void Progress::count() {
  std::unique_lock lock(mutex_);
  int seconds = 0;
  while (!changed_.wait_for(lock, kTick, [this] { return over_; })) {
    std::cerr << kClear << what_ << ": " << ++seconds << " s" << std::flush;
  }
  if (seconds > 0) std::cerr << kClear << std::flush;
}

}  // namespace fb::freebusyctl
