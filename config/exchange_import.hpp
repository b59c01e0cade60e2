// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What cmdlets of Exchange printed becomes federation objects of one home tenant, with a note for
// each object that says what became of it (SHARING-MODEL 11). Nothing is guessed: what would show
// more than Exchange shows, or needs something that no export holds, becomes a note and no object.
//
// Beware: an object that is made here replaces the one with its id. It is not yet read together
// with the others; that is the registry's.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config/federation.hpp"
#include "config/federation_objects.hpp"
#include "protocols/exchange_shell/record.hpp"

namespace fb::config {

enum class ImportOutcome : std::uint8_t {
  taken,
  needs_partner_gateway,  // leads to Exchange Online, which only the partner's own gateway may ask
  refused,                // would mean something else here
  skipped,                // means nothing here
  asks,                   // something is missing that no export holds
};
std::string_view name(ImportOutcome outcome);  // "needs-partner-gateway"

struct ImportNote {
  std::string object;  // "address-space fabrikam.example"
  ImportOutcome outcome;
  std::string words;
  bool operator==(const ImportNote&) const = default;
};

struct ExchangeImport {
  std::vector<Object> objects{};  // to put; each is in its canonical form
  std::vector<ImportNote> notes{};
};

struct ImportTarget {
  const Federation& federation;
  const Tenant& tenant;  // one of its home tenants
  // Of tenant ids that stand alone and that no tenant or partner has.
  std::optional<model::Authority> authority{};
};

ExchangeImport import_exchange(std::span<const exchange_shell::Record> records,
                               const ImportTarget& target);

}  // namespace fb::config
