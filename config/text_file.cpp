// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "config/text_file.hpp"

#include <fstream>
#include <system_error>

namespace fb::config {
namespace {

constexpr const char* kMissing = "does not exist";
constexpr const char* kNotReadable = "cannot be read by this account";

}  // namespace

std::string trouble_with_file(const std::filesystem::path& file) {
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(file, error);
  if (status.type() == std::filesystem::file_type::not_found) return kMissing;
  if (error) return kNotReadable;
  if (status.type() != std::filesystem::file_type::regular) return "is not a regular file";
  if (!std::ifstream(file, std::ios::binary)) return kNotReadable;
  return {};
}

std::string trouble_with_directory(const std::filesystem::path& directory) {
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(directory, error);
  if (status.type() == std::filesystem::file_type::not_found) return kMissing;
  if (error) return kNotReadable;
  if (status.type() != std::filesystem::file_type::directory) return "is not a directory";
  return {};
}

TextFile read_text_file(const std::filesystem::path& file, std::size_t bytes_max) {
  if (std::string trouble = trouble_with_file(file); !trouble.empty()) return {{}, trouble};
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(file, error);
  if (error) return {{}, kNotReadable};
  if (size > bytes_max) {
    return {{},
            "has " + std::to_string(size) + " bytes, and at most " + std::to_string(bytes_max) +
                " are read"};
  }
  // One allocation of the final size: the text may be a secret and must not leave copies behind.
  TextFile read{std::string(static_cast<std::size_t>(size), '\0'), {}};
  std::ifstream in(file, std::ios::binary);
  if (!in.read(read.text.data(), static_cast<std::streamsize>(size))) return {{}, kNotReadable};
  return read;
}

}  // namespace fb::config
