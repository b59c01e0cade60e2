// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// A registry in memory that keeps what it was asked for. It checks no federation and stores no
// text but what it is given; what is right in an object, the real one's tests say.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gateway/registry/registry.hpp"

namespace fb::test {

class FakeRegistry final : public registry::Registry {
 public:
  template <class T>
  using Answer = boost::asio::awaitable<registry::Outcome<T>>;

  void keep(config::ObjectId id, std::string body, std::uint64_t at = 1) {
    stored.insert_or_assign(id, registry::StoredObject{{id, std::move(body)}, at, ""});
  }

  Answer<registry::Applied> apply(std::vector<registry::Change> changes, registry::Actor actor,
                                  bool dry_run) override {
    asked_changes = changes;
    asked_actor = std::move(actor);
    asked_dry_run = dry_run;
    if (refusal) co_return *refusal;
    registry::Applied applied{revision_ + 1, {}};
    for (const registry::Change& change : changes) {
      const auto found = stored.find(change.id);
      const bool is_there = found != stored.end();
      if (auto wrong = refusal_of(change, is_there ? &found->second : nullptr)) co_return *wrong;
      const std::string before = is_there ? found->second.object.body : "";
      applied.differences.push_back({change.id, before, change.body});
      if (dry_run) continue;
      if (change.verb == registry::Verb::remove) {
        stored.erase(change.id);
      } else {
        keep(change.id, change.body, applied.revision);
      }
    }
    if (dry_run) applied.revision = revision_;
    revision_ = applied.revision;
    co_return applied;
  }

  Answer<registry::Applied> apply(registry::WantedState wanted, registry::Actor actor,
                                  bool dry_run) override {
    asked_state = std::move(wanted);
    asked_actor = std::move(actor);
    asked_dry_run = dry_run;
    if (refusal) co_return *refusal;
    co_return registry::Applied{revision_, {}};
  }

  Answer<registry::ImportReport> import(registry::DirectoryImport, registry::Actor, bool) override {
    co_return registry::Refused{registry::RefusedKind::mistake, "not asked of this one", {}};
  }

  Answer<registry::ImportState> import_state(model::TenantKey, std::string) override {
    co_return registry::ImportState{"cursor", {}, ""};
  }

  Answer<registry::ObjectPage> list(registry::ListQuery query) override {
    asked_lists.push_back(query);
    registry::ObjectPage page{revision_, {}, {}};
    std::size_t place = 0;
    const std::size_t begin = query.after.empty() ? 0 : std::stoul(query.after);
    for (const auto& [id, object] : stored) {
      const bool fits = (!query.kind || *query.kind == id.kind) &&
                        (!query.tenant || *query.tenant == id.tenant) &&
                        (query.identity.empty() || query.identity == id.identity);
      if (!fits || place++ < begin) continue;
      if (page.objects.size() == query.limit) {
        page.next = std::to_string(place - 1);
        break;
      }
      page.objects.push_back(object);
    }
    co_return page;
  }

  Answer<registry::HistoryPage> history(registry::HistoryQuery query) override {
    registry::HistoryPage page{{}, 0};
    for (const registry::HistoryEntry& entry : entries) {
      if (query.before != 0 && entry.revision >= query.before) continue;
      if (query.tenant && *query.tenant != entry.difference.id.tenant) continue;
      if (page.entries.size() == query.limit) {
        page.next = page.entries.back().revision;
        break;
      }
      page.entries.push_back(entry);
    }
    co_return page;
  }

  Answer<std::vector<config::Object>> objects(std::vector<model::TenantKey> scope, bool partners,
                                              bool) override {
    asked_scope = scope;
    asked_partners = partners;
    std::vector<config::Object> found;
    for (const auto& [id, object] : stored) {
      const bool is_partner = id.kind == config::ObjectKind::partner;
      const bool in_scope = std::find(scope.begin(), scope.end(), id.tenant) != scope.end();
      if (is_partner ? partners : in_scope) found.push_back(object.object);
    }
    co_return found;
  }

  Answer<std::filesystem::path> backup(std::string name) override {
    if (refusal) co_return *refusal;
    std::filesystem::path file = backup_folder / name;
    std::ofstream(file) << "copy";
    co_return file;
  }

  Answer<std::uint64_t> reload(config::CloudCatalogue) override { co_return 1; }

  std::uint64_t revision() const override { return revision_; }
  boost::asio::awaitable<void> follow(OnTrouble) override { co_return; }

  std::map<config::ObjectId, registry::StoredObject> stored;
  std::vector<registry::HistoryEntry> entries;  // newest first
  std::optional<registry::Refused> refusal;
  std::filesystem::path backup_folder;

  std::vector<registry::Change> asked_changes;
  std::optional<registry::WantedState> asked_state;
  registry::Actor asked_actor;
  bool asked_dry_run = false;
  std::vector<registry::ListQuery> asked_lists;
  std::vector<model::TenantKey> asked_scope;
  bool asked_partners = false;

 private:
  static std::optional<registry::Refused> refusal_of(const registry::Change& change,
                                                     const registry::StoredObject* now) {
    using registry::RefusedKind;
    if (change.verb == registry::Verb::add && now != nullptr) {
      return registry::Refused{RefusedKind::exists, "it is there already", {}};
    }
    const bool needs = change.verb == registry::Verb::set || change.verb == registry::Verb::remove;
    if (needs && now == nullptr) {
      return registry::Refused{RefusedKind::not_found, "it is not there", {}};
    }
    if (change.expected_revision && (now == nullptr || now->revision > *change.expected_revision)) {
      return registry::Refused{RefusedKind::conflict, "somebody else has changed it", {}};
    }
    return std::nullopt;
  }

  std::uint64_t revision_ = 7;
};

}  // namespace fb::test
