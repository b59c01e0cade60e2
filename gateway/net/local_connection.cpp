// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/net/local_connection.hpp"

#include <sys/socket.h>

#include <utility>

#include "gateway/net/plain_channel.hpp"
#include "gateway/net/stream_connection.hpp"

namespace fb::net {

LocalConnection make_local_connection(boost::asio::local::stream_protocol::socket socket,
                                      const ServerLimits& limits, async::Clock& clock) {
  LocalConnection made;
  ucred peer{};
  socklen_t length = sizeof peer;
  if (::getsockopt(socket.native_handle(), SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0) {
    made.user_id = peer.uid;
  }
  const int descriptor = socket.native_handle();
  made.connection = make_stream_connection(
      std::move(socket), std::make_unique<PlainChannel>(descriptor), "unix", limits, clock);
  return made;
}

}  // namespace fb::net
