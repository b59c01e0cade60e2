// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Who is asking. A Caller is a plain value, so that policy can be tested with literals; an
// AuthenticatedCaller is a Caller whose credential was checked, and only gateway/identity can make
// one. Whatever may touch data takes the latter.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "protocols/model/identifiers.hpp"
#include "protocols/model/smtp_address.hpp"

namespace fb::identity {
class CallerMint;  // gateway/identity/caller_mint.hpp, the one maker of proofs
}

namespace fb::model {

// The closed list of SHARING-MODEL 4.
enum class CallerKind : std::uint8_t {
  home_user,
  home_server,
  home_script,
  partner_organization,
  partner_user
};
std::string_view name(CallerKind kind);

// By whose word a partner's user is known, and to whom that word was given. Both have to be those
// of one organization relationship (SHARING-MODEL 6.2).
struct Delegation {
  std::string token_issuer;
  TenantKey addressed_to;  // the home tenant whose federation identity the token was made for
};

struct Caller {
  CallerKind kind;
  TenantKey tenant;                 // the tenant that asks
  std::optional<SmtpAddress> user;  // the person, where there is one
  std::string principal;            // account name or application id: stable, for logs and limits
  std::optional<Delegation> delegation{};  // of a partner_user with a delegation token
};

class CallerPasskey {
  CallerPasskey() = default;
  friend class fb::identity::CallerMint;
};

class AuthenticatedCaller {
 public:
  AuthenticatedCaller(CallerPasskey, Caller caller) : caller_(std::move(caller)) {}
  const Caller& operator*() const { return caller_; }
  const Caller* operator->() const { return &caller_; }

 private:
  Caller caller_;
};

}  // namespace fb::model
