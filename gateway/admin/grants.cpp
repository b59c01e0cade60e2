// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/admin/grants.hpp"

#include <algorithm>

#include "config/syntax.hpp"
#include "protocols/model/letter_case.hpp"

namespace fb::admin {
namespace {

using config::AdminRole;
using config::ObjectKind;
using model::TenantKey;

constexpr std::string_view kHiddenSentence =
    "it does not fit to an object that this account may not read";

// The one in `all` that the text names, and that `visible` lets through.
template <class Named, class Visible>
std::optional<TenantKey> find_named(std::string_view text, const std::vector<Named>& all,
                                    Visible visible) {
  if (const std::size_t slash = text.find('/'); slash != text.npos) {
    const auto authority = model::authority_named(text.substr(0, slash));
    const auto id = model::TenantId::parse(text.substr(slash + 1));
    if (authority && id) return TenantKey{*authority, *id};
  }
  const auto id = model::TenantId::parse(text);
  std::optional<TenantKey> found;
  for (const Named& one : all) {
    const bool fits =
        id ? one.key.id == *id : model::equal_without_case(std::string_view(one.name), text);
    if (!fits || !visible(one.key)) continue;
    if (found) return std::nullopt;
    found = one.key;
  }
  return found;
}

}  // namespace

bool Grants::covers(AdminRole held, AdminRole wanted) {
  return wanted != AdminRole::federate && held != AdminRole::federate && held >= wanted;
}

Grants::Grants(const std::vector<config::AdminGrant>& grants,
               const config::Federation& federation) {
  for (const config::AdminGrant& grant : grants) {
    switch (grant.scope) {
      case config::GrantScope::gateway:
        federates_ = true;
        break;
      case config::GrantScope::every_tenant:
        if (!everywhere_ || *everywhere_ < grant.role) everywhere_ = grant.role;
        break;
      case config::GrantScope::tenant:
        if (grant.key) held_.push_back({*grant.key, grant.role});
        for (const config::Tenant& tenant : federation.tenants) {
          if (!grant.key && tenant.name == grant.tenant_name) {
            held_.push_back({tenant.key, grant.role});
          }
        }
        break;
    }
  }
  for (const config::Tenant& tenant : federation.tenants) {
    if (may(AdminRole::read, tenant.key)) see_partners_of(tenant);
  }
}

void Grants::see_partners_of(const config::Tenant& tenant) {
  partners_.insert(tenant.allowed_tenants.begin(), tenant.allowed_tenants.end());
  for (const auto& space : tenant.address_spaces) partners_.insert(space.target_tenant);
  for (const auto& relationship : tenant.organization_relationships) {
    partners_.insert(relationship.target_tenant);
  }
}

bool Grants::may(AdminRole role, const TenantKey& tenant) const {
  if (role == AdminRole::federate) return federates_;
  if (everywhere_ && covers(*everywhere_, role)) return true;
  return std::any_of(held_.begin(), held_.end(), [&](const Held& held) {
    return held.tenant == tenant && covers(held.role, role);
  });
}

bool Grants::may_somewhere(AdminRole role) const {
  if (role == AdminRole::federate) return federates_;
  if (everywhere_ && covers(*everywhere_, role)) return true;
  return std::any_of(held_.begin(), held_.end(),
                     [&](const Held& held) { return covers(held.role, role); });
}

bool Grants::may_nothing() const { return held_.empty() && !everywhere_ && !federates_; }

bool Grants::sees_partner(const TenantKey& key) const {
  return federates_ || everywhere_ || partners_.contains(key);
}

bool Grants::may_read(const config::ObjectId& id) const {
  if (id.kind == ObjectKind::partner) return sees_partner(id.tenant);
  if (id.kind == ObjectKind::tenant && federates_) return true;
  return may(AdminRole::read, id.tenant);
}

std::optional<TenantKey> find_tenant(std::string_view text, const Grants& grants,
                                     const config::Federation& federation) {
  return find_named(text, federation.tenants, [&](const TenantKey& key) {
    return grants.may_federate() || grants.may(AdminRole::read, key);
  });
}

std::optional<TenantKey> find_partner(std::string_view text, const Grants& grants,
                                      const config::Federation& federation) {
  return find_named(text, federation.partners,
                    [&](const TenantKey& key) { return grants.sees_partner(key); });
}

Veil::Veil(const Grants& grants, const config::Federation& federation) {
  const auto hide = [this](const auto& named) {
    hidden_.push_back(named.key.id.str());
    hidden_.push_back(config::ascii_lower(named.name));
  };
  for (const config::Tenant& tenant : federation.tenants) {
    if (grants.may(AdminRole::read, tenant.key) || grants.may_federate()) continue;
    hide(tenant);
    for (const model::SmtpDomain& domain : tenant.accepted_domains) hidden_.push_back(domain.str());
  }
  for (const config::Partner& partner : federation.partners) {
    if (!grants.sees_partner(partner.key)) hide(partner);
  }
}

bool Veil::hides(std::string_view words) const {
  if (hidden_.empty()) return false;
  const std::string folded = config::ascii_lower(words);
  const auto stands_in = [&](const std::string& text) {
    // A name inside a longer word is another name.
    const auto is_word = [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    };
    for (std::size_t at = folded.find(text); at != folded.npos; at = folded.find(text, at + 1)) {
      const std::size_t end = at + text.size();
      const bool begins = at == 0 || !is_word(folded[at - 1]);
      const bool ends = end == folded.size() || !is_word(folded[end]);
      if (begins && ends) return true;
    }
    return false;
  };
  return std::any_of(hidden_.begin(), hidden_.end(), stands_in);
}

std::string Veil::over(std::string sentence) const {
  if (hides(sentence)) return std::string(kHiddenSentence);
  return sentence;
}

config::Problems Veil::over(config::Problems problems) const {
  for (config::Problem& problem : problems) {
    if (!hides(problem.file) && !hides(problem.sentence)) continue;
    problem = config::Problem{"", 0, 0, std::string(kHiddenSentence)};
  }
  return problems;
}

}  // namespace fb::admin
