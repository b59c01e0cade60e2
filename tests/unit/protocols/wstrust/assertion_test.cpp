// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/wstrust/assertion.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "tests/unit/protocols/wstrust/shown_parts.hpp"

namespace fb::wstrust {
namespace {

std::string named(const std::string& name) {
  return test::golden_message(test::golden_path("wstrust/assertions/" + name + ".xml"));
}

std::string rule_of(const std::string& text) {
  const auto read = read_assertion(text);
  if (read) return "read";
  EXPECT_EQ(read.error().kind(), model::ErrorKind::malformed_request);
  return read.error().rule();
}

TEST(Assertion, ReadsWhatIsThere) {
  const auto pairs = test::golden_pairs("wstrust/assertions");
  EXPECT_GE(pairs.size(), 5U);
  for (const test::GoldenPair& pair : pairs) {
    const auto read = read_assertion(pair.message);
    ASSERT_TRUE(read.has_value()) << pair.name << ": " << read.error().detail();
    EXPECT_EQ(shown(*read), lines_of(pair)) << pair.name;
  }
}

struct Row {
  const char* title;
  const char* base;
  std::function<std::string(const std::string&)> change;
  const char* rule;
};

std::string conditions_with(const std::string& text, std::string_view added) {
  return with(text, "</saml:Conditions>", std::string(added) + "</saml:Conditions>");
}

const Row kRows[] = {
    {"not changed", "signed", [](const std::string& a) { return a; }, "read"},
    {"no XML", "bearer", [](const std::string&) { return std::string("<"); }, "saml.assertion"},
    {"SAML 2.0", "bearer",
     [](const std::string& a) { return with(a, "SAML:1.0:assertion", "SAML:2.0:assertion"); },
     "saml.assertion"},
    {"SAML 1.0", "bearer",
     [](const std::string& a) { return with(a, "MinorVersion=\"1\"", "MinorVersion=\"0\""); },
     "saml.assertion"},
    {"a version that begins like 1.1", "bearer",
     [](const std::string& a) { return with(a, "MinorVersion=\"1\"", "MinorVersion=\"1.5\""); },
     "saml.assertion"},
    {"an assertion inside", "bearer",
     [](const std::string& a) {
       return with(a, "<saml:Conditions ",
                   "<saml:Advice><saml:Assertion/></saml:Advice>"
                   "<saml:Conditions ");
     },
     "saml.assertion"},
    {"advice without one", "bearer",
     [](const std::string& a) {
       return with(a, "<saml:Conditions ", "<saml:Advice><x/></saml:Advice><saml:Conditions ");
     },
     "read"},
    {"two signatures", "signed",
     [](const std::string& a) {
       const std::string one = between(a, "<ds:Signature ", "</ds:Signature>");
       return with(a, one, one + one);
     },
     "saml.assertion"},
    {"a signature that is no child of the assertion", "signed",
     [](const std::string& a) {
       const std::string one = between(a, "<ds:Signature ", "</ds:Signature>");
       return with(with(a, one, ""), "<saml:Conditions ",
                   "<saml:Advice>" + one + "</saml:Advice><saml:Conditions ");
     },
     "read"},
    {"no id", "bearer", [](const std::string& a) { return with(a, "AssertionID=\"uuid-1\"", ""); },
     "saml.assertion"},
    {"no issuer", "bearer",
     [](const std::string& a) { return with(a, "urn:federation:MicrosoftOnline", ""); },
     "saml.assertion"},
    {"no conditions", "bearer",
     [](const std::string& a) {
       return with(a, between(a, "<saml:Conditions ", "</saml:Conditions>"), "");
     },
     "saml.assertion"},
    {"conditions twice", "bearer",
     [](const std::string& a) {
       const std::string one = between(a, "<saml:Conditions ", "</saml:Conditions>");
       return with(a, one, one + one);
     },
     "saml.assertion"},
    {"no end", "bearer",
     [](const std::string& a) { return with(a, "NotOnOrAfter=\"2026-01-05T08:00:00Z\"", ""); },
     "saml.time_form"},
    {"a condition that is not known", "bearer",
     [](const std::string& a) { return conditions_with(a, "<saml:OnlyOnTuesdays/>"); },
     "saml.assertion"},
    {"a condition about caching", "bearer",
     [](const std::string& a) { return conditions_with(a, "<saml:DoNotCacheCondition/>"); },
     "read"},
    {"an audience that is none", "bearer",
     [](const std::string& a) {
       return conditions_with(a,
                              "<saml:AudienceRestrictionCondition><x/>"
                              "</saml:AudienceRestrictionCondition>");
     },
     "saml.assertion"},
    {"a statement that is not known", "bearer",
     [](const std::string& a) {
       return with(a, "<saml:AttributeStatement>",
                   "<saml:AuthorizationDecisionStatement/><saml:AttributeStatement>");
     },
     "saml.assertion"},
    {"no statement", "bearer",
     [](const std::string& a) {
       return with(a, between(a, "<saml:AttributeStatement>", "</saml:AttributeStatement>"), "");
     },
     "saml.assertion"},
    {"attributes twice", "bearer",
     [](const std::string& a) {
       const std::string one =
           between(a, "<saml:AttributeStatement>", "</saml:AttributeStatement>");
       return with(a, one, one + one);
     },
     "saml.assertion"},
    {"subjects that are confirmed differently", "signed",
     [](const std::string& a) { return with(a, "cm:bearer", "cm:holder-of-key"); },
     "saml.assertion"},
    {"a confirmation that is not known", "bearer",
     [](const std::string& a) { return with(a, "cm:bearer", "cm:sender-vouches"); },
     "saml.assertion"},
    {"two confirmations", "bearer",
     [](const std::string& a) {
       const std::string one =
           between(a, "<saml:SubjectConfirmation>", "</saml:SubjectConfirmation>");
       return with(a, one, one + one);
     },
     "saml.assertion"},
    {"two methods of confirmation", "bearer",
     [](const std::string& a) {
       const std::string one =
           between(a, "<saml:ConfirmationMethod>", "</saml:ConfirmationMethod>");
       return with(a, one, one + one);
     },
     "saml.assertion"},
    {"a holder without a key", "held_by_secret",
     [](const std::string& a) { return with(a, between(a, "<ds:KeyInfo", "</ds:KeyInfo>"), ""); },
     "saml.assertion"},
    {"a holder with two keys", "held_by_secret",
     [](const std::string& a) {
       const std::string one = between(a, "<t:BinarySecret", "</t:BinarySecret>");
       return with(a, one, one + one);
     },
     "saml.assertion"},
    {"a key of another form", "held_by_secret",
     [](const std::string& a) {
       return with(a, between(a, "<t:BinarySecret", "</t:BinarySecret>"),
                   "<ds:KeyName>x</ds:KeyName>");
     },
     "saml.assertion"},
    {"a secret that is no base64", "held_by_secret",
     [](const std::string& a) { return with(a, "MDEy", "M?Ey"); }, "saml.encryption"},
    {"no certificate", "held_by_certificate",
     [](const std::string& a) { return with(a, "Y2VydGlmaWNhdGU=", ""); }, "saml.assertion"},
    {"an element inside a value", "bearer",
     [](const std::string& a) { return with(a, "victor@", "victor<x/>@"); }, "saml.assertion"},
    {"a value that is too long", "bearer",
     [](const std::string& a) { return with(a, "victor", std::string(kValueBytesMax, 'v')); },
     "saml.assertion"},
};

TEST(Assertion, IsStrict) {
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.title);
    EXPECT_EQ(rule_of(row.change(named(row.base))), row.rule);
  }
}

