// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/front/availability_endpoint.hpp"

namespace fb::front {

boost::asio::awaitable<model::Status> answer_plain_availability(const Services&, RequestScope&,
                                                                EndpointCall,
                                                                net::ResponseBuffer&) {
  co_return model::Error::of(model::ErrorKind::endpoint_not_found);
}

boost::asio::awaitable<model::Status> answer_openapi(const Services&, RequestScope&, EndpointCall,
                                                     net::ResponseBuffer&) {
  co_return model::Error::of(model::ErrorKind::endpoint_not_found);
}

}  // namespace fb::front
