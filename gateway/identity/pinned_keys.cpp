// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/pinned_keys.hpp"

#include <optional>
#include <system_error>

#include "config/text_file.hpp"

namespace fb::identity {

using model::Error;
using model::ErrorKind;

model::Result<std::shared_ptr<const oauth::KeySet>> PinnedKeys::read(const std::string& file) {
  std::error_code ec;
  const auto written = std::filesystem::last_write_time(file, ec);
  const std::uintmax_t size = ec ? 0 : std::filesystem::file_size(file, ec);
  std::shared_ptr<const oauth::KeySet> last;
  bool changed = true;
  files_.visit(file, [&](const Held& held) {
    last = held.keys;
    changed = held.written != written || held.size != size;
  });
  if (last && (ec || !changed)) return last;

  config::TextFile text = config::read_text_file(file, oauth::KeySet::kBytesMax);
  std::string trouble = std::move(text.trouble);
  if (trouble.empty()) {
    auto keys = oauth::KeySet::read(text.text);
    if (keys && keys->keys.empty()) trouble = "has no key that verifies signatures";
    if (!keys) trouble = "is no key set: " + keys.error().detail();
    if (trouble.empty()) {
      auto read = std::make_shared<const oauth::KeySet>(std::move(*keys));
      files_.edit(file, [&](Held& held) {
        held = Held{written, size, read};
        return 1;
      });
      return read;
    }
  }
  if (last) return last;
  return Error::of(ErrorKind::token_unavailable, "the key file " + file + " " + trouble);
}

}  // namespace fb::identity
