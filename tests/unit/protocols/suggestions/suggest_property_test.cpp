// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Random calendars and wishes, judged by a second program that is as simple as it is slow: it looks
// at every minute of every meeting.
#include <algorithm>
#include <random>

#include "tests/unit/protocols/suggestions/suggestion_support.hpp"

namespace fb::suggestions {
namespace {

constexpr int kRounds = 400;

struct Case {
  SuggestionsWish wish;
  AvailabilityReply reply;
};

class Dice {
 public:
  explicit Dice(unsigned seed) : random_(seed) {}
  int below(int limit) { return std::uniform_int_distribution<int>(0, limit - 1)(random_); }
  bool one_in(int count) { return below(count) == 0; }

 private:
  std::mt19937 random_;
};

Availability random_calendar(Dice& dice, const TimeWindow& asked) {
  const auto length = static_cast<int>(asked.length() / minutes(1));
  UtcTime begin = asked.begin();
  UtcTime end = asked.end();
  if (dice.one_in(5)) begin += minutes(dice.below(length / 2));
  if (dice.one_in(5)) end -= minutes(dice.below(length / 2 - 1));
  Availability made = calendar({}, TimeWindow::make(begin, end).value());
  for (int i = dice.below(12); i > 0; --i) {
    const UtcTime from = asked.begin() + minutes(dice.below(length + 120) - 120);
    made.blocks.push_back(
        {from, from + minutes(5 * dice.below(60)), static_cast<FreeBusyStatus>(dice.below(6)), {}});
  }
  if (dice.one_in(2)) {
    const int start = 30 * dice.below(40);
    made.working_hours =
        works(start, std::min(1440, start + 30 * dice.below(24)), 30 * (dice.below(49) - 24),
              static_cast<std::uint8_t>(dice.below(128)));
  }
  return made;
}

model::Result<Availability> random_answer(Dice& dice, const TimeWindow& asked) {
  if (dice.one_in(8)) return model::Error::of(model::ErrorKind::peer_unreachable);
  return random_calendar(dice, asked);
}

Case random_case(unsigned seed) {
  Dice dice(seed);
  const UtcTime begin = kTuesday + minutes(dice.below(1440));
  const auto asked = TimeWindow::make(begin, begin + minutes(300 + dice.below(4000))).value();
  Case made{wish_of(asked), {asked, model::SlotLength::half_hour(), {}}};
  SuggestionsWish& wish = made.wish;
  const minutes offset(30 * (dice.below(49) - 24));
  wish.days.clear();
  UtcTime day = std::chrono::floor<std::chrono::days>(begin + offset) - offset;
  for (; day < asked.end(); day += hours(24)) wish.days.push_back(day);
  wish.meeting_length = minutes(30 + dice.below(200));
  wish.good_threshold_percent = dice.below(51);
  wish.results_per_day_max = dice.one_in(2) ? dice.below(49) : 48;
  wish.non_work_results_per_day_max = dice.one_in(2) ? dice.below(49) : 48;
  wish.minimum = static_cast<SuggestionQuality>(dice.below(4));
  for (int i = 1 + dice.below(6); i > 0; --i) {
    model::MailboxAvailability mailbox{"x", random_answer(dice, asked), {}};
    if (mailbox.availability && dice.one_in(4)) {
      mailbox.members.emplace();
      for (int j = dice.below(4); j > 0; --j)
        mailbox.members->push_back(random_answer(dice, asked));
    }
    made.reply.mailboxes.push_back(std::move(mailbox));
    wish.attendees.push_back(static_cast<AttendeeType>(dice.below(5)));
    wish.excludes_conflicts.push_back(dice.one_in(10));
  }
  return made;
}

// The oracle.

FreeBusyStatus status_of(const model::Result<Availability>& answer, UtcTime begin, UtcTime end) {
  if (!answer) return FreeBusyStatus::no_data;
  FreeBusyStatus status = FreeBusyStatus::free;
  for (UtcTime minute = begin; minute < end; minute += minutes(1)) {
    if (!answer->window.contains(minute)) status = model::stronger(status, FreeBusyStatus::no_data);
    for (const BusyBlock& each : answer->blocks) {
      const bool there = minute >= each.begin && (minute < each.end || minute == each.begin);
      if (there) status = model::stronger(status, each.status);
    }
  }
  return status;
}

bool is_free(FreeBusyStatus status) {
  return status == FreeBusyStatus::free || status == FreeBusyStatus::working_elsewhere;
}

bool says_something(const model::WorkingHours& hours) {
  return std::any_of(hours.periods.begin(), hours.periods.end(), [](const auto& period) {
    return period.days != 0 && period.start_minutes < period.end_minutes;
  });
}

bool works_at(const model::WorkingHours& hours, UtcTime minute) {
  const UtcTime wall = minute - minutes(hours.zone.bias_minutes);
  const auto day = std::chrono::floor<std::chrono::days>(wall);
  const unsigned weekday = std::chrono::weekday(day).c_encoding();
  const auto of_day = static_cast<int>((wall - day) / minutes(1));
  return std::any_of(hours.periods.begin(), hours.periods.end(), [&](const auto& period) {
    return (period.days >> weekday & 1U) != 0 && of_day >= period.start_minutes &&
           of_day < period.end_minutes;
  });
}

bool is_work_time(const Case& made, UtcTime begin, UtcTime end) {
  for (std::size_t i = 0; i < made.reply.mailboxes.size(); ++i) {
    const AttendeeType type = made.wish.attendees[i];
    const auto& answer = made.reply.mailboxes[i].availability;
    if (type != AttendeeType::organizer && type != AttendeeType::required) continue;
    if (!answer || !answer->working_hours || !says_something(*answer->working_hours)) continue;
    for (UtcTime minute = begin; minute < end; minute += minutes(1)) {
      if (!works_at(*answer->working_hours, minute)) return false;
    }
  }
  return true;
}

struct Judged {
  UtcTime begin;
  SuggestionQuality quality;
  bool work_time;
};

// Nothing where somebody who must be free is not.
std::optional<Judged> judge(const Case& made, UtcTime begin) {
  const UtcTime end = begin + made.wish.meeting_length;
  int people = 0;
  int free = 0;
  for (std::size_t i = 0; i < made.reply.mailboxes.size(); ++i) {
    const model::MailboxAvailability& mailbox = made.reply.mailboxes[i];
    std::vector<FreeBusyStatus> statuses;
    if (mailbox.members) {
      for (const auto& member : *mailbox.members) statuses.push_back(status_of(member, begin, end));
      if (statuses.empty()) statuses.push_back(FreeBusyStatus::no_data);
    } else {
      statuses.push_back(status_of(mailbox.availability, begin, end));
    }
    for (const FreeBusyStatus status : statuses) {
      ++people;
      if (is_free(status)) ++free;
      if (!is_free(status) && made.wish.excludes_conflicts[i]) return std::nullopt;
    }
  }
  const double share = 100.0 * free / people;
  SuggestionQuality quality = SuggestionQuality::poor;
  if (share >= 50) quality = SuggestionQuality::fair;
  if (share >= 50 + made.wish.good_threshold_percent) quality = SuggestionQuality::good;
  if (free == people) quality = SuggestionQuality::excellent;
  return Judged{begin, quality, is_work_time(made, begin, end)};
}

std::string expected_day(const Case& made, std::size_t day) {
  const SuggestionsWish& wish = made.wish;
  const UtcTime end = day + 1 < wish.days.size() ? wish.days[day + 1] : wish.window.end();
  std::vector<Judged> all;
  for (UtcTime start = wish.days[day]; start < end; start += minutes(30)) {
    if (start < wish.window.begin() || start + wish.meeting_length > wish.window.end()) continue;
    const auto judged = judge(made, start);
    if (judged && judged->quality <= wish.minimum) all.push_back(*judged);
  }
  model::DaySuggestions chosen{wish.days[day], SuggestionQuality::poor, {}};
  int non_work = 0;
  for (int quality = 0; quality < 4; ++quality) {
    for (const Judged& each : all) {
      if (static_cast<int>(each.quality) != quality) continue;
      if (static_cast<int>(chosen.suggestions.size()) == wish.results_per_day_max) continue;
      if (!each.work_time && non_work == wish.non_work_results_per_day_max) continue;
      if (!each.work_time) ++non_work;
      chosen.suggestions.push_back({each.begin, each.work_time, each.quality, {}});
    }
  }
  return shown(chosen);
}

TEST(SuggestProperty, AgreesWithEveryMinute) {
  std::size_t suggestions = 0;
  for (unsigned seed = 1; seed <= kRounds; ++seed) {
    const Case made = random_case(seed);
    const auto days = suggest(made.wish, made.reply);
    ASSERT_EQ(days.size(), made.wish.days.size()) << "seed " << seed;
    for (std::size_t i = 0; i < days.size(); ++i) {
      ASSERT_EQ(shown(days[i]), expected_day(made, i)) << "seed " << seed << " day " << i;
      suggestions += days[i].suggestions.size();
    }
  }
  EXPECT_GT(suggestions, 1000u) << "the cases have become empty";
}

SuggestionQuality quality_at(const std::vector<model::DaySuggestions>& days, UtcTime begin) {
  for (const auto& day : days) {
    for (const auto& each : day.suggestions) {
      if (each.begin == begin) return each.quality;
    }
  }
  ADD_FAILURE() << "there was no such time before";
  return SuggestionQuality::poor;
}

// What is not known can only make a time worse.
TEST(SuggestProperty, LosingACalendarNeverMakesATimeBetter) {
  for (unsigned seed = 1; seed <= kRounds; ++seed) {
    Case made = random_case(seed);
    made.wish.minimum = SuggestionQuality::poor;
    made.wish.results_per_day_max = made.wish.non_work_results_per_day_max = 48;
    made.wish.excludes_conflicts.clear();
    const auto before = suggest(made.wish, made.reply);
    const model::Error lost = model::Error::of(model::ErrorKind::deadline_passed);
    model::MailboxAvailability& first = made.reply.mailboxes.front();
    if (!first.members) {
      first.availability = lost;
    } else if (!first.members->empty()) {
      first.members->front() = lost;
    }
    for (const auto& day : suggest(made.wish, made.reply)) {
      for (const auto& each : day.suggestions)
        ASSERT_GE(each.quality, quality_at(before, each.begin)) << "seed " << seed;
    }
  }
}

}  // namespace
}  // namespace fb::suggestions
