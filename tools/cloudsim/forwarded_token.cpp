// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/cloudsim/forwarded_token.hpp"

#include <map>
#include <optional>
#include <string>

#include "protocols/model/letter_case.hpp"

namespace fb::cloudsim {
namespace {

using model::equal_without_case;
using model::Error;
using model::ErrorKind;

constexpr std::string_view kBearer = "Bearer ";
constexpr std::string_view kForwarded = "MSAuth1.0 ";

Error refuse(std::string why) { return Error::of(ErrorKind::unauthenticated, std::move(why)); }

bool begins_with(std::string_view text, std::string_view prefix) {
  return equal_without_case(text.substr(0, prefix.size()), prefix);
}

using Parameters = std::map<std::string, std::string_view>;  // names in lower case

// name="value" with commas between; none where it is anything else, or a name is there twice.
std::optional<Parameters> read_parameters(std::string_view rest) {
  Parameters parameters;
  for (;;) {
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
    const std::size_t equals = rest.find("=\"");
    if (equals == std::string_view::npos) return std::nullopt;
    std::string name;
    for (const char c : rest.substr(0, equals)) name += model::lower(c);
    rest.remove_prefix(equals + 2);
    const std::size_t end = rest.find('"');
    if (end == std::string_view::npos) return std::nullopt;
    if (!parameters.emplace(std::move(name), rest.substr(0, end)).second) return std::nullopt;
    rest.remove_prefix(end + 1);
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
    if (rest.empty()) return parameters;
    if (rest.front() != ',') return std::nullopt;
    rest.remove_prefix(1);
  }
}

struct ForwardedTokens {
  std::string_view access;
  std::string_view actor;
};

model::Result<ForwardedTokens> read_forwarded(std::string_view rest) {
  const auto parameters = read_parameters(rest);
  if (!parameters) return refuse("the parameters of MSAuth1.0 cannot be read");
  const auto access = parameters->find("accesstoken");
  const auto actor = parameters->find("actortoken");
  const auto type = parameters->find("type");
  const auto none = parameters->end();
  if (parameters->size() != 3 || access == none || actor == none || type == none) {
    return refuse("MSAuth1.0 does not have its three parameters");
  }
  if (type->second != "PFAT") return refuse("the type is not PFAT");
  if (!begins_with(access->second, kBearer) || !begins_with(actor->second, kBearer)) {
    return refuse("a token of MSAuth1.0 is no Bearer token");
  }
  return ForwardedTokens{access->second.substr(kBearer.size()),
                         actor->second.substr(kBearer.size())};
}

}  // namespace

model::Result<AcceptedToken> accept_authorization(std::string_view authorization,
                                                  const std::vector<const Cloud*>& clouds,
                                                  std::string_view audience, const KeyRing& keys,
                                                  model::UtcTime now) {
  if (begins_with(authorization, kBearer)) {
    return accept_app_token(authorization.substr(kBearer.size()), clouds, audience, keys, now);
  }
  if (!begins_with(authorization, kForwarded)) return refuse("the scheme is not known");
  const auto tokens = read_forwarded(authorization.substr(kForwarded.size()));
  if (!tokens) return tokens.error();
  auto access = accept_app_token(tokens->access, clouds, audience, keys, now);
  if (!access) return access;
  const auto actor = accept_app_token(tokens->actor, clouds, audience, keys, now);
  if (!actor) return refuse("the actor token: " + actor.error().detail());
  if (actor->at.tenant != access->at.tenant) return refuse("the tokens are of two tenants");
  return access;
}

}  // namespace fb::cloudsim
