// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The routes of objects over a registry in a file: what revisions, limits and a full disk are, the
// caller of the API sees as the registry means it.
#include <gmock/gmock.h>

#include <boost/json/serialize.hpp>

#include "tests/unit/gateway/admin/admin_fixture.hpp"
#include "tests/unit/gateway/admin/registry_connections.hpp"
#include "tests/unit/gateway/registry/registry_world.hpp"

namespace fb::admin {
namespace {

namespace json = boost::json;
using registry::Verb;
using testing::ElementsAre;
using testing::HasSubstr;

const std::string kContact = path_of("mail-contact", test::contoso(), "v@x.example");
const std::string kAllowed = path_of("availability-config", test::contoso(), "-");

std::string stranger_list(int first, int count) {
  std::string list;
  for (int i = first; i < first + count; ++i) {
    list += (list.empty() ? "\"" : ",\"") + registry::stranger(i) + "\"";
  }
  return "[" + list + "]";
}

std::string contact(std::string_view address, std::string_view name = "Victor") {
  return json::serialize(json::object{{"name", name}, {"external_address", address}});
}

std::string header(const Got& got, const std::string& name) {
  const std::size_t at = got.message.find("\r\n" + name + ": ");
  if (at == std::string::npos) return "";
  const std::size_t begin = at + name.size() + 4;
  return got.message.substr(begin, got.message.find("\r\n", begin) - begin);
}

class StoredObjects : public registry::RegistryWorld {
 protected:
  ~StoredObjects() override { registry_.reset(); }  // before those who watch its connections

  void SetUp() override {
    open();
    applied({registry::add_contoso(), registry::add_contoso_china()});
    services_ = std::make_unique<AdminServices>(
        AdminServices{*registry_, snapshots_, health_, clock_, questions_, runs_, "gw.example",
                      "https://gw.example", "9.8", folder_.path()});
  }

  asio::awaitable<void> serving(const Asked& asked, Got& got) {
    return serve_admin(std::make_unique<OneRequest>(asked, got), kOwner,
                       {*services_, accounts_, *log_, sessions_});
  }
  Got ask(const Asked& asked) {
    Got got;
    test::run_coro(io_, serving(asked, got));
    return got;
  }
  Got get(const std::string& target) { return ask({"GET", target, {}, {}}); }
  Got patch(const std::string& target, const std::string& body, const std::string& etag) {
    return ask({"PATCH", target, body, {{"If-Match", etag}}});
  }
  std::string name_of_contact() {
    return std::string(get(kContact).json().at("body").at("name").as_string());
  }
  // "revision verb identity", newest first.
  static std::vector<std::string> entries(const Got& got) {
    std::vector<std::string> told;
    for (const json::value& entry : got.json().at("entries").as_array()) {
      told.push_back(std::to_string(entry.at("revision").to_number<int>()) + " " +
                     std::string(entry.at("verb").as_string()) + " " +
                     std::string(entry.at("identity").as_string()));
    }
    return told;
  }

