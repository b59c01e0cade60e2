// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// explain, test, history, directory sources and what belongs to the gateway: who sees what of it.
#include "tests/unit/gateway/admin/admin_fixture.hpp"

namespace fb::admin {
namespace {

using policy::StepVerdict;

Asked question(const std::string& path, std::string_view from, std::string_view to) {
  return {"POST",
          path,
          R"({"from": ")" + std::string(from) + R"(", "to": ")" + std::string(to) + R"("})",
          {}};
}

constexpr std::string_view kPeggy = "peggy@contoso.example";
constexpr std::string_view kCarol = "carol@fabrikam-gov.example";
constexpr std::string_view kVictor = "victor@contoso-cn.example";

// Between two home tenants: the asking side has passed, the answering one has refused.
void refuse_at_fabrikam(AdminFixture& fixture) {
  ExplainReport& report = fixture.questions.report;
  report.path = "availability-address-space";
  report.rule = "aas.tenant_not_allowed";
  report.reason = policy::reason("peer_unreachable");
  report.steps = {
      {"address-space", StepVerdict::chosen, "", "contoso's", "to the other side", test::contoso()},
      {"availability-config", StepVerdict::refused, "aas.tenant_not_allowed",
       "availability-config of " + test::fabrikam().str(), "not on the list", test::fabrikam()}};
}

TEST(QuestionHandlers, WhoseQuestionItIs) {
  struct Row {
    std::string_view from;
    std::string_view to;
    Who who;
    unsigned explain;
    unsigned test;
  };
  const Row rows[] = {
      {kPeggy, kVictor, kReader, 200, 403},   {kPeggy, kVictor, kOperator, 200, 200},
      {kPeggy, kVictor, kOther, 404, 404},    {kPeggy, kCarol, kOperator, 200, 403},
      {kPeggy, kCarol, kOwner, 200, 200},     {kCarol, kPeggy, kOperator, 404, 404},
      {kCarol, kPeggy, kOther, 200, 403},     {kVictor, kPeggy, kOperator, 200, 200},
      {kVictor, kPeggy, kOther, 404, 404},    {kVictor, "x@nowhere.example", kOwner, 404, 404},
      {kPeggy, kVictor, kFederator, 404, 403}};
  for (const Row& row : rows) {
    AdminFixture fixture;
    EXPECT_EQ(fixture.ask(row.who, question("/explain", row.from, row.to)).status, row.explain)
        << row.from << ' ' << row.to << ' ' << row.who;
    EXPECT_EQ(fixture.ask(row.who, question("/test", row.from, row.to)).status, row.test)
        << row.from << ' ' << row.to << ' ' << row.who;
    EXPECT_EQ(fixture.questions.tests, row.test == 200u ? 1 : 0);
  }
}

TEST(QuestionHandlers, TheOtherSidesObjectsAreNotShown) {
  AdminFixture fixture;
  refuse_at_fabrikam(fixture);
  const Got hidden = fixture.ask(kReader, question("/explain", kPeggy, kCarol));
  ASSERT_EQ(hidden.status, 200u) << hidden.text;
  EXPECT_EQ(hidden.text.find("aas.tenant_not_allowed"), std::string::npos) << hidden.text;
  EXPECT_EQ(hidden.text.find("not on the list"), std::string::npos);
  EXPECT_EQ(hidden.text.find(test::fabrikam().str()), std::string::npos);
  EXPECT_EQ(hidden.json().at("rule").as_string(), "answering_side.refused");
  EXPECT_NE(hidden.text.find("to the other side"), std::string::npos);
  EXPECT_EQ(hidden.json().at("steps").as_array().size(), 2u);
  const Got whole = fixture.ask(kOwner, question("/explain", kPeggy, kCarol));
  EXPECT_EQ(whole.json().at("rule").as_string(), "aas.tenant_not_allowed");
  EXPECT_EQ(whole.json().at("reason").as_object().at("code").as_string(), "peer_unreachable");
}

TEST(QuestionHandlers, TenantsHaveTheirNamesBesideTheirKeys) {
  AdminFixture fixture;
  const std::string key = test::contoso().str();
  fixture.questions.report.steps = {
      {"caller", StepVerdict::note, "", key, "asks as " + key + " of " + key, test::contoso()}};
  const Got got = fixture.ask(kReader, question("/explain", kPeggy, kVictor));
  const auto body = got.json();
  const auto& step = body.at("steps").at(0);
  const std::string named = "contoso (" + key + ")";
  EXPECT_EQ(step.at("object").as_string(), named);
  EXPECT_EQ(step.at("words").as_string(), "asks as " + named + " of " + named);
}

TEST(QuestionHandlers, WhatIsNoQuestion) {
  AdminFixture fixture;
  for (const std::string_view body :
       {"", "[]", "{}", R"({"from": "x", "to": "y@z.example"})",
        R"({"from": "peggy@contoso.example", "to": 5})",
        R"({"from": "peggy@contoso.example", "to": "y@z.example", "path": "own-tenant"})"}) {
    EXPECT_EQ(fixture.ask(kOwner, {"POST", "/explain", std::string(body), {}}).status, 400u)
        << body;
  }
}

TEST(QuestionHandlers, ACredentialIsExplainedWithItsClaims) {
  AdminFixture fixture;
  CredentialReport& report = fixture.questions.credential;
  report.kind = "bearer";
  report.code = "bearer.expired";
  report.reason = policy::reason(report.code);
  report.words = "expired 60 s ago, known to " + test::fabrikam().str();
  report.claims = {{"aud", "https://gateway.contoso.example"}};
  const Asked asked{"POST", "/explain-credential", R"({"authorization": "Bearer x"})", {}};
  const Got got = fixture.ask(kOperator, asked);
  ASSERT_EQ(got.status, 200u) << got.text;
  EXPECT_EQ(fixture.questions.examined, std::vector<std::string>{"Bearer x"});
  EXPECT_EQ(got.json().at("outcome").as_string(), "refused");
  EXPECT_EQ(got.json().at("reason").at("code").as_string(), "bearer.expired");
  EXPECT_EQ(got.json().at("claims").at(0).at("name").as_string(), "aud");
  EXPECT_EQ(got.text.find(test::fabrikam().str()), std::string::npos) << got.text;
  EXPECT_EQ(got.text.find("Bearer x"), std::string::npos);
}

TEST(QuestionHandlers, WhomACredentialProvesIsForThoseWhoMayReadTheTenant) {
  AdminFixture fixture;
  CredentialReport& report = fixture.questions.credential;
  report.accepted = true;
  report.caller = "script reporting";
  report.tenant = test::fabrikam();
  const Asked asked{"POST", "/explain-credential", R"({"authorization": "Basic x"})", {}};
  for (const Who who : {kOperator, kAdmin}) {
    const Got got = fixture.ask(who, asked);
    EXPECT_EQ(got.json().at("outcome").as_string(), "accepted");
    EXPECT_EQ(got.text.find("reporting"), std::string::npos) << got.text;
    EXPECT_TRUE(got.json().at("tenant").is_null());
  }
  const Got owner = fixture.ask(kOwner, asked);
  EXPECT_EQ(owner.json().at("caller").as_string(), "script reporting");
  EXPECT_EQ(owner.json().at("tenant").as_string(), test::fabrikam().str());
}

TEST(QuestionHandlers, WhatIsNoCredential) {
  AdminFixture fixture;
  for (const std::string_view body :
       {"", "[]", "{}", R"({"authorization": ""})", R"({"authorization": 5})"}) {
    EXPECT_EQ(fixture.ask(kOwner, {"POST", "/explain-credential", std::string(body), {}}).status,
              400u)
        << body;
  }
  EXPECT_TRUE(fixture.questions.examined.empty());
}

// --- history ---

registry::HistoryEntry entry(std::uint64_t revision, const model::TenantKey& tenant) {
  const config::ObjectId id{config::ObjectKind::mailbox, tenant, "x@y.example"};
  const std::chrono::sys_time<std::chrono::milliseconds> at{std::chrono::milliseconds(1'500)};
  return {revision, at, {"alice", "admin-api"}, registry::Verb::put, {id, "", "a = 1\n"}};
}

TEST(HistoryHandlers, ShowsTheOwnTenantsAcrossPages) {
  AdminFixture fixture;
  for (std::uint64_t revision = 20; revision > 0; --revision) {
    const bool own = revision % 3 == 0;
    fixture.registry.entries.push_back(entry(revision, own ? test::contoso() : test::fabrikam()));
  }
  std::vector<int> seen;
  std::string before;
  for (int i = 0; i < 20; ++i) {
    const Got got = fixture.ask(kReader, {"GET", "/history?limit=2" + before, ""});
    ASSERT_EQ(got.status, 200u) << got.text;
    EXPECT_EQ(got.text.find("fabrikam"), std::string::npos);
    for (const auto& shown : got.json().at("entries").as_array()) {
      seen.push_back(shown.as_object().at("revision").to_number<int>());
    }
    const auto& next = got.json().at("next");
    if (next.is_null()) break;
    before = "&before=" + std::to_string(next.to_number<std::uint64_t>());
  }
  EXPECT_EQ(seen, (std::vector<int>{18, 15, 12, 9, 6, 3}));
}

TEST(HistoryHandlers, AnEntryAsTheContractHasIt) {
  AdminFixture fixture;
  fixture.registry.entries = {entry(9, test::contoso())};
  const Got got = fixture.ask(kReader, {"GET", "/history?tenant=contoso", ""});
  const auto& shown = got.json().at("entries").as_array().at(0).as_object();
  EXPECT_EQ(shown.at("at").as_string(), "1970-01-01T00:00:01.500Z");
  EXPECT_EQ(shown.at("actor").as_string(), "alice");
  EXPECT_EQ(shown.at("via").as_string(), "admin-api");
  EXPECT_EQ(shown.at("verb").as_string(), "put");
  EXPECT_TRUE(shown.at("before").is_null());
  EXPECT_EQ(shown.at("after").as_object().at("a").to_number<int>(), 1);
  EXPECT_EQ(fixture.ask(kOther, {"GET", "/history?tenant=contoso", ""}).status, 404u);
}

// --- directory sources ---

TEST(DirectoryHandlers, SourcesOfTheOwnTenants) {
  AdminFixture fixture;
  const Got own = fixture.ask(kReader, {"GET", "/directory-sources", ""});
  EXPECT_EQ(own.json().at("directory_sources").as_array().size(), 1u);
  EXPECT_EQ(own.text.find("fabrikam"), std::string::npos);
  const Got all = fixture.ask(kOwner, {"GET", "/directory-sources", ""});
  EXPECT_EQ(all.json().at("directory_sources").as_array().size(), 2u);
  const Got one = fixture.ask(kOwner, {"GET", "/directory-sources?tenant=fabrikam", ""});
  EXPECT_EQ(one.json().at("directory_sources").as_array().size(), 1u);
}

TEST(DirectoryHandlers, ARun) {
  AdminFixture fixture;
  const Asked run{"POST", "/directory-sources/contoso/corp/run", R"({"full": true})", {}};
  const Got got = fixture.ask(kOperator, run);
  ASSERT_EQ(got.status, 200u) << got.text;
  EXPECT_EQ(got.json().at("added").to_number<int>(), 3);
  EXPECT_EQ(fixture.runs.ran, (std::vector<std::string>{"corp"}));
  EXPECT_TRUE(fixture.runs.asked.full);
  EXPECT_FALSE(fixture.runs.asked.confirm);
  fixture.runs.refusal = registry::Refused{registry::RefusedKind::braked, "too many", {}};
  const Got braked = fixture.ask(kOperator, run);
  EXPECT_EQ(braked.status, 409u);
  EXPECT_EQ(braked.code(), "braked");
  const std::size_t runs_so_far = fixture.runs.ran.size();
  EXPECT_EQ(fixture.ask(kReader, run).status, 403u);
  EXPECT_EQ(fixture.ask(kOther, run).status, 404u);
  EXPECT_EQ(fixture.ask(kOperator, {"POST", "/directory-sources/contoso/none/run", ""}).status,
            404u);
  EXPECT_EQ(
      fixture.ask(kOperator, {"POST", "/directory-sources/contoso/corp/run", R"({"ful": true})"})
          .status,
      400u);
  EXPECT_EQ(fixture.runs.ran.size(), runs_so_far);
}

// --- the gateway ---

TEST(GatewayHandlers, Status) {
  AdminFixture fixture;
  fixture.health.set_ready(true);
  const Got got = fixture.ask(kReader, {"GET", "/status", ""});
  ASSERT_EQ(got.status, 200u) << got.text;
  EXPECT_EQ(got.json().at("gateway").as_string(), "gw.example");
  EXPECT_EQ(got.json().at("version").as_string(), "9.8");
  EXPECT_TRUE(got.json().at("ready").as_bool());
  EXPECT_EQ(got.json().at("tenants").as_array().size(), 1u);
  const auto& account = got.json().at("account").as_object();
  EXPECT_EQ(account.at("name").as_string(), "reader");
  EXPECT_EQ(account.at("grants").as_array().at(0).as_string(), "contoso:read");
  EXPECT_NE(got.message.find("request-id: "), std::string::npos);
  EXPECT_NE(got.message.find("Cache-Control: no-store\r\n"), std::string::npos);
}

TEST(GatewayHandlers, CloudsAndReasons) {
  AdminFixture fixture;
  const Got clouds = fixture.ask(kReader, {"GET", "/clouds", ""});
  EXPECT_GE(clouds.json().at("clouds").as_array().size(), 7u);
  EXPECT_FALSE(clouds.json().at("pairs").as_array().empty());
  const Got cloud = fixture.ask(kReader, {"GET", "/clouds/21vianet", ""});
  for (const auto& pair : cloud.json().at("pairs").as_array()) {
    const auto& shown = pair.as_object();
    EXPECT_TRUE(shown.at("from").as_string() == "21vianet" ||
                shown.at("to").as_string() == "21vianet");
  }
  EXPECT_EQ(fixture.ask(kReader, {"GET", "/clouds/mars", ""}).status, 404u);
  EXPECT_EQ(fixture.ask(kNoGrants, {"GET", "/reasons/nothing_like_it", ""}).status, 404u);
  const Got reasons = fixture.ask(kNoGrants, {"GET", "/reasons", ""});
  for (const auto& reason : reasons.json().at("reasons").as_array()) {
    const std::string code(reason.as_object().at("code").as_string());
    EXPECT_EQ(fixture.ask(kNoGrants, {"GET", "/reasons/" + code, ""}).status, 200u) << code;
  }
}

TEST(GatewayHandlers, ABackupHasANameAndASize) {
  AdminFixture fixture;
  fixture.registry.backup_folder = FB_BINARY_DIR;
  const Got got = fixture.ask(kFederator, {"POST", "/backup", R"({"name": "admin-copy.db"})"});
  ASSERT_EQ(got.status, 200u) << got.text;
  EXPECT_EQ(got.json().at("bytes").to_number<int>(), 4);
  EXPECT_EQ(fixture.ask(kFederator, {"POST", "/backup", "{}"}).status, 400u);
  EXPECT_EQ(fixture.ask(kAdmin, {"POST", "/backup", R"({"name": "x"})"}).status, 403u);
}

}  // namespace
}  // namespace fb::admin
