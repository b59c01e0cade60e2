// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/cloudsim/exchange_tokens.hpp"

#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>
#include <functional>

#include "tests/unit/tools/cloudsim/rsa.hpp"
#include "tests/unit/tools/cloudsim/small_world.hpp"
#include "tests/unit/tools/cloudsim/world_folder.hpp"
#include "tools/cloudsim/exchange_service.hpp"

namespace fb::cloudsim {
namespace {

constexpr std::string_view kRealm = "11111111-0000-4000-8000-000000000001";
const std::string kName = "22222222-0000-4000-8000-00000000000a@" + std::string(kRealm);
const std::string kAudience =
    std::string(kExchangeApplication) + "/mail.contoso.example@" + std::string(kRealm);

struct Parts {
  boost::json::object header;
  boost::json::object claims;
  boost::json::object outer_header{{"alg", "none"}, {"typ", "JWT"}};
  boost::json::object outer;
  bool with_outer = true;
  std::string outer_signature{};
};

class ExchangeTokens : public testing::Test {
 protected:
  ExchangeTokens() {
    server_.host = "mail.contoso.example";
    server_.tenants = {"contoso"};
    server_.partner_applications.push_back({"22222222-0000-4000-8000-00000000000a",
                                            std::string(kRealm),
                                            *RegisteredCertificate::read(pem_)});
  }

  Parts parts() const {
    const std::int64_t now = test::now().time_since_epoch().count();
    Parts good;
    good.header = {
        {"alg", "RS256"}, {"typ", "JWT"}, {"x5t", test::base64url(test::thumbprint(pem_, "SHA1"))}};
    good.claims = {{"aud", kAudience},
                   {"iss", kName},
                   {"nameid", kName},
                   {"trustedfordelegation", "true"},
                   {"nbf", std::to_string(now)},
                   {"exp", std::to_string(now + 3600)}};
    good.outer = {{"aud", kAudience},
                  {"iss", kName},
                  {"smtp", "oskar@contoso.example"},
                  {"nbf", now},
                  {"exp", now + 3600}};
    return good;
  }
  static std::string compact(const Parts& given, const test::Rsa& key) {
    const std::string input = test::unsigned_token(given.header, given.claims);
    const std::string actor = input + "." + test::base64url(key.rs256(input));
    if (!given.with_outer) return actor;
    boost::json::object outer = given.outer;
    outer["actortoken"] = actor;
    return test::unsigned_token(given.outer_header, outer) + "." + given.outer_signature;
  }
  TokenVerdict judge(const Parts& given, const test::Rsa& key) const {
    return judge_server_token(compact(given, key), *loaded_.world, server_, test::now());
  }
  // The number and the category of the refusal.
  std::string told(const Parts& given) const {
    const TokenVerdict verdict = judge(given, key_);
    if (verdict.diagnostics.empty()) return verdict.application;
    EXPECT_EQ(verdict.application, "");
    const std::size_t begin = verdict.diagnostics.find("error_category=\"") + 16;
    return verdict.diagnostics.substr(0, 8) +
           verdict.diagnostics.substr(begin, verdict.diagnostics.find('"', begin) - begin);
  }

