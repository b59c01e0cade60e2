// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// A peer's refusals, in all the dresses that Exchange and its relatives give them, as our errors.
#pragma once

#include <pugixml.hpp>

#include "protocols/model/result.hpp"

namespace fb::ews {

// `fault` is a SOAP 1.1 or 1.2 Fault.
model::Error error_of_fault(const pugi::xml_node& fault);

// `message` is a ResponseMessage that does not say success.
model::Error error_of_message(const pugi::xml_node& message);

}  // namespace fb::ews
