// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Where a reading of an LDAP server ended: up to which change, of which server, and how many
// readings ago everything was read. uSNChanged counts the changes of one domain controller alone,
// so on another one a cursor is worth nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace fb::directory {

// A reading after this many that were not full is full: only a full one finds what was deleted, or
// what the filter fits no more.
inline constexpr std::uint32_t kReadingsBetweenFullOnes = 23;

struct LdapCursor {
  std::string attribute;  // "uSNChanged" or "modifyTimestamp"
  std::string position;   // of the last change that was seen; digits, or a generalized time
  std::string server;     // of uSNChanged: which one counts
  std::uint32_t since_full = 0;

  // None where it is not one that str() wrote.
  static std::optional<LdapCursor> read(std::string_view text);
  std::string str() const;

  // What changed since then, as a filter. With modifyTimestamp, which has seconds, those of the
  // last second are read again.
  std::string changed_since() const;
};

// Whether `text` can be the position of that attribute.
bool is_position(std::string_view attribute, std::string_view text);
// Positions of one attribute and server.
bool is_later(std::string_view a, std::string_view b);

}  // namespace fb::directory
