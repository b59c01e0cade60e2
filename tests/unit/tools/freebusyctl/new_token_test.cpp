// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/freebusyctl/new_token.hpp"

#include <gtest/gtest.h>

#include "gateway/identity/api_token.hpp"
#include "gateway/identity/digest.hpp"

namespace fb::freebusyctl {
namespace {

TEST(NewToken, IsGoodAndItsLineKnowsItByItsDigestAlone) {
  const NewToken made = make_token();
  EXPECT_EQ(identity::form_of_api_token(made.token.reveal()), identity::ApiTokenForm::good);
  const std::string before = "api_tokens = [\"";
  ASSERT_EQ(made.federation_line.size(), before.size() + 64 + 2);
  EXPECT_TRUE(made.federation_line.starts_with(before));
  EXPECT_TRUE(made.federation_line.ends_with("\"]"));
  const auto digest = identity::digest_of_hex(made.federation_line.substr(before.size(), 64));
  EXPECT_EQ(digest, identity::sha256(made.token.reveal()));
  EXPECT_NE(make_token().federation_line, made.federation_line);
}

}  // namespace
}  // namespace fb::freebusyctl
