// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/front/answer_context.hpp"

#include <gtest/gtest.h>

namespace fb::front {
namespace {

net::RequestHead head_with(std::vector<std::pair<std::string_view, std::string_view>> headers) {
  net::RequestHead head;
  head.headers = std::move(headers);
  return head;
}

TEST(AnswerContext, WhoIsAtHome) {
  using K = model::CallerKind;
  EXPECT_TRUE(is_home(K::home_user));
  EXPECT_TRUE(is_home(K::home_server));
  EXPECT_TRUE(is_home(K::home_script));
  EXPECT_FALSE(is_home(K::partner_organization));
  EXPECT_FALSE(is_home(K::partner_user));
}

TEST(AnswerContext, AnAgeStandsOnlyWithWhatWasKept) {
  using C = model::CacheState;
  const auto window =
      model::TimeWindow::make(model::UtcTime{}, model::UtcTime{} + std::chrono::hours(1)).value();
  model::AvailabilityReply reply{window, model::SlotLength::half_hour(), {}};
  EXPECT_EQ(cache_header(reply), "");
  for (const C state : {C::none, C::fetched, C::cached, C::stale, C::negative, C::joined}) {
    model::Provenance provenance;
    provenance.cache = state;
    provenance.age = std::chrono::seconds(12);
    reply.mailboxes.push_back(
        {"a@b.example", model::Error::of(model::ErrorKind::no_access), provenance});
  }
  EXPECT_EQ(cache_header(reply), "none, fetched, cached;age=12, stale;age=12, negative, joined");
}

TEST(AnswerContext, AHeaderThatIsSentTwiceIsOneList) {
  const auto head = head_with({{"Accept", "a/b"}, {"Host", "x"}, {"ACCEPT", "c/d;q=0"}});
  EXPECT_EQ(all_values(head, "accept"), "a/b, c/d;q=0");
  EXPECT_EQ(all_values(head, "prefer"), "");
}

TEST(AnswerContext, ATrailInTwoHeadersIsOneTrail) {
  const auto trail =
      hop_trail(head_with({{"X-FreeBusy-Gateway", "one"}, {"x-freebusy-gateway", "two"}}));
  ASSERT_TRUE(trail.has_value());
  EXPECT_TRUE(trail->contains("one"));
  EXPECT_TRUE(trail->contains("two"));
  EXPECT_EQ(hop_trail(head_with({}))->size(), 0u);
  EXPECT_FALSE(hop_trail(head_with({{"X-FreeBusy-Gateway", "no id!"}})).has_value());
}

TEST(AnswerContext, WhatIsCalledJson) {
  for (const std::string_view type : {"", "application/json", "Application/JSON",
                                      "application/json;charset=utf-8", "application/json ; a=b"}) {
    EXPECT_TRUE(is_json(head_with({{"Content-Type", type}}))) << type;
  }
  EXPECT_TRUE(is_json(head_with({})));
  for (const std::string_view type : {"text/json", "application/jsonp",
                                      "application/x-www-form-urlencoded", "text/plain", "json"}) {
    EXPECT_FALSE(is_json(head_with({{"Content-Type", type}}))) << type;
  }
}

}  // namespace
}  // namespace fb::front
