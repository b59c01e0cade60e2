// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// A getSchedule answer. What is taken has blocks in order that touch the window; answered again by
// our server it says the same, and what was unknown is never free.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "protocols/graph/graph.hpp"

namespace {

using fb::model::Availability;
using fb::model::FreeBusyStatus;

void check_order(const Availability& availability) {
  const auto& blocks = availability.blocks;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    if (!availability.window.touches(blocks[i].begin, blocks[i].end)) std::abort();
    if (i != 0 && blocks[i].begin < blocks[i - 1].begin) std::abort();
    const bool detailed = availability.level == fb::model::DetailLevel::limited_details;
    if (blocks[i].details.has_value() != detailed) std::abort();
  }
}

void check_round_trip(const fb::graph::UpstreamQuestion& question, const Availability& first) {
  fb::model::AvailabilityReply reply{question.window, question.slot, {}};
  reply.mailboxes.push_back({question.mailboxes.front().str(), first, {}});
  std::string body;
  fb::graph::encode_availability(reply, fb::wire::Zone::utc(), body);
  const auto answers = fb::graph::decode_answer(body, question);
  if (!answers) std::abort();

  const auto slots = fb::model::merge(first.blocks, question.window, question.slot);
  const bool unknown =
      std::find(slots.begin(), slots.end(), FreeBusyStatus::no_data) != slots.end();
  const auto& second = answers->front();
  if (second.has_value() == unknown) std::abort();
  if (second && fb::model::merge(second->blocks, question.window, question.slot) != slots) {
    std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const fb::model::UtcTime begin = std::chrono::sys_days{std::chrono::May / 6 / 2031};
  static const fb::graph::UpstreamQuestion kQuestion{
      {fb::model::SmtpAddress::parse("a@b.example").value(),
       fb::model::SmtpAddress::parse("c@d.example").value()},
      fb::model::TimeWindow::make(begin, begin + std::chrono::hours(24)).value(),
      fb::model::SlotLength::half_hour()};

  (void)fb::graph::decode_error(size % 600, text);
  const auto answers = fb::graph::decode_answer(text, kQuestion);
  if (!answers) return 0;
  if (answers->size() != kQuestion.mailboxes.size()) std::abort();
  for (std::size_t i = 0; i < answers->size(); ++i) {
    if (!(*answers)[i]) continue;
    check_order(*(*answers)[i]);
    check_round_trip({{kQuestion.mailboxes[i]}, kQuestion.window, kQuestion.slot}, *(*answers)[i]);
  }
  return 0;
}
