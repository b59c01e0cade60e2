// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// [[tenant.directory_source]]: each kind has keys of its own, and those of the others have no place
// in it.
#include <algorithm>
#include <array>
#include <initializer_list>

#include "config/federation_context.hpp"
#include "config/syntax.hpp"
#include "config/text_file.hpp"

namespace fb::config {
namespace {

struct KindName {
  DirectoryKind kind;
  std::string_view name;
};

constexpr std::array<KindName, 3> kKinds{
    {{DirectoryKind::csv, "csv"}, {DirectoryKind::ldap, "ldap"}, {DirectoryKind::graph, "graph"}}};
constexpr std::array<std::string_view, 12> kKeysOfKinds{"file",    "url",       "base",
                                                        "filter",  "bind_dn",   "password_file",
                                                        "ca_file", "page_size", "change_attribute",
                                                        "scope",   "contacts",  "guests"};

model::Result<DirectoryKind> parse_kind(std::string_view text) {
  for (const auto& [kind, name] : kKinds) {
    if (name == text) return kind;
  }
  return mistake("the kinds are csv, ldap and graph");
}

model::Result<std::chrono::seconds> parse_every(std::string_view text) {
  const auto duration = parse_duration(text);
  if (!duration) return duration.error();
  const auto every = std::chrono::duration_cast<std::chrono::seconds>(*duration);
  const bool whole = every == *duration;
  if (whole && every.count() == 0) return every;
  if (!whole || every < kDirectoryEveryMin || every > kDirectoryEveryMax) {
    return mistake("write " + print_duration(kDirectoryEveryMin) + " to " +
                   print_duration(kDirectoryEveryMax) +
                   ", or 0s for a source that is read only when somebody says so");
  }
  return every;
}

// ldap://host[:port] or ldaps://host[:port].
model::Result<std::string> parse_ldap_url(std::string_view text) {
  for (const std::string_view scheme : {"ldap://", "ldaps://"}) {
    if (!text.starts_with(scheme)) continue;
    // What stands behind the scheme is that of any URL.
    const auto rest = parse_https_origin("https://" + std::string(text.substr(scheme.size())));
    if (rest) return std::string(text);
  }
  return mistake("write ldap://host[:port], which is secured by StartTLS, or ldaps://host[:port]");
}

// The filter itself is the server's to judge; this finds one that was cut off.
model::Result<std::string> parse_filter(std::string_view text) {
  int depth = 0;
  bool closed_early = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '(') ++depth;
    if (text[i] == ')') --depth;
    closed_early = closed_early || (depth <= 0 && i + 1 < text.size());
  }
  if (!text.starts_with('(') || depth != 0 || closed_early) {
    return mistake("write a filter in parentheses, such as (mailNickname=*)");
  }
  return std::string(text);
}

model::Result<std::string> parse_change_attribute(std::string_view text) {
  if (text == "uSNChanged" || text == "modifyTimestamp") return std::string(text);
  return mistake("the attributes are uSNChanged and modifyTimestamp");
}

model::Result<std::string> parse_service_root(std::string_view text) {
  if (text.ends_with('/')) return mistake("write it without the slash at its end");
  return parse_https_url(text);
}

model::Result<std::string> parse_some_text(std::string_view text) {
  if (text.empty()) return mistake("leave it out, or write something");
  return std::string(text);
}

template <class T, class U>
void assign(std::optional<T> from, U& to) {
  if (from) to = *std::move(from);
}

void read_number(TableReader& reader, std::string_view key, std::uint32_t least, std::uint32_t most,
                 std::uint32_t& to) {
  const auto number = reader.integer(key);
  if (!number) return;
  if (*number < least || *number > most) {
    reader.problem(key, "is " + std::to_string(*number) + ": write " + std::to_string(least) +
                            " to " + std::to_string(most));
    return;
  }
  to = static_cast<std::uint32_t>(*number);
}

void refuse_foreign_keys(TableReader& reader, DirectoryKind kind,
                         std::initializer_list<std::string_view> own) {
  const std::string why = "does not belong to a directory source of kind \"" +
                          std::string(kKinds[static_cast<std::size_t>(kind)].name) +
                          "\": take it out";
  for (const std::string_view key : kKeysOfKinds) {
    if (std::find(own.begin(), own.end(), key) == own.end()) reader.refuse(key, why);
  }
}

