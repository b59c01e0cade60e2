// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// [[tenant.group]].
#include "config/federation_context.hpp"

namespace fb::config {

using model::SmtpAddress;

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

std::optional<Group> read_group(const toml::table& table, FederationContext& context,
                                const Tenant& tenant) {
  TableReader reader(table, "[[tenant.group]]", context.problems);
  const auto address = reader.required("address", SmtpAddress::parse);
  if (address && !accepts(tenant, *address)) {
    reader.problem("address", "is " + in_quotes(address->str()) +
                                  ", whose domain is no accepted domain of the tenant");
  }
  auto proxies = read_addresses(reader, "proxy_addresses", kProxyAddressesPerRecipientMax);
  if (!reader.has("members")) reader.missing("members");
  auto members = read_addresses(reader, "members", kGroupMembersMax);
  if (!address) return std::nullopt;
  return Group{*address, std::move(proxies), std::move(members)};
}

}  // namespace fb::config
