// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "config/federation_objects.hpp"
#include "tests/support/federations.hpp"
#include "tests/support/seed.hpp"

namespace fb::config {
namespace {

Object object(ObjectKind kind, std::string body) {
  return {{kind, test::contoso(), ""}, std::move(body)};
}

std::string patched_body(ObjectKind kind, std::string body, std::string_view patch) {
  const auto result = patched(object(kind, std::move(body)), patch);
  return result ? result->body : "refused " + result.error().rule();
}

TEST(Patch, ReplacesKeys) {
  EXPECT_EQ(patched_body(ObjectKind::organization_relationship,
                         "name = \"R\"\nenabled = true\nphotos_enabled = true\n",
                         "enabled = false\ncache_scope = \"user\""),
            "name = \"R\"\ncache_scope = \"user\"\nenabled = false\nphotos_enabled = true\n");
}

TEST(Patch, AnEmptyTextTakesAKeyOut) {
  EXPECT_EQ(patched_body(ObjectKind::organization_relationship,
                         "name = \"R\"\ntarget_sharing_epr = \"https://x/\"\n",
                         "target_sharing_epr = \"\"\ntarget_owa_url = \"\""),
            "name = \"R\"\n");
}

TEST(Patch, ListsAreReplacedOrChanged) {
  const std::string body = "allowed_tenant_ids = [\"us/a\", \"cn/b\"]\n";
  const auto set = [&](std::string_view patch) {
    return patched_body(ObjectKind::availability_config, body, patch);
  };
  EXPECT_EQ(set("allowed_tenant_ids = [\"fr/c\"]"), "allowed_tenant_ids = [\"fr/c\"]\n");
  EXPECT_EQ(set("allowed_tenant_ids = { add = [\"fr/c\"] }"),
            "allowed_tenant_ids = [\"us/a\", \"cn/b\", \"fr/c\"]\n");
  EXPECT_EQ(set("allowed_tenant_ids = { remove = [\"US/A\"], add = [\"fr/c\"] }"),
            "allowed_tenant_ids = [\"cn/b\", \"fr/c\"]\n");
  EXPECT_EQ(set("allowed_tenant_ids.remove = [\"b\"]"), "allowed_tenant_ids = [\"us/a\"]\n");
  // What is taken out first can be added in another spelling.
  EXPECT_EQ(set("allowed_tenant_ids = { add = [\"cn/B\"], remove = [\"cn/b\"] }"),
            "allowed_tenant_ids = [\"us/a\", \"cn/B\"]\n");
}

TEST(Patch, AListThatIsNotThereIsEmpty) {
  EXPECT_EQ(patched_body(ObjectKind::mailbox, "address = \"a@b\"\n",
                         "proxy_addresses = { add = [\"c@b\"] }"),
            "address = \"a@b\"\nproxy_addresses = [\"c@b\"]\n");
}

TEST(Patch, RefusesWhatWouldChangeNothing) {
  const std::string body = "allowed_tenant_ids = [\"us/a\", \"cn/b\", \"us/b\"]\n";
  const auto set = [&](std::string_view patch) {
    return patched_body(ObjectKind::availability_config, body, patch);
  };
  EXPECT_EQ(set("allowed_tenant_ids = { add = [\"US/A\"] }"), "refused object.already_there");
  EXPECT_EQ(set("allowed_tenant_ids = { add = [\"a\"] }"), "refused object.already_there");
  EXPECT_EQ(set("allowed_tenant_ids = { add = [\"x\", \"x\"] }"), "refused object.already_there");
  EXPECT_EQ(set("allowed_tenant_ids = { remove = [\"us/c\"] }"), "refused object.not_there");
  EXPECT_EQ(set("allowed_tenant_ids = { remove = [\"b\"] }"), "refused object.not_clear");
  EXPECT_EQ(set("other = { remove = [\"b\"] }"), "refused object.not_there");
}

TEST(Patch, CaseCountsWhereItMeansSomething) {
  const std::string body = "token_issuers = [\"urn:A\"]\n";
  EXPECT_EQ(patched_body(ObjectKind::partner, body, "token_issuers = { add = [\"urn:a\"] }"),
            "token_issuers = [\"urn:A\", \"urn:a\"]\n");
  EXPECT_EQ(patched_body(ObjectKind::partner, body, "token_issuers = { remove = [\"urn:a\"] }"),
            "refused object.not_there");
}

TEST(Patch, TablesInListsAreChangedWhole) {
  const std::string body = "[[source]]\nname = \"a\"\n\n[[source]]\nname = \"b\"\n";
  EXPECT_EQ(patched_body(ObjectKind::tenant, body, "source.remove = [{ name = \"a\" }]"),
            "[[source]]\nname = \"b\"\n");
  EXPECT_EQ(patched_body(ObjectKind::tenant, body, "source.add = [{ name = \"a\" }]"),
            "refused object.already_there");
}

TEST(Patch, ATableThatIsNoChangeReplaces) {
  EXPECT_EQ(patched_body(ObjectKind::tenant, "[bearer]\naudiences = [\"x\"]\n",
                         "[bearer]\naudiences = [\"y\"]\n"),
            "[bearer]\naudiences = [\"y\"]\n");
  // "add" of a table that is no list is just a key; the readers say that it is none.
  EXPECT_EQ(patched_body(ObjectKind::tenant, "[bearer]\naudiences = [\"x\"]\n",
                         "[bearer]\nadd = [\"y\"]\n"),
            "[bearer]\nadd = [\"y\"]\n");
}

struct Identity {
  ObjectKind kind;
  std::string_view key;
};

TEST(Patch, RefusesTheIdentity) {
  for (const auto& [kind, key] :
       {Identity{ObjectKind::tenant, "authority"}, Identity{ObjectKind::tenant, "tenant_id"},
        Identity{ObjectKind::partner, "authority"}, Identity{ObjectKind::partner, "tenant_id"},
        Identity{ObjectKind::organization_relationship, "name"},
        Identity{ObjectKind::mailbox, "address"}, Identity{ObjectKind::group, "address"},
        Identity{ObjectKind::mail_contact, "external_address"},
        Identity{ObjectKind::mail_user, "external_address"},
        Identity{ObjectKind::guest, "external_address"}}) {
    EXPECT_EQ(patched_body(kind, "", std::string(key) + " = \"x\""), "refused object.identity")
        << key;
  }
  EXPECT_EQ(patched_body(ObjectKind::tenant, "", "name = \"x\""), "name = \"x\"\n");
}

TEST(Patch, AnAddressSpaceHasNoSet) {
  EXPECT_EQ(patched_body(ObjectKind::address_space, "", "token_scope = \"x\""),
            "refused address_space.no_set");
}

TEST(Patch, RefusesWhatIsNoToml) {
  const auto result = patched(object(ObjectKind::mailbox, ""), "password = Summer2026!");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().detail().find("Summer"), std::string::npos) << result.error().detail();
  EXPECT_NE(result.error().detail().find("line 1"), std::string::npos) << result.error().detail();
}

// Adding what is not there and taking it out again changes nothing, whatever the list.
TEST(Patch, RandomChangesCanBeTakenBack) {
  std::mt19937 random(test::seed());
  const auto pick = [&](std::size_t count) { return std::size_t{random()} % count; };
  for (int round = 0; round < 300; ++round) {
    std::vector<std::string> entries;
    for (std::size_t i = 0, count = pick(6); i < count; ++i) {
      entries.push_back("d" + std::to_string(i) + ".example");
    }
    std::shuffle(entries.begin(), entries.end(), random);
    const auto list = [](const std::vector<std::string>& all) {
      std::string text = "[";
      for (const std::string& one : all) text += (text.size() > 1 ? ", \"" : "\"") + one + "\"";
      return text + "]";
    };
    const Object before = object(ObjectKind::organization_relationship,
                                 "name = \"R\"\ndomain_names = " + list(entries) + "\n");
    std::vector<std::string> more;
    for (std::size_t i = 0, count = pick(4); i < count; ++i) {
      more.push_back("m" + std::to_string(i) + ".example");
    }
    const auto after = patched(before, "domain_names = { add = " + list(more) + ", remove = [] }");
    ASSERT_TRUE(after) << after.error().detail();
    const auto back = patched(*after, "domain_names.remove = " + list(more));
    ASSERT_TRUE(back) << back.error().detail();
    EXPECT_EQ(back->body, canonical_body(before.body).value());
    EXPECT_EQ(back->id, before.id);
    if (!entries.empty()) {
      const std::string& gone = entries[pick(entries.size())];
      const auto less = patched(before, "domain_names.remove = " + list({gone}));
      ASSERT_TRUE(less);
      EXPECT_EQ(less->body.find('"' + gone + '"'), std::string::npos);
      EXPECT_FALSE(patched(*less, "domain_names.remove = " + list({gone})));
    }
  }
}

}  // namespace
}  // namespace fb::config
