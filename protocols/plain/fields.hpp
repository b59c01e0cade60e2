// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// A question before it is understood: texts by their names, whichever form they came in.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "protocols/plain/plain.hpp"

namespace fb::plain {

struct Fields {
  std::vector<std::string> people;
  std::string start;
  std::string end;
  std::optional<std::string> zone;
  std::optional<std::string> detail;
  std::optional<std::int64_t> interval_minutes;
};

model::Result<Question> question_of(const Fields& fields);

model::Error malformed(std::string detail);
// A name from outside, short enough and plain enough to be repeated in a message.
std::string shown(std::string_view name);

}  // namespace fb::plain
