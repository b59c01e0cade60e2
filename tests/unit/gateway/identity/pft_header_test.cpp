// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/pft_header.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "tests/support/golden.hpp"

namespace fb::identity {
namespace {

constexpr std::string_view kActor = R"(actortoken="Bearer a.b.c")";
constexpr std::string_view kAccess = R"(accesstoken="Bearer d.e-f.g_")";
constexpr std::string_view kType = R"(type="PFAT")";

std::string joined(const std::vector<std::string_view>& parameters,
                   std::string_view between = ", ") {
  std::string text;
  for (const std::string_view parameter : parameters) {
    if (!text.empty()) text += between;
    text += parameter;
  }
  return text;
}

std::string rule_of(std::string_view text) {
  const auto header = read_pft_header(text);
  if (!header) return header.error().rule();
  EXPECT_EQ(header->actor_token, "a.b.c") << text;
  EXPECT_EQ(header->access_token, "d.e-f.g_") << text;
  return "read";
}

TEST(PftHeader, EveryOrder) {
  for (const auto& order : std::vector<std::vector<std::string_view>>{{kActor, kAccess, kType},
                                                                      {kActor, kType, kAccess},
                                                                      {kAccess, kActor, kType},
                                                                      {kAccess, kType, kActor},
                                                                      {kType, kActor, kAccess},
                                                                      {kType, kAccess, kActor}}) {
    for (const std::string_view between : {",", ", ", " ,", "  ,\t "}) {
      EXPECT_EQ(rule_of(joined(order, between)), "read") << joined(order, between);
    }
  }
}

TEST(PftHeader, WaysToWriteOneParameter) {
  for (const std::string_view actor :
       {R"(actortoken="Bearer a.b.c")", R"(ActorToken="Bearer a.b.c")",
        R"(ACTORTOKEN="BEARER a.b.c")", R"(actortoken="bearer   a.b.c ")",
        R"(actortoken=Bearer a.b.c)", R"(  actortoken=bearer a.b.c  )"}) {
    EXPECT_EQ(rule_of(joined({actor, kAccess, kType})), "read") << actor;
  }
  EXPECT_EQ(rule_of(joined({kActor, kAccess, "type=PFAT"})), "read");
  EXPECT_EQ(rule_of("actortoken=Bearer a.b.c,accesstoken=Bearer d.e-f.g_,type=\"PFAT\""), "read");
}

TEST(PftHeader, OneThingWrong) {
  struct Row {
    std::string text;
    std::string_view rule;
  };
  for (const Row& row : {
           Row{"", "pft.missing_parameter"},
           Row{"   ", "pft.missing_parameter"},
           Row{joined({kActor, kAccess}), "pft.missing_parameter"},
           Row{joined({kActor, kType}), "pft.missing_parameter"},
           Row{joined({kAccess, kType}), "pft.missing_parameter"},
           Row{joined({kActor, kAccess, kType, kType}), "pft.duplicate_parameter"},
           Row{joined({kActor, kAccess, kType, kActor}), "pft.duplicate_parameter"},
           Row{joined({kActor, kAccess, kType, R"(ACCESSTOKEN="Bearer x")"}),
               "pft.duplicate_parameter"},
           Row{joined({kActor, kAccess, kType, R"(other="x")"}), "pft.unknown_parameter"},
           Row{joined({kActor, kAccess, kType, R"(usertoken="Bearer x")"}),
               "pft.unknown_parameter"},
           Row{joined({kActor, kAccess, kType, R"(="x")"}), "pft.unknown_parameter"},
           Row{joined({"actor token=\"Bearer a\"", kAccess, kType}), "pft.unknown_parameter"},
           Row{joined({kActor, kAccess, R"(type="pfat")"}), "pft.type"},
           Row{joined({kActor, kAccess, R"(type="PFAT ")"}), "pft.type"},
           Row{joined({kActor, kAccess, R"(type="")"}), "pft.type"},
           Row{joined({kActor, kAccess, R"(type="Bearer PFAT")"}), "pft.type"},
           Row{joined({"actortoken=\"\"", kAccess, kType}), "pft.not_bearer"},
           Row{joined({"actortoken=", kAccess, kType}), "pft.not_bearer"},
           Row{joined({"actortoken=\"a.b.c\"", kAccess, kType}), "pft.not_bearer"},
           Row{joined({"actortoken=\"Bearera.b.c\"", kAccess, kType}), "pft.not_bearer"},
           Row{joined({"actortoken=\"PoP a.b.c\"", kAccess, kType}), "pft.not_bearer"},
           Row{joined({"actortoken=\" Bearer a.b.c\"", kAccess, kType}), "pft.not_bearer"},
           Row{joined({"actortoken=\"Bearer\"", kAccess, kType}), "pft.empty_token"},
           Row{joined({"actortoken=\"Bearer \"", kAccess, kType}), "pft.empty_token"},
           Row{joined({kActor, "accesstoken=\"Bearer \"", kType}), "pft.empty_token"},
           Row{joined({"actortoken=\"Bearer a.b.c d\"", kAccess, kType}), "pft.malformed"},
           Row{joined({"actortoken=\"Bearer a.b.c=\"", kAccess, kType}), "pft.malformed"},
           Row{joined({"actortoken=\"Bearer a,b\"", kAccess, kType}), "pft.malformed"},
           Row{joined({"actortoken=\"Bearer a\nb\"", kAccess, kType}), "pft.malformed"},
           Row{joined({"actortoken=\"Bearer a.b.c", kAccess, kType}), "pft.malformed"},
           Row{joined({"actortoken=\"Bearer a.b\\\"c\"", kAccess, kType}), "pft.malformed"},
           Row{joined({"actortoken=\"Bearer a\\b\"", kAccess, kType}), "pft.malformed"},
           Row{joined({"actortoken=Bearer a\"b", kAccess, kType}), "pft.malformed"},
           Row{joined({"actortoken=\"Bearer a.b.c\"x", kAccess, kType}), "pft.malformed"},
           Row{joined({"actortoken", kAccess, kType}), "pft.unknown_parameter"},
           Row{joined({kActor, kAccess, kType}) + ",", "pft.malformed"},
           Row{joined({kActor, kAccess, kType}) + " x", "pft.malformed"},
           Row{"," + joined({kActor, kAccess, kType}), "pft.unknown_parameter"},
           Row{joined({kActor, "", kAccess, kType}), "pft.unknown_parameter"},
           Row{joined({kActor, kAccess, kType}, " "), "pft.malformed"},
           Row{joined({kActor, kAccess, kType}, "; "), "pft.malformed"},
           Row{"a.b.c", "pft.malformed"},
       }) {
    EXPECT_EQ(rule_of(row.text), row.rule) << row.text;
  }
}

TEST(PftHeader, OtherCredentialsOfTheSchemeAreRefusedByName) {
  struct Row {
    std::string text;
    std::string_view named;
  };
  for (const Row& row :
       {Row{joined({kActor, R"(usertoken="Bearer x")", R"(type="MSACT")"}), "MSACT"},
        Row{R"(type="msact")", "MSACT"}, Row{R"(accesstoken="PoP x", type="AT_POP")", "AT_POP"},
        Row{R"(accesstoken="PoP x", type=at-pop)", "AT-POP"}}) {
    const auto header = read_pft_header(row.text);
    ASSERT_FALSE(header) << row.text;
    EXPECT_EQ(header.error().rule(), "pft.type");
    EXPECT_NE(header.error().detail().find(row.named), std::string::npos) << row.text;
  }
  const auto made_up = read_pft_header(R"(type="SECRET")");
  ASSERT_FALSE(made_up);
  EXPECT_EQ(made_up.error().detail().find("SECRET"), std::string::npos);
}

TEST(PftHeader, SizesHaveEdges) {
  const std::string rest = joined({kActor, kType}) + R"(, accesstoken="Bearer ")";
  const std::string token(kPftHeaderBytesMax - rest.size(), 'a');
  const std::string text = joined({kActor, kType}) + R"(, accesstoken="Bearer )" + token + '"';
  const auto longest = read_pft_header(text);  // what it gives points into the text
  ASSERT_TRUE(longest) << longest.error().detail();
  EXPECT_EQ(longest->access_token, token);
  const auto longer =
      read_pft_header(joined({kActor, kType}) + R"(, accesstoken="Bearer )" + token + "a\"");
  ASSERT_FALSE(longer);
  EXPECT_EQ(longer.error().rule(), "pft.too_long");

