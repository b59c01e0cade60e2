// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/registry/state.hpp"

#include <utility>

#include "gateway/registry/recipient_table.hpp"

namespace fb::registry {
namespace {

using HomeKeys = std::map<std::int64_t, model::TenantKey>;

HomeKeys home_keys(Connection& connection) {
  HomeKeys keys;
  for (const auto& [tenant, number] : homes(connection)) keys.emplace(number, tenant);
  return keys;
}

// What departed and what was changed, in the tables that differ by it.
struct Changed {
  bool known = true;  // false: it is too long ago, everything has to be read
  std::vector<config::ObjectId> departed{};
  std::vector<ObjectRow> objects{};
  std::map<model::TenantKey, std::vector<config::DirectoryEdit>> edits{};
};

Changed changed_since(Connection& connection, std::uint64_t revision, std::uint64_t now) {
  Changed changed;
  // A file that is older than what is in memory was put in the place of the other one.
  if (revision == 0 || now < revision ||
      count_recipients_since(connection, revision) > kEditedRecipientsMax) {
    changed.known = false;
    return changed;
  }
  changed.known = for_departed_since(connection, revision, [&](config::ObjectId id) {
    if (is_recipient(id.kind)) {
      config::RemovedRecipient gone{id.kind, id.identity};
      changed.edits[id.tenant].emplace_back(std::move(gone));
    } else {
      changed.departed.push_back(std::move(id));
    }
  });
  if (!changed.known) return changed;
  for_objects_since(connection, revision,
                    [&](ObjectRow row) { changed.objects.push_back(std::move(row)); });
  const HomeKeys keys = home_keys(connection);
  for_recipients_since(connection, revision, [&](RecipientRow row) {
    const auto home = keys.find(row.home);
    if (home == keys.end()) return;
    changed.edits[home->second].emplace_back(std::move(row.recipient));
  });
  return changed;
}

config::Directories all_directories(Connection& connection) {
  std::map<std::int64_t, config::DirectoryBuilder> builders;
  for_all_recipients(connection,
                     [&](const RecipientRow& row) { builders[row.home].add(row.recipient); });
  config::Directories directories;
  const HomeKeys keys = home_keys(connection);
  for (auto& [number, builder] : builders) {
    const auto home = keys.find(number);
    if (home == keys.end()) continue;
    directories[home->second] = std::make_shared<const config::Directory>(builder.build());
  }
  return directories;
}

std::shared_ptr<const ObjectTexts> all_objects(Connection& connection) {
  auto objects = std::make_shared<ObjectTexts>();
  for_objects_since(connection, 0, [&](ObjectRow row) {
    objects->insert_or_assign(std::move(row.object.id),
                              ObjectText{std::move(row.object.body), row.revision});
  });
  return objects;
}

void edit_directories(config::Directories& directories, const Changed& changed) {
  for (const auto& [tenant, edits] : changed.edits) {
    auto& directory = directories[tenant];
    const config::Directory before = directory ? *directory : config::Directory();
    directory = std::make_shared<const config::Directory>(before.with(edits));
  }
}

std::shared_ptr<const ObjectTexts> edited_objects(const State& before, Changed& changed) {
  if (changed.departed.empty() && changed.objects.empty()) return before.objects;
  auto objects = std::make_shared<ObjectTexts>(*before.objects);
  for (const config::ObjectId& id : changed.departed) objects->erase(id);
  for (ObjectRow& row : changed.objects) {
    objects->insert_or_assign(std::move(row.object.id),
                              ObjectText{std::move(row.object.body), row.revision});
  }
  return objects;
}

}  // namespace

Refused mistake(config::Problems problems) {
  std::string sentence = problems.empty()
                             ? "what was asked for has a mistake"
                             : problems.front().file + ": " + problems.front().sentence;
  if (problems.size() > 1) {
    sentence += " (and " + std::to_string(problems.size() - 1) + " more)";
  }
  return {RefusedKind::mistake, std::move(sentence), std::move(problems)};
}

Outcome<std::shared_ptr<const config::Federation>> federation_from(const ObjectTexts& objects,
                                                                   const Reading& reading) {
  std::vector<config::Object> list;
  list.reserve(objects.size());
  for (const auto& [id, text] : objects) list.push_back({id, text.body});
  config::Loaded<config::Federation> read =
      config::federation_of(list, reading.folder, reading.clouds);
  if (!read.value) return mistake(std::move(read.problems));
  return std::make_shared<const config::Federation>(*std::move(read.value));
}

Outcome<std::shared_ptr<const State>> state_after(
    const State& before, Connection& connection, const Reading& reading,
    std::shared_ptr<const config::Federation> federation) {
  auto after = std::make_shared<State>(before);
  after->revision = revision_of(connection);
  Changed changed = changed_since(connection, before.revision, after->revision);
  if (changed.known) {
    after->objects = edited_objects(before, changed);
    edit_directories(after->directories, changed);
  } else {
    after->objects = all_objects(connection);
    after->directories = all_directories(connection);
  }
  if (auto failure = connection.take_failure()) return *std::move(failure);
  if (federation) {
    after->federation = std::move(federation);
  } else if (before.federation == nullptr || after->objects != before.objects) {
    auto read = federation_from(*after->objects, reading);
    if (!read) return read.error();
    after->federation = *std::move(read);
  }
  // A directory whose tenant is gone is empty, and nobody asks it.
  std::erase_if(after->directories, [&](const auto& entry) {
    return after->federation->tenant(entry.first) == nullptr;
  });
  return std::shared_ptr<const State>(std::move(after));
}

std::shared_ptr<const config::Snapshot> snapshot_of(const State& state, std::uint64_t generation,
                                                    const config::CloudCatalogue& clouds) {
  return std::make_shared<const config::Snapshot>(generation, *state.federation, clouds,
                                                  state.directories);
}

}  // namespace fb::registry
