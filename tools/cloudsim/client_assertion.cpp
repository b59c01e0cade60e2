// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/cloudsim/client_assertion.hpp"

#include <algorithm>

#include "protocols/wire/base64.hpp"
#include "tools/cloudsim/json_web_token.hpp"

namespace fb::cloudsim {
namespace {

Refusal malformed(std::string what) {
  return {401, "invalid_client", 50027, "The client assertion is no valid JWT: " + std::move(what)};
}

Refusal not_proved(std::string what) {
  return {401, "invalid_client", 700027,
          "The signature of the client assertion could not be verified: " + std::move(what)};
}

// Some clients write a thumbprint in plain base64 although a JWT has base64url.
std::string thumbprint(std::string_view text) {
  if (auto bytes = wire::read_base64url(text)) return std::move(*bytes);
  if (auto bytes = wire::read_base64(text)) return std::move(*bytes);
  return {};
}

std::optional<Refusal> check_signature(const JsonWebToken& token, const AssertionContext& context) {
  const std::string_view alg = text_of(token.header, "alg");
  if (alg != "RS256" && alg != "PS256") return malformed("alg is neither RS256 nor PS256");
  const bool newer = alg == "PS256";
  const std::string named = thumbprint(text_of(token.header, newer ? "x5t#S256" : "x5t"));
  if (named.empty()) return not_proved("no certificate thumbprint that goes with the algorithm");

  const auto& all = context.application.certificates;
  const auto certificate = std::find_if(all.begin(), all.end(), [&](const auto& entry) {
    return named == (newer ? entry.sha256_thumbprint() : entry.sha1_thumbprint());
  });
  if (certificate == all.end()) return not_proved("the certificate is not registered");
  if (!certificate->valid_at(context.now)) return not_proved("the certificate is not valid now");
  const auto algorithm = newer ? SignatureAlgorithm::ps256 : SignatureAlgorithm::rs256;
  if (!certificate->verifies(algorithm, token.signed_text, token.signature)) {
    return not_proved("the signature is wrong");
  }
  return std::nullopt;
}

std::optional<Refusal> check_names(const JsonWebToken& token, const AssertionContext& context) {
  const std::string& client = context.application.client_id;
  if (token.text("iss") != client || token.text("sub") != client) {
    return Refusal{401, "invalid_client", 700021,
                   "The iss and the sub of the client assertion must be the client_id."};
  }
  if (token.text("aud") != context.token_endpoint) {
    return Refusal{401, "invalid_client", 700023,
                   "The aud of the client assertion is not this token endpoint."};
  }
  return std::nullopt;
}

std::optional<Refusal> check_times(const JsonWebToken& token, model::UtcTime now) {
  const auto begins = token.time("nbf");
  const auto ends = token.time("exp");
  if (!begins || !ends) return malformed("it needs nbf and exp");
  if (*ends <= *begins || *ends - *begins > kAssertionLifetimeMax) {
    return Refusal{401, "invalid_client", 700024,
                   "The client assertion is valid for no time, or for more than an hour."};
  }
  if (*begins > now + kClockSkewMax || *ends <= now - kClockSkewMax) {
    return Refusal{401, "invalid_client", 700024,
                   "The client assertion is not within its valid time range."};
  }
  return std::nullopt;
}

std::optional<Refusal> check_unused(const JsonWebToken& token, const AssertionContext& context,
                                    ReplayGuard& used) {
  const std::string_view id = token.text("jti");
  if (id.empty()) return malformed("it needs a jti");
  const auto until = *token.time("exp") + kClockSkewMax;
  const std::string key = context.application.client_id + ' ' + std::string(id);
  switch (used.note(key, until, context.now)) {
    case ReplayGuard::Verdict::fresh:
      return std::nullopt;
    case ReplayGuard::Verdict::seen:
      return malformed("its jti was used before");
    case ReplayGuard::Verdict::full:
      return Refusal{503, "temporarily_unavailable", 90033,
                     "Too many assertions are remembered. Try again later."};
  }
  return malformed("its jti could not be checked");
}

}  // namespace

std::optional<Refusal> check_assertion(std::string_view assertion, const AssertionContext& context,
                                       ReplayGuard& used) {
  const auto token = JsonWebToken::read(assertion);
  if (!token) return malformed(token.error().detail());
  const std::string_view type = text_of(token->header, "typ");
  if (type != "JWT") return malformed("typ is not JWT");
  // Before the signature no claim is worth a word, so that nobody can probe with unsigned texts.
  if (auto refusal = check_signature(*token, context)) return refusal;
  if (auto refusal = check_names(*token, context)) return refusal;
  if (auto refusal = check_times(*token, context.now)) return refusal;
  return check_unused(*token, context, used);
}

}  // namespace fb::cloudsim
