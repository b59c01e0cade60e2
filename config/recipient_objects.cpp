// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Recipients between their typed form and that of an object.
#include "config/contact_kinds.hpp"
#include "config/federation_context.hpp"
#include "config/federation_objects.hpp"
#include "config/object_body.hpp"

namespace fb::config {
namespace {

template <class To, class From>
std::optional<Recipient> as_recipient(std::optional<From> read) {
  if (!read) return std::nullopt;
  return Recipient(std::in_place_type<To>, *std::move(read));
}

std::optional<Recipient> read_recipient(ObjectKind kind, const toml::table& table,
                                        ProblemList& problems, const Tenant& tenant) {
  const auto contact = [&](ContactKind contact_kind) {
    return as_recipient<MailContact>(read_contact(table, problems, tenant, contact_kind));
  };
  switch (kind) {
    case ObjectKind::mailbox:
      return as_recipient<Mailbox>(read_mailbox(table, problems, tenant));
    case ObjectKind::group:
      return as_recipient<Group>(read_group(table, problems, tenant));
    case ObjectKind::mail_contact:
      return contact(ContactKind::mail_contact);
    case ObjectKind::mail_user:
      return contact(ContactKind::mail_user);
    case ObjectKind::guest:
      return contact(ContactKind::guest);
    case ObjectKind::tenant:
    case ObjectKind::partner:
    case ObjectKind::availability_config:
    case ObjectKind::address_space:
    case ObjectKind::organization_relationship:
      break;
  }
  problems.add({}, "this object is no recipient");
  return std::nullopt;
}

toml::array texts(const std::vector<model::SmtpAddress>& addresses) {
  toml::array list;
  list.reserve(addresses.size());
  for (const auto& address : addresses) list.push_back(address.str());
  return list;
}

void insert_proxies(const std::vector<model::SmtpAddress>& proxies, toml::table& table) {
  if (!proxies.empty()) table.insert("proxy_addresses", texts(proxies));
}

toml::table table_of(const Mailbox& mailbox) {
  toml::table table;
  table.insert("address", mailbox.address.str());
  insert_proxies(mailbox.proxy_addresses, table);
  if (!mailbox.source.empty()) table.insert("source", mailbox.source);
  return table;
}

toml::table table_of(const MailContact& contact) {
  toml::table table;
  table.insert("name", contact.name);
  table.insert("external_address", contact.external_address.str());
  insert_proxies(contact.proxy_addresses, table);
  if (contact.hidden_from_address_lists) table.insert("hidden_from_address_lists", true);
  if (contact.invited_as) table.insert("invited_as", contact.invited_as->str());
  return table;
}

toml::table table_of(const Group& group) {
  toml::table table;
  table.insert("address", group.address.str());
  insert_proxies(group.proxy_addresses, table);
  table.insert("members", texts(group.members));
  return table;
}

ObjectId identify(const model::TenantKey& tenant, const Mailbox& mailbox) {
  return {ObjectKind::mailbox, tenant, mailbox.address.str()};
}
ObjectId identify(const model::TenantKey& tenant, const MailContact& contact) {
  return {kind_of(contact.kind), tenant, contact.external_address.str()};
}
ObjectId identify(const model::TenantKey& tenant, const Group& group) {
  return {ObjectKind::group, tenant, group.address.str()};
}

}  // namespace

Loaded<Recipient> recipient_of(const Object& object, const Tenant& tenant) {
  ProblemList problems(object.id.str());
  Loaded<Recipient> loaded;
  std::optional<Recipient> recipient;
  if (object.body.size() > kObjectBodyBytesMax) {
    problems.add({}, "the object is longer than " + std::to_string(kObjectBodyBytesMax) + " bytes");
  } else if (const auto table = parse_toml_part(object.body, {}, problems)) {
    recipient = read_recipient(object.id.kind, *table, problems, tenant);
    if (problems.empty() && recipient && id_of(object.id.tenant, *recipient) != object.id) {
      problems.add({1, 1},
                   "the address is not the object's own: remove the object and add another");
    }
  }
  if (problems.empty()) loaded.value = std::move(recipient);
  loaded.problems = std::move(problems).take();
  return loaded;
}

Object object_of(const model::TenantKey& tenant, const Recipient& recipient) {
  return {id_of(tenant, recipient),
          std::visit([](const auto& one) { return print_body(table_of(one)); }, recipient)};
}

ObjectId id_of(const model::TenantKey& tenant, const Recipient& recipient) {
  return std::visit([&](const auto& one) { return identify(tenant, one); }, recipient);
}

}  // namespace fb::config
