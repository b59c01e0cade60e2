// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/front/availability_endpoint.hpp"

#include <boost/json/parse.hpp>

#include "tests/unit/gateway/front/endpoint_fixture.hpp"

namespace fb::front {
namespace {

namespace json = boost::json;

constexpr std::string_view kGood =
    R"({"people":["grace@contoso.example"],)"
    R"("start":"2026-01-05T00:00:00Z","end":"2026-01-06T00:00:00Z"})";

Asked question(std::string body = std::string(kGood)) {
  return {"POST", "/v1/availability", "", {{"Content-Type", "application/json"}}, std::move(body)};
}

TEST(AvailabilityEndpoint, AHomeCallerIsToldHowItCameAbout) {
  EndpointFixture fixture;
  const auto peggy = test::contoso_user("peggy@contoso.example");
  const Answered answered = fixture.ask(answer_plain_availability, question(), peggy);
  EXPECT_EQ(answered.status, 200u);
  EXPECT_TRUE(answered.has_reply);
  EXPECT_NE(answered.head.find("X-FreeBusy-Cache: fetched\r\n"), std::string::npos);
  const auto person = json::parse(answered.body).at("people").at(0);
  EXPECT_EQ(person.at("result"), "known");
  EXPECT_EQ(person.at("path"), "own-tenant");
  EXPECT_EQ(person.at("cache"), "fetched");
}

// The answering side: an organisation that may see times, and nothing about how they are kept.
TEST(AvailabilityEndpoint, APartnerIsToldTheTimesOnly) {
  EndpointFixture fixture;
  const Answered answered =
      fixture.ask(answer_plain_availability, question(), partner_organization());
  EXPECT_EQ(answered.status, 200u);
  EXPECT_EQ(answered.head.find("X-FreeBusy-Cache"), std::string::npos);
  const auto person = json::parse(answered.body).at("people").at(0).as_object();
  EXPECT_EQ(person.at("result"), "known");
  for (const std::string_view inside : {"cache", "path", "rule"}) {
    EXPECT_FALSE(person.contains(inside)) << inside;
  }
}

// What is cut away never gets into any form, whatever the upstream gave.
TEST(AvailabilityEndpoint, EveryFormIsMadeFromTheCutAnswer) {
  EndpointFixture fixture;
  const model::UtcTime nine = fixture.clock.utc_now() + std::chrono::hours(9);
  fixture.upstream.answer = [nine](const model::Permit& permit, model::TimeWindow window) {
    model::Availability given{.window = window, .level = permit->level};
    model::BusyBlock block{nine, nine + std::chrono::hours(1), model::FreeBusyStatus::busy,
                           model::BlockDetails{}};
    block.details->subject = "Tea tasting";
    block.details->location = "Kitchen";
    given.blocks.push_back(std::move(block));
    return given;
  };
  struct Sort {
    std::string person;
    std::string detail;
    model::Caller caller;
    bool shown;
  };
  for (const Sort& sort : {
           Sort{"kettle", "LimitedDetails", test::contoso_user(), true},
           Sort{"kettle", "AvailabilityOnly", test::contoso_user(), false},
           Sort{"grace", "LimitedDetails", test::contoso_user(), false},
           Sort{"kettle", "LimitedDetails", partner_organization(), false},
       }) {
    for (const std::string form : {"application/json", "text/csv", "text/calendar"}) {
      Asked asked = question(R"({"people":[")" + sort.person + R"(@contoso.example"],"detail":")" +
                             sort.detail +
                             R"(","start":"2026-01-05T00:00:00Z","end":"2026-01-06T00:00:00Z"})");
      asked.headers.emplace_back("Accept", form);
      const Answered answered = fixture.ask(answer_plain_availability, asked, sort.caller);
      EXPECT_EQ(answered.status, 200u);
      EXPECT_NE(answered.head.find("X-FreeBusy-Unknown: 0\r\n"), std::string::npos) << form;
      const bool shown = answered.body.find("Tea tasting") != std::string::npos;
      // A VFREEBUSY has no place for a subject.
      EXPECT_EQ(shown, sort.shown && form != "text/calendar") << sort.person << " " << form;
    }
  }
}

TEST(AvailabilityEndpoint, HowManyAreUnknownIsSaidInEveryForm) {
  EndpointFixture fixture;
  for (const std::string form : {"application/json", "text/csv", "text/calendar"}) {
    Asked asked =
        question(R"({"people":["grace@contoso.example","nobody@contoso.example","no address"],)"
                 R"("start":"2026-01-05T00:00:00Z","end":"2026-01-06T00:00:00Z"})");
    asked.headers.emplace_back("Accept", form);
    const Answered answered = fixture.ask(answer_plain_availability, asked, test::contoso_user());
    EXPECT_NE(answered.head.find("X-FreeBusy-Unknown: 2\r\n"), std::string::npos) << form;
  }
}

