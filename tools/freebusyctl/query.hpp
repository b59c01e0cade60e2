// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The question as it is sent, and what its answer means for whoever typed it. No sockets: how an
// exchange is made is the business of main.
#pragma once

#include <string>

#include "gateway/net/http_client.hpp"
#include "tools/freebusyctl/command_line.hpp"
#include "tools/freebusyctl/secret_file.hpp"
#include "tools/freebusyctl/terminal.hpp"

namespace fb::freebusyctl {

// The secret that the command names a file for, without its line end. The error is for the user.
model::Result<std::string> read_secret(const QueryCommand& command);

net::HttpRequest request_for(const QueryCommand& command, const std::string& secret);

Outcome outcome_of(const QueryCommand& command, const model::Result<net::HttpResponse>& response,
                   const Terminal& terminal);

}  // namespace fb::freebusyctl
