// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Every path that the gateway answers, in one table. Paths are matched without regard to case, as
// IIS does.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace fb::front {

enum class Endpoint : std::uint8_t { ews, live, ready };

struct EndpointRow {
  std::string_view path;  // lower case
  std::string_view method;
  Endpoint endpoint;
  bool needs_caller;
};

inline constexpr std::array kEndpoints{
    EndpointRow{"/ews/exchange.asmx", "POST", Endpoint::ews, true},
    EndpointRow{"/healthz", "GET", Endpoint::live, false},
    EndpointRow{"/readyz", "GET", Endpoint::ready, false},
};

struct EndpointMatch {
  const EndpointRow* row = nullptr;  // null: the path or the method is not answered
  std::string_view allow;  // the method that the path does take; empty where there is no such path
};

EndpointMatch find_endpoint(std::string_view method, std::string_view path);

}  // namespace fb::front
