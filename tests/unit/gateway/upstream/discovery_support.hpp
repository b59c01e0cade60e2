// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// A small Internet for tests of discovery: what each URL answers, the plain redirector, the SRV
// records, and a record of who was sent what. The answers are written here, by no codec of ours.
#pragma once

#include <gtest/gtest.h>

#include <deque>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "gateway/net/plain_probe.hpp"
#include "gateway/net/srv_lookup.hpp"
#include "gateway/upstream/discovery.hpp"
#include "tests/support/federations.hpp"
#include "tests/support/run_coro.hpp"
#include "tests/support/scripted_http_client.hpp"

namespace fb::test {

inline std::string settings_answer(const std::string& user_response) {
  return "<?xml version=\"1.0\" encoding=\"utf-8\"?><s:Envelope "
         "xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>"
         "<GetUserSettingsResponseMessage "
         "xmlns=\"http://schemas.microsoft.com/exchange/2010/Autodiscover\"><Response "
         "xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\"><ErrorCode>NoError</ErrorCode>"
         "<ErrorMessage/><UserResponses><UserResponse>" +
         user_response +
         "</UserResponse></UserResponses></Response></GetUserSettingsResponseMessage></s:Body>"
         "</s:Envelope>";
}

inline std::string soap_found(const std::string& url) {
  return settings_answer(
      "<ErrorCode>NoError</ErrorCode><ErrorMessage>No error.</ErrorMessage><RedirectTarget "
      "i:nil=\"true\"/><UserSettingErrors/><UserSettings><UserSetting i:type=\"StringSetting\">"
      "<Name>ExternalEwsUrl</Name><Value>" +
      url + "</Value></UserSetting></UserSettings>");
}

// RedirectUrl, RedirectAddress, InvalidUser, ServerBusy.
inline std::string soap_error(const std::string& code, const std::string& target = {}) {
  return settings_answer("<ErrorCode>" + code + "</ErrorCode><ErrorMessage>no</ErrorMessage>" +
                         "<RedirectTarget>" + target +
                         "</RedirectTarget><UserSettingErrors/><UserSettings/>");
}

inline std::string pox_answer(const std::string& account) {
  return "<?xml version=\"1.0\" encoding=\"utf-8\"?><Autodiscover "
         "xmlns=\"http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006\">"
         "<Response xmlns=\"http://schemas.microsoft.com/exchange/autodiscover/outlook/"
         "responseschema/2006a\"><Account><AccountType>email</AccountType>" +
         account + "</Account></Response></Autodiscover>";
}

inline std::string pox_found(const std::string& url) {
  return pox_answer("<Action>settings</Action><Protocol><Type>EXPR</Type><ASUrl>" + url +
                    "</ASUrl></Protocol>");
}

inline std::string json_found(const std::string& url) {
  return R"({"Protocol":"EWS","Url":")" + url + "\"}";
}

inline net::HttpResponse redirect_to(std::string location, unsigned status = 302) {
  return {status, {{"Location", std::move(location)}}, ""};
}

inline net::HttpResponse wants_token() {
  return {401, {{"WWW-Authenticate", "Negotiate"}, {"www-authenticate", "Bearer realm=\"x\""}}, ""};
}

// Each URL, without its query, answers what stands there: one after the other, the last for ever.
// Whoever is not listed cannot be reached.
class Internet final : public net::HttpClient {
 public:
  using Answer = ScriptedHttpClient::Answer;

  void at(const std::string& url, Answer answer) { answers_[url].push_back(std::move(answer)); }
  void at(const std::string& url, std::string body) {
    at(url, net::HttpResponse{200, {}, std::move(body)});
  }
  void status(const std::string& url, unsigned status) {
    at(url, net::HttpResponse{status, {}, ""});
  }

  boost::asio::awaitable<Answer> exchange(net::HttpRequest request, async::Deadline) override {
    const std::string url = request.url.substr(0, request.url.find('?'));
    sent.push_back(std::move(request));
    if (before_answer) before_answer();
    const auto found = answers_.find(url);
    if (found == answers_.end()) {
      co_return model::Error::of(model::ErrorKind::peer_unreachable, "nobody is there");
    }
    Answer answer = found->second.front();
    if (found->second.size() > 1) found->second.pop_front();
    co_return answer;
  }

  // "url" or "url with token-1", in the order in which they were asked.
  std::vector<std::string> asked() const {
    std::vector<std::string> lines;
    for (const net::HttpRequest& request : sent) {
      std::string line = request.url.substr(0, request.url.find('?'));
      const std::string token = header_of(request, "Authorization");
      if (!token.empty()) line += " with " + token.substr(token.find(' ') + 1);
      lines.push_back(std::move(line));
    }
    return lines;
  }

  std::vector<net::HttpRequest> sent;
  std::function<void()> before_answer;

