// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/saml_rules.hpp"

#include <gtest/gtest.h>

#include <span>

#include <functional>

#include "tests/support/federations.hpp"

namespace fb::identity {
namespace {

using namespace std::chrono_literals;

const model::UtcTime kNow = std::chrono::sys_days(std::chrono::year(2026) / 1 / 5);
constexpr std::string_view kIssuer = "urn:federation:MicrosoftOnline";
constexpr std::string_view kAudience = "FYDIBOHF25SPDLT.contoso.example";

// Contoso and Contoso China at home, Fabrikam as a partner.
struct World {
  config::Federation federation{{test::contoso_tenant(), test::contoso_china_tenant()},
                                {test::partner_of(test::fabrikam_tenant())}};
  wstrust::Assertion assertion;
  wstrust::SecurityHeader header;
  std::vector<model::TenantKey> tenants{test::contoso()};
  SamlTime time{kNow, 300s};
  bool for_autodiscover = false;
  std::vector<std::string> urls{"https://gateway.example/ews/exchange.asmx/wssecurity",
                                "https://mail.example/ews/exchange.asmx/wssecurity"};

  World() {
    config::FederationTrust trust;
    trust.application_uri = kAudience;
    trust.token_issuers.resize(2);
    trust.token_issuers[0].uri = "urn:first";
    trust.token_issuers[1].uri = kIssuer;
    federation.tenants[0].federation_trust = trust;
    federation.partners[0].domains = {test::domain("partner.example")};
    federation.partners[0].token_issuers = {std::string(kIssuer)};
    assertion.id = "_a";
    assertion.issuer = kIssuer;
    assertion.not_before = kNow - 1min;
    assertion.not_on_or_after = kNow + 1h;
    assertion.audiences = {{std::string(kAudience)}};
    assertion.attributes = {{trust.claims.email, {"victor@partner.example"}},
                            {trust.claims.action, {trust.claims.free_busy_offer}}};
    header.action =
        "http://schemas.microsoft.com/exchange/services/2006/messages/GetUserAvailability";
    header.to = "https://gateway.example/EWS/Exchange.asmx/WSSecurity";
    header.timestamp = {"_t", kNow, kNow + 5min};
    header.token.id = "_token";
    header.operation = "GetUserAvailabilityRequest";
    header.operation_namespace = "http://schemas.microsoft.com/exchange/services/2006/messages";
  }
  std::string trust_rule() const {
    const auto found = find_trust(assertion, federation, tenants);
    return found ? "found" : found.error().rule();
  }
  std::string message_rule() const {
    const auto good = check_message(header, urls, for_autodiscover, time);
    return good ? "good" : good.error().rule();
  }
  std::string judged() const {
    const SamlTrust trust{&federation.tenants[0],
                          &federation.tenants[0].federation_trust->token_issuers[1]};
    const auto caller = judge_assertion(assertion, trust, federation, for_autodiscover, time);
    return caller ? caller->tenant.str() : caller.error().rule();
  }
};

struct Row {
  const char* title;
  std::function<void(World&)> change;
  std::string expected;
};

TEST(SamlRules, TheAddressedTenantIsTheOneWhoseKeyOpenedTheToken) {
  const Row rows[] = {
      {"as it should be", [](World&) {}, "found"},
      {"no restriction", [](World& w) { w.assertion.audiences.clear(); }, "saml.audience"},
      {"an empty restriction", [](World& w) { w.assertion.audiences = {{}}; }, "saml.audience"},
      {"another audience", [](World& w) { w.assertion.audiences = {{"outlook.com"}}; },
       "saml.audience"},
      {"in another case",
       [](World& w) { w.assertion.audiences = {{"fydibohf25spdlt.contoso.example"}}; },
       "saml.audience"},
      {"one of several", [](World& w) { w.assertion.audiences[0].push_back("outlook.com"); },
       "found"},
      {"two restrictions, one of them for somebody else",
       [](World& w) { w.assertion.audiences.push_back({"outlook.com"}); }, "saml.audience"},
      {"an audience that is empty, as the application of a tenant without one",
       [](World& w) {
         w.assertion.audiences = {{""}};
         w.federation.tenants[0].federation_trust->application_uri.clear();
       },
       "saml.audience"},
      {"the key of another tenant", [](World& w) { w.tenants = {test::contoso_china()}; },
       "saml.audience"},
      {"a key that two tenants share",
       [](World& w) {
         w.tenants = {test::contoso_china(), test::contoso()};
       },
       "found"},
      {"an issuer of nobody", [](World& w) { w.assertion.issuer = "urn:other"; }, "saml.issuer"},
      {"an issuer in another case",
       [](World& w) { w.assertion.issuer = "urn:federation:microsoftonline"; }, "saml.issuer"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.title);
    World world;
    row.change(world);
    EXPECT_EQ(world.trust_rule(), row.expected);
  }
}

void expect_message_rules(std::span<const Row> rows) {
  for (const Row& row : rows) {
    SCOPED_TRACE(row.title);
    World world;
    row.change(world);
    EXPECT_EQ(world.message_rule(), row.expected);
  }
}

void expect_judged(std::span<const Row> rows) {
  for (const Row& row : rows) {
    SCOPED_TRACE(row.title);
    World world;
    row.change(world);
    EXPECT_EQ(world.judged(), row.expected);
  }
}

TEST(SamlRules, AMessageIsForThisPlace) {
  const Row rows[] = {
      {"as it should be", [](World&) {}, "good"},
      {"the default port",
       [](World& w) { w.header.to = "https://gateway.example:443/ews/exchange.asmx/WSSecurity"; },
       "good"},
      {"another host",
       [](World& w) { w.header.to = "https://other.example/EWS/Exchange.asmx/WSSecurity"; },
       "saml.to"},
      {"another port",
       [](World& w) { w.header.to = "https://gateway.example:444/EWS/Exchange.asmx/WSSecurity"; },
       "saml.to"},
      {"a host inside the credentials of another",
       [](World& w) {
         w.header.to = "https://gateway.example@other.example/EWS/Exchange.asmx/WSSecurity";
       },
       "saml.to"},
      {"another path",
       [](World& w) {
         w.header.to = "https://gateway.example/autodiscover/autodiscover.svc/WSSecurity";
       },
       "saml.to"},
      {"another form",
       [](World& w) {
         w.header.to = "https://gateway.example/EWS/Exchange.asmx/WSSecurity/SymmetricKey";
       },
       "saml.to"},
      {"not over TLS",
       [](World& w) { w.header.to = "http://gateway.example/EWS/Exchange.asmx/WSSecurity"; },
       "saml.to"},
      {"we do not know where we are", [](World& w) { w.urls.clear(); }, "saml.to"},
      {"another name of ours",
       [](World& w) { w.header.to = "https://MAIL.example:443/EWS/Exchange.asmx/WSSecurity"; },
       "good"},
      {"a name that is none of ours",
       [](World& w) { w.header.to = "https://mail.example.evil/EWS/Exchange.asmx/WSSecurity"; },
       "saml.to"},
  };
  expect_message_rules(rows);
}

TEST(SamlRules, AMessageIsForWhatItsBodyAsksAndForThisTime) {
  const Row rows[] = {
      {"another action", [](World& w) { w.header.action += "s"; }, "saml.action"},
      {"an action of another body", [](World& w) { w.header.operation = "GetServerTimeZones"; },
       "saml.action"},
      {"the other operation",
       [](World& w) {
         w.header.operation = "GetServerTimeZones";
         w.header.action =
             "http://schemas.microsoft.com/exchange/services/2006/messages/GetServerTimeZones";
       },
       "good"},
      {"no body", [](World& w) { w.header.operation_namespace.clear(); }, "saml.action"},
      {"a body of Autodiscover",
       [](World& w) {
         w.header.operation = "GetUserSettingsRequestMessage";
         w.header.operation_namespace = "http://schemas.microsoft.com/exchange/2010/Autodiscover";
         w.header.action =
             "http://schemas.microsoft.com/exchange/2010/Autodiscover/Autodiscover/GetUserSettings";
       },
       "saml.action"},
      {"the same where it belongs",
       [](World& w) {
         w.for_autodiscover = true;
         w.header.operation = "GetUserSettingsRequestMessage";
         w.header.operation_namespace = "http://schemas.microsoft.com/exchange/2010/Autodiscover";
         w.header.action =
             "http://schemas.microsoft.com/exchange/2010/Autodiscover/Autodiscover/GetUserSettings";
       },
       "good"},
      {"ends as it begins", [](World& w) { w.header.timestamp.expires = kNow; }, "saml.timestamp"},
      {"good for a second too long", [](World& w) { w.header.timestamp.expires += 1s; },
       "saml.timestamp"},
      {"made as far ahead as clocks may differ",
       [](World& w) {
         w.header.timestamp = {"_t", kNow + 300s, kNow + 301s};
       },
       "good"},
      {"made a second further ahead",
       [](World& w) {
         w.header.timestamp = {"_t", kNow + 301s, kNow + 302s};
       },
       "saml.timestamp"},
      {"ended as long ago as clocks may differ",
       [](World& w) {
         w.header.timestamp = {"_t", kNow - 302s, kNow - 299s};
       },
       "good"},
      {"ended a second earlier",
       [](World& w) {
         w.header.timestamp = {"_t", kNow - 302s, kNow - 300s};
       },
       "saml.timestamp"},
  };
  expect_message_rules(rows);
}

TEST(SamlRules, AnAssertionIsForThisTimeAndForWhatIsAsked) {
  const std::string partner = test::fabrikam().str();
  const Row rows[] = {
      {"as it should be", [](World&) {}, partner},
      {"good from the second that clocks may differ by",
       [](World& w) { w.assertion.not_before = kNow + 300s; }, partner},
      {"good a second later", [](World& w) { w.assertion.not_before = kNow + 301s; },
       "saml.not_before"},
      {"ended before it began",
       [](World& w) { w.assertion.not_on_or_after = w.assertion.not_before; }, "saml.lifetime"},
      {"ended within what clocks may differ by",
       [](World& w) {
         w.assertion.not_before = kNow - 1h;
         w.assertion.not_on_or_after = kNow - 299s;
       },
       partner},
      {"ended",
       [](World& w) {
         w.assertion.not_before = kNow - 1h;
         w.assertion.not_on_or_after = kNow - 300s;
       },
       "saml.expired"},
      {"good for exactly a day",
       [](World& w) { w.assertion.not_on_or_after = w.assertion.not_before + 24h; }, partner},
      {"good for a second more than a day",
       [](World& w) { w.assertion.not_on_or_after = w.assertion.not_before + 24h + 1s; },
       "saml.lifetime"},
      {"another offer",
       [](World& w) { w.assertion.attributes[1].values = {"MSExchange.Autodiscover"}; },
       "saml.offer"},
      {"that offer where it belongs",
       [](World& w) {
         w.assertion.attributes[1].values = {"MSExchange.Autodiscover"};
         w.for_autodiscover = true;
       },
       partner},
      {"the offer of free/busy at Autodiscover", [](World& w) { w.for_autodiscover = true; },
       "saml.offer"},
      {"no offer", [](World& w) { w.assertion.attributes.pop_back(); }, "saml.offer"},
      {"two attributes with offers",
       [](World& w) { w.assertion.attributes.push_back(w.assertion.attributes[1]); }, "saml.offer"},
      {"several offers",
       [](World& w) { w.assertion.attributes[1].values.push_back("MSExchange.Autodiscover"); },
       partner},
  };
  expect_judged(rows);
}

TEST(SamlRules, AClaimIsJudgedByTheOnePartnerThatItFits) {
  const std::string partner = test::fabrikam().str();
  const Row rows[] = {
      {"no address", [](World& w) { w.assertion.attributes[0].values.clear(); }, "saml.email"},
      {"two addresses",
       [](World& w) { w.assertion.attributes[0].values.push_back("boss@partner.example"); },
       "saml.email"},
      {"two attributes with addresses",
       [](World& w) { w.assertion.attributes.push_back(w.assertion.attributes[0]); }, "saml.email"},
      {"two addresses in one",
       [](World& w) {
         w.assertion.attributes[0].values = {"victor@partner.example,boss@partner.example"};
       },
       "saml.email"},
      {"a display name",
       [](World& w) {
         w.assertion.attributes[0].values = {"boss@partner.example <victor@partner.example>"};
       },
       "saml.email"},
      {"the address under another name",
       [](World& w) { w.assertion.attributes[0].name = "EmailAddress"; }, "saml.email"},
      {"a domain of nobody",
       [](World& w) { w.assertion.attributes[0].values = {"victor@other.example"}; },
       "saml.domain"},
      {"a domain below the partner's",
       [](World& w) { w.assertion.attributes[0].values = {"victor@x.partner.example"}; },
       "saml.domain"},
      {"a partner with another issuer",
       [](World& w) { w.federation.partners[0].token_issuers = {"urn:first"}; }, "saml.domain"},
      {"two partners that it fits",
       [](World& w) { w.federation.partners.push_back(w.federation.partners[0]); }, "saml.domain"},
      {"two partners with the domain, by different issuers",
       [](World& w) {
         w.federation.partners.push_back(w.federation.partners[0]);
         w.federation.partners[1].token_issuers = {"urn:first"};
       },
       partner},
      {"our own domain",
       [](World& w) {
         w.assertion.attributes[0].values = {"peggy@contoso.example"};
         w.federation.partners[0].domains.push_back(test::domain("contoso.example"));
       },
       "saml.own_domain"},
      {"the domain of another home tenant",
       [](World& w) {
         const std::string domain = w.federation.tenants[1].accepted_domains.at(0).str();
         w.assertion.attributes[0].values = {"victor@" + domain};
         w.federation.partners[0].domains.push_back(test::domain(domain));
       },
       "saml.own_domain"},
  };
  expect_judged(rows);
}

TEST(SamlRules, NamesOfClaimsAreSettings) {
  World world;
  config::DelegationClaims& names = world.federation.tenants[0].federation_trust->claims;
  names.email = "urn:x/mail";
  EXPECT_EQ(world.judged(), "saml.email");
  world.assertion.attributes[0].name = "urn:x/mail";
  EXPECT_EQ(world.judged(), test::fabrikam().str());
  names.free_busy_offer = "other";
  EXPECT_EQ(world.judged(), "saml.offer");
}

TEST(SamlRules, NoReasonRepeatsWhatTheCallerWrote) {
  World world;
  world.assertion.attributes[0].values = {"victor@other.example"};
  const SamlTrust trust{&world.federation.tenants[0],
                        &world.federation.tenants[0].federation_trust->token_issuers[1]};
  const auto refused = judge_assertion(world.assertion, trust, world.federation, false, world.time);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().kind(), model::ErrorKind::unauthenticated);
  EXPECT_EQ(refused.error().detail().find("other.example"), std::string::npos);
}

}  // namespace
}  // namespace fb::identity
