// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What each kind of record becomes. Only for the import.
#pragma once

#include <toml++/toml.h>

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/exchange_import.hpp"

namespace fb::config {

struct ImportInto {
  const ImportTarget& target;
  std::vector<Object> objects;
  std::vector<ImportNote> notes;

  void note(std::string object, ImportOutcome outcome, std::string words);
  // The object and its note; one that was made before with the same id is refused.
  void put(ObjectId id, const toml::table& body, std::string object, std::string words);
  // True, and noted, where a property that counts is not all there.
  bool refuse_cut_off(const std::string& object, const exchange_shell::Record& record,
                      std::initializer_list<std::string_view> properties);
  // "authority/GUID", or a GUID that one tenant or partner has, or that of the given authority.
  std::optional<model::TenantKey> tenant_named(std::string_view text) const;
  bool is_home(const model::TenantKey& key) const;
};

void import_address_space(const exchange_shell::Record& record, ImportInto& into);
void import_organization_relationship(const exchange_shell::Record& record, ImportInto& into);
void import_recipient(const exchange_shell::Record& record, ImportInto& into);

// Export-Csv writes a list as one text, parted by commas, semicolons or spaces.
std::vector<std::string> split_list(const std::vector<std::string>& values);
bool is_true(std::string_view text);

}  // namespace fb::config
