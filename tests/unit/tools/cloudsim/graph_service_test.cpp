// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/cloudsim/graph_service.hpp"

#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <functional>

#include "tests/unit/tools/cloudsim/small_world.hpp"
#include "tests/unit/tools/cloudsim/world_folder.hpp"
#include "tools/cloudsim/json_web_token.hpp"

namespace fb::cloudsim {
namespace {

using test::AccessToken;
using test::keys;

class Graph : public testing::Test {
 protected:
  static std::string body_for(const std::vector<std::string>& addresses,
                              const char* end = "2031-05-06T16:00:00") {
    std::string schedules;
    for (const std::string& address : addresses) {
      schedules += (schedules.empty() ? "\"" : ",\"") + address + "\"";
    }
    return R"({"schedules":[)" + schedules +
           R"(],"startTime":{"dateTime":"2031-05-06T08:00:00","timeZone":"UTC"},)" +
           R"("endTime":{"dateTime":")" + end + R"(","timeZone":"UTC"},)" +
           R"("availabilityViewInterval":60})";
  }

  static std::string token_with(const char* role) {
    AccessToken token;
    token.claims["roles"] = boost::json::array{role};
    return token.signed_by(keys().public_current);
  }

  static Request good_request() {
    return {"POST",
            "graph.microsoft.com",
            "/v1.0/users/peggy%40contoso.example/calendar/getSchedule",
            {},
            {{"authorization", "Bearer " + token_with("Calendars.ReadBasic.All")},
             {"content-type", "application/json"}},
            body_for({"peggy@contoso.example"})};
  }

  static void authorize(Request& request, const std::string& token) {
    request.headers[0].second = "Bearer " + token;
  }

  boost::json::object ask(const Request& request, unsigned status = 200) {
    last_ = service_.answer(request, test::now());
    EXPECT_EQ(last_.reply.status, status) << last_.reply.body;
    return boost::json::parse(last_.reply.body).as_object();
  }

  std::string code(const Request& request) {
    last_ = service_.answer(request, test::now());
    const auto body = boost::json::parse(last_.reply.body).as_object();
    const auto* error = body.if_contains("error");
    return error == nullptr ? "" : std::string(text_of(error->as_object(), "code"));
  }

  // The first schedule of the answer for one mailbox.
  boost::json::object schedule(const std::string& token, const std::string& address) {
    Request request = good_request();
    authorize(request, token);
    request.body = body_for({address});
    const auto body = ask(request);
    return body.at("value").at(0).as_object();
  }

