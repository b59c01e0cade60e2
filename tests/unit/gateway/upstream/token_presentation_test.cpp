// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/upstream/token_presentation.hpp"

#include <gtest/gtest.h>

#include "tests/unit/gateway/upstream/upstream_test_base.hpp"

namespace fb::upstream {
namespace {

using model::ErrorKind;

TEST(TokenRequest, ComesFromTheTenantsOwnCloud) {
  const auto snapshot = test::snapshot_of({{test::contoso_china_tenant()}, {}});
  const config::Tenant& tenant = snapshot->federation().tenants[0];
  const auto request = token_request(*snapshot, tenant, "api://x/.default");
  ASSERT_TRUE(request);
  EXPECT_EQ(request->login_host, snapshot->clouds().cloud("21vianet")->login_host);
  EXPECT_EQ(request->tenant, test::contoso_china().id);
  EXPECT_EQ(request->scope, "api://x/.default");
}

TEST(TokenRequest, NeedsAnApplicationAndAKnownCloud) {
  config::Tenant without = test::contoso_tenant();
  without.application.reset();
  config::Tenant nowhere = test::contoso_tenant();
  nowhere.cloud = "no such cloud";
  const auto snapshot = test::snapshot_of({{without}, {}});
  EXPECT_EQ(token_request(*snapshot, without, "s").error().kind(), ErrorKind::token_unavailable);
  EXPECT_EQ(token_request(*snapshot, nowhere, "s").error().kind(), ErrorKind::token_unavailable);
  // Who could forward has nothing to forward.
  without.forwarder = config::Application{.client_id = "f"};
  EXPECT_EQ(presentation_for(*snapshot, without, without.address_spaces[0]).error().kind(),
            ErrorKind::token_unavailable);
}

// Each application has a token of its own; one of them may have none.
class TokenOfEach final : public identity::TokenBroker {
 public:
  boost::asio::awaitable<model::Result<config::Secret>> token(identity::TokenRequest request,
                                                              net::HttpClient&,
                                                              async::Deadline) override {
    if (request.application.client_id == refused) {
      co_return model::Error::of(ErrorKind::token_unavailable, "no grant");
    }
    co_return config::Secret("token-of-" + request.application.client_id);
  }
  void forget(const identity::TokenRequest& request) override {
    forgotten.push_back(request.application.client_id);
  }

  std::string refused;
  std::vector<std::string> forgotten;
};

class TokenPresentationTest : public testing::Test {
 protected:
  model::Result<TokenPresentation> presentation() const {
    config::Tenant tenant = test::contoso_tenant();
    tenant.application->client_id = "asker";
    if (forwarder_) tenant.forwarder = config::Application{.client_id = "forwarder"};
    tenant.address_spaces[0].token_form = form_;
    return presentation_for(*test::snapshot_of({{tenant}, {}}), tenant, tenant.address_spaces[0]);
  }
  std::string header() {
    test::ScriptedHttpClient http;
    const auto value = test::run_coro(
        io_, authorization_for(tokens_, *presentation(), http,
                               async::Deadline::after(clock_, std::chrono::seconds(5))));
    return value ? std::string(value->reveal()) : value.error().detail();
  }

  bool forwarder_ = true;
  config::TokenForm form_ = config::TokenForm::protected_forwarded;
  boost::asio::io_context io_;
  test::ManualClock clock_;
  TokenOfEach tokens_;
};

TEST_F(TokenPresentationTest, TheForwarderActsForTheOrganisation) {
  EXPECT_EQ(header(),
            "MSAuth1.0 actortoken=\"Bearer token-of-forwarder\", "
            "accesstoken=\"Bearer token-of-asker\", type=\"PFAT\"");
  const auto both = presentation();
  ASSERT_TRUE(both->actor);
  EXPECT_EQ(both->actor->scope, both->access.scope);
  EXPECT_EQ(both->actor->tenant, both->access.tenant);
  EXPECT_EQ(both->actor->login_host, both->access.login_host);
  forget_tokens(tokens_, *both);
  EXPECT_EQ(tokens_.forgotten, (std::vector<std::string>{"asker", "forwarder"}));
}

TEST_F(TokenPresentationTest, WithoutAForwarderTheOrganisationActsForItself) {
  forwarder_ = false;
  EXPECT_EQ(header(),
            "MSAuth1.0 actortoken=\"Bearer token-of-asker\", "
            "accesstoken=\"Bearer token-of-asker\", type=\"PFAT\"");
}

TEST_F(TokenPresentationTest, BearerHasNoForwarder) {
  form_ = config::TokenForm::bearer;
  EXPECT_EQ(header(), "Bearer token-of-asker");
  forget_tokens(tokens_, *presentation());
  EXPECT_EQ(tokens_.forgotten, std::vector<std::string>{"asker"});
}

TEST_F(TokenPresentationTest, WithoutEitherTokenThereIsNone) {
  for (const char* refused : {"asker", "forwarder"}) {
    tokens_.refused = refused;
    EXPECT_EQ(header(), "no grant") << refused;
  }
  form_ = config::TokenForm::bearer;
  EXPECT_EQ(header(), "Bearer token-of-asker");
}

}  // namespace
}  // namespace fb::upstream
