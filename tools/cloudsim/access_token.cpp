// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/cloudsim/access_token.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "protocols/wire/base64.hpp"
#include "tools/cloudsim/client_assertion.hpp"
#include "tools/cloudsim/json_web_token.hpp"

namespace fb::cloudsim {
namespace {

using model::Error;
using model::ErrorKind;

Error refuse(std::string why) { return Error::of(ErrorKind::unauthenticated, std::move(why)); }

std::int64_t seconds_of(model::UtcTime at) { return at.time_since_epoch().count(); }

boost::json::object common_claims(const TenantInCloud& at, const TokenShape& shape,
                                  std::string_view client_id, std::string_view client_proof,
                                  model::UtcTime now, std::chrono::seconds lifetime) {
  const bool older = shape.version == 1;
  return {{"aud", shape.audience},
          {"iss", older ? at.cloud->issuer_v1(*at.tenant) : at.cloud->issuer(*at.tenant)},
          {older ? "appid" : "azp", client_id},
          {older ? "appidacr" : "azpacr", client_proof},
          {"iat", seconds_of(now - kBackdated)},
          {"nbf", seconds_of(now - kBackdated)},
          {"exp", seconds_of(now + lifetime)},
          {"tid", at.tenant->id.str()},
          {"uti", wire::base64url(sha256(random_guid())).substr(0, 22)},
          {"ver", older ? "1.0" : "2.0"}};
}

std::string signed_as(const TokenShape& shape, const boost::json::object& claims,
                      const SigningKey& key) {
  return shape.is_protected ? sign_protected(claims, key, wire::base64url(sha256(random_guid())))
                            : sign(claims, key);
}

model::Result<TenantInCloud> tenant_of(const JsonWebToken& token,
                                       const std::vector<const Cloud*>& clouds) {
  const auto id = model::TenantId::parse(token.text("tid"));
  if (!id) return refuse("tid is no tenant id");
  for (const Cloud* cloud : clouds) {
    for (const Tenant& tenant : cloud->tenants) {
      if (tenant.id == *id) return TenantInCloud{cloud, &tenant};
    }
  }
  return refuse("the tenant is not known in this cloud");
}

model::Status check_signature(const JsonWebToken& token, const TenantInCloud& at,
                              const KeyRing& keys) {
  if (text_of(token.header, "alg") != "RS256") return refuse("alg is not RS256");
  const auto* key = keys.published(at.cloud->login_host, text_of(token.header, "kid"));
  if (key == nullptr) return refuse("the signing key is not known");
  if (!key->verifies_rs256(token.signed_text, token.signature)) {
    return refuse("the signature is wrong");
  }
  return {};
}

model::Status check_claims(const JsonWebToken& token, const TenantInCloud& at,
                           std::string_view audience, model::UtcTime now) {
  if (token.text("iss") != at.cloud->issuer(*at.tenant)) return refuse("the issuer is wrong");
  if (token.text("aud") != audience) return refuse("the audience is wrong");
  const auto begins = token.time("nbf");
  const auto ends = token.time("exp");
  if (!begins || !ends) return refuse("a time is missing");
  if (*begins > now + kClockSkewMax) return refuse("the token is not valid yet");
  if (*ends <= now - kClockSkewMax) return refuse("the token is expired");
  if (token.text("ver") != "2.0") return refuse("the version is wrong");
  if (token.claims.contains("scp")) return refuse("the token speaks for a person");
  if (token.text("idtyp") != "app" || token.text("oid") != token.text("sub")) {
    return refuse("the token speaks for no application");
  }
  return {};
}

}  // namespace

std::string issue_app_token(const TenantInCloud& at, const Application& application,
                            const TokenShape& shape, const std::vector<std::string>& roles,
                            const SigningKey& key, model::UtcTime now,
                            std::chrono::seconds lifetime) {
  boost::json::object claims = common_claims(at, shape, application.client_id, "2", now, lifetime);
  const std::string object_id = guid_of(at.tenant->id.str() + "/app/" + application.client_id);
  claims["idtyp"] = "app";
  claims["oid"] = object_id;
  claims["sub"] = object_id;
  if (!roles.empty()) claims["roles"] = boost::json::array(roles.begin(), roles.end());
  return signed_as(shape, claims, key);
}

std::string issue_user_token(const TenantInCloud& at, const model::SmtpAddress& user,
                             std::string_view client_id, const TokenShape& shape,
                             std::string_view scope, const SigningKey& key, model::UtcTime now,
                             std::chrono::seconds lifetime) {
  boost::json::object claims = common_claims(at, shape, client_id, "0", now, lifetime);
  const std::string object_id = guid_of(at.tenant->id.str() + "/user/" + user.str());
  claims["name"] = user.str();
  claims["preferred_username"] = user.str();
  claims["upn"] = user.str();
  claims["oid"] = object_id;
  // Pairwise: another one for each application that the person uses.
  claims["sub"] = wire::base64url(sha256(object_id + '/' + std::string(client_id)));
  claims["scp"] = scope;
  return signed_as(shape, claims, key);
}

model::Result<AcceptedToken> accept_app_token(std::string_view compact,
                                              const std::vector<const Cloud*>& clouds,
                                              std::string_view audience, const KeyRing& keys,
                                              model::UtcTime now) {
  const auto token = JsonWebToken::read(compact);
  if (!token) return refuse("the token is no JWT: " + token.error().detail());
  const auto at = tenant_of(*token, clouds);
  if (!at) return at.error();
  if (auto status = check_signature(*token, *at, keys); !status) return status.error();
  if (auto status = check_claims(*token, *at, audience, now); !status) return status.error();
  AcceptedToken out{*at, std::string(token->text("azp")), {}};
  for (const std::string_view role : token->texts("roles")) out.roles.emplace_back(role);
  return out;
}

}  // namespace fb::cloudsim
