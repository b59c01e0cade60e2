// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// A document that somebody publishes under https: one GET, 200 or nothing.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>

#include "gateway/net/http_client.hpp"
#include "protocols/model/result.hpp"

namespace fb::identity {

// Error: token_unavailable, with what happened.
boost::asio::awaitable<model::Result<std::string>> fetch_text(std::string url, std::string accept,
                                                              net::HttpClient* http,
                                                              async::Deadline deadline);

}  // namespace fb::identity