TEST(AvailabilityEndpoint, TheDocumentIsForEverybody) {
  EndpointFixture fixture;
  const Answered answered =
      fixture.ask(answer_openapi, {"GET", "/v1/openapi.json", "", {}, ""}, partner_organization());
  EXPECT_EQ(answered.status, 200u);
  EXPECT_EQ(json::parse(answered.body).at("openapi"), "3.1.0");
}

struct Row {
  std::string_view title;
  Asked asked;
  unsigned status;
  std::string_view code;
};

TEST(AvailabilityEndpoint, RefusalsInItsOwnWords) {
  Asked other_type = question();
  other_type.headers[0].second = "text/xml";
  Asked wrong_form = question();
  wrong_form.headers.emplace_back("Accept", "text/html");
  Asked two_forms = question();
  two_forms.headers.emplace_back("Accept", "text/html");
  two_forms.headers.emplace_back("Accept", "text/calendar;q=0");
  Asked loop = question();
  loop.headers.emplace_back("X-FreeBusy-Gateway", "not an id!");
  Asked both = question();
  both.query = "person=a@b.example";
  const Row rows[] = {
      {"no JSON", question("{"), 400, "malformed_request"},
      {"another type", other_type, 415, "unsupported_media_type"},
      {"no form that we have", wrong_form, 406, "not_acceptable"},
      {"nor in a second header", two_forms, 406, "not_acceptable"},
      {"a broken trail", loop, 400, "malformed_request"},
      {"body and query", both, 400, "malformed_request"},
      {"nobody",
       {"GET", "/v1/availability", "start=2026-01-05T00:00:00Z&end=2026-01-06T00:00:00Z", {}, ""},
       400,
       "mailbox_list_empty"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.title);
    EndpointFixture fixture;
    const Answered home = fixture.ask(answer_plain_availability, row.asked, test::contoso_user());
    EXPECT_EQ(home.status, row.status);
    EXPECT_EQ(json::parse(home.body).at("error").at("code"), json::string_view(row.code));
    EXPECT_TRUE(home.refusal.has_value());
    EXPECT_TRUE(fixture.upstream.asked().empty());
    // A partner is told the same code, and no more than a fixed sentence.
    const Answered partner =
        fixture.ask(answer_plain_availability, row.asked, partner_organization());
    EXPECT_EQ(partner.status, row.status);
    EXPECT_EQ(json::parse(partner.body).at("error").at("code"), json::string_view(row.code));
    EXPECT_LE(partner.body.size(), home.body.size());
  }
}

TEST(AvailabilityEndpoint, AcceptInSeveralHeadersIsOneList) {
  EndpointFixture fixture;
  Asked asked = question();
  asked.headers.emplace_back("Accept", "text/html");
  asked.headers.emplace_back("accept", "text/csv;q=0.1");
  const Answered answered = fixture.ask(answer_plain_availability, asked, test::contoso_user());
  EXPECT_EQ(answered.status, 200u);
  EXPECT_NE(answered.head.find("Content-Type: text/csv; charset=utf-8; header=present\r\n"),
            std::string::npos);
  EXPECT_TRUE(answered.body.starts_with("person,result,"));
}

TEST(AvailabilityEndpoint, TheCalendarNamesWhoAsked) {
  EndpointFixture fixture;
  Asked asked = question();
  asked.headers.emplace_back("Accept", "text/calendar");
  const Answered user =
      fixture.ask(answer_plain_availability, asked, test::contoso_user("peggy@contoso.example"));
  EXPECT_NE(user.body.find("ORGANIZER:mailto:peggy@contoso.example\r\n"), std::string::npos);
  EXPECT_NE(user.body.find("UID:11111111-2222-3333-4444-555555555555-1\r\n"), std::string::npos);
  const Answered organization =
      fixture.ask(answer_plain_availability, asked, partner_organization());
  EXPECT_NE(organization.body.find("ORGANIZER:invalid:nomail\r\n"), std::string::npos);
}

TEST(AvailabilityEndpoint, AQuestionThatWasHereBeforeIsUnknownNotFree) {
  EndpointFixture fixture;
  Asked asked = question();
  asked.headers.emplace_back("X-FreeBusy-Gateway", "there");
  asked.headers.emplace_back("X-FreeBusy-Gateway", "here");
  const Answered answered = fixture.ask(answer_plain_availability, asked, test::contoso_user());
  EXPECT_EQ(answered.status, 200u);
  const auto person = json::parse(answered.body).at("people").at(0);
  EXPECT_EQ(person.at("result"), "unknown");
  EXPECT_EQ(person.at("reason").at("code"), "second_hop");
  EXPECT_TRUE(fixture.upstream.asked().empty());
}

}  // namespace
}  // namespace fb::front
