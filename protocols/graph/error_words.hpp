// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#pragma once

#include <optional>
#include <string_view>

#include "protocols/model/error.hpp"

namespace fb::graph {

// What a peer's code means: the number of an EWS exception, or a name of EWS or Graph, in any case
// of letters. None where the code is not known.
std::optional<model::ErrorKind> kind_of_code(std::string_view code);

}  // namespace fb::graph
