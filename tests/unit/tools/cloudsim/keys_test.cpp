// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/cloudsim/keys.hpp"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include "tests/unit/tools/cloudsim/small_world.hpp"

namespace fb::cloudsim {
namespace {

using test::keys;

std::string elliptic_pem(const char* password) {
  EVP_PKEY* key = EVP_EC_gen("P-256");
  BIO* bio = BIO_new(BIO_s_mem());
  PEM_write_bio_PrivateKey(bio, key, password == nullptr ? nullptr : EVP_aes_128_cbc(), nullptr, 0,
                           nullptr, const_cast<char*>(password));
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  std::string out(data, static_cast<std::size_t>(size));
  BIO_free(bio);
  EVP_PKEY_free(key);
  return out;
}

TEST(Keys, SignWhatOpenSslVerifies) {
  const SigningKey key = test::signing_key(keys().public_current);
  const std::string signature = key.sign_rs256("text");
  EXPECT_TRUE(test::certificate(keys().public_current)
                  .verifies(SignatureAlgorithm::rs256, "text", signature));
  EXPECT_EQ(signature, keys().public_current.rs256("text"));
}

TEST(Keys, VerifyOnlyTheirOwnSignatureOfTheSameText) {
  const SigningKey key = test::signing_key(keys().public_current);
  const std::string good = keys().public_current.rs256("text");
  EXPECT_TRUE(key.verifies_rs256("text", good));
  EXPECT_FALSE(key.verifies_rs256("Text", good));
  EXPECT_FALSE(key.verifies_rs256("text", keys().stranger.rs256("text")));
  EXPECT_FALSE(key.verifies_rs256("text", keys().public_current.ps256("text")));
  EXPECT_FALSE(key.verifies_rs256("text", ""));
}

TEST(Keys, HaveAnIdOfTheirOwn) {
  EXPECT_EQ(test::signing_key(keys().china).kid(), test::signing_key(keys().china).kid());
  EXPECT_NE(test::signing_key(keys().china).kid(), test::signing_key(keys().stranger).kid());
  EXPECT_EQ(test::signing_key(keys().china).kid().size(), 43u);
}

TEST(Keys, AreRsaOf2048BitsOrMore) {
  EXPECT_TRUE(SigningKey::read(test::Rsa(2048).private_pem()));
  const test::Rsa weak(2047);
  EXPECT_FALSE(SigningKey::read(weak.private_pem()));
  EXPECT_FALSE(RegisteredCertificate::read(weak.certificate_pem()));
  EXPECT_FALSE(SigningKey::read(elliptic_pem(nullptr)));
}

TEST(Keys, AskNobodyForAPassword) {
  const auto locked = SigningKey::read(elliptic_pem("secret"));
  ASSERT_FALSE(locked);
  EXPECT_EQ(locked.error().detail(), "holds no PEM private key without a password");
}

TEST(Keys, RefuseWhatIsNoPem) {
  for (const std::string& text : {std::string(), std::string("-----BEGIN PRIVATE KEY-----\n"),
                                  keys().china.certificate_pem()}) {
    EXPECT_FALSE(SigningKey::read(text));
  }
  EXPECT_FALSE(RegisteredCertificate::read(keys().china.private_pem()));
  EXPECT_FALSE(certificate_covers("", "host.example"));
}

TEST(Certificates, VerifyBothAlgorithmsEachByItself) {
  const auto certificate = test::certificate(keys().application);
  const std::string rs = keys().application.rs256("text");
  const std::string ps = keys().application.ps256("text");
  EXPECT_TRUE(certificate.verifies(SignatureAlgorithm::rs256, "text", rs));
  EXPECT_TRUE(certificate.verifies(SignatureAlgorithm::ps256, "text", ps));
  EXPECT_FALSE(certificate.verifies(SignatureAlgorithm::ps256, "text", rs));
  EXPECT_FALSE(certificate.verifies(SignatureAlgorithm::rs256, "text", ps));
}

TEST(Certificates, HaveTheThumbprintsOfTheirDerForm) {
  const std::string pem = keys().application.certificate_pem();
  const auto certificate = RegisteredCertificate::read(pem);
  ASSERT_TRUE(certificate);
  EXPECT_EQ(certificate->sha1_thumbprint(), test::thumbprint(pem, "SHA1"));
  EXPECT_EQ(certificate->sha256_thumbprint(), test::thumbprint(pem, "SHA256"));
}

TEST(Certificates, AreValidInTheirTime) {
  using namespace std::chrono;
  const auto certificate = test::certificate(keys().application);
  const model::UtcTime begin = sys_days(year(2020) / 1 / 1);
  const model::UtcTime end = sys_days(year(2040) / 1 / 1);
  EXPECT_FALSE(certificate.valid_at(begin - 1s));
  EXPECT_TRUE(certificate.valid_at(begin));
  EXPECT_TRUE(certificate.valid_at(end - 1s));
  EXPECT_FALSE(certificate.valid_at(end));
}

TEST(Certificates, CoverTheHostsThatTheyName) {
  const auto pem = keys().china.certificate_pem("DNS:a.example,DNS:*.b.example");
  struct Row {
    const char* host;
    bool covered;
  };
  for (const Row& row : {Row{"a.example", true}, Row{"x.b.example", true}, Row{"b.example", false},
                         Row{"x.a.example", false}, Row{"x.y.b.example", false}}) {
    const auto covers = certificate_covers(pem, row.host);
    ASSERT_TRUE(covers);
    EXPECT_EQ(*covers, row.covered) << row.host;
  }
}

TEST(Guids, AreRandomOrMadeOfAText) {
  EXPECT_NE(random_guid(), random_guid());
  EXPECT_EQ(guid_of("a"), guid_of("a"));
  EXPECT_NE(guid_of("a"), guid_of("b"));
  EXPECT_TRUE(model::CorrelationId::parse(random_guid()));
  EXPECT_TRUE(model::CorrelationId::parse(guid_of("a")));
}

TEST(Secrets, AreEqualOrNot) {
  EXPECT_TRUE(equal_secrets("secret", "secret"));
  EXPECT_FALSE(equal_secrets("secret", "secre"));
  EXPECT_FALSE(equal_secrets("", "secret"));
}

}  // namespace
}  // namespace fb::cloudsim
