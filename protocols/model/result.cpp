// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/model/result.hpp"

#include <stdexcept>

namespace fb::model {

void throw_exception_from_error(const Error& error, const boost::source_location&) {
  throw std::logic_error("value() of a failed result: " + std::string(facts(error.kind()).name) +
                         ": " + error.detail());
}

}  // namespace fb::model
