// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/suggestions/suggest.hpp"

#include <algorithm>

#include "protocols/suggestions/calendar_sweep.hpp"
#include "protocols/suggestions/work_time.hpp"

namespace fb::suggestions {
namespace {

using model::AttendeeConflict;
using model::AttendeeType;
using model::DaySuggestions;
using model::FreeBusyStatus;
using model::Suggestion;
using model::SuggestionQuality;
using model::SuggestionsWish;
using model::UtcTime;

bool is_free(FreeBusyStatus status) {
  return status == FreeBusyStatus::free || status == FreeBusyStatus::working_elsewhere;
}

// One asked mailbox, and the people that are looked at for it.
struct Attendee {
  AttendeeConflict::Kind kind;
  std::size_t first;  // of the people
  std::size_t count;
  bool excludes_conflicts;
};

class Crowd {
 public:
  Crowd(const SuggestionsWish& wish, const model::AvailabilityReply& reply) {
    std::optional<CurrentMeeting> current;
    if (wish.current_meeting) current = CurrentMeeting{*wish.current_meeting, wish.meeting_length};
    for (std::size_t i = 0; i < reply.mailboxes.size(); ++i) {
      const model::MailboxAvailability& mailbox = reply.mailboxes[i];
      const std::size_t first = people_.size();
      AttendeeConflict::Kind kind = AttendeeConflict::Kind::unknown;
      if (!mailbox.availability) {
        if (mailbox.availability.error().kind() == model::ErrorKind::group_too_big)
          kind = AttendeeConflict::Kind::group_too_big;
      } else if (mailbox.members) {
        kind = AttendeeConflict::Kind::group;
        for (const auto& member : *mailbox.members) add(member, wish.window, current);
      } else {
        kind = AttendeeConflict::Kind::individual;
        add(mailbox.availability, wish.window, current);
      }
      const std::size_t count = people_.size() - first;
      if (count == 0) people_.emplace_back();
      const bool excludes = i < wish.excludes_conflicts.size() && wish.excludes_conflicts[i];
      attendees_.push_back({kind, first, count, excludes});
    }
  }

  std::size_t people() const { return people_.size(); }
  const std::vector<Attendee>& attendees() const { return attendees_; }

  // One status per person. `begin` never goes back.
  void look(UtcTime begin, UtcTime end, std::vector<FreeBusyStatus>& statuses) {
    for (CalendarSweep& person : people_) statuses.push_back(person.strongest(begin, end));
  }

 private:
  void add(const model::Result<model::Availability>& availability, const model::TimeWindow& window,
           const std::optional<CurrentMeeting>& current) {
    if (availability) {
      people_.emplace_back(*availability, window, current);
    } else {
      people_.emplace_back();
    }
  }

  std::vector<CalendarSweep> people_;
  std::vector<Attendee> attendees_;
};

// The hours that make a time work time. Most people of a tenant have the same ones.
class CommonHours {
 public:
  CommonHours(const SuggestionsWish& wish, const model::AvailabilityReply& reply) {
    std::vector<const model::WorkingHours*> distinct;
    for (std::size_t i = 0; i < reply.mailboxes.size(); ++i) {
      const auto type = i < wish.attendees.size() ? wish.attendees[i] : AttendeeType::required;
      if (type != AttendeeType::organizer && type != AttendeeType::required) continue;
      const model::MailboxAvailability& mailbox = reply.mailboxes[i];
      if (!mailbox.availability || !mailbox.availability->working_hours) continue;
      const model::WorkingHours& hours = *mailbox.availability->working_hours;
      const bool known = std::any_of(distinct.begin(), distinct.end(),
                                     [&](const auto* other) { return *other == hours; });
      if (known) continue;
      distinct.push_back(&hours);
      add(hours);
    }
    if (hours_.empty() && wish.usual_hours) add(*wish.usual_hours);
  }

  bool cover(UtcTime begin, UtcTime end) {
    return std::all_of(hours_.begin(), hours_.end(),
                       [&](WorkTime& hours) { return hours.covers(begin, end); });
  }

 private:
  void add(const model::WorkingHours& hours) {
    if (auto known = WorkTime::of(hours)) hours_.push_back(std::move(*known));
  }

  std::vector<WorkTime> hours_;
};

struct Candidate {
  UtcTime begin;
  SuggestionQuality quality;
  std::size_t statuses;  // where this candidate's begin
};

class Search {
 public:
  Search(const SuggestionsWish& wish, const model::AvailabilityReply& reply)
      : wish_(wish), crowd_(wish, reply), hours_(wish, reply) {
    const std::size_t days = std::clamp<std::size_t>(wish.days.size(), 1, wish.kDaysMax);
    const std::size_t entries = days * std::max<std::size_t>(crowd_.attendees().size(), 1);
    const std::size_t room = std::max<std::size_t>(kConflictEntriesMax / entries, 1);
    per_day_max_ = std::min(wish.results_per_day_max, SuggestionsWish::kResultsPerDayMax);
    per_day_max_ = std::min(per_day_max_, static_cast<int>(room));
  }

