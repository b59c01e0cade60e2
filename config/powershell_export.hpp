// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What the administrator of a partner runs or writes, so that the partner can ask a home tenant
// through this gateway and is asked by it: cmdlets for an Exchange, TOML for a gateway. It is a
// text for people to read before they run it, and holds no secret.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "config/federation.hpp"

namespace fb::config {

enum class PartnerSide : std::uint8_t { exchange_online, on_premises, gateway };
// "exchange-online", "on-premises", "gateway".
std::optional<PartnerSide> partner_side_named(std::string_view name);

struct PartnerCommands {
  const Federation& federation;
  const Tenant& tenant;        // ours
  model::TenantKey partner;    // a partner or another home tenant
  std::string gateway_origin;  // "https://gateway.contoso.example"
};

std::string partner_commands(const PartnerCommands& commands, PartnerSide side);

// In single quotes, in which PowerShell replaces nothing. Its other quotation marks, which it takes
// for the same, are doubled too; a control character becomes a space.
std::string powershell_text(std::string_view text);

}  // namespace fb::config
