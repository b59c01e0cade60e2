// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/oauth/oauth.hpp"
#include "protocols/wire/json.hpp"

namespace fb::oauth {
namespace {

namespace json = boost::json;
using model::Error;
using model::ErrorKind;

std::string text(const json::object& object, std::string_view name) {
  const json::value* const found = object.if_contains(name);
  if (found == nullptr || !found->is_string()) return {};
  return {found->get_string().data(), found->get_string().size()};
}

}  // namespace

model::Result<ProviderMetadata> ProviderMetadata::read(std::string_view document) {
  const auto parsed = wire::parse_json(document, {.bytes_max = kBytesMax});
  if (!parsed) return parsed.error();
  const json::object* const object = parsed->if_object();
  if (object == nullptr) {
    return Error::of(ErrorKind::malformed_request, "the metadata is no JSON object");
  }
  ProviderMetadata result;
  result.issuer = text(*object, "issuer");
  result.jwks_uri = text(*object, "jwks_uri");
  result.token_endpoint = text(*object, "token_endpoint");
  result.tenant_region_scope = text(*object, "tenant_region_scope");
  result.cloud_instance_name = text(*object, "cloud_instance_name");
  if (result.issuer.empty()) {
    return Error::of(ErrorKind::malformed_request, "the metadata names no issuer");
  }
  if (!result.jwks_uri.starts_with("https://")) {
    return Error::of(ErrorKind::malformed_request,
                     "the metadata names no place of keys under https");
  }
  return result;
}

}  // namespace fb::oauth
