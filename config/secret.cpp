// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "config/secret.hpp"

#include <string.h>

#include <utility>

namespace fb::config {

void wipe(std::string& text) noexcept {
  // A short text lives inside the string object, and its bytes stay there after a move: so the
  // capacity counts, not the size. Growing to the capacity never allocates.
  text.resize(text.capacity());
  explicit_bzero(text.data(), text.size());
  text.clear();
}

Secret::Secret(std::string text) : text_(std::move(text)) { wipe(text); }

Secret::Secret(Secret&& other) noexcept : text_(std::move(other.text_)) { wipe(other.text_); }

Secret& Secret::operator=(const Secret& other) {
  if (this != &other) *this = Secret(other);
  return *this;
}

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this == &other) return *this;
  wipe(text_);
  text_.swap(other.text_);
  // What is swapped out is empty, but a short text leaves its bytes in the other object.
  wipe(other.text_);
  return *this;
}

Secret::~Secret() { wipe(text_); }

}  // namespace fb::config
