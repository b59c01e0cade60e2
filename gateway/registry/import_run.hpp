// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// One run of a directory source against what is stored of it: what is to be put and what is to go.
// Who has another identity in the source now is changed and not removed and added, as the source's
// own id says; who has another id there is the same, as the identity says. What somebody entered,
// and what another source brought, is never touched.
//
// What a source brings and cannot be taken is not in the directory, also where an older form of it
// was: the brake stands before a run in which that happens to many.
#pragma once

#include <map>
#include <set>
#include <unordered_set>

#include "gateway/registry/recipient_table.hpp"
#include "gateway/registry/registry.hpp"

namespace fb::registry {

inline constexpr std::size_t kSkippedSentencesMax = 100;
// Of one import; those beyond are counted.
inline constexpr std::size_t kImportHistoryEntriesMax = 1000;

// What is kept of the last run of a source.
ImportState read_import_state(Connection& connection, const model::TenantKey& tenant,
                              std::string_view origin);
void write_import_state(Connection& connection, const model::TenantKey& tenant,
                        std::string_view origin, const ImportState& state);

class ImportRun {
 public:
  // Both outlive it; the connection is inside a transaction.
  ImportRun(Connection& connection, const config::Tenant& tenant, DirectoryImport import,
            std::size_t recipients_max);

  // Refused: braked, or more recipients than a tenant may have.
  std::optional<Refused> plan();
  bool changes_anything() const { return !puts_.empty() || !gone_.empty(); }
  // Rows, history and the state of the source. Failures stay with the connection.
  void write(std::uint64_t revision, std::chrono::sys_time<std::chrono::milliseconds> at,
             const Actor& actor);
  ImportReport report() && { return std::move(report_); }

 private:
  struct Put {
    ImportedRecipient imported;
    Difference difference;
  };

  void take(ImportedRecipient imported);
  bool is_taken_by_another(const config::ObjectId& id);
  void skip(const config::ObjectId& id, std::string_view why);
  void plan_removals();
  std::optional<Refused> brake() const;
  std::optional<Refused> limit();
  std::string outcome() const;

  Connection& connection_;
  const config::Tenant& tenant_;
  DirectoryImport import_;
  std::size_t recipients_max_;                         // of the tenant
  std::map<config::ObjectId, RecipientRow> stored_{};  // of this origin
  std::unordered_set<std::string> stored_ids_{};       // their ids in the source
  std::unordered_set<std::string> offered_ids_{};
  std::set<config::ObjectId> taken_{};
  std::unordered_set<std::string> taken_ids_{};
  std::vector<Put> puts_{};
  std::vector<Difference> gone_{};
  ImportReport report_{};
};

}  // namespace fb::registry
