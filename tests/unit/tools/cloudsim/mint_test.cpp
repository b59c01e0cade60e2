// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/cloudsim/mint.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "tests/unit/tools/cloudsim/small_world.hpp"
#include "tools/cloudsim/json_web_token.hpp"

namespace fb::cloudsim {
namespace {

using test::now;

MintOrder for_peggy() {
  MintOrder out;
  out.tenant = "contoso";
  out.audience = "api://" + std::string(test::kResourceId);
  out.user = "peggy@contoso.example";
  return out;
}

MintOrder for_application() {
  MintOrder out = for_peggy();
  out.user.clear();
  out.application = test::kClientId;
  out.roles = {"FreeBusy.Read"};
  return out;
}

TEST(Mint, SpeaksForAPerson) {
  const auto text = mint(test::small_world(), for_peggy(), now());
  ASSERT_TRUE(text) << text.error().detail();
  const auto token = JsonWebToken::read(*text);
  ASSERT_TRUE(token);
  EXPECT_EQ(token->text("upn"), "peggy@contoso.example");
  EXPECT_EQ(token->text("aud"), test::kResourceId);
  EXPECT_EQ(token->text("azp"), kSignedInClient);
  EXPECT_EQ(token->text("tid"), test::kContosoId);
  EXPECT_EQ(token->signature, test::keys().public_current.rs256(token->signed_text));
  EXPECT_EQ(token->time("exp"), now() + std::chrono::hours(1));
}

TEST(Mint, SpeaksForAnApplicationWithTheKeyThatIsAskedFor) {
  MintOrder order = for_application();
  order.key = 1;
  order.lifetime = std::chrono::seconds(90);
  const auto text = mint(test::small_world(), order, now());
  ASSERT_TRUE(text) << text.error().detail();
  const auto token = JsonWebToken::read(*text);
  ASSERT_TRUE(token);
  EXPECT_EQ(token->text("idtyp"), "app");
  EXPECT_EQ(token->texts("roles"), std::vector<std::string_view>{"FreeBusy.Read"});
  EXPECT_EQ(token->signature, test::keys().public_next.rs256(token->signed_text));
  EXPECT_EQ(token->time("exp"), now() + std::chrono::seconds(90));
}

TEST(Mint, SpeaksInVersionOne) {
  MintOrder order = for_application();
  order.version_1 = true;
  const auto text = mint(test::small_world(), order, now());
  ASSERT_TRUE(text) << text.error().detail();
  const auto token = JsonWebToken::read(*text);
  ASSERT_TRUE(token);
  EXPECT_EQ(token->text("ver"), "1.0");
  EXPECT_EQ(token->text("aud"), order.audience);
  EXPECT_EQ(token->text("appid"), test::kClientId);
}

TEST(Mint, ProtectsATokenWithANonceOfItsOwn) {
  MintOrder order = for_peggy();
  order.is_protected = true;
  const auto one = mint(test::small_world(), order, now());
  const auto other = mint(test::small_world(), order, now());
  ASSERT_TRUE(one && other);
  const auto token = JsonWebToken::read(*one);
  ASSERT_TRUE(token);
  const std::string nonce(text_of(token->header, "nonce"));
  EXPECT_GE(nonce.size(), 32u);
  EXPECT_NE(nonce, text_of(JsonWebToken::read(*other)->header, "nonce"));
  EXPECT_NE(token->signature, test::keys().public_current.rs256(token->signed_text));
}

TEST(Mint, RefusesWhatTheTenantCannotIssue) {
  struct Row {
    const char* what;
    MintOrder order;
    std::function<void(MintOrder&)> change;
  };
  for (Row row : {
           Row{"tenant", for_peggy(), [](MintOrder& o) { o.tenant = "nobody"; }},
           Row{"audience", for_peggy(),
               [](MintOrder& o) { o.audience = "https://graph.microsoft.us"; }},
           Row{"address", for_peggy(), [](MintOrder& o) { o.user = "peggy"; }},
           Row{"domain", for_peggy(), [](MintOrder& o) { o.user = "peggy@agency.example"; }},
           Row{"role of a person", for_peggy(), [](MintOrder& o) { o.roles = {"FreeBusy.Read"}; }},
           Row{"nobody", for_peggy(), [](MintOrder& o) { o.user.clear(); }},
           Row{"key", for_peggy(), [](MintOrder& o) { o.key = 2; }},
           Row{"application", for_application(),
               [](MintOrder& o) { o.application = test::kResourceId; }},
           Row{"role", for_application(), [](MintOrder& o) { o.roles = {"FreeBusy.Write"}; }},
       }) {
    row.change(row.order);
    EXPECT_FALSE(mint(test::small_world(), row.order, now())) << row.what;
  }
}

TEST(Mint, ReadsLifetimes) {
  EXPECT_EQ(read_lifetime("90s"), std::chrono::seconds(90));
  EXPECT_EQ(read_lifetime("30m"), std::chrono::minutes(30));
  EXPECT_EQ(read_lifetime("24h"), std::chrono::hours(24));
  for (const char* text :
       {"", "h", "0s", "1441m", "25h", "1d", "-1h", "1.5h", "99999999999h", " 1h", "1h "}) {
    EXPECT_FALSE(read_lifetime(text)) << text;
  }
}

}  // namespace
}  // namespace fb::cloudsim
