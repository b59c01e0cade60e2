// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Names of organisations and of requests. A tenant is known by the authority that speaks for it
// together with its id: the same domain, or even the same id, can exist under two authorities.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "protocols/model/result.hpp"

namespace fb::model {

// The sign-in services that can speak for a tenant. Which Microsoft 365 cloud a tenant lives in is
// configuration: no token tells Commercial from GCC or GCC High from DoD.
enum class Authority : std::uint8_t { public_cloud, us, cn, fr, de };

std::string_view name(Authority authority);  // "public", "us", "cn", "fr", "de"
std::optional<Authority> authority_named(std::string_view name);

// A directory tenant id: 128 bits, written as a lower-case GUID.
class TenantId {
 public:
  static Result<TenantId> parse(std::string_view guid);

  std::string str() const;
  auto operator<=>(const TenantId&) const = default;
  const std::array<std::uint8_t, 16>& bytes() const { return bytes_; }

 private:
  explicit TenantId(std::array<std::uint8_t, 16> bytes) : bytes_(bytes) {}
  std::array<std::uint8_t, 16> bytes_;
};

struct TenantKey {
  Authority authority;
  TenantId id;

  std::string str() const;  // "public/9d341953-..."
  auto operator<=>(const TenantKey&) const = default;
};

// Names one request in logs and towards peers. Taken from the caller's client-request-id where that
// is a GUID.
class CorrelationId {
 public:
  static Result<CorrelationId> parse(std::string_view guid);
  static CorrelationId from_bytes(std::array<std::uint8_t, 16> random);

  std::string str() const;
  auto operator<=>(const CorrelationId&) const = default;

 private:
  explicit CorrelationId(std::array<std::uint8_t, 16> bytes) : bytes_(bytes) {}
  std::array<std::uint8_t, 16> bytes_;
};

}  // namespace fb::model

template <>
struct std::hash<fb::model::TenantKey> {
  std::size_t operator()(const fb::model::TenantKey& key) const noexcept;
};
