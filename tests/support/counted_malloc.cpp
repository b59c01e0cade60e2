// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// malloc and its relatives, in front of glibc's own, which stay reachable under other names.
#include "tests/support/counted_malloc.hpp"

#include <malloc.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>

namespace {

struct Counter {
  bool counts = false;
  std::size_t calls = 0;
  std::size_t bytes = 0;
  std::int64_t held = 0;
  std::int64_t peak = 0;
};
thread_local Counter counter;

}  // namespace

namespace fb::test {

void start_counting_malloc() {
  counter = Counter{};
  counter.counts = true;
}

MallocCount stop_counting_malloc() {
  counter.counts = false;
  return {counter.calls, counter.bytes, static_cast<std::size_t>(counter.peak),
          static_cast<std::size_t>(std::max<std::int64_t>(counter.held, 0))};
}

}  // namespace fb::test

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
    __has_feature(memory_sanitizer)
#define FB_SANITIZER_HAS_MALLOC
#endif
#endif
#else
#define FB_SANITIZER_HAS_MALLOC
#endif

#ifndef FB_SANITIZER_HAS_MALLOC

namespace {

void* taken(void* block) {
  if (block == nullptr || !counter.counts) return block;
  const std::size_t size = malloc_usable_size(block);
  ++counter.calls;
  counter.bytes += size;
  counter.held += static_cast<std::int64_t>(size);
  counter.peak = std::max(counter.peak, counter.held);
  return block;
}

void given_back(void* block) {
  if (block != nullptr && counter.counts)
    counter.held -= static_cast<std::int64_t>(malloc_usable_size(block));
}

}  // namespace

extern "C" {

void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);
void __libc_free(void*);

void* malloc(std::size_t size) { return taken(__libc_malloc(size)); }
void* calloc(std::size_t count, std::size_t size) { return taken(__libc_calloc(count, size)); }
void* memalign(std::size_t alignment, std::size_t size) {
  return taken(__libc_memalign(alignment, size));
}
void* aligned_alloc(std::size_t alignment, std::size_t size) {
  return taken(__libc_memalign(alignment, size));
}
int posix_memalign(void** block, std::size_t alignment, std::size_t size) {
  *block = taken(__libc_memalign(alignment, size));
  return *block == nullptr ? ENOMEM : 0;
}
void* realloc(void* block, std::size_t size) {
  // The old and the new block are held together while one is copied into the other.
  void* const grown = __libc_malloc(size);
  if (grown == nullptr) return nullptr;
  taken(grown);
  if (block != nullptr) {
    const std::size_t before = malloc_usable_size(block);
    std::copy_n(static_cast<const char*>(block), std::min(before, size), static_cast<char*>(grown));
    given_back(block);
    __libc_free(block);
  }
  return grown;
}
void free(void* block) {
  given_back(block);
  __libc_free(block);
}

}  // extern "C"

#endif
