// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/upstream/graph_source.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/gateway/upstream/upstream_test_base.hpp"

namespace fb::upstream {
namespace {

using model::DetailLevel;
using model::ErrorKind;
using test::at;
using test::busy;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

constexpr std::size_t kSlots = 7 * 24 * 12;  // five minutes each, in the week that is asked for

// One busy hour on 8 January 2027 at 09:00.
std::string busy_schedule(const std::string& address, const std::string& subject = {}) {
  std::string view(kSlots, '0');
  view.replace(24 * 12 + 9 * 12, 12, 12, '2');
  const std::string extra =
      subject.empty() ? "" : R"("isPrivate":false,"location":"","subject":")" + subject + "\",";
  return R"({"scheduleId":")" + address + R"(","availabilityView":")" + view +
         R"(","scheduleItems":[{)" + extra +
         R"("status":"busy","start":{"dateTime":"2027-01-08T09:00:00.0000000","timeZone":"UTC"},)"
         R"("end":{"dateTime":"2027-01-08T10:00:00.0000000","timeZone":"UTC"}}]})";
}

std::string failed_schedule(const std::string& address, const std::string& code) {
  return R"({"scheduleId":")" + address +
         R"(","availabilityView":"","scheduleItems":[],"error":{"message":"no","responseCode":")" +
         code + "\"}}";
}

std::string schedules(const std::string& list) { return "{\"value\":[" + list + "]}"; }

std::string graph_error(const std::string& code) {
  return R"({"error":{"code":")" + code + R"(","message":"words of the server"}})";
}

class GraphSourceTest : public test::UpstreamTest {
 protected:
  config::Tenant tenant() override {
    config::Tenant contoso = test::contoso_tenant();
    edit_(contoso.sources[0]);
    return contoso;
  }

