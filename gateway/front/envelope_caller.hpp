// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Step 4 of a request at a /WSSecurity path: the caller is proved by the token in the envelope,
// after the body was read. What is not proved gets the fault that Exchange has for it, the same
// bytes whatever the reason; the reason is for the log.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "config/snapshot.hpp"
#include "gateway/front/request_scope.hpp"
#include "gateway/net/server_connection.hpp"

namespace fb::front {

// Afterwards `scope.caller` is set, or the fault stands in `response` and the reason in
// `scope.refusal`. An error is a refusal that the session puts into words, and has nothing to do
// with the token: server_busy, or no such endpoint.
boost::asio::awaitable<model::Status> prove_by_envelope(const Services& services,
                                                        RequestScope& scope, EndpointCall call,
                                                        net::ResponseBuffer& response);

// Whether any token could be accepted: some home tenant has a federation key and the settings do
// not forbid it.
bool takes_envelopes(const config::Settings& settings, const config::Snapshot& snapshot);

}  // namespace fb::front
