// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The order in which a session looks at a request: what can be refused from the head is refused
// before the body is read. The connection and the authenticator are scripted; what stands behind
// them is the real pipeline.
#include "gateway/front/http_session.hpp"

#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <set>

#include "tests/support/permits.hpp"
#include "tests/support/run_coro.hpp"
#include "tests/support/scripted_envelopes.hpp"
#include "tests/support/staged_upstream.hpp"

namespace fb::front {
namespace {

namespace asio = boost::asio;
using model::Error;
using model::ErrorKind;

struct Sent {
  unsigned status;
  std::string message;
};

struct ScriptedRequest {
  std::string method = "POST";
  std::string target = "/EWS/Exchange.asmx";
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

// Gives the requests one after the other and keeps what was answered and which bodies were read.
class ScriptedConnection final : public net::ServerConnection {
 public:
  explicit ScriptedConnection(std::vector<ScriptedRequest> requests)
      : requests_(std::move(requests)) {}

  struct Record {
    std::vector<Sent> sent;
    std::vector<std::size_t> bodies_read;  // by request
    bool closed = false;
  };
  std::shared_ptr<Record> record = std::make_shared<Record>();
  std::optional<Error> head_error;  // instead of the next request
  std::optional<Error> body_error;

  asio::awaitable<model::Status> handshake() override { co_return model::Status(); }

  asio::awaitable<model::Result<const net::RequestHead*>> read_head() override {
    if (head_error) co_return *head_error;
    if (next_ == requests_.size()) co_return Error::of(ErrorKind::peer_unreachable);
    const ScriptedRequest& request = requests_[next_++];
    head_ = {};
    head_.method = request.method;
    head_.target = request.target;
    head_.path = request.target;
    for (const auto& [name, value] : request.headers) head_.headers.emplace_back(name, value);
    const net::RequestHead* head = &head_;
    co_return head;
  }

  asio::awaitable<model::Result<std::string_view>> read_body(std::size_t bytes_max) override {
    record->bodies_read.push_back(next_ - 1);
    if (body_error) co_return *body_error;
    const std::string_view body = requests_[next_ - 1].body;
    if (body.size() > bytes_max) co_return Error::of(ErrorKind::body_too_large);
    co_return body;
  }

  asio::awaitable<model::Status> write(net::ResponseBuffer& response) override {
    record->sent.push_back({response.status(), std::string(response.finish(true))});
    co_return model::Status();
  }

  void close() override { record->closed = true; }
  std::string peer_address() const override { return "192.0.2.1"; }

 private:
  std::vector<ScriptedRequest> requests_;
  std::size_t next_ = 0;
  net::RequestHead head_;
};

// "Bearer good" is Peggy; anything else is refused with the error that the test wants.
class ScriptedAuthenticator final : public identity::Authenticator {
 public:
  asio::awaitable<identity::Authentication> authenticate(identity::Credential credential,
                                                         std::shared_ptr<const config::Snapshot>,
                                                         net::HttpClient&,
                                                         async::Deadline) override {
    if (credential.authorization == "Bearer bug") throw std::logic_error("a bug");
    identity::Authentication outcome{
        Error::of(refusal, "the reason is for operators", "bearer.reason"), {}, {}};
    if (credential.authorization == "Bearer good") {
      outcome.caller = test::proved(test::contoso_user("peggy@contoso.example"));
    }
    if (credential.authorization == "Bearer bad") {
      outcome.examination.token_refused = true;
      outcome.answer_headers = {{"x-ms-diagnostics", "2000000"}};
    }
    co_return outcome;
  }
  std::vector<std::string> challenges(const config::Snapshot&) const override {
    return {"Bearer", "Basic realm=\"freebusy\""};
  }

