// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/suggestions/work_time.hpp"

#include <algorithm>

namespace fb::suggestions {
namespace {

constexpr std::int64_t kSecondsPerDay = 86'400;
constexpr std::int64_t kSecondsPerWeek = 7 * kSecondsPerDay;
// The epoch began on a Thursday.
constexpr std::int64_t kEpochInWeek = 4 * kSecondsPerDay;
constexpr int kMinutesPerDay = 1440;
constexpr std::chrono::days kLookAhead{400};

std::int64_t in_week(std::int64_t local_seconds) {
  const std::int64_t rest = (local_seconds + kEpochInWeek) % kSecondsPerWeek;
  return rest < 0 ? rest + kSecondsPerWeek : rest;
}

}  // namespace

std::optional<WorkTime> WorkTime::of(const model::WorkingHours& hours) {
  auto zone = wire::Zone::annual(hours.zone);
  if (!zone) return std::nullopt;
  std::vector<Span> spans;
  for (const model::WorkingPeriod& period : hours.periods) {
    const int start = std::clamp(period.start_minutes, 0, kMinutesPerDay);
    const int end = std::clamp(period.end_minutes, 0, kMinutesPerDay);
    if (start >= end) continue;
    for (int day = 0; day < 14; ++day) {
      if ((period.days >> (day % 7) & 1) == 0) continue;
      const std::int64_t midnight = day * kSecondsPerDay;
      spans.push_back({midnight + start * 60, midnight + end * 60});
    }
  }
  if (spans.empty()) return std::nullopt;
  std::sort(spans.begin(), spans.end(),
            [](const Span& a, const Span& b) { return a.begin < b.begin; });
  std::vector<Span> merged;
  for (const Span& span : spans) {
    if (!merged.empty() && span.begin <= merged.back().end) {
      merged.back().end = std::max(merged.back().end, span.end);
    } else {
      merged.push_back(span);
    }
  }
  return WorkTime(std::move(*zone), std::move(merged));
}

void WorkTime::look_at(model::UtcTime at) {
  if (at >= stretch_begin_ && at < stretch_end_) return;
  stretch_begin_ = at;
  stretch_end_ = zone_.next_change(at, at + kLookAhead);
  offset_ = zone_.offset_at(at);
}

bool WorkTime::covers(model::UtcTime begin, model::UtcTime end) {
  while (begin < end) {
    look_at(begin);
    const model::UtcTime until = std::min(end, stretch_end_);
    const std::int64_t from = in_week((begin.time_since_epoch() + offset_).count());
    const std::int64_t to = from + (until - begin).count();
    const auto after =
        std::upper_bound(spans_.begin(), spans_.end(), from,
                         [](std::int64_t second, const Span& span) { return second < span.begin; });
    if (after == spans_.begin() || std::prev(after)->end < to) return false;
    begin = until;
  }
  return true;
}

}  // namespace fb::suggestions
