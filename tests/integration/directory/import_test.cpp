// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// From an OpenLDAP server through the stored registry into the snapshot that requests see.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "gateway/directory/directory_imports.hpp"
#include "gateway/directory/ldap_reader.hpp"
#include "tests/integration/directory/slapd_world.hpp"
#include "tests/unit/gateway/registry/registry_world.hpp"

namespace fb::directory {
namespace {

using registry::ImportReport;
using registry::Outcome;
using registry::RefusedKind;
using test::contact_ldif;

class ImportTest : public registry::RegistryWorld {
 protected:
  void SetUp() override {
    open();
    write("ldap.password", std::string(test::kPassword));
    const config::DirectorySource source = slapd.source();
    const std::string body =
        "[[directory_source]]\nname = \"corp\"\nkind = \"ldap\"\nurl = \"" + source.url +
        "\"\nbase = \"" + source.base + "\"\nbind_dn = \"" + source.bind_dn +
        "\"\npassword_file = \"ldap.password\"\nca_file = \"" + source.ca_file +
        "\"\npage_size = 2\nremovals_max = 1\nremovals_max_percent = 10\n";
    registry::Change contoso = registry::add_contoso();
    contoso.body += body;
    applied({contoso});
    config::LogSettings settings;
    settings.file = (folder_.path() / "log").string();
    log = ops::Log::open(settings).value();
    Readers readers;
    readers.ldap = &reader;
    imports.emplace(io_.get_executor(), snapshots_, *registry_, readers, clock_, *log,
                    [] { return 0.0; });
  }

  void write(const std::string& name, const std::string& text) {
    std::ofstream(folder_.path() / name) << text;
  }

  Outcome<ImportReport> import_now(RunOptions options = {}) {
    return run(imports->run(test::contoso(), "corp", options, registry::kAlice));
  }

  std::size_t found(std::string_view address) {
    return snapshots_.current()->recipients(test::contoso(), test::address(address)).size();
  }

  test::SlapdWorld slapd;
  async::OffloadPool pool{1, 4};
  LdapReader reader{pool};
  std::unique_ptr<ops::Log> log;
  std::optional<DirectoryImports> imports;
};

TEST_F(ImportTest, RecipientsComeChangeAndGo) {
  slapd.add(contact_ldif("ada", "20310101000000Z") + contact_ldif("bob", "20310101000000Z") +
            contact_ldif("carl", "20310101000000Z"));
  slapd.start();
  RunOptions dry;
  dry.dry_run = true;
  auto report = import_now(dry);
  ASSERT_TRUE(report) << report.error().sentence;
  EXPECT_EQ(report->added, 3u);
  EXPECT_EQ(found("ada@other.example"), 0u);

  report = import_now();
  ASSERT_TRUE(report) << report.error().sentence;
  EXPECT_EQ(report->added, 3u);
  EXPECT_EQ(found("ada@other.example"), 1u);

  // Between full readings what is new comes, and nothing goes.
  slapd.stop();
  slapd.remove_everything();
  slapd.add(test::base_ldif() + contact_ldif("dora", "20310101000001Z"));
  slapd.start();
  report = import_now();
  ASSERT_TRUE(report) << report.error().sentence;
  EXPECT_EQ(report->added, 1u);
  EXPECT_EQ(report->removed, 0u);
  EXPECT_EQ(found("ada@other.example"), 1u);
  EXPECT_EQ(found("dora@other.example"), 1u);

  // A full reading finds three gone, which is more than both limits allow.
  RunOptions full;
  full.full = true;
  report = import_now(full);
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().kind, RefusedKind::braked);
  EXPECT_EQ(found("ada@other.example"), 1u);

  full.confirm = true;
  report = import_now(full);
  ASSERT_TRUE(report) << report.error().sentence;
  EXPECT_EQ(report->removed, 3u);
  EXPECT_EQ(found("ada@other.example"), 0u);
  EXPECT_EQ(found("dora@other.example"), 1u);
}

TEST_F(ImportTest, AnAccountThatSeesNothingRemovesNothing) {
  slapd.add(contact_ldif("ada", "20310101000000Z"));
  slapd.start();
  ASSERT_TRUE(import_now());
  slapd.stop();
  slapd.remove_everything();
  slapd.add(test::base_ldif());
  slapd.start();
  RunOptions full;
  full.full = true;
  const auto report = import_now(full);
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().kind, RefusedKind::braked);
  EXPECT_THAT(report.error().sentence, testing::HasSubstr("no recipients at all"));
  EXPECT_EQ(found("ada@other.example"), 1u);
}

TEST_F(ImportTest, ADirectoryThatCannotBeReachedChangesNothing) {
  slapd.add(contact_ldif("ada", "20310101000000Z"));
  slapd.start();
  ASSERT_TRUE(import_now());
  slapd.stop();
  const auto before = registry_->revision();
  const auto report = import_now();
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().kind, RefusedKind::busy);
  EXPECT_EQ(registry_->revision(), before);
  EXPECT_EQ(found("ada@other.example"), 1u);
  EXPECT_TRUE(imports->states().front().failed);
}

}  // namespace
}  // namespace fb::directory
