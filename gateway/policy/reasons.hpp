// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Why a look-up failed, in one catalogue: a stable code, its cause, and what to do. The codes are
// the rules that errors carry; where an error has no rule, the name of its kind. The catalogue is
// also a page of the documentation, made from it.
//
// What Exchange and Exchange Online say in their own words, or by the LID behind them, is found by
// reason_of_peer_text(). Beware: a peer chooses its words freely, so they explain and never decide.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "protocols/model/error.hpp"

namespace fb::policy {

struct Reason {
  std::string_view code;
  std::string_view cause;
  std::string_view fix;
};

// In the order of the page: sharing, credentials, other sides.
std::span<const Reason> reasons_of_sharing();
std::span<const Reason> reasons_of_credentials();
std::span<const Reason> reasons_of_peers();

// Null where there is no such code. What every token has in common is written once, under
// "bearer.": "pft.actor.expired" finds "bearer.expired" and says so by its code.
const Reason* reason(std::string_view code);

// The code of an error: its rule where the catalogue has it, else what the peer's text means, else
// the name of the kind.
std::string_view reason_code(const model::Error& error);

// Empty where the text means nothing to us.
std::string_view reason_of_peer_text(std::string_view text);

// docs/reference/reasons.md.
std::string reasons_page();

}  // namespace fb::policy
