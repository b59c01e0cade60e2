// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The HttpClient of the running program: TLS connections kept per host, at most so many of them,
// callers queued in order.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "gateway/net/http_client.hpp"
#include "gateway/net/tls_context.hpp"

namespace fb::net {

struct ClientSettings {
  std::map<std::string, std::string> hosts;  // name -> address:port; TLS still verifies the name
  std::vector<std::string>
      allow_private;  // "127.0.0.0/8": private or loopback prefixes that may be connected to
  std::chrono::milliseconds connect_timeout{5'000};
  std::chrono::milliseconds idle_timeout{60'000};
  std::size_t connections_per_host_max = 8;
  std::size_t waiting_per_host_max = 256;
  std::size_t response_bytes_max = 8 * 1024 * 1024;
  std::string user_agent = "freebusy-gateway";
};

// Loopback, private, link-local, carrier and other special ranges need an entry in allow_private;
// IPv4-mapped IPv6 addresses are judged as the IPv4 address that they hold.
std::unique_ptr<HttpClient> make_https_client(boost::asio::any_io_executor executor,
                                              std::shared_ptr<const ClientTlsContext> tls,
                                              ClientSettings settings, async::Clock& clock);

}  // namespace fb::net
