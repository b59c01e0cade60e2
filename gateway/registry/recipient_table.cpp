// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/registry/recipient_table.hpp"

#include <utility>

#include "config/contact_kinds.hpp"
#include "gateway/registry/object_table.hpp"
#include "gateway/registry/stored_values.hpp"

namespace fb::registry {
namespace {

using config::ContactKind;
using config::Group;
using config::Mailbox;
using config::MailContact;
using config::ObjectKind;
using config::Recipient;
using model::SmtpAddress;

enum class Role : int { proxy = 1, member = 2 };

// What every query here reads, in this order.
const std::string kSelect =
    "SELECT r.id, r.kind, r.identity, r.revision, r.name, r.source, r.hidden, r.invited_as,"
    " r.origin, r.origin_id, r.home FROM recipient r ";

const std::vector<SmtpAddress>& proxies_of(const Recipient& recipient) {
  return std::visit(
      [](const auto& of) -> const auto& { return of.proxy_addresses; }, recipient);
}

struct Addresses {
  std::vector<SmtpAddress> proxies{};
  std::vector<SmtpAddress> members{};

  void add(Connection& connection, std::int64_t role, std::string_view text) {
    auto address = address_of(connection, text);
    if (!address) return;
    (role == static_cast<int>(Role::member) ? members : proxies).push_back(*std::move(address));
  }
};

Addresses addresses_of(Connection& connection, std::int64_t row) {
  Addresses found;
  Statement rows = connection.prepare(
      "SELECT role, address FROM recipient_address WHERE recipient = ? ORDER BY role, position");
  rows.bind(row);
  while (rows.step()) found.add(connection, rows.integer(0), rows.view(1));
  return found;
}

// Nothing, with the connection failed, where the row cannot be read back.
std::optional<RecipientRow> read(Connection& connection, const Statement& row,
                                 Addresses addresses) {
  const ObjectKind kind = kind_of(connection, row.integer(1));
  auto identity = address_of(connection, row.view(2));
  if (!identity || !connection.ok()) return std::nullopt;
  std::optional<Recipient> recipient;
  if (kind == ObjectKind::mailbox) {
    recipient = Mailbox{*identity, std::move(addresses.proxies), row.text(5)};
  } else if (kind == ObjectKind::group) {
    recipient = Group{*identity, std::move(addresses.proxies), std::move(addresses.members)};
  } else {
    MailContact contact{row.text(4), *identity};
    contact.proxy_addresses = std::move(addresses.proxies);
    contact.hidden_from_address_lists = row.integer(6) != 0;
    contact.kind = config::contact_kind_of(kind);
    if (!row.view(7).empty()) contact.invited_as = address_of(connection, row.view(7));
    recipient = std::move(contact);
  }
  return RecipientRow{*std::move(recipient), row.number(3), row.text(8), row.text(9),
                      row.integer(10)};
}

// Rows of a query, each with a look-up of its addresses.
void visit_rows(Connection& connection, Statement& rows, const VisitRecipient& visit) {
  while (rows.step()) {
    auto row = read(connection, rows, addresses_of(connection, rows.integer(0)));
    if (row) visit(*std::move(row));
  }
}

void put_addresses(Connection& connection, std::int64_t row, Role role,
                   const std::vector<SmtpAddress>& addresses) {
  std::int64_t position = 0;
  for (const SmtpAddress& address : addresses) {
    connection.run("INSERT INTO recipient_address VALUES (?, ?, ?, ?)", row, static_cast<int>(role),
                   position++, address.str());
  }
}

}  // namespace

bool same_recipient(const Recipient& a, const Recipient& b) {
  if (kind_of(a) != kind_of(b) || identity_of(a) != identity_of(b)) return false;
  if (proxies_of(a) != proxies_of(b)) return false;
  if (const auto* mailbox = std::get_if<Mailbox>(&a)) {
    return mailbox->source == std::get<Mailbox>(b).source;
  }
  if (const auto* group = std::get_if<Group>(&a)) {
    return group->members == std::get<Group>(b).members;
  }
  const auto& one = std::get<MailContact>(a);
  const auto& other = std::get<MailContact>(b);
  return one.name == other.name && one.invited_as == other.invited_as &&
         one.hidden_from_address_lists == other.hidden_from_address_lists;
}

std::string_view identity_of(const Recipient& recipient) {
  if (const auto* mailbox = std::get_if<Mailbox>(&recipient)) return mailbox->address.str();
  if (const auto* group = std::get_if<Group>(&recipient)) return group->address.str();
  return std::get<MailContact>(recipient).external_address.str();
}

ObjectKind kind_of(const Recipient& recipient) {
  if (std::holds_alternative<Mailbox>(recipient)) return ObjectKind::mailbox;
  if (std::holds_alternative<Group>(recipient)) return ObjectKind::group;
  return config::kind_of(std::get<MailContact>(recipient).kind);
}

std::int64_t home_number(Connection& connection, const model::TenantKey& tenant) {
  const std::string key = stored(tenant);
  {
    Statement row = connection.prepare("SELECT id FROM home WHERE tenant = ?");
    row.bind(key);
    if (row.step()) return row.integer(0);
  }
  return 0;
}

std::vector<std::pair<model::TenantKey, std::int64_t>> homes(Connection& connection) {
  std::vector<std::pair<model::TenantKey, std::int64_t>> found;
  Statement rows = connection.prepare("SELECT tenant, id FROM home ORDER BY tenant");
  while (rows.step()) {
    found.emplace_back(tenant_of(connection, rows.view(0)), rows.integer(1));
  }
  return found;
}

void put_recipient(Connection& connection, const model::TenantKey& tenant,
                   const RecipientRow& row) {
  const ObjectKind kind = kind_of(row.recipient);
  const config::ObjectId id{kind, tenant, std::string(identity_of(row.recipient))};
  remove_recipient(connection, id);
  std::int64_t home = home_number(connection, tenant);
  if (home == 0) {
    connection.run("INSERT INTO home(tenant) VALUES (?)", stored(tenant));
    home = connection.last_row();
  }
  const auto* mailbox = std::get_if<Mailbox>(&row.recipient);
  const auto* group = std::get_if<Group>(&row.recipient);
  const auto* contact = std::get_if<MailContact>(&row.recipient);
  const bool invited = contact != nullptr && contact->invited_as.has_value();
  connection.run(
      "INSERT INTO recipient(home, kind, identity, revision, name, source, hidden, invited_as,"
      " origin, origin_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      home, stored(kind), id.identity, row.revision,
      contact != nullptr ? std::string_view(contact->name) : std::string_view(),
      mailbox != nullptr ? std::string_view(mailbox->source) : std::string_view(),
      contact != nullptr && contact->hidden_from_address_lists ? 1 : 0,
      invited ? std::string_view(contact->invited_as->str()) : std::string_view(), row.origin,
      row.origin_id);
  const std::int64_t number = connection.last_row();
  put_addresses(connection, number, Role::proxy, proxies_of(row.recipient));
  if (group != nullptr) put_addresses(connection, number, Role::member, group->members);
  note_arrived(connection, id);
}

void remove_recipient(Connection& connection, const config::ObjectId& id) {
  connection.run("DELETE FROM recipient WHERE home = ? AND kind = ? AND identity = ?",
                 home_number(connection, id.tenant), stored(id.kind), id.identity);
}

std::optional<RecipientRow> find_recipient(Connection& connection, const config::ObjectId& id) {
  Statement row = connection.prepare(kSelect + "WHERE home = ? AND kind = ? AND identity = ?");
  row.bind(home_number(connection, id.tenant), stored(id.kind), id.identity);
  if (!row.step()) return std::nullopt;
  return read(connection, row, addresses_of(connection, row.integer(0)));
}

std::int64_t count_recipients(Connection& connection, const model::TenantKey& tenant) {
  Statement row = connection.prepare("SELECT count(*) FROM recipient WHERE home = ?");
  row.bind(home_number(connection, tenant));
  return row.step() ? row.integer(0) : 0;
}

void for_all_recipients(Connection& connection, const VisitRecipient& visit) {
  // Two walks side by side in the order of the rows, so that a million recipients are not a million
  // look-ups of their addresses.
  Statement rows = connection.prepare(kSelect + "NOT INDEXED ORDER BY r.id");
  Statement addresses = connection.prepare(
      "SELECT recipient, role, address FROM recipient_address ORDER BY recipient, role, position");
  bool more = addresses.step();
  while (rows.step()) {
    Addresses own;
    const std::int64_t id = rows.integer(0);
    for (; more && addresses.integer(0) <= id; more = addresses.step()) {
      own.add(connection, addresses.integer(1), addresses.view(2));
    }
    auto row = read(connection, rows, std::move(own));
    if (row) visit(*std::move(row));
  }
}

void for_recipients_since(Connection& connection, std::uint64_t revision,
                          const VisitRecipient& visit) {
  Statement rows = connection.prepare(kSelect + "WHERE revision > ?");
  rows.bind(revision);
  visit_rows(connection, rows, visit);
}

void for_recipients_of(Connection& connection, const model::TenantKey& tenant,
                       const VisitRecipient& visit) {
  Statement rows = connection.prepare(kSelect + "WHERE home = ?");
  rows.bind(home_number(connection, tenant));
  visit_rows(connection, rows, visit);
}

std::int64_t count_recipients_since(Connection& connection, std::uint64_t revision) {
  Statement row = connection.prepare("SELECT count(*) FROM recipient WHERE revision > ?");
  row.bind(revision);
  return row.step() ? row.integer(0) : 0;
}

void for_recipients_from(Connection& connection, const model::TenantKey& tenant,
                         std::string_view origin, const VisitRecipient& visit) {
  Statement rows = connection.prepare(kSelect + "WHERE home = ? AND origin = ?");
  rows.bind(home_number(connection, tenant), origin);
  visit_rows(connection, rows, visit);
}

void for_sample_recipients(Connection& connection, const model::TenantKey& tenant,
                           const VisitRecipient& visit) {
  Statement rows =
      connection.prepare(kSelect +
                         "WHERE r.id IN (SELECT min(id)"
                         " FROM recipient WHERE home = ?"
                         " GROUP BY kind, source, substr(identity, instr(identity, '@') + 1))");
  rows.bind(home_number(connection, tenant));
  visit_rows(connection, rows, visit);
}

std::vector<RecipientRow> recipients_in(Connection& connection, std::int64_t home, ObjectKind kind,
                                        std::string_view after, std::size_t limit) {
  std::vector<RecipientRow> found;
  Statement rows = connection.prepare(
      kSelect + "WHERE home = ? AND kind = ? AND identity > ? ORDER BY identity LIMIT ?");
  rows.bind(home, stored(kind), after, limit);
  visit_rows(connection, rows, [&](RecipientRow row) { found.push_back(std::move(row)); });
  return found;
}

}  // namespace fb::registry
