// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/wire/idna.hpp"

#include <gtest/gtest.h>

namespace fb::wire {
namespace {

struct Taken {
  std::string typed;
  std::string address;
};

TEST(ReadSmtpAddress, WhatIsTaken) {
  const std::string longest_label(63, 'a');
  const Taken cases[] = {
      {"ada@contoso.com", "ada@contoso.com"},
      {"Ada.Lovelace@CONTOSO.com", "ada.lovelace@contoso.com"},
      {"SMTP:ada@contoso.com", "ada@contoso.com"},
      {"smtp:ada@contoso.com", "ada@contoso.com"},
      {"sMtP:ADA@contoso.com", "ada@contoso.com"},
      {"o'hara+box@contoso.com", "o'hara+box@contoso.com"},
      {"ada@bücher.example", "ada@xn--bcher-kva.example"},
      {"ada@BÜCHER.example", "ada@xn--bcher-kva.example"},
      {"SMTP:ada@bücher.example", "ada@xn--bcher-kva.example"},
      {"ada@xn--bcher-kva.example", "ada@xn--bcher-kva.example"},
      {"ada@XN--BCHER-KVA.example", "ada@xn--bcher-kva.example"},
      {"ada@bu\xCC\x88"
       "cher.example",
       "ada@xn--bcher-kva.example"},
      {"ada@straße.example", "ada@xn--strae-oqa.example"},
      {"ada@例え.テスト", "ada@xn--r8jz45g.xn--zckzah"},
      {"ada@пример.рф", "ada@xn--e1afmkfd.xn--p1ai"},
      {"ada@" + longest_label + ".com", "ada@" + longest_label + ".com"},
  };
  for (const Taken& c : cases) {
    const auto address = read_smtp_address(c.typed);
    ASSERT_TRUE(address) << c.typed;
    EXPECT_EQ(address->str(), c.address) << c.typed;
  }
}

TEST(ReadSmtpAddress, AHomographIsAnotherDomain) {
  const std::string homographs[] = {
      "ada@c\xD0\xBEntoso.com",  // Cyrillic o
      "ada@contos\xCE\xBF.com",  // Greek omicron
      "ada@\xD1\x81ontoso.com",  // Cyrillic es
      "ada@cont\xC3\xB6so.com",
  };
  for (const std::string& typed : homographs) {
    const auto address = read_smtp_address(typed);
    ASSERT_TRUE(address) << typed;
    EXPECT_NE(address->domain_text(), "contoso.com") << typed;
    EXPECT_EQ(address->domain_text().substr(0, 4), "xn--") << typed;
  }
}

// Each of these is close to an address that would be taken.
TEST(ReadSmtpAddress, WhatIsRefused) {
  const std::string too_long_label(64, 'a');
  const std::string refused[] = {
      "",
      "SMTP:",
      "ada",
      "@contoso.com",
      "ada@",
      "SMTP:SMTP:ada@contoso.com",
      "SIP:ada@contoso.com",
      "EX:/o=contoso/cn=ada",
      " ada@contoso.com",
      "ada@contoso.com ",
      "ada@contoso.com\n",
      "ada @contoso.com",
      "ada@contoso.com.",
      "ada@contoso..com",
      "ada@.contoso.com",
      "ada@bücher.example.",
      "ada@-contoso.com",
      "ada@contoso-.com",
      "ada@con_toso.com",
      "ada@[192.0.2.1]",
      "Ada <ada@contoso.com>",
      "<ada@contoso.com>",
      "\"ada\"@contoso.com",
      "\"ada@contoso.com\"",
      "ada(comment)@contoso.com",
      "ada@contoso.com(comment)",
      "@relay.example:ada@contoso.com",
      "ada@contoso.com,bob@contoso.com",
      "ada@contoso.com;",
      "ada@fabrikam.com@contoso.com",
      "ada%fabrikam.com@@contoso.com",
      ".ada@contoso.com",
      "ada.@contoso.com",
      "a..da@contoso.com",
      "adä@contoso.com",
      "\xD0\xB0"
      "da@contoso.com",
      "ada@b\xFC"
      "cher.example",                 // Latin-1, not UTF-8
      "ada@b\xC3",                    // a cut character
      "ada@b\xED\xA0\x80.example",    // half of a surrogate pair
      "ada@con\xC2\xADtoso.com",      // a soft hyphen
      "ada@con\xE2\x80\x8Btoso.com",  // a zero-width space
      "ada@con\xE2\x80\x8Dtoso.com",  // a zero-width joiner
      "ada@\xEF\xBD\x83ontoso.com",   // a full-width letter
      "ada@contoso\xE3\x80\x82"
      "com",  // an ideographic full stop
      "ada\xEF\xBC\xA0"
      "contoso.com",                  // a full-width at sign
      "ada@\xE2\x80\xAEmoc.osotnoc",  // right-to-left override
      "ada@ab\xD7\x90.example",       // Latin and Hebrew in one label
      "ada@bücher\xC2\xA0.example",   // a no-break space
      "ada@bücher_.example",
      "ada@" + too_long_label + ".com",
      "ada@ü" + std::string(60, 'a') + ".com",
  };
  for (const std::string& typed : refused) {
    const auto address = read_smtp_address(typed);
    ASSERT_FALSE(address) << typed << " became " << address->str();
    EXPECT_EQ(address.error().kind(), model::ErrorKind::address_invalid) << typed;
  }
}

std::string domain_of_bytes(std::size_t bytes) {
  std::string domain;
  while (domain.size() + 64 <= bytes) domain += std::string(63, 'a') + ".";
  domain += std::string(bytes - domain.size(), 'b');
  return domain;
}

TEST(ReadSmtpAddress, Lengths) {
  const std::string local(64, 'x');
  EXPECT_TRUE(read_smtp_address(local + "@" + domain_of_bytes(255)));
  EXPECT_FALSE(read_smtp_address(local + "@" + domain_of_bytes(257)));
  EXPECT_FALSE(read_smtp_address(local + "x@" + domain_of_bytes(20)));
  std::string many_labels;
  for (int i = 0; i < 100'000; ++i) many_labels += "ü.";
  EXPECT_FALSE(read_smtp_address("ada@" + many_labels + "example"));
}

}  // namespace
}  // namespace fb::wire
