// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "config/object_body.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/federation_objects.hpp"

namespace fb::config {
namespace {

TEST(CanonicalBody, IsOneForEverySpelling) {
  const std::string one = "name = \"R\\\\\"\nenabled = true\nlist = [\"a\", \"b\"]\nnumber = 31\n";
  for (const auto* spelling :
       {"number = 0x1F\nname = 'R\\'\nenabled = true\nlist = ['a', 'b']",
        "# a comment\nlist = [\n  \"a\",\n  \"b\",\n]\n\"enabled\" = true\nname = \"R\\u005C\"\n"
        "number = 3_1"}) {
    EXPECT_EQ(canonical_body(spelling).value(), one);
  }
  EXPECT_EQ(canonical_body(one).value(), one);
}

TEST(CanonicalBody, TablesStandBehindTheKeys) {
  EXPECT_EQ(canonical_body("key = { b = 1, a = 2 }\n[[list]]\nx = 1\n[[list]]\n[empty]\n"
                           "[deep.er]\ny = []\n[deep]\nz = [ { q = 1 }, 2 ]")
                .value(),
            "[deep]\nz = [{ q = 1 }, 2]\n[deep.er]\ny = []\n[empty]\n[key]\na = 2\nb = 1\n"
            "[[list]]\nx = 1\n[[list]]\n");
}

TEST(CanonicalBody, KeepsWhatIsNotOurs) {
  const std::string body =
      "\"a b\" = \"tab\\u0009line\\u000A\"\ndate = 2026-11-23\nhalf = 0.5\nlimit = -1\n";
  EXPECT_EQ(canonical_body(body).value(), body);
}

TEST(CanonicalBody, RefusesWhatIsNoToml) {
  EXPECT_FALSE(canonical_body("a = "));
  EXPECT_FALSE(canonical_body("a = 1\na = 2"));
}

TEST(RedactedBody, ShowsNoSecret) {
  const std::string body =
      "[[account]]\nname = \"a\"\npassword_hash = \"$y$j9T$salt$hash\"\n"
      "[[account]]\nname = \"b\"\npassword_hash_file = \"b.hash\"\nPassword = \"Summer\"\n"
      "nested = [{ client_secret = [\"x\"] }]\n";
  EXPECT_EQ(redacted(body),
            "[[account]]\nname = \"a\"\npassword_hash = \"(set)\"\n"
            "[[account]]\nname = \"b\"\nPassword = \"(set)\"\npassword_hash_file = \"b.hash\"\n"
            "[[account.nested]]\nclient_secret = \"(set)\"\n");
  EXPECT_EQ(redacted("password = Summer"), "");
}

TEST(JsonOfBody, IsJsonWithoutSecrets) {
  const std::string json = json_of_body(
      "name = \"O\\\"Neil\\\\ \\u0007 \xC3\x89\"\nlist = [1, true]\n[table]\npassword_hash = "
      "\"$y$x\"\n[empty]\n");
  std::string flat;
  for (const char c : json) {
    if (c != '\n' && c != ' ') flat += c;
  }
  EXPECT_EQ(flat,
            "{\"empty\":{},\"list\":[1,true],\"name\":\"O\\\"Neil\\\\\\u0007\xC3\x89\","
            "\"table\":{\"password_hash\":\"(set)\"}}");
  EXPECT_EQ(json_of_body("x"), "{}");
}

}  // namespace
}  // namespace fb::config
