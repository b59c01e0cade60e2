// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Steps 5 and 12 of a request in EWS: from the body of an authenticated caller to the bytes of the
// answer.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string_view>

#include "gateway/front/request_scope.hpp"
#include "gateway/net/server_connection.hpp"

namespace fb::front {

// `scope.caller` is set. Writes the answer or the fault into `response`, and what happened into
// `scope`.
boost::asio::awaitable<model::Status> answer_ews(const Services& services, RequestScope& scope,
                                                 EndpointCall call, net::ResponseBuffer& response);

}  // namespace fb::front
