// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/upstream/split_upstream.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "tests/support/blocks.hpp"
#include "tests/support/permits.hpp"
#include "tests/support/run_coro.hpp"
#include "tests/support/staged_upstream.hpp"

namespace fb::upstream {
namespace {

using model::Availability;
using model::BusyBlock;
using model::Error;
using model::ErrorKind;
using model::Precision;
using model::Result;
using model::TimeWindow;
using test::at;
using test::busy;
using test::days;
using testing::ElementsAre;
using testing::SizeIs;

// A server with calendars and limits, as Exchange has them.
class LimitedServer final : public CalendarUpstream {
 public:
  std::map<std::string, std::vector<BusyBlock>> calendars;
  std::size_t entries_max = 1000;
  std::size_t list_max = 100;         // that it was set to, and did not tell
  std::chrono::days window_max{62};   // the same
  std::chrono::days window_told{62};  // what is known of it
  bool merged_only = false;
  std::optional<std::size_t> failing;  // the number of the call that is cut off
  std::vector<UpstreamQuestion> asked;

  std::size_t mailboxes_per_call_max(const model::Route&, const config::Snapshot&) const override {
    return 100;
  }
  std::chrono::days window_per_call_max(const model::Route&,
                                        const config::Snapshot&) const override {
    return window_told;
  }

  boost::asio::awaitable<UpstreamAnswer> ask(UpstreamQuestion question,
                                             std::shared_ptr<const config::Snapshot>,
                                             net::HttpClient&, async::Deadline) override {
    UpstreamAnswer answer{{}, std::chrono::microseconds(100)};
    const bool fails = asked.size() == failing;
    for (const model::Permit& permit : question.permits) {
      if (fails) {
        answer.mailboxes.push_back(Error::of(ErrorKind::peer_unreachable));
      } else if (question.permits.size() > list_max) {
        answer.mailboxes.push_back(Error::of(ErrorKind::mailbox_list_too_long));
      } else if (question.window.length() > window_max) {
        answer.mailboxes.push_back(Error::of(ErrorKind::window_too_long));
      } else {
        answer.mailboxes.push_back(look(permit->mailbox.str(), question.window));
      }
    }
    asked.push_back(std::move(question));
    co_return answer;
  }

 private:
  Result<Availability> look(const std::string& mailbox, TimeWindow window) const {
    const auto found = calendars.find(mailbox);
    if (found == calendars.end()) return Error::of(ErrorKind::peer_recipient_unknown);
    Availability answer{window, {}, Precision::exact, {}, {}};
    for (const BusyBlock& block : found->second) {
      if (window.touches(block.begin, block.end)) answer.blocks.push_back(block);
    }
    if (answer.blocks.size() > entries_max) return Error::of(ErrorKind::result_too_big);
    if (merged_only) {
      const auto slot = model::SlotLength::finest();
      answer.blocks =
          model::blocks_of_slots(model::merge(answer.blocks, window, slot), window, slot);
      answer.precision = Precision::slots;
    }
    return answer;
  }
};

class SplitUpstreamTest : public testing::Test {
 protected:
  UpstreamAnswer ask(std::vector<std::string> mailboxes, TimeWindow window) {
    UpstreamQuestion question{{},
                              window,
                              model::HopTrail::parse("gw-before").value(),
                              model::CorrelationId::from_bytes({})};
    for (const std::string& mailbox : mailboxes) {
      question.permits.push_back(test::source_permit(mailbox, "onprem"));
    }
    return test::run_coro(
        io_, split_->ask(std::move(question), test::snapshot_of({{test::contoso_tenant()}, {}}),
                         http_, async::Deadline::after(clock_, std::chrono::seconds(20))));
  }

  // So many meetings of an hour from the given day on, two an hour.
  static std::vector<BusyBlock> meetings(int from_day, int count) {
    std::vector<BusyBlock> made;
    for (int i = 0; i < count; ++i) {
      const auto begin = at(from_day) + std::chrono::minutes(30) * i;
      made.push_back(busy(begin, begin + std::chrono::hours(1)));
    }
    return made;
  }

