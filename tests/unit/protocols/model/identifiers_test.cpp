// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/model/identifiers.hpp"

#include <gtest/gtest.h>

namespace fb::model {
namespace {

constexpr std::string_view kGuid = "9d341953-5b1f-4c9e-8e2a-0123456789ab";

TEST(TenantId, ReadsOneFormOfGuid) {
  EXPECT_EQ(TenantId::parse(kGuid).value().str(), kGuid);
  EXPECT_EQ(TenantId::parse("9D341953-5B1F-4C9E-8E2A-0123456789AB").value().str(), kGuid);
  EXPECT_EQ(TenantId::parse(kGuid).value().bytes()[0], 0x9d);
  EXPECT_EQ(TenantId::parse(kGuid).value().bytes()[15], 0xab);
}

TEST(TenantId, RefusesEverythingElse) {
  const std::string refused[] = {
      "",
      "9d341953",
      "9d3419535b1f4c9e8e2a0123456789ab",
      "{9d341953-5b1f-4c9e-8e2a-0123456789ab}",
      "9d341953-5b1f-4c9e-8e2a-0123456789a",
      "9d341953-5b1f-4c9e-8e2a-0123456789abc",
      "9d341953-5b1f-4c9e-8e2a-0123456789ag",
      "9d341953-5b1f-4c9e-8e2a 0123456789ab",
      "9d34195-35b1f-4c9e-8e2a-0123456789ab",
      " 9d341953-5b1f-4c9e-8e2a-0123456789a",
  };
  for (const std::string& text : refused) {
    ASSERT_FALSE(TenantId::parse(text)) << text;
    EXPECT_EQ(TenantId::parse(text).error().kind(), ErrorKind::malformed_request) << text;
    EXPECT_FALSE(CorrelationId::parse(text)) << text;
  }
}

TEST(TenantKey, TheSameIdUnderTwoAuthoritiesIsTwoTenants) {
  const TenantId id = TenantId::parse(kGuid).value();
  const TenantKey commercial{Authority::public_cloud, id};
  const TenantKey china{Authority::cn, id};
  EXPECT_NE(commercial, china);
  EXPECT_NE(std::hash<TenantKey>{}(commercial), std::hash<TenantKey>{}(china));
  EXPECT_EQ(commercial.str(), "public/9d341953-5b1f-4c9e-8e2a-0123456789ab");
  EXPECT_EQ(china.str(), "cn/9d341953-5b1f-4c9e-8e2a-0123456789ab");
}

TEST(Authority, NamesBothWays) {
  const std::pair<Authority, std::string_view> rows[] = {{Authority::public_cloud, "public"},
                                                         {Authority::us, "us"},
                                                         {Authority::cn, "cn"},
                                                         {Authority::fr, "fr"},
                                                         {Authority::de, "de"}};
  for (const auto& [authority, text] : rows) {
    EXPECT_EQ(name(authority), text);
    EXPECT_EQ(authority_named(text), authority);
  }
  EXPECT_EQ(authority_named("Public"), std::nullopt);
  EXPECT_EQ(authority_named(""), std::nullopt);
}

TEST(CorrelationId, FromTextAndFromBytes) {
  EXPECT_EQ(CorrelationId::parse(kGuid).value().str(), kGuid);
  std::array<std::uint8_t, 16> bytes{};
  bytes[0] = 0x0f;
  bytes[15] = 0xf0;
  const CorrelationId id = CorrelationId::from_bytes(bytes);
  EXPECT_EQ(id.str(), "0f000000-0000-0000-0000-0000000000f0");
  EXPECT_EQ(CorrelationId::parse(id.str()).value(), id);
}

}  // namespace
}  // namespace fb::model
