// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The question as it is sent, and what its answer means for whoever typed it. No sockets: how an
// exchange is made is the business of main.
#pragma once

#include <string>

#include "gateway/net/http_client.hpp"
#include "tools/freebusyctl/command_line.hpp"

namespace fb::freebusyctl {

// Beyond it a file holds something else than a secret.
inline constexpr std::size_t kSecretBytesMax = 16 * 1024;

// The secret that the command names a file for, without its line end. The error is for the user.
model::Result<std::string> read_secret(const QueryCommand& command);

net::HttpRequest request_for(const QueryCommand& command, const std::string& secret);

struct Terminal {
  std::size_t columns;
  bool in_colour;
};

struct Outcome {
  int exit_code;
  std::string out;  // for standard output
  std::string err;  // for standard error
};

Outcome outcome_of(const QueryCommand& command, const model::Result<net::HttpResponse>& response,
                   const Terminal& terminal);

}  // namespace fb::freebusyctl
