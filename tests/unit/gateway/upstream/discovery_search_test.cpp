// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/upstream/discovery_search.hpp"

#include <gmock/gmock.h>

#include "tests/unit/gateway/upstream/discovery_support.hpp"

namespace fb::upstream {
namespace {

using test::redirect_to;
using test::soap_error;
using test::soap_found;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class DiscoveryOrder : public test::DiscoveryTest {};

TEST_F(DiscoveryOrder, TheDomainItselfIsAskedFirstAndIsEnough) {
  web_.at(kDomain + kSvc, soap_found(kEws));
  const Discovered found = find();
  ASSERT_TRUE(found.endpoint) << found.endpoint.error().detail();
  EXPECT_EQ(*found.endpoint, kEws);
  EXPECT_THAT(web_.asked(), ElementsAre(kDomain + kSvc));
  EXPECT_THAT(lines(found.steps), ElementsAre("soap contoso-cn.example: found"));
  EXPECT_FALSE(found.remembered);
  EXPECT_EQ(tokens_.asked, 0);  // nobody wanted one

  const net::HttpRequest& sent = web_.sent[0];
  EXPECT_EQ(sent.method, "POST");
  EXPECT_EQ(test::header_of(sent, "Content-Type"), "text/xml; charset=utf-8");
  EXPECT_THAT(sent.body, HasSubstr("01b62c6d-4324-448f-9884-5fec6d18a7e2@contoso-cn.example"));
  EXPECT_THAT(sent.body, HasSubstr("ExternalEwsUrl"));
}

TEST_F(DiscoveryOrder, EveryPlaceIsAskedInTheDocumentedOrder) {
  for (const std::string& place : {kDomain, kAuto, kListed}) {
    for (const std::string& target : {kSvc, kXml, kJson}) web_.status(place + target, 404);
  }
  probe_.answer = net::HttpResponse{200, {}, ""};
  srv_.answer = std::vector<net::SrvRecord>{{0, 0, 443, "gateway.contoso-cn.example"}};
  const Discovered found = find();
  EXPECT_THAT(web_.asked(), ElementsAre(kDomain + kSvc, kDomain + kXml, kDomain + kJson,
                                        kAuto + kSvc, kAuto + kXml, kAuto + kJson, kListed + kSvc,
                                        kListed + kXml, kListed + kJson));
  EXPECT_THAT(probe_.asked, ElementsAre("autodiscover.contoso-cn.example" + kXml));
  EXPECT_THAT(srv_.asked, ElementsAre("_autodiscover._tcp.contoso-cn.example"));
  expect_step(found, "soap contoso-cn.example: not there (HTTP status 404)");
  expect_step(found, "http autodiscover.contoso-cn.example: no redirect (HTTP status 200)");
  expect_step(found, "srv contoso-cn.example: record (to gateway.contoso-cn.example)");
}

TEST_F(DiscoveryOrder, TheConfiguredPlaceComesFirst) {
  first_url_ = "https://hybrid.contoso-cn.example:8443/autodiscover/autodiscover.svc/WSSecurity";
  web_.at("https://hybrid.contoso-cn.example:8443/autodiscover/autodiscover.svc", soap_found(kEws));
  EXPECT_EQ(*find().endpoint, kEws);
  EXPECT_THAT(web_.asked(), SizeIs(1));
}

TEST_F(DiscoveryOrder, AConfiguredPoxPlaceIsAskedThereByPox) {
  first_url_ = "https://hybrid.contoso-cn.example/Autodiscover/Autodiscover.xml";
  web_.status("https://hybrid.contoso-cn.example" + kSvc, 405);
  web_.at("https://hybrid.contoso-cn.example/Autodiscover/Autodiscover.xml", test::pox_found(kEws));
  EXPECT_EQ(*find().endpoint, kEws);
}

TEST_F(DiscoveryOrder, AServerWithoutSoapIsAskedByPoxAndThenByJson) {
  web_.status(kDomain + kSvc, 404);
  web_.at(kDomain + kXml, net::HttpResponse{200, {{"Content-Type", "text/html"}}, "<html>hi"});
  web_.at(kDomain + kJson, test::json_found(kEws));
  const Discovered found = find();
  ASSERT_TRUE(found.endpoint) << found.endpoint.error().detail();
  EXPECT_THAT(lines(found.steps),
              ElementsAre("soap contoso-cn.example: not there (HTTP status 404)",
                          "pox contoso-cn.example: not there (a web page)",
                          "json contoso-cn.example: found"));
  EXPECT_EQ(web_.sent[2].method, "GET");
  EXPECT_THAT(web_.sent[2].url, HasSubstr("?Protocol=EWS&RedirectCount=0"));
}

TEST_F(DiscoveryOrder, WhoeverCannotBeReachedIsAskedOnlyOnce) {
  web_.at(kAuto + kSvc, soap_found(kEws));
  const Discovered found = find();
  EXPECT_THAT(web_.asked(), ElementsAre(kDomain + kSvc, kAuto + kSvc));
  EXPECT_EQ(found.steps[0].outcome, "no answer");
}

TEST_F(DiscoveryOrder, TheHintOfThePlainServerIsFollowedOverTls) {
  probe_.answer = redirect_to(kListed + kXml);
  web_.status(kListed + kSvc, 404);
  web_.at(kListed + kXml, test::pox_found(kEws));
  const Discovered found = find();
  ASSERT_TRUE(found.endpoint) << found.endpoint.error().detail();
  EXPECT_THAT(lines(found.steps),
              testing::Contains("http autodiscover.contoso-cn.example: redirect (to "
                                "gateway.contoso-cn.example)"));
}

TEST_F(DiscoveryOrder, ServiceRecordsAreTakenAtPort443AndWhereTheyMayLead) {
  srv_.answer = std::vector<net::SrvRecord>{{0, 5, 8443, "gateway.contoso-cn.example"},
                                            {0, 0, 443, "mail.evil.example"},
                                            {10, 0, 443, "gateway.contoso-cn.example"}};
  web_.at(kListed + kSvc, soap_found(kEws));
  const Discovered found = find();
  ASSERT_TRUE(found.endpoint) << found.endpoint.error().detail();
  const auto steps = lines(found.steps);
  EXPECT_THAT(steps, testing::Contains("srv contoso-cn.example: record refused (its port is not "
                                       "443)"));
  EXPECT_THAT(steps,
              testing::Contains("srv contoso-cn.example: record refused (the host "
                                "mail.evil.example is not among those that Autodiscover may lead "
                                "to)"));
}

TEST_F(DiscoveryOrder, WithoutAProbeAndRecordsTheirStepsAreLeftOut) {
  Discovery bare(tokens_, clock_, {}, nullptr, nullptr);
  const Discovered found = test::run_coro(
      io_, bare.find(question(), web_, async::Deadline::after(clock_, std::chrono::seconds(20))));
  expect_step(found, "soap autodiscover.contoso-cn.example: no answer (nobody is there)");
  EXPECT_THAT(found.steps, SizeIs(2));
}

// Where it may lead: each rule is one row, and for each the same redirect that keeps the rule is
// followed.
struct RedirectRow {
  std::string name;
  std::string location;
  std::string refused;  // empty: it is followed
};

class DiscoveryRedirect : public test::DiscoveryTest,
                          public testing::WithParamInterface<RedirectRow> {
 protected:
  void expect_as_said(const Discovered& found, const std::string& what, const std::string& host) {
    if (GetParam().refused.empty()) {
      ASSERT_TRUE(found.endpoint) << found.endpoint.error().detail();
      return;
    }
    expect_step(found, what + " " + host + ": redirect refused (" + GetParam().refused + ")");
    for (const std::string& line : web_.asked()) EXPECT_THAT(line, Not(HasSubstr("gateway")));
    for (const std::string& line : web_.asked()) EXPECT_THAT(line, Not(HasSubstr("evil")));
    for (const std::string& line : web_.asked()) EXPECT_THAT(line, Not(HasSubstr("127.0.0.1")));
  }
};

TEST_P(DiscoveryRedirect, OfHttp) {
  for (const unsigned status : {301u, 302u, 303u, 307u}) {
    web_.at(kDomain + kSvc, redirect_to(GetParam().location, status));
    web_.at(kListed + kSvc, soap_found(kEws));
    expect_as_said(find(), "soap", "contoso-cn.example");
  }
}

TEST_P(DiscoveryRedirect, OfPox) {
  web_.status(kAuto + kSvc, 404);
  web_.at(kAuto + kXml, test::pox_answer("<Action>redirectUrl</Action><RedirectUrl>" +
                                         GetParam().location + "</RedirectUrl>"));
  web_.at(kListed + kSvc, soap_found(kEws));
  if (GetParam().location.empty()) return;  // no answer of POX at all
  expect_as_said(find(), "pox", "autodiscover.contoso-cn.example");
}

TEST_P(DiscoveryRedirect, OfThePlainServer) {
  probe_.answer = redirect_to(GetParam().location);
  web_.at(kListed + kSvc, soap_found(kEws));
  expect_as_said(find(), "http", "autodiscover.contoso-cn.example");
}

INSTANTIATE_TEST_SUITE_P(
    Rules, DiscoveryRedirect,
    testing::Values(
        RedirectRow{"followed", "https://gateway.contoso-cn.example/autodiscover/autodiscover.xml",
                    ""},
        RedirectRow{"followed_svc",
                    "https://Gateway.Contoso-CN.example/AutoDiscover/AutoDiscover.SVC", ""},
        RedirectRow{"followed_below",
                    "https://gateway.contoso-cn.example/autodiscover/a/b/autodiscover.xml", ""},
        RedirectRow{"followed_cloud",
                    "https://gateway.contoso-cn.example:443/autodiscover/"
                    "autodiscover.xml?x=1",
                    ""},
        RedirectRow{
            "followed_json",
            "https://gateway.contoso-cn.example/autodiscover/autodiscover.json/v1.0/x@y?a=b", ""},
        RedirectRow{"http", "http://gateway.contoso-cn.example/autodiscover/autodiscover.xml",
                    "it leads to a place without TLS"},
        RedirectRow{"foreign", "https://mail.evil.example/autodiscover/autodiscover.xml",
                    "the host mail.evil.example is not among those that Autodiscover may lead to"},
        RedirectRow{"lookalike",
                    "https://gateway.contoso-cn.example.evil.example/autodiscover/autodiscover.xml",
                    "the host gateway.contoso-cn.example.evil.example is not among those that "
                    "Autodiscover may lead to"},
        RedirectRow{"subdomain", "https://x.contoso-cn.example/autodiscover/autodiscover.xml",
                    "the host x.contoso-cn.example is not among those that Autodiscover may lead "
                    "to"},
        RedirectRow{"address", "https://127.0.0.1/autodiscover/autodiscover.xml",
                    "the host 127.0.0.1 is not among those that Autodiscover may lead to"},
        RedirectRow{"user", "https://a@gateway.contoso-cn.example/autodiscover/autodiscover.xml",
                    "it leads to what is no https URL"},
        RedirectRow{"relative", "/autodiscover/autodiscover.xml",
                    "it leads to what is no https URL"},
        RedirectRow{"path", "https://gateway.contoso-cn.example/owa/autodiscover.xml",
                    "it leads to a path of gateway.contoso-cn.example that is not Autodiscover's"},
        RedirectRow{"page", "https://gateway.contoso-cn.example/autodiscover/logon.aspx",
                    "it leads to a path of gateway.contoso-cn.example that is not Autodiscover's"},
        RedirectRow{"dots", "https://gateway.contoso-cn.example/autodiscover/../autodiscover.xml",
                    "it leads to a path of gateway.contoso-cn.example that is not "
                    "Autodiscover's"}),
    [](const auto& row) { return row.param.name; });

class DiscoveryRules : public test::DiscoveryTest {};

TEST_F(DiscoveryRules, TheHostsOfThePartnersCloudMayBeLedTo) {
  web_.at(kDomain + kSvc,
          redirect_to("https://autodiscover-s.partner.outlook.cn/autodiscover/autodiscover.xml"));
  web_.at("https://autodiscover-s.partner.outlook.cn" + kSvc,
          soap_found("https://partner.outlook.cn/EWS/Exchange.asmx"));
  const Discovered found = find();
  ASSERT_TRUE(found.endpoint) << found.endpoint.error().detail();
  EXPECT_EQ(*found.endpoint, "https://partner.outlook.cn/EWS/Exchange.asmx");
}

TEST_F(DiscoveryRules, A308IsNoRedirectOfAutodiscover) {
  web_.at(kDomain + kSvc, redirect_to(kListed + kXml, 308));
  expect_step(find(), "soap contoso-cn.example: not there (HTTP status 308)");
}

TEST_F(DiscoveryRules, ACircleIsNoticed) {
  web_.at(kDomain + kSvc, redirect_to(kListed + kXml));
  web_.at(kListed + kSvc, redirect_to(kDomain + kXml));
  expect_step(find(),
              "soap gateway.contoso-cn.example: redirect refused (it leads in a circle, to "
              "contoso-cn.example)");
  EXPECT_THAT(web_.asked(), ElementsAre(kDomain + kSvc, kListed + kSvc, kAuto + kSvc));
}

TEST_F(DiscoveryRules, TenRedirectsAreFollowedAndTheEleventhIsNot) {
  const auto chain = [&](int length) {
    std::string from = kDomain + kSvc;
    for (int i = 0; i < length; ++i) {
      const std::string host = "https://h" + std::to_string(i) + ".example";
      listed_.push_back(host.substr(8));
      web_.at(from, redirect_to(host + kXml));
      from = host + kSvc;
    }
    web_.at(from, soap_found(kEws));
  };
  chain(kRedirectsMax);
  EXPECT_TRUE(find().endpoint);

  web_ = test::Internet();
  listed_ = {"gateway.contoso-cn.example"};
  ++generation_;
  Discovery fresh(tokens_, clock_, {}, nullptr, nullptr);
  chain(kRedirectsMax + 1);
  const Discovered found = test::run_coro(
      io_, fresh.find(question(), web_, async::Deadline::after(clock_, std::chrono::seconds(20))));
  expect_step(found, "soap h9.example: redirect refused (more than 10 redirects)");
}

TEST_F(DiscoveryRules, AnotherAddressBeginsAgainAtItsDomain) {
  listed_.push_back("contoso-routing.example");
  web_.at(kDomain + kSvc, soap_error("RedirectAddress", "anchor@contoso-routing.example"));
  web_.at("https://contoso-routing.example" + kSvc, soap_found(kEws));
  const Discovered found = find();
  ASSERT_TRUE(found.endpoint) << found.endpoint.error().detail();
  EXPECT_THAT(web_.sent[1].body, HasSubstr("anchor@contoso-routing.example"));
}

TEST_F(DiscoveryRules, AnotherAddressLeadsOnlyToListedHosts) {
  web_.at(kDomain + kSvc, soap_error("RedirectAddress", "anchor@evil.example"));
  const Discovered found = find();
  expect_step(found,
              "server evil.example: refused (it is not among the hosts that Autodiscover may lead "
              "to)");
  EXPECT_THAT(web_.asked(), ElementsAre(kDomain + kSvc));
  EXPECT_THAT(probe_.asked, IsEmpty());
}

TEST_F(DiscoveryRules, TheSameAddressAgainIsNoRedirect) {
  web_.at(kDomain + kSvc,
          soap_error("RedirectAddress", "01B62C6D-4324-448f-9884-5FEC6D18A7E2@Contoso-CN.example"));
  expect_step(find(),
              "soap contoso-cn.example: redirect refused (it leads to the address that was asked "
              "for)");
}

TEST_F(DiscoveryRules, AddressesThatLeadInACircleEnd) {
  listed_.push_back("b.example");
  web_.at(kDomain + kSvc, soap_error("RedirectAddress", "x@b.example"));
  web_.at("https://b.example" + kSvc, soap_error("RedirectAddress", "y@contoso-cn.example"));
  // Always somebody else, until the redirects are used up.
  for (int i = 0; i < 20; ++i) {
    web_.at(kDomain + kSvc, soap_error("RedirectAddress", "x" + std::to_string(i) + "@b.example"));
    web_.at("https://b.example" + kSvc,
            soap_error("RedirectAddress", "y" + std::to_string(i) + "@contoso-cn.example"));
  }
  const Discovered found = find();
  ASSERT_FALSE(found.endpoint);
  EXPECT_LE(web_.sent.size(), 30u);
}

TEST_F(DiscoveryRules, TheEndpointTooMustBeAtAListedHost) {
  struct Row {
    std::string url;
    std::string words;
  };
  for (const Row& row :
       {Row{"https://mail.evil.example/EWS/Exchange.asmx",
            "the host mail.evil.example is not among those that Autodiscover may "
            "lead to"},
        Row{"http://gateway.contoso-cn.example/EWS/Exchange.asmx", "the endpoint is no https URL"},
        Row{"https://10.0.0.1/EWS/Exchange.asmx",
            "the host 10.0.0.1 is not among those that Autodiscover may lead to"}}) {
    web_ = test::Internet();
    web_.at(kDomain + kSvc, soap_found(row.url));
    ++generation_;
    expect_step(find(), "soap contoso-cn.example: endpoint refused (" + row.words + ")");
  }
}

class DiscoveryCredential : public test::DiscoveryTest {
 protected:
  std::vector<std::string> with_token() const {
    std::vector<std::string> lines;
    for (const std::string& line : web_.asked()) {
      if (line.find(" with ") != std::string::npos) lines.push_back(line);
    }
    return lines;
  }
};

TEST_F(DiscoveryCredential, GoesOnlyToWhoeverAsksForIt) {
  web_.status(kDomain + kSvc, 404);
  web_.at(kAuto + kSvc, test::wants_token());
  web_.at(kAuto + kSvc, soap_found(kEws));
  EXPECT_TRUE(find().endpoint);
  EXPECT_THAT(web_.asked(), ElementsAre(kDomain + kSvc, kDomain + kXml, kAuto + kSvc,
                                        kAuto + kSvc + " with token-1"));
}

TEST_F(DiscoveryCredential, IsForwardedWhereTheSpaceSaysSo) {
  forwarded_ = true;
  web_.at(kDomain + kSvc, test::wants_token());
  web_.at(kDomain + kSvc, soap_found(kEws));
  EXPECT_TRUE(find().endpoint);
  EXPECT_EQ(tokens_.asked, 2);
  ASSERT_EQ(web_.sent.size(), 2u);
  EXPECT_EQ(test::header_of(web_.sent[0], "Authorization"), "");
  EXPECT_EQ(test::header_of(web_.sent[1], "Authorization"),
            R"(MSAuth1.0 actortoken="Bearer token-1", accesstoken="Bearer token-1", type="PFAT")");
}

TEST_F(DiscoveryCredential, ForwardedTokensThatAreRefusedEverywhereAreForgotten) {
  forwarded_ = true;
  web_.at(kDomain + kSvc, test::wants_token());  // for ever
  EXPECT_FALSE(find().endpoint);
  EXPECT_EQ(tokens_.forgotten, 2);
}

TEST_F(DiscoveryCredential, IsNotGivenToWhoeverTakesNoBearer) {
  web_.at(kDomain + kSvc, net::HttpResponse{401, {{"WWW-Authenticate", "Basic realm=\"x\""}}, ""});
  web_.at(kDomain + kXml, net::HttpResponse{401, {}, ""});
  expect_step(find(), "soap contoso-cn.example: unauthenticated (HTTP status 401)");
  EXPECT_THAT(with_token(), IsEmpty());
  EXPECT_EQ(tokens_.asked, 0);
}

TEST_F(DiscoveryCredential, NeverGoesToAHostThatIsNotListed) {
  // Every way to be led away, all to a host that would take it.
  const std::string evil = "https://mail.evil.example";
  for (const std::string& target : {kSvc, kXml, kJson}) web_.at(evil + target, test::wants_token());
  web_.at(kDomain + kSvc, redirect_to(evil + kXml));
  web_.status(kAuto + kSvc, 404);
  web_.at(kAuto + kXml, test::pox_answer("<Action>redirectUrl</Action><RedirectUrl>" + evil + kXml +
                                         "</RedirectUrl>"));
  web_.at(kAuto + kJson, redirect_to(evil + kJson));
  probe_.answer = redirect_to(evil + kXml);
  srv_.answer = std::vector<net::SrvRecord>{{0, 0, 443, "mail.evil.example"}};
  const Discovered found = find();
  EXPECT_FALSE(found.endpoint);
  for (const std::string& line : web_.asked()) EXPECT_THAT(line, Not(HasSubstr("evil")));
  EXPECT_EQ(tokens_.asked, 0);
}

TEST_F(DiscoveryCredential, ARefusalIsNotTheEnd) {
  web_.at(kDomain + kSvc, test::wants_token());  // for ever
  web_.at(kDomain + kXml, test::wants_token());
  web_.at(kAuto + kSvc, test::wants_token());
  web_.at(kAuto + kSvc, soap_found(kEws));
  const Discovered found = find();
  ASSERT_TRUE(found.endpoint) << found.endpoint.error().detail();
  EXPECT_EQ(found.steps[0].outcome, "unauthenticated");
  EXPECT_EQ(tokens_.forgotten, 0);
}

TEST_F(DiscoveryCredential, ThatIsRefusedEverywhereIsForgotten) {
  web_.at(kDomain + kSvc, test::wants_token());
  expect_step(find(), "soap contoso-cn.example: unauthenticated (HTTP status 401)");
  EXPECT_EQ(tokens_.forgotten, 1);
}

TEST_F(DiscoveryCredential, ThatCannotBeHadIsAStepLikeOthers) {
  tokens_.refuses = true;
  web_.at(kDomain + kSvc, test::wants_token());
  web_.at(kAuto + kSvc, soap_found(kEws));
  const Discovered found = find();
  ASSERT_TRUE(found.endpoint) << found.endpoint.error().detail();
  EXPECT_EQ(describe(found.steps[0]), "soap contoso-cn.example: no token (no grant)");
}

TEST_F(DiscoveryCredential, IsNeverSentByJson) {
  web_.status(kDomain + kSvc, 404);
  web_.status(kDomain + kXml, 404);
  web_.at(kDomain + kJson, test::wants_token());
  find();
  EXPECT_THAT(with_token(), IsEmpty());
}

TEST_F(DiscoveryCredential, IsNotInTheWordsForTheLog) {
  web_.at(kDomain + kSvc, test::wants_token());
  EXPECT_THAT(find().endpoint.error().detail(), Not(HasSubstr("token-1")));
}

}  // namespace
}  // namespace fb::upstream
