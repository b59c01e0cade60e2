// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Who may ask what. What is answered to whom is told by autodiscover_answers_test.
#include "gateway/front/autodiscover_endpoint.hpp"

#include "protocols/autodiscover/autodiscover.hpp"
#include "tests/unit/gateway/front/endpoint_fixture.hpp"

namespace fb::front {
namespace {

using model::ErrorKind;

struct Outcome {
  model::Status status;
  unsigned http = 0;
  std::string head{};
  std::string body{};
  std::optional<model::Error> refusal{};

  bool says(std::string_view text) const { return body.find(text) != std::string::npos; }
};

class AutodiscoverEndpoint : public testing::Test {
 protected:
  AutodiscoverEndpoint() {
    world.settings.listener.public_url = "https://gw.contoso.example";
    config::Tenant contoso = test::contoso_tenant();
    contoso.federation_trust = {"gw.contoso.example", {{"urn:x", "https://sts.example/"}}};
    world.snapshots.publish(
        test::snapshot_of({{contoso}, {test::partner_of(test::contoso_china_tenant())}}, 2));
  }

  Outcome ask(const Asked& asked, std::optional<model::Caller> caller = {},
              std::string peer = "192.0.2.7") {
    const Services services{
        world.settings, world.snapshots, world.authenticator, world.availability,
        world.health,   *world.log,      world.clock,         world.http,
        world.sessions, limiter,         world.envelopes};
    const EndpointMatch match = find_endpoint(asked.method, asked.path);
    EXPECT_NE(match.row, nullptr) << asked.path;
    net::RequestHead head;
    head.method = asked.method;
    head.path = asked.path;
    head.query = asked.query;
    RequestScope scope{world.snapshots.current(),
                       model::CorrelationId::from_bytes({}),
                       world.clock.now(),
                       async::Deadline::after(world.clock, std::chrono::seconds(30)),
                       {},
                       {},
                       {},
                       0,
                       std::move(peer)};
    if (caller) scope.caller = test::proved(std::move(*caller));
    net::ResponseBuffer response;
    const EndpointCall call{*match.row, head, match.segment, asked.body};
    Outcome outcome{test::run_coro(world.io, world.clock,
                                   answer_autodiscover(services, scope, call, response))};
    outcome.http = response.status();
    outcome.body = std::string(response.body_view());
    outcome.refusal = scope.refusal;
    outcome.head = response.finish(true);
    return outcome;
  }

  Outcome soap(std::string body, std::optional<model::Caller> caller = {}) {
    Asked asked;
    asked.path = "/autodiscover/autodiscover.svc";
    asked.body = std::move(body);
    return ask(asked, std::move(caller));
  }

  Outcome get(std::string path, std::string query = {}, std::optional<model::Caller> caller = {},
              std::string peer = "192.0.2.7") {
    Asked asked;
    asked.method = "GET";
    asked.path = std::move(path);
    asked.query = std::move(query);
    return ask(asked, std::move(caller), std::move(peer));
  }

