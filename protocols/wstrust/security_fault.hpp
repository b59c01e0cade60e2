// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The SOAP fault by which a service says that it does not take a token or its proof (WSS 1.1,
// section 12), as EWS and Autodiscover answer it before they look at the question.
//
// Not the fault of a token service, which token_response.hpp reads.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "protocols/wire/xml.hpp"

namespace fb::wstrust {

inline constexpr wire::XmlLimits kSecurityFaultLimits{
    .bytes_max = 64 * 1024, .depth_max = 16, .elements_max = 256};

struct SecurityFault {
  std::string code;  // "InvalidSecurity": one of the known ones
  std::string text;  // the service's own words
};

// None where the body is anything else, a fault of the operation included.
std::optional<SecurityFault> security_fault_in(std::string_view body);

}  // namespace fb::wstrust
