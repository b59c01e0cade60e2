// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/plain/fields.hpp"
#include "protocols/wire/json.hpp"

namespace fb::plain {
namespace {

namespace json = boost::json;

constexpr std::size_t kBodyBytesMax = 256 * 1024;
constexpr std::size_t kDepthMax = 4;  // a question has two levels

std::string_view view(json::string_view text) { return {text.data(), text.size()}; }

model::Status read_text(std::string_view name, const json::value& value, std::string& out) {
  if (!value.is_string() || value.get_string().size() > kTextBytesMax) {
    return malformed("\"" + std::string(name) + "\" must be a text of at most " +
                     std::to_string(kTextBytesMax) + " bytes");
  }
  out = view(value.get_string());
  return {};
}

model::Status read_people(const json::value& value, std::vector<std::string>& people) {
  if (!value.is_array()) return malformed("\"people\" must be a list of addresses");
  // One more than is allowed says as much as a thousand more.
  for (const json::value& person : value.get_array()) {
    if (!person.is_string()) return malformed("\"people\" must hold texts only");
    people.emplace_back(view(person.get_string()));
    if (people.size() > kPeopleMax) break;
  }
  return {};
}

model::Status read_member(std::string_view name, const json::value& value, Fields& fields) {
  if (name == "people") return read_people(value, fields.people);
  if (name == "start") return read_text(name, value, fields.start);
  if (name == "end") return read_text(name, value, fields.end);
  if (name == "zone") return read_text(name, value, fields.zone.emplace());
  if (name == "detail") return read_text(name, value, fields.detail.emplace());
  if (name == "interval_minutes") {
    if (!value.is_int64()) return malformed("\"interval_minutes\" must be a whole number");
    fields.interval_minutes = value.get_int64();
    return {};
  }
  return malformed("\"" + shown(name) +
                   "\" is not known here; known are people, start, end, zone, interval_minutes "
                   "and detail");
}

}  // namespace

model::Result<Question> decode_question(std::string_view body) {
  const auto question =
      wire::parse_json(body, {.bytes_max = kBodyBytesMax, .depth_max = kDepthMax});
  if (!question) return question.error();
  if (!question->is_object()) return malformed("the body is no JSON object");
  Fields fields;
  for (const auto& member : question->get_object()) {
    const auto read = read_member(view(member.key()), member.value(), fields);
    if (!read) return read.error();
  }
  return question_of(fields);
}

}  // namespace fb::plain