  test::RegistryConnections connections_;
  ops::Health health_;
  FakeQuestions questions_;
  FakeRuns runs_;
  config::AuthenticationSettings authentication_;
  AdminAccounts accounts_{AccountIndex::make(admin_accounts()).value.value(), authentication_,
                          clock_};
  std::unique_ptr<ops::Log> log_ = ops::Log::open(AdminFixture::quiet()).value();
  front::SessionList sessions_;
  std::unique_ptr<AdminServices> services_;
};

TEST_F(StoredObjects, AnEtagIsThatOfTheObjectAndOfNoOther) {
  ASSERT_EQ(ask({"POST", kContact, contact("v@x.example"), {}}).status, 200u);
  const std::string first = header(get(kContact), "ETag");
  EXPECT_EQ(first, "\"2\"");
  // Somebody changes something else.
  const std::string other = path_of("mail-contact", test::contoso(), "w@x.example");
  ASSERT_EQ(ask({"POST", other, contact("w@x.example"), {}}).status, 200u);
  EXPECT_EQ(header(get(kContact), "ETag"), first);
  ASSERT_EQ(patch(kContact, R"({"name": "Vera"})", first).status, 200u);
  EXPECT_EQ(header(get(kContact), "ETag"), "\"4\"");
  const Got late = patch(kContact, R"({"name": "Vito"})", first);
  EXPECT_EQ(late.status, 412u);
  EXPECT_EQ(late.code(), "conflict");
  EXPECT_EQ(name_of_contact(), "Vera");
  EXPECT_EQ(ask({"DELETE", kContact, {}, {{"If-Match", first}}}).status, 412u);
  EXPECT_EQ(patch(kContact, R"({"name": "Vito"})", "\"99\"").status, 412u) << "not there yet";
  EXPECT_EQ(ask({"DELETE", kContact, {}, {{"If-Match", "\"4\""}}}).status, 200u);
  // What is gone is not made again by who has seen it.
  EXPECT_EQ(ask({"PUT", kContact, contact("v@x.example"), {{"If-Match", "\"4\""}}}).status, 412u);
  EXPECT_EQ(get(kContact).status, 404u);
}

TEST_F(StoredObjects, TheSameOnceMoreIsNoRevision) {
  ASSERT_EQ(ask({"PUT", kContact, contact("v@x.example"), {}}).status, 200u);
  const Got again = ask({"PUT", kContact, contact("V@x.example"), {}});
  ASSERT_EQ(again.status, 200u) << again.text;
  const Got same = ask({"PUT", kContact, contact("V@x.example"), {}});
  EXPECT_EQ(same.json().at("revision"), again.json().at("revision"));
  EXPECT_TRUE(same.json().at("differences").as_array().empty());
  EXPECT_EQ(get(path_of("mail-contact", test::contoso(), "V@X.example")).status, 200u);
}

TEST_F(StoredObjects, TheTwentySixthIsRefusedWithItsReasonAndNothingChanges) {
  ASSERT_EQ(
      ask({"PUT", kAllowed, R"({"allowed_tenant_ids": )" + stranger_list(1, 25) + "}", {}}).status,
      200u);
  const std::string one_more = R"({"allowed_tenant_ids": {"add": )" + stranger_list(26, 1) + "}}";
  for (const std::string query : {"", "?dry_run=true"}) {
    const Got refused = ask({"PATCH", kAllowed + query, one_more, {}});
    EXPECT_EQ(refused.status, 422u);
    EXPECT_EQ(refused.code(), "mistake");
    const json::value& problem = refused.json().at("error").at("problems").at(0);
    EXPECT_THAT(std::string(problem.at("sentence").as_string()), HasSubstr("at most 25"));
    EXPECT_EQ(problem.at("file").as_string(), registry::availability_config().str());
  }
  EXPECT_EQ(get(kAllowed).json().at("body").at("allowed_tenant_ids").as_array().size(), 25u);
  EXPECT_EQ(allowed(), 25u);
  // One goes, and there is room.
  const std::string instead = R"({"allowed_tenant_ids": {"add": )" + stranger_list(26, 1) +
                              R"(, "remove": )" + stranger_list(1, 1) + "}}";
  EXPECT_EQ(ask({"PATCH", kAllowed, instead, {}}).status, 200u);
  EXPECT_EQ(allowed(), 25u);
}

TEST_F(StoredObjects, HistoryIsPagedByWholeRevisions) {
  ASSERT_EQ(ask({"POST", kContact, contact("v@x.example"), {}}).status, 200u);
  const std::string removed = R"({"verb": "remove", "kind": "mail-contact", "tenant": "contoso",
                                  "identity": "v@x.example"})";
  const std::string added = R"({"verb": "add", "kind": "mail-contact", "tenant": "contoso",
      "identity": "w@x.example", "body": {"name": "W", "external_address": "w@x.example"}})";
  const Got both = ask({"POST", "/changes", R"({"changes": [)" + removed + "," + added + "]}", {}});
  ASSERT_EQ(both.status, 200u) << both.text;
  const Got first = get("/history?limit=1");
  EXPECT_THAT(entries(first), ElementsAre("3 add w@x.example", "3 remove v@x.example"));
  const json::value& newest = first.json().at("entries").at(0);
  EXPECT_EQ(newest.at("actor").as_string(), "owner");
  EXPECT_EQ(newest.at("via").as_string(), "unix-socket");
  EXPECT_TRUE(newest.at("before").is_null());
  EXPECT_EQ(newest.at("after").at("name").as_string(), "W");
  EXPECT_EQ(first.json().at("next").to_number<int>(), 3);
  const Got second = get("/history?limit=1&before=3");
  EXPECT_THAT(entries(second), ElementsAre("2 add v@x.example"));
  const Got third = get("/history?limit=1&before=2");
  EXPECT_THAT(entries(third), ElementsAre("1 add ", "1 add "));
  EXPECT_TRUE(third.json().at("next").is_null());
  EXPECT_THAT(entries(get("/history?before=1")), testing::IsEmpty());
  EXPECT_EQ(entries(get("/history?before=0")).size(), 5u);
  EXPECT_EQ(entries(get("/history?before=9223372036854775807")).size(), 5u);
  EXPECT_EQ(entries(get("/history?kind=mail-contact&identity=V@x.example")).size(), 2u);
  for (const auto& [limit, status] : std::map<std::string, unsigned>{
           {"0", 400}, {"1", 200}, {"1000", 200}, {"1001", 400}, {"-1", 400}, {"x", 400}}) {
    EXPECT_EQ(get("/history?limit=" + limit).status, status) << limit;
  }
}

