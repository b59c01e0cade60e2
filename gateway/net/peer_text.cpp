// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/net/peer_text.hpp"

namespace fb::net {

namespace ip = boost::asio::ip;

ip::address unmapped(const ip::address& address) {
  if (!address.is_v6() || !address.to_v6().is_v4_mapped()) return address;
  return ip::make_address_v4(ip::v4_mapped, address.to_v6());
}

std::string text_of_peer(const ip::tcp::socket& socket) {
  boost::system::error_code failed;
  const ip::tcp::endpoint endpoint = socket.remote_endpoint(failed);
  return failed ? std::string() : unmapped(endpoint.address()).to_string();
}

}  // namespace fb::net