  std::function<void(config::CalendarSource&)> edit_ = [](config::CalendarSource&) {};
  model::Permit peggy_ = test::source_permit("peggy@contoso.example");
  model::Permit grace_ = test::source_permit("grace@contoso.example");
  std::string both_ = schedules(busy_schedule("peggy@contoso.example") + "," +
                                busy_schedule("grace@contoso.example"));
};

TEST_F(GraphSourceTest, AsksUnderTheFirstMailboxWithATokenForTheService) {
  script_.then(200, both_);
  const auto answer = ask({peggy_, grace_});
  ASSERT_EQ(answer.mailboxes.size(), 2u);
  for (const auto& mailbox : answer.mailboxes) {
    ASSERT_TRUE(mailbox) << mailbox.error().detail();
    EXPECT_THAT(mailbox->blocks, ElementsAre(busy(at(1, 9), at(1, 10))));
  }
  ASSERT_EQ(tokens_.asked.size(), 1u);
  EXPECT_EQ(tokens_.asked[0].login_host, "login.microsoftonline.com");
  EXPECT_EQ(tokens_.asked[0].scope, "https://graph.example/.default");

  const net::HttpRequest& sent = script_.sent.at(0);
  EXPECT_EQ(sent.url,
            "https://graph.example/v1.0/users/peggy%40contoso.example/calendar/getSchedule");
  EXPECT_EQ(test::header_of(sent, "Authorization"), "Bearer token-1");
  EXPECT_EQ(test::header_of(sent, "Content-Type"), "application/json");
  EXPECT_EQ(test::header_of(sent, "Prefer"), "outlook.timezone=\"UTC\"");
  EXPECT_EQ(test::header_of(sent, "client-request-id"), kCorrelation);
  EXPECT_THAT(sent.body, HasSubstr("grace@contoso.example"));
  EXPECT_THAT(sent.body, HasSubstr("\"availabilityViewInterval\":5"));
}

TEST_F(GraphSourceTest, AnAnchorAndAScopeOfTheConfigurationAreUsed) {
  edit_ = [](config::CalendarSource& source) {
    source.url = "https://graph.example/";
    source.anchor = "free+busy@contoso.example";
    source.scope = "https://other.example/.default";
  };
  script_.then(200, both_);
  ask({peggy_, grace_});
  EXPECT_EQ(script_.sent.at(0).url,
            "https://graph.example/v1.0/users/free%2Bbusy%40contoso.example/calendar/getSchedule");
  EXPECT_EQ(tokens_.asked[0].scope, "https://other.example/.default");
}

TEST_F(GraphSourceTest, WhatTheServiceGivesTooMuchIsCut) {
  script_.then(200, schedules(busy_schedule("peggy@contoso.example", "Secret plan")));
  const auto answer =
      ask({test::source_permit("peggy@contoso.example", "cloud", DetailLevel::availability_only)});
  ASSERT_TRUE(answer.mailboxes[0]);
  EXPECT_EQ(answer.mailboxes[0]->level, DetailLevel::availability_only);
  EXPECT_FALSE(answer.mailboxes[0]->blocks[0].details);
}

TEST_F(GraphSourceTest, OneMailboxFailsAlone) {
  script_.then(200, schedules(failed_schedule("peggy@contoso.example", "5009") + "," +
                              busy_schedule("grace@contoso.example")));
  const auto answer = ask({peggy_, grace_});
  EXPECT_EQ(answer.mailboxes[0].error().kind(), ErrorKind::peer_recipient_unknown);
  EXPECT_TRUE(answer.mailboxes[1]);
}

TEST_F(GraphSourceTest, AMailboxOfWhichNothingIsSaidIsAnErrorNotFree) {
  script_.then(200, schedules(busy_schedule("grace@contoso.example")));
  const auto answer = ask({peggy_, grace_});
  ASSERT_FALSE(answer.mailboxes[0]);
  EXPECT_EQ(answer.mailboxes[0].error().kind(), ErrorKind::peer_broken);
  EXPECT_TRUE(answer.mailboxes[1]);

  script_.then(200, schedules(R"({"scheduleId":"peggy@contoso.example"},)" +
                              busy_schedule("grace@contoso.example")));
  EXPECT_FALSE(ask({peggy_, grace_}).mailboxes[0]);
}

// So many meetings, from minute 0 of the window on, that touch it.
std::string crowded_schedule(const std::string& address, std::size_t items) {
  std::string list;
  for (std::size_t i = 0; i < items; ++i) {
    list += (i == 0 ? "" : ",") + std::string(R"({"status":"busy","start":{"dateTime":")") +
            "2027-01-07T00:00:00.0000000\",\"timeZone\":\"UTC\"},\"end\":{\"dateTime\":\"" +
            "2027-01-13T23:00:00.0000000\",\"timeZone\":\"UTC\"}}";
  }
  return R"({"scheduleId":")" + address + R"(","availabilityView":"","scheduleItems":[)" + list +
         "]}";
}

// What is missing from a list that was cut off would be shown as free.
TEST_F(GraphSourceTest, AListThatIsFullIsAskedForInParts) {
  script_.then(200, schedules(crowded_schedule("peggy@contoso.example", kGraphItemsMax - 1)));
  EXPECT_EQ(ask({peggy_}).mailboxes[0]->blocks.size(), kGraphItemsMax - 1);
  EXPECT_EQ(script_.sent.size(), 1u);

  script_.sent.clear();
  script_.then(200, schedules(crowded_schedule("peggy@contoso.example", kGraphItemsMax)));
  script_.then(200, schedules(crowded_schedule("peggy@contoso.example", 500)));
  script_.then(200, schedules(crowded_schedule("peggy@contoso.example", 600)));
  const auto answer = ask({peggy_});
  ASSERT_TRUE(answer.mailboxes[0]) << answer.mailboxes[0].error().detail();
  EXPECT_EQ(answer.mailboxes[0]->window, test::days(0, 7));
  ASSERT_EQ(script_.sent.size(), 3u);
  EXPECT_THAT(script_.sent[1].body, HasSubstr(R"("dateTime":"2027-01-10T12:00:00")"));
}

TEST_F(GraphSourceTest, AnErrorForTooManyEntriesHalvesTheWindowOfThatMailboxAlone) {
  script_.then(200, schedules(failed_schedule("peggy@contoso.example", "5006") + "," +
                              busy_schedule("grace@contoso.example")));
  script_.then(200, schedules(R"({"scheduleId":"peggy@contoso.example","availabilityView":")" +
                              std::string(kSlots / 2, '0') + R"(","scheduleItems":[]})"));
  script_.then(200, schedules(R"({"scheduleId":"peggy@contoso.example","availabilityView":")" +
                              std::string(kSlots / 2, '0') + R"(","scheduleItems":[]})"));
  const auto answer = ask({peggy_, grace_});
  ASSERT_TRUE(answer.mailboxes[0]) << answer.mailboxes[0].error().detail();
  EXPECT_TRUE(answer.mailboxes[0]->blocks.empty());
  EXPECT_TRUE(answer.mailboxes[1]);
  ASSERT_EQ(script_.sent.size(), 3u);
  EXPECT_THAT(script_.sent[2].body, testing::Not(HasSubstr("grace@contoso.example")));
}

