// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Autodiscover as a server: SOAP, POX, JSON and the probe for headers.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "gateway/front/request_scope.hpp"

namespace fb::front {

// An error is a refusal that the session puts into words: unauthenticated, or no such endpoint.
boost::asio::awaitable<model::Status> answer_autodiscover(const Services& services,
                                                          RequestScope& scope, EndpointCall call,
                                                          net::ResponseBuffer& response);

}  // namespace fb::front
