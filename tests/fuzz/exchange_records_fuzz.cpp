// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Whatever text is read as an export, its records keep the limits, a property that is cut off has
// no values, and one mark more in front of a text changes nothing.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "protocols/exchange_shell/records.hpp"

namespace shell = fb::exchange_shell;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto records = shell::read_records(text);
  if (!records) {
    if (records.error().detail().empty()) std::abort();
    return 0;
  }
  if (records->empty() || records->size() > shell::kRecordsMax) std::abort();
  for (const shell::Record& record : *records) {
    if (record.values.size() > shell::kPropertiesMax) std::abort();
    for (const auto& [property, values] : record.values) {
      if (values.size() > shell::kListEntriesMax) std::abort();
      if (record.cut_off.contains(property) && !values.empty()) std::abort();
    }
  }
  const bool marked = text.starts_with("\xEF\xBB\xBF") || text.starts_with("\xFF\xFE") ||
                      text.starts_with("\xFE\xFF");
  if (marked) return 0;
  const auto again = shell::read_records("\xEF\xBB\xBF" + std::string(text));
  if (!again || again->size() != records->size()) std::abort();
  for (std::size_t i = 0; i < records->size(); ++i) {
    if ((*again)[i].values != (*records)[i].values) std::abort();
  }
  return 0;
}
