// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/xmlsec_library.hpp"

#include <gtest/gtest.h>
#include <libxml/xmlIO.h>
#include <openssl/err.h>
#include <xmlsec/errors.h>

#include <thread>

#include "tests/unit/gateway/identity/saml_world.hpp"

namespace fb::identity {
namespace {

void complain(const char* what) {
  xmlSecError(__FILE__, __LINE__, "complain", nullptr, nullptr, XMLSEC_ERRORS_R_XMLSEC_FAILED, "%s",
              what);
}

TEST(XmlsecLibrary, KeepsItsErrorsToItselfAndPrintsNone) {
  testing::internal::CaptureStderr();
  testing::internal::CaptureStdout();
  std::string told;
  {
    const XmlsecUse use;
    EXPECT_FALSE(parse_xml("<a><b></a>"));
    complain("tried");
    told = use.errors();
  }
  EXPECT_NE(told.find("tried"), std::string::npos);
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
}

TEST(XmlsecLibrary, TheRecordIsBoundedAndBeginsEmpty) {
  const XmlsecUse use;
  EXPECT_EQ(use.errors(), "");
  for (int i = 0; i < 1000; ++i) complain("line\nbreak");
  EXPECT_EQ(use.errors().size(), XmlsecUse::kErrorBytesMax);
  EXPECT_EQ(use.errors().find('\n'), std::string::npos);
}

TEST(XmlsecLibrary, UsesMayBeNested) {
  const XmlsecUse outer;
  complain("before");
  {
    const XmlsecUse inner;
    EXPECT_NE(inner.errors().find("before"), std::string::npos);
  }
  EXPECT_NE(outer.errors().find("before"), std::string::npos);
}

TEST(XmlsecLibrary, EachThreadHasItsOwnRecord) {
  const XmlsecUse use;
  std::string other = "not run";
  std::thread([&other] {
    const XmlsecUse theirs;
    EXPECT_FALSE(parse_xml("<a"));
    complain("theirs");
    other = theirs.errors();
  }).join();
  EXPECT_NE(other.find("theirs"), std::string::npos);
  EXPECT_EQ(use.errors(), "");
}

TEST(XmlsecLibrary, LeavesNoErrorOfOpenSslBehind) {
  {
    const XmlsecUse use;
    EXPECT_FALSE(rsa_private_key(config::Secret("-----BEGIN PRIVATE KEY-----\nAAAA\n")));
    EXPECT_NE(ERR_peek_error(), 0u);
  }
  EXPECT_EQ(ERR_peek_error(), 0u);
}

TEST(XmlsecLibrary, OpensNothingThatADocumentNames) {
  const XmlsecUse use;
  SamlWorld world;
  const std::string file = world.key_files("stranger").certificate_file;
  for (const std::string& text :
       {"<!DOCTYPE a SYSTEM \"" + file + "\"><a/>",
        "<!DOCTYPE a [<!ENTITY e SYSTEM \"" + file + "\">]><a>&e;</a>",
        std::string("<!DOCTYPE a [<!ENTITY e \"x\">]><a>&e;</a>"), std::string("<!DOCTYPE a><a/>"),
        std::string("<a>&e;</a>"), std::string()}) {
    EXPECT_FALSE(parse_xml(text)) << text;
  }
  EXPECT_TRUE(parse_xml("<a>&amp;</a>"));
}

TEST(XmlsecLibrary, AnIdIsRegisteredOnce) {
  const XmlsecUse use;
  const XmlTree tree =
      parse_xml("<a Id=\"x\"><b Id=\"x\"/><c Id=\"y\"/><d u:Id=\"z\" xmlns:u=\"n\"/></a>");
  xmlNode* const root = xmlDocGetRootElement(tree.get());
  xmlNode* const second = root->children;
  EXPECT_TRUE(register_id(tree, root, "Id"));
  EXPECT_FALSE(register_id(tree, second, "Id"));
  EXPECT_TRUE(register_id(tree, second->next, "Id"));
  EXPECT_FALSE(register_id(tree, second->next->next, "Id")) << "of another namespace";
  EXPECT_TRUE(register_id(tree, second->next->next, "Id", "n"));
  EXPECT_FALSE(register_id(tree, root, "ID"));
}

TEST(XmlsecLibrary, TakesRsaKeysOfTheRightSizeOnly) {
  const XmlsecUse use;
  EXPECT_TRUE(rsa_public_key(SamlWorld::issuer().certificate_der));
  EXPECT_FALSE(rsa_public_key(SamlWorld::issuer().certificate_der + "x"));
  EXPECT_FALSE(rsa_public_key("no certificate"));
  EXPECT_FALSE(rsa_public_key({}));
  const model::UtcTime begins = std::chrono::sys_days(std::chrono::year(2025) / 1 / 1);
  const auto& weak = test::RsaKey::shared("weak", 1024);
  EXPECT_FALSE(rsa_public_key(
      test::der_of_pem(weak.certificate_pem(begins, begins + std::chrono::days(1)))));
  EXPECT_FALSE(rsa_private_key(config::Secret(weak.private_pem())));
  EXPECT_TRUE(rsa_private_key(config::Secret(SamlWorld::issuer().key.private_pem())));
  EXPECT_FALSE(hmac_key(config::Secret()));
  EXPECT_TRUE(hmac_key(config::Secret("k")));
}

}  // namespace
}  // namespace fb::identity
