// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/wstrust/raw_element.hpp"

#include <gtest/gtest.h>

#include "protocols/wire/xml.hpp"

namespace fb::wstrust {
namespace {

struct Case {
  const char* what;
  std::string_view document;
  std::string_view element;  // of the first child of the root
};

TEST(RawElement, IsWhatWasSentAndStandsAlone) {
  const Case cases[] = {
      {"as it is", "<a><b c='1'>x</b></a>", "<b c='1'>x</b>"},
      {"empty", "<a><b/></a>", "<b/>"},
      {"its own name inside", "<a><b><b></b><b/></b><b/></a>", "<b><b></b><b/></b>"},
      {"a comment with a tag", "<a><b><!-- </b> --></b></a>", "<b><!-- </b> --></b>"},
      {"a section with a tag", "<a><b><![CDATA[</b>]]></b></a>", "<b><![CDATA[</b>]]></b>"},
      {"an instruction with a tag", "<a><b><?p </b>?></b></a>", "<b><?p </b>?></b>"},
      {"a bracket in a value", "<a><b c='/>' d=\"'>\"></b></a>", "<b c='/>' d=\"'>\"></b>"},
      {"a prefix from outside", "<a xmlns:p='urn:p'><p:b/></a>", "<p:b xmlns:p=\"urn:p\"/>"},
      {"of an attribute within", "<a xmlns:p='urn:p'><b><c p:d=''/></b></a>",
       "<b xmlns:p=\"urn:p\"><c p:d=''/></b>"},
      {"the default from outside", "<a xmlns='urn:d'><b><c/></b></a>",
       "<b xmlns=\"urn:d\"><c/></b>"},
      {"the nearer one", "<r xmlns:p='urn:1'><a xmlns:p='urn:2'/></r>", "<a xmlns:p='urn:2'/>"},
      {"its own is kept", "<a xmlns:p='urn:1'><p:b xmlns:p='urn:2'/></a>",
       "<p:b xmlns:p='urn:2'/>"},
      {"an unused one stays away", "<a xmlns:p='urn:1'><b/></a>", "<b/>"},
      {"a value to escape", "<a xmlns:p='u&amp;&quot;'><p:b/></a>",
       "<p:b xmlns:p=\"u&amp;&quot;\"/>"},
  };
  for (const Case& one : cases) {
    const auto document = wire::XmlDocument::parse(one.document);
    ASSERT_TRUE(document.has_value()) << one.what;
    EXPECT_EQ(raw_element(one.document, wire::first_element(document->root())), one.element)
        << one.what;
  }
}

TEST(RawElement, AnotherTextGivesNothing) {
  const auto document = wire::XmlDocument::parse("<a><b/></a>");
  ASSERT_TRUE(document.has_value());
  EXPECT_EQ(raw_element("<a><c/></a>", wire::first_element(document->root())), "");
  EXPECT_EQ(raw_element("<a><b>", wire::first_element(document->root())), "");
  EXPECT_EQ(raw_element("", wire::first_element(document->root())), "");
  EXPECT_EQ(raw_element("<a/>", pugi::xml_node()), "");
}

}  // namespace
}  // namespace fb::wstrust
