// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/xml_decryption.hpp"

#include <openssl/err.h>
#include <openssl/evp.h>

#include "protocols/wire/xml.hpp"
#include "tests/unit/gateway/identity/saml_world.hpp"

namespace fb::identity {
namespace {

constexpr std::string_view kText = "sixteen letters, and some more of them";

wstrust::EncryptedToken token_of(const std::string& xml) {
  const auto document = wire::XmlDocument::parse(xml);
  return wstrust::read_encrypted_token(document.value().root()).value();
}

wstrust::EncryptedToken token(const test::EncryptionWish& wish = {},
                              std::string_view text = kText) {
  return token_of(test::encrypted_for(SamlWorld::home().certificate_pem, text, wish));
}

std::string outcome(const SamlWorld& world, const wstrust::EncryptedToken& token) {
  const TokenDecryption decryption(world.federation);
  const auto opened = decryption.open(token);
  EXPECT_EQ(ERR_peek_error(), 0u) << "an error is left for the next TLS connection";
  if (!opened) return opened.error().rule();
  EXPECT_EQ(opened->tenants.at(0), test::contoso());
  return std::string(opened->text.reveal());
}

struct CipherRow {
  const char* cipher;
  std::string_view expected;
};

TEST(XmlDecryption, TakesFourCiphers) {
  SamlWorld world;
  const CipherRow rows[] = {
      {"http://www.w3.org/2001/04/xmlenc#aes256-cbc", kText},
      {"http://www.w3.org/2001/04/xmlenc#aes128-cbc", kText},
      {"http://www.w3.org/2009/xmlenc11#aes256-gcm", kText},
      {"http://www.w3.org/2009/xmlenc11#aes128-gcm", kText},
      {"http://www.w3.org/2001/04/xmlenc#aes192-cbc", "saml.cipher"},
      {"http://www.w3.org/2001/04/xmlenc#tripledes-cbc", "saml.cipher"},
      {"", "saml.cipher"},
  };
  for (const CipherRow& row : rows) {
    test::EncryptionWish wish;
    wish.cipher = row.cipher;
    EXPECT_EQ(outcome(world, token(wish)), row.expected) << row.cipher;
  }
}

// Every length of padding, also where nothing but padding is in the last block.
TEST(XmlDecryption, TakesTextsOfAnyLength) {
  SamlWorld world;
  for (std::size_t length = 1; length <= 33; ++length) {
    const std::string text(length, 'x');
    EXPECT_EQ(outcome(world, token({}, text)), text);
  }
}

TEST(XmlDecryption, TakesKeysByOaepOnly) {
  SamlWorld world;
  test::EncryptionWish wish;
  wish.transport = "http://www.w3.org/2001/04/xmlenc#rsa-1_5";
  EXPECT_EQ(outcome(world, token(wish)), "saml.key_transport");
  auto renamed = token(wish);
  renamed.key.algorithm = "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p";
  EXPECT_EQ(outcome(world, renamed), "saml.decryption") << "under the name of the other";
  wish.transport = "http://www.w3.org/2009/xmlenc11#rsa-oaep";
  EXPECT_EQ(outcome(world, token(wish)), "saml.key_transport");
}

struct MethodRow {
  const char* part;
  std::string_view expected;
};

TEST(XmlDecryption, TakesTheDefaultsOfOaepOnly) {
  SamlWorld world;
  const MethodRow rows[] = {
      {R"(<ds:DigestMethod xmlns:ds="http://www.w3.org/2000/09/xmldsig#")"
       R"( Algorithm="http://www.w3.org/2000/09/xmldsig#sha1"/>)",
       kText},
      {R"(<ds:DigestMethod xmlns:ds="http://www.w3.org/2000/09/xmldsig#")"
       R"( Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>)",
       "saml.key_transport"},
      {R"(<xenc:OAEPparams>AAAA</xenc:OAEPparams>)", "saml.key_transport"},
  };
  for (const MethodRow& row : rows) {
    test::EncryptionWish wish;
    wish.method_part = row.part;
    EXPECT_EQ(outcome(world, token(wish)), row.expected) << row.part;
  }
}

TEST(XmlDecryption, WhatWasAlteredDoesNotOpenOrIsNotTheText) {
  SamlWorld world;
  const auto good = token();
  for (const std::size_t at : {std::size_t{0}, good.key.wrapped.size() - 1}) {
    auto altered = good;
    altered.key.wrapped[at] = static_cast<char>(altered.key.wrapped[at] ^ 1);
    EXPECT_EQ(outcome(world, altered), "saml.decryption");
  }
  auto shortened = good;
  shortened.cipher.resize(shortened.cipher.size() - 1);
  EXPECT_EQ(outcome(world, shortened), "saml.decryption");
  for (const std::size_t size : {0u, 1u, 16u}) {
    shortened.cipher.resize(size);
    EXPECT_EQ(outcome(world, shortened), "saml.decryption") << size;
  }
  test::EncryptionWish sealed;
  sealed.cipher = "http://www.w3.org/2009/xmlenc11#aes256-gcm";
  auto seal = token(sealed);
  for (std::size_t at = 0; at < seal.cipher.size(); ++at) {
    auto altered = seal;
    altered.cipher[at] = static_cast<char>(altered.cipher[at] ^ 0x80);
    EXPECT_EQ(outcome(world, altered), "saml.decryption") << at;
  }
}

// Padding that says 0, or more than there is.
TEST(XmlDecryption, BadPaddingIsNoText) {
  SamlWorld world;
  auto padded = token({}, std::string(16, 'x'));  // vector, text, a block of sixteen times 16
  ASSERT_EQ(padded.cipher.size(), 48u);
  for (int change = 1; change < 256; ++change) {
    auto altered = padded;
    altered.cipher[31] = static_cast<char>(altered.cipher[31] ^ change);
    const int padding = 16 ^ change;
    const std::string told = outcome(world, altered);
    if (padding == 0 || padding > 16) {
      EXPECT_EQ(told, "saml.decryption") << padding;
    } else {
      EXPECT_EQ(told.size(), 32u - static_cast<std::size_t>(padding));
    }
  }
}

std::string thumbprint_info(const test::SamlIdentity& identity) {
  unsigned char bytes[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  EVP_Digest(identity.certificate_der.data(), identity.certificate_der.size(), bytes, &size,
             EVP_sha1(), nullptr);
  return "<wsse:SecurityTokenReference xmlns:wsse=\"http://docs.oasis-open.org/wss/2004/01/"
         "oasis-200401-wss-wssecurity-secext-1.0.xsd\"><wsse:KeyIdentifier ValueType=\""
         "http://docs.oasis-open.org/wss/oasis-wss-soap-message-security-1.1#ThumbprintSHA1\">" +
         test::base64_text({reinterpret_cast<const char*>(bytes), size}) +
         "</wsse:KeyIdentifier></wsse:SecurityTokenReference>";
}

// As many tenants as are tried, all with other keys, and the right one behind them.
TEST(XmlDecryption, AmongManyKeysTheTokenNamesItsOwn) {
  SamlWorld world;
  const config::FederationTrust right = world.trust();
  for (const bool beyond : {false, true}) {
    world.federation.tenants.clear();
    for (std::size_t i = 0; i + (beyond ? 0 : 1) < kDecryptionTriesMax; ++i) {
      config::Tenant other = test::contoso_china_tenant();
      other.federation_trust = right;
      const config::KeyPairFiles files = world.key_files("stranger");
      const std::string copy = files.private_key_file + std::to_string(i);
      std::ofstream(copy) << SamlWorld::stranger().key.private_pem() << std::string(i, '\n');
      other.federation_trust->key = config::KeyPairFiles{files.certificate_file, copy};
      world.federation.tenants.push_back(other);
    }
    world.federation.tenants.push_back(test::contoso_tenant());
    world.federation.tenants.back().federation_trust = right;
    EXPECT_EQ(outcome(world, token()), beyond ? "saml.decryption" : kText);
    test::EncryptionWish named;
    named.key_info = thumbprint_info(SamlWorld::home());
    EXPECT_EQ(outcome(world, token(named)), kText) << beyond;
  }
}

TEST(XmlDecryption, AHintThatFitsNothingIsNone) {
  SamlWorld world;
  test::EncryptionWish wish;
  wish.key_info = thumbprint_info(SamlWorld::issuer());
  EXPECT_EQ(outcome(world, token(wish)), kText);
}

TEST(XmlDecryption, WithoutAFederationThereIsNoKey) {
  SamlWorld world;
  world.federation.tenants.front().federation_trust.reset();
  EXPECT_EQ(outcome(world, token()), "saml.no_key");
}

TEST(XmlDecryption, TenantsMayShareAKey) {
  SamlWorld world;
  config::Tenant second = test::contoso_china_tenant();
  second.federation_trust = world.trust();
  world.federation.tenants.push_back(second);
  const auto opened = TokenDecryption(world.federation).open(token());
  ASSERT_TRUE(opened.has_value());
  EXPECT_EQ(opened->tenants,
            (std::vector<model::TenantKey>{test::contoso(), test::contoso_china()}));
}

}  // namespace
}  // namespace fb::identity
