// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/front/graph_endpoint.hpp"

#include <boost/json/parse.hpp>

#include "tests/unit/gateway/front/endpoint_fixture.hpp"

namespace fb::front {
namespace {

namespace json = boost::json;

constexpr std::string_view kGood =
    R"({"schedules":["grace@contoso.example"],
        "startTime":{"dateTime":"2026-01-05T08:00:00","timeZone":"UTC"},
        "endTime":{"dateTime":"2026-01-05T12:00:00","timeZone":"UTC"},
        "availabilityViewInterval":60})";

Asked call(std::string path = "/v1.0/me/calendar/getSchedule",
           std::string body = std::string(kGood)) {
  return {"POST", std::move(path), "", {{"Content-Type", "application/json"}}, std::move(body)};
}

TEST(GraphEndpoint, WhoIsInThePathDecidesNothing) {
  for (const std::string path : {
           "/v1.0/me/calendar/getSchedule",
           "/v1.0/users/peggy@contoso.example/calendar/getSchedule",
           "/v1.0/users/peggy%40contoso.example/calendar/getSchedule",
           "/v1.0/Users/stranger@nowhere.example/Calendar/GetSchedule",
           "/v1.0/users/87d349ed-44d7-43e1-9a83-5f2406dee5bd/calendar/getSchedule",
       }) {
    SCOPED_TRACE(path);
    EndpointFixture fixture;
    const Answered answered = fixture.ask(answer_graph_schedule, call(path), test::contoso_user());
    EXPECT_EQ(answered.status, 200u) << answered.body;
    EXPECT_EQ(json::parse(answered.body).at("value").at(0).at("availabilityView"), "0000");
    ASSERT_EQ(fixture.upstream.asked().size(), 1u);
    EXPECT_EQ(fixture.upstream.asked()[0].mailboxes,
              std::vector<std::string>{"grace@contoso.example"});
  }
}

TEST(GraphEndpoint, APathThatNamesNobodyIsRefused) {
  for (const std::string segment :
       {"peggy", "%zz", "peggy@", "a@b.example%0d%0a", "87d349ed-44d7-43e1-9a83"}) {
    EndpointFixture fixture;
    const Answered answered =
        fixture.ask(answer_graph_schedule, call("/v1.0/users/" + segment + "/calendar/getSchedule"),
                    test::contoso_user());
    EXPECT_EQ(answered.status, 404u) << segment;
    EXPECT_EQ(json::parse(answered.body).at("error").at("code"), "ErrorItemNotFound");
    EXPECT_TRUE(fixture.upstream.asked().empty());
  }
}

TEST(GraphEndpoint, AnErrorNamesTheRequest) {
  EndpointFixture fixture;
  const Answered answered = fixture.ask(
      answer_graph_schedule, call("/v1.0/me/calendar/getSchedule", "{"), test::contoso_user());
  EXPECT_EQ(answered.status, 400u);
  const auto error = json::parse(answered.body).at("error");
  EXPECT_EQ(error.at("code"), "BadRequest");
  const auto& inner = error.at("innerError");
  EXPECT_EQ(inner.at("request-id"), "11111111-2222-3333-4444-555555555555");
  EXPECT_EQ(inner.at("client-request-id"), "11111111-2222-3333-4444-555555555555");
  EXPECT_EQ(inner.at("date").as_string().size(), 19u);
}

TEST(GraphEndpoint, ABodyOfAnotherTypeIsRefused) {
  EndpointFixture fixture;
  Asked asked = call();
  asked.headers[0].second = "application/x-www-form-urlencoded";
  const Answered answered = fixture.ask(answer_graph_schedule, asked, test::contoso_user());
  EXPECT_EQ(answered.status, 415u);
  EXPECT_EQ(json::parse(answered.body).at("error").at("code"), "UnsupportedMediaType");
  asked.headers[0].second = "Application/JSON ; charset=utf-8";
  EXPECT_EQ(fixture.ask(answer_graph_schedule, asked, test::contoso_user()).status, 200u);
}

TEST(GraphEndpoint, ThePreferenceIsSaidToBeApplied) {
  EndpointFixture fixture;
  Asked asked = call();
  EXPECT_EQ(fixture.ask(answer_graph_schedule, asked, test::contoso_user())
                .head.find("Preference-Applied"),
            std::string::npos);
  asked.headers.emplace_back("Prefer", "respond-async");
  asked.headers.emplace_back("prefer", "outlook.timezone=\"W. Europe Standard Time\"");
  EXPECT_NE(fixture.ask(answer_graph_schedule, asked, test::contoso_user())
                .head.find("Preference-Applied: outlook.timezone=\"W. Europe Standard Time\"\r\n"),
            std::string::npos);
}

TEST(GraphEndpoint, WordsAreForHomeCallers) {
  const std::string body = std::string(kGood).replace(kGood.find("grace"), 5, "nobody");
  EndpointFixture fixture;
  const auto asked = call("/v1.0/me/calendar/getSchedule", body);
  const Answered home = fixture.ask(answer_graph_schedule, asked, test::contoso_user());
  const Answered partner = fixture.ask(answer_graph_schedule, asked, partner_organization());
  const auto message = [](const Answered& answered) {
    const auto schedule = json::parse(answered.body).at("value").at(0);
    EXPECT_EQ(schedule.at("availabilityView"), "");
    EXPECT_TRUE(schedule.at("error").at("responseCode").is_string());
    return std::string(schedule.at("error").at("message").as_string());
  };
  EXPECT_NE(message(home).find("(rule "), std::string::npos);
  EXPECT_EQ(message(partner).find("(rule "), std::string::npos);
  EXPECT_NE(home.head.find("X-FreeBusy-Cache"), std::string::npos);
  EXPECT_EQ(partner.head.find("X-FreeBusy-Cache"), std::string::npos);
}

}  // namespace
}  // namespace fb::front
