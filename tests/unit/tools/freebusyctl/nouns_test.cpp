// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Each option of an object stands for a key that the readers of the federation file know.
#include <gtest/gtest.h>

#include "config/federation_objects.hpp"
#include "tests/support/federations.hpp"
#include "tools/freebusyctl/commands.hpp"
#include "tools/freebusyctl/words.hpp"

namespace fb::freebusyctl {
namespace {

std::string sample(const Option& option) {
  switch (option.value) {
    case Value::boolean:
      return "true";
    case Value::list:
      return "[\"x\"]";
    case Value::choice:
      return '"' + split(option.choices, ' ').front() + '"';
    default:
      return "\"x\"";
  }
}

// What the readers say to a body that has this key and no other.
std::string said(const config::ObjectId& id, const std::string& body) {
  const config::Object object{id, body};
  config::Problems problems;
  if (config::is_recipient(id.kind)) {
    problems = config::recipient_of(object, test::contoso_tenant()).problems;
  } else {
    std::vector<config::Object> all;
    if (id.kind != config::ObjectKind::tenant && id.kind != config::ObjectKind::partner) {
      all.push_back({{config::ObjectKind::tenant, id.tenant, ""}, ""});
    }
    all.push_back(object);
    problems = config::federation_of(all, "/", config::built_in_cloud_catalogue()).problems;
  }
  std::string text;
  for (const config::Problem& problem : problems) text += problem.str() + "\n";
  return text;
}

TEST(CtlNouns, AreTheKindsOfTheFederation) {
  for (const Noun& noun : nouns()) {
    const auto kind = config::object_kind_named(noun.name);
    ASSERT_TRUE(kind) << noun.name;
    EXPECT_EQ(config::name(*kind), noun.name);
  }
  EXPECT_EQ(nouns().size(), static_cast<std::size_t>(config::ObjectKind::group) + 1);
}

TEST(CtlNouns, EveryKeyIsKnown) {
  const model::TenantKey key = test::contoso_tenant().key;
  for (const Noun& noun : nouns()) {
    const config::ObjectId id{*config::object_kind_named(noun.name), key, "x"};
    EXPECT_NE(said(id, "no_such_key = 1\n").find("\"no_such_key\" is not a key of"),
              std::string::npos)
        << noun.name << " " << said(id, "no_such_key = 1\n");
    for (const Option& option : noun.parameters) {
      const std::string told = said(id, std::string(option.key) + " = " + sample(option) + "\n");
      const std::string last(option.key.substr(option.key.find('.') + 1));
      EXPECT_EQ(told.find('"' + last + "\" is not a key of"), std::string::npos)
          << noun.name << " " << told;
    }
  }
}

}  // namespace
}  // namespace fb::freebusyctl
