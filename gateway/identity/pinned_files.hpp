// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Documents that the operator pins in files, read when first needed and again when the file has
// changed. A file that goes away or breaks leaves what was read last. Shared by all threads.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "cache/store/sharded_lru.hpp"
#include "config/text_file.hpp"
#include "gateway/identity/file_stamp.hpp"
#include "protocols/model/result.hpp"

namespace fb::identity {

template <class Document>
class PinnedFiles {
 public:
  static constexpr std::size_t kFilesMax = 2048;

  using Value = std::shared_ptr<const Document>;
  // The detail of its error is what follows the name of the file: "is no key set: ...".
  using Read = std::function<model::Result<Document>(std::string_view text)>;

  // `what` is what such a file is called: "key file".
  PinnedFiles(std::string what, std::size_t bytes_max, Read read)
      : what_(std::move(what)),
        bytes_max_(bytes_max),
        read_(std::move(read)),
        files_({kFilesMax, 1}) {}

  // Error: token_unavailable where the file was never good; the detail names the file.
  model::Result<Value> read(const std::string& file) {
    const FileStamp stamp = FileStamp::of(file);
    Held held;
    files_.visit(file, [&](const Held& found) { held = found; });
    if (held.document && (!stamp.exists || held.stamp == stamp)) return held.document;

    config::TextFile text = config::read_text_file(file, bytes_max_);
    std::string trouble = std::move(text.trouble);
    if (trouble.empty()) {
      auto document = read_(text.text);
      if (document) return keep(file, stamp, std::move(*document));
      trouble = document.error().detail();
    }
    if (held.document) return held.document;
    return model::Error::of(model::ErrorKind::token_unavailable,
                            "the " + what_ + " " + file + " " + trouble);
  }

  // Counts every change of what a file holds.
  std::uint64_t changes() const { return changes_; }

 private:
  struct Held {
    FileStamp stamp;
    Value document;
  };

  Value keep(const std::string& file, const FileStamp& stamp, Document document) {
    auto kept = std::make_shared<const Document>(std::move(document));
    files_.edit(file, [&](Held& held) {
      if (held.document && !(*held.document == *kept)) ++changes_;
      held = Held{stamp, kept};
      return 1;
    });
    return kept;
  }

  const std::string what_;
  const std::size_t bytes_max_;
  const Read read_;
  cache::ShardedLru<std::string, Held> files_;
  std::atomic<std::uint64_t> changes_{0};
};

}  // namespace fb::identity
