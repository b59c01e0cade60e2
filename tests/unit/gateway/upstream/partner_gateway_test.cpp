// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/upstream/partner_gateway.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/gateway/upstream/discovery_support.hpp"
#include "tests/unit/gateway/upstream/soap_bodies.hpp"
#include "tests/unit/gateway/upstream/upstream_test_base.hpp"

namespace fb::upstream {
namespace {

using model::DetailLevel;
using model::ErrorKind;
using test::busy_entry;
using test::failed_entry;
using test::soap_answer;
using testing::HasSubstr;
using testing::Not;

class PartnerGatewayTest : public test::UpstreamTest {
 protected:
  config::Tenant tenant() override {
    config::Tenant contoso = test::contoso_tenant();
    edit_(contoso);
    return contoso;
  }

  std::function<void(config::Tenant&)> edit_ = [](config::Tenant&) {};
  model::Permit victor_ = test::partner_permit("victor@contoso-cn.example");
  model::Permit wei_ = test::partner_permit("wei@contoso-cn.example");
};

TEST_F(PartnerGatewayTest, AsksAsTheOrganisationWithATokenOfItsOwnCloud) {
  script_.then(200, soap_answer(busy_entry() + busy_entry()));
  const auto answer = ask({victor_, wei_});
  for (const auto& mailbox : answer.mailboxes) EXPECT_TRUE(mailbox);

  ASSERT_EQ(tokens_.asked.size(), 2u);  // to be forwarded, and of who forwards
  for (const identity::TokenRequest& token : tokens_.asked) {
    EXPECT_EQ(token.login_host, "login.microsoftonline.com");
    EXPECT_EQ(token.tenant, test::contoso().id);
    EXPECT_EQ(token.scope, "api://free-busy/.default");
    EXPECT_EQ(token.application.client_id, "aaaaaaaa-0000-4000-8000-000000000001");
  }

  const net::HttpRequest& sent = script_.sent.at(0);
  EXPECT_EQ(sent.url, "https://gateway.contoso-cn.example/EWS/Exchange.asmx");
  EXPECT_EQ(test::header_of(sent, "Authorization"),
            R"(MSAuth1.0 actortoken="Bearer token-1", accesstoken="Bearer token-1", type="PFAT")");
  EXPECT_EQ(test::header_of(sent, "X-FreeBusy-Gateway"), "gw-before, gw-here");
  EXPECT_EQ(test::header_of(sent, "client-request-id"), kCorrelation);
  EXPECT_EQ(test::header_of(sent, "Content-Type"), "text/xml; charset=utf-8");
  EXPECT_THAT(sent.body, HasSubstr("FreeBusyMerged"));
  EXPECT_THAT(sent.body, HasSubstr("victor@contoso-cn.example"));
  // Nobody over there learns who asked.
  EXPECT_THAT(sent.body, Not(HasSubstr("grace")));
}

TEST_F(PartnerGatewayTest, TheTokenAloneWhereTheSpaceSaysSo) {
  edit_ = [](config::Tenant& contoso) {
    contoso.address_spaces[0].token_form = config::TokenForm::bearer;
  };
  script_.then(200, soap_answer(busy_entry()));
  EXPECT_TRUE(ask({victor_}).mailboxes[0]);
  EXPECT_EQ(tokens_.asked.size(), 1u);
  EXPECT_EQ(test::header_of(script_.sent.at(0), "Authorization"), "Bearer token-1");
}

TEST_F(PartnerGatewayTest, TheGatewaysOwnApplicationForwardsWhereThereIsOne) {
  edit_ = [](config::Tenant& contoso) {
    contoso.forwarder = config::Application{.client_id = "aaaaaaaa-0000-4000-8000-000000000009"};
  };
  script_.then(200, soap_answer(busy_entry()));
  EXPECT_TRUE(ask({victor_}).mailboxes[0]);
  ASSERT_EQ(tokens_.asked.size(), 2u);
  EXPECT_EQ(tokens_.asked[0].application.client_id, "aaaaaaaa-0000-4000-8000-000000000001");
  EXPECT_EQ(tokens_.asked[1].application.client_id, "aaaaaaaa-0000-4000-8000-000000000009");
  EXPECT_EQ(tokens_.asked[1].scope, "api://free-busy/.default");
  EXPECT_EQ(tokens_.asked[1].tenant, test::contoso().id);
}

TEST_F(PartnerGatewayTest, APartnerThatTellsTooMuchIsCut) {
  script_.then(200, soap_answer(busy_entry("Secret plan")));
  const auto answer = ask({victor_});
  ASSERT_TRUE(answer.mailboxes[0]);
  EXPECT_EQ(answer.mailboxes[0]->level, DetailLevel::availability_only);
  EXPECT_FALSE(answer.mailboxes[0]->blocks[0].details);
}

TEST_F(PartnerGatewayTest, ARefusalStaysWithItsMailbox) {
  script_.then(200, soap_answer(failed_entry("ErrorNoFreeBusyAccess") + busy_entry()));
  const auto answer = ask({victor_, wei_});
  EXPECT_EQ(answer.mailboxes[0].error().kind(), ErrorKind::peer_no_access);
  EXPECT_TRUE(answer.mailboxes[1]);
}

TEST_F(PartnerGatewayTest, ARefusedTokenIsReplacedOnceAndThenItIsARefusal) {
  script_.then(401, "");
  script_.then(200, soap_answer(busy_entry()));
  EXPECT_TRUE(ask({victor_}).mailboxes[0]);
  EXPECT_EQ(tokens_.forgotten, 2);

  script_.then(401, "");
  script_.then(401, "");
  expect_everybody(ask({victor_}), 1, ErrorKind::peer_refused_us);
}

TEST_F(PartnerGatewayTest, AForbiddenTokenIsForgottenButNotTriedAgain) {
  script_.then(403, "");
  expect_everybody(ask({victor_}), 1, ErrorKind::peer_refused_us);
  EXPECT_EQ(script_.sent.size(), 1u);
  EXPECT_EQ(tokens_.forgotten, 2);
}

TEST_F(PartnerGatewayTest, AFaultSaysWhy) {
  script_.then(500, test::soap_fault("ErrorProxyRequestNotAllowed"));
  expect_everybody(ask({victor_}), 1, ErrorKind::peer_request_not_allowed);
}

TEST_F(PartnerGatewayTest, ASpaceThatIsGoneOrLeadsElsewhereIsNoPath) {
  edit_ = [](config::Tenant& contoso) { contoso.address_spaces.clear(); };
  expect_everybody(ask({victor_}), 1, ErrorKind::no_path);
  edit_ = [](config::Tenant& contoso) {
    contoso.address_spaces[0].target_tenant = test::fabrikam();
  };
  expect_everybody(ask({victor_}), 1, ErrorKind::no_path);
  edit_ = [](config::Tenant& contoso) { contoso.key = test::fabrikam(); };
  expect_everybody(ask({victor_}), 1, ErrorKind::no_path);
  EXPECT_TRUE(script_.sent.empty());
  EXPECT_TRUE(tokens_.asked.empty());
}

// Without a pinned endpoint. Nobody lists the gateway's host here, so EWS is at the domain itself.
class DiscoveredGatewayTest : public PartnerGatewayTest {
 protected:
  DiscoveredGatewayTest() {
    edit_ = [](config::Tenant& contoso) { contoso.address_spaces[0].target_service_epr.clear(); };
  }
  void script_discovery(const std::string& path = "/EWS/Exchange.asmx") {
    script_.then(200, test::soap_found("https://contoso-cn.example" + path));
  }
};

TEST_F(DiscoveredGatewayTest, IsAskedWhereAutodiscoverSaysAndRemembered) {
  script_discovery();
  script_.then(200, soap_answer(busy_entry()));
  EXPECT_TRUE(ask({victor_}).mailboxes[0]);
  ASSERT_EQ(script_.sent.size(), 2u);
  EXPECT_EQ(script_.sent[0].url, "https://contoso-cn.example/autodiscover/autodiscover.svc");
  EXPECT_EQ(test::header_of(script_.sent[0], "Authorization"), "");
  EXPECT_EQ(script_.sent[1].url, "https://contoso-cn.example/EWS/Exchange.asmx");
  EXPECT_EQ(test::header_of(script_.sent[1], "X-FreeBusy-Gateway"), "gw-before, gw-here");

  script_.then(200, soap_answer(busy_entry()));
  EXPECT_TRUE(ask({wei_}).mailboxes[0]);
  EXPECT_EQ(script_.sent.size(), 3u);
}

TEST_F(DiscoveredGatewayTest, ATraceHasDiscoverysStepsAndTheExchange) {
  Trace trace;
  trace_ = &trace;
  script_discovery();
  script_.then(200, soap_answer(busy_entry()));
  EXPECT_TRUE(ask({victor_}).mailboxes[0]);
  ASSERT_EQ(trace.size(), 2u);
  EXPECT_EQ(trace[0].what, "discovery");
  EXPECT_EQ(trace[0].where, "soap contoso-cn.example");
  EXPECT_THAT(trace[0].words, testing::StartsWith("found"));
  EXPECT_EQ(trace[1].what, "exchange");
  EXPECT_EQ(trace[1].where, "https://contoso-cn.example/EWS/Exchange.asmx");
  EXPECT_EQ(trace[1].words, "HTTP status 200");

  trace.clear();
  script_.then(503, "<secret>what a peer says</secret>");
  EXPECT_FALSE(ask({victor_}).mailboxes[0]);
  ASSERT_EQ(trace.size(), 2u);
  EXPECT_THAT(trace[0].words, testing::StartsWith("earlier: found"));
  EXPECT_EQ(trace[1].words, "HTTP status 503");
}

TEST_F(DiscoveredGatewayTest, ATraceOfWhatFailedSaysWhereAndHasAnEnd) {
  Trace trace(kTraceStepsMax - 1);
  trace_ = &trace;
  script_.then(model::Error::of(ErrorKind::peer_unreachable, "nobody listens"));
  script_.then(model::Error::of(ErrorKind::peer_unreachable, "nobody listens"));
  EXPECT_FALSE(ask({victor_}).mailboxes[0]);
  ASSERT_EQ(trace.size(), kTraceStepsMax) << "what comes after is left out";
  EXPECT_EQ(trace.back().where, "soap contoso-cn.example");
  EXPECT_THAT(trace.back().words, testing::StartsWith("no answer"));
}

TEST_F(DiscoveredGatewayTest, ThatIsNotFoundIsAnErrorForEverybody) {
  script_.then(model::Error::of(ErrorKind::peer_unreachable));
  script_.then(model::Error::of(ErrorKind::peer_unreachable));
  const auto answer = ask({victor_, wei_});
  expect_everybody(answer, 2, ErrorKind::discovery_failed);
  EXPECT_THAT(answer.mailboxes[0].error().detail(), HasSubstr("autodiscover.contoso-cn.example"));
}

TEST_F(DiscoveredGatewayTest, ThatHasMovedIsLookedForAgainOnce) {
  using Moved = model::Result<net::HttpResponse>;
  for (const Moved& moved : {Moved(net::HttpResponse{404, {}, ""}),
                             Moved(net::HttpResponse{302, {{"Location", "/owa"}}, ""}),
                             Moved(model::Error::of(ErrorKind::peer_unreachable))}) {
    SCOPED_TRACE(moved ? moved->status : 0);
    upstream_ = make_calendar_upstream("gw-here", tokens_, files_, clock_);
    script_.sent.clear();
    script_discovery("/old");
    script_.then(200, soap_answer(busy_entry()));
    ask({victor_});

    // Found only just now: that it does not answer is its answer.
    script_.then(moved);
    EXPECT_FALSE(ask({victor_}).mailboxes[0]);
    EXPECT_EQ(script_.sent.size(), 3u);

    clock_.advance(std::chrono::minutes(5));
    script_.then(moved);
    script_discovery("/new");
    script_.then(200, soap_answer(busy_entry()));
    EXPECT_TRUE(ask({victor_}).mailboxes[0]);
    ASSERT_EQ(script_.sent.size(), 6u);
    EXPECT_EQ(script_.sent[5].url, "https://contoso-cn.example/new");
  }
}

TEST_F(DiscoveredGatewayTest, ThatIsFoundAgainAtTheSamePlaceIsNotAskedTwice) {
  script_discovery();
  script_.then(200, soap_answer(busy_entry()));
  ask({victor_});
  clock_.advance(std::chrono::minutes(5));
  script_.then(404, "");
  script_discovery();
  expect_everybody(ask({victor_}), 1, ErrorKind::peer_broken);
  EXPECT_EQ(script_.left(), 0u);
}

TEST_F(DiscoveredGatewayTest, APinnedEndpointIsNeverLookedFor) {
  edit_ = [](config::Tenant& contoso) {
    contoso.address_spaces[0].target_autodiscover_epr =
        "https://autodiscover.contoso-cn.example/autodiscover/autodiscover.svc";
  };
  script_.then(404, "");
  expect_everybody(ask({victor_}), 1, ErrorKind::peer_broken);
  ASSERT_EQ(script_.sent.size(), 1u);
  EXPECT_EQ(script_.sent[0].url, "https://gateway.contoso-cn.example/EWS/Exchange.asmx");
}

TEST_F(PartnerGatewayTest, WithoutAnApplicationThereIsNoToken) {
  edit_ = [](config::Tenant& contoso) { contoso.application.reset(); };
  expect_everybody(ask({victor_}), 1, ErrorKind::token_unavailable);
  EXPECT_TRUE(script_.sent.empty());
}

TEST_F(PartnerGatewayTest, NoBadResponseIsReadAsFreeTime) {
  for (const test::BadResponse& bad : test::bad_responses()) {
    SCOPED_TRACE(bad.name);
    script_.then(bad.response);
    const auto answer = ask({victor_, wei_});
    expect_everybody(answer, 2, bad.kind);
    EXPECT_EQ(answer.mailboxes[0].error().retry_after_s(), bad.retry_after_s);
  }
}

TEST_F(PartnerGatewayTest, EveryStepMatters) {
  expect_every_step_to_matter(
      {victor_, wei_},
      [&] {
        script_.then(401, "");
        script_.then(200, soap_answer(busy_entry() + busy_entry()));
      },
      6);
}

}  // namespace
}  // namespace fb::upstream
