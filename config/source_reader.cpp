// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// [[tenant.source]]: each kind has keys of its own, and those of the others have no place in it.
#include <algorithm>
#include <array>

#include "config/federation_context.hpp"
#include "config/syntax.hpp"
#include "config/text_file.hpp"

namespace fb::config {
namespace {

struct KindName {
  SourceKind kind;
  std::string_view name;
};

constexpr std::array<KindName, 3> kKinds{
    {{SourceKind::graph, "graph"}, {SourceKind::ews, "ews"}, {SourceKind::ics, "ics"}}};
constexpr std::array<std::string_view, 11> kKeysOfKinds{
    "url",  "anchor",         "scope",       "username",          "password_file",       "folder",
    "zone", "authentication", "keytab_file", "service_principal", "exchange_application"};

model::Result<SourceKind> parse_kind(std::string_view text) {
  for (const auto& [kind, name] : kKinds) {
    if (name == text) return kind;
  }
  return mistake("the kinds are graph, ews and ics");
}

model::Result<SourceAuthentication> parse_authentication(std::string_view text) {
  if (text == "basic") return SourceAuthentication::basic;
  if (text == "negotiate") return SourceAuthentication::negotiate;
  if (text == "s2s") return SourceAuthentication::s2s;
  return mistake("the ways are basic, negotiate and s2s");
}

// "user@REALM", "HTTP/host@REALM".
model::Result<std::string> parse_principal(std::string_view text) {
  const bool plain =
      std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
  if (text.empty() || text.size() > kAccountNameBytesMax || !plain) {
    return mistake("write a Kerberos principal of at most " + std::to_string(kAccountNameBytesMax) +
                   " characters without a space");
  }
  return std::string(text);
}

model::Result<model::DetailLevel> parse_level(std::string_view text) {
  if (const auto level = model::detail_level_named(text)) return *level;
  return mistake("the rights are None, AvailabilityOnly and LimitedDetails");
}

// The service root is put before paths, so it has no slash at its end.
model::Result<std::string> parse_service_root(std::string_view text) {
  if (text.ends_with('/')) return mistake("write it without the slash at its end");
  return parse_https_url(text);
}

model::Result<std::string> parse_anchor(std::string_view text) {
  if (const auto address = model::SmtpAddress::parse(text)) return address->str();
  if (auto guid = parse_guid(text)) return guid;
  return mistake("write the address or the object id of a mailbox");
}

model::Result<std::string> parse_user_name(std::string_view text) {
  if (text.empty() || text.size() > kAccountNameBytesMax || text.find(':') != text.npos) {
    return mistake("a user name has 1 to " + std::to_string(kAccountNameBytesMax) +
                   " bytes and no colon");
  }
  return std::string(text);
}

model::Result<std::string> parse_zone(std::string_view text) {
  const bool good = !text.empty() && text.size() <= kNameBytesMax &&
                    std::all_of(text.begin(), text.end(), [](char c) {
                      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                             (c >= '0' && c <= '9') ||
                             std::string_view("/_+-").find(c) != std::string_view::npos;
                    });
  if (!good) return mistake("write the name of a time zone, such as Europe/Paris");
  return std::string(text);
}

template <class T>
void assign(std::optional<T> from, T& to) {
  if (from) to = *std::move(from);
}

void read_folder(TableReader& reader, FederationContext& context, std::string& to) {
  const auto text = reader.required_text("folder");
  if (!text) return;
  const std::filesystem::path path = (context.folder / *text).lexically_normal();
  to = path.string();
  if (const std::string trouble = trouble_with_directory(path); !trouble.empty()) {
    reader.problem("folder", "names " + in_quotes(*text) + ": the folder " + trouble);
  }
}

void refuse_foreign_keys(TableReader& reader, SourceKind kind,
                         std::initializer_list<std::string_view> own) {
  const std::string why = "does not belong to a source of kind \"" +
                          std::string(kKinds[static_cast<std::size_t>(kind)].name) +
                          "\": take it out";
  for (const std::string_view key : kKeysOfKinds) {
    if (std::find(own.begin(), own.end(), key) == own.end()) reader.refuse(key, why);
  }
}

// Each way to prove ourselves to Exchange has keys of its own.
void read_ews_credential(TableReader& reader, FederationContext& context, CalendarSource& source) {
  const auto way = reader.parsed("authentication", parse_authentication);
  if (way) source.authentication = *way;
  if (!way && reader.has("authentication")) {
    pass_over(reader, kKeysOfKinds);
    return;
  }
  const auto refuse = [&](std::initializer_list<std::string_view> keys, const char* why) {
    for (const std::string_view key : keys) reader.refuse(key, why);
  };
  switch (source.authentication) {
    case SourceAuthentication::basic:
      refuse({"keytab_file", "service_principal", "exchange_application"},
             "does not belong to authentication = \"basic\": take it out");
      assign(reader.required("username", parse_user_name), source.username);
      assign(read_secret(reader, "password_file", context), source.password);
      return;
    case SourceAuthentication::negotiate:
      refuse({"password_file", "exchange_application"},
             "does not belong to authentication = \"negotiate\": take it out");
      assign(reader.required("username", parse_principal), source.username);
      source.keytab_file = read_hidden_path(reader, "keytab_file", context, true);
      assign(reader.parsed("service_principal", parse_principal), source.service_principal);
      return;
    case SourceAuthentication::s2s:
      refuse({"username", "password_file", "keytab_file", "service_principal"},
             "does not belong to authentication = \"s2s\": take it out");
      if (const toml::table* table = reader.table("exchange_application")) {
        source.exchange_application = read_exchange_application(*table, context);
      } else {
        reader.missing("exchange_application", "it is what Exchange knows the gateway as");
      }
      return;
  }
}

void read_kind(TableReader& reader, FederationContext& context, CalendarSource& source) {
  switch (source.kind) {
    case SourceKind::graph:
      refuse_foreign_keys(reader, source.kind, {"url", "anchor", "scope"});
      assign(reader.required("url", parse_service_root), source.url);
      assign(reader.parsed("anchor", parse_anchor), source.anchor);
      assign(reader.parsed("scope", parse_scope), source.scope);
      return;
    case SourceKind::ews:
      refuse_foreign_keys(reader, source.kind,
                          {"url", "username", "password_file", "authentication", "keytab_file",
                           "service_principal", "exchange_application"});
      assign(reader.required("url", parse_https_url), source.url);
      read_ews_credential(reader, context, source);
      return;
    case SourceKind::ics:
      refuse_foreign_keys(reader, source.kind, {"folder", "zone"});
      read_folder(reader, context, source.folder);
      assign(reader.parsed("zone", parse_zone), source.zone);
      return;
  }
}

}  // namespace

std::optional<CalendarSource> read_source(const toml::table& table, FederationContext& context) {
  TableReader reader(table, "[[tenant.source]]", context.problems);
  const auto name = reader.required("name", parse_name);
  const auto kind = reader.required("kind", parse_kind);
  CalendarSource source{.name = name.value_or(std::string()),
                        .kind = kind.value_or(SourceKind::ics)};
  assign(reader.parsed("default_calendar_right", parse_level), source.default_calendar_right);
  if (kind) {
    read_kind(reader, context, source);
  } else {
    pass_over(reader, kKeysOfKinds);
  }
  if (!name || !kind) return std::nullopt;
  return source;
}

}  // namespace fb::config
