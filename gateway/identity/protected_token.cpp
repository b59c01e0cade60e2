// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/protected_token.hpp"

#include <algorithm>
#include <boost/json/object.hpp>
#include <optional>

#include "gateway/identity/digest.hpp"
#include "gateway/identity/token_checks.hpp"
#include "protocols/wire/base64.hpp"
#include "protocols/wire/json.hpp"

namespace fb::identity {
namespace {

constexpr std::string_view kNonce = "nonce";
constexpr std::string_view kJsonSpace = " \t\r\n";

// Where the quotation mark is that ends the text beginning at `quote`.
std::size_t end_of_text(std::string_view json, std::size_t quote) {
  for (std::size_t at = quote + 1; at < json.size(); ++at) {
    if (json[at] == '\\') {
      ++at;
    } else if (json[at] == '"') {
      return at;
    }
  }
  return json.size();
}

// The text that is the object's own member `name`, without its quotation marks; none where there is
// no such member, or it is written with escapes, or it is no text.
std::optional<std::string_view> member_text(std::string_view json, std::string_view name) {
  int depth = 0;
  for (std::size_t at = 0; at < json.size(); ++at) {
    const char c = json[at];
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    if (c != '"') continue;
    const std::size_t end = end_of_text(json, at);
    const bool named = depth == 1 && json.substr(at + 1, end - at - 1) == name;
    const std::size_t colon = json.find_first_not_of(kJsonSpace, end + 1);
    at = end;
    // A text with nothing but spaces and a colon behind it is a name.
    if (!named || colon == std::string_view::npos || json[colon] != ':') continue;
    const std::size_t quote = json.find_first_not_of(kJsonSpace, colon + 1);
    if (quote == std::string_view::npos || json[quote] != '"') return std::nullopt;
    return json.substr(quote + 1, end_of_text(json, quote) - quote - 1);
  }
  return std::nullopt;
}

bool is_plain(std::string_view nonce) {
  return !nonce.empty() && nonce.size() <= kNonceBytesMax &&
         std::all_of(nonce.begin(), nonce.end(),
                     [](char c) { return c >= 0x20 && c < 0x7f && c != '"' && c != '\\'; });
}

}  // namespace

model::Result<std::string> with_signed_nonce(std::string_view json) {
  const auto header = wire::parse_json(json);
  const bool protects = header && header->is_object() && header->get_object().contains(kNonce);
  if (!protects) return std::string(json);
  const auto nonce = member_text(json, kNonce);
  if (!nonce || !is_plain(*nonce)) {
    return refused_token("nonce", "the nonce of the protected token is not a plain text");
  }
  std::string replaced(json);
  const auto begin = static_cast<std::size_t>(nonce->data() - json.data());
  return replaced.replace(begin, nonce->size(), wire::base64url(sha256(*nonce)));
}

model::Result<std::string> as_signed(std::string_view token) {
  const std::size_t dot = std::min(token.find('.'), token.size());
  const auto header = wire::read_base64url(token.substr(0, dot));
  if (!header) return refused_token("malformed", "the token's header is no base64url");
  const auto replaced = with_signed_nonce(*header);
  if (!replaced) return replaced.error();
  return wire::base64url(*replaced).append(token.substr(dot));
}

}  // namespace fb::identity
