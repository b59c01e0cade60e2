// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/model/smtp_address.hpp"

#include <gtest/gtest.h>

namespace fb::model {
namespace {

std::string domain_of_bytes(std::size_t bytes) {
  std::string domain;
  while (domain.size() + 64 <= bytes) domain += std::string(63, 'a') + ".";
  return domain + std::string(bytes - domain.size(), 'b');
}

TEST(SmtpAddress, ReadsPlainAddressesInLowerCase) {
  const std::tuple<std::string, std::string, std::string> cases[] = {
      {"ada@contoso.com", "ada", "contoso.com"},
      {"Ada.Lovelace@Contoso.COM", "ada.lovelace", "contoso.com"},
      {"a@b", "a", "b"},
      {"!#$%&'*+-/=?^_`{|}~@contoso.com", "!#$%&'*+-/=?^_`{|}~", "contoso.com"},
      {"0@0.0", "0", "0.0"},
      {"x@a-b.xn--bcher-kva", "x", "a-b.xn--bcher-kva"},
  };
  for (const auto& [typed, local, domain] : cases) {
    const auto address = SmtpAddress::parse(typed);
    ASSERT_TRUE(address) << typed;
    EXPECT_EQ(address->str(), local + "@" + domain);
    EXPECT_EQ(address->local_part(), local);
    EXPECT_EQ(address->domain_text(), domain);
    EXPECT_EQ(address->domain(), SmtpDomain::parse(domain).value());
  }
}

TEST(SmtpAddress, RefusesEverythingElse) {
  const std::string refused[] = {
      "",
      "@",
      "ada",
      "ada@",
      "@contoso.com",
      "ada@contoso.com.",
      "ada@.contoso.com",
      "ada@contoso..com",
      "ada@-contoso.com",
      "ada@contoso-.com",
      "ada@con_toso.com",
      "ada@contoso.com ",
      " ada@contoso.com",
      "ada@contoso.com\r\n",
      "a da@contoso.com",
      "a@da@contoso.com",
      ".ada@contoso.com",
      "ada.@contoso.com",
      "a..da@contoso.com",
      "\"a\"@contoso.com",
      "ada@[192.0.2.1]",
      "<ada@contoso.com>",
      "SMTP:ada@contoso.com",
      "ad\xc3\xa4@contoso.com",
      "ada@b\xc3\xbc"
      "cher.example",
      std::string("ada\0@contoso.com", 16),
      std::string("ada@contoso.com\0", 16),
  };
  for (const std::string& typed : refused) {
    ASSERT_FALSE(SmtpAddress::parse(typed)) << typed;
    EXPECT_EQ(SmtpAddress::parse(typed).error().kind(), ErrorKind::address_invalid) << typed;
  }
}

TEST(SmtpAddress, LengthsAtTheEdge) {
  const std::string local(64, 'x');
  EXPECT_EQ(SmtpAddress::parse(local + "@" + domain_of_bytes(255)).value().str().size(), 320U);
  EXPECT_FALSE(SmtpAddress::parse(local + "x@contoso.com"));
  EXPECT_TRUE(SmtpDomain::parse(domain_of_bytes(255)));
  EXPECT_FALSE(SmtpDomain::parse(domain_of_bytes(257)));
  EXPECT_FALSE(SmtpDomain::parse(domain_of_bytes(254) + "bb"));
  EXPECT_TRUE(SmtpDomain::parse(std::string(63, 'a')));
  EXPECT_FALSE(SmtpDomain::parse(std::string(64, 'a')));
}

TEST(SmtpAddress, EqualityIsExactAndHashesAgree) {
  const auto a = SmtpAddress::parse("Ada@contoso.com").value();
  const auto b = SmtpAddress::parse("ada@CONTOSO.com").value();
  const auto c = SmtpAddress::parse("ada@sub.contoso.com").value();
  EXPECT_EQ(a, b);
  EXPECT_EQ(std::hash<SmtpAddress>{}(a), std::hash<SmtpAddress>{}(b));
  EXPECT_NE(a, c);
  EXPECT_NE(a.domain(), c.domain());
}

}  // namespace
}  // namespace fb::model
