// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "protocols/ews/ews.hpp"

namespace {

using namespace fb;
using model::UtcTime;

void require(bool holds) {
  if (!holds) std::abort();
}

UtcTime first_of_year(int year) { return std::chrono::sys_days{std::chrono::year(year) / 1 / 1}; }

ews::UpstreamQuestion question() {
  const UtcTime begin = std::chrono::sys_days{std::chrono::year(2031) / 5 / 6};
  ews::UpstreamQuestion asked{{},
                              model::TimeWindow::make(begin, begin + std::chrono::days(1)).value(),
                              model::SlotLength::of_minutes(60).value()};
  for (const char* mailbox : {"a@north.example", "b@north.example", "c@north.example"})
    asked.mailboxes.push_back(model::SmtpAddress::parse(mailbox).value());
  return asked;
}

// Beyond these years a time is written as the nearest one that has four digits.
bool is_writable(const model::Availability& heard) {
  return std::all_of(heard.blocks.begin(), heard.blocks.end(), [](const model::BusyBlock& block) {
    return block.begin > first_of_year(2) && block.end < first_of_year(9998);
  });
}

bool same_times(const model::BusyBlock& a, const model::BusyBlock& b) {
  return a.begin == b.begin && a.end == b.end && a.status == b.status;
}

// What was heard, told to somebody else and heard again, says the same.
void tell_again(const model::Availability& heard, const ews::UpstreamQuestion& asked) {
  if (!is_writable(heard)) return;
  ews::UpstreamQuestion once = asked;
  once.mailboxes.resize(1, asked.mailboxes.front());
  model::AvailabilityReply reply{asked.window, asked.slot, {}};
  reply.mailboxes.push_back({"a@north.example", heard, {}});
  ews::Presentation presentation;
  presentation.view = ews::View::detailed;
  std::string body;
  ews::encode_availability(reply, presentation, {}, true, body);
  const auto again = ews::decode_answer(body, once);
  require(again.has_value() && again->front().has_value());
  const model::Availability& told = *again->front();
  require(told.precision == heard.precision);
  require(model::merge(told.blocks, asked.window, asked.slot) ==
          model::merge(heard.blocks, asked.window, asked.slot));
  if (heard.precision == model::Precision::exact)
    require(std::equal(told.blocks.begin(), told.blocks.end(), heard.blocks.begin(),
                       heard.blocks.end(), same_times));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const ews::UpstreamQuestion asked = question();
  const std::string body(reinterpret_cast<const char*>(data), size);
  const auto answer = ews::decode_answer(body, asked);
  if (!answer) return 0;
  require(answer->size() == asked.mailboxes.size());
  for (const auto& entry : *answer) {
    if (!entry) continue;
    require(entry->window == asked.window);
    for (const model::BusyBlock& block : entry->blocks)
      require(block.begin <= block.end && asked.window.touches(block.begin, block.end));
    tell_again(*entry, asked);
  }
  return 0;
}
