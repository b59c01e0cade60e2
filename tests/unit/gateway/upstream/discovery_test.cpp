// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/upstream/discovery.hpp"

#include <gmock/gmock.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "tests/unit/gateway/upstream/discovery_support.hpp"

namespace fb::upstream {
namespace {

using model::Error;
using model::ErrorKind;
using test::redirect_to;
using test::soap_error;
using test::soap_found;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class DiscoveryMemory : public test::DiscoveryTest {
 protected:
  boost::asio::awaitable<void> count(int& found) {
    const Discovered discovered = co_await discovery_.find(
        question(), web_, async::Deadline::after(clock_, std::chrono::seconds(20)));
    if (discovered.endpoint) ++found;
  }
};

TEST_F(DiscoveryMemory, WhatWasFoundIsUsedForADay) {
  web_.at(kDomain + kSvc, soap_found(kEws));
  find();
  clock_.advance(std::chrono::hours(24) - std::chrono::seconds(1));
  const Discovered again = find();
  EXPECT_EQ(*again.endpoint, kEws);
  EXPECT_TRUE(again.remembered);
  EXPECT_THAT(web_.sent, SizeIs(1));
  clock_.advance(std::chrono::seconds(1));
  EXPECT_FALSE(find().remembered);
  EXPECT_THAT(web_.sent, SizeIs(2));
}

TEST_F(DiscoveryMemory, ThatNothingWasFoundIsRememberedForFiveMinutesAndOnePolicy) {
  web_.status(kDomain + kSvc, 404);
  find();
  const std::size_t asked = web_.sent.size();
  clock_.advance(std::chrono::seconds(299));
  EXPECT_TRUE(find().remembered);
  EXPECT_EQ(web_.sent.size(), asked);
  ++generation_;
  EXPECT_FALSE(find().remembered);
  clock_.advance(std::chrono::seconds(300));
  EXPECT_FALSE(find().remembered);
}

TEST_F(DiscoveryMemory, SilenceIsRememberedForHalfAMinute) {
  const Discovered silent = find();
  EXPECT_EQ(silent.endpoint.error().kind(), ErrorKind::discovery_failed);
  clock_.advance(std::chrono::seconds(29));
  EXPECT_TRUE(find().remembered);
  clock_.advance(std::chrono::seconds(1));
  EXPECT_FALSE(find().remembered);
}

TEST_F(DiscoveryMemory, ABusyServerIsAskedLater) {
  web_.at(kDomain + kSvc, soap_error("ServerBusy"));
  web_.at(kAuto + kSvc, net::HttpResponse{503, {{"Retry-After", "17"}}, ""});
  const Discovered busy = find();
  ASSERT_FALSE(busy.endpoint);
  EXPECT_EQ(busy.endpoint.error().kind(), ErrorKind::peer_throttled);
  EXPECT_EQ(busy.endpoint.error().retry_after_s(), 17u);
  EXPECT_THAT(web_.asked(), ElementsAre(kDomain + kSvc, kAuto + kSvc));
  clock_.advance(std::chrono::seconds(30));
  EXPECT_FALSE(find().remembered);
}

TEST_F(DiscoveryMemory, AnEndpointThatMayNoLongerBeLedToIsForgotten) {
  web_.at(kDomain + kSvc, soap_found(kEws));
  EXPECT_TRUE(find().endpoint);
  listed_.clear();
  const Discovered now = find();
  ASSERT_FALSE(now.endpoint);
  EXPECT_FALSE(now.remembered);
}

TEST_F(DiscoveryMemory, ADoubtIsHeardOnceInFiveMinutes) {
  web_.at(kDomain + kSvc, soap_found(kEws));
  EXPECT_FALSE(discovery_.doubt(question()));
  find();
  EXPECT_FALSE(discovery_.doubt(question()));
  clock_.advance(std::chrono::seconds(300));
  EXPECT_TRUE(discovery_.doubt(question()));
  EXPECT_FALSE(find().remembered);
}

// Whoever gives up early must not make others believe that there is nothing.
TEST_F(DiscoveryMemory, WhatSomebodyInAHurryDidNotFindIsLookedForAgain) {
  web_.before_answer = [&] { clock_.advance(std::chrono::seconds(2)); };
  web_.status(kDomain + kSvc, 404);
  EXPECT_FALSE(find(std::chrono::seconds(1)).endpoint);
  web_.before_answer = nullptr;
  web_.at(kAuto + kSvc, soap_found(kEws));
  EXPECT_TRUE(find().endpoint);
}

TEST_F(DiscoveryMemory, OneSearchServesAllWhoAskMeanwhile) {
  web_.at(kDomain + kSvc, soap_found(kEws));
  int followers = 0;
  web_.before_answer = [&] {
    // While the first is out, two more ask.
    for (int i = 0; i < 2; ++i) {
      boost::asio::co_spawn(io_, count(followers), boost::asio::detached);
    }
    web_.before_answer = nullptr;
  };
  EXPECT_TRUE(find().endpoint);
  io_.restart();
  io_.poll();
  EXPECT_EQ(followers, 2);
  EXPECT_THAT(web_.sent, SizeIs(1));
}

// A hostile Internet cannot keep a search busy for ever, nor fill the log.
TEST_F(DiscoveryMemory, TimeAndStepsAreBounded) {
  web_.before_answer = [&] { clock_.advance(std::chrono::seconds(3)); };
  for (const std::string& place : {kDomain, kAuto}) {
    for (const std::string& target : {kSvc, kXml, kJson}) web_.status(place + target, 404);
  }
  const Discovered late = find();
  EXPECT_THAT(web_.sent, SizeIs(4));  // ten seconds
  EXPECT_THAT(late.endpoint.error().detail(), HasSubstr("in time"));
  EXPECT_THAT(srv_.asked, IsEmpty());

  web_.before_answer = nullptr;
  srv_.answer = std::vector<net::SrvRecord>(100, {0, 0, 443, "mail.evil.example"});
  clock_.advance(std::chrono::minutes(1));
  const Discovered many = find();
  EXPECT_THAT(many.steps, SizeIs(kDiscoveryStepsMax));
  EXPECT_EQ(many.endpoint.error().detail().size(), kDiscoveryDetailBytesMax);
}

// Every step of the longest way, failing in every way: an error in words, or the endpoint by
// another way, and never anything else.
TEST_F(DiscoveryMemory, EveryStepMayFail) {
  const std::vector<test::Internet::Answer> failures{
      Error::of(ErrorKind::peer_unreachable), Error::of(ErrorKind::deadline_passed),
      Error::of(ErrorKind::peer_broken),      net::HttpResponse{500, {}, "oops"},
      net::HttpResponse{200, {}, "<"},        net::HttpResponse{302, {}, ""}};
  for (std::size_t failing = 0; failing < 5; ++failing) {
    for (const auto& failure : failures) {
      web_ = test::Internet();
      const auto step = [&](std::size_t number, const std::string& url,
                            test::Internet::Answer answer) {
        web_.at(url, number == failing ? failure : std::move(answer));
      };
      step(0, kDomain + kSvc, redirect_to(kAuto + kXml));
      step(1, kAuto + kSvc, net::HttpResponse{404, {}, ""});
      step(2, kAuto + kXml, test::wants_token());
      step(3, kAuto + kXml,
           net::HttpResponse{200,
                             {},
                             test::pox_answer("<Action>redirectUrl</Action><RedirectUrl>" +
                                              kListed + kXml + "</RedirectUrl>")});
      step(4, kListed + kSvc, net::HttpResponse{200, {}, soap_found(kEws)});
      ++generation_;
      clock_.advance(std::chrono::hours(25));
      const Discovered found = find();
      if (found.endpoint) {
        EXPECT_EQ(*found.endpoint, kEws);
      } else {
        EXPECT_EQ(found.endpoint.error().kind(), ErrorKind::discovery_failed);
        EXPECT_FALSE(found.steps.empty());
      }
    }
  }
}

}  // namespace
}  // namespace fb::upstream
