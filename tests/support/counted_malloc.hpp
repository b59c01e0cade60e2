// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Counts what a program takes from malloc, whoever asks: operator new, a C library, Asio's frames.
// Link counted_malloc.cpp into the program that counts. Not under a sanitizer, which has a malloc
// of its own: kCountsMalloc says whether there is anything to count.
#pragma once

#include <cstddef>

namespace fb::test {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kCountsMalloc = false;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
    __has_feature(memory_sanitizer)
inline constexpr bool kCountsMalloc = false;
#else
inline constexpr bool kCountsMalloc = true;
#endif
#else
inline constexpr bool kCountsMalloc = true;
#endif

struct MallocCount {
  std::size_t calls = 0;
  std::size_t bytes = 0;  // of all calls together
  std::size_t peak = 0;   // the most that was held at one time, beyond what was held at the start
  std::size_t left = 0;   // held at the end, beyond what was held at the start
};

// What the calling thread does between the two calls. Not nested.
void start_counting_malloc();
MallocCount stop_counting_malloc();

template <class Work>
MallocCount malloc_count_of(const Work& work) {
  start_counting_malloc();
  work();
  return stop_counting_malloc();
}

}  // namespace fb::test
