// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/xml_signing.hpp"

#include "gateway/identity/random.hpp"
#include "protocols/wstrust/names.hpp"
#include "tests/support/xmlsec1.hpp"
#include "tests/unit/gateway/identity/identity_world.hpp"

namespace fb::identity {
namespace {

using config::Secret;

constexpr model::UtcTime kNow = std::chrono::sys_days(std::chrono::year(2026) / 5 / 6);
constexpr std::string_view kReference =
    "<wsse:SecurityTokenReference xmlns:wsse=\"http://docs.oasis-open.org/wss/2004/01/"
    "oasis-200401-wss-wssecurity-secext-1.0.xsd\"><wsse:KeyIdentifier>uuid-1</wsse:KeyIdentifier>"
    "</wsse:SecurityTokenReference>";

class XmlSigning : public testing::Test {
 protected:
  config::KeyPairFiles files_of(const test::RsaKey& certificate, const test::RsaKey& key) {
    return {xmlsec1_.file("certificate.pem",
                          certificate.certificate_pem(kNow, kNow + std::chrono::hours(1))),
            xmlsec1_.file("key.pem", key.private_pem())};
  }
  static wstrust::Statement statement() {
    return {"uuid-statement",
            "http://fydibohf25spdlt.contoso.example",
            "urn:federation:MicrosoftOnline",
            model::SmtpAddress::parse("peggy@contoso.example").value(),
            "http://schemas.xmlsoap.org/claims/EmailAddress",
            kNow};
  }
  static SignedTimestamp timestamp() {
    return {"uuid-timestamp", wstrust::encode_timestamp("uuid-timestamp", kNow),
            std::string(kReference)};
  }
  // Whether the program finds the signature good, in a message of another look than the one in
  // which it was made.
  bool judged(const std::string& inner, const std::string& options) {
    const std::string envelope =
        "<e:Envelope xmlns:e=\"urn:e\" xmlns=\"urn:other\"><e:Header>\n  " + inner +
        "\n</e:Header></e:Envelope>";
    const std::string file = xmlsec1_.file("message.xml", envelope);
    return xmlsec1_.run("--verify " + options + " " + file);
  }
  bool judged_statement(const std::string& assertion) {
    return judged(assertion, "--id-attr:AssertionID " + std::string(wstrust::kSaml) +
                                 ":Assertion --pubkey-cert-pem " +
                                 xmlsec1_.path("certificate.pem"));
  }
  bool judged_timestamp(const std::string& signature, const std::string& key) {
    return judged(timestamp().timestamp + signature,
                  "--id-attr:Id " + std::string(wstrust::kSecurityUtility) + ":Timestamp " + key);
  }