  void expect_in_order(const Availability& answer) {
    EXPECT_TRUE(std::is_sorted(answer.blocks.begin(), answer.blocks.end(),
                               [](const auto& a, const auto& b) { return a.begin < b.begin; }));
  }

  static bool is_too_big(const Result<Availability>& answer) {
    return !answer && answer.error().kind() == ErrorKind::result_too_big;
  }

  int divided_ = 0;
  boost::asio::io_context io_;
  test::ManualClock clock_;
  test::NoHttp http_;
  std::unique_ptr<LimitedServer> owned_ = std::make_unique<LimitedServer>();
  LimitedServer& server_ = *owned_;
  std::unique_ptr<CalendarUpstream> split_ = make_split_upstream(std::move(owned_));
};

TEST_F(SplitUpstreamTest, AsksOnceWhereOnceIsEnough) {
  server_.calendars["peggy@contoso.example"] = meetings(0, 1000);
  const auto answer = ask({"peggy@contoso.example"}, days(0, 42));
  EXPECT_THAT(answer.mailboxes[0]->blocks, SizeIs(1000));
  ASSERT_THAT(server_.asked, SizeIs(1));
  EXPECT_EQ(server_.asked[0].window, days(0, 42));
  EXPECT_EQ(server_.asked[0].trail.str(), "gw-before");
}

TEST_F(SplitUpstreamTest, TheOneWithTooMuchIsAskedForAgainAlone) {
  server_.calendars["peggy@contoso.example"] = meetings(0, 10);
  server_.calendars["oskar@contoso.example"] = meetings(0, 1001);
  server_.calendars["grace@contoso.example"] = meetings(3, 4);
  const auto answer =
      ask({"peggy@contoso.example", "oskar@contoso.example", "grace@contoso.example"}, days(0, 42));
  EXPECT_THAT(answer.mailboxes[0]->blocks, SizeIs(10));
  ASSERT_TRUE(answer.mailboxes[1]);
  EXPECT_EQ(answer.mailboxes[1]->blocks, meetings(0, 1001));
  EXPECT_EQ(answer.mailboxes[1]->window, days(0, 42));
  EXPECT_THAT(answer.mailboxes[2]->blocks, SizeIs(4));
  // All of them; the first 21 days, which are still too many; their halves; the other 21 days.
  ASSERT_THAT(server_.asked, SizeIs(5));
  for (std::size_t i = 1; i < 5; ++i) EXPECT_THAT(server_.asked[i].permits, SizeIs(1));
  EXPECT_EQ(server_.asked[1].window, days(0, 21));
  EXPECT_EQ(server_.asked[4].window, days(21, 42));
  EXPECT_EQ(answer.upstream_time, std::chrono::microseconds(500));
}

TEST_F(SplitUpstreamTest, AMailboxWithAPieceMissingHasNoAnswer) {
  server_.calendars["peggy@contoso.example"] = meetings(0, 1100);
  ask({"peggy@contoso.example"}, days(0, 42));
  const std::size_t calls = server_.asked.size();
  ASSERT_GT(calls, 3u);
  for (std::size_t failing = 0; failing < calls; ++failing) {
    server_.asked.clear();
    server_.failing = failing;
    const auto answer = ask({"peggy@contoso.example"}, days(0, 42));
    ASSERT_FALSE(answer.mailboxes[0]) << failing;
    EXPECT_EQ(answer.mailboxes[0].error().kind(), ErrorKind::peer_unreachable);
    EXPECT_EQ(server_.asked.size(), failing + 1);  // nothing more is asked for it
  }
}

TEST_F(SplitUpstreamTest, GivesUpWhereHalvingDoesNotHelp) {
  // All of them at one time.
  server_.calendars["peggy@contoso.example"] = std::vector<BusyBlock>(1001, busy(at(0), at(0, 1)));
  server_.calendars["oskar@contoso.example"] = meetings(0, 3);
  const auto answer = ask({"peggy@contoso.example", "oskar@contoso.example"}, days(0, 62));
  ASSERT_FALSE(answer.mailboxes[0]);
  EXPECT_EQ(answer.mailboxes[0].error().kind(), ErrorKind::result_too_big);
  EXPECT_TRUE(answer.mailboxes[1]);
  EXPECT_EQ(server_.asked.size(), 1u + kHalvingsMax);
}

TEST_F(SplitUpstreamTest, AsksSoManyPartsAndNoMore) {
  server_.entries_max = 1;
  server_.calendars["peggy@contoso.example"] = meetings(0, 48 * 62);
  const auto never = ask({"peggy@contoso.example"}, days(0, 62));
  EXPECT_EQ(never.mailboxes[0].error().kind(), ErrorKind::result_too_big);

  // One entry every twelve hours needs two parts a day.
  std::vector<BusyBlock> spread;
  for (int i = 0; i < 62 * 2; ++i) spread.push_back(busy(at(0, 12 * i), at(0, 12 * i + 1)));
  server_.asked.clear();
  server_.calendars["peggy@contoso.example"] = spread;
  const auto answer = ask({"peggy@contoso.example"}, days(0, 62));
  ASSERT_FALSE(answer.mailboxes[0]);
  EXPECT_EQ(answer.mailboxes[0].error().kind(), ErrorKind::result_too_big);
  EXPECT_EQ(server_.asked.size(), kPartsMax);
}

TEST_F(SplitUpstreamTest, AWindowThatTheServersSettingsForbidIsHalvedForEverybody) {
  server_.window_max = std::chrono::days(14);
  server_.calendars["peggy@contoso.example"] = meetings(0, 100);
  server_.calendars["oskar@contoso.example"] = meetings(30, 100);
  const auto answer = ask({"peggy@contoso.example", "oskar@contoso.example"}, days(0, 42));
  EXPECT_EQ(answer.mailboxes[0]->blocks, meetings(0, 100));
  EXPECT_EQ(answer.mailboxes[1]->blocks, meetings(30, 100));
  for (const auto& asked : server_.asked) EXPECT_THAT(asked.permits, SizeIs(2));
}

TEST_F(SplitUpstreamTest, AWindowLongerThanIsKnownToBeTakenIsNotTried) {
  server_.window_told = std::chrono::days(42);
  server_.window_max = std::chrono::days(42);
  server_.calendars["peggy@contoso.example"] = meetings(25, 300);
  const auto answer = ask({"peggy@contoso.example"}, days(0, 62));
  EXPECT_EQ(answer.mailboxes[0]->blocks, meetings(25, 300));
  ASSERT_THAT(server_.asked, SizeIs(2));
  EXPECT_EQ(server_.asked[0].window, days(0, 31));
}

TEST_F(SplitUpstreamTest, AListThatTheServersSettingsForbidIsHalved) {
  server_.list_max = 3;
  std::vector<std::string> mailboxes;
  for (int i = 0; i < 10; ++i) {
    mailboxes.push_back("m" + std::to_string(i) + "@contoso.example");
    if (i != 4) server_.calendars[mailboxes.back()] = meetings(i, i + 1);
  }
  const auto answer = ask(mailboxes, days(0, 14));
  ASSERT_EQ(answer.mailboxes.size(), 10u);
  for (std::size_t i = 0; i < 10; ++i) {
    if (i == 4) {
      EXPECT_EQ(answer.mailboxes[i].error().kind(), ErrorKind::peer_recipient_unknown);
    } else {
      EXPECT_THAT(answer.mailboxes[i]->blocks, SizeIs(i + 1));
    }
  }
}

// A peer's refusal never comes out as if our own caller had asked too much.
TEST_F(SplitUpstreamTest, AServerThatRefusesEvenTheSmallestQuestionIsBroken) {
  server_.calendars["peggy@contoso.example"] = {};
  server_.list_max = 0;
  EXPECT_EQ(ask({"peggy@contoso.example"}, days(0, 7)).mailboxes[0].error().kind(),
            ErrorKind::peer_broken);
  server_.list_max = 100;
  server_.window_max = std::chrono::days(0);
  EXPECT_EQ(ask({"peggy@contoso.example"}, days(0, 7)).mailboxes[0].error().kind(),
            ErrorKind::peer_broken);
}

TEST_F(SplitUpstreamTest, AWindowNoLongerThanTheFinestIntervalIsAskedForALittleLonger) {
  server_.calendars["peggy@contoso.example"] = {busy(at(0, 9), at(0, 10)),
                                                busy(at(0, 10, 5), at(0, 11))};
  for (const int minutes : {1, 5, 9}) {
    const auto narrow = test::window(at(0, 9, 56), at(0, 9, 56) + std::chrono::minutes(minutes));
    const auto answer = ask({"peggy@contoso.example"}, narrow);
    EXPECT_EQ(server_.asked.back().window.length(), kWindowMin);
    EXPECT_EQ(answer.mailboxes[0]->window, narrow);
    EXPECT_THAT(answer.mailboxes[0]->blocks, ElementsAre(busy(at(0, 9), at(0, 10))));
  }
  const auto enough = test::window(at(0, 9, 56), at(0, 10, 6));
  EXPECT_THAT(ask({"peggy@contoso.example"}, enough).mailboxes[0]->blocks, SizeIs(2));
  EXPECT_EQ(server_.asked.back().window, enough);
}

// However a question is divided, the answer is that of one big call.
TEST_F(SplitUpstreamTest, AnyDivisionGivesTheSameAnswer) {
  std::mt19937 random(20270107);
  const auto below = [&](int end) {
    return static_cast<int>(random() % static_cast<unsigned>(end));
  };
  for (int round = 0; round < 200; ++round) {
    SCOPED_TRACE("round " + std::to_string(round));
    std::vector<std::string> mailboxes;
    server_.calendars.clear();
    for (int mailbox = 0; mailbox < 1 + below(5); ++mailbox) {
      mailboxes.push_back("m" + std::to_string(mailbox) + "@contoso.example");
      std::vector<BusyBlock>& blocks = server_.calendars[mailboxes.back()];
      const int count = below(160);
      for (int i = 0; i < count; ++i) {
        const auto begin = at(-3) + std::chrono::minutes(5) * below(68 * 288);
        const auto length = std::chrono::minutes(5) * (below(4) == 0 ? below(3 * 288) : below(24));
        blocks.push_back(busy(begin, begin + length, static_cast<model::FreeBusyStatus>(below(6))));
      }
      std::stable_sort(blocks.begin(), blocks.end(),
                       [](const auto& a, const auto& b) { return a.begin < b.begin; });
    }
    const auto window = test::window(at(0, below(24), 5 * below(12)), at(20 + below(41)));
    server_.merged_only = below(2) == 0;
    server_.entries_max = 100'000;
    server_.list_max = 100;
    server_.window_max = server_.window_told = std::chrono::days(62);
    const auto whole = ask(mailboxes, window);

    server_.entries_max = 25u + static_cast<unsigned>(below(60));
    server_.list_max = 1u + static_cast<unsigned>(below(5));
    server_.window_max = std::chrono::days(15 + below(40));
    server_.window_told = server_.window_max + std::chrono::days(below(2) * 10);
    server_.asked.clear();
    const auto parts = ask(mailboxes, window);
    for (std::size_t i = 0; i < mailboxes.size(); ++i) {
      // Too many at once is an honest error; anything else is the same answer.
      if (is_too_big(parts.mailboxes[i])) continue;
      ASSERT_TRUE(parts.mailboxes[i]) << parts.mailboxes[i].error().detail();
      EXPECT_EQ(parts.mailboxes[i]->window, window);
      EXPECT_EQ(parts.mailboxes[i]->blocks, whole.mailboxes[i]->blocks);
      EXPECT_EQ(parts.mailboxes[i]->precision, whole.mailboxes[i]->precision);
      expect_in_order(*parts.mailboxes[i]);
      divided_ += server_.asked.size() > 1 ? 1 : 0;
    }
  }
  EXPECT_GT(divided_, 200);
}

}  // namespace
}  // namespace fb::upstream
