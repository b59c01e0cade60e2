// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <charconv>
#include <cmath>

#include "protocols/oauth/oauth.hpp"
#include "protocols/wire/base64.hpp"
#include "protocols/wire/json.hpp"

namespace fb::oauth {
namespace {

namespace json = boost::json;
using model::Error;
using model::ErrorKind;

constexpr std::size_t kDepthMax = 16;
constexpr std::int64_t kLatest_s = 7'258'118'400;  // the beginning of the year 2200

Error broken(std::string detail) {
  return Error::of(ErrorKind::malformed_request, std::move(detail));
}

std::string_view view(const json::string& text) { return {text.data(), text.size()}; }

// JWS forbids the padding that base64url allows elsewhere (RFC 7515, section 2).
model::Result<std::string> decode(std::string_view part) {
  if (part.ends_with('=')) return broken("a part of the token is padded");
  return wire::read_base64url(part);
}

model::Result<json::object> read_object(std::string_view part) {
  const auto text = decode(part);
  if (!text) return broken("a part of the token is no base64url");
  auto value =
      wire::parse_json(*text, {.bytes_max = CompactToken::kBytesMax, .depth_max = kDepthMax});
  if (!value) return value.error();
  if (!value->is_object()) return broken("a part of the token is no JSON object");
  return std::move(value->get_object());
}

std::optional<std::int64_t> seconds_of(const json::value& value) {
  if (value.is_int64()) return value.get_int64();
  if (value.is_double()) {
    const double number = value.get_double();
    if (!(number >= 0 && number <= static_cast<double>(kLatest_s))) return std::nullopt;
    return static_cast<std::int64_t>(std::floor(number));
  }
  if (!value.is_string()) return std::nullopt;
  const std::string_view digits = view(value.get_string());
  std::int64_t number = 0;
  const auto [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (ec != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return number;
}

}  // namespace

model::Result<CompactToken> CompactToken::read(std::string_view token) {
  if (token.size() > kBytesMax) {
    return broken("the token is longer than " + std::to_string(kBytesMax) + " bytes");
  }
  const std::size_t first = token.find('.');
  const std::size_t second = first == std::string_view::npos ? first : token.find('.', first + 1);
  if (second == std::string_view::npos || token.find('.', second + 1) != std::string_view::npos) {
    return broken("the token does not have three parts");
  }
  auto header = read_object(token.substr(0, first));
  if (!header) return header.error();
  auto claims = read_object(token.substr(first + 1, second - first - 1));
  if (!claims) return claims.error();
  auto signature = decode(token.substr(second + 1));
  if (!signature) return broken("the token's signature is no base64url");

  CompactToken result;
  result.header = std::move(*header);
  result.claims = std::move(*claims);
  result.signing_input = token.substr(0, second);
  result.signature = std::move(*signature);
  return result;
}

std::string_view CompactToken::text(std::string_view claim) const {
  const json::value* const found = claims.if_contains(claim);
  return found != nullptr && found->is_string() ? view(found->get_string()) : std::string_view();
}

std::optional<model::UtcTime> CompactToken::time(std::string_view claim) const {
  const json::value* const found = claims.if_contains(claim);
  const std::optional<std::int64_t> seconds = found == nullptr ? std::nullopt : seconds_of(*found);
  if (!seconds || *seconds < 0 || *seconds > kLatest_s) return std::nullopt;
  return model::UtcTime(std::chrono::seconds(*seconds));
}

std::vector<std::string_view> CompactToken::list(std::string_view claim) const {
  std::vector<std::string_view> texts;
  const json::value* const found = claims.if_contains(claim);
  if (found == nullptr) return texts;
  if (found->is_string()) texts.push_back(view(found->get_string()));
  if (!found->is_array()) return texts;
  for (const json::value& entry : found->get_array()) {
    if (entry.is_string()) texts.push_back(view(entry.get_string()));
  }
  return texts;
}

}  // namespace fb::oauth
