// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/exchange_shell/unicode_text.hpp"

#include <cstdint>
#include <optional>

#include "protocols/exchange_shell/record_readers.hpp"

namespace fb::exchange_shell {
namespace {

constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";
constexpr std::string_view kLittleEndianMark = "\xFF\xFE";
constexpr std::string_view kBigEndianMark = "\xFE\xFF";

void append(std::uint32_t code, std::string& out) {
  const auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0 | (code >> 6));
    put(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    put(0xE0 | (code >> 12));
    put(0x80 | ((code >> 6) & 0x3F));
    put(0x80 | (code & 0x3F));
  } else {
    put(0xF0 | (code >> 18));
    put(0x80 | ((code >> 12) & 0x3F));
    put(0x80 | ((code >> 6) & 0x3F));
    put(0x80 | (code & 0x3F));
  }
}

std::optional<std::string> from_utf16(std::string_view bytes, bool little_endian) {
  if (bytes.size() % 2 != 0) return std::nullopt;
  const auto unit_at = [&](std::size_t i) {
    const auto first = static_cast<unsigned char>(bytes[i]);
    const auto second = static_cast<unsigned char>(bytes[i + 1]);
    return static_cast<std::uint32_t>(little_endian ? first | (second << 8)
                                                    : second | (first << 8));
  };
  const auto is_high = [](std::uint32_t unit) { return unit >= 0xD800 && unit < 0xDC00; };
  const auto is_low = [](std::uint32_t unit) { return unit >= 0xDC00 && unit < 0xE000; };
  std::string out;
  out.reserve(bytes.size());
  for (std::size_t i = 0; i < bytes.size(); i += 2) {
    std::uint32_t code = unit_at(i);
    if (is_low(code)) return std::nullopt;
    if (is_high(code)) {
      if (i + 4 > bytes.size() || !is_low(unit_at(i + 2))) return std::nullopt;
      code = 0x10000 + ((code - 0xD800) << 10) + (unit_at(i + 2) - 0xDC00);
      i += 2;
    }
    append(code, out);
  }
  return out;
}

// How many bytes a sequence of UTF-8 has by its first byte, and the least code it may hold.
struct Lead {
  std::size_t bytes;
  std::uint32_t bits;
  std::uint32_t least;
};

Lead lead_of(unsigned char byte) {
  if (byte < 0x80) return {1, byte, 0};
  if ((byte & 0xE0) == 0xC0) return {2, byte & 0x1Fu, 0x80};
  if ((byte & 0xF0) == 0xE0) return {3, byte & 0x0Fu, 0x800};
  if ((byte & 0xF8) == 0xF0) return {4, byte & 0x07u, 0x10000};
  return {0, 0, 0};
}

bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const Lead lead = lead_of(static_cast<unsigned char>(text[i]));
    if (lead.bytes == 0 || i + lead.bytes > text.size()) return false;
    std::uint32_t code = lead.bits;
    for (std::size_t j = 1; j < lead.bytes; ++j) {
      const auto byte = static_cast<unsigned char>(text[i + j]);
      if ((byte & 0xC0) != 0x80) return false;
      code = (code << 6) | (byte & 0x3Fu);
    }
    const bool surrogate = code >= 0xD800 && code < 0xE000;
    if (code < lead.least || code > 0x10FFFF || surrogate) return false;
    i += lead.bytes;
  }
  return true;
}

}  // namespace

model::Result<std::string> as_utf8(std::string_view bytes) {
  std::optional<std::string> text;
  if (bytes.starts_with(kLittleEndianMark)) {
    text = from_utf16(bytes.substr(2), true);
  } else if (bytes.starts_with(kBigEndianMark)) {
    text = from_utf16(bytes.substr(2), false);
  } else {
    if (bytes.starts_with(kUtf8Mark)) bytes.remove_prefix(kUtf8Mark.size());
    if (is_utf8(bytes)) text = std::string(bytes);
  }
  if (!text || text->find('\0') != std::string::npos) {
    return malformed(0,
                     "this is neither UTF-8 nor UTF-16 with a byte order mark: write the file "
                     "with -Encoding UTF8");
  }
  return *std::move(text);
}

}  // namespace fb::exchange_shell
