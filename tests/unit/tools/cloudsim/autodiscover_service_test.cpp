// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/cloudsim/autodiscover_service.hpp"

#include <gtest/gtest.h>

#include "protocols/autodiscover/autodiscover.hpp"
#include "tests/unit/tools/cloudsim/small_world.hpp"
#include "tests/unit/tools/cloudsim/world_folder.hpp"

namespace fb::cloudsim {
namespace {

using autodiscover::EwsEndpoint;
using autodiscover::RedirectToAddress;
using autodiscover::RedirectToUrl;

constexpr const char* kHost = "autodiscover.contoso.example";
constexpr const char* kEws = "https://mail.contoso.example/EWS/Exchange.asmx";

class Autodiscover : public testing::Test {
 protected:
  static model::SmtpAddress user(std::string_view text = "anybody@contoso.example") {
    return *model::SmtpAddress::parse(text);
  }

  static Request post(std::string path, std::string body) {
    return {
        "POST",         kHost, std::move(path), {}, {{"Content-Type", "text/xml; charset=utf-8"}},
        std::move(body)};
  }
  static Request soap(const model::SmtpAddress& of = user()) {
    std::string body;
    autodiscover::encode_user_settings_question(
        of, "https://autodiscover.contoso.example/autodiscover/autodiscover.svc", body);
    return post("/autodiscover/autodiscover.svc", body);
  }
  static Request pox(const model::SmtpAddress& of = user()) {
    std::string body;
    autodiscover::encode_pox_question(of, body);
    return post("/Autodiscover/Autodiscover.xml", body);
  }
  static Request json(std::string query = "Protocol=EWS&RedirectCount=0",
                      std::string rest = "/v1.0/anybody%40contoso.example") {
    return {"GET", kHost, "/autodiscover/autodiscover.json" + rest, std::move(query), {}, {}};
  }
  static Request with_token(Request request, std::string_view audience) {
    test::AccessToken token;
    token.claims["aud"] = audience;
    request.headers.emplace_back("Authorization",
                                 "Bearer " + token.signed_by(test::keys().public_current));
    return request;
  }

  // The same token twice: as its own forwarder.
  static Request forwarded(Request request) {
    std::string& value = request.headers.back().second;
    value = "MSAuth1.0 actortoken=\"" + value + "\", accesstoken=\"" + value + "\", type=\"PFAT\"";
    return request;
  }

  Reply ask(const Request& request) { return service_.answer(request, test::now()).reply; }

