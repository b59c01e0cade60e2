// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/graph/directory_page.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fb::graph {
namespace {

using ::testing::ElementsAre;

constexpr std::string_view kEnd = "\"@odata.deltaLink\":\"https://graph.example/d\"}";

std::string page(std::string_view objects) {
  return "{\"value\":[" + std::string(objects) + "]," + std::string(kEnd);
}

TEST(DirectoryPage, IsRead) {
  const auto read = decode_directory_page(page(
      R"({"id":"1","displayName":"Gus","mail":"gus@x.example",
          "proxyAddresses":["SMTP:gus@x.example"],
          "otherMails":["g@y.example","h@y.example"],"userPrincipalName":"gus#EXT#@c.example",
          "userType":"Guest","showInAddressList":false,"more":{"x":1}},
         {"id":"2","@removed":{"reason":"changed"},"displayName":"gone"},
         {"Id":"3","Mail":null,"proxyAddresses":null,"showInAddressList":null})"));
  ASSERT_TRUE(read.has_value()) << read.error().detail();
  ASSERT_EQ(read->objects.size(), 3u);
  const DirectoryObject& gus = read->objects[0];
  EXPECT_EQ(gus.id, "1");
  EXPECT_FALSE(gus.removed);
  EXPECT_EQ(gus.display_name, "Gus");
  EXPECT_EQ(gus.mail, "gus@x.example");
  EXPECT_THAT(gus.proxy_addresses, ElementsAre("SMTP:gus@x.example"));
  EXPECT_THAT(gus.other_mails, ElementsAre("g@y.example", "h@y.example"));
  EXPECT_EQ(gus.user_principal_name, "gus#EXT#@c.example");
  EXPECT_EQ(gus.user_type, "Guest");
  EXPECT_EQ(gus.shown_in_address_lists, false);
  EXPECT_TRUE(read->objects[1].removed);
  EXPECT_EQ(read->objects[1].display_name, "");
  EXPECT_EQ(read->objects[2].id, "3");
  EXPECT_EQ(read->objects[2].shown_in_address_lists, std::nullopt);
  EXPECT_EQ(read->delta_link, "https://graph.example/d");
  EXPECT_EQ(read->next_link, "");
}

TEST(DirectoryPage, IsRefusedWhereItCannotBeUnderstood) {
  for (const std::string& body :
       {std::string(""), std::string("[]"), std::string("{"), std::string("{\"value\":[]}"),
        "{" + std::string(kEnd), "{\"value\":{}," + std::string(kEnd), page("1"), page("{}"),
        page(R"({"id":7})"), page(R"({"id":"1","proxyAddresses":"x"})"),
        page(R"({"id":"1","otherMails":[1]})"),
        std::string(R"({"value":[],"@odata.deltaLink":"a","@odata.nextLink":"b"})")}) {
    const auto read = decode_directory_page(body);
    ASSERT_FALSE(read.has_value()) << body;
    EXPECT_EQ(read.error().kind(), model::ErrorKind::peer_broken);
  }
}

TEST(DirectoryPage, LimitsAreExact) {
  const auto objects = [](std::size_t count) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) {
      out += (i == 0 ? "" : ",") + ("{\"id\":\"" + std::to_string(i) + "\"}");
    }
    return page(out);
  };
  EXPECT_TRUE(decode_directory_page(objects(kDirectoryPageObjectsMax)).has_value());
  EXPECT_FALSE(decode_directory_page(objects(kDirectoryPageObjectsMax + 1)).has_value());

  const auto addresses = [](std::size_t count) {
    std::string out = R"({"id":"1","proxyAddresses":[)";
    for (std::size_t i = 0; i < count; ++i) out += i == 0 ? "\"a\"" : ",\"a\"";
    return page(out + "]}");
  };
  EXPECT_TRUE(decode_directory_page(addresses(kDirectoryAddressesMax)).has_value());
  EXPECT_FALSE(decode_directory_page(addresses(kDirectoryAddressesMax + 1)).has_value());

  const auto link = [](std::size_t bytes) {
    return "{\"value\":[],\"@odata.nextLink\":\"" + std::string(bytes, 'x') + "\"}";
  };
  EXPECT_TRUE(decode_directory_page(link(kDirectoryLinkBytesMax)).has_value());
  EXPECT_FALSE(decode_directory_page(link(kDirectoryLinkBytesMax + 1)).has_value());
}

}  // namespace
}  // namespace fb::graph
