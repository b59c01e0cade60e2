// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "config/federation_objects.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "tests/support/seed.hpp"
#include "tests/unit/config/credential_sample.hpp"
#include "tests/unit/config/sharing_sample.hpp"

namespace fb::config {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class ObjectsFile : public CredentialFile {
 protected:
  ObjectsFile() {
    folder_.write("ldap.password", "staple\n");
    folder_.write("ca.crt", "");
  }

  std::vector<Object> objects(std::string_view text) const {
    auto loaded = objects_of(text, folder_.path() / "federation.toml", built_in_cloud_catalogue());
    EXPECT_TRUE(loaded.value) << listing(loaded.problems);
    return loaded.value.value_or(std::vector<Object>());
  }

  Loaded<Federation> federation(const std::vector<Object>& all) const {
    return federation_of(all, folder_.path(), built_in_cloud_catalogue());
  }

  std::string told(const std::vector<Object>& all) const {
    const auto loaded = federation(all);
    EXPECT_FALSE(loaded.value);
    return listing(loaded.problems);
  }
};

std::vector<std::string> names_of(const std::vector<Object>& objects) {
  std::vector<std::string> names;
  for (const Object& object : objects) names.push_back(object.id.str());
  return names;
}

Object& of_kind(std::vector<Object>& objects, ObjectKind kind) {
  return *std::find_if(objects.begin(), objects.end(),
                       [&](const Object& object) { return object.id.kind == kind; });
}

TEST_F(ObjectsFile, AFileIsTakenApartInTheOrderOfTheKinds) {
  const std::string contoso = " of public/11111111-1111-1111-1111-111111111111";
  EXPECT_THAT(names_of(objects(kSharing)),
              ElementsAre("tenant public/11111111-1111-1111-1111-111111111111",
                          "tenant us/44444444-4444-4444-4444-444444444444",
                          "partner us/22222222-2222-2222-2222-222222222222",
                          "availability-config" + contoso,
                          "organization-relationship contoso to tailspin" + contoso,
                          "organization-relationship contoso to fabrikam" + contoso,
                          "mailbox alice@contoso.example" + contoso,
                          "mail-contact li.na@fabrikam.example" + contoso,
                          "mail-user carlos@tailspin.example" + contoso,
                          "guest mallory@fabrikam.example" + contoso,
                          "group visible@contoso.example" + contoso));
}

TEST_F(ObjectsFile, ABodyHasTheKeysOfTheFile) {
  std::vector<Object> all = objects(kSharing);
  EXPECT_EQ(of_kind(all, ObjectKind::mail_user).body,
            "name = \"Carlos\"\nexternal_address = \"Carlos@tailspin.example\"\n"
            "hidden_from_address_lists = true\nproxy_addresses = [\"carlos@contoso.example\"]\n");
  EXPECT_EQ(of_kind(all, ObjectKind::availability_config).body,
            "allowed_tenant_ids = [\"us/22222222-2222-2222-2222-222222222222\"]\n");
  const std::string& tenant = of_kind(all, ObjectKind::tenant).body;
  EXPECT_TRUE(tenant.starts_with("name = \"Contoso\"\nauthority = \"public\"\n")) << tenant;
  EXPECT_THAT(tenant, HasSubstr("[[federation_trust.token_issuer]]\n"));
  for (const auto* part : {"mailbox]", "guest]", "organization_relationship", "availability"}) {
    EXPECT_THAT(tenant, testing::Not(HasSubstr(part)));
  }
}

TEST_F(ObjectsFile, AFileThatWasTakenApartAndPutTogetherSaysTheSame) {
  for (const std::string_view text : {kFederation, kCredentials, kSharing}) {
    const std::vector<Object> first = objects(text);
    const std::string file = federation_toml_of(first);
    const std::vector<Object> second = objects(file);
    EXPECT_EQ(second, first) << file;
    EXPECT_EQ(federation_toml_of(second), file);
  }
  EXPECT_EQ(federation_toml_of({}), "version = 1\n");
  EXPECT_TRUE(objects("version = 1\n").empty());
}

// Everything but the recipients: what the objects say is what the file says.
TEST_F(ObjectsFile, TheFederationIsThatOfTheFile) {
  for (const std::string_view text : {kFederation, kCredentials, kSharing}) {
    const auto file = load(text);
    const auto made = federation(objects(text));
    ASSERT_TRUE(file.value) << listing(file.problems);
    ASSERT_TRUE(made.value) << listing(made.problems);
    ASSERT_EQ(made.value->tenants.size(), file.value->tenants.size());
    for (std::size_t i = 0; i < file.value->tenants.size(); ++i) {
      const Tenant& a = made.value->tenants[i];
      const Tenant& b = file.value->tenants[i];
      EXPECT_EQ(a.key, b.key);
      EXPECT_EQ(a.name, b.name);
      EXPECT_EQ(a.accepted_domains, b.accepted_domains);
      EXPECT_EQ(a.allowed_tenants, b.allowed_tenants);
      EXPECT_EQ(a.require_contact, b.require_contact);
      EXPECT_EQ(a.default_source, b.default_source);
      ASSERT_EQ(a.sources.size(), b.sources.size());
      for (std::size_t j = 0; j < a.sources.size(); ++j) {
        EXPECT_EQ(a.sources[j].url, b.sources[j].url);
        EXPECT_EQ(a.sources[j].folder, b.sources[j].folder);
        EXPECT_EQ(a.sources[j].password.reveal(), b.sources[j].password.reveal());
      }
      ASSERT_EQ(a.accounts.size(), b.accounts.size());
      ASSERT_EQ(a.address_spaces.size(), b.address_spaces.size());
      for (std::size_t j = 0; j < a.address_spaces.size(); ++j) {
        EXPECT_EQ(a.address_spaces[j].domain, b.address_spaces[j].domain);
        EXPECT_EQ(a.address_spaces[j].target_tenant, b.address_spaces[j].target_tenant);
        EXPECT_EQ(a.address_spaces[j].token_form, b.address_spaces[j].token_form);
      }
      ASSERT_EQ(a.organization_relationships.size(), b.organization_relationships.size());
      ASSERT_EQ(a.directory_sources.size(), b.directory_sources.size());
      EXPECT_EQ(a.federation_trust.has_value(), b.federation_trust.has_value());
      EXPECT_TRUE(a.mailboxes.empty());
      EXPECT_TRUE(a.contacts.empty());
      EXPECT_TRUE(a.groups.empty());
    }
    ASSERT_EQ(made.value->partners.size(), file.value->partners.size());
    EXPECT_EQ(made.value->partners[0].domains, file.value->partners[0].domains);
  }
}

TEST_F(ObjectsFile, TheOrderOfTheObjectsDoesNotMatter) {
  std::mt19937 random(test::seed());
  std::vector<Object> all = objects(kSharing);
  for (int round = 0; round < 20; ++round) {
    std::shuffle(all.begin(), all.end(), random);
    const auto made = federation(all);
    ASSERT_TRUE(made.value) << listing(made.problems);
    EXPECT_EQ(made.value->tenants.size(), 2u);
    EXPECT_EQ(made.value->tenants[0].organization_relationships.size() +
                  made.value->tenants[1].organization_relationships.size(),
              2u);
  }
}

TEST_F(ObjectsFile, ARegistryMayBeEmptyAndAFileMayNot) {
  const auto empty = federation({});
  ASSERT_TRUE(empty.value) << listing(empty.problems);
  EXPECT_TRUE(empty.value->tenants.empty());
  EXPECT_THAT(listing(load("version = 1\n").problems), HasSubstr("at least one [[tenant]]"));
}

TEST_F(ObjectsFile, MistakesInAFileAreToldAsEver) {
  const auto loaded = objects_of("version = 1\n[[partner]]\nname = \"x\"\n",
                                 folder_.path() / "f.toml", built_in_cloud_catalogue());
  EXPECT_FALSE(loaded.value);
  EXPECT_THAT(listing(loaded.problems), HasSubstr("f.toml:2:1: \"authority\" is missing"));
  const auto no_toml = objects_of("version = 1\nx", "f.toml", built_in_cloud_catalogue());
  EXPECT_THAT(listing(no_toml.problems), HasSubstr("this is not TOML"));
}

TEST_F(ObjectsFile, ARecipientStandsInAFileOnce) {
  const auto loaded =
      objects_of(std::string(kSharing) +
                     "[[tenant]]\nname = \"Third\"\nauthority = \"us\"\ntenant_id = "
                     "\"55555555-5555-5555-5555-555555555555\"\ncloud = \"gcc-high\"\n"
                     "accepted_domains = [\"third.example\"]\n"
                     "[[tenant.mail_contact]]\nname = \"a\"\nexternal_address = "
                     "\"x@fabrikam.example\"\n"
                     "[[tenant.mail_contact]]\nname = \"b\"\nexternal_address = "
                     "\"X@fabrikam.example\"\n",
                 folder_.path() / "f.toml", built_in_cloud_catalogue());
  ASSERT_EQ(loaded.problems.size(), 1u) << listing(loaded.problems);
  EXPECT_THAT(loaded.problems[0].sentence,
              HasSubstr("second mail-contact x@fabrikam.example of us/5555"));
  EXPECT_NE(loaded.problems[0].line, 0u);
}

// A file that holds a part of what is stored.
class PartOfAFederation : public ObjectsFile {
 protected:
  PartOfAFederation() {
    stored_ = federation(objects(kSharing)).value.value();
    around_.open = {stored_.tenants[0].key};
  }