  test::WorldFolder folder_;
  LoadedWorld loaded_ = folder_.load(test::WorldFolder::config());
  KeyRing ring_{*loaded_.world};
  Directory directory_{*loaded_.world};
  GraphService service_{*loaded_.world, ring_, directory_};
  Answer last_;
};

TEST_F(Graph, AnswersWithTimesForReadBasic) {
  const auto found = schedule(token_with("Calendars.ReadBasic.All"), "peggy@contoso.example");
  EXPECT_EQ(text_of(found, "availabilityView"), "02000200");
  const auto& items = found.at("scheduleItems").as_array();
  ASSERT_EQ(items.size(), 2u);
  EXPECT_FALSE(items[0].as_object().contains("subject"));
  EXPECT_EQ(last_.seen.tenant, "contoso");
  EXPECT_EQ(last_.seen.application, test::kClientId);
  EXPECT_EQ(last_.seen.mailboxes, 1u);
}

TEST_F(Graph, ShowsWhatTheRoleAndTheDefaultRightBothAllow) {
  struct Row {
    const char* role;
    const char* address;
    bool details;
  };
  for (const Row& row : {Row{"Calendars.ReadBasic", "open@contoso.example", false},
                         Row{"Calendars.ReadBasic.All", "open@contoso.example", false},
                         Row{"Calendars.Read", "open@contoso.example", true},
                         Row{"Calendars.ReadWrite", "open@contoso.example", true},
                         // Peggy is the anchor, so her own Default right hides nothing.
                         Row{"Calendars.Read", "peggy@contoso.example", true}}) {
    const auto found = schedule(token_with(row.role), row.address);
    const auto& item = found.at("scheduleItems").at(0).as_object();
    EXPECT_EQ(item.contains("subject"), row.details) << row.role << ' ' << row.address;
  }
}

TEST_F(Graph, CapsOthersAtTheirDefaultRight) {
  Request request = good_request();
  authorize(request, token_with("Calendars.Read"));
  request.path = "/v1.0/users/open@contoso.example/calendar/getSchedule";
  const auto body = ask(request);
  const auto& item = body.at("value").at(0).at("scheduleItems").at(0).as_object();
  EXPECT_FALSE(item.contains("subject"));
}

TEST_F(Graph, HidesPrivateItems) {
  const auto found = schedule(token_with("Calendars.Read"), "open@contoso.example");
  EXPECT_EQ(text_of(found.at("scheduleItems").at(0).as_object(), "subject"), "Keel review");
  EXPECT_EQ(text_of(found.at("scheduleItems").at(1).as_object(), "subject"), "");
}

TEST_F(Graph, LetsAMailboxFailAlone) {
  Request request = good_request();
  request.body =
      body_for({"ghost@contoso.example", "closed@contoso.example", "carol@fabrikam.example",
                "oskar@contoso.example", "peggy@contoso.example"});
  const auto body = ask(request);
  const auto& value = body.at("value").as_array();
  ASSERT_EQ(value.size(), 5u);
  const char* const codes[] = {"5009", "5037", "5009", "5009"};
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(text_of(value[i].at("error").as_object(), "responseCode"), codes[i]) << i;
  }
  EXPECT_EQ(text_of(value[4].as_object(), "availabilityView"), "02000200");
}

struct RefusedRow {
  const char* what;
  unsigned status;
  const char* code;
  std::function<void(Request&)> change;
};

class RefusedCall : public Graph, public testing::WithParamInterface<RefusedRow> {};

TEST_P(RefusedCall, IsRefusedAsAWhole) {
  Request request = good_request();
  GetParam().change(request);
  EXPECT_EQ(code(request), GetParam().code) << GetParam().what;
  EXPECT_EQ(last_.reply.status, GetParam().status) << GetParam().what;
}

constexpr const char* kToken = "InvalidAuthenticationToken";

std::string good_token() { return AccessToken().signed_by(keys().public_current); }

std::string many(std::size_t count) {
  std::string out = R"("peggy@contoso.example")";
  for (std::size_t i = 1; i < count; ++i)
    out += R"(,"p)" + std::to_string(i) + R"(@contoso.example")";
  return out;
}

void replace(Request& request, std::string_view from, std::string_view to) {
  const auto at = request.body.find(from);
  ASSERT_NE(at, std::string::npos);
  request.body.replace(at, from.size(), to);
}

const RefusedRow kRows[] = {
    RefusedRow{"no token", 401, kToken, [](Request& r) { r.headers.erase(r.headers.begin()); }},
    RefusedRow{"another scheme", 401, kToken,
               [](Request& r) { r.headers[0].second = "Basic " + good_token(); }},
    RefusedRow{"broken token", 401, kToken, [](Request& r) { r.headers[0].second += "x"; }},
    RefusedRow{"another audience", 401, kToken,
               [](Request& r) {
                 AccessToken token;
                 token.claims["aud"] = "https://graph.microsoft.us";
                 r.headers[0].second = "Bearer " + token.signed_by(keys().public_current);
               }},
    RefusedRow{"the host of another cloud", 401, kToken,
               [](Request& r) { r.host = "graph.microsoft.us"; }},
    RefusedRow{"no calendar role", 403, "ErrorAccessDenied",
               [](Request& r) {
                 AccessToken token;
                 token.claims["roles"] = boost::json::array{"User.Read.All"};
                 r.headers[0].second = "Bearer " + token.signed_by(keys().public_current);
               }},
    RefusedRow{"no roles", 403, "ErrorAccessDenied",
               [](Request& r) {
                 AccessToken token;
                 token.claims.erase("roles");
                 r.headers[0].second = "Bearer " + token.signed_by(keys().public_current);
               }},
    RefusedRow{
        "an anchor that does not exist", 404, "ErrorInvalidUser",
        [](Request& r) { r.path = "/v1.0/users/ghost@contoso.example/calendar/getSchedule"; }},
    RefusedRow{
        "an anchor of another tenant", 404, "ErrorInvalidUser",
        [](Request& r) { r.path = "/v1.0/users/carol@fabrikam.example/calendar/getSchedule"; }},
    RefusedRow{
        "an anchor on premises", 404, "ErrorInvalidUser",
        [](Request& r) { r.path = "/v1.0/users/oskar@contoso.example/calendar/getSchedule"; }},
    RefusedRow{"another path", 400, "BadRequest",
               [](Request& r) { r.path = "/v1.0/users/a@b.example/messages"; }},
    RefusedRow{"the signed-in user", 400, "BadRequest",
               [](Request& r) { r.path = "/v1.0/me/calendar/getSchedule"; }},
    RefusedRow{"a path with two anchors", 400, "BadRequest",
               [](Request& r) { r.path = "/v1.0/users/a/b/calendar/getSchedule"; }},
    RefusedRow{"another method", 405, "Request_BadRequest", [](Request& r) { r.method = "GET"; }},
    RefusedRow{"no JSON type", 415, "UnsupportedMediaType",
               [](Request& r) { r.headers[1].second = "text/plain"; }},
    RefusedRow{"no JSON", 400, "BadRequest", [](Request& r) { r.body = "{"; }},
    RefusedRow{"too many schedules", 400, "ErrorMailboxDataArrayTooBig",
               [](Request& r) { replace(r, R"("peggy@contoso.example")", many(21)); }},
    RefusedRow{"a window of 62 days and a second", 400, "ErrorTimeIntervalTooBig",
               [](Request& r) { replace(r, "2031-05-06T16:00:00", "2031-07-07T08:00:01"); }},
    RefusedRow{"no window", 400, "ErrorInvalidTimeInterval",
               [](Request& r) { replace(r, "2031-05-06T16:00:00", "2031-05-06T08:00:00"); }},
    RefusedRow{"too fine an interval", 400, "ErrorInvalidMergedFreeBusyInterval",
               [](Request& r) { replace(r, ":60}", ":4}"); }}};

INSTANTIATE_TEST_SUITE_P(OneChangeEach, RefusedCall, testing::ValuesIn(kRows));

TEST_F(Graph, TakesTheLargestCall) {
  Request request = good_request();
  replace(request, R"("peggy@contoso.example")", many(20));
  replace(request, "2031-05-06T16:00:00", "2031-07-07T08:00:00");
  EXPECT_EQ(ask(request).at("value").as_array().size(), 20u);
}

TEST_F(Graph, EchoesTheCorrelationInErrors) {
  Request request = good_request();
  request.headers[0].second = "Bearer";
  request.headers.emplace_back("client-request-id", "77777777-0000-4000-8000-000000000001");
  const auto body = ask(request, 401);
  const auto& inner = body.at("error").at("innerError").as_object();
  EXPECT_EQ(text_of(inner, "client-request-id"), "77777777-0000-4000-8000-000000000001");
  EXPECT_EQ(text_of(inner, "date"), "2031-05-06T08:00:00");
  ASSERT_FALSE(last_.reply.headers.empty());
  EXPECT_EQ(last_.reply.headers[0].first, "WWW-Authenticate");
}

}  // namespace
}  // namespace fb::cloudsim
