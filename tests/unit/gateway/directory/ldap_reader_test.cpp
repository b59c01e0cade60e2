// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/directory/ldap_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>

#include "gateway/directory/ldap_cursor.hpp"
#include "tests/unit/gateway/directory/directory_sample.hpp"

namespace fb::directory {
namespace {

using registry::Outcome;
using registry::Refused;
using registry::RefusedKind;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Answers in the written order, and keeps what it was asked.
class ScriptedServer final : public LdapServer {
 public:
  struct Asked {
    LdapQuery query;
    std::string cookie;
  };

  void then(std::vector<LdapEntry> entries, std::string cookie = {}) {
    answers.emplace_back(LdapPage{std::move(entries), std::move(cookie)});
  }

  Outcome<LdapPage> search(const LdapQuery& query, const std::string& cookie) override {
    asked.push_back({query, cookie});
    if (on_search) on_search();
    if (answers.empty()) {
      ADD_FAILURE() << "nothing was scripted for " << query.base << " " << query.filter;
      return Refused{RefusedKind::mistake, "nothing was scripted", {}};
    }
    auto answer = std::move(answers.front());
    answers.pop_front();
    return answer;
  }

  std::deque<Outcome<LdapPage>> answers;
  std::vector<Asked> asked;
  std::function<void()> on_search;
};

LdapEntry contact(std::string name, std::string changed = "") {
  LdapEntry entry{"cn=" + name,
                  {{"entryuuid", {"id-" + name}},
                   {"objectclass", {"contact"}},
                   {"cn", {name}},
                   {"targetaddress", {"SMTP:" + name + "@other.example"}}}};
  if (!changed.empty()) entry.attributes["modifytimestamp"] = {changed};
  return entry;
}

LdapEntry active_directory(std::string usn, std::string server = "dc1") {
  return {"", {{"highestcommittedusn", {std::move(usn)}}, {"dsservicename", {std::move(server)}}}};
}

class LdapReaderTest : public ::testing::Test {
 protected:
  Outcome<Reading> read(std::string cursor = {}, bool full = false) {
    ReadRequest request;
    request.tenant = &tenant;
    request.source = &source;
    request.cursor = std::move(cursor);
    request.full = full;
    request.stop = stop.get_token();
    return read_ldap(server, request);
  }

