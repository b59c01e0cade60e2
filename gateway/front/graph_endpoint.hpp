// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The part of Microsoft Graph that free/busy needs, for clients that speak nothing else.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "gateway/front/request_scope.hpp"

namespace fb::front {

// POST .../calendar/getSchedule. `scope.caller` is set.
boost::asio::awaitable<model::Status> answer_graph_schedule(const Services& services,
                                                            RequestScope& scope, EndpointCall call,
                                                            net::ResponseBuffer& response);

// POST .../findMeetingTimes. `scope.caller` is set.
boost::asio::awaitable<model::Status> answer_graph_meeting_times(const Services& services,
                                                                 RequestScope& scope,
                                                                 EndpointCall call,
                                                                 net::ResponseBuffer& response);

}  // namespace fb::front
