// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Sends one request to the admin API and gives its answer: over HTTPS with the client that the
// gateway itself uses, or over a unix socket, where the system says who asks.
//
// Beware: a request that changes something is made once and on a connection of its own. Whether it
// was done is not known where no answer comes; the error says so.
#pragma once

#include <memory>

#include "gateway/net/http_client.hpp"
#include "tools/freebusyctl/command_line.hpp"

namespace fb::freebusyctl {

inline constexpr std::size_t kAnswerBytesMax = 256 * 1024 * 1024;
// sun_path on Linux, with the zero behind it.
inline constexpr std::size_t kSocketPathBytesMax = 107;

class AdminClient {
 public:
  virtual ~AdminClient() = default;

  // `request.url` is a path. Blocks until there is an answer or the deadline has passed.
  virtual model::Result<net::HttpResponse> ask(net::HttpRequest request) = 0;

  // Reads the files that the options name. The error is for the user.
  static model::Result<std::unique_ptr<AdminClient>> open(const Values& values);
};

}  // namespace fb::freebusyctl
