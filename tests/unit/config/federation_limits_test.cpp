// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Every limit of the federation file at its edge.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "tests/unit/config/federation_sample.hpp"

namespace fb::config {
namespace {

using testing::HasSubstr;

std::string guid(std::size_t number) {
  const std::string digits = std::to_string(number);
  return "00000000-0000-0000-0001-" + std::string(12 - digits.size(), '0') + digits;
}

std::string tenant(std::size_t number) {
  const std::string n = std::to_string(number);
  return "[[tenant]]\nname = \"T" + n + "\"\nauthority = \"public\"\ntenant_id = \"" +
         guid(number) + "\"\ncloud = \"commercial\"\naccepted_domains = [\"t" + n + ".example\"]\n";
}

std::string partner(std::size_t number) {
  return "[[partner]]\nname = \"P" + std::to_string(number) +
         "\"\nauthority = \"us\"\ntenant_id = \"" + guid(number) + "\"\ncloud = \"dod\"\n";
}

std::string repeat(std::size_t count, const std::function<std::string(std::size_t)>& one) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += one(i);
  return out;
}

std::string list(std::size_t count, const std::function<std::string(std::size_t)>& one) {
  return "[" + repeat(count, [&](std::size_t i) { return "\"" + one(i) + "\","; }) + "]\n";
}

std::string with_ics(const std::string& rest) {
  return tenant(1) + "default_source = \"ics\"\n" +
         "[[tenant.source]]\nname = \"ics\"\nkind = \"ics\"\nfolder = \"calendars\"\n" + rest;
}

struct Limit {
  std::string_view label;
  std::size_t most;
  std::function<std::string(std::size_t)> text;  // behind the version, with so many of them
};

class FederationLimit : public FederationFile, public testing::WithParamInterface<Limit> {};

TEST_P(FederationLimit, HoldsAtItsEdge) {
  const Limit& limit = GetParam();
  const auto full = load("version = 1\n" + limit.text(limit.most));
  EXPECT_TRUE(full.value) << listing(full.problems);

  const auto over = load("version = 1\n" + limit.text(limit.most + 1));
  EXPECT_FALSE(over.value);
  ASSERT_FALSE(over.problems.empty());
  bool told = false;
  for (const Problem& problem : over.problems) {
    told = told || problem.sentence.ends_with("has " + std::to_string(limit.most + 1) +
                                              " entries, and at most " +
                                              std::to_string(limit.most) + " are allowed");
  }
  EXPECT_TRUE(told) << over.problems.front().str();
}

INSTANTIATE_TEST_SUITE_P(
    Each, FederationLimit,
    testing::Values(
        Limit{"tenants", kTenantsPerFileMax, [](std::size_t n) { return repeat(n, tenant); }},
        Limit{"partners", kPartnersPerFileMax,
              [](std::size_t n) { return tenant(1) + repeat(n, partner); }},
        Limit{"allowed_tenants", kAllowedTenantIdsMax,
              [](std::size_t n) {
                return tenant(1) + "[tenant.availability_config]\nallowed_tenant_ids = " +
                       list(n, [](std::size_t i) { return "us/" + guid(i); });
              }},
        Limit{"accepted_domains", kAcceptedDomainsMax,
              [](std::size_t n) {
                std::string text = tenant(1);
                text.resize(text.find("[\"t1.example\"]"));
                return text + list(n, [](std::size_t i) { return "d" + std::to_string(i); });
              }},
        Limit{"address_spaces", kAddressSpacesMax,
              [](std::size_t n) {
                return tenant(1) +
                       repeat(
                           n,
                           [](std::size_t i) {
                             return "[[tenant.address_space]]\nforest_name = \"f" +
                                    std::to_string(i) +
                                    "\"\naccess_method = \"OrgWideFBToken\"\ntarget_tenant = \"" +
                                    guid(2) + "\"\n";
                           }) +
                       tenant(2);
              }},
        Limit{"sources", kSourcesMax,
              [](std::size_t n) {
                return tenant(1) + repeat(n, [](std::size_t i) {
                         return "[[tenant.source]]\nname = \"s" + std::to_string(i) +
                                "\"\nkind = \"ics\"\nfolder = \"calendars\"\n";
                       });
              }},
        Limit{"mailboxes", kMailboxesMax,
              [](std::size_t n) {
                return with_ics(repeat(n, [](std::size_t i) {
                  return "[[tenant.mailbox]]\naddress = \"m" + std::to_string(i) +
                         "@t1.example\"\n";
                }));
              }},
        Limit{"contacts", kContactsMax,
              [](std::size_t n) {
                return tenant(1) + repeat(n, [](std::size_t i) {
                         const std::string number = std::to_string(i);
                         return "[[tenant.mail_contact]]\nname = \"c\"\nexternal_address = \"c" +
                                number + "@x\"\n";
                       });
              }},
        Limit{"groups", kGroupsMax,
              [](std::size_t n) {
                return tenant(1) + repeat(n, [](std::size_t i) {
                         return "[[tenant.group]]\naddress = \"g" + std::to_string(i) +
                                "@t1.example\"\nmembers = []\n";
                       });
              }},
        Limit{"group_members", kGroupMembersMax,
              [](std::size_t n) {
                return tenant(1) + "[[tenant.group]]\naddress = \"g@t1.example\"\nmembers = " +
                       list(n, [](std::size_t i) { return "m" + std::to_string(i) + "@x"; });
              }},
        Limit{"group_proxy_addresses", kProxyAddressesPerRecipientMax,
              [](std::size_t n) {
                return tenant(1) +
                       "[[tenant.group]]\naddress = \"g@t1.example\"\nmembers = []\n"
                       "proxy_addresses = " +
                       list(n,
                            [](std::size_t i) { return "g" + std::to_string(i) + "@t1.example"; });
              }},
        Limit{"proxy_addresses", kProxyAddressesPerRecipientMax,
              [](std::size_t n) {
                return with_ics(
                    "[[tenant.mailbox]]\naddress = \"m@t1.example\"\n"
                    "proxy_addresses = " +
                    list(n, [](std::size_t i) { return "m" + std::to_string(i) + "@t1.example"; }));
              }},
        Limit{"accounts", kAccountsMax,
              [](std::size_t n) {
                return tenant(1) + repeat(n, [](std::size_t i) {
                         return "[[tenant.account]]\nname = \"a" + std::to_string(i) +
                                "\"\nkind = \"home-script\"\npassword_hash = \"" +
                                std::string(kYescrypt) + "\"\n";
                       });
              }},
        Limit{"audiences", kAudiencesMax,
              [](std::size_t n) {
                return tenant(1) + "[tenant.bearer]\naudiences = " + list(n, [](std::size_t i) {
                         return "api://" + std::to_string(i);
                       });
              }},
        Limit{"applications", kClientIdsMax,
              [](std::size_t n) {
                return tenant(1) + "[tenant.bearer]\naudiences = [\"api://a\"]\n" +
                       repeat(n, [](std::size_t i) {
                         return "[[tenant.bearer.application]]\nclient_id = \"" + guid(i) + "\"\n";
                       });
              }},
        Limit{"client_ids", kClientIdsMax,
              [](std::size_t n) {
                return tenant(1) + partner(1) +
                       "[partner.organization_token]\naudience = \"api://a\"\nrole = \"r\"\n"
                       "client_ids = " +
                       list(n, guid);
              }}),
    [](const auto& limit) { return std::string(limit.param.label); });

TEST_F(FederationFile, The26thAllowedTenantIsRefusedWithTheCount) {
  const auto loaded =
      load("version = 1\n" + tenant(1) + "[tenant.availability_config]\nallowed_tenant_ids = " +
           list(26, [](std::size_t i) { return "us/" + guid(i); }));
  ASSERT_EQ(loaded.problems.size(), 1u);
  EXPECT_THAT(loaded.problems[0].sentence,
              HasSubstr("\"allowed_tenant_ids\" has 26 entries, and at most 25 are allowed"));
}

TEST_F(FederationFile, TheFileHasALimit) {
  std::string text = "version = 1\n" + tenant(1);
  text += std::string(kFederationFileBytesMax - text.size(), '\n');
  EXPECT_TRUE(load(text).value);
  const auto over = load(text + "\n");
  ASSERT_EQ(over.problems.size(), 1u);
  EXPECT_THAT(over.problems[0].sentence, HasSubstr("at most 67108864 are read"));
}

TEST_F(FederationFile, NamesOfAccountsHaveALimit) {
  const auto with_name = [&](std::size_t size) {
    return load("version = 1\n" + tenant(1) + "[[tenant.account]]\nname = \"" +
                std::string(size, 'a') + "\"\nkind = \"home-script\"\npassword_hash = \"" +
                std::string(kYescrypt) + "\"\n");
  };
  EXPECT_TRUE(with_name(kAccountNameBytesMax).value);
  EXPECT_THAT(with_name(kAccountNameBytesMax + 1).problems.at(0).sentence,
              HasSubstr("1 to 128 bytes and no colon"));
}

TEST_F(FederationFile, PasswordHashesHaveALimit) {
  const auto with_hash = [&](std::size_t size) {
    const std::string start = "$y$j9T$salt$";
    return load("version = 1\n" + tenant(1) +
                "[[tenant.account]]\nname = \"a\"\nkind = \"home-script\"\npassword_hash = \"" +
                start + std::string(size - start.size(), 'h') + "\"\n");
  };
  EXPECT_TRUE(with_hash(kPasswordHashBytesMax).value);
  EXPECT_FALSE(with_hash(kPasswordHashBytesMax + 1).value);
}

TEST_F(FederationFile, SecretFilesHaveALimit) {
  folder_.write("ews.password", std::string(kSecretFileBytesMax, 'p'));
  EXPECT_TRUE(load(kFederation).value);
  folder_.write("ews.password", std::string(kSecretFileBytesMax + 1, 'p'));
  EXPECT_THAT(load(kFederation).problems.at(0).sentence, HasSubstr("at most 4096 are read"));
}

}  // namespace
}  // namespace fb::config
