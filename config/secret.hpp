// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Text that must not be printed. There is no stream operator and no formatter; `reveal` is easy to
// search for. The bytes are overwritten when the value goes or moves on.
//
// Beware: only what this class holds is overwritten. Whoever reads a secret into a string of its
// own moves that string in at once.
#pragma once

#include <string>
#include <string_view>

namespace fb::config {

class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text);
  Secret(const Secret&) = default;
  Secret(Secret&& other) noexcept;
  Secret& operator=(const Secret& other);
  Secret& operator=(Secret&& other) noexcept;
  ~Secret();

  std::string_view reveal() const { return text_; }
  bool empty() const { return text_.empty(); }

 private:
  std::string text_;
};

// Overwrites the whole capacity and leaves the string empty.
void wipe(std::string& text) noexcept;

}  // namespace fb::config
