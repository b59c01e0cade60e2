// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Without a KDC: what is refused before it is asked. The rest is the business of
// tests/integration/kerberos_test.py.
#include "gateway/identity/negotiate_client.hpp"

#include <cstdlib>

#include "tests/support/run_coro.hpp"
#include "tests/unit/gateway/identity/identity_world.hpp"

namespace fb::identity {
namespace {

using model::ErrorKind;

class NegotiateClientTest : public testing::Test {
 protected:
  NegotiateClientTest() {
    const std::string configuration = folder_.write(
        "krb5.conf", "[libdefaults]\n default_realm = NORTH.EXAMPLE\n dns_lookup_kdc = false\n");
    setenv("KRB5_CONFIG", configuration.c_str(), 1);
  }
  model::Error refusal(const std::string& keytab, const std::string& principal) {
    const auto token =
        test::run_coro(io_, negotiate_token(pool_, keytab, principal, "HTTP/mail.north.example"));
    EXPECT_FALSE(token.has_value());
    return token ? model::Error() : token.error();
  }

  TemporaryDirectory folder_;
  boost::asio::io_context io_;
  async::OffloadPool pool_{1, 4};
};

TEST_F(NegotiateClientTest, AKeytabThatIsNotThereOrNone) {
  for (const std::string& keytab :
       {std::string("/nonexistent/own.keytab"), folder_.write("empty.keytab", ""),
        folder_.write("other.keytab", "this is no keytab")}) {
    const model::Error error = refusal(keytab, "freebusy@NORTH.EXAMPLE");
    EXPECT_EQ(error.kind(), ErrorKind::token_unavailable) << keytab;
    EXPECT_EQ(error.rule(), "negotiate.keytab") << keytab;
  }
}

TEST_F(NegotiateClientTest, APrincipalThatIsNone) {
  const model::Error error = refusal(folder_.write("a.keytab", ""), "free@busy@NORTH.EXAMPLE");
  EXPECT_EQ(error.kind(), ErrorKind::token_unavailable);
  EXPECT_EQ(error.rule(), "negotiate.principal");
}

TEST_F(NegotiateClientTest, AFullPoolIsBusy) {
  async::OffloadPool none(1, 0);
  const auto token = test::run_coro(
      io_, negotiate_token(none, "a.keytab", "freebusy@NORTH.EXAMPLE", "HTTP/mail.north.example"));
  ASSERT_FALSE(token.has_value());
  EXPECT_EQ(token.error().kind(), ErrorKind::server_busy);
}

}  // namespace
}  // namespace fb::identity
