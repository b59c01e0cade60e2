// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Who is at the other end, as logs and limits name it.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <string>

namespace fb::net {

// An IPv4 address that is wrapped in IPv6 (a dual-stack listener sees all of them so) is the IPv4
// address that it holds.
boost::asio::ip::address unmapped(const boost::asio::ip::address& address);

// The address without the port; empty where the other side is gone already.
std::string text_of_peer(const boost::asio::ip::tcp::socket& socket);

}  // namespace fb::net
