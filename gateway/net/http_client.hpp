// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Asks an HTTPS server and gives its answer. One client per worker thread; it keeps connections and
// never leaves its thread. It follows no redirect and connects only to addresses that the settings
// allow; the check is made on the resolved address that is connected to, so a changing DNS answer
// does not get round it.
//
// Beware: a request on a kept connection that fails before anything of an answer came is made once
// more on a new one, as the other side had most likely closed the kept one. Everything that this
// program asks may be asked twice; a request that may not must not go through here.
//
// Errors: peer_unreachable (no connection, TLS not verified, cut off), deadline_passed, peer_broken
// (no HTTP, too large, coded), server_busy (too many waiting for that host), internal (a URL or a
// header that cannot be sent).
#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/async/clock.hpp"
#include "protocols/model/result.hpp"

namespace fb::net {

struct HttpHeader {
  std::string name;
  std::string value;
};

struct HttpRequest {
  std::string method = "POST";
  std::string url;  // https only
  // Host and Content-Length are added and must not be given; so is User-Agent where it is missing.
  std::vector<HttpHeader> headers;
  std::string body;
};

struct HttpResponse {
  unsigned status = 0;
  std::vector<HttpHeader> headers;
  std::string body;

  // The first header of that name without regard to case; empty where absent.
  std::string_view header(std::string_view name) const;
};

class HttpClient {
 public:
  virtual ~HttpClient() = default;
  virtual boost::asio::awaitable<model::Result<HttpResponse>> exchange(
      HttpRequest request, async::Deadline deadline) = 0;
};

}  // namespace fb::net
