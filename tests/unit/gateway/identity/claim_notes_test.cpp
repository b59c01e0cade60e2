// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/claim_notes.hpp"

#include <boost/json/serialize.hpp>

#include "protocols/wire/base64.hpp"
#include "tests/unit/gateway/identity/identity_world.hpp"

namespace fb::identity {
namespace {

using boost::json::array;
using Facts = std::vector<Examination::Fact>;

const model::UtcTime kNow = std::chrono::sys_days{std::chrono::May / 6 / 2031};

Facts facts_of(const TokenParts& parts, std::string_view prefix) {
  const std::string text = wire::base64url(boost::json::serialize(parts.header)) + "." +
                           wire::base64url(boost::json::serialize(parts.claims)) + ".c2VjcmV0";
  const auto token = oauth::CompactToken::read(text);
  EXPECT_TRUE(token.has_value()) << text;
  Examination examination;
  note_claims(examination, prefix, *token);
  return examination.facts();
}

TEST(ClaimNotes, WhatDecidesIsNotedInOrder) {
  EXPECT_EQ(facts_of(partner_token(kNow), "access."),
            (Facts{{"access.alg", "RS256"},
                   {"access.kid", "key-1"},
                   {"access.aud", "api://freebusy"},
                   {"access.iss", china_issuer()},
                   {"access.tid", "22222222-2222-4222-8222-222222222222"},
                   {"access.azp", "aaaaaaaa-0000-4000-8000-000000000001"},
                   {"access.oid", "eeeeeeee-0000-4000-8000-000000000007"},
                   {"access.roles", "Other.Role FreeBusy.Read"},
                   {"access.idtyp", "app"},
                   {"access.ver", "2.0"},
                   {"access.exp", "2031-05-06T01:00:00Z"}}));
}

TEST(ClaimNotes, APersonAndANonceAreNotNoted) {
  TokenParts parts = user_token(kNow);
  parts.header["nonce"] = "a-nonce";
  parts.claims["name"] = "Grace";
  bool scopes = false;
  for (const auto& [name, value] : facts_of(parts, "")) {
    scopes = scopes || (name == "scp" && value == "FreeBusy.Ask");
    for (const std::string_view hidden : {"race", "pairwise", "a-nonce", "c2VjcmV0"}) {
      EXPECT_EQ(value.find(hidden), std::string::npos) << name;
    }
  }
  EXPECT_TRUE(scopes);
}

TEST(ClaimNotes, WhatIsNoTextIsShownAsItIs) {
  TokenParts parts;
  parts.header = {{"alg", nullptr}};
  parts.claims = {{"aud", array{1, "b"}}, {"roles", array{"a", "b"}},     {"ver", 2},
                  {"appid", true},        {"tid", boost::json::object{}}, {"exp", -1}};
  EXPECT_EQ(facts_of(parts, ""), (Facts{{"alg", "null"},
                                        {"aud", R"([1,"b"])"},
                                        {"tid", "{}"},
                                        {"appid", "true"},
                                        {"roles", "a b"},
                                        {"ver", "2"},
                                        {"exp", "-1"}}));
}

TEST(ClaimNotes, NothingIsNotedOfNothing) { EXPECT_EQ(facts_of({}, "x."), Facts{}); }

TEST(ClaimNotes, TwoTokensFit) {
  TokenParts parts = user_token(kNow);
  parts.claims["appid"] = "x";
  parts.claims["roles"] = array{"x"};
  parts.claims["idtyp"] = "user";
  EXPECT_LE(2 * facts_of(parts, "access.").size(), Examination::kFactsMax);
}

}  // namespace
}  // namespace fb::identity
