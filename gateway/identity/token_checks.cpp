// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/token_checks.hpp"

#include <algorithm>
#include <optional>

#include "gateway/identity/account_index.hpp"
#include "protocols/model/letter_case.hpp"

namespace fb::identity {
namespace {

using model::Error;
using model::ErrorKind;
using model::Status;
using oauth::CompactToken;

constexpr std::size_t kKidBytesMax = 256;
constexpr std::string_view kVersion2End = "/v2.0";
constexpr std::string_view kUserClaims[] = {"upn", "preferred_username", "unique_name", "email"};
// How the application proved itself: "0" a public client, "1" a secret, "2" a certificate.
constexpr std::string_view kProofClaims[] = {"azpacr", "appidacr"};

std::string_view header_text(const CompactToken& token, std::string_view name) {
  const boost::json::value* const found = token.header.if_contains(name);
  if (found == nullptr || !found->is_string()) return {};
  return {found->get_string().data(), found->get_string().size()};
}

Status check_header(const CompactToken& token, HeaderNonce nonce) {
  const std::string_view algorithm = header_text(token, "alg");
  if (algorithm != "RS256" && algorithm != "PS256") {
    return refused_token("algorithm", "the token is not signed with RS256 or PS256");
  }
  if (token.header.contains("crit")) {
    return refused_token("critical", "the token has critical header parameters");
  }
  if (nonce == HeaderNonce::refused && token.header.contains("nonce")) {
    return refused_token("nonce", "the token is a protected one, which cannot be carried so");
  }
  const std::string type = AccountIndex::folded(header_text(token, "typ"));
  if (token.header.contains("typ") && type != "jwt" && type != "at+jwt") {
    return refused_token("type", "the token's type is neither JWT nor at+jwt");
  }
  const std::string_view kid = header_text(token, "kid");
  if (kid.empty() || kid.size() > kKidBytesMax) {
    return refused_token("key_id", "the token does not name its signing key");
  }
  return {};
}

// Clouds of one authority have one issuer, so the tenant's own cloud decides.
model::Result<IssuingTenant> find_issuer(const CompactToken& token,
                                         const config::Snapshot& snapshot) {
  const auto tid = model::TenantId::parse(token.text("tid"));
  if (!tid) return refused_token("tenant", "the token names no tenant");
  const std::string_view iss = token.text("iss");
  bool issuer_known = false;
  for (const config::Cloud& cloud : snapshot.clouds().clouds) {
    std::vector<std::string> issuers;
    for (const std::string& issuer : cloud.issuers) issuers.push_back(issuer_for(issuer, *tid));
    if (std::find(issuers.begin(), issuers.end(), iss) == issuers.end()) continue;
    issuer_known = true;
    const model::TenantKey key{cloud.authority, *tid};
    if (snapshot.federation().cloud_of(key) != cloud.name) continue;
    return IssuingTenant{snapshot.federation().tenant(key), snapshot.federation().partner(key),
                         &cloud, key, std::move(issuers)};
  }
  if (!issuer_known) {
    return refused_token("issuer", "the issuer is none of a known cloud for the token's tenant");
  }
  return refused_token("tenant_unknown",
                       "the token's tenant is neither a home tenant nor a partner");
}

bool is_version_2(const CompactToken& token) { return token.text("iss").ends_with(kVersion2End); }

Status check_version(const CompactToken& token) {
  if (!token.claims.contains("ver")) return {};
  if (token.text("ver") == (is_version_2(token) ? "2.0" : "1.0")) return {};
  return refused_token("version", "the token's version is not the one of its issuer");
}

// A start that the token names; one that is no time is refused with the check's name.
model::Result<std::optional<model::UtcTime>> read_start(const CompactToken& token,
                                                        std::string_view claim,
                                                        model::UtcTime latest,
                                                        std::string_view check,
                                                        std::string detail) {
  if (!token.claims.contains(claim)) return std::optional<model::UtcTime>();
  const auto start = token.time(claim);
  if (!start || *start > latest) return refused_token(check, std::move(detail));
  return start;
}

Status check_times(const CompactToken& token, model::UtcTime now, std::chrono::seconds skew) {
  const auto ends = token.time("exp");
  if (!ends) return refused_token("expiry_missing", "the token does not say when it ends");
  if (now >= *ends + skew) return refused_token("expired", "the token has ended");
  const auto begins =
      read_start(token, "nbf", now + skew, "not_yet_valid", "the token is not valid yet");
  if (!begins) return begins.error();
  const auto issued = read_start(token, "iat", now + skew, "issued_in_future",
                                 "the token says that it was issued later than now");
  if (!issued) return issued.error();
  const model::UtcTime since = std::min({now, begins->value_or(now), issued->value_or(now)});
  if (*ends - since > kTokenLifetimeMax + skew) {
    return refused_token("lifetime", "the token lives longer than 28 hours");
  }
  return {};
}

}  // namespace

Error refused_token(std::string_view check, std::string detail) {
  return Error::of(ErrorKind::unauthenticated, std::move(detail), "bearer." + std::string(check));
}

Error under_kind(std::string_view kind, const Error& error) {
  const std::size_t dot = error.rule().find('.');
  if (dot == std::string::npos) return error;
  return Error::of(error.kind(), error.detail(), std::string(kind) + error.rule().substr(dot));
}

model::Result<IssuingTenant> find_issuing_tenant(const CompactToken& token, HeaderNonce nonce,
                                                 const config::Snapshot& snapshot,
                                                 model::UtcTime now,
                                                 std::chrono::seconds clock_skew) {
  if (const Status status = check_header(token, nonce); !status) return status.error();
  auto issuing = find_issuer(token, snapshot);
  if (!issuing) return issuing;
  if (const Status status = check_version(token); !status) return status.error();
  if (const Status status = check_times(token, now, clock_skew); !status) return status.error();
  return issuing;
}

model::Result<std::string> client_of(const CompactToken& token) {
  const std::string_view client = token.text(is_version_2(token) ? "azp" : "appid");
  const std::string_view other = token.text(is_version_2(token) ? "appid" : "azp");
  if (client.empty()) return refused_token("client", "the token names no application");
  if (!other.empty() && !same_id(client, other)) {
    return refused_token("client", "azp and appid name two applications");
  }
  return AccountIndex::folded(client);
}

Status check_app_only(const CompactToken& token) {
  if (token.claims.contains("scp")) {
    return refused_token("scopes", "the token has scopes, so it speaks for a person");
  }
  if (token.claims.contains("idtyp") && token.text("idtyp") != "app") {
    return refused_token("identity_type",
                         "the token's identity type is not that of an application");
  }
  const std::string_view object = token.text("oid");
  if (token.claims.contains("oid") && (object.empty() || object != token.text("sub"))) {
    return refused_token("subject", "the token's subject is not the application itself");
  }
  for (const std::string_view claim : kProofClaims) {
    const std::string_view proof = token.text(claim);
    if (token.claims.contains(claim) && proof != "1" && proof != "2") {
      return refused_token("public_client",
                           "the application has not proved itself to the authority");
    }
  }
  return {};
}

Status check_organization(const CompactToken& token) {
  if (const Status status = check_app_only(token); !status) return status;
  for (const std::string_view claim : kUserClaims) {
    if (token.claims.contains(claim)) {
      return refused_token("user_claims", "the token of an organisation names a person");
    }
  }
  return {};
}

bool same_id(std::string_view a, std::string_view b) {
  return !a.empty() && model::equal_without_case(a, b);
}

bool is_among(const std::vector<std::string>& ids, std::string_view id) {
  return std::any_of(ids.begin(), ids.end(),
                     [&](const std::string& known) { return same_id(known, id); });
}

ExpectedSigner signer_of(const CompactToken& token, const IssuingTenant& issuing,
                         std::string keys_file) {
  return ExpectedSigner{authority_keys(*issuing.cloud, issuing.tenant.id, std::move(keys_file)),
                        std::string(header_text(token, "kid")),
                        std::string(header_text(token, "alg")), issuing.tenant.id,
                        issuing.cloud->login_host};
}

}  // namespace fb::identity
