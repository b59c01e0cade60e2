// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Data together with the lock that it needs: there is no way to the data but with the lock held.
//
// Beware: what `use` is given must not leave it, and `use` must not take another lock or wait.
#pragma once

#include <functional>
#include <mutex>
#include <utility>

namespace fb::cache {

template <class T>
class Guarded {
 public:
  template <class... Args>
  explicit Guarded(Args&&... args) : data_(std::forward<Args>(args)...) {}

  template <class Use>
  decltype(auto) with(Use&& use) {
    const std::lock_guard lock(mutex_);
    return std::invoke(std::forward<Use>(use), data_);
  }
  template <class Use>
  decltype(auto) with(Use&& use) const {
    const std::lock_guard lock(mutex_);
    return std::invoke(std::forward<Use>(use), data_);
  }

 private:
  mutable std::mutex mutex_;
  T data_;
};

}  // namespace fb::cache
