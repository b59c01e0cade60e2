// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What makes any token of Entra a bad one, whoever it is for and however it comes: one change each,
// and the check that must notice it. All of them are noticed before a key is looked for.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "tests/unit/gateway/identity/identity_world.hpp"

namespace fb::identity {

struct TokenChange {
  std::string_view name;
  std::function<void(TokenParts&)> apply;
  std::string_view check;  // the rule without what stands before its last dot
};

inline std::function<void(TokenParts&)> header(std::string_view field, boost::json::value value) {
  return [=](TokenParts& token) { token.header[field] = value; };
}
inline std::function<void(TokenParts&)> claim(std::string_view field, boost::json::value value) {
  return [=](TokenParts& token) { token.claims[field] = value; };
}
inline std::function<void(TokenParts&)> without(std::string_view field) {
  return [=](TokenParts& token) {
    token.header.erase(field);
    token.claims.erase(field);
  };
}

inline std::vector<TokenChange> changes_of_headers() {
  using boost::json::array;
  return {
      {"alg none", header("alg", "none"), "algorithm"},
      {"alg None", header("alg", "None"), "algorithm"},
      {"alg HS256", header("alg", "HS256"), "algorithm"},
      {"alg RS384", header("alg", "RS384"), "algorithm"},
      {"alg ES256", header("alg", "ES256"), "algorithm"},
      {"alg rs256", header("alg", "rs256"), "algorithm"},
      {"alg as a list", header("alg", array{"RS256"}), "algorithm"},
      {"no alg", without("alg"), "algorithm"},
      {"crit", header("crit", array{"exp"}), "critical"},
      {"typ of another token", header("typ", "logout+jwt"), "type"},
      {"typ no text", header("typ", 7), "type"},
      {"no kid", without("kid"), "key_id"},
      {"kid empty", header("kid", ""), "key_id"},
      {"kid no text", header("kid", 1), "key_id"},
      {"kid too long", header("kid", boost::json::string(257, 'k')), "key_id"},
  };
}

inline std::vector<TokenChange> changes_of_claims() {
  using boost::json::array;
  return {
      {"no issuer", without("iss"), "issuer"},
      {"issuer of nobody", claim("iss", "https://login.example/v2.0"), "issuer"},
      {"issuer with a slash more",
       [](TokenParts& t) { t.claims["iss"] = std::string(t.claims.at("iss").as_string()) + "/"; },
       "issuer"},
      {"issuer of another tenant",
       claim("iss", "https://login.microsoftonline.com/99999999-9999-4999-8999-999999999999/v2.0"),
       "issuer"},
      {"issuer as the template", claim("iss", "https://login.microsoftonline.com/{tenantid}/v2.0"),
       "issuer"},
      {"no tenant", without("tid"), "tenant"},
      {"tenant no GUID", claim("tid", "contoso"), "tenant"},
      {"tenant as a list", claim("tid", array{test::kContosoId}), "tenant"},
      {"another tenant id", claim("tid", boost::json::string(test::kStrangerId)), "issuer"},
      {"a stranger throughout",
       [](TokenParts& t) {
         t.claims["tid"] = test::kStrangerId;
         t.claims["iss"] =
             "https://login.microsoftonline.com/" + std::string(test::kStrangerId) + "/v2.0";
       },
       "tenant_unknown"},
      {"no audience", without("aud"), "audience"},
      {"another audience", claim("aud", "https://graph.microsoft.com"), "audience"},
      {"audience in capitals", claim("aud", "API://FREEBUSY"), "audience"},
      {"audience with a slash", claim("aud", "api://freebusy/"), "audience"},
      {"audience of numbers", claim("aud", array{1, 2}), "audience"},
      {"no exp", without("exp"), "expiry_missing"},
      {"exp no time", claim("exp", "soon"), "expiry_missing"},
      {"exp long ago", claim("exp", 1), "expired"},
      {"exp negative", claim("exp", -1), "expiry_missing"},
      {"exp in a hundred years", claim("exp", 7'000'000'000), "lifetime"},
      {"iat far ahead", claim("iat", 4'000'000'000), "issued_in_future"},
      {"iat no time", claim("iat", "now"), "issued_in_future"},
      {"iat negative", claim("iat", -1), "issued_in_future"},
      {"ver of another issuer", claim("ver", "1.0"), "version"},
      {"ver as a number", claim("ver", 2), "version"},
      {"nbf far ahead", claim("nbf", 4'000'000'000), "not_yet_valid"},
      {"nbf no time", claim("nbf", "now"), "not_yet_valid"},
  };
}

inline std::vector<TokenChange> changes_of_any_token() {
  std::vector<TokenChange> changes = changes_of_headers();
  for (TokenChange& change : changes_of_claims()) changes.push_back(std::move(change));
  return changes;
}

// Besides those, of a token that is an organisation's.
inline std::vector<TokenChange> changes_of_organization_tokens() {
  using boost::json::array;
  return {
      {"no client", without("azp"), "client"},
      {"two clients", claim("appid", boost::json::string(kScriptClient)), "client"},
      {"two audiences", claim("aud", array{kAudience, "api://other"}), "audience"},
      {"an audience that is good for a home tenant",
       claim("aud", "cccccccc-0000-4000-8000-000000000003"), "audience"},
      {"scopes", claim("scp", "FreeBusy.Ask"), "scopes"},
      {"scopes empty", claim("scp", ""), "scopes"},
      {"of a person", claim("idtyp", "user"), "identity_type"},
      {"another subject", claim("sub", "pairwise"), "subject"},
      {"a public client", claim("azpacr", "0"), "public_client"},
      {"upn", claim("upn", "victor@contoso-cn.example"), "user_claims"},
      {"preferred_username", claim("preferred_username", "victor@contoso-cn.example"),
       "user_claims"},
      {"unique_name", claim("unique_name", "victor@contoso-cn.example"), "user_claims"},
      {"email", claim("email", "victor@contoso-cn.example"), "user_claims"},
  };
}

}  // namespace fb::identity
