// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The form of Exchange's server-to-server tokens ([MS-XOAUTH]): an actor token, which an issuer
// signed for an application, and the outer token around it, which nobody signed and in which the
// application says for whom it acts. Structure only: nothing here checks a signature or trusts a
// claim.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "protocols/oauth/oauth.hpp"

namespace fb::identity {

// "<application id>@<realm>", as iss and nameid have it.
struct ApplicationAtRealm {
  std::string_view application;
  std::string_view realm;
};
std::optional<ApplicationAtRealm> application_at_realm(std::string_view text);

// "<client id>/<host>@<realm>": exactly these three parts.
struct S2sAudience {
  std::string_view client_id;
  std::string_view host;
  std::string_view realm;
};
std::optional<S2sAudience> s2s_audience(std::string_view text);

// A parameter of the header as text; empty where it is absent or something else.
std::string_view header_text(const oauth::CompactToken& token, std::string_view name);

struct S2sToken {
  std::optional<oauth::CompactToken> outer;  // none: the actor token was presented alone
  oauth::CompactToken actor;
  std::string actor_text;  // what its signature covers, and the signature

  // Whether a Bearer credential is meant as one of these: it carries an actor token, or its issuer
  // is an application at a realm.
  static bool has_form(std::string_view text);

  // Errors: unauthenticated, with the failing check as the rule: what the form demands of an outer
  // token (alg none, no signature, no crit, exactly one actor) is checked here.
  static model::Result<S2sToken> read(std::string_view text);
};

}  // namespace fb::identity
