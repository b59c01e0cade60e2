// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/cloudsim/directory_record.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

namespace fb::cloudsim {
namespace {

TEST(DirectoryRecords, FeedsHaveNames) {
  EXPECT_EQ(name(DirectoryFeed::contacts), "contacts");
  EXPECT_EQ(directory_feed_named("Users"), DirectoryFeed::users);
  EXPECT_EQ(directory_feed_named("groups"), std::nullopt);
  EXPECT_EQ(type_name(DirectoryFeed::contacts), "microsoft.graph.orgContact");
}

TEST(DirectoryRecords, PropertiesAreThoseOfTheType) {
  EXPECT_EQ(directory_property(DirectoryFeed::users, "SHOWINADDRESSLIST"), "showInAddressList");
  EXPECT_EQ(directory_property(DirectoryFeed::contacts, "showInAddressList"), "");
  EXPECT_EQ(directory_property(DirectoryFeed::contacts, ""), "");
  const auto usual = usual_directory_properties(DirectoryFeed::users);
  EXPECT_EQ(std::count(usual.begin(), usual.end(), "mail"), 1);
  EXPECT_EQ(std::count(usual.begin(), usual.end(), "userType"), 0);
}

struct Row {
  DirectoryFeed feed;
  const char* properties;
  const char* problem;  // part of it; empty: none
};

class Problems : public testing::TestWithParam<Row> {};

TEST_P(Problems, AreSaid) {
  const auto properties = boost::json::parse(GetParam().properties).as_object();
  const std::string problem = directory_problem(GetParam().feed, properties);
  if (*GetParam().problem == '\0') {
    EXPECT_EQ(problem, "") << GetParam().properties;
  } else {
    EXPECT_NE(problem.find(GetParam().problem), std::string::npos) << problem;
  }
}

constexpr auto kContacts = DirectoryFeed::contacts;
constexpr auto kUsers = DirectoryFeed::users;
const Row kRows[] = {
    Row{kContacts, R"({})", ""},
    Row{kContacts, R"({"mail":"a@b.example","proxyAddresses":["SMTP:a@b.example","x500:/o=b"]})",
        ""},
    Row{kContacts, R"({"mail":null,"proxyAddresses":null,"displayName":null})", ""},
    Row{kContacts, R"({"mail":"nobody"})", "mail cannot"},
    Row{kContacts, R"({"mail":7})", "mail cannot"},
    Row{kContacts, R"({"displayName":""})", "displayName cannot"},
    Row{kContacts, R"({"proxyAddresses":["a@b.example"]})", "proxyAddresses cannot"},
    Row{kContacts, R"({"proxyAddresses":["smtp:nobody"]})", "proxyAddresses cannot"},
    Row{kContacts, R"({"proxyAddresses":["SMTP:a@b.example","SMTP:c@b.example"]})",
        "proxyAddresses cannot"},
    Row{kContacts, R"({"Mail":"a@b.example"})", "no property that can be given"},
    Row{kContacts, R"({"surname":"A"})", "no property that can be given"},
    Row{kContacts, R"({"userType":"Guest"})", "no property that can be given"},
    Row{kUsers, R"({"userPrincipalName":"a@b.example","userType":"Guest",
                    "otherMails":["a@c.example"],"showInAddressList":false})",
        ""},
    Row{kUsers, R"({"userType":"Guest"})", "userPrincipalName"},
    Row{kUsers, R"({"userPrincipalName":"a","userType":"Guest"})", "userPrincipalName"},
    Row{kUsers, R"({"userPrincipalName":"a@b.example"})", "Guest or Member"},
    Row{kUsers, R"({"userPrincipalName":"a@b.example","userType":"guest"})", "Guest or Member"},
    Row{kUsers, R"({"userPrincipalName":"a@b.example","userType":"Guest","otherMails":["a"]})",
        "otherMails cannot"},
    Row{kUsers,
        R"({"userPrincipalName":"a@b.example","userType":"Guest","showInAddressList":"yes"})",
        "showInAddressList cannot"}};

INSTANTIATE_TEST_SUITE_P(Each, Problems, testing::ValuesIn(kRows));

}  // namespace
}  // namespace fb::cloudsim
