// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/source_credentials.hpp"

#include "tests/support/run_coro.hpp"
#include "tests/support/scripted_http_client.hpp"
#include "tests/unit/gateway/identity/s2s_world.hpp"

namespace fb::identity {
namespace {

namespace asio = boost::asio;
using config::SourceAuthentication;
using model::Error;
using model::ErrorKind;
using std::chrono::seconds;

class OneToken final : public TokenBroker {
 public:
  asio::awaitable<model::Result<config::Secret>> token(TokenRequest request, net::HttpClient&,
                                                       async::Deadline) override {
    asked.push_back(std::move(request));
    co_return config::Secret("a.b.c");
  }
  void forget(const TokenRequest&) override { ++forgotten; }

  std::vector<TokenRequest> asked;
  int forgotten = 0;
};

class SourceCredentialsTest : public testing::Test {
 protected:
  SourceCredentialsTest() {
    source_.url = "https://mail.contoso.example/EWS/Exchange.asmx";
    source_.username = "svc";
    source_.password = config::Secret("password");
    source_.exchange_application.client_id = kScriptClient;
    source_.exchange_application.realm = test::kContosoId;
    source_.exchange_application.scope = "https://mail.contoso.example/.default";
    tenant_.application->client_id = kPartnerClient;
  }

  model::Result<config::Secret> authorization() {
    return test::run_coro(io_,
                          credentials_.authorization(*snapshot_, tenant_, source_, http_,
                                                     async::Deadline::after(clock_, seconds(20))));
  }
  bool renew() { return credentials_.renew(*snapshot_, tenant_, source_); }
  void challenged() {
    http_.then(401, "",
               {{"WWW-Authenticate",
                 "Bearer client_id=\"" + std::string(kExchangeApp) + "\", trusted_issuers=\"*\""}});
  }

  asio::io_context io_;
  test::ManualClock clock_;
  test::ScriptedHttpClient http_;
  OneToken authority_;
  async::OffloadPool pool_{1, 8};
  config::Tenant tenant_ = test::contoso_tenant();
  config::CalendarSource source_{.kind = config::SourceKind::ews};
  std::shared_ptr<const config::Snapshot> snapshot_ = identity_snapshot();
  SourceCredentials credentials_{authority_, pool_, clock_};
};

TEST_F(SourceCredentialsTest, APasswordGoesAsItIsAndCannotBeRenewed) {
  source_.username = "CONTOSO\\svc";
  source_.password = config::Secret("p\xC3\xA4ss:word");
  EXPECT_EQ(authorization()->reveal(), "Basic Q09OVE9TT1xzdmM6cMOkc3M6d29yZA==");
  EXPECT_FALSE(renew());
  EXPECT_TRUE(http_.sent.empty());
}

TEST_F(SourceCredentialsTest, TheActorTokenIsAskedOfTheTenantsAuthority) {
  source_.authentication = SourceAuthentication::s2s;
  challenged();
  EXPECT_EQ(authorization()->reveal(), "Bearer a.b.c");
  ASSERT_EQ(authority_.asked.size(), 1u);
  EXPECT_EQ(authority_.asked[0].login_host, "login.microsoftonline.com");
  EXPECT_EQ(authority_.asked[0].tenant, test::contoso().id);
  EXPECT_EQ(authority_.asked[0].application.client_id, kPartnerClient);
  EXPECT_EQ(authority_.asked[0].scope, "https://mail.contoso.example/.default");
  EXPECT_TRUE(renew());
  EXPECT_EQ(authority_.forgotten, 1);
}

TEST_F(SourceCredentialsTest, WithoutAnApplicationThereIsNoAuthorityToAsk) {
  source_.authentication = SourceAuthentication::s2s;
  tenant_.application.reset();
  const auto header = authorization();
  ASSERT_FALSE(header);
  EXPECT_EQ(header.error().kind(), ErrorKind::token_unavailable);
  EXPECT_EQ(header.error().rule(), "s2s.authority");
  EXPECT_FALSE(renew());
}

// No KDC is asked: what there is no key for ends at the keytab.
TEST_F(SourceCredentialsTest, KerberosNeedsItsKeys) {
  source_.authentication = SourceAuthentication::negotiate;
  source_.username = "gateway@AD.CONTOSO.EXAMPLE";
  source_.keytab_file = "/nowhere/gateway.keytab";
  const auto header = authorization();
  ASSERT_FALSE(header);
  EXPECT_EQ(header.error().kind(), ErrorKind::token_unavailable);
  EXPECT_EQ(header.error().rule(), "negotiate.keytab");
  EXPECT_TRUE(renew());
}

TEST_F(SourceCredentialsTest, TheServicePrincipalComesFromAUrlThatIsOne) {
  source_.authentication = SourceAuthentication::negotiate;
  source_.url = "http://mail.contoso.example/";
  const auto header = authorization();
  ASSERT_FALSE(header);
  EXPECT_EQ(header.error().rule(), "negotiate.principal");
}

}  // namespace
}  // namespace fb::identity
