// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/policy/group_expansion.hpp"

#include <gtest/gtest.h>

#include "tests/support/federations.hpp"

namespace fb::policy {
namespace {

using model::Caller;
using model::CallerKind;
using model::ErrorKind;

config::Group group(std::string_view address, const std::vector<std::string>& members) {
  config::Group made{.address = test::address(address)};
  for (const std::string& member : members) made.members.push_back(test::address(member));
  return made;
}

// Peggy is known under two addresses, victor and carol are contacts, nobody is nobody.
config::Tenant tenant_with_groups() {
  config::Tenant tenant = test::contoso_tenant();
  tenant.groups = {
      group("sales@contoso.example",
            {"peggy@contoso.example", "grace@contoso.example", "victor@contoso-cn.example"}),
      group("twice@contoso.example", {"peggy@contoso.example", "p.olson@contoso.example",
                                      "peggy@contoso.example", "grace@contoso.example"}),
      group("outer@contoso.example",
            {"sales@contoso.example", "oskar@contoso.example", "peggy@contoso.example"}),
      group("loop@contoso.example", {"round@contoso.example", "grace@contoso.example"}),
      group("round@contoso.example", {"loop@contoso.example", "oskar@contoso.example"}),
      group("itself@contoso.example", {"itself@contoso.example"}),
      group("strangers@contoso.example", {"nobody@contoso.example", "x@nowhere.example"}),
      group("empty@contoso.example", {}),
  };
  tenant.groups[0].proxy_addresses = {test::address("verkauf@contoso.example")};
  return tenant;
}

Caller user() {
  return {CallerKind::home_user, test::contoso(), test::address("peggy@contoso.example"), "peggy"};
}

std::string people(const config::Tenant& tenant, const Caller& caller, std::string_view asked,
                   std::size_t people_max = 100, std::string_view trail = "") {
  const auto snapshot = test::snapshot_of({{tenant}, {}});
  GroupExpansion expansion(*snapshot, caller, {"here", model::HopTrail::parse(trail).value()});
  const auto found = expansion.people_of(test::address(asked), people_max);
  if (!found) return "no group";
  if (!*found) return std::string(model::facts(found->error().kind()).name);
  std::string out;
  for (const model::SmtpAddress& address : **found)
    out += (out.empty() ? "" : " ") + std::string(address.local_part());
  return out;
}

TEST(GroupExpansion, FindsEachPersonOnce) {
  const std::pair<const char*, const char*> rows[] = {
      {"sales@contoso.example", "peggy grace victor"},
      {"verkauf@contoso.example", "peggy grace victor"},
      {"twice@contoso.example", "peggy grace"},
      {"outer@contoso.example", "oskar peggy grace victor"},
      {"loop@contoso.example", "grace oskar"},
      {"itself@contoso.example", ""},
      {"strangers@contoso.example", "nobody x"},
      {"empty@contoso.example", ""},
      {"grace@contoso.example", "no group"},
      {"nobody@contoso.example", "no group"},
      {"victor@contoso-cn.example", "no group"},
  };
  for (const auto& [asked, expected] : rows)
    EXPECT_EQ(people(tenant_with_groups(), user(), asked), expected) << asked;
}

TEST(GroupExpansion, OnlyTheOwnTenantSeesIn) {
  const std::pair<Caller, const char*> rows[] = {
      {{CallerKind::home_script, test::contoso(), {}, "portal"}, "peggy grace victor"},
      {{CallerKind::home_server, test::contoso(), {}, "exchange"}, "peggy grace victor"},
      {{CallerKind::home_user, test::fabrikam(), {}, "carol"}, "no group"},
      {{CallerKind::partner_organization, test::contoso_china(), {}, "app"}, "no group"},
      {{CallerKind::partner_organization, test::contoso(), {}, "app"}, "no group"},
      {{CallerKind::partner_user, test::contoso(), {}, "app"}, "no group"},
  };
  for (const auto& [caller, expected] : rows)
    EXPECT_EQ(people(tenant_with_groups(), caller, "sales@contoso.example"), expected)
        << model::name(caller.kind);
}

TEST(GroupExpansion, AQuestionThatWasHereBeforeIsNotExpanded) {
  EXPECT_EQ(people(tenant_with_groups(), user(), "sales@contoso.example", 100, "here"), "no group");
  EXPECT_EQ(people(tenant_with_groups(), user(), "sales@contoso.example", 100, "there"),
            "peggy grace victor");
}

TEST(GroupExpansion, AContactMayLeadToAGroup) {
  config::Tenant tenant = tenant_with_groups();
  tenant.contacts.push_back({"Sales of old",
                             test::address("sales@contoso.example"),
                             {test::address("old@contoso.example")},
                             false});
  EXPECT_EQ(people(tenant, user(), "old@contoso.example"), "peggy grace victor");
}

TEST(GroupExpansion, MoreThanTheLimitIsTooBig) {
  EXPECT_EQ(people(tenant_with_groups(), user(), "sales@contoso.example", 3), "peggy grace victor");
  EXPECT_EQ(people(tenant_with_groups(), user(), "sales@contoso.example", 2), "group_too_big");
  EXPECT_EQ(people(tenant_with_groups(), user(), "empty@contoso.example", 0), "");
}

// A group that says the same again and again costs no more than the limit, in all of a question.
TEST(GroupExpansion, ReferencesAreCountedForTheWholeQuestion) {
  config::Tenant tenant = tenant_with_groups();
  const std::vector<std::string> same(kGroupReferencesMax - 3, "peggy@contoso.example");
  tenant.groups.push_back(group("chant@contoso.example", same));
  const auto snapshot = test::snapshot_of({{tenant}, {}});
  GroupExpansion expansion(*snapshot, user(), {"here", {}});
  const auto of = [&](std::string_view asked) {
    return expansion.people_of(test::address(asked), 100).value();
  };
  EXPECT_EQ(of("chant@contoso.example")->size(), 1u);
  EXPECT_EQ(of("sales@contoso.example")->size(), 3u);
  EXPECT_EQ(of("empty@contoso.example")->size(), 0u);
  EXPECT_EQ(of("sales@contoso.example").error().kind(), ErrorKind::group_too_big);
}

}  // namespace
}  // namespace fb::policy
