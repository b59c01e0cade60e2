// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What our server says in UTC, our client hears.
#include <random>

#include "tests/unit/protocols/ews/answer_support.hpp"

namespace fb::ews {
namespace {

constexpr unsigned kSeed = 20310506;

class Calendars {
 public:
  Availability next(const model::TimeWindow& window, DetailLevel level) {
    Availability out{window, {}, {}, {}, level};
    const auto minutes = static_cast<int>(window.length().count() / 60);
    for (int i = number(12); i > 0; --i) {
      const auto begin = window.begin() + std::chrono::minutes(number(minutes + 600) - 600);
      const auto end = begin + std::chrono::minutes(number(900));
      if (!window.touches(begin, end)) continue;
      BusyBlock block{begin, end, static_cast<FreeBusyStatus>(number(6)), {}};
      if (level == DetailLevel::limited_details) block.details = details();
      out.blocks.push_back(std::move(block));
    }
    std::stable_sort(out.blocks.begin(), out.blocks.end(),
                     [](const BusyBlock& a, const BusyBlock& b) { return a.begin < b.begin; });
    if (number(2) == 0)
      out.working_hours = model::WorkingHours{west_europe_rule(), {{0b0111110, 480, 1020}}};
    return out;
  }

 private:
  int number(int below) { return std::uniform_int_distribution<>(0, below - 1)(engine_); }
  model::BlockDetails details() {
    model::BlockDetails details;
    details.is_private = number(4) == 0;
    details.is_meeting = number(2) == 0;
    details.is_recurring = number(2) == 0;
    details.is_exception = number(2) == 0;
    details.is_reminder_set = number(2) == 0;
    if (!details.is_private) {
      details.id = std::to_string(number(1000));
      details.subject = number(2) == 0 ? "a <b> & \"c\" 'd' \xc3\xa4" : "";
      details.location = number(2) == 0 ? "line\nbreak\ttab" : "";
    }
    return details;
  }

  std::mt19937 engine_{kSeed};
};

Answer over_the_wire(const AvailabilityReply& reply, const UpstreamQuestion& question) {
  Presentation presentation;
  presentation.view = question.view;
  std::string body;
  encode_availability(reply, presentation, kServer, true, body);
  return decode_answer(body, question);
}

TEST(RoundTrip, EventsComeBackAsTheyWere) {
  Calendars calendars;
  for (int round = 0; round < 200; ++round) {
    const View view = round % 2 == 0 ? View::detailed : View::free_busy;
    const UpstreamQuestion question = question_for(3, 30, view);
    AvailabilityReply reply{question.window, question.slot, {}};
    for (int i = 0; i < 3; ++i) {
      const auto level =
          view == View::detailed ? DetailLevel::limited_details : DetailLevel::availability_only;
      reply.mailboxes.push_back({"", calendars.next(question.window, level), {}});
    }
    const Answer answer = over_the_wire(reply, question);
    ASSERT_TRUE(answer.has_value());
    for (std::size_t i = 0; i < 3; ++i) {
      const Availability& sent = reply.mailboxes[i].availability.value();
      const Availability& heard = (*answer)[i].value();
      ASSERT_EQ(heard.blocks, sent.blocks) << "seed " << kSeed << " round " << round;
      EXPECT_EQ(heard.working_hours, sent.working_hours);
      EXPECT_EQ(heard.window, sent.window);
      EXPECT_EQ(heard.precision, model::Precision::exact);
    }
  }
}

// With digits beside the events nothing is lost, and what nobody knows stays unknown.
TEST(RoundTrip, MergedViewsKeepTheEventsAndTheirSlots) {
  Calendars calendars;
  for (int round = 0; round < 200; ++round) {
    const UpstreamQuestion question =
        question_for(1, round % 3 == 0 ? 7 : 30, View::free_busy_merged);
    AvailabilityReply reply{question.window, question.slot, {}};
    const Availability sent = calendars.next(question.window, DetailLevel::availability_only);
    reply.mailboxes.push_back({"", sent, {}});
    const Answer answer = over_the_wire(reply, question);
    const Availability& heard = answer.value().front().value();
    EXPECT_EQ(model::merge(heard.blocks, question.window, question.slot),
              model::merge(sent.blocks, question.window, question.slot))
        << "seed " << kSeed << " round " << round;
  }
}

TEST(RoundTrip, MergedOnlyKeepsTheSlots) {
  Calendars calendars;
  for (int round = 0; round < 200; ++round) {
    const UpstreamQuestion question = question_for(1, round % 3 == 0 ? 7 : 30, View::merged_only);
    AvailabilityReply reply{question.window, question.slot, {}};
    const Availability sent = calendars.next(question.window, DetailLevel::availability_only);
    reply.mailboxes.push_back({"", sent, {}});
    const Answer answer = over_the_wire(reply, question);
    const Availability& heard = answer.value().front().value();
    auto expected = model::merge(sent.blocks, question.window, question.slot);
    for (FreeBusyStatus& status : expected) {
      if (status == FreeBusyStatus::working_elsewhere) status = FreeBusyStatus::free;
    }
    EXPECT_EQ(model::merge(heard.blocks, question.window, question.slot), expected);
    EXPECT_EQ(heard.precision, model::Precision::slots);
  }
}

}  // namespace
}  // namespace fb::ews