  ErrorKind refusal = ErrorKind::unauthenticated;
};

struct Fixture {
  asio::io_context io;
  test::ManualClock clock;
  config::Settings settings;
  config::SnapshotHolder snapshots{test::snapshot_of({{test::contoso_tenant()}, {}})};
  ScriptedAuthenticator authenticator;
  cache::AvailabilityCache cache{cache::Limits{}};
  test::StagedUpstream upstream{clock};
  std::unique_ptr<pipeline::CachedFetch> fetch =
      pipeline::make_cached_fetch(cache, upstream, snapshots, clock, std::chrono::seconds(20));
  pipeline::AvailabilityService availability{"here", *fetch};
  ops::Health health;
  std::filesystem::path log_file =
      std::filesystem::path(testing::TempDir()) / "http_session_test.log";
  std::unique_ptr<ops::Log> log;
  test::NoHttp http;
  SessionList sessions;
  identity::FailureLimiter anonymous_questions{1000, std::chrono::seconds(60)};
  test::ScriptedEnvelopes envelopes;
  std::unique_ptr<ScriptedConnection> connection;

  Fixture() {
    std::filesystem::remove(log_file);
    config::LogSettings log_settings;
    log_settings.file = log_file.string();
    log = ops::Log::open(log_settings).value();
  }

  ScriptedConnection::Record serve_all(std::unique_ptr<ScriptedConnection> scripted) {
    const Services services{settings, snapshots, authenticator, availability,        health,   *log,
                            clock,    http,      sessions,      anonymous_questions, envelopes};
    const auto record = scripted->record;
    test::run_coro(io, clock, serve(std::move(scripted), services));
    return *record;
  }
  ScriptedConnection::Record serve_all(std::vector<ScriptedRequest> requests) {
    return serve_all(std::make_unique<ScriptedConnection>(std::move(requests)));
  }