  std::string many = joined({kActor, kAccess, kType});
  for (std::size_t i = 3; i < kPftParametersMax; ++i) many += ", p" + std::to_string(i) + "=x";
  EXPECT_EQ(rule_of(many), "pft.unknown_parameter");
  EXPECT_EQ(rule_of(many + ", q=x"), "pft.malformed");
}

TEST(PftHeader, EveryKnownShapeMeansWhatItShould) {
  const auto pairs = test::golden_pairs("pft");
  EXPECT_GE(pairs.size(), 12U);
  for (const test::GoldenPair& pair : pairs) {
    const std::string_view value =
        std::string_view(pair.message).substr(0, pair.message.find('\n'));
    ASSERT_TRUE(value.starts_with("MSAuth1.0 ")) << pair.name;
    const auto header = read_pft_header(std::string_view(value).substr(value.find(' ')));
    std::string means;
    if (header) {
      means.append("actor ").append(header->actor_token).append("\n");
      means.append("access ").append(header->access_token).append("\n");
    } else {
      means = "refused " + header.error().rule() + "\n";
    }
    EXPECT_EQ(means, pair.without({})) << pair.name;
  }
}

TEST(PftHeader, WhatIsWrittenIsRead) {
  const std::string written = written_pft_header({"d.e-f.g_", "a.b.c"});
  EXPECT_EQ(written,
            R"(MSAuth1.0 actortoken="Bearer a.b.c", accesstoken="Bearer d.e-f.g_", type="PFAT")");
  EXPECT_EQ(rule_of(written.substr(written.find(' '))), "read");
}

}  // namespace
}  // namespace fb::identity
