// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/pft_header.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "protocols/model/letter_case.hpp"

namespace fb::identity {
namespace {

using model::equal_without_case;
using model::Error;
using model::ErrorKind;
using model::Result;

constexpr std::string_view kActorToken = "actortoken";
constexpr std::string_view kAccessToken = "accesstoken";
constexpr std::string_view kType = "type";
constexpr std::string_view kNames[] = {kActorToken, kAccessToken, kType};
constexpr std::string_view kBearer = "Bearer";

// Other tokens that are sent under the same scheme.
constexpr std::pair<std::string_view, std::string_view> kOtherTypes[] = {
    {"MSACT", "the type is MSACT, a token of a person, which is not taken"},
    {"AT_POP", "the type is AT_POP, a token with proof of possession, which is not taken"},
    {"AT-POP", "the type is AT-POP, a token with proof of possession, which is not taken"},
};

struct Parameter {
  std::string_view name;
  std::string_view value;
};
using Parameters = std::vector<Parameter>;

Error refused(std::string_view check, std::string detail) {
  return Error::of(ErrorKind::unauthenticated, std::move(detail), "pft." + std::string(check));
}

bool is_space(char c) { return c == ' ' || c == '\t'; }

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

// Takes one parameter from the front of `rest`, and the comma behind it.
Result<Parameter> take_parameter(std::string_view& rest) {
  const Error malformed = refused("malformed", "the parameters cannot be told apart");
  const std::size_t equals = rest.find('=');
  if (equals == std::string_view::npos) return malformed;
  Parameter parameter{trim(rest.substr(0, equals)), {}};
  rest.remove_prefix(equals + 1);
  if (rest.starts_with('"')) {
    const std::size_t end = rest.find('"', 1);
    if (end == std::string_view::npos) return malformed;
    parameter.value = rest.substr(1, end - 1);
    rest = trim(rest.substr(end + 1));
    if (!rest.empty() && rest.front() != ',') return malformed;
  } else {
    const std::size_t end = std::min(rest.find(','), rest.size());
    parameter.value = trim(rest.substr(0, end));
    rest.remove_prefix(end);
  }
  if (parameter.value.find_first_of("\"\\") != std::string_view::npos) return malformed;
  if (rest.empty()) return parameter;
  rest = trim(rest.substr(1));
  if (rest.empty()) return malformed;  // a comma with nothing behind it
  return parameter;
}

Result<Parameters> read_parameters(std::string_view rest) {
  Parameters parameters;
  for (rest = trim(rest); !rest.empty();) {
    if (parameters.size() == kPftParametersMax) {
      return refused("malformed", "there are too many parameters");
    }
    const auto parameter = take_parameter(rest);
    if (!parameter) return parameter.error();
    for (const Parameter& before : parameters) {
      if (equal_without_case(before.name, parameter->name)) {
        return refused("duplicate_parameter", "a parameter is given twice");
      }
    }
    parameters.push_back(*parameter);
  }
  return parameters;
}

const std::string_view* value_of(const Parameters& parameters, std::string_view name) {
  for (const Parameter& parameter : parameters) {
    if (equal_without_case(parameter.name, name)) return &parameter.value;
  }
  return nullptr;
}

// First of all checks, so that what is another kind of credential is called so.
model::Status check_type(const Parameters& parameters) {
  const std::string_view* const type = value_of(parameters, kType);
  if (type == nullptr) return refused("missing_parameter", "the parameter type is missing");
  if (*type == "PFAT") return {};
  for (const auto& [name, words] : kOtherTypes) {
    if (equal_without_case(name, *type)) return refused("type", std::string(words));
  }
  return refused("type", "the type is not PFAT");
}

bool is_token_character(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || c == '.';
}

Result<std::string_view> read_token(const Parameters& parameters, std::string_view name) {
  const std::string_view* const value = value_of(parameters, name);
  if (value == nullptr) {
    return refused("missing_parameter", "the parameter " + std::string(name) + " is missing");
  }
  const std::string_view scheme = value->substr(0, kBearer.size());
  std::string_view token = value->substr(scheme.size());
  if (!equal_without_case(scheme, kBearer) || (!token.empty() && !is_space(token.front()))) {
    return refused("not_bearer", "the parameter " + std::string(name) + " is no Bearer token");
  }
  token = trim(token);
  if (token.empty()) {
    return refused("empty_token", "the parameter " + std::string(name) + " has no token");
  }
  if (!std::all_of(token.begin(), token.end(), is_token_character)) {
    return refused("malformed", "the parameter " + std::string(name) + " has no compact token");
  }
  return token;
}

}  // namespace

Result<PftHeader> read_pft_header(std::string_view text) {
  if (text.size() > kPftHeaderBytesMax) return refused("too_long", "the header is too long");
  const auto parameters = read_parameters(text);
  if (!parameters) return parameters.error();
  if (const model::Status status = check_type(*parameters); !status) return status.error();
  for (const Parameter& parameter : *parameters) {
    const bool known = std::any_of(std::begin(kNames), std::end(kNames), [&](auto name) {
      return equal_without_case(name, parameter.name);
    });
    if (!known) return refused("unknown_parameter", "there is a parameter that PFAT does not have");
  }
  const auto access = read_token(*parameters, kAccessToken);
  if (!access) return access.error();
  const auto actor = read_token(*parameters, kActorToken);
  if (!actor) return actor.error();
  return PftHeader{*access, *actor};
}

std::string written_pft_header(const PftHeader& header) {
  std::string text = "MSAuth1.0 actortoken=\"Bearer ";
  text.append(header.actor_token).append("\", accesstoken=\"Bearer ");
  return text.append(header.access_token).append("\", type=\"PFAT\"");
}

}  // namespace fb::identity
