// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The proof that one look-up was allowed: who asks, whom, along which route, and how much may be
// shown. Only gateway/policy makes one. The cache and the upstreams take nothing less, so a
// forgotten check does not compile.
//
// Beware: a permit is true for the policy generation it was made in. Nothing stores one; what lives
// longer than a request stores the caller and asks policy again.
#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "protocols/model/availability.hpp"
#include "protocols/model/caller.hpp"

namespace fb::policy {
class PermitMint;  // gateway/policy/permit_mint.hpp, the one maker of permits and cache keys
}

namespace fb::model {

// A calendar source of a home tenant, by its name in the configuration.
struct SourceRoute {
  TenantKey tenant;
  std::string source;
  bool operator==(const SourceRoute&) const = default;
};

// A partner's endpoint, reached along the availability address space of `domain`.
struct PartnerRoute {
  TenantKey asking;
  TenantKey target;
  std::string domain;
  bool operator==(const PartnerRoute&) const = default;
};

// A partner's endpoint, reached along the organization relationship `relationship` of the asking
// tenant, with a delegation token of `user`: whoever asks gets a token of their own, so two users
// are two routes.
struct RelationshipRoute {
  TenantKey asking;
  TenantKey target;
  std::string relationship;
  SmtpAddress user;
  bool operator==(const RelationshipRoute&) const = default;
};

using Route = std::variant<SourceRoute, PartnerRoute, RelationshipRoute>;

// A stable text for logs, metrics and limits per target, the same for every user:
// "source:contoso/cloud", "aas:contoso-cn.example" or "orgrel:public/9d34.../Contoso China".
std::string describe(const Route& route);

struct Grant {
  Caller caller;
  SmtpAddress mailbox;  // the address to ask for; not always the one that was typed
  Route route;
  SharingPath path;
  DetailLevel level;  // the most that this caller may see
  bool across_organisations;
  std::string rule;  // what decided, a stable id
  // Whether answers may be shared by everybody of the asking organisation. Never on the path of a
  // user, unless the relationship says so.
  bool shared_in_organisation = true;
};

class PermitPasskey {
  PermitPasskey() = default;
  friend class fb::policy::PermitMint;
};

// Two permits with equal keys may share a cached answer. Holds who may share (a tenant, or a user),
// the mailbox, the route and the level: everything that could make two answers differ.
class CacheKey {
 public:
  CacheKey(PermitPasskey, std::string text) : text_(std::move(text)) {}
  const std::string& str() const { return text_; }
  bool operator==(const CacheKey&) const = default;

 private:
  std::string text_;
};

class Permit {
 public:
  Permit(PermitPasskey, Grant grant, CacheKey key, std::uint64_t generation)
      : grant_(std::move(grant)), key_(std::move(key)), generation_(generation) {}
  const Grant& operator*() const { return grant_; }
  const Grant* operator->() const { return &grant_; }
  const CacheKey& cache_key() const { return key_; }
  std::uint64_t generation() const { return generation_; }

 private:
  Grant grant_;
  CacheKey key_;
  std::uint64_t generation_;
};

}  // namespace fb::model

template <>
struct std::hash<fb::model::CacheKey> {
  std::size_t operator()(const fb::model::CacheKey& key) const noexcept {
    return std::hash<std::string>{}(key.str());
  }
};
