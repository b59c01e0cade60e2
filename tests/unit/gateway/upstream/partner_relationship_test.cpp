// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/upstream/partner_relationship.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/gateway/upstream/relationship_test_base.hpp"

namespace fb::upstream {
namespace {

using model::DetailLevel;
using model::ErrorKind;
using test::busy_entry;
using test::relationship_permit;
using test::soap_answer;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kFreeBusy = "MSExchange.SharingCalendarFreeBusy";
constexpr const char* kAutodiscover = "MSExchange.Autodiscover";

using PinnedRelationship = test::RelationshipTest;

TEST_F(PinnedRelationship, AsksAsTheUserWithADelegationToken) {
  script_.then(200, soap_answer(busy_entry("Lunch") + busy_entry()));
  const auto answer = ask({carol_, dave_});
  for (const auto& mailbox : answer.mailboxes) ASSERT_TRUE(mailbox) << mailbox.error().detail();
  EXPECT_EQ(answer.mailboxes[0]->level, DetailLevel::limited_details);
  EXPECT_EQ(answer.mailboxes[0]->blocks.at(0).details->subject, "Lunch");
  EXPECT_EQ(answer.mailboxes[0]->blocks.at(0).details->id, "") << "no id crosses organisations";

  ASSERT_EQ(delegations_.asked.size(), 1u);
  const identity::DelegationRequest& token = delegations_.asked[0];
  EXPECT_EQ(token.tenant, test::contoso());
  EXPECT_EQ(token.trust.application_uri, "FYDIBOHF25SPDLT.contoso.example");
  EXPECT_EQ(token.issuer.uri, "urn:first") << "the first that can be asked";
  EXPECT_EQ(token.user.str(), "grace@contoso.example");
  EXPECT_EQ(token.target, "FYDIBOHF25SPDLT.fabrikam-gov.example");
  EXPECT_EQ(token.offer, kFreeBusy);

  ASSERT_EQ(script_.sent.size(), 1u);
  const net::HttpRequest& sent = script_.sent[0];
  EXPECT_EQ(sent.url, kPinned + "/WSSecurity");
  EXPECT_EQ(test::header_of(sent, "X-FreeBusy-Gateway"), "gw-before, gw-here");
  EXPECT_EQ(test::header_of(sent, "client-request-id"), kCorrelation);
  EXPECT_EQ(test::header_of(sent, "Authorization"), "") << "the token is in the envelope";
  EXPECT_THAT(test::header_of(sent, "SOAPAction"), HasSubstr("messages/GetUserAvailability"));
  EXPECT_THAT(sent.body, HasSubstr("<token>grace@contoso.example " + std::string(kFreeBusy)));
  EXPECT_THAT(sent.body, HasSubstr(kPinned + "/WSSecurity</wsa:To>"));
  EXPECT_THAT(sent.body, HasSubstr("DetailedMerged"));
  EXPECT_THAT(sent.body, HasSubstr("dave@fabrikam-gov.example"));
  EXPECT_TRUE(tokens_.asked.empty()) << "no token of the organisation";
}

TEST_F(PinnedRelationship, NoMoreIsAskedForOrShownThanTheLevel) {
  script_.then(200, soap_answer(busy_entry("Secret plan")));
  const auto answer = ask({relationship_permit(
      "carol@fabrikam-gov.example", "grace@contoso.example", DetailLevel::availability_only)});
  ASSERT_TRUE(answer.mailboxes[0]);
  EXPECT_EQ(answer.mailboxes[0]->level, DetailLevel::availability_only);
  EXPECT_FALSE(answer.mailboxes[0]->blocks.at(0).details);
  EXPECT_THAT(script_.sent.at(0).body, HasSubstr("FreeBusyMerged"));
  EXPECT_THAT(script_.sent.at(0).body, Not(HasSubstr("Detailed")));
}

TEST_F(PinnedRelationship, PartnerThatShowsTimesAloneIsTakenAtThat) {
  script_.then(200, soap_answer(busy_entry()));
  const auto answer = ask({carol_});
  ASSERT_TRUE(answer.mailboxes[0]);
  EXPECT_EQ(answer.mailboxes[0]->level, DetailLevel::availability_only);
}

TEST_F(PinnedRelationship, EveryUserHasATokenOfTheirOwn) {
  script_.then(200, soap_answer(busy_entry()));
  ask({carol_});
  script_.then(200, soap_answer(busy_entry()));
  ask({relationship_permit("carol@fabrikam-gov.example", "peggy@contoso.example")});
  ASSERT_EQ(delegations_.asked.size(), 2u);
  EXPECT_EQ(delegations_.asked[1].user.str(), "peggy@contoso.example");
  EXPECT_THAT(script_.sent.at(1).body, HasSubstr("<token>peggy@contoso.example"));
}

TEST_F(PinnedRelationship, TokensOfTwoUsersAreNeverInOneQuestion) {
  const auto answer =
      ask({carol_, relationship_permit("dave@fabrikam-gov.example", "peggy@contoso.example")});
  expect_everybody(answer, 2, ErrorKind::internal);
  EXPECT_TRUE(script_.sent.empty());
}

TEST_F(PinnedRelationship, RefusalStaysWithItsMailbox) {
  script_.then(200, soap_answer(test::failed_entry("ErrorNoFreeBusyAccess") + busy_entry()));
  const auto answer = ask({carol_, dave_});
  EXPECT_EQ(answer.mailboxes[0].error().kind(), ErrorKind::peer_no_access);
  EXPECT_TRUE(answer.mailboxes[1]);
}

TEST_F(PinnedRelationship, WhatIsNoAnswerIsNeverFreeTime) {
  for (const test::BadResponse& bad : test::bad_responses()) {
    SCOPED_TRACE(bad.name);
    script_.then(bad.response);
    const auto answer = ask({carol_, dave_});
    expect_everybody(answer, 2, bad.kind);
    EXPECT_EQ(answer.mailboxes[0].error().retry_after_s(), bad.retry_after_s);
  }
}

TEST_F(PinnedRelationship, EveryStepMatters) {
  expect_every_step_to_matter(
      {carol_, dave_}, [&] { script_.then(200, soap_answer(busy_entry() + busy_entry())); },
      2);  // the token, the question
}

TEST_F(PinnedRelationship, RelationshipThatIsGoneOrLeadsElsewhereIsNoPath) {
  const std::function<void(config::Tenant&)> edits[] = {
      [](auto& contoso) { contoso.organization_relationships.clear(); },
      [](auto& contoso) { relationship_in(contoso).name = "Other"; },
      [](auto& contoso) { relationship_in(contoso).target_tenant = test::contoso_china(); },
      [](auto& contoso) { contoso.key = test::contoso_china(); },
  };
  for (const auto& edit : edits) {
    edit_ = edit;
    expect_refused(ErrorKind::no_path, "organization_relationship.gone");
  }
  EXPECT_TRUE(delegations_.asked.empty());
}

TEST_F(PinnedRelationship, WithoutWhatGetsTokensNobodyIsAsked) {
  upstream_ = make_calendar_upstream("gw-here", tokens_, files_, clock_);
  expect_everybody(ask({carol_}), 1, ErrorKind::internal);
  EXPECT_TRUE(script_.sent.empty());
}

// The endpoint is looked for at target_autodiscover_epr.
class SearchedRelationship : public test::RelationshipTest {
 protected:
  SearchedRelationship() {
    edit_ = [](config::Tenant& contoso) {
      relationship_in(contoso).target_sharing_epr.clear();
      relationship_in(contoso).target_autodiscover_epr = kEpr;
    };
  }
  void script_search(const std::string& url = kFound) { script_.then(200, test::soap_found(url)); }
  // What follows the configured place: the domain itself and autodiscover.<domain>, which nobody
  // has.
  void script_nobody_else() {
    script_.then(model::Error::of(ErrorKind::peer_unreachable, "nobody"));
    script_.then(model::Error::of(ErrorKind::peer_unreachable, "nobody"));
  }
};

TEST_F(SearchedRelationship, AutodiscoverGetsATokenOfItsOwn) {
  script_search();
  script_.then(200, soap_answer(busy_entry()));
  const auto answer = ask({carol_});
  ASSERT_TRUE(answer.mailboxes[0]) << answer.mailboxes[0].error().detail();
  EXPECT_EQ(delegations_.offers().front(), kAutodiscover);
  EXPECT_EQ(delegations_.offers().back(), kFreeBusy);

  ASSERT_EQ(script_.sent.size(), 2u);
  const net::HttpRequest& search = script_.sent[0];
  EXPECT_EQ(search.url, kEpr);
  EXPECT_THAT(search.body, HasSubstr("<token>grace@contoso.example " + std::string(kAutodiscover)));
  EXPECT_THAT(search.body, HasSubstr(">" + kEpr + "</wsa:To>"));
  EXPECT_THAT(search.body, HasSubstr("carol@fabrikam-gov.example</a:Mailbox>"));
  EXPECT_THAT(test::header_of(search, "SOAPAction"), HasSubstr("GetUserSettings"));
  EXPECT_EQ(test::header_of(search, "Authorization"), "");
  EXPECT_EQ(script_.sent[1].url, kFound + "/WSSecurity");
}

TEST_F(SearchedRelationship, EndpointIsRememberedForAllUsersOfTheTenant) {
  script_search();
  script_.then(200, soap_answer(busy_entry()));
  ask({carol_});
  script_.then(200, soap_answer(busy_entry()));
  ask({relationship_permit("dave@fabrikam-gov.example", "peggy@contoso.example")});
  EXPECT_EQ(script_.sent.size(), 3u);
  EXPECT_EQ(delegations_.offers().back(), kFreeBusy) << "peggy needs no token for a search";
}

TEST_F(SearchedRelationship, FailureOfOneUserIsNotThatOfAnother) {
  const auto fault = test::soap_body(
      "<s:Fault><faultcode>a:FailedAuthentication</faultcode><faultstring/></s:Fault>");
  script_.then(500, fault);
  script_.then(500, fault);
  script_nobody_else();
  const auto refused = ask({carol_});
  expect_everybody(refused, 1, ErrorKind::discovery_failed);
  EXPECT_THAT(refused.mailboxes[0].error().detail(),
              HasSubstr("soap auto.fabrikam-gov.example: unauthenticated (the partner refused the "
                        "delegation token, and a new one too: it answered FailedAuthentication"));
  // The same user's is remembered, and nobody is asked.
  expect_everybody(ask({carol_}), 1, ErrorKind::discovery_failed);
  EXPECT_EQ(script_.left(), 0u);

  script_search();
  script_.then(200, soap_answer(busy_entry()));
  const auto peggy = relationship_permit("carol@fabrikam-gov.example", "peggy@contoso.example");
  EXPECT_TRUE(ask({peggy}).mailboxes[0]);
}

TEST_F(SearchedRelationship, RefusedTokenIsReplacedOnceInTheSearchToo) {
  script_.then(401, "");
  script_search();
  script_.then(200, soap_answer(busy_entry()));
  EXPECT_TRUE(ask({carol_}).mailboxes[0]);
  EXPECT_THAT(script_.sent.at(1).body, HasSubstr("Autodiscover 2</token>"));
  EXPECT_THAT(script_.sent.at(2).body, HasSubstr("FreeBusy 1</token>"));
}

TEST_F(SearchedRelationship, UnknownPersonIsNotTheDomain) {
  script_.then(200, test::soap_error("InvalidUser"));
  script_nobody_else();
  script_search();
  script_.then(200, soap_answer(test::failed_entry("ErrorMailRecipientNotFound") + busy_entry()));
  const auto answer = ask({carol_, dave_});
  ASSERT_EQ(script_.left(), 0u);
  EXPECT_EQ(answer.mailboxes[0].error().kind(), ErrorKind::peer_recipient_unknown);
  EXPECT_TRUE(answer.mailboxes[1]);
}

TEST_F(SearchedRelationship, NoMorePeopleThanThatAreTried) {
  std::vector<model::Permit> people;
  for (std::size_t i = 0; i <= kPeopleTriedMax; ++i) {
    people.push_back(relationship_permit("p" + std::to_string(i) + "@fabrikam-gov.example"));
  }
  for (std::size_t i = 0; i < kPeopleTriedMax; ++i) {
    script_.then(200, test::soap_error("InvalidUser"));
    script_nobody_else();
  }
  const auto answer = ask(people);
  expect_everybody(answer, people.size(), ErrorKind::discovery_failed);
  EXPECT_EQ(script_.left(), 0u);
  EXPECT_THAT(answer.mailboxes[0].error().detail(), HasSubstr("unknown address"));
}

TEST_F(SearchedRelationship, EachDomainHasAnEndpoint) {
  script_search();
  script_.then(200, soap_answer(busy_entry()));
  script_.then(404, "");
  script_nobody_else();
  const auto answer = ask({relationship_permit("erin@fabrikam-us.example"), carol_});
  EXPECT_EQ(answer.mailboxes[0].error().kind(), ErrorKind::discovery_failed);
  EXPECT_THAT(answer.mailboxes[0].error().detail(), HasSubstr("for fabrikam-us.example"));
  EXPECT_TRUE(answer.mailboxes[1]);
  EXPECT_THAT(script_.sent.at(1).body, Not(HasSubstr("erin")));
}

TEST_F(SearchedRelationship, RedirectToAnotherHostIsRefusedByName) {
  script_.then(test::redirect_to("https://evil.example/autodiscover/autodiscover.svc"));
  script_nobody_else();
  const auto answer = ask({carol_});
  expect_everybody(answer, 1, ErrorKind::discovery_failed);
  EXPECT_THAT(answer.mailboxes[0].error().detail(),
              HasSubstr("the host evil.example is not among those"));
  for (const net::HttpRequest& request : script_.sent) {
    EXPECT_THAT(request.url, Not(HasSubstr("evil")));
  }
}

TEST_F(SearchedRelationship, RedirectWithinTheListIsFollowedInTheSameForm) {
  script_.then(
      test::redirect_to("https://autodiscover.fabrikam-gov.example/autodiscover/autodiscover.svc"));
  script_search();
  script_.then(200, soap_answer(busy_entry()));
  EXPECT_TRUE(ask({carol_}).mailboxes[0]);
  EXPECT_EQ(script_.sent.at(1).url,
            "https://autodiscover.fabrikam-gov.example/autodiscover/autodiscover.svc/WSSecurity");
}

TEST_F(SearchedRelationship, OneServiceIsAskedForTheOtherAddressToo) {
  script_.then(200, test::soap_error("RedirectAddress", "carol@mail.fabrikam-gov.example"));
  script_search();
  script_.then(200, soap_answer(busy_entry()));
  EXPECT_TRUE(ask({carol_}).mailboxes[0]);
  EXPECT_EQ(script_.sent.at(1).url, kEpr);
  EXPECT_THAT(script_.sent.at(1).body, HasSubstr("carol@mail.fabrikam-gov.example</a:Mailbox>"));
}

TEST_F(SearchedRelationship, EndpointElsewhereIsRefused) {
  script_search("https://evil.example/EWS/Exchange.asmx");
  script_nobody_else();
  expect_everybody(ask({carol_}), 1, ErrorKind::discovery_failed);
  EXPECT_EQ(script_.left(), 0u);
}

TEST_F(SearchedRelationship, WithoutATokenThereIsNoSearch) {
  steps_ = {0, model::Error::from_peer(ErrorKind::token_unavailable, "the token service refused",
                                       "Authentication Failure", "delegation.refused")};
  expect_refused(ErrorKind::token_unavailable, "delegation.refused");
  EXPECT_TRUE(script_.sent.empty());
  // And that is not remembered here.
  steps_ = {};
  script_search();
  script_.then(200, soap_answer(busy_entry()));
  EXPECT_TRUE(ask({carol_}).mailboxes[0]);
}

// Whatever fails, the mailboxes have no answer; which error it is tells where it failed.
TEST_F(SearchedRelationship, EveryStepMatters) {
  const auto script = [&] {
    script_search();
    script_.then(200, soap_answer(busy_entry()));
  };
  script();
  ASSERT_TRUE(ask({carol_}).mailboxes[0]);
  // A token for the search, the same again from whoever keeps it, the search; a token, the
  // question.
  ASSERT_EQ(steps_.done, 5u);
  const ErrorKind kinds[] = {ErrorKind::peer_broken, ErrorKind::discovery_failed,
                             ErrorKind::discovery_failed, ErrorKind::peer_broken,
                             ErrorKind::peer_broken};
  for (std::size_t failing = 0; failing < std::size(kinds); ++failing) {
    SCOPED_TRACE(failing);
    begin_again();
    script_ = {};
    steps_ = {failing, model::Error::of(ErrorKind::peer_broken, "scripted")};
    if (kinds[failing] == ErrorKind::discovery_failed) {
      script_nobody_else();
    } else {
      script();
    }
    expect_everybody(ask({carol_}), 1, kinds[failing]);
  }
}

TEST_F(SearchedRelationship, EndpointThatHasMovedIsLookedForAgainOnce) {
  script_search();
  script_.then(200, soap_answer(busy_entry()));
  ask({carol_});
  clock_.advance(std::chrono::minutes(5));
  script_.then(404, "");
  script_search("https://fabrikam-gov.example/new");
  script_.then(200, soap_answer(busy_entry()));
  EXPECT_TRUE(ask({carol_}).mailboxes[0]);
  EXPECT_EQ(script_.sent.back().url, "https://fabrikam-gov.example/new/WSSecurity");
}

TEST_F(SearchedRelationship, PinnedEndpointIsNeverLookedFor) {
  edit_ = [](config::Tenant& contoso) { relationship_in(contoso).target_autodiscover_epr = kEpr; };
  script_.then(404, "");
  expect_everybody(ask({carol_}), 1, ErrorKind::peer_broken);
  ASSERT_EQ(script_.sent.size(), 1u);
  EXPECT_EQ(script_.sent[0].url, kPinned + "/WSSecurity");
  EXPECT_THAT(delegations_.offers(), ElementsAre(kFreeBusy));
}

}  // namespace
}  // namespace fb::upstream
