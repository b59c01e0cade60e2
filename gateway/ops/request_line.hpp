// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The text of a log record: JSON members without the surrounding braces. Apart from the log so that
// it can be tested without one.
#pragma once

#include <initializer_list>
#include <string>

#include "gateway/ops/log.hpp"

namespace fb::ops {

// A peer's words are shown to operators, but no more than this of them.
inline constexpr std::size_t kPeerTextLoggedBytesMax = 200;

void append_event(std::string_view name, std::initializer_list<Field> fields, std::string& line);
void append_request(const RequestRecord& record, std::string& line);

}  // namespace fb::ops
