// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/ews/soap.hpp"

#include "protocols/ews/names.hpp"
#include "tests/unit/protocols/ews/ews_support.hpp"

namespace fb::ews {
namespace {

TEST(Soap, NamespacesAreReadWithEitherScheme) {
  const auto document = wire::XmlDocument::parse(
      "<r xmlns:a='http://schemas.microsoft.com/exchange/services/2006/types'"
      " xmlns:b='https://schemas.microsoft.com/exchange/services/2006/types'"
      " xmlns:c='ftp://schemas.microsoft.com/exchange/services/2006/types'"
      " xmlns:d='http://schemas.microsoft.com/exchange/services/2006/types2'>"
      "<a:n/><b:n/><c:n/><d:n/><n/></r>");
  ASSERT_TRUE(document.has_value());
  std::string found;
  for (auto node = wire::first_element(document->root()); node; node = wire::next_element(node))
    found += is_in_namespace(node, kTypes) ? 'y' : 'n';
  EXPECT_EQ(found, "yynnn");
}

TEST(Soap, Integers) {
  EXPECT_EQ(integer_of("30"), 30);
  EXPECT_EQ(integer_of("+30"), 30);
  EXPECT_EQ(integer_of("-1"), -1);
  for (const char* text : {"", "+", "-", "+-1", "3x", "0x10", "1.0", "9223372036854775808"})
    EXPECT_EQ(integer_of(text), std::nullopt) << text;
}

TEST(Soap, BoundedTextKeepsCharactersWhole) {
  EXPECT_EQ(bounded("abc", 3), "abc");
  EXPECT_EQ(bounded("abcd", 3), "abc");
  EXPECT_EQ(bounded("ab\xe2\x82\xac", 4), "ab");
  EXPECT_EQ(bounded("ab\xe2\x82\xac", 5), "ab\xe2\x82\xac");
  EXPECT_EQ(bounded("\xe2\x82\xac", 1), "");
}

}  // namespace
}  // namespace fb::ews