  DaySuggestions day(UtcTime begin, UtcTime end) {
    statuses_.clear();
    const std::vector<Candidate> candidates = candidates_of(begin, end);
    DaySuggestions day{begin, SuggestionQuality::poor, {}};
    int out_of_hours = 0;
    for (const Candidate& candidate : candidates) {
      if (static_cast<int>(day.suggestions.size()) >= per_day_max_) break;
      const bool work_time = hours_.cover(candidate.begin, candidate.begin + wish_.meeting_length);
      if (!work_time && ++out_of_hours > wish_.non_work_results_per_day_max) continue;
      day.suggestions.push_back(
          {candidate.begin, work_time, candidate.quality, conflicts(candidate)});
    }
    if (!day.suggestions.empty()) day.quality = day.suggestions.front().quality;
    return day;
  }

 private:
  // Those that are good enough, the best first.
  std::vector<Candidate> candidates_of(UtcTime begin, UtcTime end) {
    std::vector<Candidate> candidates;
    const auto before = std::max(wish_.window.begin() - begin, std::chrono::seconds(0));
    UtcTime start = begin + kStep * ((before + kStep - std::chrono::seconds(1)) / kStep);
    for (; start < end && start + wish_.meeting_length <= wish_.window.end(); start += kStep) {
      const std::size_t at = statuses_.size();
      crowd_.look(start, start + wish_.meeting_length, statuses_);
      const SuggestionQuality quality = quality_of(at);
      if (quality > wish_.minimum || is_excluded(at)) {
        statuses_.resize(at);
      } else {
        candidates.push_back({start, quality, at});
      }
    }
    std::stable_sort(candidates.begin(), candidates.end(),
                     [](const auto& a, const auto& b) { return a.quality < b.quality; });
    return candidates;
  }

  SuggestionQuality quality_of(std::size_t at) const {
    const auto first = statuses_.begin() + static_cast<std::ptrdiff_t>(at);
    const auto free = std::count_if(first, statuses_.end(), is_free);
    const auto all = static_cast<std::ptrdiff_t>(crowd_.people());
    if (free == all) return SuggestionQuality::excellent;
    if (free * 100 >= (50 + wish_.good_threshold_percent) * all) return SuggestionQuality::good;
    return free * 2 >= all ? SuggestionQuality::fair : SuggestionQuality::poor;
  }

  bool is_excluded(std::size_t at) const {
    return std::any_of(
        crowd_.attendees().begin(), crowd_.attendees().end(), [&](const Attendee& attendee) {
          if (!attendee.excludes_conflicts) return false;
          const auto first = statuses_.begin() + static_cast<std::ptrdiff_t>(at + attendee.first);
          const auto people = std::max<std::size_t>(attendee.count, 1);
          return !std::all_of(first, first + static_cast<std::ptrdiff_t>(people), is_free);
        });
  }

  std::vector<AttendeeConflict> conflicts(const Candidate& candidate) const {
    std::vector<AttendeeConflict> conflicts;
    conflicts.reserve(crowd_.attendees().size());
    for (const Attendee& attendee : crowd_.attendees()) {
      AttendeeConflict conflict;
      conflict.kind = attendee.kind;
      const FreeBusyStatus* status = &statuses_[candidate.statuses + attendee.first];
      if (attendee.kind == AttendeeConflict::Kind::individual) conflict.status = *status;
      if (attendee.kind == AttendeeConflict::Kind::group) count(status, attendee.count, conflict);
      conflicts.push_back(conflict);
    }
    return conflicts;
  }

  static void count(const FreeBusyStatus* statuses, std::size_t members,
                    AttendeeConflict& conflict) {
    conflict.members = static_cast<int>(members);
    for (std::size_t i = 0; i < members; ++i) {
      if (is_free(statuses[i])) {
        ++conflict.members_available;
      } else if (statuses[i] == FreeBusyStatus::no_data) {
        ++conflict.members_without_data;
      } else {
        ++conflict.members_with_conflict;
      }
    }
  }

  const SuggestionsWish& wish_;
  Crowd crowd_;
  CommonHours hours_;
  int per_day_max_ = 0;
  std::vector<FreeBusyStatus> statuses_;  // of the day, one per candidate and person
};

}  // namespace

std::vector<DaySuggestions> suggest(const SuggestionsWish& wish,
                                    const model::AvailabilityReply& reply) {
  Search search(wish, reply);
  std::vector<DaySuggestions> days;
  const std::size_t count = std::min(wish.days.size(), SuggestionsWish::kDaysMax);
  days.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    const bool last = i + 1 == wish.days.size();
    const UtcTime end = last ? wish.window.end() : wish.days[i + 1];
    days.push_back(search.day(wish.days[i], end));
  }
  return days;
}

}  // namespace fb::suggestions
