// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// A registry in a folder of its own, and the objects that its tests put into it.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "config/load.hpp"
#include "gateway/registry/registry.hpp"
#include "tests/support/federations.hpp"
#include "tests/support/manual_clock.hpp"
#include "tests/support/run_coro.hpp"
#include "tests/unit/config/temp_folder.hpp"

namespace fb::registry {

using config::ObjectId;
using config::ObjectKind;

inline const Actor kAlice{"alice", "admin-api"};

inline ObjectId tenant_id(const model::TenantKey& key) { return {ObjectKind::tenant, key, ""}; }

inline std::string tenant_body(const model::TenantKey& key, std::string_view name,
                               std::string_view domain, std::string_view more = "") {
  const std::string text = key.str();
  const std::size_t slash = text.find('/');
  return "name = \"" + std::string(name) + "\"\nauthority = \"" + text.substr(0, slash) +
         "\"\ntenant_id = \"" + text.substr(slash + 1) + "\"\ncloud = \"" +
         (key.authority == model::Authority::cn ? "21vianet" : "commercial") +
         "\"\naccepted_domains = [\"" + std::string(domain) + "\"]\ndefault_source = \"rooms\"\n" +
         std::string(more) +
         "[[source]]\nname = \"rooms\"\nkind = \"ics\"\nfolder = \"calendars\"\n";
}

inline Change add_contoso() {
  return {Verb::add, tenant_id(test::contoso()),
          tenant_body(test::contoso(), "Contoso", "contoso.example")};
}
inline Change add_contoso_china() {
  return {Verb::add, tenant_id(test::contoso_china()),
          tenant_body(test::contoso_china(), "Contoso China", "contoso-cn.example")};
}

inline ObjectId availability_config() {
  return {ObjectKind::availability_config, test::contoso(), ""};
}
// "public/00000000-0000-4000-8000-0000000000NN"
inline std::string stranger(int number) {
  const std::string digits = std::to_string(number);
  return "public/00000000-0000-4000-8000-" + std::string(12 - digits.size(), '0') + digits;
}
inline Change allow(Verb verb, int first, int count) {
  std::string list;
  for (int i = first; i < first + count; ++i) list += "\"" + stranger(i) + "\",";
  return {verb, availability_config(), "allowed_tenant_ids = [" + list + "]\n"};
}
inline Change allow_one_more(int number) {
  return {Verb::set, availability_config(),
          "[allowed_tenant_ids]\nadd = [\"" + stranger(number) + "\"]\n"};
}

inline ObjectId contact_id(std::string_view address) {
  return {ObjectKind::mail_contact, test::contoso(), std::string(address)};
}
inline std::string contact_body(std::string_view address, std::string_view name = "Victor") {
  return "name = \"" + std::string(name) + "\"\nexternal_address = \"" + std::string(address) +
         "\"\n";
}
inline Change add_contact(std::string_view address, std::string_view name = "Victor") {
  return {Verb::add, contact_id(address), contact_body(address, name)};
}
inline Change remove_contact(std::string_view address) {
  return {Verb::remove, contact_id(address)};
}

inline ImportedRecipient imported(std::string id, std::string_view external,
                                  std::string name = "Victor") {
  return {std::move(id), config::MailContact{std::move(name), test::address(external)}};
}

class RegistryWorld : public testing::Test {
 protected:
  RegistryWorld() {
    std::filesystem::create_directory(folder_.path() / "calendars");
    options_.file = folder_.path() / "registry.db";
    options_.backup_folder = folder_.path() / "backups";
  }

  Outcome<Opened> try_open() {
    return open_registry(options_, config::built_in_cloud_catalogue(), snapshots_, clock_);
  }
  void open() {
    registry_.reset();
    auto opened = try_open();
    ASSERT_TRUE(opened) << opened.error().sentence;
    is_new_ = opened->is_new;
    registry_ = std::move(opened->registry);
  }

  template <class T>
  T run(boost::asio::awaitable<T> task) {
    return test::run_coro(io_, std::move(task));
  }
  Outcome<Applied> apply(std::vector<Change> changes, bool dry_run = false) {
    return run(registry_->apply(std::move(changes), kAlice, dry_run));
  }
  Outcome<Applied> apply(Change change, bool dry_run = false) {
    return apply(std::vector<Change>{std::move(change)}, dry_run);
  }
  // Whatever must go well before the thing under test.
  void applied(std::vector<Change> changes) {
    const auto outcome = apply(std::move(changes));
    ASSERT_TRUE(outcome) << outcome.error().sentence;
  }
  Outcome<Applied> want(WantedState wanted, bool dry_run = false) {
    return run(registry_->apply(std::move(wanted), kAlice, dry_run));
  }
  Outcome<ImportReport> import(DirectoryImport import, bool dry_run = false) {
    return run(registry_->import(std::move(import), {"corp", "import csv:corp"}, dry_run));
  }
  std::vector<StoredObject> list(ListQuery query = {}) {
    auto page = run(registry_->list(std::move(query)));
    EXPECT_TRUE(page) << page.error().sentence;
    return page ? std::move(page->objects) : std::vector<StoredObject>();
  }
  std::vector<HistoryEntry> history(HistoryQuery query = {}) {
    auto page = run(registry_->history(std::move(query)));
    EXPECT_TRUE(page) << page.error().sentence;
    return page ? std::move(page->entries) : std::vector<HistoryEntry>();
  }
  std::size_t allowed() const {
    const auto* tenant = snapshots_.current()->federation().tenant(test::contoso());
    return tenant == nullptr ? 0 : tenant->allowed_tenants.size();
  }
  bool knows(std::string_view external) const {
    return !snapshots_.current()->recipients(test::contoso(), test::address(external)).empty();
  }

  config::TempFolder folder_;
  Options options_;
  test::ManualClock clock_;
  config::SnapshotHolder snapshots_{test::snapshot_of({}, 1)};
  boost::asio::io_context io_;
  std::unique_ptr<Registry> registry_;
  bool is_new_ = false;
};

}  // namespace fb::registry