// A signature that stands elsewhere is as good as none.
TEST(Assertion, TheSignatureIsAChildOfTheAssertion) {
  const std::string text = named("signed");
  const std::string one = between(text, "<ds:Signature ", "</ds:Signature>");
  const auto read = read_assertion(with(with(text, one, ""), "<saml:Conditions ",
                                        "<saml:Advice>" + one + "</saml:Advice><saml:Conditions "));
  ASSERT_TRUE(read.has_value());
  EXPECT_FALSE(read->signature.has_value());
}

// A reader that takes what stands before a comment would read another address.
TEST(Assertion, ACommentDoesNotCutAValue) {
  const auto read =
      read_assertion(with(named("bearer"), "victor@partner", "victor@<!-- -->partner"));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->attributes.at(0).values, std::vector<std::string>{"victor@partner.example"});
}

TEST(Assertion, AnAttributeThatIsThereTwiceIsNotFound) {
  auto read = read_assertion(named("bearer"));
  ASSERT_TRUE(read.has_value());
  const std::string name = read->attributes.at(0).name;
  EXPECT_NE(read->attribute(name), nullptr);
  read->attributes.push_back(read->attributes.at(0));
  EXPECT_EQ(read->attribute(name), nullptr);
  EXPECT_EQ(read->attribute("x"), nullptr);
}

