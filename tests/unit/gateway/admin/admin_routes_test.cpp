// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The table of routes: what leads where, and every route asked as every account.
#include "gateway/admin/admin_routes.hpp"

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "gateway/admin/openapi_document.hpp"
#include "tests/unit/gateway/admin/admin_fixture.hpp"

namespace fb::admin {
namespace {

TEST(AdminRoutes, PathsAreSplitBeforeTheyAreDecoded) {
  const auto found = find_route("GET", "/admin/v1/objects/mailbox/public%2F1/a%2fb@x.example");
  ASSERT_NE(found.row, nullptr);
  EXPECT_EQ(found.row->path, kObjectPath);
  EXPECT_EQ(found.segments, (std::vector<std::string>{"mailbox", "public/1", "a/b@x.example"}));
}

TEST(AdminRoutes, WhatIsNoPathOfThisApi) {
  for (const std::string_view path :
       {"", "/", "/admin/v1", "/admin/v1/", "/admin/v2/status", "/admin/v1/status/",
        "/admin/v1/status/x", "/admin/v1//status", "/admin/v1/objects/mailbox/public/1/x",
        "/admin/v1/objects/mailbox//x", "/admin/v1/objects/mailbox/%zz/x", "/admin/v1/Status",
        "/admin/v1/reasons/%00"}) {
    const auto found = find_route("GET", path);
    EXPECT_EQ(found.row, nullptr) << path;
    EXPECT_TRUE(found.allow.empty()) << path;
  }
  const std::string longest = "/admin/v1/reasons/" + std::string(kPathBytesMax - 18, 'a');
  EXPECT_NE(find_route("GET", longest).row, nullptr);
  EXPECT_EQ(find_route("GET", longest + "a").row, nullptr);
}

TEST(AdminRoutes, AWrongMethodIsToldTheRightOnes) {
  EXPECT_EQ(find_route("POST", "/admin/v1/status").allow, "GET");
  EXPECT_EQ(find_route("HEAD", "/admin/v1/objects/a/b/c").allow, "GET, POST, PATCH, PUT, DELETE");
  AdminFixture fixture;
  const Got got = fixture.ask(kOwner, {"POST", "/status", ""});
  EXPECT_EQ(got.status, 405u);
  EXPECT_EQ(got.code(), "method-not-allowed");
  EXPECT_NE(got.message.find("Allow: GET\r\n"), std::string::npos);
}

// --- every route as every account ---

// How a row is asked: about contoso, in a way that its handler takes.
Asked asked_of(const RouteRow& row) {
  Asked asked{std::string(row.method), std::string(row.path), "", {}};
  const auto fill = [&](std::string_view part, std::string_view with) {
    const std::size_t at = asked.target.find(part);
    if (at != std::string::npos) asked.target.replace(at, part.size(), with);
  };
  if (row.path == kObjectPath) {
    const bool adds = row.method == "POST";
    asked.target =
        path_of("mailbox", test::contoso(), adds ? "new@contoso.example" : "peggy@contoso.example");
    if (row.method != "GET" && row.method != "DELETE") asked.body = R"({"source": "cloud"})";
  }
  fill("{tenant}", "contoso");
  fill("{code}", "peer_unreachable");
  fill("{name}", row.path.starts_with("/clouds") ? "commercial" : "corp");
  if (row.path == "/changes") {
    asked.body = R"({"changes": [{"verb": "put", "kind": "mailbox", "tenant": "contoso",
                     "identity": "peggy@contoso.example", "body": {"source": "cloud"}}]})";
  }
  if (row.path == "/import/exchange") {
    asked.target += "?tenant=contoso";
    asked.body = "ForestName : contoso-cn.example\nAccessMethod : OrgWideFB\n";
  }
  if (row.path == "/backup") asked.body = R"({"name": "copy.db"})";
  if (row.path == "/explain" || row.path == "/test") {
    asked.body = R"({"from": "peggy@contoso.example", "to": "victor@contoso-cn.example"})";
  }
  if (row.path == "/explain-credential") asked.body = R"({"authorization": "Bearer x"})";
  if (row.path == "/apply") {
    asked.body =
        "version = 1\n[[tenant]]\nname = \"contoso\"\nauthority = \"public\"\n"
        "tenant_id = \"11111111-1111-4111-8111-111111111111\"\ncloud = \"commercial\"\n"
        "accepted_domains = [\"contoso.example\"]\n";
  }
  return asked;
}

