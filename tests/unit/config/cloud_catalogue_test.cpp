// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "config/cloud_catalogue.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <tuple>

#include "config/load.hpp"

namespace fb::config {
namespace {

using model::SharingPath;

constexpr std::string_view kClouds[] = {"commercial", "gcc",  "gcc-high", "dod",
                                        "21vianet",   "bleu", "delos"};
constexpr SharingPath kPaths[] = {SharingPath::availability_address_space,
                                  SharingPath::organization_relationship};

const CloudCatalogue& built_in() { return built_in_cloud_catalogue(); }

TEST(BuiltInCatalogue, HasTheSevenClouds) {
  std::vector<std::string> names;
  for (const Cloud& cloud : built_in().clouds) names.push_back(cloud.name);
  EXPECT_THAT(names, testing::UnorderedElementsAreArray(kClouds));
}

TEST(BuiltInCatalogue, EveryCloudIsWhole) {
  for (const Cloud& cloud : built_in().clouds) {
    EXPECT_FALSE(cloud.title.empty() || cloud.login_host.empty() || cloud.graph_host.empty() ||
                 cloud.ews_host.empty() || cloud.autodiscover_host.empty())
        << cloud.name;
    ASSERT_FALSE(cloud.issuers.empty()) << cloud.name;
    EXPECT_EQ(cloud.issuers.front(), "https://" + cloud.login_host + "/{tenantid}/v2.0");
  }
}

struct CloudRow {
  std::string_view name;
  model::Authority authority;
  std::string_view login_host, graph_host, ews_host, aas_service_host;
  bool delegation_tokens;
};

// The published endpoint tables, once more and by hand.
TEST(BuiltInCatalogue, HostsAreThePublishedOnes) {
  const CloudRow rows[] = {
      {"commercial", model::Authority::public_cloud, "login.microsoftonline.com",
       "graph.microsoft.com", "outlook.office365.com", "outlook.office.com", true},
      {"gcc", model::Authority::public_cloud, "login.microsoftonline.com", "graph.microsoft.com",
       "outlook.office365.com", "outlook.office.com", true},
      {"gcc-high", model::Authority::us, "login.microsoftonline.us", "graph.microsoft.us",
       "outlook.office365.us", "outlook.office365.us", true},
      {"dod", model::Authority::us, "login.microsoftonline.us", "dod-graph.microsoft.us",
       "outlook-dod.office365.us", "outlook.office365.us", true},
      {"21vianet", model::Authority::cn, "login.partner.microsoftonline.cn",
       "microsoftgraph.chinacloudapi.cn", "partner.outlook.cn", "partner.outlook.cn", false},
      {"bleu", model::Authority::fr, "login.sovcloud-identity.fr", "graph.svc.sovcloud.fr",
       "outlook.sovcloud.fr", "", false},
      {"delos", model::Authority::de, "login.sovcloud-identity.de", "graph.svc.sovcloud.de",
       "outlook.sovcloud.de", "", false},
  };
  for (const CloudRow& row : rows) {
    const Cloud* cloud = built_in().cloud(row.name);
    ASSERT_NE(cloud, nullptr) << row.name;
    EXPECT_EQ(cloud->authority, row.authority) << row.name;
    EXPECT_EQ(cloud->login_host, row.login_host) << row.name;
    EXPECT_EQ(cloud->graph_host, row.graph_host) << row.name;
    EXPECT_EQ(cloud->ews_host, row.ews_host) << row.name;
    EXPECT_EQ(cloud->aas_service_host, row.aas_service_host) << row.name;
    EXPECT_EQ(cloud->delegation_tokens, row.delegation_tokens) << row.name;
  }
}

TEST(BuiltInCatalogue, EveryPairHasOneVerdictWithASourcePerPath) {
  std::set<std::tuple<std::string, std::string, SharingPath>> seen;
  for (const CloudPair& pair : built_in().pairs) {
    EXPECT_TRUE(seen.emplace(pair.from, pair.to, pair.path).second) << pair.from << pair.to;
    EXPECT_FALSE(pair.source.empty());
    EXPECT_FALSE(pair.enabled_by_operator);
  }
  EXPECT_EQ(seen.size(), std::size(kClouds) * std::size(kClouds) * std::size(kPaths));
  for (const std::string_view from : kClouds) {
    for (const std::string_view to : kClouds) {
      for (const SharingPath path : kPaths) EXPECT_NE(built_in().pair(from, to, path), nullptr);
    }
  }
}

// S supported, u unconfirmed, r refused. Rows ask columns; both in the order of kClouds.
TEST(BuiltInCatalogue, VerdictsStandAsInTheSharingModel) {
  const std::map<SharingPath, std::vector<std::string_view>> tables{
      {SharingPath::availability_address_space,
       {"SSSuSuu",  // commercial
        "SSSuSuu",  // gcc
        "SSSuruu",  // gcc-high
        "uuuSruu",  // dod
        "SSrrSuu",  // 21vianet
        "uuuuuuu",  // bleu
        "uuuuuuu"}},
      {SharingPath::organization_relationship,
       {"SSSrruu",  // commercial
        "SSSrruu",  // gcc
        "SSSrruu",  // gcc-high
        "rrrSruu",  // dod
        "rrrrrrr",  // 21vianet
        "uuuuruu",  // bleu
        "uuuuruu"}}};
  const std::map<char, PairVerdict> letters{
      {'S', PairVerdict::supported}, {'u', PairVerdict::unconfirmed}, {'r', PairVerdict::refused}};
  for (const auto& [path, rows] : tables) {
    for (std::size_t from = 0; from < rows.size(); ++from) {
      for (std::size_t to = 0; to < rows[from].size(); ++to) {
        const CloudPair* pair = built_in().pair(kClouds[from], kClouds[to], path);
        ASSERT_NE(pair, nullptr);
        EXPECT_EQ(name(pair->verdict), name(letters.at(rows[from][to])))
            << kClouds[from] << " to " << kClouds[to] << " along " << model::name(path);
      }
    }
  }
}

TEST(BuiltInCatalogue, WhatIsNotInItIsNotFound) {
  EXPECT_EQ(built_in().cloud("germany"), nullptr);
  EXPECT_EQ(built_in().cloud(""), nullptr);
  EXPECT_EQ(built_in().pair("commercial", "gcc", SharingPath::own_tenant), nullptr);
  EXPECT_EQ(built_in().pair("commercial", "x", SharingPath::organization_relationship), nullptr);
}

}  // namespace
}  // namespace fb::config
