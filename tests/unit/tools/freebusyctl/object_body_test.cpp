// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/freebusyctl/object_body.hpp"

#include <boost/json/serialize.hpp>

#include "tests/unit/tools/freebusyctl/ctl_case.hpp"

namespace fb::freebusyctl {
namespace {

using Arguments = std::vector<std::string>;

std::string shown(const model::Result<boost::json::object>& body) {
  return body ? boost::json::serialize(*body) : "mistake: " + body.error().detail();
}

// The change of an organization relationship.
std::string change(Arguments more) {
  more.insert(more.end(), {"Fabrikam", "--tenant", "Contoso"});
  const AdminCommand command = admin("organization-relationship set", more);
  return shown(changed_body(*command.command->noun, command.values, {}));
}

std::string addition(Arguments more) {
  more.insert(more.end(), {"--name", "Fabrikam", "--tenant", "Contoso"});
  const AdminCommand command = admin("organization-relationship add", more);
  return shown(new_body(*command.command->noun, command.values));
}

struct Row {
  Arguments written;
  std::string body;
};

TEST(CtlBody, ValuesAreWrittenAsInExchange) {
  for (const Row& row : std::vector<Row>{
           {{"--enabled", "$true"}, R"({"enabled":true})"},
           {{"--enabled", "$False"}, R"({"enabled":false})"},
           {{"--enabled", "TRUE"}, R"({"enabled":true})"},
           {{"--enabled=false"}, R"({"enabled":false})"},
           {{"--enabled", "yes"}, "mistake: --enabled: write $true or $false"},
           {{"--target-sharing-epr", "https://a.example/"},
            R"({"target_sharing_epr":"https://a.example/"})"},
           {{"--target-sharing-epr", "$null"}, R"({"target_sharing_epr":null})"},
           {{"--target-sharing-epr", "$NULL"}, R"({"target_sharing_epr":null})"},
           {{"--target-sharing-epr", ""}, R"({"target_sharing_epr":null})"},
           {{"--target-tenant-id", "cn/1"}, R"({"target_tenant":"cn/1"})"},
           {{"--free-busy-access-level", "LimitedDetails"},
            R"({"free_busy_access_level":"LimitedDetails"})"},
       }) {
    EXPECT_EQ(change(row.written), row.body);
  }
}

TEST(CtlBody, ListsAreWholeOrSteps) {
  for (const Row& row : std::vector<Row>{
           {{"--domain-names", "a.example,b.example"},
            R"({"domain_names":["a.example","b.example"]})"},
           {{"--domain-names", "\"a.example\", 'b.example'"},
            R"({"domain_names":["a.example","b.example"]})"},
           {{"--domain-names", "a.example", "--domain-names", "b.example"},
            R"({"domain_names":["a.example","b.example"]})"},
           {{"--domain-names", "add=a.example"}, R"({"domain_names":{"add":["a.example"]}})"},
           {{"--domain-names", "add=a.example,b.example", "--domain-names", "Remove=c.example"},
            R"({"domain_names":{"add":["a.example","b.example"],"remove":["c.example"]}})"},
           {{"--domain-names", R"(@{Add="a.example","b.example"; Remove="c.example"})"},
            R"({"domain_names":{"add":["a.example","b.example"],"remove":["c.example"]}})"},
           {{"--domain-names", "$null"}, R"({"domain_names":null})"},
           {{"--domain-names", "@{Replace=\"a\"}"},
            "mistake: --domain-names: between @{ and } stand Add=... and Remove=..."},
           {{"--domain-names", "a.example", "--domain-names", "add=b.example"},
            "mistake: --domain-names: give the whole list, or what to add= and to remove="},
       }) {
    EXPECT_EQ(change(row.written), row.body);
  }
}

TEST(CtlBody, AnyOtherKeyIsSetByName) {
  for (const Row& row : std::vector<Row>{
           {{"--set", "key=text"}, R"({"key":"text"})"},
           {{"--set", "key=$true"}, R"({"key":true})"},
           {{"--set", "key=17"}, R"({"key":17})"},
           {{"--set", "key=17a"}, R"({"key":"17a"})"},
           {{"--set", "key=\"17\""}, R"({"key":"17"})"},
           {{"--set", "key=[1,\"a\"]"}, R"({"key":[1,"a"]})"},
           {{"--set", "key={\"a\":1}"}, R"({"key":{"a":1}})"},
           {{"--set", "key="}, R"({"key":null})"},
           {{"--set", "key=a=b"}, R"({"key":"a=b"})"},
           {{"--set", "table.key=1", "--set", "table.other=2"}, R"({"table":{"key":1,"other":2}})"},
           {{"--set", "key=[1"}, "mistake: --set: what begins with [, { or \" has to be JSON"},
           {{"--set", "key=1", "--set", "key=2"}, "mistake: --set: key is given twice"},
           {{"--set", "key=1", "--set", "key.a=2"}, "mistake: --set: key.a is given twice"},
           {{"--enabled", "true", "--set", "enabled=false"},
            "mistake: --set: enabled is given twice"},
           {{"--set", "key"}, "mistake: --set: write KEY=VALUE with a key of the federation file"},
           {{"--set", "=1"}, "mistake: --set: write KEY=VALUE with a key of the federation file"},
           {{"--set", "a..b=1"},
            "mistake: --set: write KEY=VALUE with a key of the federation file"},
           {{"--set", "Key=1"},
            "mistake: --set: write KEY=VALUE with a key of the federation file"},
           {{}, "mistake: Nothing to change: no key is given"},
       }) {
    EXPECT_EQ(change(row.written), row.body);
  }
}

TEST(CtlBody, ANewBodyLeavesOutWhatIsNothing) {
  for (const Row& row : std::vector<Row>{
           {{}, R"({"name":"Fabrikam"})"},
           {{"--target-sharing-epr", "$null"}, R"({"name":"Fabrikam"})"},
           {{"--set", "key="}, R"({"name":"Fabrikam"})"},
           {{"--domain-names", ""}, R"({"name":"Fabrikam","domain_names":[]})"},
           {{"--enabled", "$false"}, R"({"name":"Fabrikam","enabled":false})"},
           {{"--domain-names", "add=a.example"},
            "mistake: --domain-names: add= and remove= belong to set"},
       }) {
    EXPECT_EQ(addition(row.written), row.body);
  }
}

TEST(CtlBody, ATableOfAPartner) {
  const AdminCommand command = admin(
      "partner add", {"--authority", "cn", "--tenant-id", "1", "--token-audience", "api://a",
                      "--token-client-ids", "b,c", "--set", "organization_token.keys_file=k"});
  EXPECT_EQ(shown(new_body(*command.command->noun, command.values)),
            R"({"authority":"cn","tenant_id":"1","organization_token":{"audience":"api://a",)"
            R"("client_ids":["b","c"],"keys_file":"k"}})");
}

std::string partner_change(Arguments more, std::string_view current) {
  more.emplace_back("cn/1");
  const AdminCommand command = admin("partner set", more);
  EXPECT_TRUE(changes_inside_table(*command.command->noun, command.values));
  return shown(changed_body(*command.command->noun, command.values, parsed(current).as_object()));
}

// The admin API replaces a table whole.
TEST(CtlBody, AChangeInsideATableKeepsTheRestOfIt) {
  constexpr std::string_view kCurrent =
      R"({"name":"F","domains":["x"],"organization_token":{"role":"r","client_ids":["a","b"],)"
      R"("deep":{"k":1,"l":2}}})";
  for (const Row& row : std::vector<Row>{
           {{"--token-role", "s"},
            R"({"organization_token":{"role":"s","client_ids":["a","b"],"deep":{"k":1,"l":2}}})"},
           {{"--set", "organization_token.deep.k="},
            R"({"organization_token":{"role":"r","client_ids":["a","b"],"deep":{"l":2}}})"},
           {{"--token-client-ids", "add=c", "--token-client-ids", "remove=a"},
            R"({"organization_token":{"role":"r","client_ids":["b","c"],"deep":{"k":1,"l":2}}})"},
           {{"--token-client-ids", "c", "--name", "G"},
            R"({"name":"G","organization_token":{"role":"r","client_ids":["c"],)"
            R"("deep":{"k":1,"l":2}}})"},
           {{"--set", "other.key=1"}, R"({"other":{"key":1}})"},
           {{"--token-client-ids", "remove=c"},
            R"(mistake: organization_token.client_ids does not have "c")"},
           {{"--token-client-ids", "add=a"},
            R"(mistake: organization_token.client_ids has "a" already)"},
           {{"--set", "domains.key=1"}, "mistake: domains.key: domains is no table"},
       }) {
    EXPECT_EQ(partner_change(row.written, kCurrent), row.body);
  }
}

TEST(CtlBody, OnlyAChangeInsideATableNeedsTheObject) {
  for (const Arguments& plain : std::vector<Arguments>{
           {"--name", "F"}, {"--set", "key=a.b"}, {"--set", "organization_token={}"}}) {
    Arguments arguments = plain;
    arguments.emplace_back("cn/1");
    const AdminCommand command = admin("partner set", arguments);
    EXPECT_FALSE(changes_inside_table(*command.command->noun, command.values));
  }
}

}  // namespace
}  // namespace fb::freebusyctl
