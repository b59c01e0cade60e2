// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/freebusyctl/admin_request.hpp"

#include <filesystem>
#include <fstream>

#include "tests/unit/tools/freebusyctl/ctl_case.hpp"

namespace fb::freebusyctl {
namespace {

using Arguments = std::vector<std::string>;

// "PATCH /admin/v1/... {body}", and If-Match where there is one.
std::string shown(const AdminRequest& request) {
  std::string text = request.http.method + " " + request.http.url;
  for (const net::HttpHeader& header : request.http.headers) {
    if (header.name == "If-Match") text += " if " + header.value;
  }
  return request.http.body.empty() ? text : text + " " + request.http.body;
}

struct Row {
  std::string_view words;
  Arguments more;
  std::string request;
};

void expect_requests(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    const auto requests = requests_for(admin(row.words, row.more));
    ASSERT_TRUE(requests) << row.words << ": " << requests.error().detail();
    ASSERT_EQ(requests->size(), 1u);
    EXPECT_EQ(shown(requests->front()), row.request);
    const RouteForm& form = form_of(requests->front().route);
    EXPECT_EQ(requests->front().http.method, form.method);
    const std::string begin =
        std::string(kAdminBase) + std::string(form.path.substr(0, form.path.find('{')));
    EXPECT_TRUE(requests->front().http.url.starts_with(begin)) << row.request;
  }
}

TEST(CtlAdminRequest, OfObjects) {
  const Arguments named{"a b/\xc3\xa4", "--tenant", "public/1"};
  const std::string path = "/admin/v1/objects/organization-relationship/public%2F1/a%20b%2F%C3%A4";
  expect_requests({
      {"tenant list", {}, "GET /admin/v1/objects?kind=tenant&limit=1000"},
      {"tenant list", {"--limit", "5"}, "GET /admin/v1/objects?kind=tenant&limit=5"},
      {"tenant list", {"--limit", "5000"}, "GET /admin/v1/objects?kind=tenant&limit=1000"},
      {"mailbox list",
       {"--tenant", "Contoso & Co"},
       "GET /admin/v1/objects?kind=mailbox&tenant=Contoso%20%26%20Co&limit=1000"},
      {"tenant show", {"Contoso"}, "GET /admin/v1/objects/tenant/Contoso/-"},
      {"organization-relationship show", named, "GET " + path},
      {"availability-config show",
       {"--tenant", "c"},
       "GET /admin/v1/objects/availability-config/c/-"},
      {"organization-relationship remove", named, "DELETE " + path},
      {"address-space remove",
       {"a.example", "--tenant", "c", "--if-revision", "7"},
       "DELETE /admin/v1/objects/address-space/c/a.example if \"7\""},
      {"availability-config set",
       {"--tenant", "c", "--allowed-tenant-ids", "add=cn/1"},
       "PATCH /admin/v1/objects/availability-config/c/- "
       R"({"allowed_tenant_ids":{"add":["cn/1"]}})"},
      {"partner set",
       {"cn/1", "--name", "F", "--if-revision", "0"},
       "PATCH /admin/v1/objects/partner/cn%2F1/- if \"0\" {\"name\":\"F\"}"},
      {"partner add",
       {"--authority", "cn", "--tenant-id", "1", "--name", "F"},
       R"(POST /admin/v1/objects/partner/cn%2F1/- {"name":"F","authority":"cn","tenant_id":"1"})"},
      {"address-space add",
       {"--tenant", "c", "--forest-name", "a.example"},
       R"(POST /admin/v1/objects/address-space/c/a.example {"forest_name":"a.example"})"},
      {"address-space add",
       {"--tenant", "c", "--forest-name", "a.example", "--replace"},
       R"(PUT /admin/v1/objects/address-space/c/a.example {"forest_name":"a.example"})"},
  });
}

TEST(CtlAdminRequest, ADryRunIsAChangeThatIsNotMade) {
  const std::string begin = R"(POST /admin/v1/changes?dry_run=true {"changes":[{"verb":)";
  const std::string which = R"(,"kind":"address-space","tenant":"c","identity":"a.example")";
  const std::string body = R"(,"body":{"forest_name":"a.example"})";
  const Arguments adding{"--tenant", "c", "--forest-name", "a.example", "--dry-run"};
  Arguments replacing = adding;
  replacing.emplace_back("--replace");
  expect_requests({
      {"address-space add", adding, begin + "\"add\"" + which + body + "}]}"},
      {"address-space add", replacing, begin + "\"put\"" + which + body + "}]}"},
      {"address-space remove",
       {"a.example", "--tenant", "c", "--dry-run", "--if-revision", "7"},
       begin + "\"remove\"" + which + ",\"if_revision\":7}]}"},
      {"tenant set",
       {"c", "--name", "n", "--dry-run"},
       begin + R"("set","kind":"tenant","tenant":"c","identity":"-","body":{"name":"n"}}]})"},
  });
}

TEST(CtlAdminRequest, OfEverythingElse) {
  expect_requests({
      {"cloud list", {}, "GET /admin/v1/clouds"},
      {"cloud show", {"gcc-high"}, "GET /admin/v1/clouds/gcc-high"},
      {"directory-source list", {"--tenant", "c"}, "GET /admin/v1/directory-sources?tenant=c"},
      {"directory-source run",
       {"corp", "--tenant", "c", "--full", "--dry-run"},
       "POST /admin/v1/directory-sources/c/corp/run "
       R"({"dry_run":true,"full":true,"confirm":false})"},
      {"export",
       {"--tenant", "a", "--tenant", "b", "--partners", "--imported"},
       "GET /admin/v1/export?tenant=a&tenant=b&partners=true&imported=true"},
      {"export", {}, "GET /admin/v1/export"},
      {"export",
       {"--as", "powershell", "--tenant", "a", "--partner", "p", "--kind", "on-premises"},
       "GET /admin/v1/export?tenant=a&as=powershell&partner=p&kind=on-premises"},
      {"backup", {"b.sqlite"}, R"(POST /admin/v1/backup {"name":"b.sqlite"})"},
      {"history", {}, "GET /admin/v1/history?limit=50"},
      {"history",
       {"--tenant", "c", "--kind", "group", "--identity", "a", "--before", "9", "--limit", "2"},
       "GET /admin/v1/history?kind=group&tenant=c&identity=a&before=9&limit=2"},
      {"explain",
       {"--from", "a@a.example", "--to", "b@b.example"},
       R"(POST /admin/v1/explain {"from":"a@a.example","to":"b@b.example"})"},
      {"explain",
       {"--from", "a", "--to", "b", "--path", "aas"},
       "POST /admin/v1/explain "
       R"({"from":"a","to":"b","path":"availability-address-space"})"},
      {"explain",
       {"--from", "a", "--to", "b", "--path", "orgrel"},
       "POST /admin/v1/explain "
       R"({"from":"a","to":"b","path":"organization-relationship"})"},
      {"test", {"--from", "a", "--to", "b"}, R"(POST /admin/v1/test {"from":"a","to":"b"})"},
      {"reason", {}, "GET /admin/v1/reasons"},
      {"reason", {"aas.no"}, "GET /admin/v1/reasons/aas.no"},
      {"status", {}, "GET /admin/v1/status"},
      {"openapi", {}, "GET /admin/v1/openapi.json"},
  });
}

class CtlFiles : public testing::Test {
 protected:
  std::string write(const std::string& name, const std::string& text) {
    const auto path = std::filesystem::path(testing::TempDir()) / ("freebusyctl_" + name);
    std::ofstream(path, std::ios::binary) << text;
    return path.string();
  }
};

TEST_F(CtlFiles, ApplySendsTheFileAsItIs) {
  const std::string name = write("federation.toml", "version = 1\r\n\xff");
  const auto requests = requests_for(
      admin("apply", {"-f", name, "--dry-run", "--prune", "--tenant", "a", "--tenant", "b"}));
  ASSERT_TRUE(requests);
  ASSERT_EQ(requests->size(), 1u);
  const net::HttpRequest& http = requests->front().http;
  EXPECT_TRUE(
      http.url.starts_with("/admin/v1/apply?dry_run=true&tenant=a&tenant=b&prune=true&file=%2F"))
      << http.url;
  EXPECT_EQ(http.body, "version = 1\r\n\xff");
  EXPECT_EQ(http.headers.back().value, "application/toml");
}

TEST_F(CtlFiles, ImportSendsAFileAtATime) {
  const std::string one = write("one", "first");
  const std::string two = write("two", "");
  const auto requests =
      requests_for(admin("import exchange", {one, two, "--tenant", "c", "--authority", "us"}));
  ASSERT_TRUE(requests);
  ASSERT_EQ(requests->size(), 2u);
  EXPECT_EQ(requests->at(0).http.url, "/admin/v1/import/exchange?tenant=c&authority=us");
  EXPECT_EQ(requests->at(0).http.body, "first");
  EXPECT_EQ(requests->at(1).http.body, "");
  EXPECT_EQ(requests->at(1).file, two);
}

TEST_F(CtlFiles, WhatCannotBeReadIsNotSent) {
  const auto missing = requests_for(admin("apply", {"--file", "/nowhere/federation.toml"}));
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().detail(), "/nowhere/federation.toml cannot be read");
  EXPECT_FALSE(requests_for(admin("apply", {"--file", testing::TempDir()}))) << "a folder";
}

