// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Set-... on the text of one object.
#include <algorithm>
#include <array>

#include "config/federation_objects.hpp"
#include "config/object_body.hpp"
#include "config/syntax.hpp"
#include "config/toml_document.hpp"

namespace fb::config {
namespace {

// In these lists the case of letters counts; in the others domains, addresses and ids stand.
constexpr std::array<std::string_view, 4> kCaseCounts{"kerberos_principals", "token_issuers",
                                                      "audiences", "mailbox_move_published_scopes"};
// Entries may be written with an authority or without.
constexpr std::string_view kTenantList = "allowed_tenant_ids";

model::Error refused(std::string_view rule, std::string sentence) {
  return model::Error::of(model::ErrorKind::malformed_request, std::move(sentence),
                          std::string(rule));
}

std::span<const std::string_view> identity_keys(ObjectKind kind) {
  static constexpr std::array<std::string_view, 2> kTenant{"authority", "tenant_id"};
  static constexpr std::array<std::string_view, 1> kName{"name"};
  static constexpr std::array<std::string_view, 1> kForest{"forest_name"};
  static constexpr std::array<std::string_view, 1> kAddress{"address"};
  static constexpr std::array<std::string_view, 1> kExternal{"external_address"};
  switch (kind) {
    case ObjectKind::tenant:
    case ObjectKind::partner:
      return kTenant;
    case ObjectKind::availability_config:
      return {};
    case ObjectKind::address_space:
      return kForest;
    case ObjectKind::organization_relationship:
      return kName;
    case ObjectKind::mailbox:
    case ObjectKind::group:
      return kAddress;
    case ObjectKind::mail_contact:
    case ObjectKind::mail_user:
    case ObjectKind::guest:
      return kExternal;
  }
  return {};
}

// The id alone where one of both is written without an authority.
bool same_tenant(std::string_view a, std::string_view b) {
  const std::size_t slash_of_a = a.find('/');
  const std::size_t slash_of_b = b.find('/');
  if ((slash_of_a == a.npos) == (slash_of_b == b.npos)) return a == b;
  return a.substr(slash_of_a == a.npos ? 0 : slash_of_a + 1) ==
         b.substr(slash_of_b == b.npos ? 0 : slash_of_b + 1);
}

bool same_entry(std::string_view key, const toml::node& a, const toml::node& b) {
  const auto x = a.value_exact<std::string_view>();
  const auto y = b.value_exact<std::string_view>();
  if (!x || !y) {
    const toml::table* const s = a.as_table();
    const toml::table* const t = b.as_table();
    return s != nullptr && t != nullptr && *s == *t;
  }
  if (std::find(kCaseCounts.begin(), kCaseCounts.end(), key) != kCaseCounts.end()) return *x == *y;
  const std::string lower_x = ascii_lower(*x);
  const std::string lower_y = ascii_lower(*y);
  return key == kTenantList ? same_tenant(lower_x, lower_y) : lower_x == lower_y;
}

std::string shown(const toml::node& entry) {
  const auto text = entry.value_exact<std::string_view>();
  return text ? in_quotes(*text) : "such an entry";
}

// @{Add=...; Remove=...}
bool is_change_of_list(const toml::table& patch, const toml::node* current) {
  if (patch.empty() || (current != nullptr && !current->is_array())) return false;
  return std::all_of(patch.begin(), patch.end(), [](const auto& entry) {
    return (entry.first == "add" || entry.first == "remove") && entry.second.is_array();
  });
}

model::Status remove_from(toml::array& list, std::string_view key, const toml::array& entries) {
  for (const toml::node& entry : entries) {
    const auto is_meant = [&](const toml::node& other) { return same_entry(key, entry, other); };
    const auto found = std::find_if(list.cbegin(), list.cend(), is_meant);
    if (found == list.cend()) {
      return refused("object.not_there",
                     in_quotes(key) + " does not have " + shown(entry) + ": nothing to remove");
    }
    if (std::find_if(std::next(found), list.cend(), is_meant) != list.cend()) {
      return refused("object.not_clear", in_quotes(key) + " has more than one " + shown(entry) +
                                             ": write the one that is meant in full");
    }
    list.erase(found);
  }
  return {};
}

model::Status add_to(toml::array& list, std::string_view key, const toml::array& entries) {
  for (const toml::node& entry : entries) {
    if (std::any_of(list.cbegin(), list.cend(),
                    [&](const toml::node& other) { return same_entry(key, entry, other); })) {
      return refused("object.already_there",
                     in_quotes(key) + " has " + shown(entry) + " already: nothing to add");
    }
    list.push_back(entry);
  }
  return {};
}

model::Status change_list(toml::table& body, std::string_view key, const toml::table& change) {
  if (!body.contains(key)) body.insert(key, toml::array{});
  toml::array& list = *body.get_as<toml::array>(key);
  if (const toml::array* entries = change.get_as<toml::array>("remove")) {
    if (auto removed = remove_from(list, key, *entries); !removed) return removed;
  }
  if (const toml::array* entries = change.get_as<toml::array>("add"))
    return add_to(list, key, *entries);
  return {};
}

model::Status set_key(toml::table& body, std::string_view key, const toml::node& value) {
  if (const toml::table* table = value.as_table()) {
    if (is_change_of_list(*table, body.get(key))) return change_list(body, key, *table);
  }
  const auto* const text = value.as_string();
  if (text != nullptr && text->get().empty()) {
    body.erase(key);
  } else {
    body.insert_or_assign(key, value);
  }
  return {};
}

}  // namespace

model::Result<Object> patched(const Object& object, std::string_view patch) {
  if (object.id.kind == ObjectKind::address_space) {
    return refused("address_space.no_set",
                   "an address space cannot be changed, as in Exchange: remove it and add it");
  }
  auto body = parse_body(object.body);
  if (!body) return body.error();
  const auto changes = parse_body(patch);
  if (!changes) return changes.error();
  const auto identity = identity_keys(object.id.kind);
  for (const auto& [key, value] : *changes) {
    if (std::find(identity.begin(), identity.end(), key.str()) != identity.end()) {
      return refused("object.identity", in_quotes(key.str()) +
                                            " is what the object is known by and cannot be "
                                            "changed: remove the object and add another");
    }
    if (auto set = set_key(*body, key.str(), value); !set) return set.error();
  }
  return Object{object.id, print_body(*body)};
}

}  // namespace fb::config
