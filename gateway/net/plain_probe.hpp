// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// One GET without TLS, for the one step of Autodiscover that has none: asking
// http://autodiscover.<domain> where to go. Nothing is sent but the path and the host's name, no
// body is read, and the addresses that may be connected to are those of the HTTPS client.
//
// Beware: whoever is on the way may have written the answer. What it says is a hint, to be checked
// against what is allowed and then asked over TLS.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "gateway/async/clock.hpp"
#include "gateway/net/http_client.hpp"

namespace fb::net {

class PlainProbe {
 public:
  virtual ~PlainProbe() = default;
  // Status and header of the answer. Errors: peer_unreachable, deadline_passed, peer_broken (no
  // HTTP), internal (a name or a path that cannot be sent).
  virtual boost::asio::awaitable<model::Result<HttpResponse>> get(std::string host,
                                                                  std::string target,
                                                                  async::Deadline deadline) = 0;
};

// Shared by all threads. `hosts` as in ClientSettings; "name:80" is meant for this alone.
std::unique_ptr<PlainProbe> make_plain_probe(const std::map<std::string, std::string>& hosts,
                                             const std::vector<std::string>& allow_private,
                                             async::Clock& clock);

}  // namespace fb::net
