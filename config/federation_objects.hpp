// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The federation objects one by one, as operators change them and as the registry keeps them: each
// has a kind, a home tenant, an identity within it, and a body. A body is a TOML text with the keys
// that the object has in the federation file, so a file, a stored object and an export say the same
// thing in the same words, and the readers of the file are the only judges of what is right.
//
// Recipients are objects as well, but there may be a million of them: whoever handles many takes
// the typed form and not the text.
//
// Beware: a body can name files with secrets, and that is all it does about secrets: a password
// hash that was written into the text is redacted wherever a body is shown (`redacted`).
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "config/cloud_catalogue.hpp"
#include "config/federation.hpp"
#include "config/load.hpp"
#include "protocols/model/result.hpp"

namespace fb::config {

// A group with all the members it may have fits.
inline constexpr std::size_t kObjectBodyBytesMax = 4 * 1024 * 1024;
// What stands in place of a secret.
inline constexpr std::string_view kRedacted = "(set)";

enum class ObjectKind : std::uint8_t {
  tenant,   // without the parts below
  partner,  // belongs to no home tenant; `tenant` of its id is its own key
  availability_config,
  address_space,
  organization_relationship,
  mailbox,
  mail_contact,
  mail_user,
  guest,
  group,
};

std::string_view name(ObjectKind kind);  // "availability-config", as freebusyctl spells it
std::optional<ObjectKind> object_kind_named(std::string_view name);
constexpr bool is_recipient(ObjectKind kind) { return kind >= ObjectKind::mailbox; }

struct ObjectId {
  ObjectKind kind;
  model::TenantKey tenant;
  // In lower case where case does not count. tenant, partner, availability_config: empty.
  // address_space: the domain. organization_relationship: the name. mailbox and group: the address.
  // The others: the external address.
  std::string identity;

  std::string str() const;  // "address-space contoso-cn.example of public/9d34..."
  auto operator<=>(const ObjectId&) const = default;
};

struct Object {
  ObjectId id;
  std::string body;
  bool operator==(const Object&) const = default;
};

// What is stored, for a text that may hold a part of it alone.
struct Surroundings {
  const Federation& stored;
  // Home tenants whose objects may stand in the text without the tenant's own keys: of
  // "authority", "tenant_id" and [[tenant.mail_contact]] only the contacts come out.
  std::vector<model::TenantKey> open{};
};

using Recipient = std::variant<Mailbox, MailContact, Group>;

// One file apart, and many objects together. The order is that of the kinds above, then that of the
// text; every problem has its place in the text. A text without a tenant is good: it is an empty
// registry. With `around`, what the text does not have may be stored; without it the text is the
// whole. In the file that is made, what cannot stand in it (a body that is no TOML, a part whose
// tenant is not among the objects) is named in a comment.
Loaded<std::vector<Object>> objects_of(std::string_view federation_toml,
                                       const std::filesystem::path& file,
                                       const CloudCatalogue& clouds,
                                       const Surroundings* around = nullptr);
std::string federation_toml_of(const std::vector<Object>& objects);

// All objects but the recipients, read as one federation. Problem::file is ObjectId::str() of the
// object that is wrong, and the line is that of its body. Relative paths in bodies are relative to
// `folder`.
Loaded<Federation> federation_of(const std::vector<Object>& objects,
                                 const std::filesystem::path& folder, const CloudCatalogue& clouds);

Loaded<Recipient> recipient_of(const Object& object, const Tenant& tenant);
Object object_of(const model::TenantKey& tenant, const Recipient& recipient);
ObjectId id_of(const model::TenantKey& tenant, const Recipient& recipient);

// Set-...: the keys of `patch` replace those of the body; a list may be given as a table with `add`
// and `remove`, as Exchange's @{Add=...; Remove=...}; an empty string takes a key out. Refused: an
// address space, which has no Set; keys that make up the identity; adding what is there, removing
// what is not. The result is not yet read by federation_of().
model::Result<Object> patched(const Object& object, std::string_view patch);

// The same body with the keys in order and one spelling for each value, so that equal means equal.
model::Result<std::string> canonical_body(std::string_view body);
// Empty where the text is no TOML: what cannot be read cannot be redacted.
std::string redacted(std::string_view body);
// The body as a JSON object, redacted; {} where it is no TOML.
std::string json_of_body(std::string_view body);

}  // namespace fb::config