TEST_F(CtlFiles, AreBounded) {
  const std::string name = write("large", "");
  std::filesystem::resize_file(name, kFileBytesMax);
  EXPECT_TRUE(requests_for(admin("apply", {"--file", name})));
  const std::string byte = write("byte", "1");
  const auto together = requests_for(admin("import exchange", {name, byte, "--tenant", "c"}));
  ASSERT_FALSE(together);
  EXPECT_EQ(together.error().detail(), "the files are larger than 64 MiB together");
  std::filesystem::resize_file(name, kFileBytesMax + 1);
  const auto large = requests_for(admin("apply", {"--file", name}));
  ASSERT_FALSE(large);
  EXPECT_EQ(large.error().detail(), name + " is larger than 64 MiB");
  std::filesystem::remove(name);
}

TEST(CtlAdminRequest, OfACredential) {
  const std::string file = testing::TempDir() + "/freebusyctl_request_credential";
  std::ofstream(file) << "Basic eDp5\n";
  expect_requests({{"explain-credential",
                    {file},
                    R"(POST /admin/v1/explain-credential {"authorization":"Basic eDp5"})"}});
  std::ofstream(file) << "aaa.bbb.ccc";
  expect_requests(
      {{"explain-credential",
        {file},
        R"(POST /admin/v1/explain-credential {"authorization":"Bearer aaa.bbb.ccc"})"}});
  std::ofstream(file) << "two\nlines";
  EXPECT_FALSE(requests_for(admin("explain-credential", {file})));
  std::filesystem::remove(file);
}

}  // namespace
}  // namespace fb::freebusyctl
