// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/envelope_authenticator.hpp"

#include "tests/unit/gateway/identity/saml_world.hpp"

namespace fb::identity {
namespace {

using test::with;

TEST(EnvelopeAuthenticator, ATokenProvesAPartnersUser) {
  SamlWorld world;
  const Authentication outcome = world.ask(world.good_envelope());
  ASSERT_TRUE(outcome.caller.has_value())
      << outcome.caller.error().rule() << ": " << outcome.caller.error().detail();
  const model::Caller& caller = **outcome.caller;
  EXPECT_EQ(caller.kind, model::CallerKind::partner_user);
  EXPECT_EQ(caller.tenant, test::contoso_china());
  ASSERT_TRUE(caller.user.has_value());
  EXPECT_EQ(caller.user->str(), "victor@partner.example");
  EXPECT_EQ(caller.principal, "victor@partner.example");
  ASSERT_TRUE(caller.delegation.has_value());
  EXPECT_EQ(caller.delegation->token_issuer, test::kSamlIssuer);
  EXPECT_EQ(caller.delegation->addressed_to, test::contoso());
  EXPECT_EQ(outcome.examination.kind(), "saml");
}

}  // namespace
}  // namespace fb::identity