TEST_F(GraphSourceTest, AnAnchorThatDoesNotExistFailsAloneAndTheNextIsTried) {
  script_.then(404, graph_error("ErrorInvalidUser"));
  script_.then(200, schedules(busy_schedule("grace@contoso.example")));
  const auto answer = ask({peggy_, grace_});
  ASSERT_EQ(answer.mailboxes.size(), 2u);
  EXPECT_EQ(answer.mailboxes[0].error().kind(), ErrorKind::peer_recipient_unknown);
  EXPECT_TRUE(answer.mailboxes[1]);
  EXPECT_THAT(script_.sent.at(1).url,
              StartsWith("https://graph.example/v1.0/users/grace%40contoso.example/"));
}

TEST_F(GraphSourceTest, TriesSoManyAnchorsAndNoMore) {
  const int tries = GraphSource::kAnchorsTriedMax;
  std::vector<model::Permit> permits;
  for (int i = 0; i < tries + 2; ++i) {
    permits.push_back(test::source_permit("m" + std::to_string(i) + "@contoso.example"));
  }
  for (int i = 0; i < tries; ++i) script_.then(404, graph_error("ErrorInvalidUser"));
  const auto answer = ask(permits);
  ASSERT_EQ(answer.mailboxes.size(), permits.size());
  for (int i = 0; i < tries + 2; ++i) {
    const auto& mailbox = answer.mailboxes[static_cast<std::size_t>(i)];
    EXPECT_EQ(mailbox.error().kind(),
              i < tries - 1 ? ErrorKind::peer_recipient_unknown : ErrorKind::peer_broken);
  }
  EXPECT_EQ(script_.left(), 0u);
}

TEST_F(GraphSourceTest, AConfiguredAnchorThatDoesNotExistSaysNothingAboutTheMailboxes) {
  edit_ = [](config::CalendarSource& source) { source.anchor = "gone@contoso.example"; };
  script_.then(404, graph_error("ErrorInvalidUser"));
  expect_everybody(ask({peggy_, grace_}), 2, ErrorKind::peer_broken);
  EXPECT_EQ(script_.sent.size(), 1u);
}

TEST_F(GraphSourceTest, OneMailboxAloneThatDoesNotExistIsUnknown) {
  script_.then(404, graph_error("ErrorInvalidUser"));
  expect_everybody(ask({peggy_}), 1, ErrorKind::peer_recipient_unknown);
}

TEST_F(GraphSourceTest, ARefusedTokenIsReplacedOnceAndThenItIsARefusal) {
  script_.then(401, graph_error("InvalidAuthenticationToken"));
  script_.then(200, both_);
  EXPECT_TRUE(ask({peggy_, grace_}).mailboxes[0]);

  script_.then(401, graph_error("InvalidAuthenticationToken"));
  script_.then(401, graph_error("InvalidAuthenticationToken"));
  expect_everybody(ask({peggy_, grace_}), 2, ErrorKind::peer_refused_us);
}

TEST_F(GraphSourceTest, ThrottlingKeepsTheTimeToWait) {
  script_.then(429, graph_error("ApplicationThrottled"), {{"Retry-After", "2.128"}});
  const auto answer = ask({peggy_});
  expect_everybody(answer, 1, ErrorKind::peer_throttled);
  EXPECT_EQ(answer.mailboxes[0].error().retry_after_s(), 3u);
}

TEST_F(GraphSourceTest, WithoutAnApplicationThereIsNoToken) {
  config::Tenant contoso = test::contoso_tenant();
  contoso.application.reset();
  const auto snapshot = test::snapshot_of({{contoso}, {}});
  UpstreamQuestion question{{peggy_}, test::days(0, 7), {}, model::CorrelationId::from_bytes({})};
  const auto answer =
      test::run_coro(io_, upstream_->ask(std::move(question), snapshot, http_,
                                         async::Deadline::after(clock_, std::chrono::seconds(1))));
  expect_everybody(answer, 1, ErrorKind::token_unavailable);
  EXPECT_TRUE(script_.sent.empty());
}

TEST_F(GraphSourceTest, NoBadResponseIsReadAsFreeTime) {
  for (const test::BadResponse& bad : test::bad_responses()) {
    SCOPED_TRACE(bad.name);
    script_.then(bad.response);
    const auto answer = ask({peggy_, grace_});
    expect_everybody(answer, 2, bad.kind);
    EXPECT_EQ(answer.mailboxes[0].error().retry_after_s(), bad.retry_after_s);
  }
}

TEST_F(GraphSourceTest, EveryStepMatters) {
  expect_every_step_to_matter(
      {peggy_, grace_},
      [&] {
        script_.then(401, "");
        script_.then(200, both_);
      },
      4);
}

}  // namespace
}  // namespace fb::upstream
