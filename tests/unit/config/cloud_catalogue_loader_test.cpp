// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/built_in_clouds.hpp"
#include "config/load.hpp"
#include "tests/unit/config/temp_folder.hpp"

namespace fb::config {
namespace {

using model::SharingPath;
using testing::HasSubstr;

Loaded<CloudCatalogue> load_text(std::string_view text) {
  const TempFolder folder;
  return load_cloud_catalogue(folder.write("clouds.toml", text));
}

TEST(CloudCatalogueFile, ChangesOnlyWhatItNames) {
  const auto loaded = load_text(R"(version = 1
[[cloud]]
name = "dod"
ews_host = "Webmail.Apps.Mil"
delegation_tokens = false
[[pairs]]
path = "availability-address-space"
from = ["commercial", "gcc"]
to = ["dod"]
enabled = true
)");
  ASSERT_TRUE(loaded.value) << loaded.problems.front().str();
  const Cloud& before = *built_in_cloud_catalogue().cloud("dod");
  const Cloud& after = *loaded.value->cloud("dod");
  EXPECT_EQ(after.ews_host, "webmail.apps.mil");
  EXPECT_FALSE(after.delegation_tokens);
  EXPECT_EQ(after.graph_host, before.graph_host);
  EXPECT_EQ(after.issuers, before.issuers);
  EXPECT_EQ(after.ews_end, before.ews_end);

  const auto enabled = [&](std::string_view from, std::string_view to, SharingPath path) {
    return loaded.value->pair(from, to, path)->enabled_by_operator;
  };
  EXPECT_TRUE(enabled("commercial", "dod", SharingPath::availability_address_space));
  EXPECT_TRUE(enabled("gcc", "dod", SharingPath::availability_address_space));
  EXPECT_FALSE(enabled("dod", "commercial", SharingPath::availability_address_space));
  EXPECT_FALSE(enabled("commercial", "bleu", SharingPath::availability_address_space));
  EXPECT_FALSE(enabled("commercial", "bleu", SharingPath::organization_relationship));
  EXPECT_EQ(loaded.value->pairs.size(), built_in_cloud_catalogue().pairs.size());
}

struct Row {
  std::string_view label;
  std::string_view text;  // after `version = 1`, from line 2 on
  std::size_t line;
  std::string_view sentence;
};

class CloudCatalogueMistake : public testing::TestWithParam<Row> {};

TEST_P(CloudCatalogueMistake, IsToldWithItsPlace) {
  const auto loaded = load_text("version = 1\n" + std::string(GetParam().text));
  EXPECT_FALSE(loaded.value);
  ASSERT_EQ(loaded.problems.size(), 1u);
  EXPECT_EQ(loaded.problems[0].line, GetParam().line);
  EXPECT_THAT(loaded.problems[0].sentence, HasSubstr(GetParam().sentence));
}

INSTANTIATE_TEST_SUITE_P(
    Each, CloudCatalogueMistake,
    testing::Values(
        Row{"unknown_cloud", "[[cloud]]\nname = \"gcc-hihg\"", 3, "did you mean \"gcc-high\"?"},
        Row{"new_cloud", "[[cloud]]\nname = \"private\"", 3, "not a known cloud"},
        Row{"nameless", "[[cloud]]\ntitle = \"DoD\"", 2, "\"name\" is missing in [[cloud]]"},
        Row{"authority", "[[cloud]]\nname = \"dod\"\nauthority = \"public\"", 4,
            "cannot be changed"},
        Row{"url_as_host", "[[cloud]]\nname = \"dod\"\news_host = \"https://a.example\"", 4,
            "without https:// and port"},
        Row{"empty_host", "[[cloud]]\nname = \"dod\"\nlogin_host = \"\"", 4, "is empty"},
        Row{"date", "[[cloud]]\nname = \"dod\"\news_end = \"1.4.2027\"", 4, "2027-04-01"},
        Row{"issuer", "[[cloud]]\nname = \"dod\"\nissuers = [\"https://sts.example/\"]", 4,
            "holds {tenantid}"},
        Row{"no_issuer", "[[cloud]]\nname = \"dod\"\nissuers = []", 4, "at least one issuer"},
        Row{"flag", "[[cloud]]\nname = \"dod\"\ndelegation_tokens = \"no\"", 4,
            "must be true or false, not a text"},
        Row{"unknown_key", "[[cloud]]\nname = \"dod\"\newshost = \"a\"", 4,
            "did you mean \"ews_host\"?"},
        Row{"supported_pair",
            "[[pairs]]\npath = \"organization-relationship\"\nfrom = [\"gcc\"]\n"
            "to = [\"commercial\"]\nenabled = true",
            6, "which is supported"},
        Row{"refused_pair",
            "[[pairs]]\npath = \"availability-address-space\"\nfrom = [\"gcc-high\"]\n"
            "to = [\"21vianet\"]\nenabled = true",
            6, "which is refused"},
        Row{"path", "[[pairs]]\npath = \"own-tenant\"\nfrom = [\"gcc\"]\nto = []\nenabled = true",
            3, "the paths are"},
        Row{"verdict",
            "[[pairs]]\npath = \"organization-relationship\"\nfrom = [\"gcc\"]\n"
            "to = [\"bleu\"]\nenabled = true\nverdict = \"supported\"",
            7, "a pair can only be enabled"},
        Row{"pair_cloud",
            "[[pairs]]\npath = \"organization-relationship\"\nfrom = [\"gdc\"]\n"
            "to = [\"bleu\"]\nenabled = true",
            4, "did you mean \"gcc\"?"},
        Row{"no_enabled",
            "[[pairs]]\npath = \"organization-relationship\"\nfrom = [\"gcc\"]\nto = [\"bleu\"]", 2,
            "write enabled = true"}),
    [](const auto& row) { return std::string(row.param.label); });

TEST(CloudCatalogueFile, MissingFileIsAProblem) {
  const auto loaded = load_cloud_catalogue("/nowhere/clouds.toml");
  EXPECT_FALSE(loaded.value);
  ASSERT_EQ(loaded.problems.size(), 1u);
  EXPECT_EQ(loaded.problems[0].str(), "/nowhere/clouds.toml: the file does not exist");
}

// The shipped text with one line changed is no longer whole, and says where.
std::string shipped_with(std::string_view from, std::string_view to) {
  std::string text(built_in_clouds_text());
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(WholeCloudCatalogue, AcceptsTheShippedText) {
  EXPECT_TRUE(parse_whole_cloud_catalogue(built_in_clouds_text()).value);
}

TEST(WholeCloudCatalogue, MissesAPair) {
  const auto loaded = parse_whole_cloud_catalogue(
      shipped_with("to = [\"commercial\", \"gcc\", \"gcc-high\", \"dod\", \"bleu\", \"delos\"]",
                   "to = [\"commercial\", \"gcc\", \"gcc-high\", \"dod\", \"bleu\"]"));
  ASSERT_EQ(loaded.problems.size(), 2u);
  EXPECT_THAT(loaded.problems[0].sentence,
              HasSubstr("bleu to delos along the organization-relationship has no verdict"));
}

TEST(WholeCloudCatalogue, NoticesAPairSaidTwice) {
  const auto loaded = parse_whole_cloud_catalogue(shipped_with(
      "from = [\"dod\"]\nto = [\"dod\"]", "from = [\"dod\"]\nto = [\"dod\", \"gcc\"]"));
  ASSERT_EQ(loaded.problems.size(), 1u);
  EXPECT_THAT(loaded.problems[0].sentence, HasSubstr("dod to gcc"));
  EXPECT_THAT(loaded.problems[0].sentence, HasSubstr("is said twice"));
}

TEST(WholeCloudCatalogue, NeedsEveryKeyOfACloud) {
  for (const std::string_view line :
       {"title = \"Bleu\"\n", "authority = \"fr\"\n", "graph_host = \"graph.svc.sovcloud.fr\"\n",
        "ews_host = \"outlook.sovcloud.fr\"\n",
        "autodiscover_host = \"autodiscover-s.outlook.sovcloud.fr\"\n",
        "login_host = \"login.sovcloud-identity.fr\"\n", "delegation_tokens = false\n"}) {
    const auto loaded = parse_whole_cloud_catalogue(shipped_with(line, ""));
    EXPECT_EQ(loaded.problems.size(), 1u) << line;
  }
}

TEST(WholeCloudCatalogue, CannotEnableAPair) {
  const auto loaded = parse_whole_cloud_catalogue(
      shipped_with("verdict = \"unconfirmed\"", "verdict = \"unconfirmed\"\nenabled = true"));
  ASSERT_EQ(loaded.problems.size(), 1u);
  EXPECT_THAT(loaded.problems[0].sentence, HasSubstr("\"enabled\" is not a key of [[pairs]]"));
}

}  // namespace
}  // namespace fb::config
