// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/cloudsim/exchange_service.hpp"

#include <gtest/gtest.h>

#include "protocols/ews/ews.hpp"
#include "protocols/wire/base64.hpp"
#include "tests/unit/tools/cloudsim/small_world.hpp"
#include "tests/unit/tools/cloudsim/world_folder.hpp"

namespace fb::cloudsim {
namespace {

using model::ErrorKind;

std::string basic(std::string_view credential) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(credential.data());
  return "Basic " + wire::base64(std::span(bytes, credential.size()));
}

class Exchange : public testing::Test {
 protected:
  ews::UpstreamQuestion question(std::vector<std::string> addresses) const {
    std::vector<model::SmtpAddress> mailboxes;
    for (const std::string& text : addresses) mailboxes.push_back(*model::SmtpAddress::parse(text));
    return {std::move(mailboxes),
            *model::TimeWindow::make(test::now(), test::now() + std::chrono::hours(8)),
            *model::SlotLength::of_minutes(60), ews::View::detailed_merged};
  }

  Request request(const ews::UpstreamQuestion& asked) const {
    Request out{"POST",
                "mail.contoso.example",
                "/EWS/Exchange.asmx",
                {},
                {{"authorization", basic("CONTOSO\\freebusy:p:ssword")},
                 {"content-type", "text/xml; charset=utf-8"}},
                {}};
    ews::encode_question(asked, out.body);
    return out;
  }
  Request request() const { return request(question({"oskar@contoso.example"})); }

  unsigned status(const Request& asked) { return service_.answer(asked, test::now()).reply.status; }

  test::WorldFolder folder_;
  LoadedWorld loaded_ = folder_.load(test::WorldFolder::config());
  ExchangeService service_{*loaded_.world};
};

TEST_F(Exchange, ShowsEachMailboxAsItsDefaultUserMaySeeIt) {
  const auto asked = question({"oskar@contoso.example", "shut@contoso.example",
                               "ghost@contoso.example", "peggy@contoso.example"});
  const Answer answer = service_.answer(request(asked), test::now());
  ASSERT_EQ(answer.reply.status, 200u) << answer.reply.body;
  EXPECT_EQ(answer.reply.content_type, "text/xml; charset=utf-8");
  EXPECT_EQ(answer.seen.tenant, "contoso");
  EXPECT_EQ(answer.seen.mailboxes, 4u);
  const auto read = ews::decode_answer(answer.reply.body, asked);
  ASSERT_TRUE(read) << read.error().detail();
  ASSERT_TRUE(read->at(0));
  ASSERT_EQ(read->at(0)->blocks.size(), 2u);
  ASSERT_TRUE(read->at(0)->blocks[0].details);
  EXPECT_EQ(read->at(0)->blocks[0].details->subject, "Keel review");
  EXPECT_EQ(read->at(0)->blocks[1].details->subject, "");
  EXPECT_EQ(read->at(1).error().kind(), ErrorKind::peer_no_access);
  EXPECT_EQ(read->at(2).error().kind(), ErrorKind::peer_recipient_unknown);
  // Hers is in the cloud, and this server asks nobody else.
  EXPECT_EQ(read->at(3).error().kind(), ErrorKind::peer_recipient_unknown);
}

TEST_F(Exchange, CutsToTheViewThatIsAsked) {
  auto asked = question({"oskar@contoso.example"});
  asked.view = ews::View::free_busy_merged;
  const auto answer = service_.answer(request(asked), test::now());
  EXPECT_EQ(answer.reply.body.find("Keel review"), std::string::npos);
  EXPECT_NE(answer.reply.body.find("02000200"), std::string::npos);
}

TEST_F(Exchange, TakesThePathAndTheNameInAnyCase) {
  Request asked = request();
  asked.path = "/ews/EXCHANGE.ASMX";
  asked.headers[0].second = basic("contoso\\FreeBusy:p:ssword");
  EXPECT_EQ(status(asked), 200u);
}

TEST_F(Exchange, AsksForAnAccount) {
  for (const std::string& value :
       {std::string(), std::string("Basic"), std::string("Basic !"), basic("CONTOSO\\freebusy"),
        basic("CONTOSO\\freebusy:p"), basic("CONTOSO\\freebusy:"),
        basic("CONTOSO\\freebusy:P:ssword"), basic("freebusy:p:ssword"), basic(":p:ssword"),
        "Bearer " + basic("CONTOSO\\freebusy:p:ssword").substr(6)}) {
    Request asked = request();
    asked.headers[0].second = value;
    const Answer answer = service_.answer(asked, test::now());
    EXPECT_EQ(answer.reply.status, 401u) << value;
    EXPECT_EQ(answer.reply.body, "");
    ASSERT_EQ(answer.reply.headers.size(), 1u);
    EXPECT_EQ(answer.reply.headers[0].second, "Basic realm=\"mail.contoso.example\"");
  }
}

TEST_F(Exchange, RefusesWhatIsNoCall) {
  struct Row {
    unsigned status;
    const char* what;
    void (*change)(Request&);
  };
  for (const Row& row : {
           Row{404, "path", [](Request& r) { r.path = "/EWS/Exchange.asmx/WSSecurity"; }},
           Row{405, "method", [](Request& r) { r.method = "GET"; }},
           Row{415, "type", [](Request& r) { r.headers[1].second = "application/json"; }},
           Row{500, "body", [](Request& r) { r.body = "<a>"; }},
       }) {
    Request asked = request();
    row.change(asked);
    EXPECT_EQ(status(asked), row.status) << row.what;
  }
}

TEST_F(Exchange, GivesItsTimeZones) {
  Request asked = request();
  asked.body =
      R"(<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>)"
      R"(<m:GetServerTimeZones xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages")"
      R"( ReturnFullTimeZoneData="false"><m:Ids>)"
      R"(<t:Id xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types">UTC</t:Id>)"
      R"(</m:Ids></m:GetServerTimeZones></s:Body></s:Envelope>)";
  const Answer answer = service_.answer(asked, test::now());
  EXPECT_EQ(answer.reply.status, 200u) << answer.reply.body;
  EXPECT_NE(answer.reply.body.find("GetServerTimeZonesResponse"), std::string::npos);
}

