// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/cloudsim/admin.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include "tests/unit/tools/cloudsim/small_world.hpp"

namespace fb::cloudsim {
namespace {

class Admins : public testing::Test {
 protected:
  Reply ask(std::string method, std::string path, std::string body = {}, std::string query = {},
            std::string authorization = "Bearer admin-secret") {
    const Request request{std::move(method),
                          std::string(World::kAdminHost),
                          std::move(path),
                          std::move(query),
                          {{"Authorization", std::move(authorization)}},
                          std::move(body)};
    return administer(request, "admin-secret",
                      {world_, faults_, journal_, ring_, tokens_, directory_});
  }

  World world_ = test::small_world();
  KeyRing ring_{world_};
  SecurityTokenService tokens_{world_};
  Directory directory_{world_};
  FaultPlan faults_;
  Journal journal_;
};

TEST_F(Admins, NeedsTheSecret) {
  for (const char* value : {"", "Bearer", "Bearer ", "Bearer admin-secre", "Basic admin-secret"}) {
    EXPECT_EQ(ask("GET", "/faults", {}, {}, value).status, 401u) << value;
  }
  EXPECT_EQ(ask("GET", "/faults").status, 200u);
}

TEST_F(Admins, AddsListsAndClearsFaults) {
  EXPECT_EQ(ask("POST", "/faults", R"({"kind":"cut","host":"a"})").status, 200u);
  const auto listed = boost::json::parse(ask("GET", "/faults").body);
  ASSERT_EQ(listed.at("faults").as_array().size(), 1u);
  EXPECT_EQ(listed.at("faults").at(0).at("kind"), "cut");
  EXPECT_EQ(ask("DELETE", "/faults").status, 200u);
  EXPECT_TRUE(faults_.waiting().empty());
}

TEST_F(Admins, RefusesFaultsThatAreNone) {
  EXPECT_EQ(ask("POST", "/faults", "{").status, 400u);
  EXPECT_EQ(ask("POST", "/faults", R"({"kind":"cut","value":1})").status, 400u);
  EXPECT_EQ(ask("PUT", "/faults").status, 405u);
  for (std::size_t i = 0; i < FaultPlan::kFaultsMax; ++i) faults_.add({});
  EXPECT_EQ(ask("POST", "/faults", R"({"kind":"cut"})").status, 409u);
}

TEST_F(Admins, RollsTheCertificateOfAnApplicationOver) {
  const std::string client = R"({"client_id":")" + std::string(test::kClientId) + "\",";
  EXPECT_EQ(ask("POST", "/applications", client + R"("certificate_files":[]})").status, 200u);
  const Application* application =
      world_.tenant_named("contoso")->tenant->application(test::kClientId);
  EXPECT_TRUE(ring_.registered(*application).certificates.empty());
  EXPECT_EQ(ask("POST", "/applications", client + R"("certificate_files":[0]})").status, 200u);
  EXPECT_EQ(ring_.registered(*application).certificates.size(), 1u);
  EXPECT_EQ(ask("POST", "/applications", client + R"("certificate_files":[1]})").status, 404u);
  for (const char* rest : {R"("certificate_files":["0"]})", R"("certificate_files":[-1]})",
                           R"("certificate_files":0})", R"("x":0})", "]"}) {
    EXPECT_EQ(ask("POST", "/applications", client + rest).status, 400u) << rest;
  }
  EXPECT_EQ(ask("POST", "/applications", R"({"client_id":"x","certificate_files":[0]})").status,
            404u);
  EXPECT_EQ(ask("GET", "/applications").status, 405u);
}

TEST_F(Admins, GivesAndClearsTheJournal) {
  JournalEntry entry;
  entry.host = "graph.example";
  entry.path = "/v1.0/x";
  journal_.add(entry);
  const auto count = [&](std::string query) {
    const Reply reply = ask("GET", "/requests", {}, std::move(query));
    return boost::json::parse(reply.body).at("requests").as_array().size();
  };
  EXPECT_EQ(count(""), 1u);
  EXPECT_EQ(count("host=graph.example&path_prefix=%2Fv1.0"), 1u);
  EXPECT_EQ(count("host=other.example"), 0u);
  EXPECT_EQ(ask("DELETE", "/requests").status, 200u);
  EXPECT_EQ(count(""), 0u);
  EXPECT_EQ(ask("POST", "/requests").status, 405u);
}

TEST_F(Admins, RollsKeysOver) {
  const std::string host(test::kPublicLogin);
  EXPECT_EQ(
      ask("POST", "/keys", R"({"login_host":")" + host + R"(","signs":1,"published":[1]})").status,
      200u);
  EXPECT_EQ(ring_.signing(host).kid(), test::signing_key(test::keys().public_next).kid());
  for (const char* body : {R"({"login_host":"x","signs":0,"published":[0]})"}) {
    EXPECT_EQ(ask("POST", "/keys", body).status, 404u) << body;
  }
  for (const char* body : {"", "[]", R"({"signs":0,"published":0})", R"({"published":[0]})",
                           R"({"signs":-1,"published":[0]})", R"({"signs":0,"published":["0"]})"}) {
    EXPECT_EQ(ask("POST", "/keys", body).status, 400u) << body;
  }
  EXPECT_EQ(ask("GET", "/keys").status, 405u);
}

TEST_F(Admins, ChangesDirectories) {
  const std::string id = "AAAAAAAA-0000-4000-8000-000000000001";
  const std::string who = R"({"tenant":"contoso","feed":"contacts","id":")" + id + "\",";
  const auto post = [&](const std::string& body) { return ask("POST", "/directory", body).status; };
  EXPECT_EQ(post(who + R"("properties":{"mail":"ada@other.example"}})"), 200u);
  const auto& contacts = directory_.objects("contoso", DirectoryFeed::contacts);
  ASSERT_EQ(contacts.size(), 1u);
  EXPECT_EQ(contacts.begin()->first, "aaaaaaaa-0000-4000-8000-000000000001");
  EXPECT_EQ(contacts.begin()->second.properties.at("mail"), "ada@other.example");
  EXPECT_EQ(post(who + R"("removed":"changed"})"), 200u);
  EXPECT_EQ(contacts.begin()->second.removal, Removal::changed);
  EXPECT_EQ(post(who + R"("removed":"deleted"})"), 200u);
  EXPECT_EQ(post(who + R"("removed":"deleted"})"), 404u);
  const std::string age = directory_.token_age();
  EXPECT_EQ(post(R"({"lose_tokens":"resyncRequired"})"), 200u);
  EXPECT_NE(directory_.token_age(), age);
  EXPECT_EQ(directory_.token_loss(), TokenLoss::resync_required);
  EXPECT_EQ(post(R"({"lose_tokens":"syncStateNotFound"})"), 200u);
  EXPECT_EQ(directory_.token_loss(), TokenLoss::sync_state_not_found);
}

