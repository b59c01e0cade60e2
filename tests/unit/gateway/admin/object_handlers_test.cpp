// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <set>

#include "config/syntax.hpp"
#include "tests/unit/gateway/admin/admin_fixture.hpp"

namespace fb::admin {
namespace {

using config::ObjectKind;
using registry::Verb;

const std::string kPeggy = path_of("mailbox", test::contoso(), "peggy@contoso.example");
const std::string kCarol = path_of("mailbox", test::fabrikam(), "carol@fabrikam-gov.example");

TEST(ObjectHandlers, AnObjectWithItsETag) {
  AdminFixture fixture;
  const Got got = fixture.ask(kReader, {"GET", kPeggy, ""});
  ASSERT_EQ(got.status, 200u) << got.text;
  EXPECT_NE(got.message.find("ETag: \"4\"\r\n"), std::string::npos);
  EXPECT_EQ(got.json().at("kind").as_string(), "mailbox");
  EXPECT_EQ(got.json().at("tenant").as_string(), test::contoso().str());
  EXPECT_EQ(got.json().at("tenant_name").as_string(), "contoso");
  EXPECT_EQ(got.json().at("identity").as_string(), "peggy@contoso.example");
  EXPECT_EQ(got.json().at("revision").to_number<std::uint64_t>(), 4u);
  const auto& body = got.json().at("body").as_object();
  EXPECT_EQ(body.at("address").as_string(), "peggy@contoso.example");
}

// By key, by id, by name; the identity without regard to case; "-" where there is none.
TEST(ObjectHandlers, WaysToWriteWhatIsMeant) {
  AdminFixture fixture;
  const std::string id(test::kContosoId);
  for (const std::string& path :
       {kPeggy, "/objects/mailbox/" + id + "/Peggy@Contoso.example",
        std::string("/objects/mailbox/contoso/peggy%40contoso.example"),
        std::string("/objects/tenant/Contoso/-"), path_of("partner", test::contoso_china(), "-"),
        std::string("/objects/partner/contoso-china/-")}) {
    EXPECT_EQ(fixture.ask(kReader, {"GET", path, ""}).status, 200u) << path;
  }
  for (const std::string& path :
       {std::string("/objects/mailbox/contoso/-"), std::string("/objects/tenant/contoso/x"),
        std::string("/objects/tree/contoso/-"), std::string("/objects/mailbox/nobody/x@y.example"),
        std::string("/objects/mailbox/contoso/none@contoso.example")}) {
    EXPECT_EQ(fixture.ask(kReader, {"GET", path, ""}).status, 404u) << path;
  }
}

// What another tenant has is answered in the words, and with the status, of what nobody has.
TEST(ObjectHandlers, WhatIsAnothersDoesNotExist) {
  const std::string nobodys =
      path_of("mailbox", test::tenant_key(model::Authority::us, test::kStrangerId), "x@y.example");
  const std::string names[] = {kCarol, "/objects/mailbox/fabrikam/carol@fabrikam-gov.example",
                               path_of("tenant", test::fabrikam(), "-")};
  for (const std::string_view method : {"GET", "POST", "PUT", "PATCH", "DELETE"}) {
    const std::string body = method == "GET" || method == "DELETE" ? "" : "{}";
    AdminFixture fixture;
    const Got none = fixture.ask(kAdmin, {std::string(method), nobodys, body});
    EXPECT_EQ(none.status, 404u) << method;
    for (const std::string& name : names) {
      const Got got = fixture.ask(kAdmin, {std::string(method), name, body});
      EXPECT_EQ(got.status, none.status) << method << ' ' << name;
      EXPECT_EQ(got.text, none.text);
    }
    EXPECT_TRUE(fixture.registry.asked_changes.empty());
  }
}

TEST(ObjectHandlers, ChangesReachTheRegistryWithTheirAuthor) {
  struct Row {
    std::string method;
    std::string identity;
    std::string body;
    Verb verb;
    std::string toml;
  };
  const Row rows[] = {
      {"POST", "New@contoso.example", R"({"source": "cloud"})", Verb::add, "source = \"cloud\"\n"},
      {"PATCH", "peggy@contoso.example", R"({"source": null})", Verb::set, "source = \"\"\n"},
      {"PUT", "peggy@contoso.example", R"({"proxy_addresses": ["a@contoso.example"]})", Verb::put,
       "proxy_addresses = [\"a@contoso.example\"]\n"},
      {"DELETE", "peggy@contoso.example", "", Verb::remove, ""},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.method);
    AdminFixture fixture;
    const std::string path = path_of("mailbox", test::contoso(), row.identity);
    const Got got = fixture.ask(kAdmin, {row.method, path, row.body});
    ASSERT_EQ(got.status, 200u) << got.text;
    ASSERT_EQ(fixture.registry.asked_changes.size(), 1u);
    const registry::Change& change = fixture.registry.asked_changes[0];
    EXPECT_EQ(change.verb, row.verb);
    EXPECT_EQ(change.id.tenant, test::contoso());
    EXPECT_EQ(change.id.identity, config::ascii_lower(row.identity));
    EXPECT_EQ(change.body, row.toml);
    EXPECT_FALSE(change.expected_revision.has_value());
    EXPECT_EQ(fixture.registry.asked_actor.name, "admin");
    EXPECT_EQ(fixture.registry.asked_actor.via, "unix-socket");
    EXPECT_EQ(got.json().at("revision").to_number<int>(), 8);
    EXPECT_EQ(got.json().at("differences").as_array().size(), 1u);
    EXPECT_FALSE(got.json().contains("dry_run"));
  }
}

TEST(ObjectHandlers, ADryRunSaysSoAndChangesNothing) {
  AdminFixture fixture;
  const Got got = fixture.ask(kAdmin, {"DELETE", kPeggy + "?dry_run=true", ""});
  ASSERT_EQ(got.status, 200u) << got.text;
  EXPECT_TRUE(got.json().at("dry_run").as_bool());
  EXPECT_EQ(got.json().at("revision").to_number<int>(), 7);
  EXPECT_TRUE(fixture.registry.asked_dry_run);
  EXPECT_EQ(fixture.ask(kReader, {"GET", kPeggy, ""}).status, 200u);
  EXPECT_EQ(fixture.ask(kAdmin, {"DELETE", kPeggy + "?dry_run=yes", ""}).status, 400u);
}

// Two people, one ETag: the second is refused.
TEST(ObjectHandlers, WhoComesSecondIsRefused) {
  AdminFixture fixture;
  const Asked change{"PUT", kPeggy, R"({"source": "onprem"})", {{"If-Match", "\"4\""}}};
  EXPECT_EQ(fixture.ask(kAdmin, change).status, 200u);
  const Got second = fixture.ask(kOwner, change);
  EXPECT_EQ(second.status, 412u);
  EXPECT_EQ(second.code(), "conflict");
  for (const std::string_view wrong : {"4", "\"x\"", "*", "\"4\", \"5\"", "\"\"", "W/\"4\""}) {
    const Asked bad{"PUT", kPeggy, "{}", {{"If-Match", std::string(wrong)}}};
    EXPECT_EQ(fixture.ask(kAdmin, bad).status, 400u) << wrong;
  }
}

TEST(ObjectHandlers, RefusalsOfTheRegistryHaveTheirStatus) {
  using registry::RefusedKind;
  const std::pair<RefusedKind, unsigned> rows[] = {
      {RefusedKind::mistake, 422}, {RefusedKind::conflict, 412}, {RefusedKind::not_found, 404},
      {RefusedKind::exists, 409},  {RefusedKind::braked, 409},   {RefusedKind::busy, 503},
      {RefusedKind::storage, 503}};
  for (const auto& [kind, status] : rows) {
    AdminFixture fixture;
    fixture.registry.refusal = registry::Refused{kind, "words", {{"mailbox x", 2, 3, "wrong"}}};
    const Got got = fixture.ask(kAdmin, {"DELETE", kPeggy, ""});
    EXPECT_EQ(got.status, status);
    EXPECT_EQ(got.code(), registry::name(kind));
    EXPECT_EQ(got.sentence(), "words");
    const auto& problem =
        got.json().at("error").as_object().at("problems").as_array().at(0).as_object();
    EXPECT_EQ(problem.at("file").as_string(), "mailbox x");
    EXPECT_EQ(problem.at("line").to_number<int>(), 2);
    EXPECT_EQ(problem.at("sentence").as_string(), "wrong");
  }
}

// The whole federation is read with every change, so a mistake may be in what is another's.
TEST(ObjectHandlers, MistakesDoNotTellOfAnothersObjects) {
  AdminFixture fixture;
  const std::string others = "address-space contoso.example of " + test::fabrikam().str();
  fixture.registry.refusal = registry::Refused{
      registry::RefusedKind::mistake,
      "fabrikam has it already",
      {{others, 1, 1, "twice"}, {"x", 1, 1, "as in FABRIKAM-GOV.example"}, {"x", 1, 1, "fine"}}};
  const Got got = fixture.ask(kAdmin, {"DELETE", kPeggy, ""});
  EXPECT_EQ(got.status, 422u);
  EXPECT_EQ(got.text.find("abrikam"), std::string::npos) << got.text;
  EXPECT_EQ(got.text.find(std::string(test::kFabrikamId)), std::string::npos);
  EXPECT_NE(got.text.find("fine"), std::string::npos);
  const Got whole = fixture.ask(kOwner, {"DELETE", kPeggy, ""});
  EXPECT_NE(whole.text.find(others), std::string::npos);
}

TEST(ObjectHandlers, AnAddressSpaceIsNotChanged) {
  AdminFixture fixture;
  const std::string path = path_of("address-space", test::contoso(), "contoso-cn.example");
  EXPECT_EQ(fixture.ask(kAdmin, {"PATCH", path, "{}"}).status, 405u);
  EXPECT_EQ(fixture.ask(kAdmin, {"DELETE", path, ""}).status, 200u);
}

// --- who may change what a tenant is ---

struct TenantRow {
  std::string title;
  std::string method;
  std::string path;
  std::string body;
  unsigned as_admin;
  unsigned as_federator;
};

TEST(ObjectHandlers, WhoATenantIsAndWhoIsAPartner) {
  const std::string contoso = path_of("tenant", test::contoso(), "-");
  const std::string stranger =
      path_of("tenant", test::tenant_key(model::Authority::us, test::kStrangerId), "-");
  const std::string partner = path_of("partner", test::contoso_china(), "-");
  const std::string same =
      R"({"name": "contoso", "cloud": "commercial", "accepted_domains": ["Contoso.example"]})";
  const TenantRow rows[] = {
      {"what is the tenant's own", "PATCH", contoso, R"({"require_contact": false})", 200, 200},
      {"the same name", "PATCH", contoso, R"({"name": "contoso"})", 200, 200},
      {"another name", "PATCH", contoso, R"({"name": "fabrikam"})", 403, 200},
      {"no name", "PATCH", contoso, R"({"name": null})", 403, 200},
      {"another cloud", "PATCH", contoso, R"({"cloud": "dod"})", 403, 200},
      {"a domain more", "PATCH", contoso, R"({"accepted_domains": {"add": ["b.example"]}})", 403,
       200},
      {"other domains", "PUT", contoso, R"({"accepted_domains": ["b.example"]})", 403, 200},
      {"no domains", "PUT", contoso, R"({"name": "contoso"})", 403, 200},
      {"the same tenant", "PUT", contoso, same, 200, 200},
      {"a tenant goes", "DELETE", contoso, "", 403, 200},
      {"a tenant comes", "PUT", stranger, "{}", 404, 200},
      {"a partner changes", "PATCH", partner, R"({"cloud": "21vianet"})", 403, 200},
      {"a partner goes", "DELETE", partner, "", 403, 200},
  };
  for (const TenantRow& row : rows) {
    SCOPED_TRACE(row.title);
    AdminFixture fixture;
    EXPECT_EQ(fixture.ask(kAdmin, {row.method, row.path + "?dry_run=true", row.body}).status,
              row.as_admin);
    EXPECT_EQ(fixture.ask(kFederator, {row.method, row.path + "?dry_run=true", row.body}).status,
              row.as_federator);
    EXPECT_EQ(fixture.ask(kReader, {row.method, row.path, row.body}).status, 403u);
    EXPECT_EQ(fixture.ask(kOther, {row.method, row.path, row.body}).status, 404u);
  }
}

TEST(ObjectHandlers, SeveralChangesAreAllowedOrNone) {
  const auto change = [](std::string_view tenant) {
    return R"({"verb": "put", "kind": "mailbox", "tenant": ")" + std::string(tenant) +
           R"(", "identity": "x@y.example", "body": {"source": "s"}, "if_revision": 3})";
  };
  const auto list = [](const std::string& changes) { return R"({"changes": [)" + changes + "]}"; };
  AdminFixture fixture;
  const Got mixed = fixture.ask(
      kAdmin, {"POST", "/changes", list(change("contoso") + "," + change(test::fabrikam().str()))});
  EXPECT_EQ(mixed.status, 404u);
  EXPECT_TRUE(fixture.registry.asked_changes.empty());
  for (const std::string& body :
       {std::string("[]"), std::string("{}"), list(""), list("1"), list(R"({"verb": "drop"})")}) {
    EXPECT_EQ(fixture.ask(kAdmin, {"POST", "/changes", body}).status, 400u) << body;
  }
  fixture.ask(kAdmin, {"POST", "/changes", list(change("contoso") + "," + change("contoso"))});
  ASSERT_EQ(fixture.registry.asked_changes.size(), 2u);
  EXPECT_EQ(fixture.registry.asked_changes[1].expected_revision, 3u);
}

