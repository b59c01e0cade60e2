// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What a server knows of its clients' certificates. Certificates are made for the machine's time,
// so the clock begins there; it moves only when a test says so.
#include "gateway/net/client_certificate.hpp"

#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <chrono>
#include <fstream>
#include <sstream>

#include "tests/integration/net/server_fixture.hpp"

namespace fb::test {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

model::UtcTime machine_time() {
  return std::chrono::floor<seconds>(std::chrono::system_clock::now());
}

std::string text_of(const std::string& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

std::array<std::uint8_t, 32> digest_of(const std::string& file) {
  BIO* const bio = BIO_new_file(file.c_str(), "r");
  X509* const certificate = PEM_read_bio_X509(bio, nullptr, nullptr, nullptr);
  std::array<std::uint8_t, 32> digest{};
  EXPECT_EQ(X509_digest(certificate, EVP_sha256(), digest.data(), nullptr), 1);
  X509_free(certificate);
  BIO_free(bio);
  return digest;
}

class ClientCertificateTest : public testing::Test {
 protected:
  static TestPki& pki() {
    static TestPki pki;
    return pki;
  }
  static const CertificateFiles& certificate() {
    static const CertificateFiles files = pki().issue();
    return files;
  }
  static CertificateFiles client(seconds ends = hours(2), std::string purpose = "clientAuth") {
    CertificateWish wish;
    wish.ends = ends;
    wish.purpose = std::move(purpose);
    return pki().issue(wish);
  }
  static EchoSettings settings(net::ClientCertificates wish) {
    EchoSettings settings;
    settings.limits.idle_timeout = hours(100);
    settings.client_certificates = std::move(wish);
    return settings;
  }

  void serve(net::ClientCertificates wish) {
    server_.emplace(io_, clock_, certificate(), settings(std::move(wish)));
  }
  // Null where the handshake fails.
  std::unique_ptr<TlsClient> connect(const CertificateFiles& own, int version = 0) {
    TlsClientSettings wish;
    wish.ca_file = pki().ca_file();
    wish.certificate_file = own.chain;
    wish.private_key_file = own.key;
    wish.version_max = version;
    auto client = std::make_unique<TlsClient>(io_, server_->port(), wish);
    if (!client->handshake()) return nullptr;
    return client;
  }
  std::optional<net::PeerCertificate> seen_by(TlsClient& client) {
    client.send(get("/a"));
    EXPECT_THAT(client.read_answer(), testing::EndsWith("GET /a "));
    return server_->last_certificate();
  }
  std::optional<net::PeerCertificate> shown(const CertificateFiles& own, int version = 0) {
    const auto client = connect(own, version);
    if (client == nullptr) return std::nullopt;
    return seen_by(*client);
  }

  ManualClock clock_{machine_time()};
  boost::asio::io_context io_{1};
  std::optional<EchoServer> server_;
};

TEST_F(ClientCertificateTest, IsKnownWithItsDigestAndItsChain) {
  serve({true, pki().ca_file()});
  const CertificateFiles own = client();
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    const auto seen = shown(own, version);
    ASSERT_TRUE(seen) << version;
    EXPECT_EQ(seen->sha256, digest_of(own.chain));
    EXPECT_EQ(seen->subject, "CN=Test leaf");
    EXPECT_TRUE(seen->trusted);
    EXPECT_TRUE(seen->in_time);
  }
  EXPECT_FALSE(shown({})) << "who has none comes in without";
}

TEST_F(ClientCertificateTest, WhatIsNotWorthMuchStillComesIn) {
  serve({true, pki().ca_file()});
  TestPki others;
  struct Row {
    std::string_view name;
    CertificateFiles files;
    bool trusted;
    bool in_time;
  };
  CertificateWish begins_later;
  begins_later.begins = hours(1);
  begins_later.purpose = "clientAuth";
  CertificateWish of_others;
  of_others.purpose = "clientAuth";
  for (const Row& row : {
           Row{"for servers", client(hours(2), "serverAuth"), false, true},
           Row{"ended", client(seconds(-60)), false, false},
           Row{"begins later", pki().issue(begins_later), false, false},
           Row{"of another authority", others.issue(of_others), false, true},
       }) {
    const auto seen = shown(row.files);
    ASSERT_TRUE(seen) << row.name;
    EXPECT_EQ(seen->sha256, digest_of(row.files.chain)) << row.name;
    EXPECT_EQ(seen->trusted, row.trusted) << row.name;
    EXPECT_EQ(seen->in_time, row.in_time) << row.name;
  }
}

TEST_F(ClientCertificateTest, WithoutAnAuthorityNoneIsTrusted) {
  serve({true, {}});
  const auto seen = shown(client());
  ASSERT_TRUE(seen);
  EXPECT_FALSE(seen->trusted);
  EXPECT_TRUE(seen->in_time);
}

TEST_F(ClientCertificateTest, WhoIsNotAskedShowsNone) {
  serve({});
  EXPECT_FALSE(shown(client()));
}

TEST_F(ClientCertificateTest, AConnectionOutlivesItsCertificateAndItsAuthority) {
  serve({true, pki().ca_file()});
  // The authority ends a day after it was made.
  const auto short_lived = connect(client(hours(2)));
  const auto long_lived = connect(client(hours(50)));
  ASSERT_TRUE(short_lived && long_lived);
  EXPECT_TRUE(seen_by(*short_lived)->in_time);
  EXPECT_TRUE(seen_by(*long_lived)->in_time);
  clock_.advance(hours(2) - std::chrono::minutes(1));
  EXPECT_TRUE(seen_by(*short_lived)->in_time);
  clock_.advance(std::chrono::minutes(2));
  EXPECT_FALSE(seen_by(*short_lived)->in_time);
  EXPECT_FALSE(seen_by(*short_lived)->trusted);
  EXPECT_TRUE(seen_by(*long_lived)->trusted);
  clock_.advance(hours(23));
  EXPECT_TRUE(seen_by(*long_lived)->in_time);
  EXPECT_FALSE(seen_by(*long_lived)->trusted);
}

// The certificate with so many copies of the authority's behind it, in DER.
std::string chain_with(const std::string& own, const std::string& authority, int copies) {
  std::string text = own;
  for (int i = 0; i < copies; ++i) text += authority;
  return text;
}

TEST_F(ClientCertificateTest, TooManyCertificatesEndTheHandshake) {
  serve({true, pki().ca_file()});
  const CertificateFiles own = client();
  const std::string leaf = text_of(own.chain);
  const std::string authority = text_of(pki().ca_file());
  // PEM is a third longer than DER; TLS adds a few bytes to each.
  const auto der_bytes = static_cast<int>(authority.size()) * 3 / 4 - 40;
  const int most = static_cast<int>(net::kClientChainBytesMax) / der_bytes;
  const auto fits = pki().file("fits.pem", chain_with(leaf, authority, most * 8 / 10));
  const auto long_one = pki().file("long.pem", chain_with(leaf, authority, most * 12 / 10));
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    EXPECT_TRUE(shown({fits, own.key}, version)) << version;
    const auto refused = connect({long_one, own.key}, version);
    // In TLS 1.3 a client is done before the server has read its certificate.
    if (refused != nullptr) {
      refused->send(get("/a"));
      EXPECT_EQ(refused->read_to_end(), "") << version;
    }
    EXPECT_EQ(server_->events().back(), "closed") << version;
  }
}

TEST_F(ClientCertificateTest, AFileOfAuthoritiesThatCannotBeReadIsNamed) {
  for (const std::string& file :
       {std::string("/nonexistent/clients.pem"), pki().file("empty.pem", ""),
        pki().file("other.pem", "no certificate")}) {
    const auto loaded =
        net::ServerTlsContext::load(certificate().chain, certificate().key, {true, file});
    ASSERT_FALSE(loaded.has_value()) << file;
    EXPECT_THAT(loaded.error().detail(), testing::HasSubstr(file));
    if (file.starts_with("/nonexistent")) {
      EXPECT_THAT(loaded.error().detail(), testing::HasSubstr("No such file"));
    }
    // Not read where nobody is asked.
    EXPECT_TRUE(net::ServerTlsContext::load(certificate().chain, certificate().key, {false, file}));
  }
}

}  // namespace
}  // namespace fb::test
