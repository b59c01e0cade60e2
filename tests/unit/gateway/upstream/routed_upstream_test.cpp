// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <optional>

#include "gateway/async/wake_up.hpp"
#include "tests/unit/gateway/upstream/soap_bodies.hpp"
#include "tests/unit/gateway/upstream/upstream_test_base.hpp"

namespace fb::upstream {
namespace {

using model::ErrorKind;
using test::source_permit;

// A client whose answers are held back.
class HeldHttp final : public net::HttpClient {
 public:
  explicit HeldHttp(boost::asio::any_io_executor executor) : executor_(std::move(executor)) {}
  boost::asio::awaitable<model::Result<net::HttpResponse>> exchange(net::HttpRequest,
                                                                    async::Deadline) override {
    ++asked;
    // Everybody waits for an event of its own.
    const auto event = std::make_shared<async::WakeUp>(executor_);
    waiting_.push_back(event);
    co_await event->wait();
    co_return model::Error::of(ErrorKind::peer_unreachable);
  }
  void release() {
    for (auto& event : std::exchange(waiting_, {})) async::WakeUp::bring(std::move(event));
  }

  int asked = 0;

 private:
  boost::asio::any_io_executor executor_;
  std::vector<std::shared_ptr<async::WakeUp>> waiting_;
};

class RoutedUpstreamTest : public test::UpstreamTest {
 protected:
  static boost::asio::awaitable<void> keep(boost::asio::awaitable<UpstreamAnswer> task,
                                           std::optional<UpstreamAnswer>& into) {
    into.emplace(co_await std::move(task));
  }
  async::Deadline in_20_s() const {
    return async::Deadline::after(clock_, std::chrono::seconds(20));
  }
  std::vector<model::Permit> many(std::size_t count, std::string_view source) {
    std::vector<model::Permit> permits;
    for (std::size_t i = 0; i < count; ++i) {
      permits.push_back(source_permit("m" + std::to_string(i) + "@contoso.example", source));
    }
    return permits;
  }
};

TEST_F(RoutedUpstreamTest, SaysHowManyMailboxesEachRouteTakes) {
  const auto snapshot = test::snapshot_of({{test::contoso_tenant()}, {}});
  const auto most = [&](const model::Permit& permit) {
    return upstream_->mailboxes_per_call_max(permit->route, *snapshot);
  };
  EXPECT_EQ(most(source_permit("a@contoso.example", "cloud")), 20u);
  EXPECT_EQ(most(source_permit("a@contoso.example", "onprem")), 100u);
  EXPECT_EQ(most(source_permit("a@contoso.example", "rooms")), 20u);
  EXPECT_EQ(most(test::partner_permit("a@contoso-cn.example")), 100u);
  EXPECT_EQ(most(source_permit("a@contoso.example", "no such source")), 1u);
}

TEST_F(RoutedUpstreamTest, SaysHowManyDaysEachRouteTakes) {
  const auto snapshot = test::snapshot_of({{test::contoso_tenant()}, {}});
  const auto most = [&](const model::Permit& permit) {
    return upstream_->window_per_call_max(permit->route, *snapshot).count();
  };
  EXPECT_EQ(most(source_permit("a@contoso.example", "cloud")), 61);
  EXPECT_EQ(most(source_permit("a@contoso.example", "onprem")), 42);
  EXPECT_EQ(most(source_permit("a@contoso.example", "rooms")), 62);
  EXPECT_EQ(most(test::partner_permit("a@contoso-cn.example")), 62);
  EXPECT_EQ(most(source_permit("a@contoso.example", "no such source")), 42);
}

TEST_F(RoutedUpstreamTest, AWindowLongerThanExchangeTakesIsAskedInTwo) {
  script_.then(200, test::soap_answer(test::busy_entry()));
  script_.then(200, test::soap_answer(test::busy_entry()));
  const auto answer = ask(many(1, "onprem"), test::days(0, 62));
  ASSERT_TRUE(answer.mailboxes[0]) << answer.mailboxes[0].error().detail();
  EXPECT_EQ(answer.mailboxes[0]->window, test::days(0, 62));
  EXPECT_EQ(answer.mailboxes[0]->blocks.size(), 1u);
  ASSERT_EQ(script_.sent.size(), 2u);
  EXPECT_NE(script_.sent[0].body.find("<t:EndTime>2027-02-07T00:00:00</t:EndTime>"),
            std::string::npos);
}

// Exchange refuses a merged interval that is not shorter than the window.
TEST_F(RoutedUpstreamTest, AWindowOfFiveMinutesIsAskedAsTen) {
  script_.then(200, test::soap_answer(test::busy_entry()));
  const auto narrow = test::window(test::at(1, 9, 30), test::at(1, 9, 35));
  const auto answer = ask(many(1, "onprem"), narrow);
  ASSERT_TRUE(answer.mailboxes[0]) << answer.mailboxes[0].error().detail();
  EXPECT_EQ(answer.mailboxes[0]->window, narrow);
  EXPECT_EQ(answer.mailboxes[0]->blocks.size(), 1u);
  EXPECT_NE(script_.sent[0].body.find("<t:EndTime>2027-01-08T09:40:00</t:EndTime>"),
            std::string::npos);
}

TEST_F(RoutedUpstreamTest, ATargetGetsNoMoreQuestionsAtATimeThanItTakes) {
  upstream_ = make_calendar_upstream("gw-here", tokens_, files_, clock_,
                                     UpstreamOptions{.targets = {1, 0}});
  HeldHttp held(io_.get_executor());
  const auto snapshot = test::snapshot_of({{test::contoso_tenant()}, {}});
  const auto question = [&](std::string_view source) {
    return UpstreamQuestion{{source_permit("a@contoso.example", source)},
                            test::days(0, 7),
                            {},
                            model::CorrelationId::from_bytes({})};
  };
  std::optional<UpstreamAnswer> first;
  boost::asio::co_spawn(io_,
                        keep(upstream_->ask(question("onprem"), snapshot, held, in_20_s()), first),
                        boost::asio::detached);
  io_.poll();
  ASSERT_EQ(held.asked, 1);
  const auto second =
      test::run_coro(io_, upstream_->ask(question("onprem"), snapshot, held, in_20_s()));
  expect_everybody(second, 1, ErrorKind::server_busy);
  EXPECT_EQ(held.asked, 1);
  held.release();
  io_.restart();
  io_.poll();
  ASSERT_TRUE(first);
  expect_everybody(*first, 1, ErrorKind::peer_unreachable);
}

// Graph counts the requests for the mailbox in the path, and that is always the same one here.
TEST_F(RoutedUpstreamTest, AFixedAnchorGetsFourQuestionsAtATime) {
  config::Tenant contoso = test::contoso_tenant();
  contoso.sources[0].anchor = "anchor@contoso.example";
  for (const auto& [tenant, at_once] :
       {std::pair{contoso, 4}, std::pair{test::contoso_tenant(), 5}}) {
    upstream_ = make_calendar_upstream("gw-here", tokens_, files_, clock_);
    HeldHttp held(io_.get_executor());
    const auto snapshot = test::snapshot_of({{tenant}, {}});
    std::vector<std::optional<UpstreamAnswer>> answers(5);
    for (auto& answer : answers) {
      UpstreamQuestion question{{source_permit("a@contoso.example", "cloud")},
                                test::days(0, 7),
                                {},
                                model::CorrelationId::from_bytes({})};
      boost::asio::co_spawn(
          io_, keep(upstream_->ask(std::move(question), snapshot, held, in_20_s()), answer),
          boost::asio::detached);
    }
    io_.restart();
    io_.poll();
    EXPECT_EQ(held.asked, at_once);
    while (
        !std::all_of(answers.begin(), answers.end(), [](const auto& a) { return a.has_value(); })) {
      held.release();
      io_.restart();
      ASSERT_GT(io_.poll(), 0u);
    }
    EXPECT_EQ(held.asked, 5);
  }
}

TEST_F(RoutedUpstreamTest, TakesExactlyThatManyAndRefusesMore) {
  std::string entries;
  for (int i = 0; i < 100; ++i) entries += test::busy_entry();
  script_.then(200, test::soap_answer(entries));
  const auto full = ask(many(100, "onprem"));
  ASSERT_EQ(full.mailboxes.size(), 100u);
  EXPECT_TRUE(full.mailboxes[99]);

  expect_everybody(ask(many(101, "onprem")), 101, ErrorKind::internal);
  expect_everybody(ask(many(21, "cloud")), 21, ErrorKind::internal);
  EXPECT_EQ(script_.sent.size(), 1u);
}

TEST_F(RoutedUpstreamTest, NeverAsksOneRouteForAnothersMailbox) {
  expect_everybody(ask({source_permit("a@contoso.example", "onprem"),
                        source_permit("b@contoso.example", "cloud")}),
                   2, ErrorKind::internal);
  EXPECT_TRUE(script_.sent.empty());
}

TEST_F(RoutedUpstreamTest, ASourceThatIsGoneIsAnError) {
  expect_everybody(ask({source_permit("a@contoso.example", "no such source")}), 1,
                   ErrorKind::internal);
}

TEST_F(RoutedUpstreamTest, NothingAskedIsNothingAnswered) {
  EXPECT_TRUE(ask({}).mailboxes.empty());
}

// A client that lets time pass while it is asked.
class SlowHttp final : public net::HttpClient {
 public:
  explicit SlowHttp(test::ManualClock& clock) : clock_(clock) {}
  boost::asio::awaitable<model::Result<net::HttpResponse>> exchange(net::HttpRequest,
                                                                    async::Deadline) override {
    clock_.advance(std::chrono::microseconds(12'345));
    co_return model::Error::of(ErrorKind::peer_unreachable);
  }

 private:
  test::ManualClock& clock_;
};

TEST_F(RoutedUpstreamTest, MeasuresTheTimeThatTheUpstreamTook) {
  SlowHttp slow(clock_);
  UpstreamQuestion question{{source_permit("a@contoso.example", "onprem")},
                            test::days(0, 7),
                            {},
                            model::CorrelationId::from_bytes({})};
  const auto answer = test::run_coro(
      io_, upstream_->ask(std::move(question), test::snapshot_of({{test::contoso_tenant()}, {}}),
                          slow, async::Deadline::after(clock_, std::chrono::seconds(1))));
  EXPECT_EQ(answer.upstream_time, std::chrono::microseconds(12'345));
}

}  // namespace
}  // namespace fb::upstream
