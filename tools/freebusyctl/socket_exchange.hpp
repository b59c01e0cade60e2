// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// One HTTP request over a unix socket, on a connection of its own. Errors as those of HttpClient.
#pragma once

#include "gateway/async/clock.hpp"
#include "gateway/net/http_client.hpp"

namespace fb::freebusyctl {

// The names behind a unix socket have no host.
inline constexpr char kSocketHost[] = "localhost";

boost::asio::awaitable<model::Result<net::HttpResponse>> exchange_over_socket(
    std::string path, net::HttpRequest request, std::size_t answer_bytes_max,
    std::chrono::milliseconds timeout);

}  // namespace fb::freebusyctl
