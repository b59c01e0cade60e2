// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "config/exchange_import.hpp"

#include <algorithm>

#include "config/import_records.hpp"
#include "config/syntax.hpp"
#include "config/toml_document.hpp"

namespace fb::config {
namespace {

using exchange_shell::Record;
using exchange_shell::RecordKind;

constexpr std::string_view kConfigName = "availability-config";
constexpr std::string_view kBasicCapability = "crossTenantCalendarAvailabilityBasic";
constexpr std::string_view kDetailsCapability = "crossTenantCalendarAvailabilityLimitedDetails";

bool is_everybody(const Record& record) {
  const auto& included = record.list("included");
  return record.list("excluded").empty() && included.size() == 1 &&
         ascii_lower(included.front()) == "user:all";
}

class Importer {
 public:
  explicit Importer(const ImportTarget& target) : into_{target, {}, {}} {}

  void take(const Record& record) {
    switch (record.kind) {
      case RecordKind::address_space:
        return import_address_space(record, into_);
      case RecordKind::availability_config:
        return take_availability_config(record);
      case RecordKind::organization_relationship:
        return import_organization_relationship(record, into_);
      case RecordKind::recipient:
        return import_recipient(record, into_);
      case RecordKind::partner_policy:
        return take_partner_policy(record);
      case RecordKind::unknown:
        break;
    }
    into_.note(record.line == 0 ? "an object" : "the object in line " + std::to_string(record.line),
               ImportOutcome::skipped,
               "it has not the properties of an address space, an availability config, an "
               "organization relationship, a mail contact or a partner of the cross-tenant access "
               "policy");
  }

  ExchangeImport finish() && {
    tell_unknown_tenants();
    if (config_listed_ || !allowed_.empty()) put_availability_config();
    return {std::move(into_.objects), std::move(into_.notes)};
  }

 private:
  void take_availability_config(const Record& record) {
    if (into_.refuse_cut_off(std::string(kConfigName), record, {"allowedtenantids"})) return;
    config_listed_ = true;
    for (const std::string& text : split_list(record.list("allowedtenantids"))) allow(text);
    if (!record.list("orgwideaccount").empty() || !record.list("peruseraccount").empty()) {
      into_.note(std::string(kConfigName), ImportOutcome::skipped,
                 "OrgWideAccount and PerUserAccount are accounts of your own servers: make an "
                 "account of kind home-server for whoever asks this gateway with a password");
    }
  }

  void take_partner_policy(const Record& record) {
    const std::string object = "partner policy " + std::string(record.text("tenantid")) + " " +
                               std::string(record.text("capability"));
    if (record.text("isallowed") != "True") {
      return into_.note(object, ImportOutcome::skipped, "it allows nothing");
    }
    if (record.text("capability") == kDetailsCapability) {
      return into_.note(object, ImportOutcome::asks,
                        "subjects and locations are given to known people only: add an "
                        "organization relationship with free_busy_access_level = "
                        "\"LimitedDetails\" for the domains of that tenant");
    }
    if (record.text("capability") != kBasicCapability) {
      return into_.note(object, ImportOutcome::skipped, "it is not about free/busy");
    }
    if (!is_everybody(record)) {
      return into_.note(object, ImportOutcome::refused,
                        "it is for a part of your people, and allowed_tenant_ids is for all: use "
                        "an organization relationship with free_busy_access_scope");
    }
    allow(record.text("tenantid"));
  }

  void allow(std::string_view text) {
    const auto key = into_.tenant_named(text);
    if (!key) {
      unknown_.emplace_back(text);
    } else if (std::find(allowed_.begin(), allowed_.end(), *key) == allowed_.end()) {
      allowed_.push_back(*key);
    }
  }

  // Half an allowlist is not what Exchange has, so it is all or nothing.
  void put_availability_config() {
    if (!unknown_.empty()) return;
    std::vector<model::TenantKey> all = allowed_;
    if (!config_listed_) {
      // A policy adds to the list; only a list replaces it.
      for (const model::TenantKey& key : into_.target.tenant.allowed_tenants) {
        if (std::find(all.begin(), all.end(), key) == all.end()) all.push_back(key);
      }
    }
    if (all.size() > kAllowedTenantIdsMax) {
      return into_.note(std::string(kConfigName), ImportOutcome::refused,
                        "it would allow " + std::to_string(all.size()) + " tenants, and at most " +
                            std::to_string(kAllowedTenantIdsMax) +
                            " may be: that is Exchange's own limit");
    }
    toml::array list;
    for (const model::TenantKey& key : all) list.push_back(key.str());
    toml::table body;
    body.insert("allowed_tenant_ids", std::move(list));
    into_.put({ObjectKind::availability_config, into_.target.tenant.key, ""}, body,
              std::string(kConfigName), "");
  }

  void tell_unknown_tenants() {
    for (const std::string& text : unknown_) {
      into_.note(std::string(kConfigName), ImportOutcome::asks,
                 model::TenantId::parse(text)
                     ? "whose tenant " + in_quotes(text) +
                           " is, the export does not say: give --authority, or add the partner "
                           "first"
                     : in_quotes(text) + " is no tenant id");
    }
  }

  ImportInto into_;
  std::vector<model::TenantKey> allowed_;
  std::vector<std::string> unknown_;
  bool config_listed_ = false;
};

}  // namespace

std::string_view name(ImportOutcome outcome) {
  switch (outcome) {
    case ImportOutcome::taken:
      return "taken";
    case ImportOutcome::needs_partner_gateway:
      return "needs-partner-gateway";
    case ImportOutcome::refused:
      return "refused";
    case ImportOutcome::skipped:
      return "skipped";
    case ImportOutcome::asks:
      break;
  }
  return "asks";
}

ExchangeImport import_exchange(std::span<const Record> records, const ImportTarget& target) {
  Importer importer(target);
  for (const Record& record : records) importer.take(record);
  return std::move(importer).finish();
}

}  // namespace fb::config
