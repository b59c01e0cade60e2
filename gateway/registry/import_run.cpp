// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/registry/import_run.hpp"

#include <utility>

#include "gateway/registry/change_set.hpp"
#include "gateway/registry/history_entries.hpp"
#include "gateway/registry/object_table.hpp"
#include "gateway/registry/stored_values.hpp"

namespace fb::registry {

using config::ObjectId;

ImportState read_import_state(Connection& connection, const model::TenantKey& tenant,
                              std::string_view origin) {
  Statement row = connection.prepare(
      "SELECT cursor, at_ms, outcome FROM import_state WHERE tenant = ? AND origin = ?");
  row.bind(stored(tenant), origin);
  if (!row.step()) return {};
  const std::chrono::milliseconds at(row.integer(1));
  return {row.text(0), std::chrono::sys_time<std::chrono::milliseconds>(at), row.text(2)};
}

void write_import_state(Connection& connection, const model::TenantKey& tenant,
                        std::string_view origin, const ImportState& state) {
  connection.run("INSERT OR REPLACE INTO import_state VALUES (?, ?, ?, ?, ?)", stored(tenant),
                 origin, state.cursor, state.at.time_since_epoch().count(), state.outcome);
}

ImportRun::ImportRun(Connection& connection, const config::Tenant& tenant, DirectoryImport import,
                     std::size_t recipients_max)
    : connection_(connection),
      tenant_(tenant),
      import_(std::move(import)),
      recipients_max_(recipients_max) {}

std::optional<Refused> ImportRun::plan() {
  for_recipients_from(connection_, import_.tenant, import_.origin, [this](RecipientRow row) {
    stored_ids_.insert(row.origin_id);
    ObjectId id = config::id_of(import_.tenant, row.recipient);
    stored_.emplace(std::move(id), std::move(row));
  });
  for (ImportedRecipient& imported : import_.recipients) take(std::move(imported));
  import_.recipients.clear();
  plan_removals();
  if (auto failure = connection_.take_failure()) return failure;
  if (auto refused = brake()) return refused;
  return limit();
}

bool ImportRun::is_taken_by_another(const ObjectId& id) {
  const auto row = find_recipient(connection_, id);
  if (!row) return false;
  skip(id, row->origin.empty()
               ? "somebody entered it here, and that stays"
               : "the directory source \"" + row->origin + "\" has brought it already");
  return true;
}

void ImportRun::skip(const ObjectId& id, std::string_view why) {
  ++report_.skipped_count;
  if (report_.skipped.size() >= kSkippedSentencesMax) return;
  report_.skipped.push_back(id.str() + ": " + std::string(why));
}

void ImportRun::take(ImportedRecipient imported) {
  const ObjectId id = config::id_of(import_.tenant, imported.recipient);
  if (!offered_ids_.insert(imported.origin_id).second) {
    return skip(id, "the source gives its id to another one too");
  }
  if (taken_.count(id) != 0) return skip(id, "the source has it twice");
  const auto stored = stored_.find(id);
  if (stored == stored_.end() && is_taken_by_another(id)) return;
  const bool same =
      stored != stored_.end() && same_recipient(stored->second.recipient, imported.recipient);
  if (same && stored->second.origin_id == imported.origin_id) {
    ++report_.unchanged;
    taken_.insert(id);
    taken_ids_.insert(imported.origin_id);
    return;
  }
  const config::Object object = config::object_of(import_.tenant, imported.recipient);
  const auto read = config::recipient_of(object, tenant_);
  if (!read.value) {
    return skip(id, read.problems.empty() ? std::string("it cannot be read")
                                          : read.problems.front().sentence);
  }
  Difference difference{id, "", object.body};
  if (stored != stored_.end()) {
    difference.before = config::object_of(import_.tenant, stored->second.recipient).body;
  }
  const bool known = stored != stored_.end() || stored_ids_.count(imported.origin_id) != 0;
  ++(known ? report_.changed : report_.added);
  taken_.insert(id);
  taken_ids_.insert(imported.origin_id);
  puts_.push_back({std::move(imported), std::move(difference)});
}

void ImportRun::plan_removals() {
  const std::unordered_set<std::string> removed(import_.removed_ids.begin(),
                                                import_.removed_ids.end());
  for (const auto& [id, row] : stored_) {
    if (taken_.count(id) != 0) continue;
    const bool renamed = taken_ids_.count(row.origin_id) != 0;
    const bool gone =
        import_.full || removed.count(row.origin_id) != 0 || offered_ids_.count(row.origin_id) != 0;
    if (!renamed && !gone) continue;
    if (!renamed) ++report_.removed;
    gone_.push_back({id, config::object_of(import_.tenant, row.recipient).body, ""});
  }
}

std::optional<Refused> ImportRun::brake() const {
  const std::size_t removals = report_.removed;
  const std::size_t there = stored_.size();
  const bool many = removals > import_.removals_max &&
                    removals * 100 > there * std::size_t{import_.removals_max_percent};
  if (!many || import_.confirmed) return std::nullopt;
  return Refused{RefusedKind::braked,
                 "the directory source \"" + import_.origin + "\" of " + tenant_.name +
                     " would remove " + std::to_string(removals) + " of " + std::to_string(there) +
                     " recipients, more than both " + std::to_string(import_.removals_max) +
                     " and " + std::to_string(import_.removals_max_percent) +
                     " percent: look at the source, and confirm the run if that is right"};
}

std::optional<Refused> ImportRun::limit() {
  if (report_.added <= report_.removed) return std::nullopt;
  const auto there = static_cast<std::size_t>(count_recipients(connection_, import_.tenant));
  const std::size_t after = there + report_.added - report_.removed;
  if (after <= recipients_max_) return std::nullopt;
  return too_many_recipients(tenant_.name, after, recipients_max_);
}

std::string ImportRun::outcome() const {
  return std::to_string(report_.added) + " added, " + std::to_string(report_.changed) +
         " changed, " + std::to_string(report_.removed) + " removed, " +
         std::to_string(report_.unchanged) + " unchanged, " +
         std::to_string(report_.skipped_count) + " skipped";
}

void ImportRun::write(std::uint64_t revision, std::chrono::sys_time<std::chrono::milliseconds> at,
                      const Actor& actor) {
  HistoryEntries history(connection_, {revision, at, actor}, kImportHistoryEntriesMax);
  for (const Difference& gone : gone_) {
    remove_recipient(connection_, gone.id);
    note_departed(connection_, gone.id, revision);
    history.add(Verb::remove, gone);
    if (report_.differences.size() < kPageMax) report_.differences.push_back(gone);
  }
  for (Put& put : puts_) {
    put_recipient(connection_, import_.tenant,
                  {std::move(put.imported.recipient), revision, import_.origin,
                   std::move(put.imported.origin_id)});
    history.add(Verb::put, put.difference);
    if (report_.differences.size() < kPageMax) {
      report_.differences.push_back(std::move(put.difference));
    }
  }
  history.finish();
  prune_departed(connection_);
  write_import_state(connection_, import_.tenant, import_.origin, {import_.cursor, at, outcome()});
  report_.revision = revision;
}

}  // namespace fb::registry
