// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What proves nothing, with a real keytab and without a KDC. Tickets that prove somebody are the
// business of tests/integration/kerberos_test.py.
#include "gateway/identity/gss_acceptor.hpp"

#include <krb5.h>

#include <cstdlib>
#include <stdexcept>

#include "tests/unit/gateway/identity/identity_world.hpp"

namespace fb::identity {
namespace {

using model::ErrorKind;

void require(krb5_error_code code) {
  if (code != 0) throw std::runtime_error("Kerberos: " + std::to_string(code));
}

// Keys of HTTP/gateway.example.
std::string write_keytab(const TemporaryDirectory& folder) {
  const std::string file = folder.write("http.keytab", "");
  std::filesystem::remove(file);
  krb5_context context = nullptr;
  require(krb5_init_context(&context));
  krb5_keytab keytab = nullptr;
  require(krb5_kt_resolve(context, ("WRFILE:" + file).c_str(), &keytab));
  krb5_keytab_entry entry{};
  require(krb5_parse_name(context, "HTTP/gateway.example@NORTH.EXAMPLE", &entry.principal));
  entry.vno = 1;
  require(krb5_c_make_random_key(context, ENCTYPE_AES256_CTS_HMAC_SHA1_96, &entry.key));
  require(krb5_kt_add_entry(context, keytab, &entry));
  require(krb5_free_keytab_entry_contents(context, &entry));
  require(krb5_kt_close(context, keytab));
  krb5_free_context(context);
  return file;
}

class GssAcceptorTest : public testing::Test {
 protected:
  GssAcceptorTest() {
    const std::string configuration = folder_.write(
        "krb5.conf", "[libdefaults]\n default_realm = NORTH.EXAMPLE\n dns_lookup_kdc = false\n");
    setenv("KRB5_CONFIG", configuration.c_str(), 1);
    keytab_ = write_keytab(folder_);
  }

  model::Error refusal(std::string_view token) { return refusal_of(keytab_, token); }
  static model::Error refusal_of(const std::string& keytab, std::string_view token) {
    std::string words;
    const auto accepted = make_gss_acceptor(keytab)->accept(token, words);
    EXPECT_FALSE(accepted.has_value());
    return accepted ? model::Error() : accepted.error();
  }

  TemporaryDirectory folder_;
  std::string keytab_;
};

TEST_F(GssAcceptorTest, WhatIsNoTicket) {
  // SPNEGO that offers NTLM alone, without a token of it.
  const std::string ntlm_only(
      "\x60\x1e\x06\x06\x2b\x06\x01\x05\x05\x02\xa0\x14\x30\x12\xa0\x10\x30\x0e\x06\x0a\x2b\x06\x01"
      "\x04\x01\x82\x37\x02\x02\x0a",
      30);
  // Kerberos' name in GSSAPI's frame, and nothing of a ticket.
  const std::string frame_only("\x60\x0d\x06\x09\x2a\x86\x48\x86\xf7\x12\x01\x02\x02\x01\x00", 15);
  for (const std::string& token :
       {std::string("x"), std::string("\x60"), std::string("\x60\x10"), std::string(60'000, 'x'),
        std::string("\x60\x84\xff\xff\xff\xff", 6), frame_only, ntlm_only}) {
    const model::Error error = refusal(token);
    EXPECT_EQ(error.kind(), ErrorKind::unauthenticated) << token.size();
    EXPECT_TRUE(error.rule() == "negotiate.ticket" || error.rule() == "negotiate.mechanism")
        << error.rule();
    EXPECT_FALSE(error.detail().empty());
  }
}

TEST_F(GssAcceptorTest, WithoutKeysNobodyIsToldThatHisTicketIsWrong) {
  for (const std::string& keytab :
       {std::string("/nonexistent/http.keytab"), folder_.write("empty.keytab", ""),
        folder_.write("other.keytab", "this is no keytab")}) {
    const model::Error error = refusal_of(keytab, "x");
    EXPECT_EQ(error.kind(), ErrorKind::server_busy) << keytab;
    EXPECT_EQ(error.rule(), "negotiate.keytab") << keytab;
    EXPECT_NE(error.detail(), "the keytab cannot be used: ") << keytab;
  }
}

TEST_F(GssAcceptorTest, AKeytabThatComesLaterCounts) {
  const auto acceptor = make_gss_acceptor(keytab_ + ".late");
  std::string words;
  EXPECT_EQ(acceptor->accept("x", words).error().rule(), "negotiate.keytab");
  std::filesystem::copy_file(keytab_, keytab_ + ".late");
  EXPECT_EQ(acceptor->accept("x", words).error().rule(), "negotiate.ticket");
}

}  // namespace
}  // namespace fb::identity
