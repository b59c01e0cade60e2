// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The namespaces of the token service's messages.
#pragma once

#include <string_view>

namespace fb::cloudsim {

inline constexpr std::string_view kSoap12 = "http://www.w3.org/2003/05/soap-envelope";
inline constexpr std::string_view kWsa = "http://www.w3.org/2005/08/addressing";
inline constexpr std::string_view kWsp = "http://schemas.xmlsoap.org/ws/2004/09/policy";
inline constexpr std::string_view kTrust = "http://schemas.xmlsoap.org/ws/2005/02/trust";
inline constexpr std::string_view kAuth = "http://schemas.xmlsoap.org/ws/2006/12/authorization";
inline constexpr std::string_view kSaml = "urn:oasis:names:tc:SAML:1.0:assertion";
inline constexpr std::string_view kWsse =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
inline constexpr std::string_view kWsu =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
inline constexpr std::string_view kDsig = "http://www.w3.org/2000/09/xmldsig#";
inline constexpr std::string_view kXenc = "http://www.w3.org/2001/04/xmlenc#";
inline constexpr std::string_view kExclusive = "http://www.w3.org/2001/10/xml-exc-c14n#";
inline constexpr std::string_view kFederation = "http://schemas.xmlsoap.org/ws/2006/12/federation";
inline constexpr std::string_view kPassport =
    "http://schemas.microsoft.com/Passport/SoapServices/SOAPFault";

}  // namespace fb::cloudsim
