// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The parts of a URL that a request needs. https alone; user names, other schemes and names that no
// certificate could carry are refused.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "protocols/model/result.hpp"

namespace fb::net {

struct HttpsUrl {
  static constexpr std::size_t kBytesMax = 8 * 1024;

  std::string host;  // lower case, without brackets and without a last dot
  std::uint16_t port = 443;
  std::string target;  // path and query; never empty
  bool host_is_address = false;

  std::string host_and_port() const;  // "[::1]:8443"; the port also where it is 443
  std::string host_header() const;    // without 443

  // The error is internal and does not repeat the URL: its query may hold what no log should.
  static model::Result<HttpsUrl> parse(std::string_view url);
};

}  // namespace fb::net