// Whether an account of contoso with that place in the order of roles gets through.
bool expected(const RouteRow& row, Who who) {
  if (who == kOwner || row.need == Need::account) return true;
  switch (row.need) {
    case Need::account:
      return true;
    case Need::read:
      return who != kNoGrants;
    case Need::operate:
      return who == kOperator || who == kAdmin;
    case Need::administer:
      return who == kAdmin;
    case Need::federate:
      return who == kFederator;
  }
  return false;
}

TEST(AdminRoutes, EveryRouteAsEveryAccount) {
  for (const RouteRow& row : kRoutes) {
    for (const Who who : {kNoGrants, kReader, kOperator, kAdmin, kFederator, kOwner}) {
      SCOPED_TRACE(std::string(row.method) + " " + std::string(row.path) + " as " +
                   std::to_string(who));
      AdminFixture fixture;
      fixture.registry.backup_folder = FB_BINARY_DIR;
      const Got got = fixture.ask(who, asked_of(row));
      // What is about contoso alone does not exist for those who may not read it.
      const bool about_contoso = row.path == kObjectPath || row.path.ends_with("/run") ||
                                 row.path == "/explain" || row.path == "/test";
      const bool through = expected(row, who) && !(who == kFederator && about_contoso);
      if (through) {
        EXPECT_EQ(got.status, 200u) << got.text;
      } else {
        const bool hidden = who == kFederator && got.status == 404u;
        EXPECT_TRUE(got.status == 403u || hidden) << got.text;
      }
    }
  }
}

TEST(AdminRoutes, NobodyUnknownGetsABodyRead) {
  for (const RouteRow& row : kRoutes) {
    AdminFixture fixture;
    const Got got = fixture.ask(kNobody, asked_of(row));
    EXPECT_EQ(got.status, 401u) << row.path;
    EXPECT_EQ(got.code(), "unauthenticated");
    EXPECT_FALSE(got.body_was_read);
    EXPECT_NE(got.message.find("WWW-Authenticate: Bearer\r\n"), std::string::npos);
  }
}

TEST(AdminRoutes, ABodyAtItsLimitAndOneByteBeyond) {
  AdminFixture fixture;
  std::string body = R"({"from": "peggy@contoso.example", "to": "victor@contoso-cn.example"})";
  body.resize(kSmallBodyBytesMax, ' ');
  EXPECT_EQ(fixture.ask(kReader, {"POST", "/explain", body}).status, 200u);
  const Got got = fixture.ask(kReader, {"POST", "/explain", body + " "});
  EXPECT_EQ(got.status, 413u);
  EXPECT_EQ(got.code(), "too-large");
  EXPECT_NE(got.message.find("Connection: close"), std::string::npos);
}

TEST(AdminRoutes, AQueryMeansWhatTheRowSays) {
  AdminFixture fixture;
  for (const std::string_view query : {"?limits=1", "?limit=0", "?limit=1001", "?limit=x",
                                       "?limit=1&limit=1", "?kind=tree", "?after=%zz"}) {
    const Got got = fixture.ask(kReader, {"GET", "/objects" + std::string(query), ""});
    EXPECT_EQ(got.status, 400u) << query;
    EXPECT_EQ(got.code(), "malformed");
  }
  EXPECT_EQ(fixture.ask(kReader, {"GET", "/objects?limit=1000", ""}).status, 200u);
}

// With FB_UPDATE_PAGES=1 in the environment the document is written first.
TEST(AdminRoutes, TheDocumentIsTheCommittedOne) {
  const std::string path = FB_SOURCE_DIR "/docs/reference/openapi-admin.json";
  if (std::getenv("FB_UPDATE_PAGES") != nullptr) std::ofstream(path) << openapi_document();
  std::ifstream file(path);
  std::stringstream committed;
  committed << file.rdbuf();
  EXPECT_EQ(openapi_document(), committed.str())
      << "run admin_handlers_test with FB_UPDATE_PAGES=1";
}

TEST(AdminRoutes, TheDocumentHasEveryRoute) {
  const auto document = boost::json::parse(openapi_document()).as_object();
  const auto& paths = document.at("paths").as_object();
  for (const RouteRow& row : kRoutes) {
    std::string method(row.method);
    for (char& c : method) c = static_cast<char>(c - 'A' + 'a');
    ASSERT_TRUE(paths.contains(row.path)) << row.path;
    EXPECT_TRUE(paths.at(row.path).as_object().contains(method)) << row.path;
  }
}

}  // namespace
}  // namespace fb::admin
