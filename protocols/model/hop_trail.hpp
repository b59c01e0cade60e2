// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The gateways that a question has passed through, from the header below. A gateway that finds
// itself in the trail refuses. The trail never grants anything: a caller can write what it likes
// into it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "protocols/model/result.hpp"

namespace fb::model {

inline constexpr std::string_view kHopHeader = "X-FreeBusy-Gateway";

class HopTrail {
 public:
  static constexpr std::size_t kHopsMax = 8;
  static constexpr std::size_t kIdBytesMax = 64;

  // Comma separated ids of letters, digits, '.', '-' and '_'. Anything else is malformed_request.
  static Result<HopTrail> parse(std::string_view header);

  bool contains(std::string_view id) const;
  HopTrail with(std::string_view id) const;
  std::string str() const;
  std::size_t size() const { return ids_.size(); }

 private:
  std::vector<std::string> ids_;
};

}  // namespace fb::model
