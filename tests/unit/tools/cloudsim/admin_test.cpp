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
    return administer(request, "admin-secret", {faults_, journal_, ring_, tokens_});
  }

  World world_ = test::small_world();
  KeyRing ring_{world_};
  SecurityTokenService tokens_{world_};
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

TEST_F(Admins, HasNothingElse) { EXPECT_EQ(ask("GET", "/").status, 404u); }

}  // namespace
}  // namespace fb::cloudsim
