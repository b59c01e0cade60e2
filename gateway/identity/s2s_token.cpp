// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/s2s_token.hpp"

#include "protocols/model/letter_case.hpp"

namespace fb::identity {
namespace {

using model::Error;
using model::ErrorKind;
using model::Result;
using model::Status;
using oauth::CompactToken;

constexpr std::string_view kActorClaim = "actortoken";

Error refused(std::string_view check, std::string detail) {
  return Error::of(ErrorKind::unauthenticated, std::move(detail), "s2s." + std::string(check));
}

Status check_outer(const CompactToken& outer) {
  if (header_text(outer, "alg") != "none") {
    return refused("outer_algorithm", "the outer token is signed, and only its actor may be");
  }
  if (!model::equal_without_case(header_text(outer, "typ"), "JWT")) {
    return refused("outer_type", "the outer token's type is not JWT");
  }
  if (!outer.signature.empty()) {
    return refused("outer_signature", "the outer token says that it has no signature, and has one");
  }
  if (outer.header.contains("crit")) {
    return refused("outer_critical", "the outer token has critical header parameters");
  }
  if (outer.text(kActorClaim).empty()) {
    return refused("actor_missing", "the outer token's actor token is no text");
  }
  return {};
}

}  // namespace

std::optional<ApplicationAtRealm> application_at_realm(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == std::string_view::npos || at == 0 || at + 1 == text.size()) return std::nullopt;
  if (text.find('@', at + 1) != std::string_view::npos) return std::nullopt;
  if (text.find('/') != std::string_view::npos) return std::nullopt;
  return ApplicationAtRealm{text.substr(0, at), text.substr(at + 1)};
}

std::optional<S2sAudience> s2s_audience(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos || slash == 0) return std::nullopt;
  const auto rest = application_at_realm(text.substr(slash + 1));
  if (!rest || text.substr(0, slash).find('@') != std::string_view::npos) return std::nullopt;
  return S2sAudience{text.substr(0, slash), rest->application, rest->realm};
}

std::string_view header_text(const CompactToken& token, std::string_view name) {
  const boost::json::value* const found = token.header.if_contains(name);
  if (found == nullptr || !found->is_string()) return {};
  return {found->get_string().data(), found->get_string().size()};
}

bool S2sToken::has_form(std::string_view text) {
  const auto token = CompactToken::read(text);
  if (!token) return false;
  return token->claims.contains(kActorClaim) || application_at_realm(token->text("iss"));
}

Result<S2sToken> S2sToken::read(std::string_view text) {
  auto presented = CompactToken::read(text);
  if (!presented) return refused("malformed", presented.error().detail());
  S2sToken token;
  if (!presented->claims.contains(kActorClaim)) {
    token.actor = std::move(*presented);
    token.actor_text = text;
    return token;
  }
  if (const Status status = check_outer(*presented); !status) return status.error();
  token.actor_text = presented->text(kActorClaim);
  auto actor = CompactToken::read(token.actor_text);
  if (!actor) return refused("actor_malformed", "the actor token: " + actor.error().detail());
  if (actor->claims.contains(kActorClaim)) {
    return refused("actor_nested", "the actor token carries another actor token");
  }
  token.outer = std::move(*presented);
  token.actor = std::move(*actor);
  return token;
}

}  // namespace fb::identity
