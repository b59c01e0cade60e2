// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Autodiscover, both directions: where is the EWS endpoint of this address? Three dialects of one
// question: SOAP ([MS-OXWSADISC]), POX ([MS-OXDSCLI]) and JSON. Bytes in, model out; model in,
// bytes out; no I/O. Whether an answer may be followed is for gateway/upstream to decide.
//
// Beware: SOAP answers are read by .NET data contracts elsewhere, so the order of elements matters.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "protocols/model/result.hpp"
#include "protocols/model/smtp_address.hpp"

namespace fb::autodiscover {

// As a client.

struct EwsEndpoint {
  std::string url;
};
struct RedirectToAddress {
  std::string address;
};
struct RedirectToUrl {
  std::string url;
};
using Discovery = std::variant<EwsEndpoint, RedirectToAddress, RedirectToUrl>;

// What SOAPAction and wsa:Action say of the question below.
inline constexpr std::string_view kUserSettingsAction =
    "http://schemas.microsoft.com/exchange/2010/Autodiscover/Autodiscover/GetUserSettings";

// GetUserSettings for ExternalEwsUrl. `url` is where it is sent, and stands in wsa:To.
void encode_user_settings_question(const model::SmtpAddress& user, std::string_view url,
                                   std::string& out);
// Errors: peer_throttled (ServerBusy), peer_recipient_unknown (InvalidUser), peer_broken.
model::Result<Discovery> decode_user_settings_answer(std::string_view body);

void encode_pox_question(const model::SmtpAddress& user, std::string& out);
model::Result<Discovery> decode_pox_answer(std::string_view body);

// "/autodiscover/autodiscover.json/v1.0/<address>?Protocol=EWS&RedirectCount=<n>"
std::string json_target(const model::SmtpAddress& user, int redirects);
model::Result<Discovery> decode_json_answer(std::string_view body);

}  // namespace fb::autodiscover
