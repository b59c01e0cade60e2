// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Tokens that are each one change away from a good one, through everything that judges them.
#include "gateway/identity/s2s_authenticator.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "gateway/identity/authenticator.hpp"
#include "tests/support/run_coro.hpp"
#include "tests/support/scripted_sites.hpp"
#include "tests/unit/gateway/identity/s2s_world.hpp"

namespace fb::identity {
namespace {

namespace asio = boost::asio;
using model::CallerKind;
using model::Error;
using model::ErrorKind;
using std::chrono::seconds;

// One key, found by its id or by its certificate's thumbprint.
class ActorKeys final : public SigningKeys {
 public:
  asio::awaitable<model::Result<oauth::VerificationKey>> find(KeySource source, std::string kid,
                                                              net::HttpClient&,
                                                              async::Deadline) override {
    asked.push_back(std::move(source));
    if (failure) co_return *failure;
    if (kid != key.kid && kid != thumbprint) {
      co_return Error::of(ErrorKind::unauthenticated, "none", "bearer.unknown_key");
    }
    co_return key;
  }
  std::uint64_t changes() const override { return 0; }

  oauth::VerificationKey key{
      "key-1", boost::json::serialize(test::RsaKey::shared("one").jwk("key-1")), "", ""};
  std::string thumbprint;
  std::optional<Error> failure;
  std::vector<KeySource> asked;
};

using Change = std::function<void(S2sParts&)>;

struct Row {
  const char* name;
  const char* rule;
  Change change;
};

class S2sAuthenticatorTest : public testing::Test {
 protected:
  Authentication authenticate(std::string token) {
    Credential credential{"Bearer " + std::move(token), "192.0.2.1", std::nullopt};
    return test::run_coro(
        io_, authenticator_->authenticate(std::move(credential), snapshot_, http_,
                                          async::Deadline::after(clock_, seconds(25))));
  }
  Authentication authenticate(const S2sParts& parts) {
    return authenticate(parts.token(test::RsaKey::shared("one")));
  }
  std::string rule(const S2sParts& parts) {
    const Authentication outcome = authenticate(parts);
    return outcome.caller ? "in" : outcome.caller.error().rule();
  }
  static std::string diagnostics(const Authentication& outcome) {
    std::string found;
    for (const net::HttpHeader& header : outcome.answer_headers) {
      if (header.name == "x-ms-diagnostics") found += header.value;
    }
    return found;
  }
  void expect_rules(const std::vector<Row>& rows, const S2sParts& good) {
    ASSERT_EQ(rule(good), "in");
    for (const Row& row : rows) {
      S2sParts parts = good;
      row.change(parts);
      EXPECT_EQ(rule(parts), row.rule) << row.name;
    }
  }
  void change_federation(const std::function<void(config::Federation&)>& change) {
    config::Federation federation = exchange_federation();
    change(federation);
    snapshot_ = test::snapshot_of(std::move(federation), ++generation_);
  }
  model::UtcTime now() const { return clock_.utc_now(); }
  std::int64_t at(std::int64_t offset_s) const {
    return now().time_since_epoch().count() + offset_s;
  }

