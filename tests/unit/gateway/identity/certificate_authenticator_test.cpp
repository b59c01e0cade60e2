// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/certificate_authenticator.hpp"

#include "tests/unit/gateway/identity/scheme_fixture.hpp"

namespace fb::identity {
namespace {

using model::CallerKind;
using model::ErrorKind;

net::PeerCertificate certificate(std::uint8_t number) {
  net::PeerCertificate made;
  made.sha256.fill(number);
  made.subject = "CN=script";
  made.trusted = made.in_time = true;
  return made;
}

std::string in_mixed_case() {
  std::string digits;
  for (int i = 0; i < 32; ++i) digits += i % 2 == 0 ? "Ab" : "aB";
  return digits;
}

class CertificateAuthenticatorTest : public SchemeFixture {
 protected:
  CertificateAuthenticatorTest() {
    accounts([](config::Account& script, config::Account& grace) {
      script.certificates = {std::string(64, '1'), in_mixed_case()};
      grace.certificates = {std::string(64, '2')};
    });
    certificate_ = certificate(0x11);
  }
  std::string outcome_here() {
    CertificateAuthenticator scheme(settings_, current_);
    return outcome(scheme, presented("", ""));
  }
};

TEST_F(CertificateAuthenticatorTest, TheAccountOfTheCertificate) {
  EXPECT_EQ(outcome_here(), "script");
  EXPECT_EQ(caller_->kind, CallerKind::home_script);
  EXPECT_EQ(caller_->tenant, test::contoso());
  certificate_ = certificate(0xab);
  EXPECT_EQ(outcome_here(), "script");
  certificate_ = certificate(0x22);
  EXPECT_EQ(outcome_here(), "grace");
  EXPECT_EQ(caller_->user, test::address("grace@contoso.example"));
  EXPECT_EQ(examination_.kind(), "certificate");
  EXPECT_EQ(noted("sha256"), std::string(64, '2'));
  EXPECT_EQ(noted("subject"), "CN=script");
}

TEST_F(CertificateAuthenticatorTest, WhereThereIsAHeaderTheHeaderDecides) {
  const CertificateAuthenticator scheme(settings_, current_);
  EXPECT_TRUE(scheme.takes(presented("", "")));
  EXPECT_FALSE(scheme.takes(presented("basic", "")));
  EXPECT_FALSE(scheme.takes(presented("basic", "AAAA")));
  EXPECT_FALSE(scheme.takes(presented("nonsense", "")));
  EXPECT_FALSE(scheme.takes(presented("", "AAAA")));
  certificate_.reset();
  EXPECT_FALSE(scheme.takes(presented("", "")));
  std::vector<std::string> challenges;
  scheme.offer(*snapshot_, challenges);
  EXPECT_TRUE(challenges.empty());
}

TEST_F(CertificateAuthenticatorTest, OneChangeAwayFromAGoodOne) {
  struct Row {
    std::string_view name;
    bool authorities;  // whether some are named
    std::function<void(net::PeerCertificate&)> change;
    std::string_view outcome;
  };
  for (const Row& row : std::vector<Row>{
           {"as it is", true, [](auto&) {}, "script"},
           {"a bit of its digest", true, [](auto& c) { c.sha256[31] ^= 1; }, "certificate.account"},
           {"another subject", true, [](auto& c) { c.subject = "CN=grace"; }, "script"},
           {"out of its time", true, [](auto& c) { c.in_time = false; }, "certificate.validity"},
           {"of no authority", true, [](auto& c) { c.trusted = false; }, "certificate.chain"},
           {"pinned alone", false, [](auto& c) { c.trusted = false; }, "script"},
           {"pinned, out of its time", false, [](auto& c) { c.in_time = false; },
            "certificate.validity"},
           {"trusted, not pinned", false, [](auto& c) { c.sha256.fill(0x33); },
            "certificate.account"},
       }) {
    settings_.client_ca_file = row.authorities ? "ca.pem" : "";
    certificate_ = certificate(0x11);
    row.change(*certificate_);
    EXPECT_EQ(outcome_here(), row.outcome) << row.name;
    if (refusal_) {
      EXPECT_EQ(refusal_->kind(), ErrorKind::unauthenticated) << row.name;
    }
  }
}

TEST_F(CertificateAuthenticatorTest, ACertificateOfTwoAccountsIsNobodys) {
  accounts([](config::Account& script, config::Account& grace) {
    script.certificates = grace.certificates = {std::string(64, '1')};
  });
  EXPECT_EQ(outcome_here(), "certificate.account");
}

TEST_F(CertificateAuthenticatorTest, ListedTwiceByOneAccountItIsItsOwn) {
  accounts([](config::Account& script, config::Account&) {
    script.certificates = {std::string(64, '1'), std::string(64, '1')};
  });
  EXPECT_EQ(outcome_here(), "script");
}

TEST_F(CertificateAuthenticatorTest, WhoGoesOnToAnotherSchemeIsNeverSlowedDown) {
  certificate_ = certificate(0x33);
  for (std::uint32_t i = 0; i < 2 * settings_.failures_max; ++i) {
    EXPECT_EQ(outcome_here(), "certificate.account") << i;
  }
}

TEST_F(CertificateAuthenticatorTest, WhatIsNoDigestPinsNothing) {
  accounts([](config::Account& script, config::Account&) {
    script.certificates = {"", std::string(63, '1'), std::string(65, '1'),
                           std::string(63, '1') + "g"};
  });
  EXPECT_EQ(outcome_here(), "certificate.account");
}

}  // namespace
}  // namespace fb::identity
