// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/expected_signer.hpp"

#include <boost/json/serialize.hpp>

#include "tests/support/run_coro.hpp"
#include "tests/support/scripted_sites.hpp"
#include "tests/unit/gateway/identity/identity_world.hpp"

namespace fb::identity {
namespace {

namespace asio = boost::asio;
using model::Error;
using model::ErrorKind;

TEST(ExpectedSigner, KeysMaySignForTheirIssuerOnly) {
  const model::TenantId tenant = test::contoso().id;
  const std::vector<std::string> issuers{commercial_issuer(), "https://sts.windows.net/x/"};
  struct Row {
    std::string issuer;
    bool may;
  };
  for (const Row& row : {Row{"", true}, Row{commercial_issuer(), true},
                         Row{"https://login.microsoftonline.com/{tenantid}/v2.0", true},
                         Row{"https://sts.windows.net/x/", true},
                         Row{"https://login.microsoftonline.us/{tenantid}/v2.0", false},
                         Row{"https://login.microsoftonline.com/{tenantid}/v2.0/", false},
                         Row{china_issuer(), false}}) {
    oauth::VerificationKey key;
    key.issuer = row.issuer;
    EXPECT_EQ(may_sign_for(key, tenant, issuers), row.may) << row.issuer;
  }
}

TEST(ExpectedSigner, KeysBelongToTheirCloud) {
  struct Row {
    std::string cloud;
    std::string_view login_host;
    bool belongs;
  };
  for (const Row& row :
       {Row{"", "login.microsoftonline.com", true},
        Row{"microsoftonline.com", "login.microsoftonline.com", true},
        Row{"microsoftonline.us", "login.microsoftonline.us", true},
        Row{"partner.microsoftonline.cn", "login.partner.microsoftonline.cn", true},
        Row{"sovcloud-identity.fr", "login.sovcloud-identity.fr", true},
        Row{"login.authority.example", "login.authority.example", true},
        Row{"microsoftonline.us", "login.microsoftonline.com", false},
        Row{"microsoftonline.com", "login.microsoftonline.us", false},
        Row{"online.com", "login.microsoftonline.com", false},
        Row{"Microsoftonline.com", "login.microsoftonline.com", false},
        Row{"login.microsoftonline.com.example", "login.microsoftonline.com", false}}) {
    oauth::VerificationKey key;
    key.cloud_instance_name = row.cloud;
    EXPECT_EQ(is_of_cloud(key, row.login_host), row.belongs) << row.cloud;
  }
}

class GivenKey final : public SigningKeys {
 public:
  explicit GivenKey(model::Result<oauth::VerificationKey> found) : found_(std::move(found)) {}
  asio::awaitable<model::Result<oauth::VerificationKey>> find(KeySource, std::string,
                                                              net::HttpClient&,
                                                              async::Deadline) override {
    co_return found_;
  }
  std::uint64_t changes() const override { return 0; }

 private:
  model::Result<oauth::VerificationKey> found_;
};

TEST(ExpectedSigner, EveryStepMatters) {
  const test::RsaKey& rsa = test::RsaKey::shared("one");
  const oauth::VerificationKey good{"key-1",
                                    boost::json::serialize(rsa.jwk("key-1")),
                                    commercial_issuer(),
                                    "RS256",
                                    "",
                                    "microsoftonline.com"};
  const std::string token =
      test::compact_token({{"alg", "RS256"}, {"kid", "key-1"}}, {{"a", 1}}, rsa, "RS256");
  oauth::VerificationKey foreign_issuer = good;
  foreign_issuer.issuer = china_issuer();
  oauth::VerificationKey foreign_cloud = good;
  foreign_cloud.cloud_instance_name = "microsoftonline.us";
  oauth::VerificationKey other = good;
  other.jwk_json = boost::json::serialize(test::RsaKey::shared("two").jwk("key-1"));
  struct Row {
    model::Result<oauth::VerificationKey> key;
    ErrorKind kind;
    std::string rule;  // empty: good
  };
  using K = ErrorKind;
  for (const Row& row :
       {Row{good, K::internal, ""}, Row{foreign_issuer, K::unauthenticated, "bearer.key_issuer"},
        Row{foreign_cloud, K::unauthenticated, "bearer.key_cloud"},
        Row{other, K::unauthenticated, "bearer.signature"},
        Row{Error::of(K::unauthenticated, "none", "bearer.unknown_key"), K::unauthenticated,
            "bearer.unknown_key"},
        Row{Error::of(K::token_unavailable, "down"), K::server_busy, "bearer.keys_unavailable"},
        Row{Error::of(K::deadline_passed, "late"), K::server_busy, "bearer.keys_unavailable"}}) {
    test::ManualClock clock;
    asio::io_context io;
    test::ScriptedSites sites;
    GivenKey keys(row.key);
    KeySource source;
    source.issuers = {commercial_issuer()};
    ExpectedSigner signer{source, "key-1", "RS256", test::contoso().id,
                          "login.microsoftonline.com"};
    const model::Status status =
        test::run_coro(io, check_signer(keys, std::move(signer), token, sites,
                                        async::Deadline::after(clock, std::chrono::seconds(5))));
    EXPECT_EQ(status.has_value(), row.rule.empty()) << row.rule;
    if (status) continue;
    EXPECT_EQ(status.error().rule(), row.rule);
    EXPECT_EQ(status.error().kind(), row.kind) << row.rule;
  }
}

}  // namespace
}  // namespace fb::identity