  test::ManualClock clock_;
  asio::io_context io_;
  test::ScriptedSites http_;
  ActorKeys keys_;
  config::AuthenticationSettings settings_;
  async::OffloadPool pool_{1, 8};
  std::unique_ptr<Authenticator> authenticator_ =
      make_authenticator(settings_, {pool_, keys_, clock_});
  std::uint64_t generation_ = 1;
  std::shared_ptr<const config::Snapshot> snapshot_ = test::snapshot_of(exchange_federation());
};

TEST_F(S2sAuthenticatorTest, ProvesEachKindOfCaller) {
  struct Case {
    const char* name;
    S2sParts parts;
    CallerKind kind;
    model::TenantKey tenant;
    std::string user;
    std::string principal;
  };
  S2sParts no_person = s2s_parts(now());
  no_person.outer.claims.erase("smtp");
  no_person.outer.claims.erase("upn");
  const std::string china(test::kContosoChinaId);
  for (const Case& one : {
           Case{"a person", s2s_parts(now()), CallerKind::home_user, test::contoso(),
                "grace@contoso.example", "grace@contoso.example"},
           Case{"by another address", s2s_parts(now(), test::kContosoId, "P.Olson@contoso.example"),
                CallerKind::home_user, test::contoso(), "peggy@contoso.example",
                "peggy@contoso.example"},
           Case{"a server", s2s_server_parts(now()), CallerKind::home_server, test::contoso(), "",
                std::string(kExchangeApp)},
           Case{"a server with an outer token", no_person, CallerKind::home_server, test::contoso(),
                "", std::string(kExchangeApp)},
           Case{"a partner's person", s2s_parts(now(), china, "victor@contoso-cn.example"),
                CallerKind::partner_user, test::contoso_china(), "victor@contoso-cn.example",
                "victor@contoso-cn.example"},
       }) {
    const Authentication outcome = authenticate(one.parts);
    ASSERT_TRUE(outcome.caller) << one.name << ": " << outcome.caller.error().detail();
    const model::Caller& caller = **outcome.caller;
    EXPECT_EQ(caller.kind, one.kind) << one.name;
    EXPECT_EQ(caller.tenant, one.tenant) << one.name;
    EXPECT_EQ(caller.user ? caller.user->str() : "", one.user) << one.name;
    EXPECT_EQ(caller.principal, one.principal) << one.name;
    EXPECT_FALSE(caller.delegation) << one.name;
    EXPECT_EQ(outcome.examination.kind(), "s2s");
    EXPECT_TRUE(outcome.answer_headers.empty()) << one.name;
  }
}

TEST_F(S2sAuthenticatorTest, TheOuterTokenHasItsForm) {
  expect_rules(
      {
          {"signed", "s2s.outer_algorithm", [](S2sParts& p) { p.outer.header["alg"] = "RS256"; }},
          {"alg in another spelling", "s2s.outer_algorithm",
           [](S2sParts& p) { p.outer.header["alg"] = "None"; }},
          {"no alg", "s2s.outer_algorithm", [](S2sParts& p) { p.outer.header.erase("alg"); }},
          {"no type", "s2s.outer_type", [](S2sParts& p) { p.outer.header.erase("typ"); }},
          {"a type", "s2s.outer_type", [](S2sParts& p) { p.outer.header["typ"] = "at+jwt"; }},
          {"a signature", "s2s.outer_signature", [](S2sParts& p) { p.outer_signature = "c2ln"; }},
          {"crit", "s2s.outer_critical",
           [](S2sParts& p) { p.outer.header["crit"] = boost::json::array{"exp"}; }},
          {"two actors", "s2s.actor_missing",
           [](S2sParts& p) {
             p.outer.claims["actortoken"] = boost::json::array{"a.b.c", "d.e.f"};
           }},
          {"an empty actor", "s2s.actor_missing",
           [](S2sParts& p) { p.outer.claims["actortoken"] = ""; }},
          {"an actor that is none", "s2s.actor_malformed",
           [](S2sParts& p) { p.outer.claims["actortoken"] = "a.b.c"; }},
          {"an actor in an actor", "s2s.actor_nested",
           [](S2sParts& p) { p.actor.claims["actortoken"] = "a.b.c"; }},
      },
      s2s_parts(now()));
}

TEST_F(S2sAuthenticatorTest, TheActorTokenIsJudgedBeforeItsKeyIsLookedFor) {
  const std::string realm(test::kContosoId);
  expect_rules(
      {
          {"unsigned", "s2s.algorithm", [](S2sParts& p) { p.actor.header["alg"] = "none"; }},
          {"HS256", "s2s.algorithm", [](S2sParts& p) { p.actor.header["alg"] = "HS256"; }},
          {"crit", "s2s.critical",
           [](S2sParts& p) { p.actor.header["crit"] = boost::json::array{"b64"}; }},
          {"type", "s2s.type", [](S2sParts& p) { p.actor.header["typ"] = "at+jwt"; }},
          {"no key", "s2s.key_id", [](S2sParts& p) { p.actor.header.erase("kid"); }},
          {"a thumbprint that is none", "s2s.key_id",
           [](S2sParts& p) {
             p.actor.header.erase("kid");
             p.actor.header["x5t"] = "AAAA";
           }},
          {"a key id as long as a book", "s2s.key_id",
           [](S2sParts& p) { p.actor.header["kid"] = std::string(257, 'k'); }},
          {"issuer without a realm", "s2s.issuer_form",
           [](S2sParts& p) { p.actor.claims["iss"] = kIssuerApp; }},
          {"realm of nobody", "s2s.organization_unknown",
           [](S2sParts& p) { p.actor.claims["iss"] = at_realm(kIssuerApp, test::kStrangerId); }},
          {"realm of a tenant without an organisation", "s2s.organization_unknown",
           [](S2sParts& p) { p.actor.claims["iss"] = at_realm(kIssuerApp, test::kFabrikamId); }},
          {"another issuer of the realm", "s2s.issuer",
           [&](S2sParts& p) { p.actor.claims["iss"] = at_realm(kExchangeApp, realm); }},
      },
      s2s_parts(now()));
  EXPECT_EQ(keys_.asked.size(), 1u);
}

TEST_F(S2sAuthenticatorTest, TheOperatorIsToldWhatNamesAnOrganisation) {
  S2sParts parts = s2s_parts(now());
  parts.actor.claims["iss"] = at_realm(kIssuerApp, test::kStrangerId);
  const Error error = authenticate(parts).caller.error();
  EXPECT_NE(error.detail().find("[tenant.exchange_organization]"), std::string::npos);
  EXPECT_NE(error.detail().find("[partner.exchange_organization]"), std::string::npos);
}

template <class Value>
Change set(std::string_view claim, Value value) {
  return [=](S2sParts& p) { p.actor.claims[claim] = value; };
}
Change without(std::string_view claim) {
  return [=](S2sParts& p) { p.actor.claims.erase(claim); };
}
template <class Value>
Change set_outer(std::string_view claim, Value value) {
  return [=](S2sParts& p) { p.outer.claims[claim] = value; };
}
Change without_outer(std::string_view claim) {
  return [=](S2sParts& p) { p.outer.claims.erase(claim); };
}
// The same audience for both tokens.
Change audience(std::string_view client, std::string_view host, std::string_view realm) {
  const std::string text = std::string(client) + "/" + std::string(host) + "@" + std::string(realm);
  return [=](S2sParts& p) { p.actor.claims["aud"] = p.outer.claims["aud"] = text; };
}

TEST_F(S2sAuthenticatorTest, TheActorsTimes) {
  expect_rules(
      {
          {"no begin", "s2s.times_missing", without("nbf")},
          {"no end", "s2s.times_missing", without("exp")},
          {"an end that is no number", "s2s.times_missing", set("exp", "soon")},
          {"ended", "s2s.expired",
           [&](S2sParts& p) {
             p.actor.claims["nbf"] = at(-3600);
             p.actor.claims["exp"] = at(-300);
           }},
          {"the last second", "in",
           [&](S2sParts& p) {
             p.actor.claims["nbf"] = at(-3600);
             p.actor.claims["exp"] = at(-299);
           }},
          {"begins later", "s2s.not_yet_valid", set("nbf", at(301))},
          {"begins within the skew", "in", set("nbf", at(300))},
          {"a day and ten minutes", "in", set("exp", at(-300 + 86'400 + 600))},
          {"a second more", "s2s.lifetime", set("exp", at(-300 + 86'400 + 601))},
          {"for no time", "s2s.lifetime", set("exp", at(-300))},
      },
      s2s_parts(now()));
}

TEST_F(S2sAuthenticatorTest, TheActorsAudience) {
  const std::string_view realm = test::kContosoId;
  expect_rules(
      {
          {"none", "s2s.audience_form", without("aud")},
          {"a list", "s2s.audience_form",
           [](S2sParts& p) { p.actor.claims["aud"] = boost::json::array{p.actor.claims["aud"]}; }},
          {"two parts", "s2s.audience_form", set("aud", at_realm(kExchangeApp, test::kContosoId))},
          {"four parts", "s2s.audience_form", audience("a/b", kOurHost, realm)},
          {"two realms", "s2s.audience_form", audience(kExchangeApp, "a@b", realm)},
          {"another application", "s2s.audience_client",
           audience("00000003-0000-0ff1-ce00-000000000000", kOurHost, realm)},
          {"our application in other letters", "s2s.audience_client",
           audience("00000002-0000-0FF1-ce00-000000000000", kOurHost, realm)},
          {"another host", "s2s.audience_host",
           audience(kExchangeApp, "mail.contoso.example", realm)},
          {"a host below ours", "s2s.audience_host",
           audience(kExchangeApp, "a.gateway.contoso.example", realm)},
          {"our host in other letters", "in",
           audience(kExchangeApp, "Gateway.Contoso.EXAMPLE", realm)},
          {"our other host", "in", audience(kExchangeApp, "autodiscover.contoso.example", realm)},
          {"another realm", "s2s.audience_realm",
           audience(kExchangeApp, kOurHost, test::kFabrikamId)},
          {"the realm in capitals", "s2s.audience_realm",
           audience(kExchangeApp, kOurHost, "CONTOSO.EXAMPLE")},
      },
      s2s_parts(now()));
}

TEST_F(S2sAuthenticatorTest, TheActingApplication) {
  const std::string_view realm = test::kContosoId;
  const auto both = [](const std::string& name) -> Change {
    return [=](S2sParts& p) { p.actor.claims["nameid"] = p.outer.claims["iss"] = name; };
  };
  expect_rules(
      {
          {"none", "s2s.actor", without("nameid")},
          {"without a realm", "s2s.actor", both(std::string(kExchangeApp))},
          {"of another realm", "s2s.actor_realm", both(at_realm(kExchangeApp, test::kFabrikamId))},
          {"another one", "s2s.actor_application", both(at_realm(kScriptClient, realm))},
          {"in other letters", "in", both(at_realm("00000002-0000-0FF1-CE00-000000000000", realm))},
          {"may not speak for others", "s2s.delegation", set("trustedfordelegation", "false")},
          {"may not, as a number", "s2s.delegation", set("trustedfordelegation", 1)},
          {"may not, by silence", "s2s.delegation", without("trustedfordelegation")},
          {"may, as a truth value", "in", set("trustedfordelegation", true)},
      },
      s2s_parts(now()));
  S2sParts server = s2s_server_parts(now());
  server.actor.claims.erase("trustedfordelegation");
  EXPECT_EQ(rule(server), "in") << "who speaks for itself needs no trust to speak for others";
}

TEST_F(S2sAuthenticatorTest, TheOuterClaims) {
  std::string loud = at_realm(kExchangeApp, test::kContosoId);
  loud.replace(14, 4, "0FF1");
  expect_rules(
      {
          {"another issuer", "s2s.outer_issuer",
           set_outer("iss", at_realm(kScriptClient, test::kContosoId))},
          {"the issuer in other letters", "s2s.outer_issuer", set_outer("iss", loud)},
          {"no issuer", "s2s.outer_issuer", without_outer("iss")},
          {"another audience", "s2s.outer_audience",
           set_outer("aud", std::string(kExchangeApp) + "/autodiscover.contoso.example@" +
                                std::string(test::kContosoId))},
          {"no audience", "s2s.outer_audience", without_outer("aud")},
          {"no begin", "s2s.outer_times_missing", without_outer("nbf")},
          {"ended", "s2s.outer_expired",
           [&](S2sParts& p) {
             p.outer.claims["nbf"] = at(-3600);
             p.outer.claims["exp"] = at(-300);
           }},
          {"begins later", "s2s.outer_not_yet_valid", set_outer("nbf", at(301))},
          {"a day", "in", set_outer("exp", at(86'400))},
          {"a second more", "s2s.outer_lifetime", set_outer("exp", at(86'401))},
          {"another numbering", "s2s.name_issuer", set_outer("nii", "urn:office:idp:forms:x")},
          {"a numbering that is no text", "s2s.name_issuer", set_outer("nii", 1)},
          {"SharePoint's numbering", "in", set_outer("nii", "urn:office:idp:activedirectory")},
          {"no numbering", "in", without_outer("nii")},
      },
      s2s_parts(now()));
}

TEST_F(S2sAuthenticatorTest, APartnersOrganisationIsNotProvedByItsServers) {
  EXPECT_EQ(rule(s2s_server_parts(now(), test::kContosoChinaId)), "s2s.app_only_partner");
  S2sParts parts = s2s_parts(now(), test::kContosoChinaId, "victor@contoso-cn.example");
  parts.outer.claims.erase("smtp");
  parts.outer.claims.erase("upn");
  EXPECT_EQ(rule(parts), "s2s.app_only_partner");
}

TEST_F(S2sAuthenticatorTest, PersonsCanBeSwitchedOff) {
  change_federation([](config::Federation& federation) {
    federation.tenants.front().exchange_organization->user_tokens = false;
  });
  EXPECT_EQ(rule(s2s_parts(now())), "s2s.user_tokens");
  EXPECT_EQ(rule(s2s_server_parts(now())), "in");
}

TEST_F(S2sAuthenticatorTest, ARealmOfTwoOrganisationsIsNobodys) {
  change_federation([](config::Federation& federation) {
    config::Partner twin = federation.partners.front();
    twin.key = test::tenant_key(model::Authority::us, test::kContosoId);
    twin.cloud = "gcc-high";
    federation.partners.push_back(std::move(twin));
  });
  EXPECT_EQ(rule(s2s_parts(now())), "s2s.organization_ambiguous");
}

TEST_F(S2sAuthenticatorTest, ATenantThatIsBothIsAHomeTenant) {
  change_federation([](config::Federation& federation) {
    config::Partner same = federation.partners.front();
    same.key = test::contoso();
    same.cloud = "commercial";
    same.exchange_organization = exchange_organization();
    federation.partners.push_back(std::move(same));
  });
  const Authentication outcome = authenticate(s2s_parts(now()));
  ASSERT_TRUE(outcome.caller);
  EXPECT_EQ((**outcome.caller).kind, CallerKind::home_user);
}

TEST_F(S2sAuthenticatorTest, TheSignatureIsTheAuthoritys) {
  const S2sParts parts = s2s_parts(now());
  EXPECT_EQ(authenticate(parts.token(test::RsaKey::shared("china"))).caller.error().rule(),
            "s2s.signature");
  ASSERT_EQ(keys_.asked.size(), 1u);
  EXPECT_EQ(keys_.asked[0].metadata_url, commercial_issuer() + "/.well-known/openid-configuration");
  EXPECT_EQ(keys_.asked[0].keys_file, "");
  keys_.key.issuer = china_issuer();
  EXPECT_EQ(rule(parts), "s2s.key_issuer");
  keys_.key.issuer = "https://login.microsoftonline.com/{tenantid}/v2.0";
  EXPECT_EQ(rule(parts), "in");
}

TEST_F(S2sAuthenticatorTest, KeysCanBePinned) {
  change_federation([](config::Federation& federation) {
    federation.tenants.front().exchange_organization->keys_file = "exchange.json";
  });
  EXPECT_EQ(rule(s2s_parts(now())), "in");
  EXPECT_EQ(keys_.asked[0].keys_file, "exchange.json");
}

TEST_F(S2sAuthenticatorTest, AKeyIsFoundByItsCertificate) {
  // In base64url, and in the base64 that Exchange's tools write.
  keys_.thumbprint = "-_-_-_-_-_-_-_-_-_-_-_-_-_8";
  for (const std::string_view x5t :
       {"-_-_-_-_-_-_-_-_-_-_-_-_-_8", "+/+/+/+/+/+/+/+/+/+/+/+/+/8="}) {
    S2sParts parts = s2s_parts(now());
    parts.actor.header.erase("kid");
    parts.actor.header["x5t"] = x5t;
    EXPECT_EQ(rule(parts), "in") << x5t;
  }
  S2sParts other = s2s_parts(now());
  other.actor.header.erase("kid");
  other.actor.header["x5t"] = "-_-_-_-_-_-_-_-_-_-_-_-_-_4";
  EXPECT_EQ(rule(other), "s2s.unknown_key");
}

TEST_F(S2sAuthenticatorTest, KeysThatCannotBeHadAreNotTheCallersFault) {
  keys_.failure = Error::of(ErrorKind::token_unavailable, "no connection");
  const Authentication outcome = authenticate(s2s_parts(now()));
  ASSERT_FALSE(outcome.caller);
  EXPECT_EQ(outcome.caller.error().kind(), ErrorKind::server_busy);
  EXPECT_EQ(outcome.caller.error().rule(), "s2s.keys_unavailable");
}

// Whatever is wrong, who has proved nothing is told the same.
TEST_F(S2sAuthenticatorTest, WhoHasProvedNothingIsToldNothing) {
  const std::vector<Change> changes = {
      [](S2sParts& p) { p.outer.header["alg"] = "RS256"; },
      [](S2sParts& p) { p.outer_signature = "c2ln"; },
      [](S2sParts& p) { p.actor.header["alg"] = "HS256"; },
      [](S2sParts& p) { p.actor.header["kid"] = "key-2"; },
      [](S2sParts& p) { p.actor.claims["iss"] = at_realm(kIssuerApp, test::kStrangerId); },
      [](S2sParts& p) { p.actor.claims["iss"] = at_realm(kIssuerApp, test::kFabrikamId); },
      [](S2sParts& p) { p.actor.claims["iss"] = at_realm(kScriptClient, test::kContosoId); },
      // These would be told apart if the signature were good.
      [](S2sParts& p) { p.actor.claims["aud"] = "elsewhere"; },
      [](S2sParts& p) { p.outer.claims["smtp"] = "nobody@contoso.example"; },
      [](S2sParts&) {},
  };
  std::set<std::string> rules;
  std::set<std::string> told;
  for (const Change& change : changes) {
    S2sParts parts = s2s_parts(now());
    change(parts);
    const Authentication outcome = authenticate(parts.token(test::RsaKey::shared("china")));
    ASSERT_FALSE(outcome.caller);
    EXPECT_EQ(outcome.caller.error().kind(), ErrorKind::unauthenticated);
    EXPECT_TRUE(outcome.examination.token_refused);
    rules.insert(outcome.caller.error().rule());
    ASSERT_EQ(outcome.answer_headers.size(), 1u);
    told.insert(diagnostics(outcome));
  }
  EXPECT_EQ(rules.size(), 7u);
  EXPECT_EQ(told, std::set<std::string>{std::string(kUnprovenDiagnostics)});
}

TEST_F(S2sAuthenticatorTest, WhoseActorIsProvenIsToldWhatExchangeTells) {
  struct Told {
    const char* name;
    Change change;
    std::string_view number;
    std::string_view words;
    std::string_view category;
  };
  const std::string_view realm = test::kContosoId;
  for (const Told& row : {
           Told{"host", audience(kExchangeApp, "mail.contoso.example", realm), "2000003;",
                "hostname component", "invalid_resource"},
           Told{"realm", audience(kExchangeApp, kOurHost, test::kFabrikamId), "2000003;",
                "audience claim value", "invalid_resource"},
           Told{"nobody",
                [](S2sParts& p) {
                  p.outer.claims["smtp"] = p.outer.claims["upn"] = "nobody@contoso.example";
                },
                "2000005;", "does not exist", "invalid_user"},
           Told{"two", set_outer("upn", "peggy@contoso.example"), "2000005;", "is ambiguous",
                "invalid_user"},
           Told{"ended",
                [&](S2sParts& p) {
                  p.outer.claims["nbf"] = at(-3600);
                  p.outer.claims["exp"] = at(-301);
                },
                "2000000;", "has expired", "invalid_token"},
           Told{"something else", set("trustedfordelegation", "no"), "2000000;", "is invalid",
                "invalid_token"},
       }) {
    S2sParts parts = s2s_parts(now());
    row.change(parts);
    const std::string told = diagnostics(authenticate(parts));
    EXPECT_EQ(told.substr(0, 8), row.number) << row.name;
    EXPECT_NE(told.find(row.words), std::string::npos) << row.name << ": " << told;
    EXPECT_NE(told.find("error_category=\"" + std::string(row.category) + "\""), std::string::npos)
        << row.name << ": " << told;
    EXPECT_EQ(told.find("contoso"), std::string::npos) << "what the token says is not repeated";
  }
}

TEST_F(S2sAuthenticatorTest, TheLogSeesTheClaimsAndNoToken) {
  const S2sParts parts = s2s_parts(now());
  const std::string token = parts.token(test::RsaKey::shared("china"));
  const Authentication outcome = authenticate(token);
  std::map<std::string, std::string> facts;
  for (const auto& [name, value] : outcome.examination.facts()) facts[name] = value;
  EXPECT_EQ(facts["actor.iss"], at_realm(kIssuerApp, test::kContosoId));
  EXPECT_EQ(facts["outer.smtp"], "grace@contoso.example");
  EXPECT_EQ(facts["outer.exp"], std::to_string(at(3600)));
  EXPECT_EQ(facts.count("outer.actortoken"), 0u);
  for (const auto& [name, value] : facts) {
    EXPECT_EQ(value.find("eyJ"), std::string::npos) << name;
  }
}

TEST_F(S2sAuthenticatorTest, OtherBearerTokensAreLeftToTheirScheme) {
  S2sParts unsigned_token = s2s_parts(now());
  unsigned_token.outer.claims["iss"] = commercial_issuer();
  const std::string alone =
      wire::base64url(std::string_view(boost::json::serialize(unsigned_token.outer.header))) + "." +
      wire::base64url(std::string_view(boost::json::serialize(unsigned_token.outer.claims))) + ".";
  EXPECT_EQ(authenticate(alone).caller.error().rule(), "bearer.algorithm");
  EXPECT_EQ(authenticate(std::string()).caller.error().rule(), "bearer.empty");
  EXPECT_EQ(authenticate("a.b.c").caller.error().rule(), "bearer.malformed");
}

// It ends with the first of its two tokens that does.
TEST_F(S2sAuthenticatorTest, AVerifiedTokenIsRememberedUntilItEnds) {
  S2sParts parts = s2s_parts(now());
  parts.outer.claims["exp"] = at(60);
  const std::string token = parts.token(test::RsaKey::shared("one"));
  EXPECT_TRUE(authenticate(token).caller);
  clock_.advance(seconds(59));
  EXPECT_TRUE(authenticate(token).caller);
  EXPECT_EQ(keys_.asked.size(), 1u);
  clock_.advance(seconds(1));  // from now on for the clock skew only, and verified anew
  EXPECT_TRUE(authenticate(token).caller);
  EXPECT_EQ(keys_.asked.size(), 2u);
  clock_.advance(settings_.clock_skew);
  EXPECT_EQ(authenticate(token).caller.error().rule(), "s2s.outer_expired");
}

TEST_F(S2sAuthenticatorTest, TheChallengeNamesUsAndNoTenant) {
  const std::string expected =
      R"(Bearer client_id="00000002-0000-0ff1-ce00-000000000000", )"
      R"(trusted_issuers="00000001-0000-0000-c000-000000000000@*", )"
      R"(token_types="app_asserted_user_v1 service_asserted_app_v1", )"
      R"(authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize")";
  auto challenges = authenticator_->challenges(*snapshot_);
  const auto is_bearer = [](const std::string& text) { return text.starts_with("Bearer"); };
  EXPECT_EQ(std::count_if(challenges.begin(), challenges.end(), is_bearer), 1);
  ASSERT_EQ(challenges.front(), expected);
  EXPECT_TRUE(challenges.back().starts_with("Basic"));
  say_token_refused(challenges);
  EXPECT_EQ(challenges.front(), expected + ", error=\"invalid_token\"");
  EXPECT_EQ(challenges.back().find("error"), std::string::npos);

  settings_.authorization_uri = "https://sign-in.contoso.example/authorize";
  authenticator_ = make_authenticator(settings_, {pool_, keys_, clock_});
  EXPECT_NE(authenticator_->challenges(*snapshot_)[0].find(
                "authorization_uri=\"https://sign-in.contoso.example/authorize\""),
            std::string::npos);
}

TEST_F(S2sAuthenticatorTest, WithoutAnOrganisationTheChallengeIsPlain) {
  auto challenges = authenticator_->challenges(*identity_snapshot());
  EXPECT_EQ(challenges[0], "Bearer");
  say_token_refused(challenges);
  EXPECT_EQ(challenges[0], "Bearer error=\"invalid_token\"");
}

TEST_F(S2sAuthenticatorTest, LengthHasAnEdge) {
  S2sParts parts = s2s_parts(now());
  const std::size_t length = parts.token(test::RsaKey::shared("one")).size();
  // Three bytes of the claim are four of the token.
  const std::size_t room = oauth::CompactToken::kBytesMax - length;
  parts.outer.claims["padding"] = std::string((room - 40) / 4 * 3, 'x');
  EXPECT_EQ(rule(parts), "in");
  parts.outer.claims["padding"] = std::string(room / 4 * 3 + 3, 'x');
  EXPECT_EQ(rule(parts), "bearer.too_long");
}

}  // namespace
}  // namespace fb::identity
