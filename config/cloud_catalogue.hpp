// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What is known of Microsoft's clouds: hosts, issuers, and which pairs may share along which path.
// Data, shipped in config/clouds.toml and overridable, never an if. Where Microsoft says nothing, a
// pair is `unconfirmed` and refused until an operator enables it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "protocols/model/availability.hpp"
#include "protocols/model/identifiers.hpp"

namespace fb::config {

struct Cloud {
  std::string name{};   // "commercial", "gcc", "gcc-high", "dod", "21vianet", "bleu", "delos"
  std::string title{};  // "GCC High"
  model::Authority authority;
  std::string login_host{};
  std::vector<std::string> issuers{};  // with "{tenantid}"; version 1 and version 2 tokens
  std::string graph_host{};
  std::string ews_host{};
  std::string aas_service_host{};  // differs from ews_host for DoD; empty where none is published
  std::string autodiscover_host{};
  bool delegation_tokens = false;  // DAuth
  std::string ews_end{};  // the date on which EWS ends there, ISO 8601; empty: not announced
};

enum class PairVerdict : std::uint8_t { supported, unconfirmed, refused };
std::string_view name(PairVerdict verdict);

struct CloudPair {
  std::string from{};  // the asking tenant's cloud
  std::string to{};
  model::SharingPath path;
  PairVerdict verdict;
  bool enabled_by_operator = false;  // an unconfirmed pair that was switched on
  std::string source{};              // where the verdict comes from, in words
};

struct CloudCatalogue {
  std::vector<Cloud> clouds{};
  std::vector<CloudPair> pairs{};

  const Cloud* cloud(std::string_view name) const;
  // Null where the table has no row, which is a refusal.
  const CloudPair* pair(std::string_view from, std::string_view to, model::SharingPath path) const;
};

}  // namespace fb::config
