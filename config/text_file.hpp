// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Whole small files, read with a bound. What is wrong comes back as the rest of a sentence that
// begins with the file's name.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace fb::config {

struct TextFile {
  std::string text;
  std::string trouble;  // "does not exist"; empty: the text was read
};

TextFile read_text_file(const std::filesystem::path& file, std::size_t bytes_max);

// The same check without keeping the text; a file of any size will do.
std::string trouble_with_file(const std::filesystem::path& file);
std::string trouble_with_directory(const std::filesystem::path& directory);

}  // namespace fb::config
