// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Contoso with an organization relationship with Fabrikam, and delegation tokens from a script.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "gateway/identity/delegation_tokens.hpp"
#include "tests/unit/gateway/upstream/discovery_support.hpp"
#include "tests/unit/gateway/upstream/soap_bodies.hpp"
#include "tests/unit/gateway/upstream/upstream_test_base.hpp"

namespace fb::test {

// Each token says for whom and for what it is, and its number. Without a proof key, so that it
// goes to the plain path.
class CountedDelegations final : public identity::DelegationTokens {
 public:
  using Token = std::shared_ptr<const identity::DelegationToken>;

  explicit CountedDelegations(Steps& steps) : steps_(steps) {}

  boost::asio::awaitable<model::Result<Token>> token(identity::DelegationRequest request,
                                                     net::HttpClient&, async::Deadline) override {
    const std::string name = request.user.str() + " " + request.offer;
    asked.push_back(std::move(request));
    if (steps_.next_fails()) co_return steps_.error;
    auto token = std::make_shared<identity::DelegationToken>();
    token->xml = "<token>" + name + " " + std::to_string(times_forgotten(name) + 1) + "</token>";
    if (with_proof) token->proof_key = config::Secret("0123456789abcdef0123456789abcdef");
    token->reference =
        "<wsse:SecurityTokenReference xmlns:wsse=\"http://docs.oasis-open.org/wss/2004/01/"
        "oasis-200401-wss-wssecurity-secext-1.0.xsd\"><wsse:Reference URI=\"#t\"/>"
        "</wsse:SecurityTokenReference>";
    co_return token;
  }
  void forget(const identity::DelegationRequest& request) override {
    ++forgotten[request.user.str() + " " + request.offer];
  }
  int times_forgotten(const std::string& name) const {
    const auto found = forgotten.find(name);
    return found == forgotten.end() ? 0 : found->second;
  }
  std::vector<std::string> offers() const {
    std::vector<std::string> all;
    for (const auto& request : asked) all.push_back(request.offer);
    return all;
  }

  std::vector<identity::DelegationRequest> asked;
  std::map<std::string, int> forgotten;
  bool with_proof = false;

 private:
  Steps& steps_;
};

class RelationshipTest : public UpstreamTest {
 protected:
  RelationshipTest() { begin_again(); }

  void begin_again() {
    upstream::UpstreamOptions options;
    options.delegations = &delegations_;
    upstream_ = upstream::make_calendar_upstream("gw-here", tokens_, files_, clock_, options);
  }

  config::Tenant tenant() override {
    config::Tenant contoso = contoso_tenant();
    config::OrganizationRelationship relationship{.name = "Fabrikam", .target_tenant = fabrikam()};
    relationship.domain_names = {domain("fabrikam-gov.example"), domain("fabrikam-us.example")};
    relationship.free_busy_access_enabled = true;
    relationship.target_application_uri = "FYDIBOHF25SPDLT.fabrikam-gov.example";
    relationship.target_sharing_epr = kPinned;
    contoso.organization_relationships.push_back(relationship);
    contoso.federation_trust = config::FederationTrust{
        .application_uri = "FYDIBOHF25SPDLT.contoso.example",
        .token_issuers = {{.uri = "urn:verifies-only"},
                          {.uri = "urn:first", .endpoint = "https://sts.example/first"},
                          {.uri = "urn:second", .endpoint = "https://sts.example/second"}}};
    edit_(contoso);
    return contoso;
  }
  static config::OrganizationRelationship& relationship_in(config::Tenant& contoso) {
    return contoso.organization_relationships.back();
  }

  // What comes in place of an endpoint, whatever is asked.
  void expect_refused(model::ErrorKind kind, std::string_view rule) {
    const auto answer = ask({carol_});
    expect_everybody(answer, 1, kind);
    EXPECT_EQ(answer.mailboxes[0].error().rule(), rule) << answer.mailboxes[0].error().detail();
  }

  static inline const std::string kPinned = "https://mail.fabrikam-gov.example/EWS/Exchange.asmx";
  static inline const std::string kEpr =
      "https://auto.fabrikam-gov.example/autodiscover/autodiscover.svc/WSSecurity";
  static inline const std::string kFound = "https://auto.fabrikam-gov.example/EWS/Exchange.asmx";

  std::function<void(config::Tenant&)> edit_ = [](config::Tenant&) {};
  CountedDelegations delegations_{steps_};
  model::Permit carol_ = relationship_permit("carol@fabrikam-gov.example");
  model::Permit dave_ = relationship_permit("dave@fabrikam-gov.example");
};

}  // namespace fb::test
