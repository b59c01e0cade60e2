// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Closing without destroying the last answer. A socket that is closed while bytes of the other side
// are unread sends a reset, and the other side's system then throws away what it has received but
// its program has not read yet.
#pragma once

#include <boost/asio/generic/stream_protocol.hpp>

#include "gateway/async/clock.hpp"

namespace fb::net {

inline constexpr std::chrono::milliseconds kLingerTime{2'000};
inline constexpr std::size_t kLingerBytesMax = 4 * 1024 * 1024;

// Ends our direction, then reads and forgets until the other side ends its own or a limit is met.
void close_after_linger(boost::asio::generic::stream_protocol::socket socket, async::Clock& clock);

// For a client that spoke HTTP to the HTTPS port: one sentence, where that does not block.
void answer_plain_http(boost::asio::generic::stream_protocol::socket& socket);

}  // namespace fb::net
