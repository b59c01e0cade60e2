// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/wire/xml.hpp"

#include <gtest/gtest.h>

#include <pugixml.hpp>

namespace fb::wire {
namespace {

std::string repeated(std::string_view piece, std::size_t times) {
  std::string out;
  out.reserve(piece.size() * times);
  for (std::size_t i = 0; i < times; ++i) out += piece;
  return out;
}

std::string nested(std::size_t depth) { return repeated("<a>", depth) + repeated("</a>", depth); }

std::string refusal_of(std::string_view text, const XmlLimits& limits = {}) {
  const auto document = XmlDocument::parse(text, limits);
  if (document.has_value()) return "taken";
  EXPECT_EQ(document.error().kind(), model::ErrorKind::malformed_request);
  return document.error().detail();
}

struct Refused {
  std::string_view text;
  std::string_view detail;
};

TEST(Xml, RefusesWhatIsNotPlainXmlAndSaysWhere) {
  using namespace std::string_view_literals;
  const Refused table[] = {
      {"", "1:1: there is no element"},
      {"   \n ", "2:2: there is no element"},
      {"<a>", "1:4: the document ends inside an element"},
      {"<!DOCTYPE a><a/>", "1:1: a document type or entity declaration is not taken"},
      {"<a>\n  <!ENTITY x 'y'></a>", "2:3: a document type or entity declaration is not taken"},
      {"<?xml version='1.0' encoding='utf-16'?><a/>", "1:21: the encoding is not UTF-8"},
      {"<?xml version='1.0' encoding='iso-8859-1'?><a/>", "1:21: the encoding is not UTF-8"},
      {"\xff\xfe<\0a\0"sv, "1:1: the encoding is not UTF-8"},
      {"<a>x\0y</a>"sv, "1:5: a NUL byte is not taken"},
      {"<a>x\x01y</a>", "1:5: a control character is not taken"},
      {"<a>\n\xc3\x28</a>", "2:1: this is not UTF-8"},
      {"<a>\xed\xa0\x80</a>", "1:4: this is not UTF-8"},
      {"<a b='\xff'/>", "1:7: this is not UTF-8"},
      {"<a><![CDATA[\xff]]></a>", "1:13: this is not UTF-8"},
      {"<a>&nbsp;</a>", "1:4: an entity other than the five of XML is not taken"},
      {"<a>& b</a>", "1:4: '&' is not followed by a reference"},
      {"<a>&#0;</a>", "1:4: a character reference names no character"},
      {"<a>&#xD800;</a>", "1:4: a character reference names no character"},
      {"<a>&#x110000;</a>", "1:4: a character reference names no character"},
      {"<a b='1' b='2'/>", "1:15: an attribute is there twice"},
      {"<a b=1/>", "1:6: an attribute value is not quoted"},
      {"<a b/>", "1:5: an attribute has no value"},
      {"<a b='<'/>", "1:7: '<' is inside an attribute value"},
      {"<a b='x", "1:8: an attribute value does not end"},
      {"<a b='1'c='2'/>", "1:9: a start tag is not closed"},
      {"<a/><b/>", "1:5: there is a second document element"},
      {"<a/>x", "1:5: there is text outside of the document element"},
      {"x<a/>", "1:1: there is text outside of the document element"},
      {"<![CDATA[x]]><a/>", "1:1: there is text outside of the document element"},
      {" <?xml version='1.0'?><a/>", "1:2: an XML declaration can only be at the beginning"},
      {"</a>", "1:1: an end tag has no start tag"},
      {"<a></a", "1:7: an end tag is not closed"},
      {"<1/>", "1:1: '<' is not followed by a name"},
      {"<a><!-- x</a>", "1:8: a comment does not end"},
      {"<a><![CDATA[ x</a>", "1:4: a CDATA section does not end"},
      {"<a><? x</a>", "1:6: a processing instruction does not end"},
  };
  for (const Refused& row : table) EXPECT_EQ(refusal_of(row.text), row.detail) << row.text;
}

TEST(Xml, TagsHaveToMatch) {
  EXPECT_NE(refusal_of("<a></b>"), "taken");
  EXPECT_NE(refusal_of("<p:a></a>"), "taken");
}

TEST(Xml, TakesWhatIsPlainXml) {
  const std::string_view table[] = {
      "<a/>",
      "\xef\xbb\xbf<a/>",
      "<?xml version='1.0'?><a/>",
      "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone='yes'?>\r\n<a/>\r\n",
      "<!-- before --><a/><!-- after -->",
      "<a b='&gt;>' c=\"it's\"/>",
      "<a>&#x10;</a>",
      "<a>\xc3\xa4 \xe2\x82\xac \xf0\x9f\x98\x80</a>",
      "<a ></a >",
  };
  for (const std::string_view text : table) EXPECT_EQ(refusal_of(text), "taken") << text;
}

TEST(Xml, LimitsHoldAtTheirEdges) {
  EXPECT_EQ(refusal_of(nested(64)), "taken");
  EXPECT_EQ(refusal_of(nested(65)), "1:193: the elements are nested too deeply");
  EXPECT_EQ(refusal_of(nested(64).insert(64 * 3, "<b/>")),
            "1:193: the elements are nested too deeply");

  XmlLimits limits;
  limits.elements_max = 3;
  EXPECT_EQ(refusal_of("<a><b/><b/></a>", limits), "taken");
  EXPECT_EQ(refusal_of("<a><b/><b/><b/></a>", limits), "1:12: there are too many elements");

  limits.bytes_max = 4;
  EXPECT_EQ(refusal_of("<a/>", limits), "taken");
  EXPECT_EQ(refusal_of("<a/> ", limits), "1:1: the document is too large");

  std::string attributes = "<a";
  for (int i = 0; i < 64; ++i) attributes += " x" + std::to_string(i) + "=''";
  EXPECT_EQ(refusal_of(attributes + "/>"), "taken");
  EXPECT_NE(refusal_of(attributes + " y=''/>").find("too many attributes"), std::string::npos);
}

TEST(Xml, AHundredThousandLevelsAreRefusedBeforeAnythingIsBuilt) {
  EXPECT_EQ(refusal_of(nested(100'000)), "1:193: the elements are nested too deeply");
  EXPECT_EQ(refusal_of(repeated("<a>", 100'000)), "1:193: the elements are nested too deeply");
}

TEST(Xml, NamespacesAreFoundByWalkingUp) {
  const auto document = XmlDocument::parse(
      "<p:a xmlns:p='urn:one' xmlns='urn:default'><b><p:c/><p:d xmlns:p='urn:two'/></b>"
      "<e xmlns=''/><q:f/><xml:g/></p:a>");
  ASSERT_TRUE(document.has_value());
  const pugi::xml_node a = document->root();
  EXPECT_EQ(local_name(a), "a");
  EXPECT_EQ(namespace_of(a), "urn:one");
  const pugi::xml_node b = child(a, "b");
  EXPECT_EQ(namespace_of(b), "urn:default");
  EXPECT_EQ(namespace_of(child(b, "c")), "urn:one");
  EXPECT_EQ(namespace_of(child(b, "d")), "urn:two");
  EXPECT_EQ(namespace_of(child(a, "e")), "");
  EXPECT_EQ(namespace_of(child(a, "f")), "");
  EXPECT_EQ(namespace_of(child(a, "g")), "http://www.w3.org/XML/1998/namespace");
}

TEST(Xml, ChildrenAreElementsByLocalName) {
  const auto document =
      XmlDocument::parse("<r>text<x:v xmlns:x='urn:x'>1</x:v><!-- --><v xmlns='urn:y'>2</v></r>");
  ASSERT_TRUE(document.has_value());
  const pugi::xml_node root = document->root();
  EXPECT_EQ(text_of(child(root, "v")), "1");
  EXPECT_EQ(text_of(child(root, "v", "urn:y")), "2");
  EXPECT_FALSE(child(root, "v", "urn:z"));
  EXPECT_EQ(text_of(first_element(root)), "1");
  EXPECT_EQ(text_of(next_element(first_element(root))), "2");
  EXPECT_FALSE(next_element(next_element(first_element(root))));
}

TEST(Xml, TextIsWholeWhateverStandsInIt) {
  const std::pair<std::string_view, std::string_view> table[] = {
      {"<a> \r\n x y\t</a>", "x y"},
      {"<a>victor@a.example<!-- -->.evil.example</a>", "victor@a.example.evil.example"},
      {"<a>one<?pi?>two</a>", "onetwo"},
      {"<a>one<!----> <!---->two</a>", "one two"},
      {"<a><![CDATA[<b>&amp;]]></a>", "<b>&amp;"},
      {"<a>x<![CDATA[y]]>z</a>", "xyz"},
      {"<a>&lt;&#65;&#x42;&gt;</a>", "<AB>"},
      {"<a></a>", ""},
      {"<a>x<b/>y</a>", ""},
      {"<a>x<b/></a>", ""},
  };
  for (const auto& [text, expected] : table) {
    const auto document = XmlDocument::parse(text);
    ASSERT_TRUE(document.has_value()) << text;
    EXPECT_EQ(text_of(document->root()), expected) << text;
  }
}

TEST(Xml, SplitTextIsJoinedAtEveryLevel) {
  const auto document =
      XmlDocument::parse("<a><b>1<!-- -->2</b><c><d>3<!-- -->4</d></c><e>5<!-- -->6</e></a>");
  ASSERT_TRUE(document.has_value());
  EXPECT_EQ(text_of(child(document->root(), "b")), "12");
  EXPECT_EQ(text_of(child(child(document->root(), "c"), "d")), "34");
  EXPECT_EQ(text_of(child(document->root(), "e")), "56");
}

TEST(Xml, EscapingMakesAnyTextCarriable) {
  using namespace std::string_view_literals;
  const std::pair<std::string_view, std::string_view> table[] = {
      {"plain", "plain"},
      {"<a b=\"c\">'&'</a>", "&lt;a b=&quot;c&quot;&gt;&apos;&amp;&apos;&lt;/a&gt;"},
      {"a\x01\x1f\0b"sv, "ab"},
      {"a\tb\nc\rd", "a\tb\nc&#13;d"},
      {"\xc3\xa4", "\xc3\xa4"},
      {"\xff"
       "a\xc3",
       "\xef\xbf\xbd"
       "a\xef\xbf\xbd"},
      {"\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
      {"x\xef\xbf\xbfy", "xy"},
      {"", ""},
  };
  for (const auto& [text, expected] : table) {
    std::string out = "before:";
    append_escaped(text, out);
    EXPECT_EQ(out, "before:" + std::string(expected)) << text;
  }
}

TEST(Xml, EveryByteThatIsEscapedReadsBack) {
  for (int first = 0; first < 256; ++first) {
    const std::string text = {'<', static_cast<char>(first), 'x'};
    std::string out = "<a>";
    append_escaped(text, out);
    EXPECT_EQ(refusal_of(out + "</a>"), "taken") << first;
  }
}

}  // namespace
}  // namespace fb::wire