  test::WorldFolder folder_;
  LoadedWorld loaded_ = folder_.load(test::WorldFolder::config());
  AutodiscoverServer& server_ = loaded_.world->autodiscovers.front();
  KeyRing keys_{*loaded_.world};
  AutodiscoverService service_{*loaded_.world, keys_};
};

TEST_F(Autodiscover, SaysWhereEwsIsInEachDialect) {
  const auto by_soap = autodiscover::decode_user_settings_answer(ask(soap()).body);
  ASSERT_TRUE(by_soap) << by_soap.error().detail();
  EXPECT_EQ(std::get<EwsEndpoint>(*by_soap).url, kEws);
  const auto by_pox = autodiscover::decode_pox_answer(ask(pox()).body);
  ASSERT_TRUE(by_pox) << by_pox.error().detail();
  EXPECT_EQ(std::get<EwsEndpoint>(*by_pox).url, kEws);
  const auto by_json = autodiscover::decode_json_answer(ask(json()).body);
  ASSERT_TRUE(by_json) << by_json.error().detail();
  EXPECT_EQ(std::get<EwsEndpoint>(*by_json).url, kEws);
}

TEST_F(Autodiscover, LeadsElsewhereInEachDialect) {
  server_.redirect_url = "http://mail.evil.example/owa";  // also where nobody should go
  const auto by_soap = autodiscover::decode_user_settings_answer(ask(soap()).body);
  EXPECT_EQ(std::get<RedirectToUrl>(*by_soap).url, server_.redirect_url);
  const auto by_pox = autodiscover::decode_pox_answer(ask(pox()).body);
  EXPECT_EQ(std::get<RedirectToUrl>(*by_pox).url, server_.redirect_url);
  EXPECT_EQ(ask(json()).status, 302u);

  server_.redirect_url.clear();
  server_.redirect_address = "anybody@fabrikam.example";
  const auto address = autodiscover::decode_user_settings_answer(ask(soap()).body);
  EXPECT_EQ(std::get<RedirectToAddress>(*address).address, server_.redirect_address);
  const auto pox_address = autodiscover::decode_pox_answer(ask(pox()).body);
  EXPECT_EQ(std::get<RedirectToAddress>(*pox_address).address, server_.redirect_address);

  server_.http_redirect = "https://b.example/autodiscover/autodiscover.xml";
  for (const Request& request : {soap(), pox(), json()}) {
    const Reply reply = ask(request);
    EXPECT_EQ(reply.status, 302u);
    ASSERT_EQ(reply.headers.size(), 1u);
    EXPECT_EQ(reply.headers[0].second, server_.http_redirect);
  }
}

TEST_F(Autodiscover, KnowsTheAddressesOfItsDomainsOnly) {
  using model::ErrorKind;
  const auto stranger = user("anybody@fabrikam.example");
  EXPECT_EQ(autodiscover::decode_user_settings_answer(ask(soap(stranger)).body).error().kind(),
            ErrorKind::peer_recipient_unknown);
  EXPECT_EQ(autodiscover::decode_pox_answer(ask(pox(stranger)).body).error().kind(),
            ErrorKind::peer_recipient_unknown);
  EXPECT_EQ(ask(json("Protocol=EWS", "/v1.0/anybody@fabrikam.example")).status, 400u);
}

TEST_F(Autodiscover, WithAnAudienceOnlyATokenForItIsAnsweredExceptByJson) {
  server_.audience = "api://free-busy";
  for (const Request& request : {soap(), pox()}) {
    const Reply refused = ask(request);
    EXPECT_EQ(refused.status, 401u);
    std::string offered;
    for (const auto& [name, value] : refused.headers) offered += name + ": " + value + "\n";
    EXPECT_NE(offered.find("WWW-Authenticate: Bearer"), std::string::npos);
    EXPECT_EQ(ask(with_token(request, "api://other")).status, 401u);
    EXPECT_EQ(ask(with_token(request, "api://free-busy")).status, 200u);
    EXPECT_EQ(ask(forwarded(with_token(request, "api://other"))).status, 401u);
    EXPECT_EQ(ask(forwarded(with_token(request, "api://free-busy"))).status, 200u);
  }
  EXPECT_EQ(ask(json()).status, 200u);
  const Answer seen = service_.answer(with_token(soap(), "api://free-busy"), test::now());
  EXPECT_EQ(seen.seen.tenant, "contoso");
  EXPECT_EQ(seen.seen.application, test::kClientId);
}

TEST_F(Autodiscover, RefusesWhatARealServerRefuses) {
  Request get = soap();
  get.method = "GET";
  EXPECT_EQ(ask(get).status, 405u);
  Request typed = soap();
  typed.headers = {{"Content-Type", "application/soap+xml"}};
  EXPECT_EQ(ask(typed).status, 415u);
  EXPECT_EQ(ask(post("/autodiscover/other.svc", soap().body)).status, 404u);
  Request other = soap();
  other.host = "mail.contoso.example";
  EXPECT_EQ(ask(other).status, 404u);

  for (const char* part : {"RequestedServerVersion>", "GetUserSettings<", ":To>", "ExternalEwsUrl",
                           "Mailbox>anybody@contoso.example", "Envelope"}) {
    Request broken = soap();
    const auto at = broken.body.find(part);
    ASSERT_NE(at, std::string::npos) << part;
    // The beginning of the element and its end alike.
    for (auto found = at; found != std::string::npos; found = broken.body.find(part)) {
      broken.body[found] = 'X';
    }
    EXPECT_EQ(ask(broken).status, 500u) << part;
  }
  EXPECT_EQ(ask(post("/autodiscover/autodiscover.svc", "<")).status, 500u);

  const auto pox_code = [&](std::string body) {
    const std::string answer = ask(post("/autodiscover/autodiscover.xml", std::move(body))).body;
    const auto at = answer.find("<ErrorCode>");
    return at == std::string::npos ? answer : answer.substr(at + 11, 3);
  };
  EXPECT_EQ(pox_code("<"), "600");
  std::string schema = pox().body;
  schema.replace(schema.find("2006a"), 5, "2006b");
  EXPECT_EQ(pox_code(schema), "601");

  EXPECT_NE(ask(json("RedirectCount=0")).body.find("MissingProtocol"), std::string::npos);
  EXPECT_NE(ask(json("Protocol=Rest")).body.find("ProtocolNotSupported"), std::string::npos);
  EXPECT_NE(ask(json("Protocol=EWS", "")).body.find("MandatoryParameterMissing"),
            std::string::npos);
  EXPECT_EQ(ask(json("Protocol=EWS&Email=anybody@contoso.example", "")).status, 200u);
}

TEST_F(Autodiscover, SpeaksOnlyTheDialectsThatItHas) {
  server_.soap = server_.pox = server_.json = false;
  for (const Request& request : {soap(), pox(), json()}) EXPECT_EQ(ask(request).status, 404u);
}

TEST_F(Autodiscover, IsBusyInTheMannerOfTheDialect) {
  EXPECT_EQ(
      autodiscover::decode_user_settings_answer(autodiscover_busy(soap()).body).error().kind(),
      model::ErrorKind::peer_throttled);
  EXPECT_EQ(autodiscover_busy(pox()).status, 503u);
}

}  // namespace
}  // namespace fb::cloudsim
