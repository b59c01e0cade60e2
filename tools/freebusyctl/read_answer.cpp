// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <array>
#include <optional>

#include "protocols/wire/iso8601.hpp"
#include "protocols/wire/json.hpp"
#include "tools/freebusyctl/grid.hpp"

namespace fb::freebusyctl {
namespace {

namespace json = boost::json;
using model::FreeBusyStatus;

constexpr std::size_t kAnswerBytesMax = 64 * 1024 * 1024;

// Indexed by status.
constexpr std::array<std::string_view, model::kFreeBusyStatusCount> kWords{
    "free", "tentative", "busy", "out_of_office", "working_elsewhere", "unknown"};

model::Error broken(std::string_view what) {
  return model::Error::of(model::ErrorKind::peer_broken,
                          "the answer cannot be understood: " + std::string(what));
}

// A word that is not known says nothing that could be shown as free.
FreeBusyStatus status_of(const json::value& slot) {
  if (!slot.is_string()) return FreeBusyStatus::no_data;
  const json::string& word = slot.get_string();
  for (std::size_t i = 0; i < kWords.size(); ++i) {
    if (kWords[i] == std::string_view(word.data(), word.size())) {
      return static_cast<FreeBusyStatus>(i);
    }
  }
  return FreeBusyStatus::no_data;
}

std::string note_of(const json::value& person, std::string_view result) {
  if (result == "known") return {};
  std::string note(result == "partly_unknown" ? "partly unknown" : "unknown");
  const json::value* const reason = wire::member(person, "reason");
  if (reason == nullptr) return note;
  note += ": " + std::string(wire::text_member(*reason, "code"));
  const std::string_view text = wire::text_member(*reason, "text");
  if (!text.empty()) note += ": " + std::string(text);
  return note;
}

model::Result<GridPerson> read_person(const json::value& entry) {
  const json::value* const view = wire::member(entry, "view");
  if (view == nullptr || !view->is_array()) return broken("a person has no view");
  const std::string_view result = wire::text_member(entry, "result");
  if (result.empty()) return broken("a person has no result");
  GridPerson person{std::string(wire::text_member(entry, "person")), {}, note_of(entry, result)};
  for (const json::value& slot : view->get_array()) person.slots.push_back(status_of(slot));
  return person;
}

}  // namespace

model::Result<Grid> read_answer(std::string_view text) {
  const auto answer = wire::parse_json(text, {.bytes_max = kAnswerBytesMax});
  if (!answer) return broken("it is no JSON");
  const json::value* const window = wire::member(*answer, "window");
  const json::value* const interval = wire::member(*answer, "interval_minutes");
  const json::value* const people = wire::member(*answer, "people");
  if (window == nullptr || interval == nullptr || people == nullptr || !interval->is_int64() ||
      !people->is_array()) {
    return broken("a part is missing");
  }
  const auto start = wire::read_date_time(wire::text_member(*window, "start"));
  if (!start || !start->offset) return broken("the window has no start");
  const auto slot = model::SlotLength::of_minutes(interval->get_int64());
  if (!slot) return broken("the interval is none");
  Grid grid;
  grid.start = model::UtcTime(start->wall.time_since_epoch() - *start->offset);
  grid.slot = slot->length();
  grid.zone_name = wire::text_member(*answer, "zone");
  auto zone = wire::Zone::named(grid.zone_name);
  if (!zone) return broken("the zone is not known here");
  grid.zone = std::move(*zone);
  for (const json::value& entry : people->get_array()) {
    auto person = read_person(entry);
    if (!person) return person.error();
    grid.people.push_back(std::move(*person));
  }
  return grid;
}

}  // namespace fb::freebusyctl
