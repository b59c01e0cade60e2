// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <cstdint>
#include <cstdlib>

#include "protocols/ews/ews.hpp"
#include "protocols/suggestions/suggest.hpp"
#include "protocols/wire/xml.hpp"

namespace {

using namespace fb;

void require(bool holds) {
  if (!holds) std::abort();
}

// One calendar with a block over each edge of the window, and an error for each bad address.
model::AvailabilityReply reply_to(const model::AvailabilityRequest& request) {
  model::Availability calendar{request.window, {}, {}, {}, request.wish};
  calendar.blocks = {
      {request.window.begin() - std::chrono::hours(1),
       request.window.begin() + std::chrono::seconds(1), model::FreeBusyStatus::busy,
       model::BlockDetails{"A1", "subject", "location", true, false, false, false, false}},
      {request.window.end() - std::chrono::seconds(1),
       request.window.end() + std::chrono::hours(1),
       model::FreeBusyStatus::working_elsewhere,
       {}},
  };
  model::AvailabilityReply reply{request.window, request.slot, {}};
  for (const model::AskedMailbox& asked : request.mailboxes) {
    model::Result<model::Availability> entry = calendar;
    if (!asked.address) entry = asked.address.error();
    reply.mailboxes.push_back({asked.as_written, std::move(entry), {}});
  }
  return reply;
}

void answer(const ews::AvailabilityCall& call) {
  const model::AvailabilityRequest& request = call.request;
  require(!request.mailboxes.empty() && request.mailboxes.size() <= 100);
  require(request.window.length() <= std::chrono::days(62));
  for (const model::AskedMailbox& asked : request.mailboxes)
    require(asked.as_written.size() <= 320);
  const model::AvailabilityReply reply = reply_to(request);
  ews::AvailabilityAnswer whole;
  if (call.view_asked) whole.view = &reply;
  if (call.suggestions) {
    require(call.suggestions->days.size() <= model::SuggestionsWish::kDaysMax);
    whole.suggestions = suggestions::suggest(*call.suggestions, reply);
  }
  std::string out;
  ews::encode_answer(whole, call.presentation, {}, true, out);
  require(wire::XmlDocument::parse(out).has_value());
}

}  // namespace

// Whatever is taken keeps the limits and can be answered; whatever is refused has a fault.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string body(reinterpret_cast<const char*>(data), size);
  const auto call = ews::decode_call(body);
  std::string out;
  if (!call) {
    ews::encode_fault(call.error(), out);
    require(wire::XmlDocument::parse(out).has_value());
  } else if (const auto* availability = std::get_if<ews::AvailabilityCall>(&*call)) {
    answer(*availability);
  } else {
    ews::encode_server_time_zones(std::get<ews::ServerTimeZonesCall>(*call), out);
    require(wire::XmlDocument::parse(out).has_value());
  }
  return 0;
}
