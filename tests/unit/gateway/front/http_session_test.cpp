// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The order in which a session looks at a request: what can be refused from the head is refused
// before the body is read. The connection and the authenticator are scripted; what stands behind
// them is the real pipeline.
#include "gateway/front/http_session.hpp"

#include "tests/unit/gateway/front/http_session_fixture.hpp"

namespace fb::front {
namespace {

TEST(HttpSession, AnswersOneRequestAfterTheOther) {
  Fixture fixture;
  const auto record = fixture.serve_all({good_request(), good_request()});
  ASSERT_EQ(record.sent.size(), 2u);
  for (const Sent& sent : record.sent) {
    EXPECT_EQ(sent.status, 200u);
    EXPECT_NE(sent.message.find("Content-Type: text/xml; charset=utf-8\r\n"), std::string::npos);
    EXPECT_NE(sent.message.find("NoError"), std::string::npos);
  }
  EXPECT_NE(record.sent[0].message.find("X-FreeBusy-Cache: fetched"), std::string::npos);
  EXPECT_NE(record.sent[1].message.find("X-FreeBusy-Cache: cached;age="), std::string::npos);
  EXPECT_TRUE(record.closed);
}

struct RefusedRow {
  std::string title;
  ScriptedRequest request;
  ErrorKind refusal;
  unsigned status;
};

TEST(HttpSession, RefusesFromTheHeadAndReadsTheBodyOnlyToThrowItAway) {
  const std::string body = availability_question("grace@contoso.example");
  const RefusedRow rows[] = {
      {"no such path",
       {"POST", "/nothing", {{"Authorization", "Bearer good"}}, body},
       ErrorKind::unauthenticated,
       404},
      {"wrong method", {"GET", "/ews/exchange.asmx", {}, ""}, ErrorKind::unauthenticated, 405},
      {"no credentials", {"POST", "/EWS/Exchange.asmx", {}, body}, ErrorKind::unauthenticated, 401},
      {"too many tries",
       {"POST", "/EWS/Exchange.asmx", {}, body},
       ErrorKind::attempts_exhausted,
       401},
      {"no room to hash", {"POST", "/EWS/Exchange.asmx", {}, body}, ErrorKind::server_busy, 503},
  };
  for (const RefusedRow& row : rows) {
    SCOPED_TRACE(row.title);
    Fixture fixture;
    fixture.authenticator.refusal = row.refusal;
    const auto record = fixture.serve_all({row.request, good_request()});
    ASSERT_EQ(record.sent.size(), 2u);
    EXPECT_EQ(record.sent[0].status, row.status);
    EXPECT_EQ(record.sent[0].message.find("operators"), std::string::npos);
    EXPECT_EQ(record.sent[1].status, 200u) << "the connection is good for the next try";
    EXPECT_TRUE(fixture.upstream.asked().size() == 1u);
  }
}

TEST(HttpSession, ARefusedTokenIsNamedInTheChallenge) {
  Fixture fixture;
  const auto record =
      fixture.serve_all({{"POST", "/EWS/Exchange.asmx", {}, ""},
                         {"POST", "/EWS/Exchange.asmx", {{"Authorization", "Bearer bad"}}, ""}});
  ASSERT_EQ(record.sent.size(), 2u);
  for (const Sent& sent : record.sent) {
    EXPECT_EQ(sent.status, 401u);
    EXPECT_NE(sent.message.find("WWW-Authenticate: Basic realm=\"freebusy\"\r\n"),
              std::string::npos);
  }
  const std::string& probed = record.sent[0].message;
  EXPECT_NE(probed.find("WWW-Authenticate: Bearer\r\n"), std::string::npos);
  EXPECT_EQ(probed.find("x-ms-diagnostics"), std::string::npos);
  const std::string& refused = record.sent[1].message;
  EXPECT_NE(refused.find("WWW-Authenticate: Bearer error=\"invalid_token\"\r\n"),
            std::string::npos);
  EXPECT_NE(refused.find("x-ms-diagnostics: 2000000\r\n"), std::string::npos);
}

// What Autodiscover is asked about with a probe: every answer on its paths has the headers.
TEST(HttpSession, AutodiscoverHeadersStandOnEveryAnswerOfItsPaths) {
  Fixture fixture;
  fixture.settings.listener.public_url = "https://gw.contoso.example";
  const auto record = fixture.serve_all({{"HEAD", "/Autodiscover/autodiscover.xml", {}, ""},
                                         {"GET", "/autodiscover/nothing", {}, ""},
                                         {"PUT", "/autodiscover/autodiscover.svc", {}, ""},
                                         {"GET", "/healthz", {}, ""}});
  ASSERT_EQ(record.sent.size(), 4u);
  const unsigned statuses[] = {401, 404, 405};
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(record.sent[i].status, statuses[i]);
    EXPECT_NE(record.sent[i].message.find("X-SOAP-Enabled: True\r\n"), std::string::npos) << i;
  }
  EXPECT_EQ(record.sent[3].message.find("X-SOAP-Enabled"), std::string::npos);
}

TEST(HttpSession, AClientThatWaitsForContinueIsNotMadeToSend) {
  Fixture fixture;
  ScriptedRequest request{"POST", "/EWS/Exchange.asmx", {{"Expect", "100-continue"}}, "x"};
  const auto record = fixture.serve_all({request, good_request()});
  ASSERT_EQ(record.sent.size(), 1u);
  EXPECT_EQ(record.sent[0].status, 401u);
  EXPECT_NE(record.sent[0].message.find("Connection: close"), std::string::npos);
  EXPECT_TRUE(record.bodies_read.empty());
}

TEST(HttpSession, ABodyThatCannotBeReadEndsTheConnection) {
  for (const auto& [kind, status] :
       std::vector<std::pair<ErrorKind, unsigned>>{{ErrorKind::body_too_large, 413},
                                                   {ErrorKind::request_too_slow, 408},
                                                   {ErrorKind::malformed_request, 400}}) {
    Fixture fixture;
    auto connection =
        std::make_unique<ScriptedConnection>(std::vector{good_request(), good_request()});
    connection->body_error = Error::of(kind);
    const auto record = fixture.serve_all(std::move(connection));
    ASSERT_EQ(record.sent.size(), 1u);
    EXPECT_EQ(record.sent[0].status, status);
    EXPECT_NE(record.sent[0].message.find("Connection: close"), std::string::npos);
  }
}

TEST(HttpSession, AHeadThatCannotBeReadIsStillAnswered) {
  for (const auto& [kind, status] : std::vector<std::pair<ErrorKind, unsigned>>{
           {ErrorKind::malformed_request, 400}, {ErrorKind::request_too_slow, 408}}) {
    Fixture fixture;
    auto connection = std::make_unique<ScriptedConnection>(std::vector{good_request()});
    connection->head_error = Error::of(kind);
    const auto record = fixture.serve_all(std::move(connection));
    ASSERT_EQ(record.sent.size(), 1u);
    EXPECT_EQ(record.sent[0].status, status);
  }
}

TEST(HttpSession, AFaultOfTheDialectIsAnAnswer) {
  Fixture fixture;
  ScriptedRequest request = good_request();
  request.body = "no XML";
  const auto record = fixture.serve_all({request, good_request()});
  ASSERT_EQ(record.sent.size(), 2u);
  EXPECT_EQ(record.sent[0].status, 500u);
  EXPECT_NE(record.sent[0].message.find("faultcode"), std::string::npos);
  EXPECT_EQ(record.sent[1].status, 200u);
}

TEST(HttpSession, ABrokenHopHeaderIsRefused) {
  Fixture fixture;
  ScriptedRequest request = good_request();
  request.headers.emplace_back("X-FreeBusy-Gateway", "not an id!");
  const auto record = fixture.serve_all({request});
  EXPECT_EQ(record.sent.at(0).status, 500u);
  EXPECT_TRUE(fixture.upstream.asked().empty());
}

TEST(HttpSession, TheCallersCorrelationIsKeptIfItIsOne) {
  Fixture fixture;
  ScriptedRequest named = good_request();
  named.headers.emplace_back("client-request-id", "11111111-2222-3333-4444-555555555555");
  ScriptedRequest forged = good_request();
  forged.headers.emplace_back("client-request-id", "x\r\nSet-Cookie: a");
  const auto record = fixture.serve_all({named, forged});
  EXPECT_NE(record.sent.at(0).message.find("request-id: 11111111-2222-3333-4444-555555555555"),
            std::string::npos);
  EXPECT_EQ(record.sent.at(1).message.find("Set-Cookie"), std::string::npos);
}

// A question of a few hundred bytes, deflated by another implementation of gzip: "stored" blocks,
// which are the text itself between a head and a sum.
std::string stored_gzip(std::string_view text) {
  std::string out("\x1f\x8b\x08\0\0\0\0\0\0\x03", 10);
  const auto length = static_cast<std::uint16_t>(text.size());
  const auto little_endian = [&out](std::uint32_t number, int bytes) {
    for (int i = 0; i < bytes; ++i, number >>= 8) out += static_cast<char>(number & 0xff);
  };
  out += '\x01';
  little_endian(length, 2);
  little_endian(static_cast<std::uint16_t>(~length), 2);
  out += text;
  std::uint32_t sum = 0xffffffff;
  for (const char c : text) {
    sum ^= static_cast<unsigned char>(c);
    for (int i = 0; i < 8; ++i) sum = sum >> 1 ^ ((sum & 1) != 0 ? 0xedb88320U : 0U);
  }
  little_endian(~sum, 4);
  little_endian(length, 4);
  return out;
}

TEST(HttpSession, ADeflatedQuestionIsReadAndALargeAnswerDeflated) {
  Fixture fixture;
  ScriptedRequest request = good_request();
  std::string addresses = "grace@contoso.example";
  for (int i = 0; i < 5; ++i)
    addresses +=
        "</t:Address></t:Email><t:AttendeeType>Required</t:AttendeeType></t:MailboxData>"
        "<t:MailboxData><t:Email><t:Address>peggy@contoso.example";
  request.body = stored_gzip(availability_question(addresses));
  request.headers.emplace_back("content-encoding", "gzip");
  ScriptedRequest packed = request;
  packed.headers.emplace_back("Accept-Encoding", "gzip, deflate");
  const auto record = fixture.serve_all({request, packed});
  ASSERT_EQ(record.sent.size(), 2u);
  EXPECT_EQ(record.sent[0].status, 200u);
  EXPECT_NE(record.sent[0].message.find("NoError"), std::string::npos);
  EXPECT_EQ(record.sent[0].message.find("Content-Encoding"), std::string::npos);
  EXPECT_EQ(record.sent[1].status, 200u);
  EXPECT_NE(record.sent[1].message.find("\r\nContent-Encoding: gzip\r\n"), std::string::npos);
  EXPECT_NE(record.sent[1].message.find("\r\n\r\n\x1f\x8b"), std::string::npos);
  for (const Sent& sent : record.sent)
    EXPECT_NE(sent.message.find("\r\nVary: Accept-Encoding\r\n"), std::string::npos);
}

TEST(HttpSession, ABodyInAnotherCodingIsRefusedAndTheConnectionKept) {
  const std::tuple<std::string, std::string, unsigned> rows[] = {
      {"br", "x", 415}, {"deflate", "x", 415}, {"gzip", "not gzip", 400}};
  for (const auto& [coding, body, status] : rows) {
    Fixture fixture;
    ScriptedRequest request = good_request();
    request.body = body;
    request.headers.emplace_back("Content-Encoding", coding);
    const auto record = fixture.serve_all({request, good_request()});
    ASSERT_EQ(record.sent.size(), 2u) << coding;
    EXPECT_EQ(record.sent[0].status, status) << coding;
    EXPECT_EQ(record.sent[0].message.find("\r\nAccept-Encoding: gzip\r\n") != std::string::npos,
              status == 415)
        << coding;
    EXPECT_EQ(record.sent[1].status, 200u) << coding;
  }
}

TEST(HttpSession, HealthNeedsNoCaller) {
  Fixture fixture;
  fixture.health.set_ready(true);
  const auto ready = fixture.serve_all({{"GET", "/healthz", {}, ""}, {"GET", "/readyz", {}, ""}});
  EXPECT_EQ(ready.sent.at(0).status, 200u);
  EXPECT_EQ(ready.sent.at(1).status, 200u);
  fixture.health.set_ready(false);
  const auto stopping =
      fixture.serve_all({{"GET", "/healthz", {}, ""}, {"GET", "/readyz", {}, ""}});
  EXPECT_EQ(stopping.sent.at(0).status, 200u);
  EXPECT_EQ(stopping.sent.at(1).status, 503u);
}

// Good as each of them may be: another reader may have taken the other one.
TEST(HttpSession, TwoAuthorizationHeadersProveNobody) {
  Fixture fixture;
  std::vector<ScriptedRequest> requests;
  for (const auto& [first, second] :
       {std::pair("Bearer good", "Bearer bad"), std::pair("Bearer bad", "Bearer good"),
        std::pair("Bearer good", "Bearer good"), std::pair("", "Bearer good")}) {
    requests.push_back(good_request());
    requests.back().headers = {{"Authorization", first}, {"authorization", second}};
  }
  const auto record = fixture.serve_all(requests);
  ASSERT_EQ(record.sent.size(), requests.size());
  for (const Sent& sent : record.sent) EXPECT_EQ(sent.status, 401u);
  EXPECT_NE(fixture.logged().find("\"rule\":\"credential.repeated\""), std::string::npos);
  EXPECT_EQ(fixture.logged().find("\"caller\""), std::string::npos);
}

// One record per request with the reason in words, and nothing that was secret.
TEST(HttpSession, TheLogSaysWhatTheCallerIsNotTold) {
  Fixture fixture;
  ScriptedRequest refused = good_request();
  refused.headers = {{"Authorization", "Bearer secret-token"}};
  fixture.serve_all({refused, good_request()});
  const std::string log = fixture.logged();
  EXPECT_NE(log.find("\"rule\":\"bearer.reason\""), std::string::npos);
  EXPECT_NE(log.find("the reason is for operators"), std::string::npos);
  EXPECT_EQ(log.find("secret-token"), std::string::npos);
  EXPECT_NE(log.find("\"caller\":\"home-user\""), std::string::npos);
  EXPECT_NE(log.find("\"asked\":\"grace@contoso.example\""), std::string::npos);
}

// Whoever shows a certificate to every server that asks for one is a stranger like any other.
TEST(HttpSession, ACertificateOfNobodyIsNoClaimWhereNobodyHasToBeKnown) {
  for (const auto& [target, refused] : {std::pair{"/autodiscover/autodiscover.svc", false},
                                        std::pair{"/EWS/Exchange.asmx", true}}) {
    SCOPED_TRACE(target);
    Fixture fixture;
    auto connection = std::make_unique<ScriptedConnection>(
        std::vector<ScriptedRequest>{{"POST", target, {}, "no envelope"}});
    connection->certificate = net::PeerCertificate{};
    const auto record = fixture.serve_all(std::move(connection));
    ASSERT_EQ(record.sent.size(), 1u);
    EXPECT_EQ(record.sent[0].status == 401, refused) << record.sent[0].message;
  }
}

}  // namespace
}  // namespace fb::front
