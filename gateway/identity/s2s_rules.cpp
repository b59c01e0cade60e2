// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/s2s_rules.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "gateway/identity/s2s_user.hpp"
#include "gateway/identity/token_checks.hpp"
#include "protocols/model/letter_case.hpp"

namespace fb::identity {
namespace {

using model::CallerKind;
using model::Error;
using model::ErrorKind;
using model::Result;
using model::Status;
using oauth::CompactToken;
using std::chrono::seconds;

constexpr std::size_t kKeyIdBytesMax = 256;
// Who numbered the person, where an outer token says so.
constexpr std::array<std::string_view, 2> kNameIssuers{"urn:federation:MicrosoftOnline",
                                                       "urn:office:idp:activedirectory"};

Error refused(std::string_view check, std::string detail) {
  return Error::of(ErrorKind::unauthenticated, std::move(detail), "s2s." + std::string(check));
}

bool contains(const auto& list, const auto& wanted) {
  return std::find(list.begin(), list.end(), wanted) != list.end();
}

bool contains_without_case(const std::vector<std::string>& list, std::string_view wanted) {
  return std::any_of(list.begin(), list.end(), [&](const std::string& entry) {
    return model::equal_without_case(entry, wanted);
  });
}

Status check_actor_header(const CompactToken& actor) {
  const std::string_view algorithm = header_text(actor, "alg");
  if (algorithm != "RS256" && algorithm != "PS256") {
    return refused("algorithm", "the actor token is not signed with RS256 or PS256");
  }
  if (actor.header.contains("crit")) {
    return refused("critical", "the actor token has critical header parameters");
  }
  if (actor.header.contains("typ") &&
      !model::equal_without_case(header_text(actor, "typ"), "JWT")) {
    return refused("type", "the actor token's type is not JWT");
  }
  return {};
}

Result<std::string> key_id_of(const CompactToken& actor) {
  const std::string_view kid = header_text(actor, "kid");
  if (kid.size() > kKeyIdBytesMax) return refused("key_id", "the key id is too long");
  if (!kid.empty()) return std::string(kid);
  std::string thumbprint = oauth::certificate_thumbprint(header_text(actor, "x5t"));
  if (thumbprint.empty()) {
    return refused("key_id", "the actor token names its signing key neither by kid nor by x5t");
  }
  return thumbprint;
}

// A tenant that is both is a home tenant.
Result<S2sOrganization> organization_of(std::string_view realm, const config::Snapshot& snapshot) {
  const config::Federation& federation = snapshot.federation();
  std::vector<S2sOrganization> found;
  for (const config::Tenant& tenant : federation.tenants) {
    if (!tenant.exchange_organization || tenant.key.id.str() != realm) continue;
    found.push_back({&*tenant.exchange_organization, &tenant, nullptr, tenant.key});
  }
  for (const config::Partner& partner : federation.partners) {
    if (!partner.exchange_organization || partner.key.id.str() != realm) continue;
    if (federation.tenant(partner.key) != nullptr) continue;
    found.push_back({&*partner.exchange_organization, nullptr, &partner, partner.key});
  }
  if (found.empty()) {
    return refused("organization_unknown",
                   "no Exchange organisation is named for the realm of the issuer: "
                   "[tenant.exchange_organization] or [partner.exchange_organization] names it");
  }
  if (found.size() > 1) {
    return refused("organization_ambiguous",
                   "the realm of the issuer is that of two Exchange organisations");
  }
  return found.front();
}

// `prefix` tells the rules of the outer token from those of the actor.
Status check_times(const CompactToken& token, std::string prefix, seconds lifetime_max,
                   model::UtcTime now, seconds skew) {
  const auto begins = token.time("nbf");
  const auto ends = token.time("exp");
  if (!begins || !ends) {
    return refused(prefix + "times_missing", "the token does not say from when until when");
  }
  if (*ends <= *begins || *ends - *begins > lifetime_max) {
    return refused(prefix + "lifetime", "the token is good for no time, or for too long");
  }
  if (*begins > now + skew) return refused(prefix + "not_yet_valid", "the token is not valid yet");
  if (now >= *ends + skew) return refused(prefix + "expired", "the token has ended");
  return {};
}

Status check_audience(const CompactToken& actor, const S2sOrganization& organization) {
  const auto audience = s2s_audience(actor.text("aud"));
  if (!audience) {
    return refused("audience_form", "the audience is not <client id>/<host>@<realm>");
  }
  if (audience->client_id != organization.rules->client_id) {
    return refused("audience_client", "the audience names another application than ours");
  }
  if (!contains_without_case(organization.rules->audience_hosts, audience->host)) {
    return refused("audience_host", "the host in the audience is none of ours");
  }
  if (audience->realm != organization.tenant.id.str()) {
    return refused("audience_realm", "the realm in the audience is not that of the issuer");
  }
  return {};
}

// The acting application in lower case.
Result<std::string> acting_application(const CompactToken& actor,
                                       const S2sOrganization& organization) {
  const auto acting = application_at_realm(actor.text("nameid"));
  if (!acting) return refused("actor", "the actor token names no acting application");
  if (acting->realm != organization.tenant.id.str()) {
    return refused("actor_realm", "the acting application is of another realm than the issuer");
  }
  if (!contains_without_case(organization.rules->actor_app_ids, acting->application)) {
    return refused("actor_application", "the acting application is none that may call");
  }
  std::string application(acting->application);
  std::transform(application.begin(), application.end(), application.begin(), model::lower);
  return application;
}

bool trusted_for_delegation(const CompactToken& actor) {
  const boost::json::value* const claim = actor.claims.if_contains("trustedfordelegation");
  if (claim == nullptr) return false;
  if (claim->is_bool()) return claim->get_bool();
  return model::equal_without_case(actor.text("trustedfordelegation"), "true");
}

bool same_audience(std::string_view a, std::string_view b) {
  const auto left = s2s_audience(a);
  const auto right = s2s_audience(b);
  return left && right && left->client_id == right->client_id && left->realm == right->realm &&
         model::equal_without_case(left->host, right->host);
}

Status check_outer(const CompactToken& outer, const CompactToken& actor, model::UtcTime now,
                   seconds skew) {
  if (!trusted_for_delegation(actor)) {
    return refused("delegation", "the actor may not speak for others: trustedfordelegation");
  }
  if (outer.text("iss") != actor.text("nameid")) {
    return refused("outer_issuer", "the outer token's issuer is not the acting application");
  }
  if (!same_audience(outer.text("aud"), actor.text("aud"))) {
    return refused("outer_audience", "the outer token has another audience than the actor token");
  }
  if (const Status status = check_times(outer, "outer_", kOuterLifetimeMax, now, skew); !status) {
    return status;
  }
  if (outer.claims.contains("nii") && !contains(kNameIssuers, outer.text("nii"))) {
    return refused("name_issuer", "the outer token's nii is not known");
  }
  return {};
}

Result<model::Caller> caller_of(const S2sToken& token, const S2sOrganization& organization,
                                std::string application, const config::Snapshot& snapshot) {
  if (!token.outer || !names_a_person(*token.outer)) {
    if (organization.home == nullptr) {
      return refused("app_only_partner",
                     "a partner's organisation is not proved by a token without a person, but by "
                     "a protected forwarded token or a pinned Bearer token");
    }
    return model::Caller{CallerKind::home_server, organization.tenant, std::nullopt,
                         std::move(application)};
  }
  if (!organization.rules->user_tokens) {
    return refused("user_tokens", "tokens of this organisation may not name persons: user_tokens");
  }
  auto user = organization.home != nullptr
                  ? home_person(*token.outer, *organization.home, snapshot)
                  : partner_person(*token.outer, *organization.partner, snapshot);
  if (!user) return user.error();
  const CallerKind kind =
      organization.home != nullptr ? CallerKind::home_user : CallerKind::partner_user;
  std::string principal = user->str();
  return model::Caller{kind, organization.tenant, std::move(*user), std::move(principal)};
}

}  // namespace

Result<S2sActor> actor_of(const CompactToken& actor, const config::Snapshot& snapshot) {
  if (const Status status = check_actor_header(actor); !status) return status.error();
  auto key_id = key_id_of(actor);
  if (!key_id) return key_id.error();
  const auto issuer = application_at_realm(actor.text("iss"));
  if (!issuer) return refused("issuer_form", "the issuer is not <application id>@<realm>");
  const auto organization = organization_of(issuer->realm, snapshot);
  if (!organization) return organization.error();
  if (!contains_without_case(organization->rules->token_issuers, issuer->application)) {
    return refused("issuer", "the issuer is none that the organisation trusts");
  }
  const auto& tenant = organization->tenant;
  const config::Cloud* const cloud =
      snapshot.clouds().cloud(snapshot.federation().cloud_of(tenant));
  if (cloud == nullptr) return refused("cloud", "the cloud of the organisation is not known");
  return S2sActor{
      *organization,
      {authority_keys(*cloud, tenant.id, organization->rules->keys_file), std::move(*key_id),
       std::string(header_text(actor, "alg")), tenant.id, cloud->login_host}};
}

Result<S2sPromise> judge_s2s(const S2sToken& token, const S2sOrganization& organization,
                             const config::Snapshot& snapshot, model::UtcTime now,
                             seconds clock_skew) {
  const CompactToken& actor = token.actor;
  if (const Status status = check_times(actor, "", kActorLifetimeMax, now, clock_skew); !status) {
    return status.error();
  }
  if (const Status status = check_audience(actor, organization); !status) return status.error();
  auto application = acting_application(actor, organization);
  if (!application) return application.error();
  model::UtcTime ends = *actor.time("exp");
  if (token.outer) {
    const Status status = check_outer(*token.outer, actor, now, clock_skew);
    if (!status) return status.error();
    ends = std::min(ends, *token.outer->time("exp"));
  }
  auto caller = caller_of(token, organization, std::move(*application), snapshot);
  if (!caller) return caller.error();
  return S2sPromise{std::move(*caller), ends};
}

std::string_view s2s_diagnostics(std::string_view rule) {
  struct Row {
    std::string_view rule;
    std::string_view value;
  };
  constexpr std::string_view kHost =
      R"(2000003;reason="The hostname component of the audience claim value is invalid.";)"
      R"(error_category="invalid_resource")";
  constexpr std::string_view kAudience = R"(2000003;reason="The audience claim value is invalid.";)"
                                         R"(error_category="invalid_resource")";
  constexpr std::string_view kExpired =
      R"(2000000;reason="The token has expired.";error_category="invalid_token")";
  constexpr std::string_view kNobody =
      R"(2000005;reason="The user specified by the user-context in the token does not exist.";)"
      R"(error_category="invalid_user")";
  constexpr std::string_view kAmbiguous =
      R"(2000005;reason="The user specified by the user-context in the token is ambiguous.";)"
      R"(error_category="invalid_user")";
  constexpr std::array kRows{
      Row{"s2s.audience_form", kAudience},   Row{"s2s.audience_client", kAudience},
      Row{"s2s.audience_host", kHost},       Row{"s2s.audience_realm", kAudience},
      Row{"s2s.outer_audience", kAudience},  Row{"s2s.expired", kExpired},
      Row{"s2s.outer_expired", kExpired},    Row{"s2s.user_unknown", kNobody},
      Row{"s2s.user_domain", kNobody},       Row{"s2s.user_tenant", kNobody},
      Row{"s2s.user_ambiguous", kAmbiguous},
  };
  const auto* const found =
      std::find_if(kRows.begin(), kRows.end(), [&](const Row& row) { return row.rule == rule; });
  return found == kRows.end() ? kUnprovenDiagnostics : found->value;
}

}  // namespace fb::identity
