// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Words of the wire that both directions use.
#pragma once

#include <string_view>

namespace fb::autodiscover {

inline constexpr std::string_view kSoap11 = "http://schemas.xmlsoap.org/soap/envelope/";
inline constexpr std::string_view kSoap12 = "http://www.w3.org/2003/05/soap-envelope";
inline constexpr std::string_view kAutodiscover =
    "http://schemas.microsoft.com/exchange/2010/Autodiscover";
// Followed by the name of the operation.
inline constexpr std::string_view kAction =
    "http://schemas.microsoft.com/exchange/2010/Autodiscover/Autodiscover/";
inline constexpr std::string_view kAddressing = "http://www.w3.org/2005/08/addressing";
inline constexpr std::string_view kInstance = "http://www.w3.org/2001/XMLSchema-instance";

inline constexpr std::string_view kPoxRequest =
    "http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006";
inline constexpr std::string_view kPoxAnswer =
    "http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006";
inline constexpr std::string_view kPoxOutlookAnswer =
    "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a";

}  // namespace fb::autodiscover
