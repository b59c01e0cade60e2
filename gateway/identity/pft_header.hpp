// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The Authorization header of a protected forwarded token (PFT, on the wire type PFAT):
//
//   MSAuth1.0 actortoken="Bearer <jwt>", accesstoken="Bearer <jwt>", type="PFAT"
//
// The access token is the organisation's, the actor token that of whoever forwards it. Form only:
// neither token is looked into here. There is no public specification, so the reader takes what is
// seen on the wire, quotes or none, in any order, and nothing that could be understood in two ways.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "protocols/model/result.hpp"

namespace fb::identity {

inline constexpr std::size_t kPftHeaderBytesMax = 40 * 1024;  // two tokens of 16 KiB and some air
inline constexpr std::size_t kPftParametersMax = 8;  // more than there are, to name what is wrong

struct PftHeader {
  std::string_view access_token;  // not empty; letters, digits and "-_." alone
  std::string_view actor_token;
};

// What follows "MSAuth1.0"; the views point into it. Errors: unauthenticated, with the failing
// check as the rule ("pft.duplicate_parameter") and in words, which are never the caller's.
model::Result<PftHeader> read_pft_header(std::string_view parameters);

// The whole value, as services write it.
std::string written_pft_header(const PftHeader& header);

}  // namespace fb::identity
