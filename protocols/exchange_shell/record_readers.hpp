// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The readers of the single forms, and what they share. Only for this folder.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "protocols/exchange_shell/record.hpp"
#include "protocols/model/result.hpp"

namespace fb::exchange_shell {

model::Result<std::vector<Record>> records_of_list(std::string_view text);
model::Result<std::vector<Record>> records_of_csv(std::string_view text);
model::Result<std::vector<Record>> records_of_json(std::string_view text);

model::Error malformed(std::size_t line, std::string sentence);
std::string lower_case(std::string_view text);
std::string_view trimmed(std::string_view text);
// "System.String[]": what PowerShell writes where it had no text for a value.
bool is_type_name(std::string_view text);

// Puts a value in; false where a limit is passed.
bool put(Record& record, std::string_view property, std::vector<std::string> values);

}  // namespace fb::exchange_shell