  test::WorldFolder folder_;
  LoadedWorld loaded_ = folder_.load(test::WorldFolder::config());
  const test::Rsa& key_ = test::keys().application;
  const std::string pem_ = key_.certificate_pem();
  ExchangeServer server_;
};

TEST_F(ExchangeTokens, TakesAnApplicationAloneOrForAPerson) {
  Parts alone = parts();
  alone.with_outer = false;
  alone.claims.erase("trustedfordelegation");
  EXPECT_EQ(told(alone), "22222222-0000-4000-8000-00000000000a");
  EXPECT_EQ(told(parts()), "22222222-0000-4000-8000-00000000000a");
}

TEST_F(ExchangeTokens, RefusesWhatIsOneStepAway) {
  const std::string bad = "2000000;invalid_token";
  const std::string unsigned_by = "2000000;invalid_signature";
  const std::string elsewhere = "2000003;invalid_resource";
  const std::int64_t now = test::now().time_since_epoch().count();
  struct Row {
    const char* name;
    std::string told;
    std::function<void(Parts&)> change;
  };
  for (const Row& row : {
           Row{"no certificate", unsigned_by, [](Parts& p) { p.header.erase("x5t"); }},
           Row{"another algorithm", unsigned_by, [](Parts& p) { p.header["alg"] = "PS256"; }},
           Row{"no type", unsigned_by, [](Parts& p) { p.header.erase("typ"); }},
           Row{"another issuer", bad, [](Parts& p) { p.claims["iss"] = "a@b"; }},
           Row{"another actor", bad, [](Parts& p) { p.claims["nameid"] = "a@b"; }},
           Row{"ended", bad, [&](Parts& p) { p.claims["exp"] = std::to_string(now - 300); }},
           Row{"too long", bad, [&](Parts& p) { p.claims["exp"] = now + 24 * 3600 + 601; }},
           Row{"another host", elsewhere,
               [](Parts& p) {
                 p.claims["aud"] =
                     std::string(kExchangeApplication) + "/other.example@" + std::string(kRealm);
               }},
           Row{"another realm", elsewhere,
               [](Parts& p) {
                 p.claims["aud"] =
                     std::string(kExchangeApplication) + "/mail.contoso.example@other";
               }},
           Row{"another application in the audience", elsewhere,
               [](Parts& p) {
                 p.claims["aud"] = "app/mail.contoso.example@" + std::string(kRealm);
               }},
           Row{"an audience in two parts", elsewhere, [](Parts& p) { p.claims["aud"] = "a@b"; }},
           Row{"may not speak for others", bad,
               [](Parts& p) { p.claims.erase("trustedfordelegation"); }},
           Row{"an outer token of another", bad, [](Parts& p) { p.outer["iss"] = "a@b"; }},
           Row{"an outer token that ended", bad, [&](Parts& p) { p.outer["exp"] = now - 300; }},
           Row{"an outer token for another", elsewhere, [](Parts& p) { p.outer["aud"] = "x"; }},
           Row{"an outer token with a signature", bad,
               [](Parts& p) { p.outer_signature = "c2ln"; }},
           Row{"an outer token with alg", bad, [](Parts& p) { p.outer_header["alg"] = "RS256"; }},
           Row{"nobody", "2000005;invalid_user",
               [](Parts& p) { p.outer["smtp"] = "ghost@contoso.example"; }},
           Row{"a person elsewhere", "2000005;invalid_user",
               [](Parts& p) { p.outer["smtp"] = "peggy@contoso.example"; }},
       }) {
    Parts given = parts();
    row.change(given);
    EXPECT_EQ(told(given), row.told) << row.name;
  }
  EXPECT_NE(judge(parts(), test::keys().stranger).diagnostics.find("invalid_signature"),
            std::string::npos);
  EXPECT_NE(judge_server_token("a.b", *loaded_.world, server_, test::now()).diagnostics, "");
}

// In the place of the account.
std::string config_with_application(std::string_view file) {
  return test::WorldFolder::config_with(
      "[[exchange.account]]\nname = \"CONTOSO\\\\freebusy\"\npassword_file = "
      "\"exchange.password\"\n",
      "[[exchange.partner_application]]\n"
      "client_id = \"22222222-0000-4000-8000-00000000000A\"\nrealm = \"" +
          std::string(kRealm) + "\"\ncertificate_file = \"" + std::string(file) + "\"\n");
}

TEST_F(ExchangeTokens, ReadsWhomTheServerTrusts) {
  folder_.write("partner.pem", pem_);
  const LoadedWorld loaded = folder_.load(config_with_application("partner.pem"));
  for (const auto& problem : loaded.problems) ADD_FAILURE() << problem.str();
  ASSERT_TRUE(loaded.world);
  const auto& applications = loaded.world->exchanges.front().partner_applications;
  ASSERT_EQ(applications.size(), 1u);
  EXPECT_EQ(applications[0].client_id, "22222222-0000-4000-8000-00000000000a");
  EXPECT_EQ(applications[0].realm, kRealm);

  folder_.write("none.pem", "no certificate");
  EXPECT_FALSE(folder_.load(config_with_application("none.pem")).world);
  EXPECT_FALSE(folder_.load(config_with_application("not there.pem")).world);
}

TEST_F(ExchangeTokens, TheServerChallengesAndTellsWhatWasWrong) {
  folder_.write("partner.pem", pem_);
  const LoadedWorld loaded = folder_.load(config_with_application("partner.pem"));
  ASSERT_TRUE(loaded.world);
  const ExchangeService service(*loaded.world);
  const auto answer = [&](const std::string& authorization) {
    const Request request{"POST",
                          "mail.contoso.example",
                          "/EWS/Exchange.asmx",
                          {},
                          {{"authorization", authorization}, {"content-type", "text/xml"}},
                          "<a>"};
    return service.answer(request, test::now());
  };
  const auto& server = loaded.world->exchanges.front();
  const Answer probed = answer("Bearer");
  EXPECT_EQ(probed.reply.status, 401u);
  const Headers challenge{{"WWW-Authenticate", bearer_challenge(server, false)}};
  EXPECT_EQ(probed.reply.headers, challenge);

  const Answer refused = answer("Bearer a.b.c");
  EXPECT_EQ(refused.reply.status, 401u);
  ASSERT_EQ(refused.reply.headers.size(), 2u);
  EXPECT_EQ(refused.reply.headers[0].second, bearer_challenge(server, true));
  EXPECT_EQ(refused.reply.headers[1].first, "x-ms-diagnostics");
  EXPECT_EQ(refused.seen.application, "");

  const Answer let_in = answer("Bearer " + compact(parts(), key_));
  EXPECT_EQ(let_in.reply.status, 500u) << "the question is none, but it was looked at";
  EXPECT_EQ(let_in.seen.application, "22222222-0000-4000-8000-00000000000a");
}

TEST_F(ExchangeTokens, TheChallengeListsWhomTheServerTrusts) {
  const std::string challenge = bearer_challenge(server_, false);
  EXPECT_NE(challenge.find("client_id=\"" + std::string(kExchangeApplication) + "\""),
            std::string::npos);
  EXPECT_NE(challenge.find("," + kName + "\""), std::string::npos);
  EXPECT_EQ(bearer_challenge(server_, true), challenge + ", error=\"invalid_token\"");
}

}  // namespace
}  // namespace fb::cloudsim
