// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/pinned_keys.hpp"

namespace fb::identity {
namespace {

using model::Error;
using model::ErrorKind;

model::Result<oauth::KeySet> read_keys(std::string_view text) {
  auto keys = oauth::KeySet::read(text);
  if (!keys) {
    return Error::of(ErrorKind::token_unavailable, "is no key set: " + keys.error().detail());
  }
  if (keys->keys.empty()) {
    return Error::of(ErrorKind::token_unavailable, "has no key that verifies signatures");
  }
  return keys;
}

}  // namespace

PinnedKeys::PinnedKeys() : files_("key file", oauth::KeySet::kBytesMax, read_keys) {}

}  // namespace fb::identity
