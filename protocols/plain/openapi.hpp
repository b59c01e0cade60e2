// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// docs/reference/openapi.json, as it was when the program was built, without white space between
// its lines.
#pragma once

#include <string_view>

namespace fb::plain {

std::string_view openapi_document();

}  // namespace fb::plain
