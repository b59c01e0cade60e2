// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Recipients from a CSV file whose columns are called as Exchange's cmdlets call them, so that
// `Get-Recipient ... | Export-Csv` is most of the work (docs/reference/directory-sources.md). Every
// reading is a full one; the cursor is empty.
#pragma once

#include <string_view>

#include "gateway/async/offload_pool.hpp"
#include "gateway/directory/directory_reader.hpp"

namespace fb::directory {

// Refused: mistake, with the line. `full` readings only.
registry::Outcome<Reading> read_csv(std::string_view text, const config::Tenant& tenant,
                                    const config::DirectorySource& source);

class CsvReader final : public DirectoryReader {
 public:
  explicit CsvReader(async::OffloadPool& files) : files_(files) {}
  boost::asio::awaitable<registry::Outcome<Reading>> read(ReadRequest request) override;

 private:
  async::OffloadPool& files_;
};

}  // namespace fb::directory
