// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/plain/words.hpp"

#include <algorithm>
#include <array>

#include "protocols/wire/iso8601.hpp"

namespace fb::plain {
namespace {

// Indexed by status.
constexpr std::array<std::string_view, model::kFreeBusyStatusCount> kStatusWords{
    "free", "tentative", "busy", "out_of_office", "working_elsewhere", "unknown"};

void append_two_digits(int number, std::string& out) {
  out += static_cast<char>('0' + number / 10 % 10);
  out += static_cast<char>('0' + number % 10);
}

}  // namespace

std::string_view status_word(model::FreeBusyStatus status) {
  return kStatusWords[static_cast<std::size_t>(status)];
}

const std::vector<model::BusyBlock>& all_blocks(const model::Availability& availability,
                                                const model::TimeWindow& window,
                                                std::vector<model::BusyBlock>& storage) {
  storage = model::unknown_parts(availability.window, window);
  if (storage.empty()) return availability.blocks;
  storage.insert(storage.end(), availability.blocks.begin(), availability.blocks.end());
  std::stable_sort(storage.begin(), storage.end(),
                   [](const auto& a, const auto& b) { return a.begin < b.begin; });
  return storage;
}

std::string_view result_word(const model::MailboxAvailability& mailbox,
                             const model::TimeWindow& window) {
  if (!mailbox.availability) return "unknown";
  std::vector<model::BusyBlock> storage;
  const auto& blocks = all_blocks(*mailbox.availability, window, storage);
  const bool partly = std::any_of(blocks.begin(), blocks.end(), [&](const model::BusyBlock& block) {
    return block.status == model::FreeBusyStatus::no_data && window.touches(block.begin, block.end);
  });
  return partly ? "partly_unknown" : "known";
}

std::size_t count_unknown(const model::AvailabilityReply& reply) {
  return static_cast<std::size_t>(std::count_if(
      reply.mailboxes.begin(), reply.mailboxes.end(),
      [&](const auto& mailbox) { return result_word(mailbox, reply.window) != "known"; }));
}

std::string_view precision_word(model::Precision precision) {
  return precision == model::Precision::exact ? "exact" : "slots";
}

std::optional<model::UtcTime> as_of(const model::MailboxAvailability& mailbox, model::UtcTime now) {
  if (mailbox.provenance.cache == model::CacheState::none) return std::nullopt;
  return now - mailbox.provenance.age;
}

void ZonedTimes::append(model::UtcTime at, std::string& out) {
  if (at < from_ || at >= until_) {
    // Local mean times of the past have seconds in their offset, which cannot be written. The
    // instant stays right.
    offset_ = std::chrono::floor<std::chrono::minutes>(zone_.offset_at(at));
    from_ = at;
    until_ = zone_.next_change(at, at + std::chrono::days(model::TimeWindow::kDaysMax));
  }
  wire::append_wall_time(std::chrono::local_seconds((at + offset_).time_since_epoch()), out);
  out += offset_.count() < 0 ? '-' : '+';
  const int minutes = static_cast<int>(std::abs(offset_.count()));
  append_two_digits(minutes / 60, out);
  out += ':';
  append_two_digits(minutes % 60, out);
}

}  // namespace fb::plain
