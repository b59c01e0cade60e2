// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// A RequestSecurityToken as the token service of the simulation takes it, judged whole: form,
// times, the statement about the user with its signature, and whether the offer may be had.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "protocols/model/time_window.hpp"
#include "tools/cloudsim/federation.hpp"

namespace fb::cloudsim {

struct GoodQuestion {
  const FederatedOrganization* asking;
  const FederatedOrganization* target;
  std::string message_id;
  std::string user;
  std::string offer;
  std::string entropy;  // empty where none was sent
};

// The fault that it becomes.
struct TokenFault {
  std::string subcode;  // "wst:FailedAuthentication"
  std::string text;
  // Of psf:error; only failures of authentication have it.
  std::string value{};
  std::string internal_code{};
};

std::variant<GoodQuestion, TokenFault> judge_question(std::string_view body,
                                                      const FederationService& service,
                                                      model::UtcTime now);

}  // namespace fb::cloudsim
