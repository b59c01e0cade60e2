// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/cloudsim/directory_delta.hpp"

#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include "protocols/wire/base64.hpp"
#include "tests/unit/tools/cloudsim/small_world.hpp"
#include "tools/cloudsim/graph_service.hpp"
#include "tools/cloudsim/json_web_token.hpp"

namespace fb::cloudsim {
namespace {

using test::AccessToken;
using test::keys;

constexpr auto kContacts = DirectoryFeed::contacts;
constexpr auto kUsers = DirectoryFeed::users;
constexpr std::string_view kSelect = "$select=displayName,mail";

class DirectoryDelta : public testing::Test {
 protected:
  DirectoryDelta() {
    world_.clouds[0].directory_page_size = 2;
    for (const char* id : {"1", "2", "3"}) put(id, {{"displayName", id}});
    directory_.put("agency", {kContacts, "9", {{"displayName", "Agency"}}});
    directory_.put(
        "contoso",
        {kUsers, "5", {{"userPrincipalName", "a#EXT#@contoso.example"}, {"userType", "Guest"}}});
  }

  void put(std::string id, boost::json::object properties) {
    EXPECT_EQ(directory_.put("contoso", {kContacts, std::move(id), std::move(properties)}), "");
  }

  static std::string token_with(const std::vector<const char*>& roles,
                                std::string_view tenant = test::kContosoId) {
    AccessToken token;
    token.claims["roles"] = boost::json::array(roles.begin(), roles.end());
    token.claims["tid"] = tenant;
    token.claims["iss"] = "https://login.microsoftonline.com/" + std::string(tenant) + "/v2.0";
    return token.signed_by(keys().public_current);
  }

  boost::json::object ask(std::string path, std::string query, unsigned status = 200) {
    const Request request{"GET",
                          std::string(test::kPublicGraph),
                          std::move(path),
                          std::move(query),
                          {{"Authorization", "Bearer " + token_}},
                          {}};
    last_ = service_.answer(request, now_);
    EXPECT_EQ(last_.reply.status, status) << last_.reply.body;
    return boost::json::parse(last_.reply.body).as_object();
  }

  boost::json::object contacts(const std::string& query, unsigned status = 200) {
    return ask("/v1.0/contacts/delta", query, status);
  }

  // The query of a link that leads to the same path.
  static std::string query_of(const boost::json::object& page, std::string_view link) {
    const std::string url(text_of(page, link));
    const std::string begin = "https://graph.microsoft.com/v1.0/contacts/delta?";
    EXPECT_TRUE(url.starts_with(begin)) << url;
    return url.substr(std::min(begin.size(), url.size()));
  }

  struct Round {
    std::vector<boost::json::object> objects;
    std::string next;  // the query of the next round
    int pages = 0;
  };
  Round round(std::string query) {
    Round out;
    while (out.pages < 10) {
      const auto page = contacts(query);
      ++out.pages;
      for (const auto& each : page.at("value").as_array()) out.objects.push_back(each.as_object());
      EXPECT_EQ(last_.seen.mailboxes, page.at("value").as_array().size());
      EXPECT_NE(page.contains("@odata.nextLink"), page.contains("@odata.deltaLink"));
      if (page.contains("@odata.deltaLink")) {
        out.next = query_of(page, "@odata.deltaLink");
        return out;
      }
      query = query_of(page, "@odata.nextLink");
    }
    ADD_FAILURE() << "the pages never end";
    return out;
  }

  std::string code(const std::string& query, unsigned status) {
    return std::string(text_of(contacts(query, status).at("error").as_object(), "code"));
  }