  EndpointFixture world;
  identity::FailureLimiter limiter{kAnonymousQuestionsMax, kAnonymousWindow};
};

std::string envelope(std::string_view operation, std::string_view request) {
  const std::string element = std::string(operation) + "RequestMessage";
  return "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><" + element +
         "><Request>" + std::string(request) + "</Request></" + element + "></s:Body></s:Envelope>";
}

std::string user_settings(std::string_view user) {
  std::string out;
  autodiscover::encode_user_settings_question(test::address(user), "https://gw.example/", out);
  return out;
}

std::string federation(std::string_view domain) {
  return envelope("GetFederationInformation", "<Domain>" + std::string(domain) + "</Domain>");
}

constexpr std::string_view kOurUrl = "https://gw.contoso.example/EWS/Exchange.asmx";

TEST_F(AutodiscoverEndpoint, UserSettingsNeedACaller) {
  const Outcome told = soap(user_settings("peggy@contoso.example"), test::contoso_user());
  EXPECT_TRUE(told.status.has_value());
  EXPECT_TRUE(told.says(kOurUrl));
  EXPECT_NE(told.head.find("Content-Type: text/xml; charset=utf-8\r\n"), std::string::npos);
  const Outcome refused = soap(user_settings("peggy@contoso.example"));
  ASSERT_FALSE(refused.status.has_value());
  EXPECT_EQ(refused.status.error().kind(), ErrorKind::unauthenticated);
  EXPECT_TRUE(refused.body.empty());
}

// What anybody sends is not judged before they have said who they are.
TEST_F(AutodiscoverEndpoint, NothingElseIsToldWithoutACaller) {
  for (const std::string& body :
       {std::string("hello"), std::string(), envelope("GetFolder", ""),
        envelope("GetUserSettings", ""), envelope("GetDomainSettings", ""),
        envelope("GetOrganizationRelationshipSettings",
                 "<Domains><Domain>contoso.example</Domain></Domains>")}) {
    const Outcome outcome = soap(body);
    ASSERT_FALSE(outcome.status.has_value()) << body;
    EXPECT_EQ(outcome.status.error().kind(), ErrorKind::unauthenticated) << body;
    EXPECT_TRUE(outcome.body.empty());
  }
}

TEST_F(AutodiscoverEndpoint, ACallerIsToldWhatIsWrong) {
  const Outcome no_xml = soap("hello", test::contoso_user());
  EXPECT_EQ(no_xml.http, 500u);
  EXPECT_TRUE(no_xml.says("<faultcode>s:Client</faultcode>"));
  EXPECT_EQ(no_xml.refusal->kind(), ErrorKind::malformed_request);
  const Outcome unknown = soap(envelope("GetFolder", ""), test::contoso_user());
  EXPECT_EQ(unknown.http, 500u);
  EXPECT_TRUE(unknown.says("f:ActionNotSupported"));
  const Outcome empty = soap(envelope("GetUserSettings", ""), test::contoso_user());
  EXPECT_EQ(empty.http, 200u);
  EXPECT_TRUE(empty.says("<ErrorCode>InvalidRequest</ErrorCode>"));
}

TEST_F(AutodiscoverEndpoint, SeveralUsersAreAnsweredInOrder) {
  const std::string body =
      envelope("GetUserSettings",
               "<Users><User><Mailbox>peggy@contoso.example</Mailbox></User>"
               "<User><Mailbox>no address</Mailbox></User>"
               "<User><Mailbox>a@stranger.example</Mailbox></User></Users>"
               "<RequestedSettings><Setting>ExternalEwsUrl</Setting></RequestedSettings>");
  const Outcome told = soap(body, test::contoso_user());
  EXPECT_TRUE(told.says(kOurUrl));
  const std::size_t first = told.body.find("<ErrorCode>InvalidUser</ErrorCode>");
  ASSERT_NE(first, std::string::npos);
  EXPECT_LT(told.body.find(kOurUrl), first);
  EXPECT_NE(told.body.find("<ErrorCode>InvalidUser</ErrorCode>", first + 1), std::string::npos);
  EXPECT_FALSE(told.says("stranger")) << "nothing of the question is repeated";
}

TEST_F(AutodiscoverEndpoint, DomainsAreAnsweredToACaller) {
  const std::string body =
      envelope("GetDomainSettings",
               "<Domains><Domain>contoso.example</Domain><Domain>stranger.example</Domain>"
               "</Domains><RequestedSettings><Setting>ExternalEwsUrl</Setting>"
               "</RequestedSettings>");
  const Outcome told = soap(body, test::contoso_user());
  EXPECT_TRUE(told.says(kOurUrl));
  EXPECT_TRUE(told.says("<ErrorCode>InvalidDomain</ErrorCode>"));
}

TEST_F(AutodiscoverEndpoint, FederationInformationIsToldToAnybody) {
  const Outcome told = soap(federation("contoso.example"));
  ASSERT_TRUE(told.status.has_value());
  EXPECT_TRUE(told.says("<ApplicationUri>gw.contoso.example</ApplicationUri>"));
  EXPECT_TRUE(soap(federation("contoso-cn.example")).says("<ErrorCode>NotFederated</ErrorCode>"));
  EXPECT_TRUE(soap(federation("no domain")).says("<ErrorCode>InvalidDomain</ErrorCode>"));
  EXPECT_TRUE(soap(federation("contoso.example"), test::contoso_user()).says("urn:x"));
}

TEST_F(AutodiscoverEndpoint, AnonymousQuestionsAreBoundedInSize) {
  const auto padded = [](std::size_t bytes) {
    std::string body = federation("contoso.example");
    return body.append(bytes - body.size(), ' ');
  };
  EXPECT_TRUE(soap(padded(kAnonymousQuestionBytesMax)).says("NoError"));
  const Outcome refused = soap(padded(kAnonymousQuestionBytesMax + 1));
  ASSERT_FALSE(refused.status.has_value());
  EXPECT_EQ(refused.status.error().kind(), ErrorKind::unauthenticated);
  EXPECT_TRUE(soap(padded(kAnonymousQuestionBytesMax + 1), test::contoso_user()).says("NoError"));
}

TEST_F(AutodiscoverEndpoint, NoDomainIsInAnOrganizationRelationship) {
  const Outcome told = soap(envelope("GetOrganizationRelationshipSettings",
                                     "<Domains><Domain>contoso.example</Domain></Domains>"),
                            partner_organization());
  EXPECT_TRUE(told.says("<ErrorCode>InvalidDomain</ErrorCode>"));
  EXPECT_TRUE(
      told.says("<OrganizationRelationshipSettingsCollection>"
                "</OrganizationRelationshipSettingsCollection>"));
}

TEST_F(AutodiscoverEndpoint, RelationshipOfTheCallerIsTold) {
  config::Tenant contoso = test::contoso_tenant();
  config::OrganizationRelationship relationship{.name = "China",
                                                .target_tenant = test::contoso_china()};
  relationship.domain_names = {test::domain("contoso-cn.example")};
  relationship.free_busy_access_enabled = true;
  relationship.free_busy_access_level = model::DetailLevel::availability_only;
  contoso.organization_relationships = {relationship};
  world.snapshots.publish(
      test::snapshot_of({{contoso}, {test::partner_of(test::contoso_china_tenant())}}, 3));
  const std::string question =
      envelope("GetOrganizationRelationshipSettings",
               "<Domains><Domain>no domain</Domain><Domain>contoso-cn.example</Domain></Domains>");
  for (const model::Caller& caller : {partner_organization(), test::contoso_user()}) {
    const Outcome told = soap(question, caller);
    EXPECT_EQ(told.http, 200u);
    EXPECT_TRUE(told.says("<ErrorCode>NoError</ErrorCode>"));
    EXPECT_TRUE(told.says("<Domain>contoso-cn.example</Domain>")) << told.body;
    EXPECT_TRUE(told.says("<FreeBusyAccessLevel>AvailabilityOnly</FreeBusyAccessLevel>"));
  }
  const model::Caller stranger{model::CallerKind::partner_organization, test::fabrikam(), {}, "x"};
  EXPECT_TRUE(soap(question, stranger).says("<ErrorCode>InvalidDomain</ErrorCode>"));
}

TEST_F(AutodiscoverEndpoint, TheSecurityPathsAnswerTheProvedCallerAsTheOthersDo) {
  for (const char* form : {"", "/SymmetricKey", "/x509cert"}) {
    Asked asked;
    asked.path = std::string("/autodiscover/autodiscover.svc/WSSecurity") + form;
    asked.body = user_settings("peggy@contoso.example");
    const Outcome told = ask(asked, partner_organization());
    EXPECT_EQ(told.http, 200u) << form;
    EXPECT_TRUE(told.says("GetUserSettingsResponseMessage")) << form;
  }
}

TEST_F(AutodiscoverEndpoint, Pox) {
  Asked asked;
  asked.path = "/autodiscover/autodiscover.xml";
  autodiscover::encode_pox_question(test::address("peggy@contoso.example"), asked.body);
  EXPECT_TRUE(ask(asked, test::contoso_user()).says(kOurUrl));
  asked.body.clear();
  autodiscover::encode_pox_question(test::address("a@stranger.example"), asked.body);
  EXPECT_TRUE(ask(asked, test::contoso_user()).says("<ErrorCode>500</ErrorCode>"));
  asked.body = "hello";
  const Outcome invalid = ask(asked, test::contoso_user());
  EXPECT_EQ(invalid.http, 200u);
  EXPECT_TRUE(invalid.says("<ErrorCode>600</ErrorCode>"));
}

TEST_F(AutodiscoverEndpoint, AProbeThatIsSignedInSeesTheErrorOfAnEmptyRequest) {
  EXPECT_TRUE(get("/autodiscover/autodiscover.xml", {}, test::contoso_user())
                  .says("<ErrorCode>600</ErrorCode>"));
  EXPECT_EQ(get("/autodiscover/autodiscover.svc", {}, test::contoso_user()).http, 200u);
}

TEST_F(AutodiscoverEndpoint, JsonSaysTheSameOfEveryLocalPart) {
  const Outcome peggy =
      get("/autodiscover/autodiscover.json/v1.0/peggy@contoso.example", "Protocol=EWS");
  EXPECT_EQ(peggy.body, "{\"Protocol\":\"EWS\",\"Url\":\"" + std::string(kOurUrl) + "\"}");
  EXPECT_NE(peggy.head.find("Content-Type: application/json; charset=utf-8\r\n"),
            std::string::npos);
  const Outcome nobody = get("/autodiscover/autodiscover.json/v1.0/nobody@contoso.example",
                             "Protocol=ews&ServerLocation=true");
  EXPECT_EQ(nobody.head, peggy.head);
  const Outcome old_form =
      get("/autodiscover/autodiscover.json", "Email=x%40contoso.example&Protocol=AutodiscoverV1");
  EXPECT_TRUE(old_form.says("https://gw.contoso.example/autodiscover/autodiscover.xml"));
  for (const char* foreign : {"victor@contoso-cn.example", "a@stranger.example"}) {
    const Outcome refused =
        get("/autodiscover/autodiscover.json/v1.0/" + std::string(foreign), "Protocol=EWS");
    EXPECT_EQ(refused.http, 404u) << foreign;
    EXPECT_TRUE(refused.says("UserNotFound"));
  }
  EXPECT_EQ(get("/autodiscover/autodiscover.json/v1.0/x@contoso.example").http, 400u);
}

TEST_F(AutodiscoverEndpoint, AnonymousQuestionsAreCountedTogetherByAddress) {
  const std::string path = "/autodiscover/autodiscover.json/v1.0/peggy@contoso.example";
  for (std::uint32_t i = 0; i + 1 < kAnonymousQuestionsMax; ++i) {
    ASSERT_EQ(get(path, "Protocol=EWS").http, 200u) << i;
  }
  EXPECT_TRUE(soap(federation("contoso.example")).says("NoError")) << "the last of the window";
  const Outcome refused = get(path, "Protocol=EWS");
  EXPECT_EQ(refused.http, 429u);
  EXPECT_NE(refused.head.find("Retry-After: 60\r\n"), std::string::npos);
  EXPECT_EQ(refused.refusal->rule(), "autodiscover.anonymous_rate");
  EXPECT_TRUE(soap(federation("contoso.example")).says("<ErrorCode>ServerBusy</ErrorCode>"));
  EXPECT_EQ(get(path, "Protocol=EWS", {}, "192.0.2.8").http, 200u) << "another address";
  EXPECT_TRUE(soap(federation("contoso.example"), test::contoso_user()).says("NoError"))
      << "a proved caller is not counted";
  world.clock.advance(kAnonymousWindow);
  EXPECT_EQ(get(path, "Protocol=EWS").http, 200u);
}

TEST_F(AutodiscoverEndpoint, WithoutAPublicUrlThereIsNothing) {
  world.settings.listener.public_url.clear();
  const Outcome refused = soap(user_settings("peggy@contoso.example"), test::contoso_user());
  ASSERT_FALSE(refused.status.has_value());
  EXPECT_EQ(refused.status.error().kind(), ErrorKind::endpoint_not_found);
}

std::string headers_of(const config::Settings& settings, std::string_view path,
                       bool federated = false) {
  net::ResponseBuffer response;
  config::Tenant tenant = test::contoso_tenant();
  tenant.federation_trust.emplace();
  if (federated) tenant.federation_trust->key = config::KeyPairFiles{"f.pem", "f.key"};
  add_autodiscover_headers(settings, *test::snapshot_of({{tenant}, {}}), path, response);
  return std::string(response.finish(true));
}

// Only where a token could be accepted: some clients look whether the header is there at all.
TEST_F(AutodiscoverEndpoint, HeadersOfferTokensInEnvelopesWhereThereIsAKeyForThem) {
  config::Settings settings = world.settings;
  const std::string all = headers_of(settings, "/autodiscover/x", true);
  for (const char* form : {"", "-SymmetricKey", "-X509Cert"}) {
    EXPECT_NE(all.find("X-WSSecurity" + std::string(form) + "-Enabled: True\r\n"),
              std::string::npos)
        << form;
  }
  EXPECT_EQ(headers_of(settings, "/autodiscover/x", false).find("X-WSSecurity"), std::string::npos);
  settings.authentication.ws_security = false;
  EXPECT_EQ(headers_of(settings, "/autodiscover/x", true).find("X-WSSecurity"), std::string::npos);
}

TEST_F(AutodiscoverEndpoint, HeadersSayWhatIsOffered) {
  config::Settings settings = world.settings;
  const std::string all = headers_of(settings, "/AutoDiscover/anything");
  EXPECT_NE(all.find("X-SOAP-Enabled: True\r\n"), std::string::npos);
  EXPECT_NE(all.find("X-OAuth-Enabled: True\r\n"), std::string::npos);
  EXPECT_EQ(all.find("X-WSSecurity"), std::string::npos) << "not offered, so not present";
  settings.authentication.bearer = false;
  EXPECT_EQ(headers_of(settings, "/autodiscover/x").find("X-OAuth"), std::string::npos);
  EXPECT_EQ(headers_of(settings, "/ews/exchange.asmx").find("X-SOAP"), std::string::npos);
  EXPECT_EQ(headers_of(settings, "/autodiscover").find("X-SOAP"), std::string::npos);
  settings.listener.public_url.clear();
  EXPECT_EQ(headers_of(settings, "/autodiscover/x").find("X-SOAP"), std::string::npos);
}

}  // namespace
}  // namespace fb::front
