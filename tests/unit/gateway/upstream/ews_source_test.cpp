// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/upstream/ews_source.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/gateway/upstream/soap_bodies.hpp"
#include "tests/unit/gateway/upstream/upstream_test_base.hpp"

namespace fb::upstream {
namespace {

using model::DetailLevel;
using model::ErrorKind;
using test::at;
using test::busy;
using test::busy_entry;
using test::failed_entry;
using test::soap_answer;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class EwsSourceTest : public test::UpstreamTest {
 protected:
  config::Tenant tenant() override {
    config::Tenant contoso = test::contoso_tenant();
    contoso.sources[1].default_calendar_right = right_;
    return contoso;
  }

  DetailLevel right_ = DetailLevel::limited_details;
  model::Permit oskar_ = test::source_permit("oskar@contoso.example", "onprem");
  model::Permit petra_ = test::source_permit("petra@contoso.example", "onprem");
};

TEST_F(EwsSourceTest, AsksAsTheServiceAccount) {
  script_.then(200, soap_answer(busy_entry("Budget") + busy_entry()));
  const auto answer = ask({oskar_, petra_});
  ASSERT_EQ(script_.sent.size(), 1u);
  const net::HttpRequest& sent = script_.sent[0];
  EXPECT_EQ(sent.method, "POST");
  EXPECT_EQ(sent.url, "https://exchange.example/EWS/Exchange.asmx");
  EXPECT_EQ(test::header_of(sent, "Authorization"), "Basic c3ZjOnBhc3N3b3Jk");
  EXPECT_EQ(test::header_of(sent, "Content-Type"), "text/xml; charset=utf-8");
  EXPECT_EQ(test::header_of(sent, "client-request-id"), kCorrelation);
  EXPECT_EQ(test::header_of(sent, std::string(model::kHopHeader)), "");
  EXPECT_THAT(sent.body, HasSubstr("oskar@contoso.example"));
  EXPECT_THAT(sent.body, HasSubstr("petra@contoso.example"));
  EXPECT_TRUE(tokens_.asked.empty());

  ASSERT_EQ(answer.mailboxes.size(), 2u);
  ASSERT_TRUE(answer.mailboxes[0]);
  EXPECT_EQ(answer.mailboxes[0]->blocks[0].details->subject, "Budget");
  ASSERT_TRUE(answer.mailboxes[1]);
  EXPECT_THAT(answer.mailboxes[1]->blocks, ElementsAre(busy(at(1, 9), at(1, 10))));
}

TEST_F(EwsSourceTest, AsksForDetailsOnlyWhereSomebodyMaySeeThem) {
  const auto times_only =
      test::source_permit("oskar@contoso.example", "onprem", DetailLevel::availability_only);
  const auto asked_for = [&](std::vector<model::Permit> permits) {
    script_.then(200, "");
    ask(std::move(permits));
    return script_.sent.back().body;
  };
  EXPECT_THAT(asked_for({times_only, oskar_}), HasSubstr("DetailedMerged"));
  EXPECT_THAT(asked_for({times_only}), HasSubstr("FreeBusyMerged"));
  right_ = DetailLevel::availability_only;
  EXPECT_THAT(asked_for({oskar_}), Not(HasSubstr("Detailed")));
}

TEST_F(EwsSourceTest, WhatTheServerGivesTooMuchIsCut) {
  script_.then(200, soap_answer(busy_entry("Secret plan")));
  const auto answer =
      ask({test::source_permit("oskar@contoso.example", "onprem", DetailLevel::availability_only)});
  ASSERT_TRUE(answer.mailboxes[0]);
  EXPECT_EQ(answer.mailboxes[0]->level, DetailLevel::availability_only);
  EXPECT_FALSE(answer.mailboxes[0]->blocks[0].details);
}

TEST_F(EwsSourceTest, OneMailboxFailsAlone) {
  script_.then(200, soap_answer(failed_entry("ErrorMailRecipientNotFound") + busy_entry()));
  const auto answer = ask({oskar_, petra_});
  EXPECT_EQ(answer.mailboxes[0].error().kind(), ErrorKind::peer_recipient_unknown);
  EXPECT_TRUE(answer.mailboxes[1]);
}

TEST_F(EwsSourceTest, AMailboxOfWhichNothingIsSaidIsAnErrorNotFree) {
  script_.then(200, soap_answer(busy_entry() + test::silent_entry()));
  const auto silent = ask({oskar_, petra_});
  EXPECT_TRUE(silent.mailboxes[0]);
  ASSERT_FALSE(silent.mailboxes[1]);
  EXPECT_EQ(silent.mailboxes[1].error().kind(), ErrorKind::peer_broken);

  script_.then(200, soap_answer(busy_entry()));
  expect_everybody(ask({oskar_, petra_}), 2, ErrorKind::peer_broken);
  script_.then(200, soap_answer(busy_entry() + busy_entry() + busy_entry()));
  expect_everybody(ask({oskar_, petra_}), 2, ErrorKind::peer_broken);
}

TEST_F(EwsSourceTest, AWrongPasswordIsARefusalAndIsNotTriedAgain) {
  script_.then(401, "");
  expect_everybody(ask({oskar_}), 1, ErrorKind::peer_refused_us);
  EXPECT_EQ(script_.sent.size(), 1u);
}

TEST_F(EwsSourceTest, AFaultSaysWhy) {
  script_.then(500,
               test::soap_fault("ErrorServerBusy",
                                "<t:MessageXml xmlns:t=\"" + test::kTypes +
                                    "\"><t:Value Name=\"BackOffMilliseconds\">29001</t:Value>"
                                    "</t:MessageXml>"),
               {{"Content-Type", "text/xml; charset=utf-8"}});
  const auto answer = ask({oskar_, petra_});
  expect_everybody(answer, 2, ErrorKind::peer_throttled);
  EXPECT_EQ(answer.mailboxes[0].error().retry_after_s(), 30u);
}

// Some servers send faults as if they were answers.
TEST_F(EwsSourceTest, AFaultWithStatus200IsAFault) {
  script_.then(200, test::soap_fault("ErrorProxyRequestNotAllowed"));
  expect_everybody(ask({oskar_, petra_}), 2, ErrorKind::peer_request_not_allowed);
  script_.then(200, test::soap_fault("ErrorServerBusy"));
  expect_everybody(ask({oskar_, petra_}), 2, ErrorKind::peer_throttled);
}

TEST_F(EwsSourceTest, AWebPageOfAProxyIsJudgedByItsStatus) {
  const std::vector<net::HttpHeader> page{{"Content-Type", "text/html"}, {"Retry-After", "11"}};
  script_.then(503, "<html>Service Unavailable</html>", page);
  const auto busy = ask({oskar_});
  expect_everybody(busy, 1, ErrorKind::peer_throttled);
  EXPECT_EQ(busy.mailboxes[0].error().retry_after_s(), 11u);
  script_.then(500, "<html>Runtime Error</html>", page);
  expect_everybody(ask({oskar_}), 1, ErrorKind::peer_broken);
}

TEST_F(EwsSourceTest, AnAnswerWithoutATypeOrCharsetIsRead) {
  for (const char* type : {"text/xml", "text/xml; charset=utf-8", "application/xml", ""}) {
    script_.then(200, soap_answer(busy_entry()), {{"Content-Type", type}});
    EXPECT_TRUE(ask({oskar_}).mailboxes[0]) << type;
  }
}

TEST_F(EwsSourceTest, AWindowThatTheServerForbidsIsHalved) {
  script_.then(500, test::soap_fault("ErrorTimeIntervalTooBig"));
  script_.then(200, soap_answer(busy_entry() + busy_entry()));
  script_.then(200, soap_answer(busy_entry() + busy_entry()));
  const auto answer = ask({oskar_, petra_});
  ASSERT_TRUE(answer.mailboxes[0]) << answer.mailboxes[0].error().detail();
  EXPECT_EQ(answer.mailboxes[0]->blocks.size(), 1u);
  ASSERT_EQ(script_.sent.size(), 3u);
  EXPECT_THAT(script_.sent[1].body, HasSubstr("<t:EndTime>2027-01-10T12:00:00</t:EndTime>"));
}

TEST_F(EwsSourceTest, AListThatTheServerForbidsIsHalved) {
  script_.then(500, test::soap_fault("ErrorMailboxDataArrayTooBig"));
  script_.then(200, soap_answer(busy_entry()));
  script_.then(200, soap_answer(failed_entry("ErrorNoFreeBusyAccess")));
  const auto answer = ask({oskar_, petra_});
  EXPECT_TRUE(answer.mailboxes[0]);
  EXPECT_EQ(answer.mailboxes[1].error().kind(), ErrorKind::peer_no_access);
  EXPECT_THAT(script_.sent.at(1).body, Not(HasSubstr("petra@contoso.example")));
}

TEST_F(EwsSourceTest, AnAnswerBesideAStatusOfFailureIsNone) {
  script_.then(500, soap_answer(busy_entry()));
  expect_everybody(ask({oskar_}), 1, ErrorKind::peer_broken);
  script_.then(302, soap_answer(busy_entry()));
  expect_everybody(ask({oskar_}), 1, ErrorKind::peer_broken);
  script_.then(202, soap_answer(busy_entry()));
  expect_everybody(ask({oskar_}), 1, ErrorKind::peer_broken);
}

TEST_F(EwsSourceTest, NoBadResponseIsReadAsFreeTime) {
  for (const test::BadResponse& bad : test::bad_responses()) {
    SCOPED_TRACE(bad.name);
    script_.then(bad.response);
    const auto answer = ask({oskar_, petra_});
    expect_everybody(answer, 2, bad.kind);
    EXPECT_EQ(answer.mailboxes[0].error().retry_after_s(), bad.retry_after_s);
  }
}

TEST_F(EwsSourceTest, EveryStepMatters) {
  expect_every_step_to_matter(
      {oskar_, petra_}, [&] { script_.then(200, soap_answer(busy_entry() + busy_entry())); }, 1);
}

// A server that wants server-to-server tokens; the actor token comes from the tenant's authority.
class EwsSourceS2sTest : public EwsSourceTest {
 protected:
  config::Tenant tenant() override {
    config::Tenant contoso = EwsSourceTest::tenant();
    contoso.sources[1].authentication = config::SourceAuthentication::s2s;
    contoso.sources[1].exchange_application.client_id = "aaaaaaaa-0000-4000-8000-00000000000a";
    contoso.sources[1].exchange_application.realm = test::kContosoId;
    contoso.sources[1].exchange_application.scope = "https://exchange.example/.default";
    return contoso;
  }
  void challenged() {
    script_.then(401, "", {{"WWW-Authenticate", "Bearer client_id=\"app\", realm=\"r\""}});
  }
  std::vector<std::string> credentials() const {
    std::vector<std::string> shown;
    for (const auto& sent : script_.sent) shown.push_back(test::header_of(sent, "Authorization"));
    return shown;
  }
};

TEST_F(EwsSourceS2sTest, IsAskedForItsChallengeAndThenTheQuestion) {
  challenged();
  script_.then(200, soap_answer(busy_entry()));
  script_.then(200, soap_answer(busy_entry()));
  ASSERT_TRUE(ask({oskar_}).mailboxes[0]);
  ASSERT_TRUE(ask({oskar_}).mailboxes[0]);
  EXPECT_THAT(credentials(), ElementsAre("Bearer", "Bearer token-1", "Bearer token-1"));
  EXPECT_EQ(script_.sent[0].method, "GET");
  EXPECT_EQ(script_.sent[0].url, script_.sent[1].url);
  EXPECT_EQ(script_.sent[0].body, "") << "nobody is told the question before the credential";
}

TEST_F(EwsSourceS2sTest, ARefusedTokenIsReplacedOnce) {
  challenged();
  script_.then(401, "");
  challenged();
  script_.then(200, soap_answer(busy_entry()));
  EXPECT_TRUE(ask({oskar_}).mailboxes[0]);
  EXPECT_THAT(credentials(), ElementsAre("Bearer", "Bearer token-1", "Bearer", "Bearer token-2"));

  script_.then(401, "");
  challenged();
  script_.then(401, "", {{"x-ms-diagnostics", "2000005;reason=\"no\""}});
  const auto answer = ask({oskar_});
  expect_everybody(answer, 1, ErrorKind::peer_refused_us);
  EXPECT_EQ(answer.mailboxes[0].error().peer_text(), "2000005;reason=\"no\"");
  EXPECT_EQ(script_.left(), 0u);
}

TEST_F(EwsSourceS2sTest, WithoutAChallengeNothingIsShown) {
  script_.then(200, soap_answer(busy_entry()));
  expect_everybody(ask({oskar_, petra_}), 2, ErrorKind::token_unavailable);
  EXPECT_THAT(credentials(), ElementsAre("Bearer"));
}

TEST_F(EwsSourceTest, ARefusedPasswordIsNotShownAgain) {
  script_.then(401, "");
  expect_everybody(ask({oskar_}), 1, ErrorKind::peer_refused_us);
  EXPECT_EQ(script_.sent.size(), 1u);
}

}  // namespace
}  // namespace fb::upstream