  model::UtcTime now_ = test::now();
  World world_ = test::small_world();
  KeyRing ring_{world_};
  Directory directory_{world_};
  GraphService service_{world_, ring_, directory_};
  std::string token_ = token_with({"OrgContact.Read.All"});
  Answer last_;
};

TEST_F(DirectoryDelta, GivesEverythingThenWhatChanged) {
  Round first = round(std::string(kSelect));
  ASSERT_EQ(first.objects.size(), 3u);
  EXPECT_EQ(first.pages, 2);
  EXPECT_EQ(first.objects[0].at("displayName"), "1");
  EXPECT_FALSE(first.objects[0].contains("mail"));  // never set
  EXPECT_EQ(last_.seen.tenant, "contoso");

  const Round nothing = round(first.next);
  EXPECT_TRUE(nothing.objects.empty());
  put("2", {{"mail", "b@other.example"}});
  put("4", {{"displayName", "4"}});
  directory_.remove("contoso", kContacts, "1", Removal::changed);
  directory_.remove("contoso", kContacts, "3", Removal::deleted);
  const Round second = round(nothing.next);
  ASSERT_EQ(second.objects.size(), 4u);
  EXPECT_EQ(second.objects[0].at("@removed").at("reason"), "changed");
  EXPECT_EQ(second.objects[0].size(), 2u);
  EXPECT_EQ(second.objects[1].at("mail"), "b@other.example");
  EXPECT_EQ(second.objects[1].at("displayName"), "2");  // unchanged, and told with the rest
  EXPECT_EQ(second.objects[2].at("@removed").at("reason"), "deleted");
  EXPECT_EQ(second.objects[3].at("id"), "4");

  // A token may be used again, and tells of all that came after it.
  EXPECT_EQ(round(nothing.next).objects.size(), 4u);
  put("1", {});
  put("2", {{"mail", nullptr}});
  const Round third = round(second.next);
  ASSERT_EQ(third.objects.size(), 2u);
  EXPECT_EQ(third.objects[0].at("displayName"), "1");  // restored
  EXPECT_TRUE(third.objects[1].at("mail").is_null());
}

TEST_F(DirectoryDelta, AFullPageIsFollowedByAnother) {
  directory_.remove("contoso", kContacts, "3", Removal::deleted);
  const Round first = round(std::string(kSelect));
  EXPECT_EQ(first.objects.size(), 2u);
  EXPECT_EQ(first.pages, 2);
}

TEST_F(DirectoryDelta, TellsOnlyOfWhatWasSelected) {
  const Round first = round("$select=mail");
  EXPECT_EQ(first.objects[0].size(), 1u);  // the id alone
  put("1", {{"displayName", "Another"}});
  EXPECT_TRUE(round(first.next).objects.empty());
}

TEST_F(DirectoryDelta, WhatChangesDuringARoundIsInTheNextOne) {
  const auto page = contacts(std::string(kSelect));
  put("0", {{"displayName", "0"}});  // before where the round is
  put("1", {{"displayName", "One"}});
  const Round rest = round(query_of(page, "@odata.nextLink"));
  EXPECT_EQ(rest.objects.size(), 1u);
  const Round next = round(rest.next);
  ASSERT_EQ(next.objects.size(), 2u);
  EXPECT_EQ(next.objects[1].at("displayName"), "One");
}

TEST_F(DirectoryDelta, BeginsFromNow) {
  const Round latest = round("$deltatoken=latest&" + std::string(kSelect));
  EXPECT_TRUE(latest.objects.empty());
  put("1", {{"displayName", "One"}});
  EXPECT_EQ(round(latest.next).objects.size(), 1u);
}

TEST_F(DirectoryDelta, GivesTheUsualPropertiesWhereNoneIsSelected) {
  token_ = token_with({"User.Read.All"});
  const auto page = ask("/v1.0/users/delta", "");
  const auto& user = page.at("value").at(0).as_object();
  EXPECT_TRUE(user.contains("userPrincipalName"));
  EXPECT_FALSE(user.contains("userType"));
  const auto chosen = ask("/v1.0/Users/microsoft.graph.delta()", "$select=USERTYPE,%20id");
  EXPECT_EQ(chosen.at("value").at(0).at("userType"), "Guest");
}

TEST_F(DirectoryDelta, NeedsTheRoleOfItsResource) {
  struct Row {
    const char* role;
    bool contacts;
    bool users;
  };
  for (const Row& row :
       {Row{"OrgContact.Read.All", true, false}, Row{"User.Read.All", false, true},
        Row{"User.ReadWrite.All", false, true}, Row{"Directory.Read.All", true, true},
        Row{"Directory.ReadWrite.All", true, true}, Row{"User.ReadBasic.All", false, false},
        Row{"Contacts.Read", false, false}, Row{"Calendars.ReadBasic.All", false, false}}) {
    SCOPED_TRACE(row.role);
    token_ = token_with({row.role});
    ask("/v1.0/contacts/delta", "", row.contacts ? 200 : 403);
    const auto body = ask("/v1.0/users/delta", "", row.users ? 200 : 403);
    if (row.users) continue;
    EXPECT_EQ(text_of(body.at("error").as_object(), "code"), "Authorization_RequestDenied");
  }
  // The directory's roles open no calendar.
  token_ = token_with({"Directory.Read.All"});
  EXPECT_EQ(service_
                .answer({"POST",
                         std::string(test::kPublicGraph),
                         "/v1.0/users/a/calendar/getSchedule",
                         {},
                         {{"Authorization", "Bearer " + token_}},
                         {}},
                        now_)
                .reply.status,
            403u);
}

TEST_F(DirectoryDelta, NeedsATokenOfTheCloud) {
  AccessToken token;
  token.claims["aud"] = "https://graph.microsoft.us";
  token_ = token.signed_by(keys().public_current);
  EXPECT_EQ(code("", 401), "InvalidAuthenticationToken");
  token_ = "";
  EXPECT_EQ(code("", 401), "InvalidAuthenticationToken");
}

TEST_F(DirectoryDelta, RefusesWhatItDoesNotOffer) {
  EXPECT_EQ(code("$select=mail,shoeSize", 400), "BadRequest");
  EXPECT_EQ(code("$select=userType", 400), "BadRequest");  // of users, not of contacts
  EXPECT_EQ(code("$select=", 400), "BadRequest");
  EXPECT_EQ(code("$select=mail&$select=mail", 400), "BadRequest");
  EXPECT_EQ(code("$filter=mail%20eq%20%27a%27", 400), "Request_UnsupportedQuery");
  EXPECT_EQ(code("$top=5", 400), "Request_UnsupportedQuery");
  EXPECT_EQ(code("%zz", 400), "BadRequest");
  token_ = token_with({"User.Read.All"});
  const auto body = ask("/v1.0/users/delta", "$filter=userType%20eq%20%27Guest%27", 400);
  EXPECT_EQ(text_of(body.at("error").as_object(), "code"), "Request_UnsupportedQuery");
  ask("/v1.0/groups/delta", "", 400);
  ask("/v1.0/users/5/delta", "", 400);
  const Request post{"POST", std::string(test::kPublicGraph),         "/v1.0/users/delta",
                     {},     {{"Authorization", "Bearer " + token_}}, {}};
  EXPECT_EQ(service_.answer(post, now_).reply.status, 405u);
}

TEST_F(DirectoryDelta, RefusesTokensThatAreNotItsOwn) {
  token_ = token_with({"Directory.Read.All"});
  const std::string skip = query_of(contacts(std::string(kSelect)), "@odata.nextLink");
  const std::string delta = round(std::string(kSelect)).next;
  const auto value = [](const std::string& query) { return query.substr(query.find('=') + 1); };
  const std::string bad = "Request_BadRequest";
  EXPECT_EQ(code("$skiptoken=x", 400), bad);
  EXPECT_EQ(code("$deltatoken=x.y", 400), bad);
  EXPECT_EQ(code(skip + "x", 400), bad);
  EXPECT_EQ(code(delta.substr(0, delta.size() - 1), 400), bad);
  EXPECT_EQ(code("$deltatoken=" + value(skip), 400), bad);
  EXPECT_EQ(code("$skiptoken=" + value(delta), 400), bad);
  EXPECT_EQ(code(delta + "&" + skip, 400), "BadRequest");
  EXPECT_EQ(code(delta + "&" + std::string(kSelect), 400), "BadRequest");
  const std::string forged = R"({"age":"","feed":"contacts"})";
  EXPECT_EQ(code("$deltatoken=" + wire::base64url(forged) + "." +
                     wire::base64url(sha256(forged)).substr(0, 16),
                 400),
            bad);
  // Of another resource, and of another tenant.
  for (const std::string& query : {skip, delta}) {
    const auto body = ask("/v1.0/users/delta", query, 400);
    EXPECT_EQ(text_of(body.at("error").as_object(), "code"), bad);
  }
  token_ = token_with({"Directory.Read.All"}, test::kAgencyId);
  EXPECT_EQ(code(delta, 400), bad);
  EXPECT_EQ(round(std::string(kSelect)).objects.at(0).at("displayName"), "Agency");
}

TEST_F(DirectoryDelta, TokensAreGoodForSevenDays) {
  const std::string skip = query_of(contacts(std::string(kSelect)), "@odata.nextLink");
  const std::string delta = round(std::string(kSelect)).next;
  now_ += kDeltaTokenLifetime;
  AccessToken later;
  later.claims["roles"] = boost::json::array{"OrgContact.Read.All"};
  later.claims["nbf"] = test::seconds(now_);
  later.claims["exp"] = test::seconds(now_) + 3600;
  token_ = later.signed_by(keys().public_current);
  contacts(delta);
  contacts(skip);
  now_ += std::chrono::seconds(1);
  EXPECT_EQ(code(delta, 400), "syncStateNotFound");
  EXPECT_EQ(code(skip, 400), "Directory_ExpiredPageToken");
}

TEST_F(DirectoryDelta, LosesTokensAsItIsTold) {
  const std::string delta = round(std::string(kSelect)).next;
  directory_.lose_tokens(TokenLoss::sync_state_not_found);
  EXPECT_EQ(code(delta, 400), "syncStateNotFound");
  directory_.lose_tokens(TokenLoss::resync_required);
  EXPECT_EQ(code(delta, 410), "resyncRequired");
  const auto& headers = last_.reply.headers;
  ASSERT_FALSE(headers.empty());
  EXPECT_EQ(headers[0].first, "Location");
  EXPECT_EQ(headers[0].second, "https://graph.microsoft.com/v1.0/contacts/delta?$deltatoken=");
  // The place that it names begins anew.
  EXPECT_EQ(round("$deltatoken=").objects.size(), 3u);

  // Another run of the program knows the token and not its state.
  Directory another(world_);
  const GraphService service(world_, ring_, another);
  const Request request{"GET", std::string(test::kPublicGraph),         "/v1.0/contacts/delta",
                        delta, {{"Authorization", "Bearer " + token_}}, {}};
  const auto body = boost::json::parse(service.answer(request, now_).reply.body);
  EXPECT_EQ(body.at("error").at("code"), "syncStateNotFound");
}

}  // namespace
}  // namespace fb::cloudsim
