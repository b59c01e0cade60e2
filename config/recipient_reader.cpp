// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Recipients: [[tenant.mailbox]], [[tenant.mail_contact]], [[tenant.mail_user]], [[tenant.guest]]
// and [[tenant.group]].
#include <algorithm>

#include "config/federation_context.hpp"
#include "config/nearest.hpp"
#include "config/syntax.hpp"

namespace fb::config {
namespace {

using model::SmtpAddress;

std::string_view title_of(ContactKind kind) {
  switch (kind) {
    case ContactKind::mail_contact:
      return "[[tenant.mail_contact]]";
    case ContactKind::mail_user:
      return "[[tenant.mail_user]]";
    case ContactKind::guest:
      break;
  }
  return "[[tenant.guest]]";
}

std::optional<SmtpAddress> read_own_address(TableReader& reader, const Tenant& tenant) {
  const auto address = reader.required("address", SmtpAddress::parse);
  if (address && !accepts(tenant, *address)) {
    reader.problem("address", "is " + in_quotes(address->str()) +
                                  ", whose domain is no accepted domain of the tenant");
  }
  return address;
}

}  // namespace

std::string_view table_key(ContactKind kind) {
  // What the title has between "[[tenant." and "]]".
  const std::string_view title = title_of(kind);
  return title.substr(9, title.size() - 11);
}

std::string read_source_name(TableReader& reader, std::string_view key, const Tenant& tenant) {
  const auto name = reader.text(key);
  if (!name) return {};
  std::vector<std::string_view> names;
  for (const CalendarSource& source : tenant.sources) names.push_back(source.name);
  if (std::find(names.begin(), names.end(), *name) == names.end()) {
    const std::string_view meant = nearest(*name, names);
    std::string sentence = "is " + in_quotes(*name) + ", which is no source of the tenant";
    if (!meant.empty()) sentence += ": did you mean \"" + std::string(meant) + "\"?";
    reader.problem(key, sentence);
  }
  return std::string(*name);
}

std::vector<SmtpAddress> read_addresses(TableReader& reader, std::string_view key,
                                        std::size_t count_max) {
  std::vector<SmtpAddress> addresses;
  for (const auto& [text, place] : reader.texts(key, count_max)) {
    const auto address = SmtpAddress::parse(text);
    if (address) {
      addresses.push_back(*address);
    } else {
      reader.problems().add(
          place, in_quotes(key) + " has " + in_quotes(text) + ": " + address.error().detail());
    }
  }
  return addresses;
}

std::optional<Mailbox> read_mailbox(const toml::table& table, ProblemList& problems,
                                    const Tenant& tenant) {
  TableReader reader(table, "[[tenant.mailbox]]", problems);
  const auto address = read_own_address(reader, tenant);
  auto proxies = read_addresses(reader, "proxy_addresses", kProxyAddressesPerRecipientMax);
  std::string source = read_source_name(reader, "source", tenant);
  if (!reader.has("source")) {
    source = tenant.default_source;
    if (source.empty()) reader.missing("source", "the tenant has no default_source either");
  }
  if (!address) return std::nullopt;
  return Mailbox{*address, std::move(proxies), std::move(source)};
}

std::optional<MailContact> read_contact(const toml::table& table, ProblemList& problems,
                                        const Tenant& tenant, ContactKind kind) {
  TableReader reader(table, title_of(kind), problems);
  const auto name = reader.required("name", parse_display_name);
  const auto address = reader.required("external_address", SmtpAddress::parse);
  if (address && accepts(tenant, *address)) {
    reader.problem("external_address", "is " + in_quotes(address->str()) +
                                           ", in an accepted domain of the tenant itself: a " +
                                           (kind == ContactKind::mail_contact ? "contact"
                                            : kind == ContactKind::mail_user  ? "mail user"
                                                                              : "guest") +
                                           " is somebody elsewhere");
  }
  auto proxies = read_addresses(reader, "proxy_addresses", kProxyAddressesPerRecipientMax);
  const bool hidden = reader.flag("hidden_from_address_lists").value_or(false);
  std::optional<SmtpAddress> invited_as;
  if (kind == ContactKind::guest) invited_as = reader.parsed("invited_as", SmtpAddress::parse);
  if (!name || !address) return std::nullopt;
  MailContact contact{*name, *address, std::move(proxies), hidden, kind};
  contact.invited_as = std::move(invited_as);
  return contact;
}

std::optional<Group> read_group(const toml::table& table, ProblemList& problems,
                                const Tenant& tenant) {
  TableReader reader(table, "[[tenant.group]]", problems);
  const auto address = read_own_address(reader, tenant);
  auto proxies = read_addresses(reader, "proxy_addresses", kProxyAddressesPerRecipientMax);
  if (!reader.has("members")) reader.missing("members");
  auto members = read_addresses(reader, "members", kGroupMembersMax);
  if (!address) return std::nullopt;
  return Group{*address, std::move(proxies), std::move(members)};
}

}  // namespace fb::config
