// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// One client connection, from the TLS handshake to the close: read a head, find the endpoint, prove
// the caller, read the body, answer, log; again while the connection is kept.
//
// Whatever can be refused from the head is refused before the body is read. An exception in a
// handler is a bug: it is logged, the caller gets a fixed sentence, the connection is closed, and
// the process goes on.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>

#include "gateway/front/request_scope.hpp"
#include "gateway/net/server_connection.hpp"

namespace fb::front {

// A body of a refused request up to this size is read and thrown away, so that the connection can
// be kept for the next try; beyond it the connection is closed.
inline constexpr std::size_t kRefusedBodyBytesMax = 256 * 1024;

// No more is read from somebody who has not proved who they are.
inline constexpr std::size_t kUnprovedBodyBytesMax = 256 * 1024;

boost::asio::awaitable<void> serve(std::unique_ptr<net::ServerConnection> connection,
                                   const Services& services);

}  // namespace fb::front
