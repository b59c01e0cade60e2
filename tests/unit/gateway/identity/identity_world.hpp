// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The federation that the identity tests share: Contoso is a home tenant with accounts and bearer
// rules, Fabrikam another, Contoso China a partner whose organization token is pinned. And tokens
// of each that are good.
#pragma once

#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>

#include "gateway/identity/authenticator.hpp"
#include "tests/support/federations.hpp"
#include "tests/support/jwt_signer.hpp"
#include "tests/support/manual_clock.hpp"

namespace fb::identity {

inline constexpr std::string_view kAudience = "api://freebusy";
inline constexpr std::string_view kScriptClient = "bbbbbbbb-0000-4000-8000-000000000001";
inline constexpr std::string_view kServerClient = "bbbbbbbb-0000-4000-8000-000000000002";
inline constexpr std::string_view kPartnerClient = "aaaaaaaa-0000-4000-8000-000000000001";
inline constexpr std::string_view kRole = "FreeBusy.Read";

// argon2id with the least memory that makes sense, made with the program argon2.
inline constexpr std::string_view kPassword = "password";
inline constexpr std::string_view kPasswordHash =
    "$argon2id$v=19$m=64,t=2,p=1$c29tZXNhbHQxMjM$GF+iaNGuWHEi3eZEGCSeF8S1/ZErkceEmGqNqa5T99Q";
inline constexpr std::string_view kGracePassword = "grace-secret";
inline constexpr std::string_view kGraceHash =
    "$argon2id$v=19$m=64,t=2,p=1$b3RoZXJzYWx0NDU2$WRZY7mEATzRNjGPJVdySx73g1agqMp2/DPBo+P0UlBE";

inline std::string commercial_login() {
  return "https://login.microsoftonline.com/" + std::string(test::kContosoId);
}
inline std::string china_login() {
  return "https://login.partner.microsoftonline.cn/" + std::string(test::kContosoChinaId);
}
inline std::string commercial_issuer() { return commercial_login() + "/v2.0"; }
inline std::string china_issuer() { return china_login() + "/v2.0"; }

inline config::Account account(std::string name, model::CallerKind kind, std::string_view hash,
                               std::string_view user = {}) {
  config::Account made{std::move(name), kind, std::nullopt, config::Secret(std::string(hash))};
  if (!user.empty()) made.user = test::address(user);
  return made;
}

inline config::Federation identity_federation() {
  config::Tenant home = test::contoso_tenant();
  home.bearer.audiences = {std::string(kAudience), "cccccccc-0000-4000-8000-000000000003"};
  home.bearer.applications = {{std::string(kScriptClient), model::CallerKind::home_script},
                              {std::string(kServerClient), model::CallerKind::home_server}};
  home.accounts = {
      account("exchange", model::CallerKind::home_server, kPasswordHash),
      account("grace", model::CallerKind::home_user, kGraceHash, "grace@contoso.example"),
  };
  config::Tenant other = test::fabrikam_tenant();
  other.bearer.audiences = {std::string(kAudience)};
  config::Partner partner = test::partner_of(test::contoso_china_tenant());
  partner.organization_token->audience = kAudience;
  partner.organization_token->client_ids = {std::string(kPartnerClient)};
  partner.organization_token->role = kRole;
  return {{std::move(home), std::move(other)}, {std::move(partner)}};
}

inline std::shared_ptr<const config::Snapshot> identity_snapshot(std::uint64_t generation = 1) {
  return test::snapshot_of(identity_federation(), generation);
}

struct TokenParts {
  boost::json::object header;
  boost::json::object claims;
};

inline TokenParts token_parts(model::UtcTime now, std::string_view issuer, std::string_view tid) {
  const std::int64_t at = now.time_since_epoch().count();
  TokenParts parts;
  parts.header = {{"alg", "RS256"}, {"typ", "JWT"}, {"kid", "key-1"}};
  parts.claims = {{"aud", kAudience}, {"iss", issuer},    {"tid", tid},   {"iat", at},
                  {"nbf", at - 300},  {"exp", at + 3600}, {"ver", "2.0"}, {"azpacr", "2"}};
  return parts;
}

// Grace of Contoso, through some application.
inline TokenParts user_token(model::UtcTime now) {
  TokenParts parts = token_parts(now, commercial_issuer(), test::kContosoId);
  parts.claims["azp"] = "dddddddd-0000-4000-8000-000000000004";
  parts.claims["upn"] = "Grace@contoso.example";
  parts.claims["scp"] = "FreeBusy.Ask";
  parts.claims["oid"] = "eeeeeeee-0000-4000-8000-000000000005";
  parts.claims["sub"] = "pairwise";
  return parts;
}

// A script of Contoso, for itself.
inline TokenParts application_token(model::UtcTime now) {
  TokenParts parts = token_parts(now, commercial_issuer(), test::kContosoId);
  parts.claims["azp"] = kScriptClient;
  parts.claims["idtyp"] = "app";
  parts.claims["roles"] = boost::json::array{"FreeBusy.Ask"};
  parts.claims["oid"] = "eeeeeeee-0000-4000-8000-000000000006";
  parts.claims["sub"] = "eeeeeeee-0000-4000-8000-000000000006";
  return parts;
}

// Contoso China as an organisation.
inline TokenParts partner_token(model::UtcTime now) {
  TokenParts parts = token_parts(now, china_issuer(), test::kContosoChinaId);
  parts.claims["azp"] = kPartnerClient;
  parts.claims["idtyp"] = "app";
  parts.claims["roles"] = boost::json::array{"Other.Role", kRole};
  parts.claims["oid"] = "eeeeeeee-0000-4000-8000-000000000007";
  parts.claims["sub"] = "eeeeeeee-0000-4000-8000-000000000007";
  return parts;
}

// Files that are gone with it.
class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    std::random_device random;
    path_ = std::filesystem::temp_directory_path() / ("identity_test_" + std::to_string(random()));
    std::filesystem::create_directory(path_);
  }
  ~TemporaryDirectory() { std::filesystem::remove_all(path_); }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  std::string write(const std::string& name, std::string_view content) const {
    std::ofstream(path_ / name, std::ios::binary) << content;
    return path_ / name;
  }

 private:
  std::filesystem::path path_;
};

}  // namespace fb::identity
