// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The first line is a Prefer header, the rest a findMeetingTimes call. What is taken is within the
// limits; its answer, when nobody is known, is JSON that says of no attendee that they are free.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "protocols/graph/meeting_times.hpp"
#include "protocols/suggestions/suggest.hpp"
#include "protocols/wire/json.hpp"

namespace {

namespace graph = fb::graph;
namespace model = fb::model;

void require(bool holds) {
  if (!holds) std::abort();
}

void check_limits(const graph::MeetingTimesCall& call) {
  require(call.request.mailboxes.size() == call.types.size() + 1);
  require(call.types.size() <= graph::kAttendeesMax);
  require(!call.slots.empty() && call.slots.size() <= graph::kTimeSlotsMax);
  require(call.candidates_max >= 1 && call.candidates_max <= graph::kCandidatesMax);
  require(call.percentage_min >= 0 && call.percentage_min <= 100);
  for (const model::SuggestionsWish& slot : call.slots) {
    require(slot.attendees.size() == call.request.mailboxes.size());
    require(!slot.days.empty() && slot.days.size() <= model::SuggestionsWish::kDaysMax);
    require(std::is_sorted(slot.days.begin(), slot.days.end()));
    require(slot.window.begin() >= call.request.window.begin());
    require(slot.window.end() <= call.request.window.end());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t line = input.find('\n');
  const std::string_view prefer = input.substr(0, line);
  const std::string_view body =
      line == std::string_view::npos ? std::string_view() : input.substr(line + 1);
  const auto organizer = model::SmtpAddress::parse("me@b.example");
  const model::UtcTime now(std::chrono::seconds(1'935'000'000));
  auto call = graph::decode_meeting_times(body, prefer, *organizer, now);
  if (!call) return 0;
  check_limits(*call);

  // The organizer is free, everybody else is unknown; every suggestion is wanted.
  call->percentage_min = 0;
  model::AvailabilityReply reply{call->request.window, call->request.slot, {}};
  for (const model::AskedMailbox& mailbox : call->request.mailboxes) {
    reply.mailboxes.push_back(
        {mailbox.as_written, model::Error::of(model::ErrorKind::deadline_passed), {}});
  }
  reply.mailboxes.back().availability = model::Availability{.window = call->request.window};
  std::vector<std::vector<model::DaySuggestions>> found;
  for (const model::SuggestionsWish& wish : call->slots) {
    found.push_back(fb::suggestions::suggest(wish, reply));
  }
  std::string out;
  graph::encode_meeting_times(*call, found, out);
  const auto answer = fb::wire::parse_json(out, {.bytes_max = out.size()});
  require(answer.has_value());
  const auto& suggestions = fb::wire::member(*answer, "meetingTimeSuggestions")->as_array();
  require(suggestions.size() <= static_cast<std::size_t>(call->candidates_max));
  for (const auto& suggestion : suggestions) {
    require(fb::wire::text_member(suggestion, "organizerAvailability") == "free");
    for (const auto& attendee : fb::wire::member(suggestion, "attendeeAvailability")->as_array()) {
      require(fb::wire::text_member(attendee, "availability") == "unknown");
    }
  }
  return 0;
}