 private:
  std::map<std::string, std::deque<Answer>> answers_;
};

class ScriptedProbe final : public net::PlainProbe {
 public:
  boost::asio::awaitable<model::Result<net::HttpResponse>> get(std::string host, std::string target,
                                                               async::Deadline) override {
    asked.push_back(host + target);
    co_return answer;
  }

  model::Result<net::HttpResponse> answer = model::Error::of(model::ErrorKind::peer_unreachable);
  std::vector<std::string> asked;
};

class ScriptedSrv final : public net::SrvLookup {
 public:
  boost::asio::awaitable<model::Result<std::vector<net::SrvRecord>>> find(
      std::string name, async::Deadline) override {
    asked.push_back(std::move(name));
    co_return answer;
  }

  model::Result<std::vector<net::SrvRecord>> answer = std::vector<net::SrvRecord>();
  std::vector<std::string> asked;
};

class AnyTokens final : public identity::TokenBroker {
 public:
  boost::asio::awaitable<model::Result<config::Secret>> token(identity::TokenRequest,
                                                              net::HttpClient&,
                                                              async::Deadline) override {
    ++asked;
    if (refuses) co_return model::Error::of(model::ErrorKind::token_unavailable, "no grant");
    co_return config::Secret("token-1");
  }
  void forget(const identity::TokenRequest&) override { ++forgotten; }

  bool refuses = false;
  int asked = 0;
  int forgotten = 0;
};

// Contoso looks for the gateway of Contoso China, and may be led to gateway.contoso-cn.example.
class DiscoveryTest : public testing::Test {
 protected:
  upstream::DiscoveryQuestion question() const {
    config::AddressSpace space = contoso_tenant().address_spaces.front();
    space.target_service_epr.clear();
    space.target_autodiscover_epr = first_url_;
    config::Federation federation;
    config::Partner partner = partner_of(contoso_china_tenant());
    partner.autodiscover_hosts = listed_;
    federation.partners.push_back(std::move(partner));
    const auto snapshot = snapshot_of(std::move(federation), generation_);
    upstream::DiscoveryCredential credential;
    if (has_token_) {
      upstream::TokenPresentation presentation{
          identity::TokenRequest{"login.microsoftonline.com", contoso().id,
                                 *contoso_tenant().application, "api://free-busy/.default"}};
      if (forwarded_) presentation.actor = presentation.access;
      credential = std::move(presentation);
    }
    const upstream::DiscoveryTarget target = upstream::target_of(space);
    return {contoso(), target, upstream::hosts_for(target, *snapshot), std::move(credential),
            generation_};
  }

  upstream::Discovered find(std::chrono::milliseconds patience = std::chrono::seconds(20)) {
    return run_coro(io_,
                    discovery_.find(question(), web_, async::Deadline::after(clock_, patience)));
  }

  static std::vector<std::string> lines(const std::vector<upstream::DiscoveryStep>& steps) {
    std::vector<std::string> out;
    for (const upstream::DiscoveryStep& step : steps) out.push_back(describe(step));
    return out;
  }

  // All of it failed, with such a step among those that were taken.
  static void expect_step(const upstream::Discovered& discovered, const std::string& step) {
    ASSERT_FALSE(discovered.endpoint) << *discovered.endpoint;
    EXPECT_EQ(discovered.endpoint.error().kind(), model::ErrorKind::discovery_failed);
    bool there = false;
    for (const std::string& line : lines(discovered.steps)) there = there || line == step;
    EXPECT_TRUE(there) << step << "\nnot in\n" << discovered.endpoint.error().detail();
    // The log has it too.
    EXPECT_NE(discovered.endpoint.error().detail().find(step), std::string::npos);
  }

  static inline const std::string kDomain = "https://contoso-cn.example";
  static inline const std::string kAuto = "https://autodiscover.contoso-cn.example";
  static inline const std::string kListed = "https://gateway.contoso-cn.example";
  static inline const std::string kSvc = "/autodiscover/autodiscover.svc";
  static inline const std::string kXml = "/autodiscover/autodiscover.xml";
  static inline const std::string kJson =
      "/autodiscover/autodiscover.json/v1.0/"
      "01b62c6d-4324-448f-9884-5fec6d18a7e2@contoso-cn.example";
  static inline const std::string kEws = "https://gateway.contoso-cn.example/EWS/Exchange.asmx";

  std::string first_url_;
  std::vector<std::string> listed_{"gateway.contoso-cn.example"};
  bool has_token_ = true;
  bool forwarded_ = false;  // as PFT
  std::uint64_t generation_ = 1;
  ManualClock clock_;
  boost::asio::io_context io_;
  Internet web_;
  ScriptedProbe probe_;
  ScriptedSrv srv_;
  AnyTokens tokens_;
  upstream::Discovery discovery_{tokens_, clock_, {}, &probe_, &srv_};
};

}  // namespace fb::test