std::string repeated(std::string_view text, std::size_t count) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += text;
  return all;
}

TEST(Assertion, ListsHaveLimits) {
  const std::string bearer = named("bearer");
  const std::string audience = between(bearer, "<saml:Audience>", "</saml:Audience>");
  const std::string restriction = between(bearer, "<saml:AudienceRestrictionCondition>",
                                          "</saml:AudienceRestrictionCondition>");
  const std::string attribute = between(bearer, "<saml:Attribute ", "</saml:Attribute>");
  const std::string value = between(bearer, "<saml:AttributeValue>", "</saml:AttributeValue>");
  struct Limit {
    const std::string& piece;
    std::size_t there_are;
    std::size_t max;
  };
  for (const Limit& limit :
       {Limit{audience, 1, kAudiencesPerAssertionMax},
        Limit{restriction, 1, kAudiencesPerAssertionMax},
        Limit{attribute, 2, kAttributesPerAssertionMax}, Limit{value, 1, kAttributeValuesMax}}) {
    const std::size_t fits = limit.max - limit.there_are + 1;
    EXPECT_EQ(rule_of(with(bearer, limit.piece, repeated(limit.piece, fits))), "read")
        << limit.piece;
    EXPECT_EQ(rule_of(with(bearer, limit.piece, repeated(limit.piece, fits + 1))), "saml.assertion")
        << limit.piece;
  }
}

TEST(Assertion, DocumentsHaveLimits) {
  const std::string bearer = named("bearer");
  const auto advised = [&](const std::string& advice) {
    return rule_of(with(bearer, "<saml:Conditions ",
                        "<saml:Advice>" + advice + "</saml:Advice><saml:Conditions "));
  };
  const std::size_t frame = std::string_view("<saml:Advice></saml:Advice>").size();
  const std::size_t room = kAssertionBytesMax - bearer.size() - frame;
  EXPECT_EQ(advised(std::string(room, ' ')), "read");
  EXPECT_EQ(advised(std::string(room + 1, ' ')), "saml.assertion");
  const std::size_t levels = kAssertionDepthMax - 2;
  EXPECT_EQ(advised(repeated("<a>", levels) + repeated("</a>", levels)), "read");
  EXPECT_EQ(advised(repeated("<a>", levels + 1) + repeated("</a>", levels + 1)), "saml.assertion");
  const std::size_t elements = read_assertion(bearer)->shape.elements + 1;
  EXPECT_EQ(advised(repeated("<a/>", kAssertionElementsMax - elements)), "read");
  EXPECT_EQ(advised(repeated("<a/>", kAssertionElementsMax - elements + 1)), "saml.assertion");
}

}  // namespace
}  // namespace fb::wstrust
