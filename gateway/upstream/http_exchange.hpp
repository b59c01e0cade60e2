// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What all HTTP upstreams share: sending with one of our tokens, and the meaning of a response that
// does not carry an answer. No dialect.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <string_view>

#include "gateway/net/http_client.hpp"
#include "gateway/upstream/token_presentation.hpp"

namespace fb::upstream {

// Adds the Authorization header and sends. Tokens that are refused with 401 are forgotten and the
// request is sent once more with new ones; the second 401 is the response.
boost::asio::awaitable<model::Result<net::HttpResponse>> exchange_with_token(
    identity::TokenBroker& tokens, TokenPresentation presentation, net::HttpRequest request,
    net::HttpClient& http, async::Deadline deadline);

// Seconds of a Retry-After header, fractions rounded up, at most a day. Zero for a date, which
// servers of free/busy do not send, and for anything else.
std::uint32_t retry_after_s(std::string_view header);

bool is_html(const net::HttpResponse& response);

// What an endpoint says that is no longer there.
bool has_moved(const model::Result<net::HttpResponse>& response);

// A response that is no answer, by its status alone. What the peer says about a refusal goes to the
// peer's words.
model::Error error_of_status(const net::HttpResponse& response);

// The same where the body was read too: what it said, unless the status says more.
model::Error error_of_response(const net::HttpResponse& response, model::Error said);

}  // namespace fb::upstream
