// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Who may sign in to a tenant: [[tenant.account]] by password, [tenant.bearer] by token.
#include <algorithm>
#include <array>
#include <unordered_set>

#include "config/federation_context.hpp"
#include "config/syntax.hpp"

namespace fb::config {
namespace {

using model::CallerKind;

constexpr std::array kHomeKinds{CallerKind::home_user, CallerKind::home_server,
                                CallerKind::home_script};

model::Result<CallerKind> parse_account_kind(std::string_view text) {
  for (const CallerKind kind : kHomeKinds) {
    if (model::name(kind) == text) return kind;
  }
  return mistake("the kinds are home-user, home-server and home-script");
}

model::Result<CallerKind> parse_application_kind(std::string_view text) {
  const auto kind = parse_account_kind(text);
  if (!kind || *kind == CallerKind::home_user) {
    return mistake("the kinds of an application are home-server and home-script");
  }
  return kind;
}

// The name and the password of Basic are parted by a colon.
model::Result<std::string> parse_account_name(std::string_view text) {
  if (text.size() > kAccountNameBytesMax || text.find(':') != text.npos) {
    return mistake("the name of an account has 1 to " + std::to_string(kAccountNameBytesMax) +
                   " bytes and no colon");
  }
  return std::string(text);
}

bool is_password_hash(std::string_view text) {
  constexpr std::array<std::string_view, 2> kForms{"$argon2id$", "$y$"};
  const auto form = std::find_if(kForms.begin(), kForms.end(),
                                 [&](std::string_view start) { return text.starts_with(start); });
  if (form == kForms.end() || text.size() > kPasswordHashBytesMax) return false;
  // Parameters, salt and hash stand behind the form, parted by '$'.
  const std::string_view rest = text.substr(form->size());
  return std::count(rest.begin(), rest.end(), '$') >= 2 && !rest.ends_with('$') &&
         std::all_of(rest.begin(), rest.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

std::optional<Secret> read_password_hash(TableReader& reader, FederationContext& context) {
  constexpr std::string_view kHere = "password_hash";
  constexpr std::string_view kInFile = "password_hash_file";
  const bool in_file = reader.has(kInFile);
  const auto text = reader.text(kHere);
  reader.node(kInFile);
  if (reader.has(kHere) && in_file) {
    reader.problem(kInFile, "and \"password_hash\" exclude each other: take one of them out");
    return std::nullopt;
  }
  if (!reader.has(kHere) && !in_file) return std::nullopt;
  std::optional<Secret> hash;
  if (in_file) hash = read_secret(reader, kInFile, context);
  if (text) hash.emplace(std::string(*text));
  if (hash && !is_password_hash(hash->reveal())) {
    reader.problem(in_file ? kInFile : kHere,
                   "holds no password hash: one begins with $argon2id$ or $y$. What it holds is "
                   "not shown here");
    return std::nullopt;
  }
  return hash;
}

model::Result<std::string> parse_kerberos_principal(std::string_view text) {
  const std::size_t at = text.rfind('@');
  const bool plain =
      std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
  const bool whole = at != text.npos && at > 0 && at + 1 < text.size();
  if (!plain || !whole || text.size() > kAccountNameBytesMax) {
    return mistake("write a Kerberos principal with its realm, name@REALM");
  }
  return std::string(text);
}

// What proves one account proves no other.
template <class Parse>
std::vector<std::string> read_credentials(TableReader& reader, std::string_view key, Parse parse,
                                          FederationContext& context) {
  std::vector<std::string> credentials;
  for (const auto& [text, place] : reader.texts(key, kCredentialsPerAccountMax)) {
    const auto credential = parse(text);
    if (!credential) {
      context.problems.add(
          place, in_quotes(key) + " has an entry that is wrong: " + credential.error().detail());
      continue;
    }
    const std::string named = std::string(key) + " " + *credential;
    if (const auto line = context.credentials.before(named, place)) {
      context.problems.add(
          place, twice(in_quotes(key) + " has an entry that proves another account", *line));
    }
    credentials.push_back(*credential);
  }
  return credentials;
}

// False, and reported, where the account has no way to sign in.
bool read_account_credentials(TableReader& reader, FederationContext& context, Account& account) {
  const bool password = reader.has("password_hash") || reader.has("password_hash_file");
  if (const auto hash = read_password_hash(reader, context)) account.password_hash = *hash;
  account.certificates = read_credentials(reader, "certificates", parse_sha256, context);
  account.kerberos_principals =
      read_credentials(reader, "kerberos_principals", parse_kerberos_principal, context);
  account.api_tokens = read_credentials(reader, "api_tokens", parse_sha256, context);
  const bool other =
      reader.has("certificates") || reader.has("kerberos_principals") || reader.has("api_tokens");
  if (!password && !other) {
    reader.missing("password_hash",
                   "write it, or password_hash_file with the name of a file; or certificates, "
                   "kerberos_principals or api_tokens");
  }
  return !account.password_hash.empty() || !account.certificates.empty() ||
         !account.kerberos_principals.empty() || !account.api_tokens.empty();
}

void read_account_user(TableReader& reader, const Tenant& tenant, Account& account) {
  if (const auto user = reader.parsed("user", model::SmtpAddress::parse)) {
    account.user = *user;
    if (!accepts(tenant, *user)) {
      reader.problem("user", "is " + in_quotes(user->str()) +
                                 ", whose domain is no accepted domain of the tenant");
    }
  }
  if (account.kind == CallerKind::home_user && !reader.has("user")) {
    reader.missing("user", "an account of kind home-user stands for one person");
  }
  if (account.kind == CallerKind::home_server && reader.has("user")) {
    reader.problem("user",
                   "has no place in an account of kind home-server: a server asks for "
                   "nobody in particular");
  }
}

void read_audiences(TableReader& reader, FederationContext& context, BearerRules& rules) {
  std::unordered_set<std::string_view> seen;
  for (const auto& [text, place] : reader.texts("audiences", kAudiencesMax)) {
    std::string trouble;
    if (!is_audience(text)) {
      trouble = ": an audience is the id or the URI of an application";
    } else if (is_microsofts(text, context.clouds)) {
      trouble = ", which belongs to Microsoft: a token for it is not meant for this gateway";
    } else if (!seen.insert(text).second) {
      trouble = " twice";
    }
    if (!trouble.empty()) {
      context.problems.add(place, "\"audiences\" has " + in_quotes(text) + trouble);
    }
    rules.audiences.emplace_back(text);
  }
  if (!reader.has("audiences")) {
    reader.missing("audiences", "without one no token is accepted");
  } else if (reader.has_empty_list("audiences")) {
    reader.problem("audiences", "is empty: no token would be accepted");
  }
}

}  // namespace

std::optional<Account> read_account(const toml::table& table, FederationContext& context,
                                    const Tenant& tenant) {
  TableReader reader(table, "[[tenant.account]]", context.problems);
  Account account;
  const auto name = reader.required("name", parse_account_name);
  if (name) {
    account.name = *name;
    if (const auto line = context.account_names.before(ascii_lower(*name), reader.place())) {
      reader.problem("name", twice("is " + in_quotes(*name) +
                                       ", and the names of accounts differ in all tenants",
                                   *line));
    }
  }
  const auto kind = reader.parsed("kind", parse_account_kind);
  if (kind) account.kind = *kind;
  const bool kind_is_clear = kind.has_value() || !reader.has("kind");
  if (kind_is_clear) {
    read_account_user(reader, tenant, account);
  } else {
    reader.node("user");
  }
  const bool can_sign_in = read_account_credentials(reader, context, account);
  if (!name || !kind_is_clear || !can_sign_in) return std::nullopt;
  return account;
}

BearerRules read_bearer(const toml::table& table, FederationContext& context) {
  TableReader reader(table, "[tenant.bearer]", context.problems);
  BearerRules rules;
  read_audiences(reader, context, rules);
  if (const auto claim = reader.parsed("user_claim", parse_name)) rules.user_claim = *claim;
  rules.keys_file = read_path(reader, "keys_file", context, false);
  Seen<std::string> clients;
  for (const toml::table* entry : reader.tables("application", kClientIdsMax)) {
    TableReader application(*entry, "[[tenant.bearer.application]]", context.problems);
    const auto client = application.required("client_id", parse_guid);
    const auto kind = application.parsed("kind", parse_application_kind);
    if (!client) continue;
    if (const auto line = clients.before(*client, application.place())) {
      application.problem("client_id", twice("stands here twice", *line));
    }
    rules.applications.push_back({*client, kind.value_or(CallerKind::home_script)});
  }
  return rules;
}

}  // namespace fb::config
