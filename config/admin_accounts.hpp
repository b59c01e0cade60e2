// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The file that says who may read, operate or administer what: accounts with their credentials and
// their grants. Names and digests only; no secret stands in it.
//
// Not the accounts of people who look up free/busy: those belong to their tenant.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/load.hpp"
#include "protocols/model/identifiers.hpp"
#include "protocols/model/result.hpp"

namespace fb::config {

inline constexpr std::size_t kAdminAccountsFileBytesMax = 1024 * 1024;
inline constexpr std::size_t kAdminAccountsMax = 1000;
inline constexpr std::size_t kGrantsPerAdminAccountMax = 200;
inline constexpr std::size_t kCredentialsPerAdminAccountMax = 16;

// Each of the first three includes those before it; federate stands by itself.
enum class AdminRole : std::uint8_t { read, operate, administer, federate };
std::string_view name(AdminRole role);

enum class GrantScope : std::uint8_t { tenant, every_tenant, gateway };

struct AdminGrant {
  GrantScope scope = GrantScope::tenant;
  AdminRole role = AdminRole::read;
  // Of a tenant, one of these: its key, or its name at the time when it is asked.
  std::optional<model::TenantKey> key{};
  std::string tenant_name{};

  std::string str() const;  // as the file has it
  bool operator==(const AdminGrant&) const = default;
};

// "contoso:administer", "public/9d34...:read", "*:operate", "gateway:federate".
model::Result<AdminGrant> parse_admin_grant(std::string_view text);

struct AdminAccount {
  std::string name{};
  std::vector<std::string> api_tokens{};    // SHA-256 of a token, 64 digits
  std::vector<std::string> certificates{};  // SHA-256 of a client certificate, 64 digits
  std::vector<std::string> unix_users{};    // names, or user ids in digits
  std::vector<AdminGrant> grants{};
};

struct AdminAccounts {
  std::vector<AdminAccount> accounts{};
};

Loaded<AdminAccounts> load_admin_accounts(const std::filesystem::path& file);

}  // namespace fb::config