  const test::RsaKey& one_ = test::RsaKey::shared("one");
  const test::RsaKey& two_ = test::RsaKey::shared("two");
  test::Xmlsec1 xmlsec1_;
};

void replace(std::string& text, std::string_view what, std::string_view with) {
  const std::size_t at = text.find(what);
  ASSERT_NE(at, std::string::npos) << what;
  text.replace(at, what.size(), with);
}

TEST_F(XmlSigning, AnotherProgramVerifiesTheStatement) {
  if (!test::Xmlsec1::is_installed()) GTEST_SKIP() << "xmlsec1 is not installed";
  const auto signed_one = sign_statement(statement(), files_of(one_, one_));
  ASSERT_TRUE(signed_one.has_value()) << signed_one.error().detail();
  EXPECT_TRUE(judged_statement(*signed_one)) << xmlsec1_.said;

  std::string forged = *signed_one;
  replace(forged, "AttributeValue>peggy", "AttributeValue>frank");
  EXPECT_FALSE(judged_statement(forged));
  static_cast<void>(files_of(two_, two_));
  EXPECT_FALSE(judged_statement(*signed_one)) << "by the certificate of somebody else";
}

TEST_F(XmlSigning, AnotherProgramVerifiesTheProofByHmac) {
  if (!test::Xmlsec1::is_installed()) GTEST_SKIP() << "xmlsec1 is not installed";
  const Secret key = random_secret(32);
  const auto signature = sign_timestamp(timestamp(), key);
  ASSERT_TRUE(signature.has_value()) << signature.error().detail();
  const std::string good = "--hmackey " + xmlsec1_.file("good.bin", std::string(key.reveal()));
  EXPECT_TRUE(judged_timestamp(*signature, good)) << xmlsec1_.said;
  EXPECT_NE(signature->find(kReference), std::string::npos);

  EXPECT_FALSE(judged_timestamp(*signature, "--hmackey " + xmlsec1_.file("bad.bin", "another")));
  std::string forged = *signature;
  replace(forged, "<ds:DigestValue>", "<ds:DigestValue>AA");
  EXPECT_FALSE(judged_timestamp(forged, good));
}

TEST_F(XmlSigning, AnotherProgramVerifiesTheProofByCertificate) {
  if (!test::Xmlsec1::is_installed()) GTEST_SKIP() << "xmlsec1 is not installed";
  const auto signature = sign_timestamp_with_certificate(timestamp(), files_of(one_, one_));
  ASSERT_TRUE(signature.has_value()) << signature.error().detail();
  const std::string key = "--pubkey-cert-pem " + xmlsec1_.path("certificate.pem");
  EXPECT_TRUE(judged_timestamp(*signature, key)) << xmlsec1_.said;
  static_cast<void>(files_of(two_, two_));
  EXPECT_FALSE(judged_timestamp(*signature, key));
}

TEST_F(XmlSigning, FilesThatCannotSignAreNamed) {
  struct Case {
    std::string certificate, key, says;
  };
  const std::string pem = one_.certificate_pem(kNow, kNow + std::chrono::hours(1));
  const Case cases[] = {
      {"", one_.private_pem(), "certificate.pem holds no certificate"},
      {pem, "", "key.pem holds no RSA key"},
      {pem, pem, "key.pem holds no RSA key"},
      {pem, two_.private_pem(), "key.pem is not the key of"},
      {pem, test::RsaKey::shared("short", 1024).private_pem(), "key.pem holds no RSA key"},
  };
  for (const Case& one : cases) {
    const config::KeyPairFiles files{xmlsec1_.file("certificate.pem", one.certificate),
                                     xmlsec1_.file("key.pem", one.key)};
    const auto outcome = sign_statement(statement(), files);
    ASSERT_FALSE(outcome.has_value()) << one.says;
    EXPECT_EQ(outcome.error().kind(), model::ErrorKind::token_unavailable);
    EXPECT_EQ(outcome.error().rule(), "delegation.certificate");
    EXPECT_NE(outcome.error().detail().find(one.says), std::string::npos)
        << outcome.error().detail();
  }
  EXPECT_FALSE(sign_statement(statement(), {"/nowhere.pem", "/nowhere.key"}).has_value());
  EXPECT_FALSE(sign_timestamp(timestamp(), Secret()).has_value());
}

// Computed with Python's hmac and hashlib.
TEST(ComputedKey, IsTheOneOfWsTrust) {
  std::string low, high;
  for (int i = 0; i < 32; ++i) {
    low += static_cast<char>(i);
    high += static_cast<char>(i + 32);
  }
  const auto hex = [](const Secret& key) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string out;
    for (const char c : key.reveal()) {
      out += kDigits[static_cast<unsigned char>(c) >> 4];
      out += kDigits[static_cast<unsigned char>(c) & 15];
    }
    return out;
  };
  EXPECT_EQ(hex(computed_key(Secret(low), Secret(high), 32)),
            "df59132c2af6d230e4337732076a14561694be12838cc00203d63c816653d75b");
  const Secret key("keykeykeykeykeykeykeykey");
  const Secret seed("seedseedseedseedseedseedseedseed");
  EXPECT_EQ(hex(computed_key(key, seed, 16)), "5bd6a69d8b86cdbcdb3dc3b98eff3c5e");
  EXPECT_EQ(hex(computed_key(key, seed, 50)),
            "5bd6a69d8b86cdbcdb3dc3b98eff3c5e9e2b056575dc7628c2645d1080c706f6140d77309568aff9ff0ca4"
            "83bb7ff044246b");
}

}  // namespace
}  // namespace fb::identity