  Loaded<std::vector<Object>> part(std::string_view text) const {
    return objects_of("version = 1\n" + std::string(text), folder_.path() / "part.toml",
                      built_in_cloud_catalogue(), &around_);
  }
  std::string told_of_part(std::string_view text) const {
    const auto loaded = part(text);
    EXPECT_FALSE(loaded.value) << text;
    EXPECT_EQ(loaded.problems.size(), 1u) << listing(loaded.problems);
    return listing(loaded.problems);
  }

  static constexpr std::string_view kContoso =
      "[[tenant]]\nauthority = \"public\"\n"
      "tenant_id = \"11111111-1111-1111-1111-111111111111\"\n";
  static constexpr std::string_view kContact =
      "[[tenant.mail_contact]]\nname = \"Li Na\"\nexternal_address = \"li.na@fabrikam.example\"\n";

  Federation stored_;
  Surroundings around_{stored_};
};

TEST_F(PartOfAFederation, WhomItNamesMayBeStored) {
  std::vector<Object> contoso = objects(kSharing);
  std::erase_if(contoso,
                [&](const Object& object) { return object.id.tenant != stored_.tenants[0].key; });
  const std::string file = federation_toml_of(contoso);
  EXPECT_THAT(file, HasSubstr("target_tenant"));
  EXPECT_THAT(file, testing::Not(HasSubstr("[[partner]]")));
  const auto read = part(file.substr(file.find('\n') + 1));
  ASSERT_TRUE(read.value) << listing(read.problems);
  EXPECT_EQ(*read.value, contoso);
  EXPECT_EQ(objects_of(file, "f.toml", built_in_cloud_catalogue()).value, std::nullopt);
}

TEST_F(PartOfAFederation, WhoIsNowhereIsNamedWithItsPlace) {
  for (const std::string table : {"address_space", "organization_relationship"}) {
    const std::string text =
        std::string(kContoso) + "[[tenant." + table + "]]\n" +
        (table == "address_space"
             ? "forest_name = \"x.example\"\naccess_method = \"OrgWideFBToken\"\n"
             : "name = \"x\"\ndomain_names = [\"x.example\"]\n") +
        "target_tenant = \"cn/77777777-7777-7777-7777-777777777777\"\n";
    EXPECT_THAT(told_of_part(text),
                testing::AllOf(HasSubstr("part.toml:8:17: \"target_tenant\" is "
                                         "cn/77777777-7777-7777-7777-777777777777"),
                               HasSubstr("is not stored either: add it")));
  }
}

TEST_F(PartOfAFederation, ObjectsStandWithoutTheRestOfTheirTenant) {
  struct Row {
    std::string text;
    std::string name;
  };
  const std::string of_contoso = " of public/11111111-1111-1111-1111-111111111111";
  const Row rows[] = {
      {std::string(kContact), "mail-contact li.na@fabrikam.example"},
      {"[[tenant.mailbox]]\naddress = \"new@contoso.example\"\nsource = \"cloud\"\n",
       "mailbox new@contoso.example"},
      {"[[tenant.group]]\naddress = \"g@contoso.example\"\nmembers = []\n",
       "group g@contoso.example"},
      {"[tenant.availability_config]\nallowed_tenant_ids = [\"us/"
       "44444444-4444-4444-4444-444444444444\"]\n",
       "availability-config"},
      {"[[tenant.address_space]]\nforest_name = \"fabrikam.example\"\naccess_method = "
       "\"OrgWideFBToken\"\ntarget_tenant = \"us/44444444-4444-4444-4444-444444444444\"\n",
       "address-space fabrikam.example"},
      {"[[tenant.organization_relationship]]\nname = \"more\"\ndomain_names = "
       "[\"more.example\"]\ntarget_tenant = \"44444444-4444-4444-4444-444444444444\"\n",
       "organization-relationship more"},
  };
  for (const Row& row : rows) {
    const auto read = part(std::string(kContoso) + row.text);
    ASSERT_TRUE(read.value) << listing(read.problems);
    EXPECT_THAT(names_of(*read.value), ElementsAre(row.name + of_contoso));
  }
}

TEST_F(PartOfAFederation, ItsObjectsAreReadWithTheStoredTenant) {
  const std::string contoso(kContoso);
  EXPECT_THAT(told_of_part(contoso + "[[tenant.mailbox]]\naddress = \"new@contoso.example\"\n"
                                     "source = \"clowd\"\n"),
              HasSubstr("part.toml:7:10: \"source\" is \"clowd\""));
  EXPECT_THAT(told_of_part(contoso + "[[tenant.mailbox]]\naddress = \"new@fabrikam.example\"\n"),
              HasSubstr("part.toml:6:11: "));
  EXPECT_THAT(told_of_part(contoso + std::string(kContact) + "colour = \"red\"\n"),
              HasSubstr("part.toml:8:1: \"colour\""));
}

TEST_F(PartOfAFederation, OnlyAStoredTenantThatMayBeChangedIsOneWithoutItsKeys) {
  const std::string contact(kContact);
  std::string fabrikam =
      "[[tenant]]\nauthority = \"us\"\ntenant_id = \"44444444-4444-4444-4444-444444444444\"\n";
  const std::string closed = told_of_part(fabrikam + contact);
  EXPECT_THAT(closed, HasSubstr("part.toml:4:13: \"tenant_id\" names "
                                "us/44444444-4444-4444-4444-444444444444"));
  // The words do not tell whether it is stored.
  for (std::size_t at = fabrikam.find('4'); at != std::string::npos; at = fabrikam.find('4')) {
    fabrikam[at] = '7';
  }
  std::string nowhere = told_of_part(fabrikam + contact);
  for (std::size_t at = nowhere.find("7777"); at != std::string::npos; at = nowhere.find("7777")) {
    nowhere.replace(at, 4, "4444");
  }
  EXPECT_EQ(nowhere, closed);
  EXPECT_THAT(told_of_part(kContoso), HasSubstr("of which nothing is said here"));
  EXPECT_THAT(told_of_part(std::string(kContoso) + contact + std::string(kContoso) +
                           "[tenant.availability_config]\nallowed_tenant_ids = []\n"),
              HasSubstr("stands in this file twice"));
  // One of its own keys more, and it has to have all of them.
  const auto renamed = part(std::string(kContoso) + "name = \"New\"\n" + contact);
  EXPECT_THAT(listing(renamed.problems), HasSubstr("\"cloud\" is missing"));
  // A file that is the whole has whole tenants.
  const auto whole = objects_of("version = 1\n" + std::string(kContoso) + contact, "f.toml",
                                built_in_cloud_catalogue());
  EXPECT_THAT(listing(whole.problems), HasSubstr("\"name\" is missing"));
}

// Whether the stored tenant goes with it is not seen here.
TEST_F(PartOfAFederation, AStoredTenantMayBecomeAPartner) {
  const auto read = part(
      "[[partner]]\nname = \"x\"\nauthority = \"us\"\ntenant_id = "
      "\"44444444-4444-4444-4444-444444444444\"\ncloud = \"gcc-high\"\n");
  ASSERT_TRUE(read.value) << listing(read.problems);
  EXPECT_THAT(names_of(*read.value),
              ElementsAre("partner us/44444444-4444-4444-4444-444444444444"));
}

TEST_F(ObjectsFile, AMistakeNamesTheObjectAndTheLineOfItsBody) {
  std::vector<Object> all = objects(kSharing);
  of_kind(all, ObjectKind::organization_relationship).body +=
      "free_busy_access_levels = \"None\"\n";
  EXPECT_THAT(told(all), HasSubstr("organization-relationship contoso to tailspin of "
                                   "public/11111111-1111-1111-1111-111111111111:25:1: "
                                   "\"free_busy_access_levels\" is not a key"));
}

TEST_F(ObjectsFile, WhatStandsTwiceIsToldWithBothObjects) {
  std::vector<Object> all = objects(kSharing);
  for (Object& object : all) {
    if (object.id.identity != "contoso to fabrikam") continue;
    object.body =
        "name = \"Contoso to Fabrikam\"\n"
        "target_tenant = \"us/44444444-4444-4444-4444-444444444444\"\n"
        "domain_names = [\"tailspin.example\"]\n";
  }
  EXPECT_THAT(told(all), HasSubstr("organization-relationship contoso to fabrikam of "
                                   "public/11111111-1111-1111-1111-111111111111:3:17: "));
  EXPECT_THAT(told(all), HasSubstr("(the first is in line 6 of organization-relationship contoso "
                                   "to tailspin of public/1111"));
}

TEST_F(ObjectsFile, WhatIsMissingIsToldAtTheObject) {
  std::vector<Object> all = objects(kSharing);
  of_kind(all, ObjectKind::partner).body =
      "name = \"Tailspin\"\nauthority = \"us\"\n"
      "tenant_id = \"22222222-2222-2222-2222-222222222222\"\n";
  EXPECT_EQ(told(all),
            "partner us/22222222-2222-2222-2222-222222222222:1:1: \"cloud\" is missing "
            "in [[partner]]\n");
}

TEST_F(ObjectsFile, ABodyThatIsNoTomlIsToldAtItsObject) {
  std::vector<Object> all = objects(kSharing);
  of_kind(all, ObjectKind::organization_relationship).body = "name = \"x\"\npassword = Summer!\n";
  const std::string problems = told(all);
  EXPECT_THAT(problems, HasSubstr("organization-relationship contoso to tailspin of "
                                  "public/11111111-1111-1111-1111-111111111111:2:"));
  EXPECT_THAT(problems, testing::Not(HasSubstr("Summer")));
}

TEST_F(ObjectsFile, ABodyIsThatOfItsObject) {
  std::vector<Object> all = objects(kFederation);
  Object& space = of_kind(all, ObjectKind::address_space);
  space.id.identity = "other.example";
  EXPECT_THAT(told(all), HasSubstr("which is not the object's own"));

  all = objects(kSharing);
  of_kind(all, ObjectKind::partner).id.tenant.authority = model::Authority::de;
  EXPECT_THAT(told(all), HasSubstr("name us/22222222-2222-2222-2222-222222222222, another tenant"));

  all = objects(kSharing);
  all.erase(all.begin());
  EXPECT_THAT(told(all), HasSubstr("availability-config of public/11111111-1111-1111-1111-"
                                   "111111111111: there is no such tenant"));

  all = objects(kSharing);
  all.push_back(of_kind(all, ObjectKind::availability_config));
  EXPECT_THAT(told(all), HasSubstr("the tenant has one already"));

  all = objects(kSharing);
  of_kind(all, ObjectKind::tenant).body += "[[mailbox]]\naddress = \"x@contoso.example\"\n";
  EXPECT_THAT(told(all), HasSubstr("\"mailbox\" is an object of its own, of kind mailbox"));
}

TEST_F(ObjectsFile, LimitsHoldAsInAFile) {
  std::vector<Object> all = objects(kSharing);
  const Object tenant = all.front();
  const auto with_spaces = [&](std::size_t count) {
    std::vector<Object> more = all;
    for (std::size_t i = 0; i < count; ++i) {
      const std::string domain = "d" + std::to_string(i) + ".example";
      more.push_back({{ObjectKind::address_space, tenant.id.tenant, domain},
                      "forest_name = \"" + domain +
                          "\"\naccess_method = \"OrgWideFBToken\"\ntarget_tenant = "
                          "\"us/44444444-4444-4444-4444-444444444444\"\n"});
    }
    return more;
  };
  EXPECT_TRUE(federation(with_spaces(kAddressSpacesMax)).value);
  EXPECT_EQ(told(with_spaces(kAddressSpacesMax + 1)),
            "tenant public/11111111-1111-1111-1111-111111111111:1:1: \"address_space\" has 101 "
            "entries, and at most 100 are allowed\n");
}

TEST_F(ObjectsFile, ABodyHasALimit) {
  std::vector<Object> all = objects(kSharing);
  std::string& body = of_kind(all, ObjectKind::organization_relationship).body;
  body += std::string(kObjectBodyBytesMax - body.size(), '\n');
  EXPECT_TRUE(federation(all).value);
  EXPECT_TRUE(canonical_body(body));
  of_kind(all, ObjectKind::organization_relationship).body += '\n';
  EXPECT_THAT(told(all), HasSubstr("the object is longer than 4194304 bytes"));
  EXPECT_FALSE(canonical_body(body));
}

TEST_F(ObjectsFile, WhatCannotStandInAFileIsNamedThere) {
  std::vector<Object> all = objects(kSharing);
  all.erase(all.begin());
  of_kind(all, ObjectKind::partner).body = "x";
  const std::string file = federation_toml_of(all);
  EXPECT_THAT(file, HasSubstr("# partner us/22222222-2222-2222-2222-222222222222 is left out: line "
                              "1: this is not TOML"));
  EXPECT_THAT(file, HasSubstr("# guest mallory@fabrikam.example of public/11111111-1111-1111-1111-"
                              "111111111111 is left out: its tenant is not here\n"));
}

TEST(ObjectKinds, HaveNamesAndComeBackByThem) {
  for (std::uint8_t i = 0; i <= static_cast<std::uint8_t>(ObjectKind::group); ++i) {
    const auto kind = static_cast<ObjectKind>(i);
    EXPECT_EQ(object_kind_named(name(kind)), kind);
    EXPECT_EQ(is_recipient(kind), kind >= ObjectKind::mailbox);
  }
  EXPECT_EQ(name(ObjectKind::organization_relationship), "organization-relationship");
  EXPECT_FALSE(object_kind_named("mailuser"));
}

}  // namespace
}  // namespace fb::config
