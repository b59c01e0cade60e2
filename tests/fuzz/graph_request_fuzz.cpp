// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The first line is a Prefer header, and the user in a path; the rest is a getSchedule call. What
// is taken is within the limits, and asked again by our client it is the same call.
#include <cstdint>
#include <cstdlib>

#include "protocols/graph/graph.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t line = input.find('\n');
  const std::string_view prefer = input.substr(0, line);
  const std::string_view body =
      line == std::string_view::npos ? std::string_view() : input.substr(line + 1);

  const auto user = fb::graph::read_user_segment(prefer);
  if (user && *user && fb::model::SmtpAddress::parse((*user)->str()).value() != **user)
    std::abort();

  const auto call = fb::graph::decode_call(body, prefer);
  if (!call) return 0;
  const fb::model::AvailabilityRequest& request = call->request;
  if (request.mailboxes.empty() || request.mailboxes.size() > fb::graph::kSchedulesMax) {
    std::abort();
  }

  fb::graph::UpstreamQuestion question{{}, request.window, request.slot};
  for (const fb::model::AskedMailbox& mailbox : request.mailboxes) {
    if (mailbox.as_written.size() > fb::graph::kScheduleIdBytesMax) std::abort();
    if (mailbox.address) question.mailboxes.push_back(*mailbox.address);
  }
  if (question.mailboxes.empty()) return 0;
  std::string again;
  fb::graph::encode_question(question, again);
  const auto second = fb::graph::decode_call(again, prefer);
  if (!second || second->request.window != request.window || second->request.slot != request.slot ||
      second->request.mailboxes.size() != question.mailboxes.size()) {
    std::abort();
  }
  return 0;
}
