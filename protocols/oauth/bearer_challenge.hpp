// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What a server that takes Bearer tokens says of itself in WWW-Authenticate: for which application
// a token has to be made, and whose tokens it trusts ([MS-XOAUTH], RFC 6750). Structure only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "protocols/model/result.hpp"

namespace fb::oauth {

struct BearerChallenge {
  static constexpr std::size_t kBytesMax = 8 * 1024;
  static constexpr std::size_t kTrustedIssuersMax = 64;

  std::string client_id;
  std::string realm;  // empty where the server does not say
  std::vector<std::string> trusted_issuers;
  bool operator==(const BearerChallenge&) const = default;

  // Of one header line, which may hold challenges of other schemes too (RFC 9110, 11.6.1): the
  // first Bearer challenge that has a client_id. malformed_request where there is none, where a
  // parameter of it stands twice, and for what is no list of challenges.
  static model::Result<BearerChallenge> read(std::string_view header);
};

}  // namespace fb::oauth
