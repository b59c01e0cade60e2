// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/registry/stored_values.hpp"

#include <array>
#include <utility>

namespace fb::registry {
namespace {

using config::ObjectKind;

// Also the order of listings.
constexpr std::array kKinds = {
    std::pair{ObjectKind::tenant, 10},
    std::pair{ObjectKind::partner, 20},
    std::pair{ObjectKind::availability_config, 30},
    std::pair{ObjectKind::address_space, 40},
    std::pair{ObjectKind::organization_relationship, 50},
    std::pair{ObjectKind::mailbox, 60},
    std::pair{ObjectKind::mail_contact, 70},
    std::pair{ObjectKind::mail_user, 80},
    std::pair{ObjectKind::guest, 90},
    std::pair{ObjectKind::group, 100},
};

constexpr std::array kVerbs = {std::pair{Verb::add, 1}, std::pair{Verb::set, 2},
                               std::pair{Verb::put, 3}, std::pair{Verb::remove, 4}};

void fail(Connection& connection, std::string_view what) {
  connection.fail({RefusedKind::storage, "the registry " + connection.file().string() +
                                             " is damaged (" + std::string(what) +
                                             "): stop the gateway and put a backup in its place"});
}

}  // namespace

int stored(ObjectKind kind) {
  for (const auto& [value, number] : kKinds) {
    if (value == kind) return number;
  }
  return 0;
}

int stored(Verb verb) {
  for (const auto& [value, number] : kVerbs) {
    if (value == verb) return number;
  }
  return 0;
}

ObjectKind kind_of(Connection& connection, std::int64_t stored) {
  for (const auto& [value, number] : kKinds) {
    if (number == stored) return value;
  }
  fail(connection, "a kind of object that does not exist");
  return ObjectKind::tenant;
}

Verb verb_of(Connection& connection, std::int64_t stored) {
  for (const auto& [value, number] : kVerbs) {
    if (number == stored) return value;
  }
  fail(connection, "a verb that does not exist");
  return Verb::put;
}

model::TenantKey tenant_of(Connection& connection, std::string_view stored) {
  const std::size_t slash = stored.find('/');
  const auto authority = model::authority_named(stored.substr(0, slash));
  const auto id = model::TenantId::parse(
      slash == std::string_view::npos ? std::string_view() : stored.substr(slash + 1));
  if (authority && id) return {*authority, *id};
  fail(connection, "a tenant without a key");
  static const auto kNobody = model::TenantId::parse("00000000-0000-0000-0000-000000000000");
  return {model::Authority::public_cloud, *kNobody};
}

std::optional<model::SmtpAddress> address_of(Connection& connection, std::string_view stored) {
  auto address = model::SmtpAddress::parse(stored);
  if (address) return *std::move(address);
  fail(connection, "an address that is none");
  return std::nullopt;
}

}  // namespace fb::registry
