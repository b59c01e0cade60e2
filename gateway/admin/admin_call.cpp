// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/admin/admin_call.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <charconv>

#include "protocols/wire/percent.hpp"

namespace fb::admin {
namespace {

constexpr std::size_t kQueryBytesMax = 8 * 1024;
constexpr std::string_view kRepeatable = "tenant";

bool is_known(std::string_view name, std::string_view known) {
  while (!known.empty()) {
    const std::size_t end = std::min(known.find(' '), known.size());
    if (known.substr(0, end) == name) return true;
    known.remove_prefix(std::min(end + 1, known.size()));
  }
  return false;
}

AdminError malformed(std::string sentence) { return refusal(Code::malformed, std::move(sentence)); }

}  // namespace

Checked<Query> Query::parse(std::string_view query, std::string_view known) {
  Query parsed;
  if (query.size() > kQueryBytesMax) return malformed("the query is too long");
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view part = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    if (part.empty()) continue;
    const std::size_t equals = std::min(part.find('='), part.size());
    auto name = wire::percent_decode(part.substr(0, equals));
    auto value = wire::percent_decode(part.substr(std::min(equals + 1, part.size())));
    if (!name || !value) return malformed("the query is not percent-encoded as it should be");
    if (!is_known(*name, known)) {
      return malformed("the query has a name that means nothing here; known: " +
                       (known.empty() ? std::string("none") : std::string(known)));
    }
    if (parsed.has(*name) && *name != kRepeatable) {
      return malformed("the query has " + *name + " twice");
    }
    parsed.values_.emplace_back(std::move(*name), std::move(*value));
  }
  return parsed;
}

std::string_view Query::text(std::string_view name) const {
  const auto found = std::find_if(values_.begin(), values_.end(),
                                  [&](const auto& value) { return value.first == name; });
  return found == values_.end() ? std::string_view() : std::string_view(found->second);
}

bool Query::has(std::string_view name) const {
  return std::any_of(values_.begin(), values_.end(),
                     [&](const auto& value) { return value.first == name; });
}

std::vector<std::string_view> Query::all(std::string_view name) const {
  std::vector<std::string_view> found;
  for (const auto& [key, value] : values_) {
    if (key == name) found.push_back(value);
  }
  return found;
}

Checked<bool> Query::flag(std::string_view name) const {
  if (!has(name) || text(name) == "false") return false;
  if (text(name) == "true") return true;
  return malformed(std::string(name) + " is true or false");
}

Checked<std::uint64_t> Query::number(std::string_view name, std::uint64_t absent) const {
  if (!has(name)) return absent;
  const std::string_view digits = text(name);
  std::uint64_t value = 0;
  const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (failed != std::errc{} || end != digits.data() + digits.size()) {
    return malformed(std::string(name) + " is a whole number");
  }
  return value;
}

AdminAnswer answer_of(const boost::json::object& body) {
  AdminAnswer answer;
  answer.body = boost::json::serialize(body);
  answer.body += '\n';
  return answer;
}

}  // namespace fb::admin
