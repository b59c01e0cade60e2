// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/admin/grants.hpp"

#include <gtest/gtest.h>

#include "tests/support/federations.hpp"

namespace fb::admin {
namespace {

using config::AdminRole;
using test::contoso;
using test::contoso_china;
using test::fabrikam;

config::Federation federation() {
  config::Federation made;
  made.tenants = {test::contoso_tenant(), test::fabrikam_tenant()};
  made.partners = {test::partner_of(test::contoso_china_tenant())};
  return made;
}

Grants grants_of(std::vector<std::string_view> texts, const config::Federation& in = federation()) {
  std::vector<config::AdminGrant> grants;
  for (const std::string_view text : texts) {
    grants.push_back(config::parse_admin_grant(text).value());
  }
  return Grants(grants, in);
}

// Roles of one tenant: which grant gives which.
TEST(Grants, ARoleIncludesTheLesserOnesAndNeverFederate) {
  const std::pair<std::string_view, int> rows[] = {{"contoso:read", 1},
                                                   {"contoso:operate", 2},
                                                   {"contoso:administer", 3},
                                                   {"*:administer", 3},
                                                   {"*:read", 1}};
  const AdminRole order[] = {AdminRole::read, AdminRole::operate, AdminRole::administer};
  for (const auto& [text, count] : rows) {
    const Grants grants = grants_of({text});
    for (int i = 0; i < 3; ++i) {
      EXPECT_EQ(grants.may(order[i], contoso()), i < count) << text << ' ' << i;
      EXPECT_EQ(grants.may_somewhere(order[i]), i < count) << text << ' ' << i;
      EXPECT_EQ(grants.may(order[i], fabrikam()), text.starts_with('*') && i < count) << text;
    }
    EXPECT_FALSE(grants.may(AdminRole::federate, contoso())) << text;
    EXPECT_FALSE(grants.may_federate()) << text;
  }
}

TEST(Grants, FederateGivesNoRoleInATenant) {
  const Grants grants = grants_of({"gateway:federate"});
  EXPECT_TRUE(grants.may_federate());
  EXPECT_FALSE(grants.may(AdminRole::read, contoso()));
  EXPECT_FALSE(grants.may_somewhere(AdminRole::read));
  EXPECT_FALSE(grants.may_nothing());
  EXPECT_TRUE(grants.may_read({config::ObjectKind::tenant, contoso(), ""}));
  EXPECT_FALSE(grants.may_read({config::ObjectKind::mailbox, contoso(), "x@contoso.example"}));
}

TEST(Grants, ANameIsThatOfTheTenantNow) {
  config::Federation renamed = federation();
  renamed.tenants[0].name = "old";
  renamed.tenants[1].name = "contoso";
  const Grants by_name = grants_of({"contoso:read"}, renamed);
  EXPECT_FALSE(by_name.may(AdminRole::read, contoso()));
  EXPECT_TRUE(by_name.may(AdminRole::read, fabrikam()));
  const Grants by_key = grants_of({contoso().str() + ":read"}, renamed);
  EXPECT_TRUE(by_key.may(AdminRole::read, contoso()));
  EXPECT_FALSE(by_key.may(AdminRole::read, fabrikam()));
  // The id alone is not who somebody is: another authority may have it as well.
  const Grants other = grants_of({"us/" + std::string(test::kContosoId) + ":read"});
  EXPECT_FALSE(other.may(AdminRole::read, contoso()));
}

TEST(Grants, APartnerIsSeenByThoseWhoNameIt) {
  config::Federation in = federation();
  in.tenants[1].address_spaces.clear();
  EXPECT_TRUE(grants_of({"contoso:read"}, in).sees_partner(contoso_china()));
  EXPECT_FALSE(grants_of({"fabrikam:administer"}, in).sees_partner(contoso_china()));
  EXPECT_TRUE(grants_of({"*:read"}, in).sees_partner(contoso_china()));
  EXPECT_TRUE(grants_of({"gateway:federate"}, in).sees_partner(contoso_china()));
  in.tenants[1].allowed_tenants = {contoso_china()};
  EXPECT_TRUE(grants_of({"fabrikam:read"}, in).sees_partner(contoso_china()));
}

TEST(Grants, TenantsAreFoundByKeyIdOrName) {
  config::Federation in = federation();
  const Grants all = grants_of({"*:read"}, in);
  EXPECT_EQ(find_tenant("public/" + std::string(test::kContosoId), all, in), contoso());
  EXPECT_EQ(find_tenant(test::kContosoId, all, in), contoso());
  EXPECT_EQ(find_tenant("CONTOSO", all, in), contoso());
  EXPECT_EQ(find_tenant("nobody", all, in), std::nullopt);
  EXPECT_EQ(find_tenant("", all, in), std::nullopt);
  EXPECT_EQ(find_tenant("moon/" + std::string(test::kContosoId), all, in), std::nullopt);
  in.tenants[1].key.id = contoso().id;
  const Grants both = grants_of({"*:read"}, in);
  EXPECT_EQ(find_tenant(test::kContosoId, both, in), std::nullopt) << "two fit";
  // What the account may not see is not there to be mixed up.
  EXPECT_EQ(find_tenant(test::kContosoId, grants_of({"contoso:read"}, in), in), contoso());
  EXPECT_EQ(find_tenant("fabrikam", grants_of({"contoso:read"}, in), in), std::nullopt);
}

TEST(Veil, HidesWordsAndNotPartsOfWords) {
  const config::Federation in = federation();
  const Veil veil(grants_of({"contoso:read"}, in), in);
  for (const std::string& words :
       {fabrikam().str(), std::string("tenant FABRIKAM has it"), std::string("fabrikam"),
        std::string("carol@fabrikam-gov.example"), std::string("(fabrikam)")}) {
    EXPECT_TRUE(veil.hides(words)) << words;
  }
  for (const std::string& words : {contoso().str(), std::string("contoso"), std::string(""),
                                   std::string("fabrikamology"), std::string("my-fabrikam")}) {
    EXPECT_FALSE(veil.hides(words)) << words;
  }
  const Veil none(grants_of({"*:read"}, in), in);
  EXPECT_FALSE(none.hides(fabrikam().str()));
}

}  // namespace
}  // namespace fb::admin
