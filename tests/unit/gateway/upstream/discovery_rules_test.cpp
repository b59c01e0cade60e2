// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/upstream/discovery_rules.hpp"

#include <gtest/gtest.h>

#include "tests/support/federations.hpp"

namespace fb::upstream {
namespace {

AllowedHosts only(std::string_view host) {
  AllowedHosts hosts;
  hosts.add(host);
  return hosts;
}

config::AddressSpace space_to_china() { return test::contoso_tenant().address_spaces.front(); }

TEST(AllowedHosts, AreWholeNamesWithoutRegardToCase) {
  const AllowedHosts hosts = only("Mail.Contoso.example");
  EXPECT_TRUE(hosts.allows("mail.contoso.example"));
  EXPECT_TRUE(hosts.allows("MAIL.contoso.EXAMPLE"));
  for (const char* other : {"", "contoso.example", "x.mail.contoso.example",
                            "mail.contoso.example.evil.example", "mail.contoso.example."}) {
    EXPECT_FALSE(hosts.allows(other)) << other;
  }
  EXPECT_FALSE(only("").allows(""));
}

TEST(HostsFor, AreTheDomainTheListAndThePartnersCloud) {
  config::AddressSpace space = space_to_china();
  space.target_autodiscover_epr = "https://hybrid.contoso-cn.example:444/autodiscover/x.svc";
  config::Partner partner = test::partner_of(test::contoso_china_tenant());
  partner.autodiscover_hosts = {"gateway.contoso-cn.example"};
  config::Partner other = test::partner_of(test::fabrikam_tenant());
  other.autodiscover_hosts = {"gateway.fabrikam-gov.example"};
  const auto snapshot = test::snapshot_of({{}, {other, partner}});
  const AllowedHosts hosts = hosts_for(target_of(space), *snapshot);
  for (const char* host :
       {"contoso-cn.example", "autodiscover.contoso-cn.example", "hybrid.contoso-cn.example",
        "gateway.contoso-cn.example", "partner.outlook.cn", "autodiscover-s.partner.outlook.cn"}) {
    EXPECT_TRUE(hosts.allows(host)) << host;
  }
  for (const char* host : {"gateway.fabrikam-gov.example", "outlook.office365.com",
                           "login.partner.microsoftonline.cn", "www.contoso-cn.example"}) {
    EXPECT_FALSE(hosts.allows(host)) << host;
  }
}

TEST(HostsFor, OfATenantThatIsGoneAreThoseOfTheDomainAlone) {
  const AllowedHosts hosts = hosts_for(target_of(space_to_china()), *test::snapshot_of({}));
  EXPECT_TRUE(hosts.allows("contoso-cn.example"));
  EXPECT_FALSE(hosts.allows("partner.outlook.cn"));
}

TEST(ConfiguredPlace, KeepsThePathOfItsDialect) {
  struct Row {
    const char* url;
    const char* soap;
    const char* pox;
  };
  const char* const svc = "/autodiscover/autodiscover.svc";
  const char* const xml = "/autodiscover/autodiscover.xml";
  for (const Row& row :
       {Row{"https://a.example", svc, xml}, Row{"https://a.example/", svc, xml},
        Row{"https://a.example/Autodiscover/Autodiscover.XML", svc,
            "/Autodiscover/Autodiscover.XML"},
        Row{"https://a.example/x/autodiscover.svc", "/x/autodiscover.svc", xml},
        Row{"https://a.example/autodiscover/autodiscover.svc/WSSecurity", svc, xml},
        Row{"https://a.example/other", "/other", xml}}) {
    const auto place = configured_place(row.url);
    ASSERT_TRUE(place) << row.url;
    EXPECT_EQ(place->origin, "https://a.example");
    EXPECT_EQ(place->soap_target, row.soap) << row.url;
    EXPECT_EQ(place->pox_target, row.pox) << row.url;
  }
  EXPECT_EQ(configured_place("https://a.example:8443/x.svc")->origin, "https://a.example:8443");
  EXPECT_FALSE(configured_place("http://a.example/x.svc"));
  EXPECT_FALSE(configured_place(""));
}

TEST(RedirectPlace, IsAtAnAllowedHostAndAPathOfAutodiscover) {
  const AllowedHosts hosts = only("a.example");
  const auto place =
      redirect_place("https://A.example:444/autodiscover/x/Autodiscover.xml?q", hosts);
  ASSERT_TRUE(place) << place.error().detail();
  EXPECT_EQ(place->host, "a.example");
  EXPECT_EQ(place->origin, "https://a.example:444");
  EXPECT_EQ(place->pox_target, "/autodiscover/x/Autodiscover.xml");
  EXPECT_EQ(place->soap_target, "/autodiscover/autodiscover.svc");
  for (const char* good : {"/autodiscover/autodiscover.svc", "/autodiscover/autodiscover.json",
                           "/AutoDiscover/autodiscover.json/v1.0/a@b?Protocol=EWS"}) {
    EXPECT_TRUE(redirect_place(std::string("https://a.example") + good, hosts)) << good;
  }
  const std::string deep = "/autodiscover" + [] {
    std::string folders;
    for (int i = 0; i < 16; ++i) folders += "/x";
    return folders;
  }() + "/autodiscover.xml";
  for (const std::string& bad : {std::string(""), std::string("/"), std::string("/autodiscover"),
                                 std::string("/autodiscover/"), std::string("/autodiscover.xml"),
                                 std::string("/x/autodiscover/autodiscover.xml"),
                                 std::string("/autodiscover/autodiscover.xml/x"),
                                 std::string("/autodiscover//autodiscover.xml"),
                                 std::string("/autodiscover/./autodiscover.xml"),
                                 std::string("/autodiscover/../autodiscover.xml"),
                                 std::string("/autodiscover/autodiscover.jsonx"),
                                 std::string("/autodiscoverx/autodiscover.xml"), deep}) {
    EXPECT_FALSE(redirect_place("https://a.example" + bad, hosts)) << bad;
  }
}

// The words go into logs: of a peer's URL they repeat the host, once it is known to be one.
TEST(RedirectPlace, SaysWhatIsWrongWithoutThePeersOwnText) {
  const AllowedHosts hosts = only("a.example");
  EXPECT_EQ(redirect_place("https://b.example/secret?token=x", hosts).error().detail(),
            "the host b.example is not among those that Autodiscover may lead to");
  EXPECT_EQ(redirect_place("https://a.example/secret", hosts).error().detail(),
            "it leads to a path of a.example that is not Autodiscover's");
  EXPECT_EQ(redirect_place("https://b example/\n", hosts).error().detail(),
            "it leads to what is no https URL");
  EXPECT_EQ(redirect_place("HTTP://a.example/", hosts).error().detail(),
            "it leads to a place without TLS");
}

TEST(CheckEndpoint, TakesHttpsAtAnAllowedHost) {
  const AllowedHosts hosts = only("a.example");
  EXPECT_TRUE(check_endpoint("https://a.example/EWS/Exchange.asmx", hosts));
  EXPECT_TRUE(check_endpoint("https://a.example:8443/anything", hosts));
  for (const char* bad : {"", "http://a.example/EWS", "https://b.example/EWS",
                          "https://u@a.example/", "//a.example/EWS", "https://127.0.0.1/EWS"}) {
    EXPECT_FALSE(check_endpoint(bad, hosts)) << bad;
  }
}

TEST(IsRedirect, AreTheFourThatClientsTake) {
  for (const unsigned status : {301u, 302u, 303u, 307u}) EXPECT_TRUE(is_redirect(status));
  for (const unsigned status : {200u, 300u, 304u, 305u, 308u, 401u})
    EXPECT_FALSE(is_redirect(status));
}

}  // namespace
}  // namespace fb::upstream
