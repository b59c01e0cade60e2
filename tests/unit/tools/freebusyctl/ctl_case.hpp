// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Commands for the admin API as tests write them.
#pragma once

#include <gtest/gtest.h>

#include <sstream>

#include "protocols/wire/json.hpp"
#include "tools/freebusyctl/admin_answer.hpp"

namespace fb::freebusyctl {

inline constexpr Terminal kFile{100, false, false};
inline constexpr Terminal kScreen{60, false, true};
inline constexpr Terminal kColourScreen{60, true, true};

struct Heard {
  ParsedCommandLine parsed;
  std::string out;
  std::string err;
};

inline Heard heard(std::vector<std::string> arguments) {
  std::ostringstream out;
  std::ostringstream err;
  auto parsed = parse_command_line(std::move(arguments), out, err);
  return {std::move(parsed), out.str(), err.str()};
}

// "address-space list" and more arguments, at a socket.
inline std::vector<std::string> at_socket(std::string_view words, std::vector<std::string> more) {
  std::istringstream in{std::string(words)};
  std::vector<std::string> arguments;
  for (std::string word; in >> word;) arguments.push_back(word);
  arguments.insert(arguments.end(), more.begin(), more.end());
  arguments.insert(arguments.end(), {"--admin", "/run/admin.sock"});
  return arguments;
}

inline AdminCommand admin(std::string_view words, std::vector<std::string> more = {}) {
  Heard said = heard(at_socket(words, std::move(more)));
  EXPECT_TRUE(said.parsed.admin) << words << ": " << said.err;
  return said.parsed.admin.value_or(AdminCommand{&commands().front(), {}});
}

inline net::HttpResponse reply(unsigned status, std::string body) {
  return {status, {{"Content-Type", "application/json"}, {"request-id", "r-1"}}, std::move(body)};
}

inline boost::json::value parsed(std::string_view text) {
  auto value = wire::parse_json(text);
  EXPECT_TRUE(value) << text;
  return value ? *std::move(value) : boost::json::value();
}

// The command's outcome where the gateway gives this one answer.
inline Outcome answered(const AdminCommand& command, unsigned status, const std::string& body,
                        const Terminal& terminal = kFile) {
  const auto ask = [&](const net::HttpRequest&) -> model::Result<net::HttpResponse> {
    return reply(status, body);
  };
  return perform(command, ask, terminal);
}

}  // namespace fb::freebusyctl