// Whoever adds a tenant brings its objects along.
TEST(ObjectHandlers, ANewTenantComesWithItsObjects) {
  const std::string key = test::tenant_key(model::Authority::us, test::kStrangerId).str();
  const std::string mailbox = R"({"verb": "put", "kind": "mailbox", "tenant": ")" + key +
                              R"(", "identity": "x@y.example"})";
  const std::string tenant = R"({"verb": "add", "kind": "tenant", "tenant": ")" + key + R"("})";
  AdminFixture fixture;
  EXPECT_EQ(
      fixture.ask(kFederator, {"POST", "/changes", R"({"changes": [)" + mailbox + "]}"}).status,
      404u);
  const std::string both = R"({"changes": [)" + tenant + "," + mailbox + "]}";
  EXPECT_EQ(fixture.ask(kAdmin, {"POST", "/changes", both}).status, 404u);
  EXPECT_EQ(fixture.ask(kFederator, {"POST", "/changes", both}).status, 200u);
}

// --- lists ---

std::multiset<std::string> listed(AdminFixture& fixture, Who who, std::size_t limit,
                                  std::string_view query = "") {
  std::multiset<std::string> seen;
  std::string after;
  for (int i = 0; i < 20; ++i) {
    std::string target = "/objects?limit=" + std::to_string(limit) + std::string(query);
    if (!after.empty()) {
      std::string encoded;
      for (const char c : after) encoded += c == '|' ? std::string("%7C") : std::string(1, c);
      target += "&after=" + encoded;
    }
    const Got got = fixture.ask(who, {"GET", target, ""});
    EXPECT_EQ(got.status, 200u) << got.text;
    const auto& objects = got.json().at("objects").as_array();
    EXPECT_LE(objects.size(), limit);
    for (const auto& object : objects) {
      seen.insert(std::string(object.as_object().at("kind").as_string()) + " " +
                  std::string(object.as_object().at("tenant_name").as_string()));
    }
    after = std::string(got.json().at("next").as_string());
    if (after.empty()) return seen;
  }
  ADD_FAILURE() << "the pages have no end";
  return seen;
}

