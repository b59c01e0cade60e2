// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The plain endpoint for scripts: one question, answered as JSON, CSV or VFREEBUSY.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "gateway/front/request_scope.hpp"

namespace fb::front {

// GET and POST /v1/availability. `scope.caller` is set.
boost::asio::awaitable<model::Status> answer_plain_availability(const Services& services,
                                                                RequestScope& scope,
                                                                EndpointCall call,
                                                                net::ResponseBuffer& response);

// GET /v1/openapi.json.
boost::asio::awaitable<model::Status> answer_openapi(const Services& services, RequestScope& scope,
                                                     EndpointCall call,
                                                     net::ResponseBuffer& response);

}  // namespace fb::front
