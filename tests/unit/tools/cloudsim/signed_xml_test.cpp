// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/cloudsim/signed_xml.hpp"

#include <gtest/gtest.h>

#include "tests/support/xmlsec1.hpp"
#include "tests/unit/tools/cloudsim/small_world.hpp"

namespace fb::cloudsim {
namespace {

constexpr std::string_view kElement =
    "<n:thing xmlns:n=\"urn:n\" xmlns:unused=\"urn:u\" z=\"1\" ID=\"one\"><n:empty/>O&apos;Brien"
    "</n:thing>";

std::string signed_thing() {
  const auto& key = test::keys().application;
  return sign_enveloped(std::string(kElement), "one", test::signing_key(key),
                        test::certificate(key).der());
}

bool is_good(const std::string& text, const test::Rsa& key, std::string_view id = "one") {
  const auto document = XmlDocument::parse(text);
  return document && is_signed_by(document->root(), id, test::certificate(key));
}

TEST(SignedXml, AnotherProgramAgrees) {
  if (!fb::test::Xmlsec1::is_installed()) GTEST_SKIP() << "xmlsec1 is not installed";
  fb::test::Xmlsec1 xmlsec1;
  const std::string key = xmlsec1.file("key.pem", test::keys().application.certificate_pem());
  const auto judged = [&](const std::string& text) {
    return xmlsec1.run("--verify --id-attr:ID urn:n:thing --pubkey-cert-pem " + key + " " +
                       xmlsec1.file("thing.xml", text));
  };
  EXPECT_TRUE(judged(signed_thing())) << xmlsec1.said;
  std::string forged = signed_thing();
  forged.replace(forged.find("Brien"), 5, "Bryan");
  EXPECT_FALSE(judged(forged));
}

TEST(SignedXml, OneChangeBreaksASignature) {
  const std::string good = signed_thing();
  const auto& key = test::keys().application;
  EXPECT_TRUE(is_good(good, key));
  EXPECT_TRUE(is_good("<?xml version=\"1.0\"?>\n<!-- note -->" + good, key));
  EXPECT_FALSE(is_good(good, test::keys().stranger));
  EXPECT_FALSE(is_good(good, key, "two"));
  const std::pair<std::string_view, std::string_view> changes[] = {
      {"Brien", "Bryan"},
      {"z=\"1\"", "z=\"2\""},
      {"rsa-sha256", "rsa-sha1"},
      {"xmlenc#sha256", "xmldsig#sha1"},
      {"URI=\"#one\"", "URI=\"\""},
      {"2001/10/xml-exc-c14n#", "2001/10/xml-exc-c14n#WithComments"},
      {"#enveloped-signature", "#base64"},
      {"<ds:SignatureValue>", "<ds:SignatureValue>AAAA"},
      {"<ds:DigestValue>", "<ds:DigestValue>AAAA"},
  };
  for (const auto& [what, with] : changes) {
    std::string text = good;
    text.replace(text.find(what), what.size(), with);
    EXPECT_FALSE(is_good(text, key)) << what;
  }
  EXPECT_FALSE(is_good(std::string(kElement), key)) << "not signed at all";
}

TEST(SignedXml, ElementIsOpenedByItsReaderAlone) {
  if (!fb::test::Xmlsec1::is_installed()) GTEST_SKIP() << "xmlsec1 is not installed";
  fb::test::Xmlsec1 xmlsec1;
  const std::string text =
      encrypted_element(kElement, "e1", test::certificate(test::keys().application));
  const std::string file = xmlsec1.file("secret.xml", text);
  const auto open = [&](const test::Rsa& key) {
    return xmlsec1.run("--decrypt --privkey-pem " + xmlsec1.file("key.pem", key.private_pem()) +
                       " --output " + xmlsec1.path("opened.xml") + " " + file);
  };
  EXPECT_TRUE(open(test::keys().application)) << xmlsec1.said;
  EXPECT_NE(xmlsec1.content("opened.xml").find("Brien"), std::string::npos);
  EXPECT_FALSE(open(test::keys().stranger));
  EXPECT_EQ(text.find("Brien"), std::string::npos);
}

TEST(XmlDocument, RefusesADtdAndWhatIsNoXml) {
  EXPECT_TRUE(XmlDocument::parse("<a/>").has_value());
  for (const char* text :
       {"", "<a>", "<!DOCTYPE a><a/>", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"})
    EXPECT_FALSE(XmlDocument::parse(text).has_value()) << text;
}

TEST(XmlElement, TwoChildrenAreNone) {
  const auto document = XmlDocument::parse("<a xmlns='urn:a'><b>1</b><c/><c/></a>");
  ASSERT_TRUE(document.has_value());
  EXPECT_EQ(document->root().child("b", "urn:a").text(), "1");
  EXPECT_FALSE(document->root().child("b", "urn:b"));
  EXPECT_FALSE(document->root().child("c", "urn:a"));
  EXPECT_FALSE(document->root().child("d", "urn:a").child("e", "urn:a"));
}

// Computed with Python's hmac and hashlib.
TEST(CombinedKey, IsTheOneOfWsTrust) {
  EXPECT_EQ(combined_key("keykeykeykeykeykeykeykey", "seedseedseedseedseedseedseedseed", 16),
            std::string("\x5b\xd6\xa6\x9d\x8b\x86\xcd\xbc\xdb\x3d\xc3\xb9\x8e\xff\x3c\x5e"));
}

}  // namespace
}  // namespace fb::cloudsim
