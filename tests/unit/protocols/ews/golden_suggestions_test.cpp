// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Suggestions from end to end: what clients ask for, as our server reads it, and what it says, byte
// for byte, of calendars that are written down here.
#include <map>

#include "protocols/ews/names.hpp"
#include "protocols/suggestions/suggest.hpp"
#include "tests/support/golden.hpp"
#include "tests/unit/protocols/ews/suggestion_support.hpp"

namespace fb::ews {
namespace {

using model::AttendeeType;
using model::SuggestionsWish;

std::string shown(const AvailabilityCall& call) {
  const SuggestionsWish& wish = call.suggestions.value();
  std::string out;
  if (call.view_asked)
    out += "view " + std::string(name_in(kViews, call.presentation.view)) + " " +
           text(call.request.window.begin()) + " " + text(call.request.window.end()) + "\n";
  out += "window " + text(wish.window.begin()) + " " + text(wish.window.end()) + "\n";
  out += "days " + std::to_string(wish.days.size()) + " from " + text(wish.days.front()) + " to " +
         text(wish.days.back()) + "\n";
  out += "meeting " + std::to_string(wish.meeting_length.count());
  if (wish.current_meeting) out += ", now at " + text(*wish.current_meeting);
  out += "\nthreshold " + std::to_string(wish.good_threshold_percent) + "\n";
  out += "results " + std::to_string(wish.results_per_day_max) + ", " +
         std::to_string(wish.non_work_results_per_day_max) + " of them out of hours\n";
  out += "minimum " + std::string(name_in(kQualities, wish.minimum)) + "\n";
  for (std::size_t i = 0; i < wish.attendees.size(); ++i)
    out += "attendee " + call.request.mailboxes[i].as_written + " " +
           std::string(name_in(kAttendeeTypes, wish.attendees[i])) +
           (wish.excludes_conflicts[i] ? " without conflicts" : "") + "\n";
  return out;
}

TEST(GoldenSuggestions, RequestsMeanWhatTheirClientsMean) {
  const auto pairs = test::golden_pairs("ews/suggestion_requests");
  EXPECT_GE(pairs.size(), 14U);
  for (const test::GoldenPair& pair : pairs) {
    SCOPED_TRACE(pair.name);
    const auto call = decode_call(pair.message);
    EXPECT_EQ(call ? shown(std::get<AvailabilityCall>(*call))
                   : "refused " + test::shown(call.error()) + "\n",
              pair.without({}));
  }
}

// Three days in W. Europe, from Tuesday on.
model::TimeWindow three_days() { return window("2031-05-05T22:00:00", "2031-05-08T22:00:00"); }

SuggestionsWish wish_for(std::vector<AttendeeType> attendees) {
  SuggestionsWish wish{three_days(), {}, std::move(attendees)};
  wish.days = {utc("2031-05-05T22:00:00"), utc("2031-05-06T22:00:00"), utc("2031-05-07T22:00:00")};
  wish.results_per_day_max = 2;
  return wish;
}

// Works from eight to five; is away on Wednesday.
Availability ada() {
  Availability calendar{three_days(), {}, {}, {}, DetailLevel::availability_only};
  calendar.blocks = {
      block("2031-05-06T06:00:00", "2031-05-06T07:30:00"),
      block("2031-05-06T22:00:00", "2031-05-07T22:00:00", FreeBusyStatus::out_of_office)};
  calendar.working_hours = model::WorkingHours{west_europe_rule(), {{0b0111110, 480, 1020}}};
  return calendar;
}

// Lunch, and an afternoon at home.
Availability boris() {
  Availability calendar{three_days(), {}, {}, {}, DetailLevel::availability_only};
  calendar.blocks = {
      block("2031-05-06T10:00:00", "2031-05-06T11:00:00", FreeBusyStatus::tentative),
      block("2031-05-06T11:00:00", "2031-05-06T15:00:00", FreeBusyStatus::working_elsewhere)};
  return calendar;
}

model::MailboxAvailability group() {
  Availability slots = boris();
  slots.precision = model::Precision::slots;
  model::GroupMembers members{ada(), boris(), Error::of(ErrorKind::peer_unreachable)};
  return {"sales@north.example", std::move(slots), {}, std::move(members)};
}

AvailabilityReply people(std::vector<model::MailboxAvailability> mailboxes) {
  return {three_days(), model::SlotLength::half_hour(), std::move(mailboxes)};
}

struct Told {
  AvailabilityReply reply;
  SuggestionsWish wish;
  bool with_view = false;
};

std::map<std::string, Told> told() {
  const Error unknown = Error::of(ErrorKind::recipient_unknown);
  const Error big = Error::of(ErrorKind::group_too_big);
  std::map<std::string, Told> all;
  all.insert({"two_people",
              {people({{"ada", ada(), {}}, {"boris", boris(), {}}}),
               wish_for({AttendeeType::organizer, AttendeeType::required})}});
  all.insert({"every_kind_of_attendee",
              {people({{"ada", ada(), {}},
                       {"ghost", unknown, {}},
                       group(),
                       {"crowd", big, {}},
                       {"keel", boris(), {}}}),
               wish_for({AttendeeType::organizer, AttendeeType::required, AttendeeType::required,
                         AttendeeType::optional, AttendeeType::room})}});
  all.insert(
      {"group_with_its_view", {people({group()}), wish_for({AttendeeType::required}), true}});
  all.insert({"nothing_is_good_enough",
              {people({{"ada", ada(), {}}, {"ghost", unknown, {}}}),
               wish_for({AttendeeType::organizer, AttendeeType::required})}});
  all.at("nothing_is_good_enough").wish.minimum = SuggestionQuality::excellent;
  all.at("every_kind_of_attendee").wish.minimum = SuggestionQuality::poor;
  all.at("group_with_its_view").wish.results_per_day_max = 1;
  return all;
}

// "2031-05-06 Good: 09:30 Good, 10:00 Good out of hours".
std::string shown(const std::vector<DaySuggestions>& days) {
  const wire::Zone zone = zone_named("W. Europe Standard Time");
  const auto wall = [&](model::UtcTime at) {
    std::string out;
    wire::append_wall_time(zone.to_local(at), out);
    return out;
  };
  std::string out;
  for (const DaySuggestions& day : days) {
    out += wall(day.day).substr(0, 10) + " " + std::string(name_in(kQualities, day.quality)) + ":";
    for (const model::Suggestion& each : day.suggestions)
      out += " " + wall(each.begin).substr(11, 5) + " " +
             std::string(name_in(kQualities, each.quality)) +
             (each.work_time ? "" : " out of hours");
    out += "\n";
  }
  return out;
}

TEST(GoldenSuggestions, RepliesAreSaidToTheByte) {
  Presentation presentation;
  presentation.zone = zone_named("W. Europe Standard Time");
  const auto all = told();
  const auto pairs = test::golden_pairs("ews/suggestion_replies");
  EXPECT_EQ(pairs.size(), all.size());
  for (const test::GoldenPair& pair : pairs) {
    SCOPED_TRACE(pair.name);
    const Told& each = all.at(std::filesystem::path(pair.name).stem().string());
    AvailabilityAnswer answer;
    if (each.with_view) answer.view = &each.reply;
    answer.suggestions = suggestions::suggest(each.wish, each.reply);
    EXPECT_EQ(encoded(answer, presentation) + "\n", pair.message);
    EXPECT_EQ(shown(**answer.suggestions), pair.without({}));
  }
}

}  // namespace
}  // namespace fb::ews