// A disk that is full is no reason to see another policy, and no reason to start again.
TEST_F(StoredObjects, AFullDiskRefusesTheChangeAndNothingElse) {
  connections_.fill_up();
  const auto place = [](int i) {
    const std::string address = "c" + std::to_string(i) + "@x.example";
    return path_of("mail-contact", test::contoso(), address);
  };
  const auto body = [](int i) {
    return contact("c" + std::to_string(i) + "@x.example", std::string(64, 'n'));
  };
  Got got;
  int i = 0;
  do {
    ++i;
    got = ask({"POST", place(i), body(i), {}});
  } while (got.status == 200u && i < 1000);
  ASSERT_EQ(got.status, 503u) << got.text;
  EXPECT_EQ(got.code(), "storage");
  EXPECT_THAT(got.sentence(), HasSubstr("full"));
  const std::uint64_t revision = registry_->revision();
  const auto before = snapshots_.current();
  // Refused again, in a file and as a list; what is there is told as ever.
  EXPECT_EQ(ask({"POST", place(i), body(i), {}}).code(), "storage");
  const std::string file =
      "version = 1\n[[tenant]]\nauthority = \"public\"\ntenant_id = \"" + test::contoso().id.str() +
      "\"\n[[tenant.mail_contact]]\nexternal_address = \"c" + std::to_string(i) +
      "@x.example\"\nname = \"" + std::string(64, 'n') + "\"\n";
  EXPECT_EQ(ask({"POST", "/apply", file, {}}).code(), "storage");
  EXPECT_EQ(registry_->revision(), revision);
  EXPECT_EQ(snapshots_.current(), before);
  EXPECT_EQ(get(place(i)).status, 404u);
  EXPECT_EQ(get(place(1)).status, i > 1 ? 200u : 404u);
  EXPECT_EQ(get("/status").json().at("revision").to_number<std::uint64_t>(), revision);
  connections_.make_room();
  EXPECT_EQ(ask({"POST", "/apply", file, {}}).status, 200u);
  EXPECT_EQ(registry_->revision(), revision + 1);
  EXPECT_TRUE(knows("c" + std::to_string(i) + "@x.example"));
  services_.reset();
  open();
  EXPECT_EQ(registry_->revision(), revision + 1);
  EXPECT_TRUE(knows("c" + std::to_string(i) + "@x.example"));
}

TEST_F(StoredObjects, MoreThanMayWaitIsRefusedAtOnceAndNothingIsLost) {
  const std::size_t accepted = registry::kWritesWaitingMax + 1;  // with the one that runs
  std::vector<Got> got(accepted + 1);
  const auto send = [&](std::size_t i) {
    const std::string address = "c" + std::to_string(i) + "@x.example";
    const Asked asked{
        "POST", path_of("mail-contact", test::contoso(), address), contact(address), {}};
    asio::co_spawn(io_, serving(asked, got[i]),
                   [](std::exception_ptr failed) { EXPECT_FALSE(failed); });
    io_.restart();
    io_.poll();
  };
  connections_.hold_next();
  send(0);
  connections_.wait_until_held();
  for (std::size_t i = 1; i < accepted; ++i) send(i);
  for (std::size_t i = 0; i < accepted; ++i) ASSERT_EQ(got[i].status, 0u) << i;
  send(accepted);
  ASSERT_EQ(got[accepted].status, 503u) << "it has not waited for the others";
  EXPECT_EQ(got[accepted].code(), "busy");
  EXPECT_EQ(header(got[accepted], "Retry-After"), std::to_string(kBusyRetryAfterS));
  connections_.release();
  io_.restart();
  io_.run();
  for (std::size_t i = 0; i < accepted; ++i) {
    EXPECT_EQ(got[i].status, 200u) << got[i].text;
    EXPECT_TRUE(knows("c" + std::to_string(i) + "@x.example"));
  }
  EXPECT_FALSE(knows("c" + std::to_string(accepted) + "@x.example"));
  EXPECT_EQ(registry_->revision(), 1 + accepted);
  got[accepted] = {};
  send(accepted);
  io_.restart();
  io_.run();
  EXPECT_EQ(got[accepted].status, 200u);
}

TEST_F(StoredObjects, AFileHasALimitAndIsReadUpToIt) {
  std::string file = "version = 1\n";
  const std::string comment = "#" + std::string(4094, ' ') + "\n";
  while (file.size() + comment.size() <= config::kFederationFileBytesMax) file += comment;
  file.resize(config::kFederationFileBytesMax, '\n');
  const Got at_limit = ask({"POST", "/apply", file, {}});
  EXPECT_EQ(at_limit.status, 200u) << at_limit.text;
  EXPECT_TRUE(at_limit.body_was_read);
  file += '\n';
  const Got over = ask({"POST", "/apply", file, {}});
  EXPECT_EQ(over.status, 413u);
  EXPECT_EQ(over.code(), "too-large");
  EXPECT_FALSE(over.body_was_read);
  // Its rest is still on its way: the connection cannot go on.
  EXPECT_EQ(header(over, "Connection"), "close");
}

}  // namespace
}  // namespace fb::admin