TEST_F(Exchange, SaysHowLongToWait) {
  const Reply reply = exchange_busy(30);
  EXPECT_EQ(reply.status, 500u);
  const auto read = ews::decode_answer(reply.body, question({"oskar@contoso.example"}));
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().kind(), ErrorKind::peer_throttled);
  EXPECT_EQ(read.error().retry_after_s(), 30u);
}

TEST_F(Exchange, WithAKeytabTicketsAreOfferedAndNothingElseIsTakenForOne) {
  LoadedWorld loaded = folder_.load(test::WorldFolder::config());
  ExchangeServer& server = loaded.world->exchanges.front();
  const auto offered = [](const Reply& reply) {
    std::vector<std::string> challenges;
    for (const auto& [name, value] : reply.headers) {
      if (name == "WWW-Authenticate") challenges.push_back(value.substr(0, value.find(' ')));
    }
    return challenges;
  };
  server.keytab_file = "/nonexistent/exchange.keytab";
  ExchangeService both(*loaded.world);
  EXPECT_EQ(both.answer(request(), test::now()).reply.status, 200u) << "a password still serves";
  for (const std::string_view credential :
       {"", "Negotiate", "Negotiate ", "Negotiate ???", "Negotiate YIIBAAYG", "NTLM YIIBAAYG"}) {
    Request asked = request();
    asked.headers.front().second = credential;
    const Reply reply = both.answer(asked, test::now()).reply;
    EXPECT_EQ(reply.status, 401u) << credential;
    EXPECT_EQ(offered(reply), (std::vector<std::string>{"Negotiate", "Basic"})) << credential;
  }
  server.accounts.clear();
  Request asked = request();
  const Reply reply = ExchangeService(*loaded.world).answer(asked, test::now()).reply;
  EXPECT_EQ(reply.status, 401u);
  EXPECT_EQ(offered(reply), std::vector<std::string>{"Negotiate"});
}

}  // namespace
}  // namespace fb::cloudsim
