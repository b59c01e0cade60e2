// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What an on-premises Exchange server makes of server-to-server tokens ([MS-XOAUTH]): actor tokens
// that an application signed with its registered certificate, alone or inside an unsigned outer
// token that names a person. Deliberately code of its own: it judges the gateway's tokens.
#pragma once

#include <string>
#include <string_view>

#include "tools/cloudsim/world.hpp"

namespace fb::cloudsim {

inline constexpr std::string_view kExchangeApplication = "00000002-0000-0ff1-ce00-000000000000";

struct TokenVerdict {
  std::string application;  // the client id that proved itself; empty: nobody did
  std::string diagnostics;  // of a refusal, as x-ms-diagnostics; empty: the token is good
};

TokenVerdict judge_server_token(std::string_view token, const World& world,
                                const ExchangeServer& server, model::UtcTime now);

// What WWW-Authenticate offers. `refused`: a token was given and is not good.
std::string bearer_challenge(const ExchangeServer& server, bool refused);

}  // namespace fb::cloudsim
