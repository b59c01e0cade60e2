// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <algorithm>
#include <charconv>
#include <iterator>

#include "protocols/oauth/oauth.hpp"
#include "protocols/wire/json.hpp"

namespace fb::oauth {
namespace {

namespace json = boost::json;
using model::Error;
using model::ErrorKind;

constexpr std::string_view kAssertionType =
    "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_one_of(char c, std::string_view set) { return set.find(c) != std::string_view::npos; }

void append_field(std::string_view name, std::string_view value, std::string& out) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  if (!out.empty()) out += '&';
  out += name;
  out += '=';
  for (const char c : value) {
    if (is_letter_or_digit(c) || is_one_of(c, "-._*")) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += kHex[byte >> 4];
    out += kHex[byte & 15];
  }
}

// b64token of RFC 6750: nothing that could end a header line or begin another value.
bool is_bearer_token(std::string_view text) {
  const std::size_t end = text.find_last_not_of('=');
  if (end == std::string_view::npos) return false;
  return std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(end + 1),
                     [](char c) { return is_letter_or_digit(c) || is_one_of(c, "-._~+/"); });
}

bool is_bearer(std::string_view type) {
  static constexpr std::string_view kBearer = "bearer";
  return std::equal(type.begin(), type.end(), kBearer.begin(), kBearer.end(),
                    [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; });
}

// A number, or a number in a string as version 1 endpoints write it.
std::chrono::seconds read_expires_in(const json::value& answer) {
  std::int64_t seconds = 0;
  const json::value* const found = wire::member(answer, "expires_in");
  if (found != nullptr && found->is_int64()) seconds = found->get_int64();
  if (found != nullptr && found->is_string()) {
    const json::string& digits = found->get_string();
    const char* const end = digits.data() + digits.size();
    if (std::from_chars(digits.data(), end, seconds).ptr != end) seconds = 0;
  }
  return std::clamp(std::chrono::seconds(seconds), std::chrono::seconds(0),
                    TokenResponse::kExpiresMax);
}

Error refused(unsigned http_status, const json::value& answer) {
  std::string words(wire::text_member(answer, "error"));
  const std::string_view description = wire::text_member(answer, "error_description");
  if (!words.empty() && !description.empty()) words += ": ";
  words += description;
  return Error::from_peer(ErrorKind::token_unavailable,
                          "the token endpoint answered with HTTP " + std::to_string(http_status),
                          words);
}

// AuthenticationFailed, a signature or certificate that is not registered, a certificate that is
// not valid.
bool is_about_certificates(std::int64_t number) {
  return number == 50012 || number == 700027 || number == 700030;
}

}  // namespace

std::string client_credentials_form(std::string_view client_id, std::string_view scope,
                                    std::string_view assertion) {
  std::string form;
  append_field("grant_type", "client_credentials", form);
  append_field("scope", scope, form);
  append_field("client_id", client_id, form);
  append_field("client_assertion_type", kAssertionType, form);
  append_field("client_assertion", assertion, form);
  return form;
}

bool blames_certificate(std::string_view text) {
  const auto answer = wire::parse_json(text, {.bytes_max = TokenResponse::kBytesMax});
  if (!answer || wire::text_member(*answer, "error") != "invalid_client") return false;
  const json::value* const codes = wire::member(*answer, "error_codes");
  if (codes == nullptr || !codes->is_array() || codes->get_array().empty()) return true;
  return std::any_of(codes->get_array().begin(), codes->get_array().end(),
                     [](const json::value& code) {
                       return code.is_int64() && is_about_certificates(code.get_int64());
                     });
}

model::Result<TokenResponse> TokenResponse::read(unsigned http_status, std::string_view text) {
  const auto parsed = wire::parse_json(text, {.bytes_max = kBytesMax});
  if (http_status != 200) return refused(http_status, parsed ? *parsed : json::value());
  if (!parsed) {
    return Error::of(ErrorKind::token_unavailable, "the token endpoint's answer is no JSON");
  }
  if (wire::member(*parsed, "error") != nullptr) return refused(http_status, *parsed);
  const std::string_view token = wire::text_member(*parsed, "access_token");
  if (!is_bearer(wire::text_member(*parsed, "token_type")) || !is_bearer_token(token)) {
    return Error::of(ErrorKind::token_unavailable, "the token endpoint gave no bearer token");
  }
  return TokenResponse{std::string(token), read_expires_in(*parsed)};
}

}  // namespace fb::oauth
