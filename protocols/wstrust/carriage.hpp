// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// How a delegation token travels in a SOAP request to EWS or Autodiscover: WS-Addressing headers
// and one wsse:Security with a timestamp, the token, and in two of the three forms a signature over
// the timestamp. The form also chooses the path.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "protocols/model/result.hpp"

namespace fb::wstrust {

enum class TokenForm : std::uint8_t { token, symmetric_key, x509_certificate };

// The URL for a form, from one with or without such an ending.
std::string url_of_form(std::string_view url, TokenForm form);

struct SecurityHeaders {
  // "http://schemas.microsoft.com/exchange/services/2006/messages/GetUserAvailability"; empty where
  // the envelope has wsa:Action and wsa:To already, as those of Autodiscover do.
  std::string action;
  std::string url;        // with the ending of the form
  std::string timestamp;  // a wsu:Timestamp
  std::string token;      // an xenc:EncryptedData
  std::string signature;  // a ds:Signature; empty in the form `token`
};

// The envelope with these headers behind its own. It has to be one that our encoders wrote: prefix
// "s" for SOAP 1.1 and a header that is not empty; internal otherwise.
model::Result<std::string> with_headers(std::string_view envelope, const SecurityHeaders& headers);

}  // namespace fb::wstrust
