// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/claim_notes.hpp"

#include <boost/json/serialize.hpp>
#include <string>

#include "protocols/wire/iso8601.hpp"

namespace fb::identity {
namespace {

namespace json = boost::json;

constexpr std::string_view kHeaderNames[] = {"alg", "kid"};
constexpr std::string_view kClaimNames[] = {"aud", "iss",   "tid", "azp",   "appid",
                                            "oid", "roles", "scp", "idtyp", "ver"};

bool is_list_of_texts(const json::value& value) {
  if (!value.is_array()) return false;
  for (const json::value& entry : value.get_array()) {
    if (!entry.is_string()) return false;
  }
  return true;
}

// What should be text and is not is shown as the JSON that it is.
std::string shown(const json::value& value) {
  if (value.is_string()) return std::string(value.get_string().data(), value.get_string().size());
  if (!is_list_of_texts(value)) return json::serialize(value);
  std::string texts;
  for (const json::value& entry : value.get_array()) {
    if (!texts.empty()) texts += ' ';
    texts.append(entry.get_string().data(), entry.get_string().size());
  }
  return texts;
}

}  // namespace

void note_claims(Examination& examination, std::string_view prefix,
                 const oauth::CompactToken& token) {
  const auto note = [&](std::string_view name, std::string_view value) {
    examination.note(std::string(prefix).append(name), value);
  };
  for (const std::string_view name : kHeaderNames) {
    if (const json::value* const value = token.header.if_contains(name)) note(name, shown(*value));
  }
  for (const std::string_view name : kClaimNames) {
    if (const json::value* const value = token.claims.if_contains(name)) note(name, shown(*value));
  }
  const json::value* const ends = token.claims.if_contains("exp");
  if (ends == nullptr) return;
  std::string text;
  if (const auto at = token.time("exp")) {
    wire::append_utc_time(*at, text);
  } else {
    text = shown(*ends);
  }
  note("exp", text);
}

}  // namespace fb::identity
