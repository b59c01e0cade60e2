// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/pinned_keys.hpp"

#include "tests/unit/gateway/identity/identity_world.hpp"

namespace fb::identity {
namespace {

std::string set_with(std::string_view kid) {
  return test::key_set({test::RsaKey::shared("one").jwk(kid)});
}

// Times of files are set, not waited for.
void touch(const std::string& file, int hours) {
  std::filesystem::last_write_time(
      file, std::filesystem::file_time_type::clock::now() + std::chrono::hours(hours));
}

TEST(PinnedKeys, AreReadAndReadAgainWhenTheFileChanges) {
  const TemporaryDirectory directory;
  const std::string file = directory.write("keys.json", set_with("first"));
  PinnedKeys pinned;
  const auto first = pinned.read(file);
  ASSERT_TRUE(first.has_value()) << first.error().detail();
  EXPECT_EQ((*first)->keys.at(0).kid, "first");
  EXPECT_EQ(*pinned.read(file), *first);
  EXPECT_EQ(pinned.changes(), 0u);
  directory.write("keys.json", set_with("other"));
  touch(file, 1);
  const auto second = pinned.read(file);
  ASSERT_TRUE(second.has_value());
  EXPECT_EQ((*second)->keys.at(0).kid, "other");
  EXPECT_EQ(pinned.changes(), 1u);
}

TEST(PinnedKeys, TheLastGoodOnesStay) {
  const TemporaryDirectory directory;
  const std::string file = directory.write("keys.json", set_with("first"));
  PinnedKeys pinned;
  const auto good = pinned.read(file);
  ASSERT_TRUE(good.has_value());
  for (const std::string_view broken : {"", "{", R"({"keys":[]})"}) {
    directory.write("keys.json", broken);
    touch(file, 2);
    ASSERT_TRUE(pinned.read(file).has_value()) << broken;
    EXPECT_EQ(*pinned.read(file), *good) << broken;
  }
  std::filesystem::remove(file);
  ASSERT_TRUE(pinned.read(file).has_value());
  EXPECT_EQ(*pinned.read(file), *good);
}

TEST(PinnedKeys, AFileThatWasNeverGoodIsNamed) {
  const TemporaryDirectory directory;
  struct Row {
    std::string_view content;
    std::string_view trouble;
  };
  for (const Row& row :
       {Row{"{", "is no key set"}, Row{R"({"keys":[]})", "has no key that verifies"},
        Row{R"({"keys":[{"kty":"oct","kid":"a","k":"AA"}]})", "has no key that verifies"}}) {
    PinnedKeys pinned;
    const std::string file = directory.write("keys.json", row.content);
    const auto keys = pinned.read(file);
    ASSERT_FALSE(keys.has_value()) << row.content;
    EXPECT_EQ(keys.error().kind(), model::ErrorKind::token_unavailable);
    EXPECT_NE(keys.error().detail().find(file + " " + std::string(row.trouble)), std::string::npos)
        << keys.error().detail();
  }
  PinnedKeys pinned;
  EXPECT_NE(pinned.read("/nowhere/keys.json").error().detail().find("/nowhere/keys.json"),
            std::string::npos);
}

TEST(PinnedKeys, SizeHasAnEdge) {
  const TemporaryDirectory directory;
  PinnedKeys pinned;
  const std::string set = set_with("first");
  const std::string most = set + std::string(oauth::KeySet::kBytesMax - set.size(), ' ');
  EXPECT_TRUE(pinned.read(directory.write("most.json", most)).has_value());
  EXPECT_FALSE(pinned.read(directory.write("more.json", most + " ")).has_value());
}

TEST(PinnedKeys, AFileTooManyPushesOutTheOldest) {
  const TemporaryDirectory directory;
  const std::string file = directory.write("keys.json", set_with("first"));
  const std::string other = directory.write("other.json", set_with("other"));
  const std::string folder = other.substr(0, other.rfind('/'));
  constexpr std::size_t kMost = PinnedFiles<oauth::KeySet>::kFilesMax;
  PinnedKeys pinned;
  // One file by many names.
  const auto read_others = [&](std::size_t count) {
    for (std::size_t i = 1; i <= count; ++i) {
      ASSERT_TRUE(pinned.read(folder + std::string(i, '/') + "other.json").has_value()) << i;
    }
  };
  ASSERT_TRUE(pinned.read(file).has_value());
  std::filesystem::remove(file);
  read_others(kMost - 1);
  EXPECT_TRUE(pinned.read(file).has_value());
  read_others(kMost);
  EXPECT_FALSE(pinned.read(file).has_value());
}

}  // namespace
}  // namespace fb::identity
