// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/cloudsim/exchange_tokens.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "protocols/wire/base64.hpp"
#include "tools/cloudsim/json_web_token.hpp"
#include "tools/cloudsim/message.hpp"

namespace fb::cloudsim {
namespace {

using std::chrono::seconds;

constexpr seconds kSkew{300};
constexpr seconds kLifetimeMax{24 * 3600 + 600};

// In Exchange's words, as Microsoft's support pages quote them; the rest is ours.
constexpr std::string_view kBadSignature =
    R"(2000000;reason="The token has an invalid signature.";error_category="invalid_signature")";
constexpr std::string_view kBadToken =
    R"(2000000;reason="The token is not one of an application.";error_category="invalid_token")";
constexpr std::string_view kBadTimes =
    R"(2000000;reason="The token is not valid now.";error_category="invalid_token")";
constexpr std::string_view kBadHost =
    R"(2000003;reason="The hostname component of the audience claim value is invalid.";)"
    R"(error_category="invalid_resource")";
constexpr std::string_view kBadAudience =
    R"(2000003;reason="The audience claim value is invalid.";error_category="invalid_resource")";
constexpr std::string_view kNobody =
    R"(2000005;reason="The user specified by the user-context in the token does not exist.";)"
    R"(error_category="invalid_user")";

// The protocol has every value as text; newer tokens have numbers.
std::optional<model::UtcTime> time_of(const JsonWebToken& token, std::string_view claim) {
  if (const auto number = token.time(claim)) return number;
  const std::string_view text = token.text(claim);
  std::int64_t number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return model::UtcTime(seconds(number));
}

bool holds_now(const JsonWebToken& token, model::UtcTime now) {
  const auto begins = time_of(token, "nbf");
  const auto ends = time_of(token, "exp");
  return begins && ends && *ends > *begins && *ends - *begins <= kLifetimeMax &&
         *begins <= now + kSkew && now < *ends + kSkew;
}

std::string thumbprint(std::string_view text) {
  if (auto bytes = wire::read_base64url(text)) return std::move(*bytes);
  if (auto bytes = wire::read_base64(text)) return std::move(*bytes);
  return {};
}

const PartnerApplication* signer_of(const JsonWebToken& actor, const ExchangeServer& server,
                                    model::UtcTime now) {
  if (text_of(actor.header, "alg") != "RS256" || text_of(actor.header, "typ") != "JWT") {
    return nullptr;
  }
  const std::string named = thumbprint(text_of(actor.header, "x5t"));
  for (const PartnerApplication& application : server.partner_applications) {
    const RegisteredCertificate& certificate = application.certificate;
    if (named != certificate.sha1_thumbprint() || !certificate.valid_at(now)) continue;
    const bool good =
        certificate.verifies(SignatureAlgorithm::rs256, actor.signed_text, actor.signature);
    if (good) return &application;
  }
  return nullptr;
}

// Nothing where the audience is this server.
std::string_view check_audience(std::string_view audience, const World& world,
                                const ExchangeServer& server) {
  const std::string_view realm_begins = "@";
  const std::size_t slash = audience.find('/');
  const std::size_t at = audience.rfind(realm_begins);
  if (slash == std::string_view::npos || at == std::string_view::npos || at < slash) {
    return kBadAudience;
  }
  if (audience.substr(0, slash) != kExchangeApplication) return kBadAudience;
  if (!same_text(audience.substr(slash + 1, at - slash - 1), server.host)) return kBadHost;
  const std::string_view realm = audience.substr(at + 1);
  const auto is_ours = [&](const std::string& name) {
    const auto tenant = world.tenant_named(name);
    return tenant && tenant->tenant->id.str() == realm;
  };
  const bool ours = std::any_of(server.tenants.begin(), server.tenants.end(), is_ours);
  return ours ? std::string_view() : kBadAudience;
}

bool has_mailbox(std::string_view text, const World& world, const ExchangeServer& server) {
  const auto address = model::SmtpAddress::parse(text);
  if (!address) return false;
  return std::any_of(server.tenants.begin(), server.tenants.end(), [&](const std::string& name) {
    const auto at = world.tenant_named(name);
    return at && at->tenant->mailbox(*address, MailboxKind::onprem) != nullptr;
  });
}

std::string_view check_outer(const JsonWebToken& outer, const JsonWebToken& actor,
                             const World& world, const ExchangeServer& server, model::UtcTime now) {
  if (actor.text("trustedfordelegation") != "true") return kBadToken;
  if (outer.text("iss") != actor.text("nameid")) return kBadToken;
  if (!holds_now(outer, now)) return kBadTimes;
  if (const auto wrong = check_audience(outer.text("aud"), world, server); !wrong.empty()) {
    return wrong;
  }
  const bool known = has_mailbox(outer.text("smtp"), world, server);
  return known ? std::string_view() : kNobody;
}

TokenVerdict refuse(std::string_view diagnostics) { return {{}, std::string(diagnostics)}; }

}  // namespace

TokenVerdict judge_server_token(std::string_view token, const World& world,
                                const ExchangeServer& server, model::UtcTime now) {
  const auto presented = JsonWebToken::read(token);
  if (!presented) return refuse(kBadToken);
  const bool with_outer = presented->claims.contains("actortoken");
  const std::string inner(with_outer ? presented->text("actortoken") : token);
  if (with_outer &&
      (text_of(presented->header, "alg") != "none" || !presented->signature.empty())) {
    return refuse(kBadToken);
  }
  const auto actor = JsonWebToken::read(inner);
  if (!actor) return refuse(kBadToken);
  const PartnerApplication* const application = signer_of(*actor, server, now);
  if (application == nullptr) return refuse(kBadSignature);
  const std::string name = application->client_id + "@" + application->realm;
  if (actor->text("iss") != name || actor->text("nameid") != name) return refuse(kBadToken);
  if (!holds_now(*actor, now)) return refuse(kBadTimes);
  std::string_view wrong = check_audience(actor->text("aud"), world, server);
  if (wrong.empty() && with_outer) wrong = check_outer(*presented, *actor, world, server, now);
  if (!wrong.empty()) return refuse(wrong);
  return {application->client_id, {}};
}

std::string bearer_challenge(const ExchangeServer& server, bool refused) {
  std::string issuers = "00000001-0000-0000-c000-000000000000@*";
  for (const PartnerApplication& application : server.partner_applications) {
    issuers += "," + application.client_id + "@" + application.realm;
  }
  std::string challenge = "Bearer client_id=\"" + std::string(kExchangeApplication) +
                          "\", trusted_issuers=\"" + issuers +
                          "\", token_types=\"app_asserted_user_v1 service_asserted_app_v1\", "
                          "authorization_uri=\"https://login.windows.net/common/oauth2/authorize\"";
  if (refused) challenge += ", error=\"invalid_token\"";
  return challenge;
}

}  // namespace fb::cloudsim
