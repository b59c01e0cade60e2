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

// What a refusal may say beside its reason.
struct RefusalFacts {
  std::vector<std::string> challenges;  // with 401
  std::string_view allow;               // with 405
  std::string request_id;
  model::UtcTime now;
};

// Before a dialect is known, or before the caller is: plain text.
void reply_plain(const model::Error& error, const RefusalFacts& facts,
                 net::ResponseBuffer& response);

// The same in the words of the path that was asked.
void reply_refusal(Dialect dialect, const model::Error& error, const RefusalFacts& facts,
                   net::ResponseBuffer& response);

// An error object with an HTTP status and a code of its own, in Graph's form.
void reply_graph_error(unsigned status, std::string_view code, std::string_view message,
                       const RefusalFacts& facts, net::ResponseBuffer& response);

// {"error":{"code","message"}}, the error of the plain endpoint.
void reply_json_error(unsigned status, std::string_view code, std::string_view message,
                      const RefusalFacts& facts, net::ResponseBuffer& response);

// A SOAP fault, HTTP 500.
void reply_ews_fault(const model::Error& error, net::ResponseBuffer& response);

// Exhaustive over the kinds; what belongs to one mailbox never gets here and is a 500.
unsigned http_status(model::ErrorKind kind);

}  // namespace fb::front
