// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/cloudsim/json_web_token.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <cmath>

#include "protocols/wire/base64.hpp"
#include "protocols/wire/json.hpp"

namespace fb::cloudsim {
namespace {

using model::Error;
using model::ErrorKind;

// 2201-01-01T00:00:00Z: larger numbers are no dates that anybody meant.
constexpr double kNumericDateMax = 7289654400.0;

model::Result<boost::json::object> read_part(std::string_view part) {
  auto text = wire::read_base64url(part);
  if (!text) return Error::of(ErrorKind::malformed_request, "a part is no base64url");
  auto json = wire::parse_json(*text, {.bytes_max = JsonWebToken::kBytesMax, .depth_max = 8});
  if (!json) return Error::of(ErrorKind::malformed_request, "a part is no JSON");
  if (!json->is_object()) return Error::of(ErrorKind::malformed_request, "a part is no object");
  return std::move(json->as_object());
}

}  // namespace

std::string_view text_of(const boost::json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  if (value == nullptr || !value->is_string()) return {};
  const auto& text = value->get_string();
  return {text.data(), text.size()};
}

model::Result<JsonWebToken> JsonWebToken::read(std::string_view compact) {
  if (compact.size() > kBytesMax) return Error::of(ErrorKind::malformed_request, "too large");
  if (compact.find('=') != std::string_view::npos) {
    return Error::of(ErrorKind::malformed_request, "a part is padded");
  }
  const auto first = compact.find('.');
  const auto last = compact.rfind('.');
  if (first == last || compact.find('.', first + 1) != last) {
    return Error::of(ErrorKind::malformed_request, "not three parts");
  }
  auto header = read_part(compact.substr(0, first));
  if (!header) return header.error();
  auto claims = read_part(compact.substr(first + 1, last - first - 1));
  if (!claims) return claims.error();
  auto signature = wire::read_base64url(compact.substr(last + 1));
  if (!signature) return Error::of(ErrorKind::malformed_request, "a part is no base64url");

  JsonWebToken out;
  out.header = std::move(*header);
  out.claims = std::move(*claims);
  out.signed_text = compact.substr(0, last);
  out.signature = std::move(*signature);
  return out;
}

std::string_view JsonWebToken::text(std::string_view claim) const { return text_of(claims, claim); }

std::optional<model::UtcTime> JsonWebToken::time(std::string_view claim) const {
  const auto* value = claims.if_contains(claim);
  if (value == nullptr || !value->is_number()) return std::nullopt;
  boost::system::error_code failed;
  const double seconds = value->to_number<double>(failed);
  if (failed || !(seconds >= 0 && seconds < kNumericDateMax)) return std::nullopt;
  return model::UtcTime(std::chrono::seconds(static_cast<std::int64_t>(std::floor(seconds))));
}

std::vector<std::string_view> JsonWebToken::texts(std::string_view claim) const {
  std::vector<std::string_view> out;
  const auto* value = claims.if_contains(claim);
  if (value == nullptr || !value->is_array()) return out;
  for (const auto& entry : value->get_array()) {
    if (entry.is_string()) out.emplace_back(entry.get_string().data(), entry.get_string().size());
  }
  return out;
}

std::string sign(const boost::json::object& claims, const SigningKey& key) {
  const boost::json::object header{{"typ", "JWT"}, {"alg", "RS256"}, {"kid", key.kid()}};
  std::string token = wire::base64url(boost::json::serialize(header)) + '.' +
                      wire::base64url(boost::json::serialize(claims));
  token += '.' + wire::base64url(key.sign_rs256(token));
  return token;
}

std::string sign_protected(const boost::json::object& claims, const SigningKey& key,
                           std::string_view nonce) {
  const auto head = [&](std::string_view value) {
    const boost::json::object header{
        {"typ", "JWT"}, {"nonce", value}, {"alg", "RS256"}, {"kid", key.kid()}};
    return wire::base64url(boost::json::serialize(header));
  };
  const std::string body = '.' + wire::base64url(boost::json::serialize(claims));
  const std::string signature =
      wire::base64url(key.sign_rs256(head(wire::base64url(sha256(nonce))) + body));
  return head(nonce) + body + '.' + signature;
}

}  // namespace fb::cloudsim
