// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Whole files in and out: what an account may reach with them.
#include "tests/unit/gateway/admin/admin_fixture.hpp"

namespace fb::admin {
namespace {

const std::string kContosoText =
    "[[tenant]]\nname = \"contoso\"\nauthority = \"public\"\n"
    "tenant_id = \"11111111-1111-4111-8111-111111111111\"\ncloud = \"commercial\"\n"
    "accepted_domains = [\"contoso.example\"]\n";
const std::string kFabrikamText =
    "[[tenant]]\nname = \"fabrikam\"\nauthority = \"us\"\n"
    "tenant_id = \"33333333-3333-4333-8333-333333333333\"\ncloud = \"gcc-high\"\n"
    "accepted_domains = [\"fabrikam-gov.example\"]\n";
const std::string kStrangerText =
    "[[tenant]]\nname = \"stranger\"\nauthority = \"us\"\n"
    "tenant_id = \"99999999-9999-4999-8999-999999999999\"\ncloud = \"gcc-high\"\n"
    "accepted_domains = [\"stranger.example\"]\n";
const std::string kPartnerText =
    "[[partner]]\nname = \"contoso-china\"\nauthority = \"cn\"\n"
    "tenant_id = \"22222222-2222-4222-8222-222222222222\"\ncloud = \"21vianet\"\n";

Asked applying(const std::string& text, const std::string& query = "") {
  return {"POST", "/apply" + query, "version = 1\n" + text, {}};
}

TEST(ApplyHandlers, AnAdministratorReachesTheOwnTenantAlone) {
  struct Row {
    std::string title;
    Who who;
    std::string text;
    std::string query;
    unsigned status;
    std::size_t tenants;
  };
  const Row rows[] = {
      {"the own", kAdmin, kContosoText, "", 200, 1},
      {"another's", kAdmin, kFabrikamText, "", 403, 0},
      {"both", kAdmin, kContosoText + kFabrikamText, "", 403, 0},
      {"both, and said which", kAdmin, kContosoText + kFabrikamText, "?tenant=contoso", 200, 1},
      {"both, and said the other", kAdmin, kContosoText + kFabrikamText, "?tenant=fabrikam", 404,
       0},
      {"a new one", kAdmin, kStrangerText, "", 403, 0},
      {"a new one by who may", kFederator, kStrangerText, "", 200, 1},
      {"an old one by who may not", kFederator, kContosoText, "", 403, 0},
      {"all", kOwner, kContosoText + kFabrikamText + kStrangerText, "", 200, 3},
      {"two of all", kOwner, kContosoText + kFabrikamText, "?tenant=contoso&tenant=fabrikam", 200,
       2},
      {"a reader's", kReader, kContosoText, "", 403, 0},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.title);
    AdminFixture fixture;
    const Got got = fixture.ask(row.who, applying(row.text, row.query));
    EXPECT_EQ(got.status, row.status) << got.text;
    const auto& asked = fixture.registry.asked_state;
    ASSERT_EQ(asked.has_value(), row.status == 200u);
    if (asked) {
      EXPECT_EQ(asked->scope.size(), row.tenants);
      EXPECT_EQ(asked->partners, row.who != kAdmin);
      EXPECT_FALSE(asked->prune);
    }
  }
}

// A path in a file is one of the gateway's machine, whatever the file is called elsewhere.
TEST(ApplyHandlers, PathsAreThoseOfTheRegistrysFolder) {
  AdminFixture fixture;
  const std::string with_source =
      kContosoText +
      "default_source = \"files\"\n[[tenant.source]]\nname = \"files\"\n"
      "kind = \"ics\"\nfolder = \"calendars\"\n";
  const Got missing = fixture.ask(kAdmin, applying(with_source, "?file=/tmp/wanted.toml"));
  EXPECT_EQ(missing.status, 422u);
  EXPECT_EQ(missing.text.find("/nowhere"), std::string::npos) << missing.text;
  EXPECT_NE(missing.text.find("\"/tmp/wanted.toml\""), std::string::npos) << missing.text;
  const std::filesystem::path folder = std::filesystem::path(FB_BINARY_DIR) / "admin_apply";
  std::filesystem::create_directories(folder / "calendars");
  fixture.services.objects_folder = folder;
  EXPECT_EQ(fixture.ask(kAdmin, applying(with_source, "?file=/tmp/wanted.toml")).status, 200u);
}

// Refused in the same words whether or not there is such a tenant.
TEST(ApplyHandlers, ATenantOutOfReachIsNotToldFromNone) {
  AdminFixture fixture;
  const Got there = fixture.ask(kAdmin, applying(kFabrikamText));
  const Got not_there = fixture.ask(kAdmin, applying(kStrangerText));
  EXPECT_EQ(there.status, not_there.status);
  EXPECT_EQ(fixture.ask(kAdmin, applying(kContosoText, "?tenant=fabrikam")).text,
            fixture.ask(kAdmin, applying(kContosoText, "?tenant=nobody")).text);
}

TEST(ApplyHandlers, WhoATenantIsTakesTheOtherRole) {
  std::string renamed = kContosoText;
  renamed.replace(renamed.find("name = \"contoso\""), 16, "name = \"fabulous\"");
  AdminFixture fixture;
  EXPECT_EQ(fixture.ask(kAdmin, applying(renamed)).status, 403u);
  EXPECT_EQ(fixture.ask(kOwner, applying(renamed)).status, 200u);
}

TEST(ApplyHandlers, PartnersStayAsTheyAreOrTakeTheOtherRole) {
  AdminFixture fixture;
  const std::string both = kContosoText + kPartnerText;
  EXPECT_EQ(fixture.ask(kAdmin, applying(both)).status, 403u)
      << "it is another one in the registry";
  const auto objects =
      config::objects_of("version = 1\n" + both, "f", config::built_in_cloud_catalogue());
  ASSERT_TRUE(objects.value.has_value());
  for (const config::Object& object : *objects.value) {
    if (object.id.kind == config::ObjectKind::partner) {
      fixture.registry.keep(object.id, object.body);
    }
  }
  EXPECT_EQ(fixture.ask(kAdmin, applying(both)).status, 200u);
  EXPECT_FALSE(fixture.registry.asked_state->partners);
  EXPECT_EQ(fixture.ask(kOwner, applying(both)).status, 200u);
  EXPECT_TRUE(fixture.registry.asked_state->partners);
}

TEST(ApplyHandlers, FlagsAndMistakesWithTheirPlaces) {
  AdminFixture fixture;
  const Got dry = fixture.ask(kAdmin, applying(kContosoText, "?dry_run=true&prune=true"));
  ASSERT_EQ(dry.status, 200u) << dry.text;
  EXPECT_TRUE(dry.json().at("dry_run").as_bool());
  EXPECT_TRUE(fixture.registry.asked_dry_run);
  EXPECT_TRUE(fixture.registry.asked_state->prune);
  const Got wrong =
      fixture.ask(kAdmin, applying(kContosoText + "clowd = \"x\"\n", "?file=my%20file.toml"));
  EXPECT_EQ(wrong.status, 422u);
  const auto& problem =
      wrong.json().at("error").as_object().at("problems").as_array().at(0).as_object();
  EXPECT_EQ(problem.at("file").as_string(), "my file.toml");
  EXPECT_EQ(problem.at("line").to_number<int>(), 8);
}

TEST(ApplyHandlers, AnExportHasWhatTheAccountMayRead) {
  AdminFixture fixture;
  Got got = fixture.ask(kReader, {"GET", "/export?partners=true", ""});
  ASSERT_EQ(got.status, 200u) << got.text;
  EXPECT_EQ(fixture.registry.asked_scope, (std::vector{test::contoso()}));
  EXPECT_TRUE(fixture.registry.asked_partners);
  EXPECT_NE(got.message.find("Content-Type: application/toml"), std::string::npos);
  EXPECT_NE(got.text.find("name = \"china\""), std::string::npos);
  got = fixture.ask(kOther, {"GET", "/export?partners=true", ""});
  EXPECT_EQ(fixture.registry.asked_scope, (std::vector{test::fabrikam()}));
  EXPECT_EQ(got.text.find("china"), std::string::npos) << "a partner that fabrikam does not name";
  EXPECT_EQ(fixture.ask(kOther, {"GET", "/export?tenant=contoso", ""}).status, 404u);
  EXPECT_EQ(fixture.ask(kFederator, {"GET", "/export?tenant=contoso", ""}).status, 404u);
}

TEST(ApplyHandlers, CommandsForThePartnersSide) {
  AdminFixture fixture;
  const std::string query = "/export?as=powershell&tenant=contoso&partner=contoso-china&kind=";
  const Got online = fixture.ask(kReader, {"GET", query + "exchange-online", ""});
  ASSERT_EQ(online.status, 200u) << online.text;
  EXPECT_NE(online.message.find("Content-Type: text/plain"), std::string::npos);
  EXPECT_NE(online.text.find("Add-AvailabilityAddressSpace"), std::string::npos) << online.text;
  EXPECT_NE(online.text.find("https://gw.example"), std::string::npos);
  const Got gateway = fixture.ask(kReader, {"GET", query + "gateway", ""});
  EXPECT_NE(gateway.text, online.text);
  EXPECT_EQ(fixture.ask(kReader, {"GET", query + "outlook", ""}).status, 400u);
  EXPECT_EQ(fixture.ask(kOther, {"GET", query + "gateway", ""}).status, 404u);
  EXPECT_EQ(fixture.ask(kReader, {"GET", "/export?as=toml", ""}).status, 400u);
  EXPECT_EQ(fixture.ask(kReader, {"GET", "/export?as=powershell&kind=gateway", ""}).status, 400u);
  // A home tenant that the account may not read is no partner that it could name.
  EXPECT_EQ(
      fixture
          .ask(kReader,
               {"GET", "/export?as=powershell&tenant=contoso&partner=fabrikam&kind=gateway", ""})
          .status,
      404u);
}

TEST(ImportHandlers, ExchangesOutputBecomesChangesAndNotes) {
  AdminFixture fixture;
  const std::string printed =
      "ForestName   : partner.example\nUserName     :\nAccessMethod : OrgWideFBToken\n"
      "TargetTenantId : 22222222-2222-4222-8222-222222222222\n";
  const Asked asked{"POST", "/import/exchange?tenant=contoso&dry_run=true", printed, {}};
  const Got got = fixture.ask(kAdmin, asked);
  ASSERT_EQ(got.status, 200u) << got.text;
  EXPECT_FALSE(got.json().at("notes").as_array().empty()) << got.text;
  EXPECT_TRUE(got.json().at("dry_run").as_bool());
  for (const auto& change : got.json().at("changes").as_array()) {
    EXPECT_EQ(change.as_object().at("tenant").as_string(), test::contoso().str());
    EXPECT_EQ(change.as_object().at("verb").as_string(), "put");
  }
  EXPECT_EQ(fixture.ask(kReader, asked).status, 403u);
  EXPECT_EQ(fixture.ask(kOther, asked).status, 404u);
  EXPECT_EQ(fixture.ask(kAdmin, {"POST", "/import/exchange", printed}).status, 400u);
  EXPECT_EQ(fixture.ask(kAdmin, {"POST", "/import/exchange?tenant=contoso&authority=moon", printed})
                .status,
            400u);
}

}  // namespace
}  // namespace fb::admin
