// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <algorithm>
#include <charconv>

#include "protocols/plain/fields.hpp"
#include "protocols/wire/percent.hpp"

namespace fb::plain {
namespace {

constexpr std::size_t kQueryBytesMax = 32 * 1024;
constexpr std::size_t kIntervalDigitsMax = 4;

// One parameter of each name but `person`.
model::Status set_once(std::string_view name, std::string value, bool taken, std::string& out) {
  if (taken) return malformed("\"" + std::string(name) + "\" is given twice");
  if (value.size() > kTextBytesMax) {
    return malformed("\"" + std::string(name) + "\" is longer than " +
                     std::to_string(kTextBytesMax) + " bytes");
  }
  out = std::move(value);
  return {};
}

model::Status read_interval(const std::string& value, Fields& fields) {
  if (fields.interval_minutes) return malformed("\"interval\" is given twice");
  std::int64_t minutes = 0;
  const char* const end = value.data() + value.size();
  const auto [rest, failed] = std::from_chars(value.data(), end, minutes);
  if (value.size() > kIntervalDigitsMax || failed != std::errc() || rest != end) {
    return model::Error::of(model::ErrorKind::interval_invalid,
                            "\"interval\" must be a whole number of minutes, 5 to 1440");
  }
  fields.interval_minutes = minutes;
  return {};
}

model::Status read_parameter(const std::string& name, std::string value, Fields& fields) {
  if (name == "person") {
    if (fields.people.size() <= kPeopleMax) fields.people.push_back(std::move(value));
    return {};
  }
  if (name == "start") {
    return set_once(name, std::move(value), !fields.start.empty(), fields.start);
  }
  if (name == "end") return set_once(name, std::move(value), !fields.end.empty(), fields.end);
  if (name == "zone") {
    const bool taken = fields.zone.has_value();
    return set_once(name, std::move(value), taken, fields.zone.emplace());
  }
  if (name == "detail") {
    const bool taken = fields.detail.has_value();
    return set_once(name, std::move(value), taken, fields.detail.emplace());
  }
  if (name == "interval") return read_interval(value, fields);
  return malformed("\"" + shown(name) +
                   "\" is not known here; known are person, start, end, zone, interval and detail");
}

// `zone` is the only one in which a '+' as it was sent means a space; one that was sent as %2B is
// still a '+' there.
std::optional<std::string> decoded_value(std::string_view name, std::string_view raw) {
  if (name != "zone") return wire::percent_decode(raw);
  std::string spaced(raw);
  std::replace(spaced.begin(), spaced.end(), '+', ' ');
  return wire::percent_decode(spaced);
}

}  // namespace

model::Result<Question> decode_query(std::string_view query) {
  if (query.size() > kQueryBytesMax) {
    return malformed("the query is longer than " + std::to_string(kQueryBytesMax) + " bytes");
  }
  Fields fields;
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(pair.size() + 1, query.size()));
    if (pair.empty()) continue;
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos) {
      return malformed("\"" + shown(pair) + "\" has no value");
    }
    const auto name = wire::percent_decode(pair.substr(0, equals));
    if (!name) return malformed("the name of a parameter is not percent-encoded as it should be");
    auto value = decoded_value(*name, pair.substr(equals + 1));
    if (!value) return malformed("\"" + shown(*name) + "\" is not percent-encoded as it should be");
    const auto read = read_parameter(*name, std::move(*value), fields);
    if (!read) return read.error();
  }
  return question_of(fields);
}

}  // namespace fb::plain
