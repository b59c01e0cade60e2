// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Which addresses may be connected to: every public one, and of the special ones (loopback,
// private, link-local, shared, documentation, multicast and the like) only those that the settings
// name. An address that carries an IPv4 address inside (mapped, NAT64, 6to4) is judged as that.
//
// Asked about the address that a connection is about to be made to, never about a name.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>
#include <string>
#include <vector>

namespace fb::net {

class AddressRules {
 public:
  // Prefixes such as "127.0.0.0/8" or "fd00::/8", or single addresses. What cannot be read allows
  // nothing.
  explicit AddressRules(const std::vector<std::string>& allow_private);

  bool allows(const boost::asio::ip::address& address) const;

 private:
  bool allows_v4(const boost::asio::ip::address_v4& address) const;

  std::vector<boost::asio::ip::network_v4> allowed_v4_;
  std::vector<boost::asio::ip::network_v6> allowed_v6_;
};

}  // namespace fb::net
