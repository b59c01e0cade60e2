// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <algorithm>
#include <array>
#include <unordered_set>

#include "config/admin_accounts.hpp"
#include "config/syntax.hpp"
#include "config/table_reader.hpp"

namespace fb::config {
namespace {

constexpr std::array kRoles{AdminRole::read, AdminRole::operate, AdminRole::administer,
                            AdminRole::federate};
constexpr std::string_view kEveryTenant = "*";
constexpr std::string_view kGateway = "gateway";
constexpr std::string_view kHowToWrite =
    "write \"tenant:read\", \"tenant:operate\" or \"tenant:administer\", with \"*\" for every "
    "tenant, or \"gateway:federate\"";

std::optional<AdminRole> role_named(std::string_view text) {
  const auto found = std::find_if(kRoles.begin(), kRoles.end(),
                                  [&](AdminRole role) { return name(role) == text; });
  if (found == kRoles.end()) return std::nullopt;
  return *found;
}

std::optional<model::TenantKey> key_of(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == text.npos) return std::nullopt;
  const auto authority = model::authority_named(text.substr(0, slash));
  const auto id = model::TenantId::parse(text.substr(slash + 1));
  if (!authority || !id) return std::nullopt;
  return model::TenantKey{*authority, *id};
}

bool is_plain(std::string_view text) {
  return !text.empty() && text.size() <= kNameBytesMax &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

model::Result<std::string> parse_admin_name(std::string_view text) {
  if (!is_plain(text)) {
    return mistake("the name of an account has 1 to " + std::to_string(kNameBytesMax) +
                   " printable ASCII characters and no spaces");
  }
  return std::string(text);
}

model::Result<std::string> parse_unix_user(std::string_view text) {
  if (!is_plain(text) || text.find(':') != text.npos) {
    return mistake("write the name of a user of this machine, or a user id");
  }
  return std::string(text);
}

class AccountsReader {
 public:
  explicit AccountsReader(ProblemList& problems) : problems_(problems) {}

  void read(const toml::table& root, AdminAccounts& into) {
    TableReader reader(root, "the file", problems_);
    reader.integer("version");  // was checked when the file was parsed
    for (const toml::table* table : reader.tables("account", kAdminAccountsMax)) {
      into.accounts.push_back(read_account(*table));
    }
    if (!reader.has("account")) {
      reader.missing("account", "without one, nobody may use the admin API");
    }
  }

 private:
  AdminAccount read_account(const toml::table& table) {
    TableReader reader(table, "[[account]]", problems_);
    AdminAccount account;
    if (const auto parsed = reader.required("name", parse_admin_name)) {
      account.name = *parsed;
      if (!names_.insert(ascii_lower(*parsed)).second) {
        reader.problem("name", "is " + in_quotes(*parsed) + ", which another account has");
      }
    }
    account.api_tokens = credentials(reader, "api_tokens", parse_sha256);
    account.certificates = credentials(reader, "certificates", parse_sha256);
    account.unix_users = credentials(reader, "unix_users", parse_unix_user);
    const bool can_come =
        reader.has("api_tokens") || reader.has("certificates") || reader.has("unix_users");
    if (!can_come) {
      reader.missing("api_tokens", "write api_tokens, certificates or unix_users");
    }
    read_grants(reader, account);
    return account;
  }

  template <class Parse>
  std::vector<std::string> credentials(TableReader& reader, std::string_view key, Parse parse) {
    std::vector<std::string> out;
    for (const auto& [text, place] : reader.texts(key, kCredentialsPerAdminAccountMax)) {
      const auto credential = parse(text);
      if (!credential) {
        problems_.add(
            place, in_quotes(key) + " has an entry that is wrong: " + credential.error().detail());
      } else if (!credentials_.insert(std::string(key) + ' ' + *credential).second) {
        problems_.add(place, in_quotes(key) + " has an entry that stands in this file before");
      } else {
        out.push_back(*credential);
      }
    }
    return out;
  }

  void read_grants(TableReader& reader, AdminAccount& account) {
    for (const auto& [text, place] : reader.texts("grants", kGrantsPerAdminAccountMax)) {
      const auto grant = parse_admin_grant(text);
      if (!grant) {
        problems_.add(place, "\"grants\" has " + in_quotes(text) + ": " + grant.error().detail());
      } else {
        account.grants.push_back(*grant);
      }
    }
    if (!reader.has("grants")) reader.missing("grants", "without one the account may do nothing");
  }

  ProblemList& problems_;
  std::unordered_set<std::string> names_;
  std::unordered_set<std::string> credentials_;
};

}  // namespace

std::string_view name(AdminRole role) {
  switch (role) {
    case AdminRole::read:
      return "read";
    case AdminRole::operate:
      return "operate";
    case AdminRole::administer:
      return "administer";
    case AdminRole::federate:
      return "federate";
  }
  return "read";
}

std::string AdminGrant::str() const {
  std::string out;
  switch (scope) {
    case GrantScope::tenant:
      out = key ? key->str() : tenant_name;
      break;
    case GrantScope::every_tenant:
      out = kEveryTenant;
      break;
    case GrantScope::gateway:
      out = kGateway;
      break;
  }
  return out + ":" + std::string(name(role));
}

model::Result<AdminGrant> parse_admin_grant(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == text.npos || colon == 0) return mistake(std::string(kHowToWrite));
  const std::string_view scope = text.substr(0, colon);
  const auto role = role_named(text.substr(colon + 1));
  const bool of_gateway = scope == kGateway;
  // What the role is about and what the scope is have to fit.
  if (!role || of_gateway != (*role == AdminRole::federate)) {
    return mistake(std::string(kHowToWrite));
  }
  AdminGrant grant;
  grant.role = *role;
  if (of_gateway) {
    grant.scope = GrantScope::gateway;
  } else if (scope == kEveryTenant) {
    grant.scope = GrantScope::every_tenant;
  } else if (scope.find('/') != scope.npos) {
    grant.key = key_of(scope);
    if (!grant.key) return mistake("a tenant's key is its authority and its id, \"public/<GUID>\"");
  } else if (const auto parsed = parse_display_name(scope)) {
    grant.tenant_name = *parsed;
  } else {
    return parsed.error();
  }
  return grant;
}

Loaded<AdminAccounts> load_admin_accounts(const std::filesystem::path& file) {
  ProblemList problems(file.string());
  AdminAccounts accounts;
  const auto root = read_toml_file(file, kAdminAccountsFileBytesMax, problems);
  if (root) AccountsReader(problems).read(*root, accounts);
  Loaded<AdminAccounts> loaded;
  if (problems.empty()) loaded.value = std::move(accounts);
  loaded.problems = std::move(problems).take();
  return loaded;
}

}  // namespace fb::config
