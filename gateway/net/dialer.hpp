// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// From a name to a TLS connection with whoever proves to be that name: static hosts, the system's
// resolver, the address rules, TCP, the handshake.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "gateway/net/address_rules.hpp"
#include "gateway/net/client_connection.hpp"
#include "gateway/net/https_url.hpp"
#include "gateway/net/tls_context.hpp"

namespace fb::net {

class Dialer {
 public:
  // Without a TLS context it can only connect_to.
  Dialer(std::shared_ptr<const ClientTlsContext> tls,
         const std::map<std::string, std::string>& hosts,
         const std::vector<std::string>& allow_private);

  // All of it within `limit`; the addresses share the time. Errors: peer_unreachable.
  boost::asio::awaitable<model::Result<std::unique_ptr<ClientConnection>>> dial(
      const HttpsUrl& url, async::SteadyTime limit, ExchangeTimer& timer,
      async::Clock& clock) const;

  // The same without TLS: a TCP connection with an address that may be connected to.
  boost::asio::awaitable<model::Result<boost::asio::ip::tcp::socket>> connect_to(
      const HttpsUrl& url, async::SteadyTime limit, ExchangeTimer& timer,
      async::Clock& clock) const;

 private:
  using Endpoints = std::vector<boost::asio::ip::tcp::endpoint>;

  boost::asio::awaitable<model::Result<Endpoints>> find(const HttpsUrl& url,
                                                        ExchangeTimer& timer) const;
  model::Result<Endpoints> only_allowed(const HttpsUrl& url, const Endpoints& found) const;

  std::shared_ptr<const ClientTlsContext> tls_;
  std::map<std::string, std::string> hosts_;  // by lower-case name
  AddressRules rules_;
};

}  // namespace fb::net
