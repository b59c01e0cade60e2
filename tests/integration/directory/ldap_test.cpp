// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The LDAP reader and a real OpenLDAP server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <csignal>

#include "gateway/directory/ldap_cursor.hpp"
#include "gateway/directory/ldap_reader.hpp"
#include "tests/integration/directory/slapd_world.hpp"
#include "tests/support/run_coro.hpp"
#include "tests/unit/gateway/directory/directory_sample.hpp"

namespace fb::directory {
namespace {

using registry::Outcome;
using registry::RefusedKind;
using test::contact_ldif;
using test::kPassword;
using test::SlapdWorld;
using ::testing::AnyOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

std::string staff_ldif() {
  return "dn: cn=peggy,dc=contoso,dc=example\nobjectClass: inetOrgPerson\n"
         "objectClass: exchangeRecipient\ncn: peggy\nsn: x\nmail: peggy@contoso.example\n"
         "proxyAddresses: SMTP:peggy@contoso.example\nproxyAddresses: smtp:p@contoso.example\n"
         "proxyAddresses: x500:/o=Contoso/cn=peggy\nmsExchRecipientTypeDetails: 1\n"
         "modifyTimestamp: 20310101000000Z\n\n"
         "dn: cn=grace,dc=contoso,dc=example\nobjectClass: inetOrgPerson\n"
         "objectClass: exchangeRecipient\ncn: grace\nsn: x\nmail: grace@contoso.example\n"
         "targetAddress: SMTP:grace@contoso.mail.example\nmsExchRecipientTypeDetails: 2147483648\n"
         "modifyTimestamp: 20310101000000Z\n\n"
         "dn: cn=nobody,dc=contoso,dc=example\nobjectClass: inetOrgPerson\ncn: nobody\nsn: x\n\n"
         "dn: cn=staff,dc=contoso,dc=example\nobjectClass: groupOfNames\n"
         "objectClass: exchangeRecipient\ncn: staff\nmail: staff@contoso.example\n"
         "member: cn=Peggy,dc=Contoso,dc=Example\nmember: cn=hidden,dc=contoso,dc=example\n"
         "member: cn=nobody,dc=contoso,dc=example\nmodifyTimestamp: 20310101000000Z\n\n" +
         contact_ldif("ada", "20310101000000Z", "displayName: Ada Lovelace\n") +
         contact_ldif("hidden", "20310101000500Z", "msExchHideFromAddressLists: TRUE\n");
}

class LdapTest : public ::testing::Test {
 protected:
  // As the gateway does when it starts: libldap writes to connections that the server has closed.
  static void SetUpTestSuite() { std::signal(SIGPIPE, SIG_IGN); }

  Outcome<Reading> read(config::DirectorySource source, std::string cursor = {}) {
    config::Tenant tenant = sample_tenant();
    tenant.directory_sources.push_back(std::move(source));
    config::Federation federation;
    federation.tenants.push_back(std::move(tenant));
    ReadRequest request;
    request.snapshot = test::snapshot_of(std::move(federation));
    request.tenant = &request.snapshot->federation().tenants.front();
    request.source = &request.tenant->directory_sources.front();
    request.full = cursor.empty();
    request.cursor = std::move(cursor);
    const LdapLimits limits{std::chrono::seconds(5), std::chrono::seconds(10)};
    LdapReader reader(pool, limits);
    return test::run_coro(io, reader.read(std::move(request)));
  }

  void expect_refused(const Outcome<Reading>& reading, RefusedKind kind, std::string_view words) {
    ASSERT_FALSE(reading.has_value());
    EXPECT_EQ(reading.error().kind, kind) << reading.error().sentence;
    EXPECT_THAT(reading.error().sentence, HasSubstr(std::string(words)));
    EXPECT_THAT(reading.error().sentence, Not(HasSubstr(std::string(kPassword))));
  }

