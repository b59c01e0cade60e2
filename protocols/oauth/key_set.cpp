// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <boost/json/serialize.hpp>

#include "protocols/oauth/oauth.hpp"
#include "protocols/wire/base64.hpp"
#include "protocols/wire/json.hpp"

namespace fb::oauth {
namespace {

namespace json = boost::json;
using model::Error;
using model::ErrorKind;

constexpr std::size_t kSha1Bytes = 20;

Error broken(std::string detail) {
  return Error::of(ErrorKind::malformed_request, std::move(detail));
}

std::string_view text(const json::object& entry, std::string_view name) {
  const json::value* const found = entry.if_contains(name);
  if (found == nullptr || !found->is_string()) return {};
  return {found->get_string().data(), found->get_string().size()};
}

bool may_verify(const json::object& entry) {
  if (const json::value* const use = entry.if_contains("use"); use != nullptr && *use != "sig") {
    return false;
  }
  const json::value* const operations = entry.if_contains("key_ops");
  if (operations == nullptr) return true;
  if (!operations->is_array()) return false;
  for (const json::value& operation : operations->get_array()) {
    if (operation == "verify") return true;
  }
  return false;
}

// The public part alone: what else an entry holds is of no use to a verifier.
std::optional<VerificationKey> read_key(const json::value& value) {
  const json::object* const entry = value.if_object();
  if (entry == nullptr || !may_verify(*entry)) return std::nullopt;
  const std::string thumbprint = certificate_thumbprint(text(*entry, "x5t"));
  const std::string_view named = text(*entry, "kid");
  const std::string_view kid = named.empty() ? thumbprint : named;
  const std::string_view kind = text(*entry, "kty");
  json::object key;
  const auto take = [&](std::string_view name) {
    const std::string_view part = text(*entry, name);
    key[name] = part;
    return !part.empty();
  };
  if (kid.empty() || !take("kty")) return std::nullopt;
  if (kind == "RSA") {
    if (!take("n") || !take("e")) return std::nullopt;
  } else if (kind == "EC") {
    if (!take("crv") || !take("x") || !take("y")) return std::nullopt;
  } else {
    return std::nullopt;
  }
  return VerificationKey{std::string(kid),
                         json::serialize(key),
                         std::string(text(*entry, "issuer")),
                         std::string(text(*entry, "alg")),
                         thumbprint,
                         std::string(text(*entry, "cloud_instance_name"))};
}

}  // namespace

std::string certificate_thumbprint(std::string_view x5t) {
  for (const auto read : {wire::read_base64url, wire::read_base64}) {
    const auto bytes = read(x5t);
    if (bytes && bytes->size() == kSha1Bytes) return wire::base64url(std::string_view(*bytes));
  }
  return {};
}

model::Result<KeySet> KeySet::read(std::string_view text) {
  const auto parsed = wire::parse_json(text, {.bytes_max = kBytesMax});
  if (!parsed) return parsed.error();
  const json::object* const object = parsed->if_object();
  const json::value* const keys = object == nullptr ? nullptr : object->if_contains("keys");
  if (keys == nullptr || !keys->is_array()) return broken("the key set has no list of keys");
  if (keys->get_array().size() > kKeysMax) {
    return broken("the key set has more than " + std::to_string(kKeysMax) + " keys");
  }
  KeySet result;
  for (const json::value& entry : keys->get_array()) {
    if (auto key = read_key(entry)) result.keys.push_back(std::move(*key));
  }
  return result;
}

}  // namespace fb::oauth
