// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/examination.hpp"

#include <algorithm>

namespace fb::identity {

void Examination::note(std::string name, std::string_view value) {
  if (facts_.size() == kFactsMax) return;
  std::string shown(value.substr(0, kValueBytesMax));
  std::replace_if(
      shown.begin(), shown.end(),
      [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
  if (shown.size() < value.size()) shown += "...";
  facts_.emplace_back(std::move(name), std::move(shown));
}

}  // namespace fb::identity
