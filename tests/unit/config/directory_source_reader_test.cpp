// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <gtest/gtest.h>

#include "config/federation_context.hpp"
#include "tests/unit/config/sharing_sample.hpp"

namespace fb::config {
namespace {

class DirectorySourceFile : public SharingFile {};

TEST_F(DirectorySourceFile, EveryKindIsRead) {
  const auto loaded = load(kSharing);
  ASSERT_TRUE(loaded.value) << listing(loaded.problems);
  const auto& sources = loaded.value->tenants.at(0).directory_sources;
  ASSERT_EQ(sources.size(), 3u);

  EXPECT_EQ(sources[0].name, "hr");
  EXPECT_EQ(sources[0].kind, DirectoryKind::csv);
  EXPECT_EQ(sources[0].file, (folder_.path() / "hr.csv").string());
  EXPECT_EQ(sources[0].every, std::chrono::hours(24));
  EXPECT_EQ(sources[0].removals_max, 50u);
  EXPECT_EQ(sources[0].removals_max_percent, 5u);
  EXPECT_EQ(sources[0].mailbox_source, "cloud");
  EXPECT_FALSE(sources[0].routing_domain);

  EXPECT_EQ(sources[1].kind, DirectoryKind::ldap);
  EXPECT_EQ(sources[1].every, std::chrono::hours(1));
  EXPECT_EQ(sources[1].removals_max, 100u);
  EXPECT_EQ(sources[1].removals_max_percent, 10u);
  EXPECT_EQ(sources[1].mailbox_source, "rooms");  // the tenant's default_source
  EXPECT_EQ(sources[1].remote_mailbox_source, "cloud");
  EXPECT_EQ(sources[1].routing_domain.value().str(), "contoso.mail.example");
  EXPECT_EQ(sources[1].url, "ldap://dc1.contoso.example:3268");
  EXPECT_EQ(sources[1].base, "DC=contoso,DC=example");
  EXPECT_EQ(sources[1].filter, "(&(mailNickname=*)(!(objectClass=computer)))");
  EXPECT_EQ(sources[1].bind_dn, "CN=reader,DC=contoso,DC=example");
  EXPECT_EQ(sources[1].password.reveal(), "staple");
  EXPECT_EQ(sources[1].ca_file, (folder_.path() / "ca.crt").string());
  EXPECT_EQ(sources[1].page_size, 500u);
  EXPECT_EQ(sources[1].change_attribute, "uSNChanged");

  EXPECT_EQ(sources[2].kind, DirectoryKind::graph);
  EXPECT_EQ(sources[2].url, "https://graph.microsoft.com");
  EXPECT_EQ(sources[2].scope, "https://graph.microsoft.com/.default");
  EXPECT_FALSE(sources[2].contacts);
  EXPECT_FALSE(sources[2].guests);
  EXPECT_EQ(sources[2].every.count(), 0);
}

struct Row {
  std::string_view from;
  std::string_view to;
  std::string_view sentence;
};

TEST_F(DirectorySourceFile, MistakesAreTold) {
  for (const Row& row : {
           Row{"name = \"hr\"", "name = \"ad\"", "two directory sources called \"ad\""},
           Row{"name = \"hr\"", "name = \"h r\"", "letters, digits"},
           Row{"kind = \"csv\"", "kind = \"xlsx\"", "the kinds are csv, ldap and graph"},
           Row{"file = \"hr.csv\"", "", "\"file\" is missing"},
           Row{"\"hr.csv\"", "\"exports/hr.csv\"", "its folder does not exist"},
           Row{"file = \"hr.csv\"", "file = \"hr.csv\"\nbase = \"DC=x\"",
               "\"base\" does not belong to a directory source of kind \"csv\""},
           Row{"mailbox_source = \"cloud\"\n[[", "mailbox_source = \"clouds\"\n[[",
               "did you mean \"cloud\"?"},
           Row{"remote_mailbox_source = \"cloud\"", "", "\"remote_mailbox_source\" is missing"},
           Row{"routing_domain = \"contoso.mail.example\"", "", "\"routing_domain\" is missing"},
           Row{"\"ldap://dc1", "\"https://dc1", "write ldap://host[:port]"},
           Row{":3268\"", ":3268/DC=x\"", "write ldap://host[:port]"},
           Row{"base = \"DC=contoso,DC=example\"", "", "\"base\" is missing"},
           Row{"computer)))", "computer))", "write a filter in parentheses"},
           Row{"(&(mailNickname=*)(!(objectClass=computer)))", "(a=b)(c=d)",
               "write a filter in parentheses"},
           Row{"(&(mailNickname=*)(!(objectClass=computer)))", "mailNickname=*",
               "write a filter in parentheses"},
           Row{"password_file = \"ldap.password\"", "", "\"password_file\" is missing"},
           Row{"bind_dn = \"CN=reader,DC=contoso,DC=example\"", "",
               "\"password_file\" has no use without \"bind_dn\""},
           Row{"ca_file = \"ca.crt\"", "ca_file = \"none.crt\"", "the file does not exist"},
           Row{"\"uSNChanged\"", "\"whenChanged\"", "uSNChanged and modifyTimestamp"},
           Row{"guests = false", "guests = \"no\"", "must be true or false"},
           Row{"every = \"1d\"", "every = 3600", "is a bare number"},
           Row{"removals_max = 50", "removal_max = 50", "did you mean \"removals_max\"?"},
       }) {
    SCOPED_TRACE(row.to);
    expect_mistake(row.from, row.to, row.sentence);
  }
}

TEST_F(DirectorySourceFile, GraphTakesATokenOfTheTenant) {
  // Without an application the calendar source misses it too, so that one goes.
  std::string text = sharing_with(R"(
[tenant.application]
client_id = "aaaaaaaa-0000-0000-0000-000000000001"
certificate_file = "app.crt"
private_key_file = "app.key"
)",
                                  "");
  const std::string_view source = "kind = \"graph\"\nurl = \"https://graph.microsoft.com\"\n\n";
  text.replace(text.find(source), source.size(), "kind = \"ics\"\nfolder = \"calendars\"\n\n");
  const auto loaded = load(text);
  ASSERT_EQ(loaded.problems.size(), 1u) << listing(loaded.problems);
  EXPECT_NE(loaded.problems[0].sentence.find("a directory source of kind \"graph\" needs a token"),
            std::string::npos);
}

TEST_F(DirectorySourceFile, AnUnknownKindMakesNoKeyUnknown) {
  expect_mistake("kind = \"ldap\"", "kind = \"ad\"", "the kinds are csv, ldap and graph");
}

TEST_F(DirectorySourceFile, NumbersHaveLimits) {
  expect_good("every = \"1d\"", "every = \"1m\"");
  expect_good("every = \"1d\"", "every = \"30d\"");
  expect_mistake("every = \"1d\"", "every = \"59s\"", "write 1m to 30d");
  expect_mistake("every = \"1d\"", "every = \"721h\"", "write 1m to 30d");
  expect_mistake("every = \"1d\"", "every = \"60001ms\"", "write 1m to 30d");
  expect_good("page_size = 500", "page_size = 10000");
  expect_mistake("page_size = 500", "page_size = 10001", "write 1 to 10000");
  expect_mistake("page_size = 500", "page_size = 0", "write 1 to 10000");
  expect_good("removals_max = 50", "removals_max = 0");
  expect_good("removals_max = 50", "removals_max = 1000000");
  expect_mistake("removals_max = 50", "removals_max = 1000001", "write 0 to 1000000");
  expect_mistake("removals_max = 50", "removals_max = -1", "write 0 to 1000000");
  expect_good("removals_max_percent = 5", "removals_max_percent = 100");
  expect_mistake("removals_max_percent = 5", "removals_max_percent = 101", "write 0 to 100");
}

TEST_F(DirectorySourceFile, ATenantHasAtMost16) {
  const auto with = [&](std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
      text += "[[tenant.directory_source]]\nname = \"d" + std::to_string(i) +
              "\"\nkind = \"csv\"\nfile = \"hr.csv\"\n";
    }
    return load(sharing_with("[tenant.federation_trust]", text + "[tenant.federation_trust]"));
  };
  // The sample has three.
  EXPECT_TRUE(with(kDirectorySourcesMax - 3).value);
  EXPECT_FALSE(with(kDirectorySourcesMax - 2).value);
}

}  // namespace
}  // namespace fb::config
