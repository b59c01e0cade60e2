// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What every serving connection is made of: a stream socket and the channel that speaks over it.
// Only for the makers of connections.
#pragma once

#include <boost/asio/generic/stream_protocol.hpp>
#include <memory>
#include <string>

#include "gateway/net/byte_channel.hpp"
#include "gateway/net/server_connection.hpp"

namespace fb::net {

// `peer` names the other side in logs and limits.
std::unique_ptr<ServerConnection> make_stream_connection(
    boost::asio::generic::stream_protocol::socket socket, std::unique_ptr<ByteChannel> channel,
    std::string peer, const ServerLimits& limits, async::Clock& clock);

}  // namespace fb::net
