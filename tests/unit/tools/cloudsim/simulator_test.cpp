// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/cloudsim/simulator.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include "tests/unit/tools/cloudsim/small_world.hpp"
#include "tests/unit/tools/cloudsim/world_folder.hpp"
#include "tools/cloudsim/json_web_token.hpp"

namespace fb::cloudsim {
namespace {

class Simulators : public testing::Test {
 protected:
  Outcome ask(Request request) { return simulator_.answer(request, test::now()); }

  Outcome get(std::string host, std::string path) {
    return ask({"GET", std::move(host), std::move(path), {}, {}, {}});
  }

  Outcome admin(std::string method, std::string path, std::string body = {}) {
    return ask({std::move(method),
                "cloudsim.admin",
                std::move(path),
                {},
                {{"Authorization", "Bearer admin-secret"}},
                std::move(body)});
  }

  void add_fault(const std::string& fault) {
    ASSERT_EQ(admin("POST", "/faults", fault).reply.status, 200u) << fault;
  }

  static Request graph_call() {
    return {
        "POST",
        "graph.microsoft.com",
        "/v1.0/users/peggy@contoso.example/calendar/getSchedule",
        {},
        {{"Authorization", "Bearer " + test::AccessToken().signed_by(test::keys().public_current)},
         {"Content-Type", "application/json"},
         {"client-request-id", "77777777-0000-4000-8000-000000000001"},
         {"X-FreeBusy-Gateway", "gateway-a"}},
        R"({"schedules":["peggy@contoso.example"],)"
        R"("startTime":{"dateTime":"2031-05-06T08:00:00","timeZone":"UTC"},)"
        R"("endTime":{"dateTime":"2031-05-06T16:00:00","timeZone":"UTC"}})"};
  }