  config::Tenant tenant = sample_tenant();
  config::DirectorySource source = sample_source();
  ScriptedServer server;
  std::stop_source stop;
};

TEST_F(LdapReaderTest, ReadsPageByPage) {
  server.then({active_directory("500")});
  server.then({contact("a")}, "more");
  server.then({}, "still more");
  server.then({contact("b")});
  source.page_size = 7;
  const auto reading = read();
  ASSERT_TRUE(reading.has_value()) << reading.error().sentence;
  EXPECT_TRUE(reading->full);
  EXPECT_THAT(told(*reading),
              ElementsAre("contact a a@other.example", "contact b b@other.example"));
  EXPECT_EQ(reading->cursor, "ldap1|uSNChanged|500|0|dc1");
  ASSERT_EQ(server.asked.size(), 4u);
  EXPECT_EQ(server.asked[0].query.base, "");
  EXPECT_EQ(server.asked[0].query.scope, LdapScope::base);
  EXPECT_EQ(server.asked[1].query.base, source.base);
  EXPECT_EQ(server.asked[1].query.page_size, 7u);
  EXPECT_EQ(server.asked[1].query.filter, "(|(proxyAddresses=*)(targetAddress=*)(mail=*))");
  EXPECT_EQ(server.asked[3].cookie, "still more");
}

TEST_F(LdapReaderTest, ReadsWhatChangedByNumber) {
  source.filter = "(objectClass=contact)";
  server.then({active_directory("600")});
  server.then({contact("a")});
  const auto reading = read("ldap1|uSNChanged|500|3|dc1");
  ASSERT_TRUE(reading.has_value()) << reading.error().sentence;
  EXPECT_FALSE(reading->full);
  EXPECT_EQ(reading->cursor, "ldap1|uSNChanged|600|4|dc1");
  EXPECT_EQ(server.asked[1].query.filter,
            "(&(objectClass=contact)(&(uSNChanged>=500)(!(uSNChanged=500))))");
}

TEST_F(LdapReaderTest, ReadsWhatChangedByTime) {
  server.then({LdapEntry{}});
  server.then({contact("a", "20310506093005Z"), contact("b", "20310506093001Z")});
  const auto reading = read("ldap1|modifyTimestamp|20310506093000Z|0|");
  ASSERT_TRUE(reading.has_value()) << reading.error().sentence;
  EXPECT_FALSE(reading->full);
  EXPECT_EQ(reading->cursor, "ldap1|modifyTimestamp|20310506093005Z|1|");
  EXPECT_THAT(server.asked[1].query.filter, HasSubstr("(modifyTimestamp>=20310506093000Z)"));
}

TEST_F(LdapReaderTest, NothingChangedKeepsThePlace) {
  server.then({LdapEntry{}});
  server.then({});
  const auto reading = read("ldap1|modifyTimestamp|20310506093000Z|0|");
  ASSERT_TRUE(reading.has_value());
  EXPECT_EQ(reading->cursor, "ldap1|modifyTimestamp|20310506093000Z|1|");
}

TEST_F(LdapReaderTest, ReadsEverythingWhereTheCursorSaysNothing) {
  struct Row {
    std::string_view name;
    std::string cursor;
    bool asked_full;
    bool full;
  };
  const Row rows[] = {
      {"usable", "ldap1|uSNChanged|500|22|dc1", false, false},
      {"asked for", "ldap1|uSNChanged|500|0|dc1", true, true},
      {"none", "", false, true},
      {"another server", "ldap1|uSNChanged|500|0|dc2", false, true},
      {"another attribute", "ldap1|modifyTimestamp|20310506093000Z|0|", false, true},
      {"it is time again", "ldap1|uSNChanged|500|23|dc1", false, true},
      {"somebody else's", "https://graph.example/delta", false, true},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    server.then({active_directory("600")});
    server.then({});
    const auto reading = read(row.cursor, row.asked_full);
    ASSERT_TRUE(reading.has_value());
    EXPECT_EQ(reading->full, row.full);
    const auto cursor = LdapCursor::read(reading->cursor);
    ASSERT_TRUE(cursor);
    EXPECT_EQ(cursor->since_full, row.full ? 0u : 23u);
  }
}

TEST_F(LdapReaderTest, AServerThatWasSetBackKeepsThePlace) {
  server.then({active_directory("400")});
  server.then({});
  const auto reading = read("ldap1|uSNChanged|500|0|dc1");
  ASSERT_TRUE(reading.has_value());
  EXPECT_EQ(reading->cursor, "ldap1|uSNChanged|500|1|dc1");
}

TEST_F(LdapReaderTest, TheConfiguredAttributeHasToExist) {
  source.change_attribute = "uSNChanged";
  server.then({LdapEntry{}});
  const auto reading = read();
  ASSERT_FALSE(reading.has_value());
  EXPECT_EQ(reading.error().kind, RefusedKind::mistake);
  EXPECT_THAT(reading.error().sentence, HasSubstr("change_attribute"));
}

LdapEntry group(std::vector<std::string> members) {
  return {"cn=staff",
          {{"entryuuid", {"id-staff"}},
           {"objectclass", {"group"}},
           {"mail", {"staff@contoso.example"}},
           {"member", std::move(members)}}};
}

TEST_F(LdapReaderTest, MembersBeyondTheEntriesAreLookedUp) {
  server.then({active_directory("600")});
  server.then({contact("a"), group({"CN=A", "cn=outside", "cn=gone"})});
  server.then({});                    // cn=gone
  server.then({contact("outside")});  // cn=outside
  const auto reading = read();
  ASSERT_TRUE(reading.has_value()) << reading.error().sentence;
  EXPECT_THAT(told(*reading),
              ElementsAre("contact a a@other.example",
                          "group staff@contoso.example of a@other.example outside@other.example"));
  EXPECT_EQ(server.asked[2].query.base, "cn=gone");
  EXPECT_EQ(server.asked[2].query.scope, LdapScope::base);
}

TEST_F(LdapReaderTest, AMemberOfAnotherServerTakesItsGroupWithIt) {
  server.then({active_directory("600")});
  server.then({contact("a"), group({"cn=a", "cn=elsewhere"})});
  server.answers.emplace_back(Refused{RefusedKind::mistake, "Referral", {}});
  const auto reading = read();
  ASSERT_TRUE(reading.has_value()) << reading.error().sentence;
  EXPECT_THAT(told(*reading), ElementsAre("contact a a@other.example"));
  EXPECT_THAT(reading->skipped.sentences(), ElementsAre(HasSubstr("cn=elsewhere")));
}

TEST_F(LdapReaderTest, RangesOfMembersAreReadToTheEnd) {
  LdapEntry large = group({});
  large.attributes["member;range=0-1"] = {"cn=a", "cn=b"};
  server.then({active_directory("600")});
  server.then({contact("a"), contact("b"), contact("c"), large});
  server.then({{"cn=staff", {{"member;range=2-*", {"cn=c"}}}}});
  const auto reading = read();
  ASSERT_TRUE(reading.has_value()) << reading.error().sentence;
  EXPECT_EQ(told(*reading).back(),
            "group staff@contoso.example of a@other.example b@other.example c@other.example");
  EXPECT_THAT(server.asked[2].query.attributes, ElementsAre("member;range=2-*"));
}

TEST_F(LdapReaderTest, RangesThatNeverEndAreRefused) {
  LdapEntry large = group({});
  large.attributes["member;range=0-1"] = {"cn=a", "cn=b"};
  server.then({active_directory("600")});
  server.then({large});
  server.then({{"cn=staff", {{"member;range=0-1", {"cn=a"}}}}});
  const auto reading = read();
  ASSERT_FALSE(reading.has_value());
  EXPECT_THAT(reading.error().sentence, HasSubstr("never end"));
}

TEST_F(LdapReaderTest, PagesThatNeverEndAreRefused) {
  server.then({active_directory("600")});
  server.then({contact("a")}, "same");
  server.then({}, "same");
  const auto reading = read();
  ASSERT_FALSE(reading.has_value());
  EXPECT_THAT(reading.error().sentence, HasSubstr("never end"));
}

// A reading that stops anywhere gives nothing.
TEST_F(LdapReaderTest, FailsAtEveryStep) {
  const auto script = [this] {
    server.answers.clear();
    server.then({active_directory("600")});
    server.then({contact("a")}, "more");
    LdapEntry large = group({});
    large.attributes["member;range=0-1"] = {"cn=a", "cn=out"};
    server.then({large});
    server.then({{"cn=staff", {{"member;range=2-*", {"cn=a"}}}}});
    server.then({contact("out")});
  };
  script();
  ASSERT_TRUE(read().has_value());
  const std::size_t steps = 5;
  for (std::size_t step = 0; step < steps; ++step) {
    SCOPED_TRACE(step);
    script();
    server.answers[step] = Refused{RefusedKind::busy, "Can't contact LDAP server", {}};
    const auto reading = read();
    ASSERT_FALSE(reading.has_value());
    EXPECT_EQ(reading.error().kind, RefusedKind::busy);
    EXPECT_EQ(reading.error().sentence, "Can't contact LDAP server");
  }
}

TEST_F(LdapReaderTest, StopsBetweenPages) {
  server.then({active_directory("600")});
  server.then({contact("a")}, "more");
  server.then({contact("b")});
  server.on_search = [this] {
    if (server.asked.size() == 2) stop.request_stop();
  };
  const auto reading = read();
  ASSERT_FALSE(reading.has_value());
  EXPECT_EQ(reading.error().kind, RefusedKind::busy);
  EXPECT_EQ(server.asked.size(), 2u);
}

TEST_F(LdapReaderTest, AnEntryNeedsAnId) {
  server.then({active_directory("600")});
  server.then({{"cn=nobody", {{"objectclass", {"contact"}}, {"mail", {"a@other.example"}}}}});
  const auto reading = read();
  ASSERT_FALSE(reading.has_value());
  EXPECT_THAT(reading.error().sentence, HasSubstr("cn=nobody"));
}

TEST_F(LdapReaderTest, EntriesHaveALimit) {
  server.then({active_directory("600")});
  std::vector<LdapEntry> all(kEntriesMax, LdapEntry{"x", {{"entryuuid", {"x"}}}});
  server.then(all);
  EXPECT_TRUE(read().has_value());
  server.then({active_directory("600")});
  all.push_back(all.front());
  server.then(std::move(all));
  const auto reading = read();
  ASSERT_FALSE(reading.has_value());
  EXPECT_THAT(reading.error().sentence, HasSubstr("narrow the filter"));
}

}  // namespace
}  // namespace fb::directory