TEST_F(Admins, RefusesChangesOfDirectoriesThatAreNone) {
  const std::string id = R"("id":"aaaaaaaa-0000-4000-8000-000000000001")";
  const std::string rest = "," + id + R"(,"properties":{}})";
  const auto post = [&](const std::string& body) { return ask("POST", "/directory", body).status; };
  EXPECT_EQ(post(R"({"tenant":"nobody","feed":"contacts")" + rest), 404u);
  for (const std::string& body :
       {std::string("{"), std::string("[]"), R"({"lose_tokens":"all"})" + std::string(),
        R"({"tenant":"contoso","feed":"groups")" + rest,
        R"({"tenant":"contoso","feed":"users")" + rest,  // a user needs more
        std::string(R"({"tenant":"contoso","feed":"contacts","id":"1","properties":{}})"),
        R"({"tenant":"contoso","feed":"contacts",)" + id + "}",
        R"({"tenant":"contoso","feed":"contacts",)" + id + R"(,"removed":"away"})",
        R"({"tenant":"contoso","feed":"contacts",)" + id + R"(,"properties":[]})",
        R"({"tenant":"contoso","feed":"contacts",)" + id + R"(,"properties":{"mail":"x"}})",
        R"({"tenant":"contoso","feed":"contacts",)" + id +
            R"(,"properties":{},"removed":"deleted"})"}) {
    EXPECT_EQ(post(body), 400u) << body;
  }
  EXPECT_EQ(ask("GET", "/directory").status, 405u);
  EXPECT_TRUE(directory_.objects("contoso", DirectoryFeed::contacts).empty());
}

TEST_F(Admins, HasNothingElse) { EXPECT_EQ(ask("GET", "/").status, 404u); }

}  // namespace
}  // namespace fb::cloudsim