  boost::asio::io_context io{1};
  async::OffloadPool pool{1, 4};  // goes before the context
};

TEST_F(LdapTest, ReadsAnOrganisationPageByPage) {
  SlapdWorld slapd;
  slapd.add(staff_ldif());
  slapd.start();
  for (const std::string_view scheme : {"ldap", "ldaps"}) {
    SCOPED_TRACE(scheme);
    config::DirectorySource source = slapd.source();
    source.url = slapd.url(scheme, "127.0.0.1");
    const auto reading = read(source);
    ASSERT_TRUE(reading.has_value()) << reading.error().sentence;
    EXPECT_TRUE(reading->full);
    EXPECT_THAT(
        told(*reading),
        UnorderedElementsAre(
            "mailbox peggy@contoso.example in onprem (p@contoso.example)",
            "mailbox grace@contoso.example in cloud (grace@contoso.mail.example)",
            "contact Ada Lovelace ada@other.example", "contact hidden hidden@other.example hidden",
            "group staff@contoso.example of hidden@other.example peggy@contoso.example"));
    EXPECT_EQ(reading->cursor, "ldap1|modifyTimestamp|20310101000500Z|0|");
    for (const auto& each : reading->recipients) EXPECT_EQ(each.origin_id.size(), 36u);
  }
}

TEST_F(LdapTest, ReadsMoreThanTheServersLimitOfOneSearch) {
  SlapdWorld slapd;
  std::string ldif;
  for (int i = 0; i < 25; ++i) ldif += contact_ldif("c" + std::to_string(i), "20310101000000Z");
  slapd.add(ldif);
  slapd.start();
  const auto reading = read(slapd.source());
  ASSERT_TRUE(reading.has_value()) << reading.error().sentence;
  EXPECT_THAT(reading->recipients, SizeIs(25));

  config::DirectorySource limited = slapd.source();
  limited.bind_dn = test::kLimited;
  expect_refused(read(limited), RefusedKind::mistake, "raise its limit");
}

TEST_F(LdapTest, ReadsWhatChangedSince) {
  SlapdWorld slapd;
  slapd.add(contact_ldif("ada", "20310101000000Z") + contact_ldif("bob", "20310101000001Z"));
  slapd.start();
  const auto first = read(slapd.source());
  ASSERT_TRUE(first.has_value()) << first.error().sentence;
  EXPECT_THAT(first->recipients, SizeIs(2));
  slapd.stop();
  slapd.add(contact_ldif("carl", "20310101000002Z"));
  slapd.start();
  const auto second = read(slapd.source(), first->cursor);
  ASSERT_TRUE(second.has_value()) << second.error().sentence;
  EXPECT_FALSE(second->full);
  EXPECT_THAT(told(*second), UnorderedElementsAre("contact bob bob@other.example",
                                                  "contact carl carl@other.example"));
  EXPECT_EQ(second->cursor, "ldap1|modifyTimestamp|20310101000002Z|1|");
}

TEST_F(LdapTest, AFilterOfTheOperatorCounts) {
  SlapdWorld slapd;
  slapd.add(contact_ldif("ada", "20310101000000Z") + contact_ldif("bob", "20310101000001Z"));
  slapd.start();
  config::DirectorySource source = slapd.source();
  source.filter = "(cn=b*)";
  const auto reading = read(source);
  ASSERT_TRUE(reading.has_value()) << reading.error().sentence;
  EXPECT_THAT(told(*reading), ElementsAre("contact bob bob@other.example"));
  source.filter = "(cn=b";
  expect_refused(read(source), RefusedKind::mistake, "search");
}

TEST_F(LdapTest, RefusesWhatIsNotRight) {
  SlapdWorld slapd;
  slapd.add(staff_ldif());
  slapd.start();
  struct Row {
    std::string_view name;
    std::function<void(config::DirectorySource&)> change;
    RefusedKind kind;
    std::string_view words;
  };
  const test::TestPki stranger;
  const Row rows[] = {
      {"wrong password", [](auto& s) { s.password = config::Secret("wrong"); },
       RefusedKind::mistake, "check bind_dn and password_file"},
      {"empty password", [](auto& s) { s.password = config::Secret(); }, RefusedKind::mistake,
       "is empty"},
      {"unknown account", [](auto& s) { s.bind_dn = "cn=who,dc=contoso,dc=example"; },
       RefusedKind::mistake, "check bind_dn"},
      {"base that is not there", [](auto& s) { s.base = "dc=no,dc=contoso,dc=example"; },
       RefusedKind::mistake, "check base"},
      {"base of another server", [](auto& s) { s.base = "dc=elsewhere,dc=example"; },
       RefusedKind::mistake, "referrals are not followed"},
      {"certificate of a stranger", [&](auto& s) { s.ca_file = stranger.ca_file(); },
       RefusedKind::mistake, "StartTLS"},
      {"certificate of another name", [&](auto& s) { s.url = slapd.url("ldap", "localhost"); },
       RefusedKind::mistake, "StartTLS"},
      {"authorities that are not there", [](auto& s) { s.ca_file = "/nonexistent/ca.pem"; },
       RefusedKind::mistake, "check ca_file"},
      {"ldaps with the certificate of a stranger",
       [&](auto& s) {
         s.url = slapd.url("ldaps", "127.0.0.1");
         s.ca_file = stranger.ca_file();
       },
       RefusedKind::busy, "ca_file"},
      {"counting that the server does not do", [](auto& s) { s.change_attribute = "uSNChanged"; },
       RefusedKind::mistake, "change_attribute"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    config::DirectorySource source = slapd.source();
    row.change(source);
    expect_refused(read(source), row.kind, row.words);
  }
  EXPECT_TRUE(read(slapd.source()).has_value());
}

TEST_F(LdapTest, SaysNothingWithoutTls) {
  SlapdWorld slapd(SlapdWorld::Tls::not_offered);
  slapd.start();
  expect_refused(read(slapd.source()), RefusedKind::mistake, "StartTLS");
}

TEST_F(LdapTest, AServerThatIsNotThereMayComeBack) {
  SlapdWorld slapd;
  expect_refused(read(slapd.source()), RefusedKind::busy, "Can't contact LDAP server");
  slapd.start();
  EXPECT_TRUE(read(slapd.source()).has_value());
}

TEST_F(LdapTest, AServerThatNeverAnswersIsGivenUp) {
  namespace asio = boost::asio;
  // Connections are taken by the machine, and nobody ever reads.
  asio::ip::tcp::acceptor silent(io, {asio::ip::address_v4::loopback(), 0});
  const test::TestPki pki;
  for (const std::string scheme : {"ldap", "ldaps"}) {
    SCOPED_TRACE(scheme);
    config::DirectorySource source = sample_source();
    source.url = scheme + "://127.0.0.1:" + std::to_string(silent.local_endpoint().port());
    source.ca_file = pki.ca_file();
    const LdapLimits limits{std::chrono::seconds(1), std::chrono::seconds(1)};
    const auto begin = std::chrono::steady_clock::now();
    const auto server = connect_ldap(source, limits);
    ASSERT_FALSE(server.has_value());
    EXPECT_EQ(server.error().kind, RefusedKind::busy) << server.error().sentence;
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
  }
}

TEST_F(LdapTest, AServerThatDiesBetweenPagesEndsTheReading) {
  SlapdWorld slapd;
  slapd.add(staff_ldif());
  slapd.start();
  auto server = connect_ldap(slapd.source());
  ASSERT_TRUE(server.has_value()) << server.error().sentence;
  LdapQuery query;
  query.base = "dc=contoso,dc=example";
  query.filter = "(objectClass=*)";
  query.attributes = {"cn"};
  query.page_size = 2;
  const auto first = (*server)->search(query, {});
  ASSERT_TRUE(first.has_value()) << first.error().sentence;
  EXPECT_THAT(first->entries, SizeIs(2));
  ASSERT_NE(first->cookie, "");
  const auto second = (*server)->search(query, first->cookie);
  ASSERT_TRUE(second.has_value());
  slapd.kill_at_once();
  const auto third = (*server)->search(query, second->cookie);
  ASSERT_FALSE(third.has_value());
  EXPECT_EQ(third.error().kind, RefusedKind::busy);
}

}  // namespace
}  // namespace fb::directory
