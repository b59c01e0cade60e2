// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Turns what people type into a plain SMTP address: "SMTP:" prefixes go, a domain written in
// another script becomes its A-label (UTS 46, non-transitional). A homograph of a domain therefore
// becomes another domain, never the same one.
#pragma once

#include <string_view>

#include "protocols/model/smtp_address.hpp"

namespace fb::wire {

// address_invalid where it is none. Display names, angle brackets, quotes and white space are
// refused, not repaired.
model::Result<model::SmtpAddress> read_smtp_address(std::string_view typed);

}  // namespace fb::wire
