// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/model/identifiers.hpp"

#include <cstring>
#include <utility>

namespace fb::model {
namespace {

constexpr std::array<std::pair<Authority, std::string_view>, 5> kAuthorities{{
    {Authority::public_cloud, "public"},
    {Authority::us, "us"},
    {Authority::cn, "cn"},
    {Authority::fr, "fr"},
    {Authority::de, "de"},
}};

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::optional<std::array<std::uint8_t, 16>> parse_guid(std::string_view text) {
  if (text.size() != 36) return std::nullopt;
  std::array<std::uint8_t, 16> bytes{};
  std::size_t digit = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i == 8 || i == 13 || i == 18 || i == 23) {
      if (text[i] != '-') return std::nullopt;
      continue;
    }
    const int value = hex_digit(text[i]);
    if (value < 0) return std::nullopt;
    bytes[digit / 2] = static_cast<std::uint8_t>(bytes[digit / 2] * 16 + value);
    ++digit;
  }
  return bytes;
}

std::string print_guid(const std::array<std::uint8_t, 16>& bytes) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string out;
  out.reserve(36);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) out += '-';
    out += kHex[bytes[i] >> 4];
    out += kHex[bytes[i] & 15];
  }
  return out;
}

Error not_a_guid() {
  return Error::of(ErrorKind::malformed_request, "this is not a GUID in the form 8-4-4-4-12");
}

}  // namespace

std::string_view name(Authority authority) {
  return kAuthorities[static_cast<std::size_t>(authority)].second;
}

std::optional<Authority> authority_named(std::string_view wanted) {
  for (const auto& [authority, text] : kAuthorities) {
    if (text == wanted) return authority;
  }
  return std::nullopt;
}

Result<TenantId> TenantId::parse(std::string_view guid) {
  if (const auto bytes = parse_guid(guid)) return TenantId(*bytes);
  return not_a_guid();
}

std::string TenantId::str() const { return print_guid(bytes_); }

std::string TenantKey::str() const { return std::string(name(authority)) + "/" + id.str(); }

Result<CorrelationId> CorrelationId::parse(std::string_view guid) {
  if (const auto bytes = parse_guid(guid)) return CorrelationId(*bytes);
  return not_a_guid();
}

CorrelationId CorrelationId::from_bytes(std::array<std::uint8_t, 16> random) {
  return CorrelationId(random);
}

std::string CorrelationId::str() const { return print_guid(bytes_); }

}  // namespace fb::model

std::size_t std::hash<fb::model::TenantKey>::operator()(
    const fb::model::TenantKey& key) const noexcept {
  std::size_t value = 0;
  std::memcpy(&value, key.id.bytes().data(), sizeof value);
  return value * 31 + static_cast<std::size_t>(key.authority);
}