  test::WorldFolder folder_;
  LoadedWorld loaded_ = folder_.load(test::WorldFolder::config());
  Simulator simulator_{*loaded_.world};
};

const char* const kMetadata =
    "/11111111-0000-4000-8000-000000000001/v2.0/.well-known/openid-configuration";

TEST_F(Simulators, ChoosesTheServiceByTheHost) {
  EXPECT_EQ(get("login.microsoftonline.com", kMetadata).reply.status, 200u);
  EXPECT_EQ(get("graph.microsoft.com", kMetadata).reply.status, 401u);
  EXPECT_EQ(get("mail.contoso.example", "/EWS/Exchange.asmx").reply.status, 401u);
  EXPECT_EQ(get("autodiscover.contoso.example", "/autodiscover/autodiscover.json").reply.status,
            400u);
  EXPECT_EQ(get("outlook.office365.com", "/EWS/Exchange.asmx").reply.status, 404u);
  EXPECT_EQ(get("elsewhere.example", "/").reply.status, 404u);
  EXPECT_EQ(ask(graph_call()).reply.status, 200u);
}

TEST_F(Simulators, WritesWhatWasAskedWithoutTheToken) {
  const Outcome outcome = ask(graph_call());
  const auto line = boost::json::parse(outcome.log_line).as_object();
  EXPECT_EQ(text_of(line, "host"), "graph.microsoft.com");
  EXPECT_EQ(text_of(line, "tenant"), "contoso");
  EXPECT_EQ(text_of(line, "correlation_id"), "77777777-0000-4000-8000-000000000001");
  EXPECT_EQ(text_of(line, "hop"), "gateway-a");
  EXPECT_EQ(text_of(line, "credential"), "Bearer");
  EXPECT_EQ(line.at("mailboxes"), 1);
  EXPECT_EQ(outcome.log_line.find("eyJ"), std::string::npos);

  const auto kept = boost::json::parse(admin("GET", "/requests").reply.body);
  ASSERT_EQ(kept.at("requests").as_array().size(), 1u);
  EXPECT_EQ(kept.at("requests").at(0), line);
}

TEST_F(Simulators, KeepsTheAdminHostOutOfTheJournal) {
  EXPECT_EQ(admin("GET", "/requests").log_line, "");
  EXPECT_EQ(get("cloudsim.admin", "/requests").reply.status, 401u);
  const auto kept = boost::json::parse(admin("GET", "/requests").reply.body);
  EXPECT_TRUE(kept.at("requests").as_array().empty());
}

TEST_F(Simulators, HasNoAdminHostWithoutASecret) {
  const auto loaded =
      folder_.load(test::WorldFolder::config_with("admin_secret_file = \"admin.secret\"\n", ""));
  ASSERT_TRUE(loaded.world);
  Simulator open(*loaded.world);
  const Request request{"GET", "cloudsim.admin", "/requests", {}, {{"Authorization", "Bearer "}},
                        {}};
  EXPECT_EQ(open.answer(request, test::now()).reply.status, 404u);
}

TEST_F(Simulators, EchoesCorrelationIdsThatAreGuids) {
  const auto header = [](const Outcome& outcome, std::string_view name) {
    for (const auto& [key, value] : outcome.reply.headers) {
      if (key == name) return value;
    }
    return std::string();
  };
  EXPECT_EQ(header(ask(graph_call()), "client-request-id"), "77777777-0000-4000-8000-000000000001");
  Request request = graph_call();
  request.headers[2].second = "x\r\nX-Other: y";
  EXPECT_EQ(header(ask(request), "client-request-id"), "");
  EXPECT_EQ(header(ask(request), "request-id").size(), 36u);
}

TEST_F(Simulators, UsesTheFaultsOfTheConfiguration) {
  const std::string host = "login.microsoftonline.us";
  EXPECT_EQ(get(host, "/broken/x").reply.status, 503u);
  EXPECT_EQ(get(host, "/broken/x").reply.status, 503u);
  EXPECT_EQ(get(host, "/broken/x").reply.status, 404u);
}

TEST_F(Simulators, BreaksAnswersAsTold) {
  struct Row {
    const char* fault;
    unsigned status;
    Delivery delivery;
    int delay_ms;
  };
  for (const Row& row : {
           Row{R"({"kind":"delay","value":250})", 200, Delivery::whole, 250},
           Row{R"({"kind":"status","value":502})", 502, Delivery::whole, 0},
           Row{R"({"kind":"throttle","value":7})", 429, Delivery::whole, 0},
           Row{R"({"kind":"cut"})", 0, Delivery::none, 0},
           Row{R"({"kind":"malformed"})", 200, Delivery::whole, 0},
           Row{R"({"kind":"truncate"})", 200, Delivery::half_then_close, 0},
           Row{R"({"kind":"stall"})", 200, Delivery::half_then_silence, 0},
       }) {
    admin("DELETE", "/faults");
    add_fault(row.fault);
    const Outcome outcome = ask(graph_call());
    EXPECT_EQ(outcome.reply.status, row.status) << row.fault;
    EXPECT_EQ(outcome.delivery, row.delivery) << row.fault;
    EXPECT_EQ(outcome.delay.count(), row.delay_ms) << row.fault;
    const auto line = boost::json::parse(outcome.log_line).as_object();
    EXPECT_EQ(text_of(line, "fault"), text_of(boost::json::parse(row.fault).as_object(), "kind"));
  }
}

TEST_F(Simulators, WritesMalformedBodiesThatNobodyCanRead) {
  add_fault(R"({"kind":"malformed"})");
  boost::system::error_code failed;
  boost::json::parse(ask(graph_call()).reply.body, failed);
  EXPECT_TRUE(failed);
}

TEST_F(Simulators, ThrottlesInTheMannerOfTheService) {
  add_fault(R"({"kind":"throttle","value":7})");
  const Outcome graph = ask(graph_call());
  EXPECT_NE(graph.reply.body.find("ApplicationThrottled"), std::string::npos);
  EXPECT_EQ(graph.reply.headers.at(0), (std::pair<std::string, std::string>("Retry-After", "7")));
  const Outcome exchange = get("mail.contoso.example", "/EWS/Exchange.asmx");
  EXPECT_EQ(exchange.reply.status, 500u);
  EXPECT_NE(exchange.reply.body.find("ErrorServerBusy"), std::string::npos);
  EXPECT_NE(exchange.reply.body.find("7000"), std::string::npos);
  EXPECT_EQ(get("login.microsoftonline.com", kMetadata).reply.status, 429u);
}

TEST_F(Simulators, NeverBreaksTheAdminHost) {
  add_fault(R"({"kind":"cut"})");
  EXPECT_EQ(admin("DELETE", "/faults").reply.status, 200u);
  EXPECT_EQ(get("login.microsoftonline.com", kMetadata).reply.status, 200u);
}

}  // namespace
}  // namespace fb::cloudsim
