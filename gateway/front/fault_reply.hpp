// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The one place where a request-level error becomes an HTTP answer. Whoever has not proved an
// identity gets the status and a fixed sentence; a proved caller of a dialect gets that dialect's
// fault.
#pragma once

#include <string>
#include <vector>

#include "gateway/front/endpoints.hpp"
#include "gateway/net/server_connection.hpp"
#include "protocols/model/error.hpp"

namespace fb::front {

// Before a dialect is known, or before the caller is: plain text. `challenges` go out with 401;
// `allow` with 405.
void reply_plain(const model::Error& error, const std::vector<std::string>& challenges,
                 std::string_view allow, net::ResponseBuffer& response);

// The same in the words of the path that was asked.
void reply_refusal(Dialect dialect, const model::Error& error,
                   const std::vector<std::string>& challenges, std::string_view allow,
                   net::ResponseBuffer& response);

// A SOAP fault, HTTP 500.
void reply_ews_fault(const model::Error& error, net::ResponseBuffer& response);

// Exhaustive over the kinds; what belongs to one mailbox never gets here and is a 500.
unsigned http_status(model::ErrorKind kind);

}  // namespace fb::front
