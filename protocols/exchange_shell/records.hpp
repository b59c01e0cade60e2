// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Reads what cmdlets of Exchange printed: Format-List, Export-Csv, ConvertTo-Json; and partners of
// the cross-tenant access policy as Graph sends them. Which of them it is, the text says itself.
//
// Beware: what Format-Table prints is refused, because it cuts values off. A Format-List that was
// wrapped is put together again; where a space stood at the end of a full line, it is lost.
#pragma once

#include <string_view>
#include <vector>

#include "protocols/exchange_shell/record.hpp"
#include "protocols/model/result.hpp"

namespace fb::exchange_shell {

inline constexpr std::size_t kExportBytesMax = 64 * 1024 * 1024;
inline constexpr std::size_t kRecordsMax = 200'000;
inline constexpr std::size_t kPropertiesMax = 512;        // of one record
inline constexpr std::size_t kListEntriesMax = 10'000;    // of one property
inline constexpr std::size_t kValueBytesMax = 64 * 1024;  // of one property

// UTF-8 or UTF-16, with or without a byte order mark (UTF-16 with one). The error's detail names
// the line and what to do, and no value.
model::Result<std::vector<Record>> read_records(std::string_view text);

}  // namespace fb::exchange_shell