// The file may come later: whoever writes it replaces it, and there is a moment without it.
void read_csv(TableReader& reader, FederationContext& context, DirectorySource& source) {
  refuse_foreign_keys(reader, source.kind, {"file"});
  const auto text = reader.required_text("file");
  if (!text) return;
  const std::filesystem::path path = (context.folder / *text).lexically_normal();
  source.file = path.string();
  if (const std::string trouble = trouble_with_directory(path.parent_path()); !trouble.empty()) {
    reader.problem("file", "is " + in_quotes(*text) + ": its folder " + trouble);
  }
}

void read_ldap(TableReader& reader, FederationContext& context, DirectorySource& source) {
  refuse_foreign_keys(reader, source.kind,
                      {"url", "base", "filter", "bind_dn", "password_file", "ca_file", "page_size",
                       "change_attribute"});
  assign(reader.required("url", parse_ldap_url), source.url);
  assign(reader.required("base", parse_some_text), source.base);
  assign(reader.parsed("filter", parse_filter), source.filter);
  assign(reader.parsed("bind_dn", parse_some_text), source.bind_dn);
  if (reader.has("bind_dn")) {
    assign(read_secret(reader, "password_file", context), source.password);
  } else {
    reader.refuse("password_file", "has no use without \"bind_dn\"");
  }
  source.ca_file = read_path(reader, "ca_file", context, false);
  read_number(reader, "page_size", 1, kLdapPageSizeMax, source.page_size);
  assign(reader.parsed("change_attribute", parse_change_attribute), source.change_attribute);
}

void read_graph(TableReader& reader, const Tenant& tenant, DirectorySource& source) {
  refuse_foreign_keys(reader, source.kind, {"url", "scope", "contacts", "guests"});
  assign(reader.required("url", parse_service_root), source.url);
  assign(reader.parsed("scope", parse_scope), source.scope);
  assign(reader.flag("contacts"), source.contacts);
  assign(reader.flag("guests"), source.guests);
  if (!tenant.application) {
    reader.problems().add(reader.place(),
                          "a directory source of kind \"graph\" needs a token: add "
                          "[tenant.application]");
  }
}

// Which calendar sources hold the mailboxes of the directory.
void read_mailbox_sources(TableReader& reader, const Tenant& tenant, DirectorySource& source) {
  source.mailbox_source = read_source_name(reader, "mailbox_source", tenant);
  if (!reader.has("mailbox_source")) source.mailbox_source = tenant.default_source;
  source.remote_mailbox_source = read_source_name(reader, "remote_mailbox_source", tenant);
  source.routing_domain = reader.parsed("routing_domain", model::SmtpDomain::parse);
  if (reader.has("remote_mailbox_source") && !reader.has("routing_domain")) {
    reader.missing("routing_domain", "it is how remote mailboxes are known");
  }
  if (reader.has("routing_domain") && !reader.has("remote_mailbox_source")) {
    reader.missing("remote_mailbox_source", "it holds the mailboxes with the routing domain");
  }
}

}  // namespace

std::optional<DirectorySource> read_directory_source(const toml::table& table,
                                                     FederationContext& context,
                                                     const Tenant& tenant) {
  TableReader reader(table, "[[tenant.directory_source]]", context.problems);
  const auto name = reader.required("name", parse_name);
  const auto kind = reader.required("kind", parse_kind);
  DirectorySource source{.name = name.value_or(std::string()),
                         .kind = kind.value_or(DirectoryKind::csv)};
  if (!reader.lacks_unit("every", "1h")) assign(reader.parsed("every", parse_every), source.every);
  read_number(reader, "removals_max", 0, kDirectoryRemovalsMax, source.removals_max);
  read_number(reader, "removals_max_percent", 0, 100, source.removals_max_percent);
  read_mailbox_sources(reader, tenant, source);
  if (!kind) {
    pass_over(reader, kKeysOfKinds);
    return std::nullopt;
  }
  switch (*kind) {
    case DirectoryKind::csv:
      read_csv(reader, context, source);
      break;
    case DirectoryKind::ldap:
      read_ldap(reader, context, source);
      break;
    case DirectoryKind::graph:
      read_graph(reader, tenant, source);
      break;
  }
  if (!name) return std::nullopt;
  return source;
}

}  // namespace fb::config
