// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/pipeline/cached_fetch.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "tests/support/blocks.hpp"
#include "tests/support/manual_clock.hpp"
#include "tests/support/permits.hpp"
#include "tests/support/staged_upstream.hpp"

namespace fb::pipeline {
namespace {

namespace asio = boost::asio;
using model::Availability;
using model::CacheState;
using model::Error;
using model::ErrorKind;
using model::Permit;
using std::chrono::milliseconds;
using std::chrono::seconds;
using test::answer;
using test::at;
using test::busy;
using test::days;
using test::source_permit;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr milliseconds kUpstreamTimeout{20'000};

struct Request {
  std::optional<std::vector<Fetched>> fetched;
  asio::cancellation_signal cancel;

  bool done() const { return fetched.has_value(); }
  const Fetched& operator[](std::size_t i) const { return fetched->at(i); }
};

asio::awaitable<void> run(CachedFetch& fetch, std::vector<Permit> permits, model::TimeWindow window,
                          FetchContext context, Request& request) {
  request.fetched = co_await fetch.fetch(std::move(permits), window, std::move(context));
}

class CachedFetchTest : public testing::Test {
 protected:
  CachedFetchTest() { rebuild({}); }

  void rebuild(async::FlightLimits limits) {
    fetch_ = make_cached_fetch(cache_, upstream_, snapshots_, clock_, kUpstreamTimeout, limits,
                               [this](std::exception_ptr) { ++bugs_; });
  }

  // Starts a request and runs until nothing can go on without time passing.
  std::unique_ptr<Request> start(std::vector<Permit> permits, model::TimeWindow window,
                                 milliseconds deadline = seconds(10)) {
    auto request = std::make_unique<Request>();
    FetchContext context{snapshots_.current(),
                         http_,
                         async::Deadline::after(clock_, deadline),
                         {},
                         model::CorrelationId::from_bytes({})};
    asio::co_spawn(io_, run(*fetch_, std::move(permits), window, std::move(context), *request),
                   asio::bind_cancellation_slot(request->cancel.slot(), asio::detached));
    poll();
    return request;
  }

  void poll() {
    io_.restart();
    io_.poll();
  }
  void pass(milliseconds time) {
    clock_.advance(time);
    poll();
  }
  std::unique_ptr<Request> ask(std::vector<Permit> permits, model::TimeWindow window) {
    auto request = start(std::move(permits), window);
    pass(milliseconds(100));
    EXPECT_TRUE(request->done());
    return request;
  }
  void publish(std::uint64_t generation) {
    config::Federation federation;
    federation.tenants = {test::contoso_tenant()};
    snapshots_.publish(test::snapshot_of(std::move(federation), generation));
  }

  test::ManualClock clock_;
  asio::io_context io_;
  test::NoHttp http_;
  config::SnapshotHolder snapshots_{test::snapshot_of({{test::contoso_tenant()}, {}})};
  cache::AvailabilityCache cache_{cache::Limits{}};
  test::StagedUpstream upstream_{clock_};
  std::unique_ptr<CachedFetch> fetch_;
  int bugs_ = 0;
  Permit peggy_ = source_permit("peggy@contoso.example");
  Permit grace_ = source_permit("grace@contoso.example");
};

// Calls are made of whole weeks, and no longer than the route takes.
TEST_F(CachedFetchTest, CallsAreAsLongAsTheRouteTakes) {
  const auto asked_for = [&](int most, const Permit& permit) {
    upstream_.window_max = std::chrono::days(most);
    const std::size_t before = upstream_.asked().size();
    ask({permit}, days(0, 62));
    std::vector<model::TimeWindow> windows;
    const auto all = upstream_.asked();
    for (std::size_t i = before; i < all.size(); ++i) windows.push_back(all[i].window);
    return windows;
  };
  EXPECT_EQ(asked_for(42, peggy_), (std::vector{days(0, 42), days(42, 63)}));
  EXPECT_EQ(asked_for(62, grace_), (std::vector{days(0, 56), days(56, 63)}));
  EXPECT_EQ(asked_for(61, source_permit("oskar@contoso.example")),
            (std::vector{days(0, 56), days(56, 63)}));
}

TEST_F(CachedFetchTest, FetchesWholeChunksOnceAndThenAnswersFromTheCache) {
  const auto meeting = busy(at(2, 9), at(2, 10));
  upstream_.answer = [&](const Permit&, model::TimeWindow window) {
    return answer(window, {meeting});
  };
  const auto first = ask({peggy_}, days(1, 3));
  ASSERT_TRUE((*first)[0].availability);
  EXPECT_THAT((*first)[0].availability->blocks, ElementsAre(meeting));
  EXPECT_EQ((*first)[0].availability->window, days(1, 3));
  EXPECT_EQ((*first)[0].cache, CacheState::fetched);
  EXPECT_EQ((*first)[0].upstream_time, milliseconds(100));
  ASSERT_EQ(upstream_.asked().size(), 1u);
  EXPECT_EQ(upstream_.asked()[0].window, days(0, 7));

  pass(seconds(9));
  const auto second = start({peggy_}, days(0, 7));
  ASSERT_TRUE(second->done());
  EXPECT_EQ((*second)[0].cache, CacheState::cached);
  EXPECT_EQ((*second)[0].age, seconds(9));
  EXPECT_THAT((*second)[0].availability->blocks, ElementsAre(meeting));
  EXPECT_EQ(upstream_.asked().size(), 1u);
}

TEST_F(CachedFetchTest, AHitWaitsForNothing) {
  ask({peggy_}, days(0, 7));
  const auto hit = start({peggy_}, days(0, 7), milliseconds(0));
  EXPECT_TRUE(hit->done());
  EXPECT_TRUE((*hit)[0].availability);
  EXPECT_EQ(clock_.waiting(), 0u);
}

TEST_F(CachedFetchTest, WhoAsksMeanwhileJoins) {
  const auto leader = start({peggy_}, days(0, 7));
  pass(milliseconds(60));
  const auto follower = start({peggy_}, days(2, 3));
  EXPECT_FALSE(follower->done());
  pass(milliseconds(40));
  ASSERT_TRUE(leader->done());
  ASSERT_TRUE(follower->done());
  EXPECT_EQ((*leader)[0].cache, CacheState::fetched);
  EXPECT_EQ((*follower)[0].cache, CacheState::joined);
  EXPECT_EQ((*follower)[0].availability->window, days(2, 3));
  EXPECT_EQ(upstream_.asked().size(), 1u);
}

TEST_F(CachedFetchTest, OverlappingRequestsEachFetchWhatNobodyFetchesYet) {
  const auto long_one = busy(at(5), at(16));
  upstream_.answer = [&](const Permit&, model::TimeWindow window) {
    return answer(window, {long_one});
  };
  const auto first = start({peggy_}, days(0, 14));
  const auto second = start({peggy_}, days(7, 21));
  pass(milliseconds(100));
  ASSERT_TRUE(first->done());
  ASSERT_TRUE(second->done());
  EXPECT_THAT((*first)[0].availability->blocks, ElementsAre(long_one));
  EXPECT_THAT((*second)[0].availability->blocks, ElementsAre(long_one));
  ASSERT_EQ(upstream_.asked().size(), 2u);
  EXPECT_EQ(upstream_.asked()[0].window, days(0, 14));
  EXPECT_EQ(upstream_.asked()[1].window, days(14, 21));
}

TEST_F(CachedFetchTest, OnlyWhatIsMissingIsFetchedAndTheAgeIsThatOfTheOldest) {
  upstream_.answer = [](const Permit&, model::TimeWindow window) {
    return answer(window, {busy(window.begin(), window.begin() + std::chrono::hours(1))});
  };
  ask({peggy_}, days(7, 14));
  pass(seconds(30));
  const auto request = ask({peggy_}, days(0, 21));
  ASSERT_EQ(upstream_.asked().size(), 3u);
  EXPECT_EQ(upstream_.asked()[1].window, days(0, 7));
  EXPECT_EQ(upstream_.asked()[2].window, days(14, 21));
  EXPECT_EQ((*request)[0].cache, CacheState::fetched);
  EXPECT_EQ((*request)[0].age, seconds(30));
  EXPECT_THAT((*request)[0].availability->blocks,
              ElementsAre(busy(at(0), at(0, 1)), busy(at(7), at(7, 1)), busy(at(14), at(14, 1))));
}

TEST_F(CachedFetchTest, MailboxesWithTheSameMissingSpanAreOneCall) {
  const auto request = ask({peggy_, grace_, source_permit("oskar@contoso.example")}, days(0, 7));
  ASSERT_EQ(upstream_.asked().size(), 1u);
  EXPECT_THAT(
      upstream_.asked()[0].mailboxes,
      ElementsAre("peggy@contoso.example", "grace@contoso.example", "oskar@contoso.example"));
  for (const Fetched& each : *request->fetched) EXPECT_TRUE(each.availability);
}

TEST_F(CachedFetchTest, ACallIsSplitAtTheUpstreamsLimitsAndRunsSideBySide) {
  upstream_.mailboxes_max = 2;
  const auto request = ask({peggy_, grace_, source_permit("oskar@contoso.example")}, days(0, 7));
  EXPECT_EQ(upstream_.asked().size(), 2u);
  for (const Fetched& each : *request->fetched) EXPECT_TRUE(each.availability);
}

TEST_F(CachedFetchTest, NoCallCoversMoreThanFortyTwoDays) {
  ask({peggy_}, days(0, 62));
  ASSERT_EQ(upstream_.asked().size(), 2u);
  EXPECT_EQ(upstream_.asked()[0].window, days(0, 42));
  EXPECT_EQ(upstream_.asked()[1].window, days(42, 63));
}

TEST_F(CachedFetchTest, OneMailboxTwiceInARequestIsAskedOnce) {
  const auto request = ask({peggy_, peggy_}, days(0, 7));
  ASSERT_EQ(upstream_.asked().size(), 1u);
  EXPECT_THAT(upstream_.asked()[0].mailboxes, ElementsAre("peggy@contoso.example"));
  EXPECT_TRUE((*request)[0].availability);
  EXPECT_TRUE((*request)[1].availability);
  EXPECT_EQ((*request)[1].cache, CacheState::joined);
}

TEST_F(CachedFetchTest, DifferentKeysNeverShareAFlight) {
  const Permit less =
      source_permit("peggy@contoso.example", "cloud", model::DetailLevel::availability_only);
  const auto first = start({peggy_}, days(0, 7));
  const auto second = start({less}, days(0, 7));
  EXPECT_EQ(upstream_.asked().size(), 2u);
  pass(milliseconds(100));
  EXPECT_EQ((*first)[0].availability->level, model::DetailLevel::limited_details);
  EXPECT_EQ((*second)[0].availability->level, model::DetailLevel::availability_only);
}

TEST_F(CachedFetchTest, AFollowerGivesUpAtItsOwnDeadlineAndTheFlightGoesOn) {
  upstream_.takes = [] { return milliseconds(5'000); };
  const auto leader = start({peggy_}, days(0, 7), milliseconds(1'000));
  const auto follower = start({peggy_}, days(0, 7), milliseconds(2'000));
  pass(milliseconds(999));
  EXPECT_FALSE(leader->done());
  pass(milliseconds(1));
  ASSERT_TRUE(leader->done());
  EXPECT_EQ((*leader)[0].availability.error().kind(), ErrorKind::deadline_passed);
  EXPECT_FALSE(follower->done());
  pass(milliseconds(1'000));
  ASSERT_TRUE(follower->done());
  EXPECT_EQ((*follower)[0].availability.error().kind(), ErrorKind::deadline_passed);

  // The deadline of a request says nothing about the peer, so nothing was remembered.
  pass(milliseconds(3'000));
  const auto later = start({peggy_}, days(0, 7));
  ASSERT_TRUE(later->done());
  EXPECT_EQ((*later)[0].cache, CacheState::cached);
  EXPECT_EQ(upstream_.asked().size(), 1u);
}

TEST_F(CachedFetchTest, WhatCameInTimeIsAnsweredWhenTheRestIsLate) {
  int calls = 0;
  upstream_.takes = [&] { return milliseconds(++calls == 1 ? 100 : 5'000); };
  upstream_.mailboxes_max = 1;
  const auto request = start({peggy_, grace_}, days(0, 7), milliseconds(1'000));
  pass(milliseconds(100));
  EXPECT_FALSE(request->done());
  pass(milliseconds(900));
  ASSERT_TRUE(request->done());
  EXPECT_TRUE((*request)[0].availability);
  EXPECT_EQ((*request)[1].availability.error().kind(), ErrorKind::deadline_passed);
}

TEST_F(CachedFetchTest, ARequestThatIsAlreadyLateStartsNothing) {
  const auto late = start({peggy_}, days(0, 7), milliseconds(0));
  ASSERT_TRUE(late->done());
  EXPECT_EQ((*late)[0].availability.error().kind(), ErrorKind::deadline_passed);
  EXPECT_THAT(upstream_.asked(), IsEmpty());
}

TEST_F(CachedFetchTest, AFlightHasTheUpstreamsDeadlineNotTheRequests) {
  const async::SteadyTime begun = clock_.now();
  start({peggy_}, days(0, 7), milliseconds(50));
  ASSERT_EQ(upstream_.asked().size(), 1u);
  EXPECT_EQ(upstream_.asked()[0].deadline.at, begun + kUpstreamTimeout);
}

TEST_F(CachedFetchTest, ACancelledLeaderDoesNotCancelTheFlight) {
  const auto leader = start({peggy_}, days(0, 7));
  const auto follower = start({peggy_}, days(0, 7));
  leader->cancel.emit(asio::cancellation_type::terminal);
  poll();
  EXPECT_FALSE(follower->done());
  pass(milliseconds(100));
  ASSERT_TRUE(follower->done());
  EXPECT_TRUE((*follower)[0].availability);
}

TEST_F(CachedFetchTest, OneMailboxFailsAloneAndItsFailureIsRemembered) {
  upstream_.answer = [](const Permit& permit,
                        model::TimeWindow window) -> model::Result<Availability> {
    if (permit->mailbox.local_part() == "peggy") {
      return Error::of(ErrorKind::peer_recipient_unknown, "not there");
    }
    return answer(window, {});
  };
  const auto request = ask({peggy_, grace_}, days(0, 7));
  EXPECT_EQ((*request)[0].availability.error().kind(), ErrorKind::peer_recipient_unknown);
  EXPECT_EQ((*request)[0].cache, CacheState::fetched);
  EXPECT_TRUE((*request)[1].availability);

  const auto again = start({peggy_}, days(7, 14));
  ASSERT_TRUE(again->done());
  EXPECT_EQ((*again)[0].availability.error().kind(), ErrorKind::peer_recipient_unknown);
  EXPECT_EQ((*again)[0].cache, CacheState::negative);
  EXPECT_EQ(upstream_.asked().size(), 1u);
}

TEST_F(CachedFetchTest, ADenialEndsTheReuseOfWhatWasKept) {
  ask({peggy_}, days(0, 7));
  upstream_.answer = [](const Permit&, model::TimeWindow) {
    return Error::of(ErrorKind::peer_no_access);
  };
  ask({peggy_}, days(7, 14));
  const auto again = ask({peggy_}, days(0, 7));
  EXPECT_EQ((*again)[0].availability.error().kind(), ErrorKind::peer_no_access);
}

TEST_F(CachedFetchTest, AfterAChangeOfPolicyAnAnswerIsGivenButNotKept) {
  const auto request = start({peggy_}, days(0, 7));
  publish(2);
  pass(milliseconds(100));
  ASSERT_TRUE(request->done());
  EXPECT_TRUE((*request)[0].availability);
  EXPECT_EQ(cache_.statistics().entries, 0u);
  ask({peggy_}, days(0, 7));
  EXPECT_EQ(upstream_.asked().size(), 2u);
}

TEST_F(CachedFetchTest, AfterAChangeOfPolicyAFailureEndsReuseAndIsNotKept) {
  ask({peggy_}, days(0, 7));
  upstream_.answer = [](const Permit&, model::TimeWindow) {
    return Error::of(ErrorKind::peer_unreachable);
  };
  const auto request = start({peggy_}, days(7, 14));
  publish(2);
  pass(milliseconds(100));
  EXPECT_EQ((*request)[0].availability.error().kind(), ErrorKind::peer_unreachable);
  EXPECT_EQ(cache_.statistics().entries, 0u);
}

TEST_F(CachedFetchTest, WhatCannotBeStartedIsServerBusyAndNothingElse) {
  rebuild({2, 10});
  const auto request = start({peggy_, grace_}, days(0, 14));
  pass(milliseconds(100));
  ASSERT_TRUE(request->done());
  EXPECT_TRUE((*request)[0].availability);
  EXPECT_EQ((*request)[1].availability.error().kind(), ErrorKind::server_busy);
  EXPECT_EQ((*request)[1].cache, CacheState::none);
}

TEST_F(CachedFetchTest, WhatCannotBeJoinedIsServerBusy) {
  rebuild({10, 2});
  const auto leader = start({peggy_}, days(0, 7));
  const auto follower = start({peggy_}, days(0, 7));
  const auto refused = start({peggy_}, days(0, 7));
  ASSERT_TRUE(refused->done());
  EXPECT_EQ((*refused)[0].availability.error().kind(), ErrorKind::server_busy);
  pass(milliseconds(100));
  EXPECT_TRUE((*follower)[0].availability);
}

struct Spoiled {
  std::string name;
  int bugs;
  std::function<void(upstream::UpstreamAnswer&)> spoil;
};

class SpoiledUpstreamTest : public CachedFetchTest, public testing::WithParamInterface<Spoiled> {};

TEST_P(SpoiledUpstreamTest, IsAnErrorOfOursForEverybodyAndNothingIsKept) {
  upstream_.spoil = GetParam().spoil;
  const auto leader = start({peggy_, grace_}, days(0, 7));
  const auto follower = start({grace_}, days(0, 7));
  pass(milliseconds(100));
  ASSERT_TRUE(leader->done());
  ASSERT_TRUE(follower->done());
  for (const Fetched* each : {&(*leader)[0], &(*leader)[1], &(*follower)[0]}) {
    EXPECT_EQ(each->availability.error().kind(), ErrorKind::internal);
  }
  EXPECT_EQ(cache_.statistics().entries, 0u);
  EXPECT_EQ(bugs_, GetParam().bugs);
}

INSTANTIATE_TEST_SUITE_P(
    Table, SpoiledUpstreamTest,
    testing::Values(Spoiled{"too_few", 0, [](auto& given) { given.mailboxes.pop_back(); }},
                    Spoiled{"none", 0, [](auto& given) { given.mailboxes.clear(); }},
                    Spoiled{
                        "too_many", 0,
                        [](auto& given) { given.mailboxes.push_back(given.mailboxes.front()); }},
                    Spoiled{"another_window", 0,
                            [](auto& given) {
                              for (auto& each : given.mailboxes) each->window = days(0, 14);
                            }},
                    Spoiled{"throws", 1, [](auto&) { throw std::runtime_error("a bug"); }}),
    [](const auto& each) { return each.param.name; });

// Lets something happen between the look at the cache and the claim, where the time is read.
class InterruptedClock final : public async::Clock {
 public:
  explicit InterruptedClock(async::Clock& inner) : inner_(inner) {}
  model::UtcTime utc_now() const override { return inner_.utc_now(); }
  async::SteadyTime now() const override {
    if (const auto happens = std::exchange(once, {})) happens();
    return inner_.now();
  }
  asio::awaitable<void> wait_until(async::SteadyTime time) override {
    return inner_.wait_until(time);
  }

  mutable std::function<void()> once;

 private:
  async::Clock& inner_;
};

TEST_F(CachedFetchTest, WhatCameBetweenTheLookAndTheClaimIsNotFetchedAgain) {
  InterruptedClock clock(clock_);
  fetch_ = make_cached_fetch(cache_, upstream_, snapshots_, clock, kUpstreamTimeout);
  const auto meeting = busy(at(2, 9), at(2, 10));
  clock.once = [&] {
    cache_.store(peggy_.cache_key(), answer(days(0, 14), {meeting}), clock_.utc_now());
    cache_.store_failure(grace_.cache_key(), Error::of(ErrorKind::peer_recipient_unknown),
                         clock_.utc_now());
  };
  const auto request = start({peggy_, grace_}, days(0, 14));
  ASSERT_TRUE(request->done());
  ASSERT_TRUE((*request)[0].availability);
  EXPECT_THAT((*request)[0].availability->blocks, ElementsAre(meeting));
  EXPECT_EQ((*request)[0].cache, CacheState::cached);
  EXPECT_EQ((*request)[1].availability.error().kind(), ErrorKind::peer_recipient_unknown);
  EXPECT_EQ((*request)[1].cache, CacheState::negative);
  EXPECT_THAT(upstream_.asked(), IsEmpty());
  fetch_.reset();
}

asio::awaitable<void> drain(CachedFetch& fetch, bool& drained) {
  co_await fetch.drain();
  drained = true;
}

TEST_F(CachedFetchTest, DrainWaitsForFlightsWhoseRequestsAreGone) {
  upstream_.takes = [] { return milliseconds(5'000); };
  const auto request = start({peggy_}, days(0, 7), milliseconds(10));
  pass(milliseconds(10));
  ASSERT_TRUE(request->done());
  bool drained = false;
  asio::co_spawn(io_, drain(*fetch_, drained), asio::detached);
  poll();
  EXPECT_FALSE(drained);
  pass(milliseconds(4'990));
  EXPECT_TRUE(drained);
}

}  // namespace
}  // namespace fb::pipeline
