// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/wire/base64.hpp"

#include <array>

namespace fb::wire {
namespace {

constexpr std::string_view kStandard =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kUrl =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

using Digits = std::array<std::int8_t, 256>;

constexpr Digits digits_of(std::string_view alphabet) {
  Digits digits{};
  for (auto& digit : digits) digit = -1;
  for (std::size_t i = 0; i < alphabet.size(); ++i) {
    digits[static_cast<unsigned char>(alphabet[i])] = static_cast<std::int8_t>(i);
  }
  return digits;
}

constexpr Digits kStandardDigits = digits_of(kStandard);
constexpr Digits kUrlDigits = digits_of(kUrl);

enum class Padding { written, left_out };

std::string write(std::span<const std::uint8_t> bytes, std::string_view alphabet, Padding padding) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t taken = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t group = 0;
    for (std::size_t j = 0; j < 3; ++j) group = group << 8 | (j < taken ? bytes[i + j] : 0u);
    for (std::size_t j = 0; j <= taken; ++j) out += alphabet[group >> (18 - 6 * j) & 63];
    if (padding == Padding::written) out.append(3 - taken, '=');
  }
  return out;
}

model::Error broken() {
  return model::Error::of(model::ErrorKind::malformed_request, "this is not valid base64");
}

// `text` without its padding. One value has one spelling: bits that carry nothing must be zero.
model::Result<std::string> read(std::string_view text, const Digits& digits) {
  if (text.size() % 4 == 1) return broken();
  std::string out;
  out.reserve(text.size() / 4 * 3 + 2);
  std::uint32_t group = 0;
  unsigned bits = 0;
  for (const char c : text) {
    const int digit = digits[static_cast<unsigned char>(c)];
    if (digit < 0) return broken();
    group = group << 6 | static_cast<std::uint32_t>(digit);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    out += static_cast<char>(group >> bits & 0xff);
    group &= (1u << bits) - 1;
  }
  if (group != 0) return broken();
  return out;
}

std::size_t padding_of(std::string_view text) {
  const std::size_t last = text.find_last_not_of('=');
  return last == std::string_view::npos ? text.size() : text.size() - last - 1;
}

}  // namespace

std::string base64(std::span<const std::uint8_t> bytes) {
  return write(bytes, kStandard, Padding::written);
}

std::string base64url(std::span<const std::uint8_t> bytes) {
  return write(bytes, kUrl, Padding::left_out);
}

std::string base64url(std::string_view bytes) {
  return base64url({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
}

model::Result<std::string> read_base64(std::string_view text) {
  const std::size_t padding = padding_of(text);
  if (text.size() % 4 != 0 || padding > 2) return broken();
  return read(text.substr(0, text.size() - padding), kStandardDigits);
}

model::Result<std::string> read_base64url(std::string_view text) {
  const std::size_t padding = padding_of(text);
  if (padding != 0 && (text.size() % 4 != 0 || padding > 2)) return broken();
  return read(text.substr(0, text.size() - padding), kUrlDigits);
}

}  // namespace fb::wire
