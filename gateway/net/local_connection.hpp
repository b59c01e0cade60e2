// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The serving end of a unix socket: HTTP as in server_connection.hpp, without TLS, since the bytes
// stay in this machine's kernel, which also says who is at the other end.
//
// Beware: the user is the one that connected. A descriptor can be handed on to another process.
#pragma once

#include <boost/asio/local/stream_protocol.hpp>
#include <cstdint>
#include <memory>
#include <optional>

#include "gateway/net/server_connection.hpp"

namespace fb::net {

struct LocalConnection {
  std::unique_ptr<ServerConnection> connection;
  std::optional<std::uint32_t> user_id;  // none where the system does not tell
};

LocalConnection make_local_connection(boost::asio::local::stream_protocol::socket socket,
                                      const ServerLimits& limits, async::Clock& clock);

}  // namespace fb::net