TEST(ObjectHandlers, ListsShowEachAccountItsOwnWhateverThePage) {
  const std::multiset<std::string> of_contoso{"tenant contoso", "mailbox contoso",
                                              "address-space contoso", "partner contoso-china"};
  const std::multiset<std::string> of_fabrikam{"tenant fabrikam", "mailbox fabrikam"};
  std::multiset<std::string> all = of_contoso;
  all.insert(of_fabrikam.begin(), of_fabrikam.end());
  const std::multiset<std::string> of_gateway{"tenant contoso", "tenant fabrikam",
                                              "partner contoso-china"};
  for (const std::size_t limit : {1u, 2u, 3u, 1000u}) {
    AdminFixture fixture;
    EXPECT_EQ(listed(fixture, kReader, limit), of_contoso);
    EXPECT_EQ(listed(fixture, kOther, limit), of_fabrikam);
    EXPECT_EQ(listed(fixture, kFederator, limit), of_gateway);
    EXPECT_EQ(listed(fixture, kOwner, limit), all);
    EXPECT_EQ(listed(fixture, kReader, limit, "&kind=mailbox"),
              (std::multiset<std::string>{"mailbox contoso"}));
    EXPECT_EQ(listed(fixture, kOther, limit, "&kind=partner"), (std::multiset<std::string>{}));
  }
}

// The registry is never asked for what the account may not see.
TEST(ObjectHandlers, ListsOfOneTenantAskForNoOther) {
  AdminFixture fixture;
  listed(fixture, kOther, 10);
  for (const registry::ListQuery& query : fixture.registry.asked_lists) {
    EXPECT_EQ(query.tenant, test::fabrikam());
  }
  EXPECT_EQ(fixture.ask(kOther, {"GET", "/objects?tenant=contoso", ""}).status, 404u);
  EXPECT_EQ(fixture.ask(kOther, {"GET", "/objects?tenant=nobody", ""}).text,
            fixture.ask(kOther, {"GET", "/objects?tenant=contoso", ""}).text);
}

}  // namespace
}  // namespace fb::admin