  std::string logged() {
    log.reset();
    std::ifstream in(log_file);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }
};

std::string availability_question(std::string_view address) {
  return R"(<?xml version="1.0" encoding="utf-8"?>
<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"
 xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages"
 xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"><s:Body><m:GetUserAvailabilityRequest>
<m:MailboxDataArray><t:MailboxData><t:Email><t:Address>)" +
         std::string(address) +
         R"(</t:Address></t:Email><t:AttendeeType>Required</t:AttendeeType></t:MailboxData>
</m:MailboxDataArray><t:FreeBusyViewOptions><t:TimeWindow>
<t:StartTime>2026-01-05T00:00:00Z</t:StartTime><t:EndTime>2026-01-06T00:00:00Z</t:EndTime>
</t:TimeWindow></t:FreeBusyViewOptions></m:GetUserAvailabilityRequest>
</s:Body></s:Envelope>)";
}

constexpr const char* kCorrelation = "11111111-2222-3333-4444-555555555555";

ScriptedRequest good_request() {
  return {"POST",
          "/EWS/Exchange.asmx",
          {{"Authorization", "Bearer good"}},
          availability_question("grace@contoso.example")};
}

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

// A home tenant that tokens can be addressed to.
void federate(Fixture& fixture) {
  config::Tenant tenant = test::contoso_tenant();
  tenant.federation_trust.emplace();
  tenant.federation_trust->key = config::KeyPairFiles{"f.pem", "f.key"};
  fixture.snapshots.publish(test::snapshot_of({{tenant}, {}}, 2));
  fixture.settings.listener.public_url = "https://gw.contoso.example";
}

constexpr std::array kSecurityPaths{"/EWS/Exchange.asmx/WSSecurity",
                                    "/ews/exchange.asmx/wssecurity/SymmetricKey",
                                    "/ews/exchange.asmx/wssecurity/x509cert"};

// The body has the credential, so what is in the header does not matter.
TEST(HttpSession, TheSecurityPathsAskForTheTokenInTheEnvelope) {
  Fixture fixture;
  federate(fixture);
  fixture.envelopes.caller = test::contoso_user("peggy@contoso.example");
  std::vector<ScriptedRequest> requests;
  for (const char* path : kSecurityPaths) {
    requests.push_back({"POST",
                        path,
                        {{"Authorization", "Bearer bad"}},
                        availability_question("grace@contoso.example")});
  }
  const auto record = fixture.serve_all(requests);
  ASSERT_EQ(record.sent.size(), 3u);
  for (const Sent& sent : record.sent) {
    EXPECT_EQ(sent.status, 200u);
    EXPECT_NE(sent.message.find("NoError"), std::string::npos);
  }
  using identity::SecurityForm;
  ASSERT_EQ(fixture.envelopes.asked.size(), 3u);
  EXPECT_EQ(fixture.envelopes.asked[0].form, SecurityForm::token);
  EXPECT_EQ(fixture.envelopes.asked[1].form, SecurityForm::symmetric_key);
  EXPECT_EQ(fixture.envelopes.asked[2].form, SecurityForm::x509_certificate);
  EXPECT_EQ(fixture.envelopes.asked[1].url,
            "https://gw.contoso.example/ews/exchange.asmx/wssecurity/symmetrickey");
  EXPECT_EQ(fixture.envelopes.asked[0].envelope, requests[0].body);
  EXPECT_FALSE(fixture.envelopes.asked[0].for_autodiscover);
}

struct UnprovedRow {
  const char* title;
  ErrorKind kind;
  bool federated;
  bool switched_on;
  const char* rule;
};

// Whatever the reason, the answer is the same to the byte.
TEST(HttpSession, TheSecurityPathsTellNobodyWhyTheyRefuse) {
  const UnprovedRow rows[] = {
      {"refused", ErrorKind::unauthenticated, true, true, "saml.scripted"},
      {"too often", ErrorKind::attempts_exhausted, true, true, "saml.scripted"},
      {"switched off", ErrorKind::unauthenticated, true, false, "saml.off"},
      {"no federation", ErrorKind::unauthenticated, false, true, "saml.off"},
  };
  for (const std::string prefix : {"/EWS/Exchange.asmx", "/autodiscover/autodiscover.svc"}) {
    std::set<std::string> answers;
    for (const UnprovedRow& row : rows) {
      SCOPED_TRACE(prefix + " " + row.title);
      Fixture fixture;
      federate(fixture);
      if (!row.federated) fixture.snapshots.publish(test::snapshot_of({}, 3));
      fixture.settings.authentication.ws_security = row.switched_on;
      fixture.envelopes.refusal = Error::of(row.kind, "scripted", "saml.scripted");
      const auto record = fixture.serve_all(
          {{"POST", prefix + "/WSSecurity", {{"client-request-id", kCorrelation}}, "no XML"}});
      ASSERT_EQ(record.sent.size(), 1u);
      EXPECT_EQ(record.sent[0].status, 500u);
      EXPECT_NE(record.sent[0].message.find(":InvalidSecurity</faultcode>"), std::string::npos);
      answers.insert(record.sent[0].message.substr(record.sent[0].message.find("<?xml")));
      EXPECT_NE(fixture.logged().find("\"rule\":\"" + std::string(row.rule) + "\""),
                std::string::npos);
    }
    EXPECT_EQ(answers.size(), 1u);
  }
}

TEST(HttpSession, AFullPoolIsToldAtTheSecurityPathsAsElsewhere) {
  Fixture fixture;
  federate(fixture);
  fixture.envelopes.refusal = Error::of(ErrorKind::server_busy);
  const auto record = fixture.serve_all({{"POST", kSecurityPaths[0], {}, "<x/>"}});
  ASSERT_EQ(record.sent.size(), 1u);
  EXPECT_EQ(record.sent[0].status, 503u);
}

TEST(HttpSession, AnEnvelopeBeyondTheBoundIsNotRead) {
  for (const std::size_t size : {kUnprovedBodyBytesMax, kUnprovedBodyBytesMax + 1}) {
    Fixture fixture;
    federate(fixture);
    const auto record =
        fixture.serve_all({{"POST", kSecurityPaths[0], {}, std::string(size, 'x')}});
    ASSERT_EQ(record.sent.size(), 1u);
    const bool fits = size == kUnprovedBodyBytesMax;
    EXPECT_EQ(record.sent[0].status, fits ? 500u : 413u);
    EXPECT_EQ(fixture.envelopes.asked.size(), fits ? 1u : 0u);
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

}  // namespace
}  // namespace fb::front
