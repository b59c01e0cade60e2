// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <gtest/gtest.h>

#include "tests/unit/tools/cloudsim/world_folder.hpp"
#include "tools/cloudsim/world_reader.hpp"

namespace fb::cloudsim {
namespace {

using test::WorldFolder;

constexpr std::string_view kNextCloud = "[[cloud]]\nname = \"gcc-high\"";
constexpr std::string_view kPeople = R"([[cloud.tenant.contact]]
id = "AAAAAAAA-0000-4000-8000-000000000001"
display_name = "Ada"
mail = "ada@other.example"
proxy_addresses = ["SMTP:ada@other.example"]

[[cloud.tenant.user]]
id = "aaaaaaaa-0000-4000-8000-000000000002"
user_principal_name = "gus_other.example#EXT#@contoso.example"
user_type = "Guest"
other_mails = ["gus@other.example"]
show_in_address_list = true

[[cloud.tenant.user]]
id = "aaaaaaaa-0000-4000-8000-000000000003"
user_principal_name = "meg@contoso.example"

)";

LoadedWorld load(std::string people) {
  const WorldFolder folder;
  return folder.load(
      WorldFolder::config_with(kNextCloud, std::move(people) + std::string(kNextCloud)));
}

TEST(DirectoryReader, ReadsPeople) {
  const auto loaded = load(std::string(kPeople));
  for (const auto& problem : loaded.problems) ADD_FAILURE() << problem.str();
  ASSERT_TRUE(loaded.world);
  const auto& people = loaded.world->tenant_named("contoso")->tenant->directory;
  ASSERT_EQ(people.size(), 3u);
  EXPECT_EQ(people[0].feed, DirectoryFeed::contacts);
  EXPECT_EQ(people[0].id, "aaaaaaaa-0000-4000-8000-000000000001");
  EXPECT_EQ(people[0].properties.at("proxyAddresses").at(0), "SMTP:ada@other.example");
  EXPECT_EQ(people[1].feed, DirectoryFeed::users);
  EXPECT_EQ(people[1].properties.at("showInAddressList"), true);
  EXPECT_EQ(people[1].properties.at("otherMails").at(0), "gus@other.example");
  EXPECT_FALSE(people[1].properties.contains("mail"));
  EXPECT_EQ(people[2].properties.at("userType"), "Member");
  EXPECT_EQ(loaded.world->clouds[0].directory_page_size, 100u);
}

struct Row {
  std::string_view from;
  std::string_view to;
  std::string_view problem;
};

class DirectoryMistakes : public testing::TestWithParam<Row> {};

TEST_P(DirectoryMistakes, AreSaidAtTheirPlace) {
  std::string people(kPeople);
  const auto at = people.find(GetParam().from);
  ASSERT_NE(at, std::string::npos);
  people.replace(at, GetParam().from.size(), GetParam().to);
  const auto loaded = load(people);
  EXPECT_FALSE(loaded.world);
  ASSERT_EQ(loaded.problems.size(), 1u);
  EXPECT_NE(loaded.problems[0].str().find(GetParam().problem), std::string::npos)
      << loaded.problems[0].str();
}

const Row kRows[] = {
    Row{"AAAAAAAA-0000-4000-8000-000000000001", "1", "\"id\""},
    Row{"AAAAAAAA-0000-4000-8000-000000000001", "aaaaaaaa-0000-4000-8000-000000000003",
        "is there twice"},
    Row{"mail = \"ada@other.example\"", "mail = \"ada\"", "mail cannot have this value"},
    Row{"[\"SMTP:ada@other.example\"]", "[\"ada@other.example\"]", "proxyAddresses"},
    Row{"user_type = \"Guest\"", "user_type = \"Stranger\"", "Guest or Member"},
    Row{"user_principal_name = \"meg@contoso.example\"", "", "userPrincipalName"},
    Row{"show_in_address_list = true", "show_in_address_list = \"yes\"", "show_in_address_list"},
    Row{"display_name = \"Ada\"", "name = \"Ada\"", "name"},
    Row{"display_name = \"Ada\"", "user_type = \"Guest\"", "user_type"}};

INSTANTIATE_TEST_SUITE_P(OneChangeEach, DirectoryMistakes, testing::ValuesIn(kRows));

TEST(DirectoryReader, PagesHaveASize) {
  constexpr std::string_view kLogin = "login_host = \"login.microsoftonline.us\"";
  const WorldFolder folder;
  const auto with = [&](const std::string& size) {
    return folder.load(WorldFolder::config_with(
        kLogin, "directory_page_size = " + size + "\n" + std::string(kLogin)));
  };
  for (const char* good : {"1", "999"}) EXPECT_TRUE(with(good).world) << good;
  for (const char* bad : {"0", "1000", "-1", "\"2\""}) EXPECT_FALSE(with(bad).world) << bad;
}

}  // namespace
}  // namespace fb::cloudsim
