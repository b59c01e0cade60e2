// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/cloudsim/load_world.hpp"

#include <gtest/gtest.h>

#include "tests/unit/tools/cloudsim/small_world.hpp"
#include "tests/unit/tools/cloudsim/world_folder.hpp"

namespace fb::cloudsim {
namespace {

using test::WorldFolder;

TEST(LoadWorld, ReadsEverything) {
  const WorldFolder folder;
  const auto loaded = folder.load(WorldFolder::config());
  for (const auto& problem : loaded.problems) ADD_FAILURE() << problem.str();
  ASSERT_TRUE(loaded.world);
  const World& world = *loaded.world;
  EXPECT_EQ(world.listener.address, "127.0.0.1");
  EXPECT_EQ(world.listener.port, 0);
  EXPECT_EQ(world.admin_secret, "admin-secret");
  EXPECT_EQ(world.authorities.at("login.microsoftonline.com").size(), 2u);

  const auto at = world.tenant_named("contoso");
  ASSERT_TRUE(at);
  EXPECT_EQ(at->cloud->instance_name, "microsoftonline.com");
  EXPECT_EQ(at->cloud->region_scope, "EU");
  EXPECT_EQ(at->cloud->issuer_host_v1, "sts.windows.net");
  const Resource* own = at->tenant->resource("api://33333333-0000-4000-8000-000000000001");
  ASSERT_NE(own, nullptr);
  EXPECT_EQ(own->audience, "33333333-0000-4000-8000-000000000001");
  EXPECT_EQ(at->tenant->resource("33333333-0000-4000-8000-000000000001"), own);
  EXPECT_NE(at->tenant->resource("https://outlook.office365.com"), nullptr);
  const Application* application = at->tenant->application(test::kClientId);
  ASSERT_NE(application, nullptr);
  EXPECT_EQ(application->certificates.size(), 1u);
  EXPECT_EQ(application->roles_for(own->uri), std::vector<std::string>{"FreeBusy.Read"});

  const auto peggy = *model::SmtpAddress::parse("peggy@contoso.example");
  const Mailbox* mailbox = at->tenant->mailbox(peggy, MailboxKind::graph);
  ASSERT_NE(mailbox, nullptr);
  EXPECT_EQ(mailbox->zone.windows_name(), "W. Europe Standard Time");
  const model::WorkingPeriod period{0b0100010, 8 * 60 + 30, 17 * 60};
  EXPECT_EQ(mailbox->working_periods, std::vector<model::WorkingPeriod>{period});
  EXPECT_EQ(at->tenant->mailbox(peggy, MailboxKind::onprem), nullptr);

  ASSERT_EQ(world.exchanges.size(), 1u);
  EXPECT_EQ(world.exchanges[0].accounts[0].name, "CONTOSO\\freebusy");
  EXPECT_EQ(world.exchanges[0].accounts[0].password, "p:ssword");
  ASSERT_EQ(world.autodiscovers.size(), 1u);
  EXPECT_EQ(world.autodiscovers[0].domains.size(), 1u);
  EXPECT_TRUE(world.autodiscovers[0].json);
  ASSERT_EQ(world.faults.size(), 1u);
  EXPECT_EQ(world.faults[0].value, 503);
}

TEST(LoadWorld, AVersionOneResourceIsNamedByItsUri) {
  const WorldFolder folder;
  const auto loaded = folder.load(
      WorldFolder::config_with("uri = \"api://3", "token_version = 1\nuri = \"api://3"));
  for (const auto& problem : loaded.problems) ADD_FAILURE() << problem.str();
  ASSERT_TRUE(loaded.world);
  const auto at = loaded.world->tenant_named("contoso");
  const Resource* own = at->tenant->resource("api://33333333-0000-4000-8000-000000000001");
  ASSERT_NE(own, nullptr);
  EXPECT_EQ(own->token_version, 1);
  EXPECT_EQ(own->audience, own->uri);
}

TEST(LoadWorld, AnExchangeServerWithAKeytabNeedsNoAccount) {
  const WorldFolder folder;
  constexpr std::string_view kAccount =
      "[[exchange.account]]\nname = \"CONTOSO\\\\freebusy\"\npassword_file = "
      "\"exchange.password\"\n";
  const auto loaded =
      folder.load(WorldFolder::config_with(kAccount, "keytab_file = \"exchange.keytab\"\n"));
  for (const auto& problem : loaded.problems) ADD_FAILURE() << problem.str();
  ASSERT_TRUE(loaded.world);
  EXPECT_EQ(loaded.world->exchanges.front().keytab_file, folder.path() / "exchange.keytab");
  const auto neither = folder.load(WorldFolder::config_with(kAccount, ""));
  EXPECT_FALSE(neither.world);
}

struct MistakeRow {
  const char* from;
  const char* to;
  const char* said;  // a part of the one sentence that must be there
};

class Mistakes : public testing::TestWithParam<MistakeRow> {};

TEST_P(Mistakes, AreToldAndRefused) {
  const WorldFolder folder;
  folder.write("weak.key", test::Rsa(1024).private_pem());
  folder.write("empty", "\n");
  const auto loaded = folder.load(WorldFolder::config_with(GetParam().from, GetParam().to));
  EXPECT_FALSE(loaded.world) << GetParam().to;
  std::string all;
  for (const auto& problem : loaded.problems) all += problem.str() + "\n";
  EXPECT_NE(all.find(GetParam().said), std::string::npos) << GetParam().to << "\n" << all;
}

const MistakeRow kRows[] = {
    MistakeRow{"version = 1", "version = 2", "version"},
    MistakeRow{"[listener]\n", "[listener]\nport = 65536\n", "from 0 to 65535"},
    MistakeRow{"[listener]\n", "[listener]\nport = \"443\"\n", "whole number"},
    MistakeRow{"[listener]\n", "[listener]\nportt = 1\n", "\"portt\""},
    MistakeRow{"\"tls.pem\"", "\"no.pem\"", "does not exist"},
    MistakeRow{"\"tls.pem\"", "\"application.pem\"", "not for the host cloudsim.admin"},
    MistakeRow{"\"admin.secret\"", "\"empty\"", "empty file"},
    MistakeRow{"name = \"gcc-high\"", "name = \"commercial\"", "\"name\" is there twice"},
    MistakeRow{"login_host = \"login.microsoftonline.us\"",
               "login_host = \"login.microsoftonline.com\"", "they are one authority"},
    MistakeRow{"graph_host = \"graph.microsoft.us\"", "graph_host = \"login.microsoftonline.com\"",
               "has two services"},
    MistakeRow{"host = \"mail.contoso.example\"", "host = \"graph.microsoft.com\"",
               "has two services"},
    MistakeRow{"\"us.key\"", "\"weak.key\"", "no RSA key of 2048 bits"},
    MistakeRow{"[\"us.key\"]", "[]", "\"signing_key_files\" is missing"},
    MistakeRow{"[\"us.key\"]", "[\"us.key\", \"us.key\", \"us.key\"]", "at most 2"},
    MistakeRow{"name = \"fabrikam\"", "name = \"contoso\"", "two tenants have the name contoso"},
    MistakeRow{"000000000004", "00000000000g", "tenant_id"},
    MistakeRow{"domains = [\"fabrikam.example\"]", "domains = []", "\"domains\" is missing"},
    MistakeRow{"domains = [\"fabrikam.example\"]",
               "domains = [\"fabrikam.example\", \"fabrikam.example\"]", "is there twice"},
    MistakeRow{"uri = \"api://3", "uri = \"https://3", "an app id URI"},
    MistakeRow{"uri = \"api://3", "token_version = 3\nuri = \"api://3", "must be 1 or 2"},
    MistakeRow{"tenant_region_scope = \"EU\"",
               "tenant_region_scope = \"EU\"\ntoken_lifetime = \"25h\"", "1s to 24h"},
    MistakeRow{"client_id = \"2", "client_id = \"x", "a GUID"},
    MistakeRow{"\"application.pem\"", "\"public.key\"", "no PEM certificate"},
    MistakeRow{"resource = \"https://graph.microsoft.com\"",
               "resource = \"https://graph.microsoft.us\"", "neither a resource"},
    MistakeRow{"0001\"\nroles = [\"FreeBusy.Read\"]\n\n[[cloud.tenant.mailbox]]",
               "0001\"\nroles = [\"FreeBusy.Write\"]\n\n[[cloud.tenant.mailbox]]",
               "defines no such role"},
    MistakeRow{"address = \"open@contoso.example\"", "address = \"open@elsewhere.example\"",
               "in no domain of the tenant"},
    MistakeRow{"address = \"open@contoso.example\"", "address = \"peggy@contoso.example\"",
               "is there twice"},
    MistakeRow{"calendar = \"peggy.ics\"\nzone", "calendar = \"no.ics\"\nzone", "does not exist"},
    MistakeRow{"calendar = \"peggy.ics\"\nzone", "calendar = \"tls.pem\"\nzone", "\"calendar\""},
    MistakeRow{"W. Europe Standard Time", "Middle Earth Standard Time", "\"zone\""},
    MistakeRow{"\"Friday\"", "\"Someday\"", "no day of the week"},
    MistakeRow{"start = 08:30:00", "start = \"08:30\"", "without quotes"},
    MistakeRow{"end = 17:00:00", "end = 08:30:00", "not after the start"},
    MistakeRow{"address = \"closed@contoso.example\"\ncalendar = \"peggy.ics\"\n"
               "calendar_right = \"None\"",
               "address = \"closed@contoso.example\"\ncalendar = \"peggy.ics\"\n"
               "calendar_right = \"Reviewer\"",
               "one of default, None"},
    MistakeRow{"calendar_right = \"LimitedDetails\"\nkind = \"onprem\"",
               "calendar_right = \"LimitedDetails\"\nkind = \"cloud\"", "one of graph, onprem"},
    MistakeRow{"tenants = [\"contoso\"]", "tenants = [\"nobody\"]", "no such tenant"},
    MistakeRow{"name = \"CONTOSO\\\\freebusy\"", "name = \"a:b\"", "colon"},
    MistakeRow{"\"exchange.password\"", "\"no.password\"", "does not exist"},
    MistakeRow{"ews_url = \"https://mail.contoso.example/EWS/Exchange.asmx\"", "audience = \"a\"",
               "or one of redirect_url"},
    MistakeRow{"ews_url = ", "http_redirect = \"https://b.example\"\news_url = ",
               "or one of redirect_url"},
    MistakeRow{"ews_url = ", "dialects = [\"soap\", \"rest\"]\news_url = ", "soap, pox or json"},
    MistakeRow{"host = \"autodiscover.contoso.example\"", "host = \"mail.contoso.example\"",
               "has two services"},
    MistakeRow{"kind = \"status\"", "kind = \"other\"", "\"kind\" is not known"},
    MistakeRow{"value = 503", "value = 200", "a status is 300 to 599"}};

INSTANTIATE_TEST_SUITE_P(OneChangeEach, Mistakes, testing::ValuesIn(kRows));

TEST(LoadWorld, ListsEveryMistakeAtItsPlace) {
  const WorldFolder folder;
  std::string config = WorldFolder::config_with("value = 503", "value = \"x\"");
  config.replace(config.find("\"us.key\""), 8, "\"no.key\"");
  const auto loaded = folder.load(config);
  ASSERT_GE(loaded.problems.size(), 2u);
  EXPECT_GT(loaded.problems.front().line, 1u);
  EXPECT_LT(loaded.problems.front().line, loaded.problems.back().line);
}

TEST(LoadWorld, NeedsAFile) {
  const auto loaded = load_world("/nonexistent/cloudsim.toml");
  EXPECT_FALSE(loaded.world);
  EXPECT_EQ(loaded.problems.size(), 1u);
}

}  // namespace
}  // namespace fb::cloudsim
