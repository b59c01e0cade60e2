// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// A question of the plain endpoint: the first byte says whether the rest is a body, a query or an
// Accept header. What is taken is within the limits, and its answer in every form is bounded, has
// an entry per person, and calls nobody free of whom nothing is known.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "protocols/ics/vfreebusy.hpp"
#include "protocols/plain/plain.hpp"
#include "protocols/wire/json.hpp"

namespace {

namespace plain = fb::plain;
namespace model = fb::model;

void require(bool holds) {
  if (!holds) std::abort();
}

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos;
       at = text.find(part, at + part.size())) {
    ++found;
  }
  return found;
}

// Nobody could be asked.
model::AvailabilityReply nothing_known(const model::AvailabilityRequest& request) {
  model::AvailabilityReply reply{request.window, request.slot, {}};
  for (const model::AskedMailbox& mailbox : request.mailboxes) {
    reply.mailboxes.push_back(
        {mailbox.as_written, model::Error::of(model::ErrorKind::peer_unreachable), {}});
  }
  return reply;
}

void check_json(const model::AvailabilityReply& reply, const plain::Presentation& presentation) {
  std::string out;
  plain::encode_answer(reply, presentation, out);
  const auto answer = fb::wire::parse_json(out, {.bytes_max = out.size()});
  require(answer.has_value());
  const auto& people = fb::wire::member(*answer, "people")->as_array();
  require(people.size() == reply.mailboxes.size());
  for (const auto& person : people) {
    require(fb::wire::text_member(person, "result") == "unknown");
    require(fb::wire::member(person, "blocks") == nullptr);
    const auto& view = fb::wire::member(person, "view")->as_array();
    require(view.size() == reply.slot.slots_in(reply.window));
    require(
        std::all_of(view.begin(), view.end(), [](const auto& slot) { return slot == "unknown"; }));
  }
}

void check_forms(const model::AvailabilityReply& reply, const plain::Presentation& presentation) {
  std::string csv;
  plain::encode_csv(reply, presentation, csv);
  require(count(csv, ",unknown,") >= reply.mailboxes.size());
  std::string calendar;
  fb::ics::encode_free_busy(reply, {presentation.now, "uid", "", false}, calendar);
  // Lines begin where lines begin: what a caller wrote makes none of its own.
  require(count(calendar, "\nBEGIN:VFREEBUSY\r\n") == reply.mailboxes.size());
  require(count(calendar, "\nFREEBUSY;") == reply.mailboxes.size());
  require(count(calendar, "\nFREEBUSY;FBTYPE=FREE") == 0);
}

void check(const model::Result<plain::Question>& question) {
  if (!question) {
    require(plain::http_status(question.error().kind()) == 400);
    return;
  }
  const model::AvailabilityRequest& request = question->request;
  const std::size_t people = request.mailboxes.size();
  require(people > 0 && people <= plain::kPeopleMax);
  require(people * request.slot.slots_in(request.window) <= plain::kViewSlotsMax);
  require(request.wish != model::DetailLevel::none);
  const auto reply = nothing_known(request);
  const plain::Presentation presentation{question->zone, question->zone_name,
                                         request.window.begin(), true};
  check_json(reply, presentation);
  check_forms(reply, presentation);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0]) {
    case 'q':
      check(plain::decode_query(rest));
      break;
    case 'a':
      static_cast<void>(plain::choose_format(rest));
      break;
    default:
      check(plain::decode_question(rest));
  }
  return 0;
}
