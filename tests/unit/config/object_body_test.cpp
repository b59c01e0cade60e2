// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "config/object_body.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "config/federation_objects.hpp"
#include "tests/support/seed.hpp"

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

class RandomTables {
 public:
  explicit RandomTables(unsigned seed) : random_(seed) {}

  toml::table table(int depth) {
    toml::table made;
    for (std::size_t i = 0, count = pick(5); i < count; ++i) {
      switch (pick(depth > 0 ? 6 : 3)) {
        case 0:
          made.insert(text(), text());
          break;
        case 1:
          made.insert(text(), static_cast<std::int64_t>(random_()) - (std::int64_t{1} << 31));
          break;
        case 2:
          made.insert(text(), pick(2) == 0);
          break;
        case 3:
          made.insert(text(), table(depth - 1));
          break;
        default:
          made.insert(text(), list(depth - 1));
      }
    }
    return made;
  }

 private:
  std::size_t pick(std::size_t count) { return std::size_t{random_()} % count; }

  std::string text() {
    static const std::vector<std::string> kPieces{"name", "a",  "-",    " ",    "\"",       "\\",
                                                  "\n",   "\t", "\x7f", "\x01", "\xC3\xA9", "'",
                                                  "=",    "#",  "[",    "kind"};
    std::string made;
    for (std::size_t i = 0, count = pick(5); i < count; ++i) made += kPieces[pick(kPieces.size())];
    return made;
  }

  // Of tables, of texts, or of both.
  toml::array list(int depth) {
    toml::array made;
    const std::size_t kind = pick(3);
    for (std::size_t i = 0, count = pick(4); i < count; ++i) {
      const bool a_table = kind == 0 || (kind == 1 && pick(2) == 0);
      if (a_table) {
        made.push_back(table(depth));
      } else {
        made.push_back(text());
      }
    }
    return made;
  }

  std::mt19937 random_;
};

// Whatever is written is read as the same, and there is one way to write it.
TEST(CanonicalBody, RandomTablesComeBackAsTheyWere) {
  RandomTables tables(test::seed());
  for (int round = 0; round < 500; ++round) {
    const toml::table made = tables.table(3);
    const std::string text = print_body(made);
    const auto read = parse_body(text);
    ASSERT_TRUE(read) << text << read.error().detail();
    EXPECT_EQ(*read, made) << text;
    EXPECT_EQ(canonical_body(text).value(), text);
  }
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
