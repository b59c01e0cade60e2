// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What a command asks of the admin API. The url of these requests is a path; who sends them knows
// the host.
#pragma once

#include <boost/json/object.hpp>
#include <optional>

#include "gateway/net/http_client.hpp"
#include "tools/freebusyctl/command_line.hpp"

namespace fb::freebusyctl {

// Of all that a command sends from files.
inline constexpr std::size_t kFileBytesMax = 64 * 1024 * 1024;
// What one page of a list is asked to hold.
inline constexpr int kPageObjects = 1000;

struct AdminRequest {
  Route route;
  net::HttpRequest http;
  std::string file{};  // where its body came from
};

// An object as it is, where a change of it leans on that.
struct Current {
  boost::json::object body{};
  std::string revision{};
};

// What asks for the current object; nothing where the command does not need it.
std::optional<AdminRequest> request_for_current(const AdminCommand& command);

// Several only where a command names several files. The error is for the user.
model::Result<std::vector<AdminRequest>> requests_for(const AdminCommand& command,
                                                      const Current& current = {});

// The page that follows.
AdminRequest next_page(const AdminRequest& request, std::string_view parameter,
                       std::string_view value);

}  // namespace fb::freebusyctl
