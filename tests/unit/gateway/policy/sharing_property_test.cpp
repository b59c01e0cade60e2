// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What must hold for every configuration, tried on random ones: no two callers share a cache key
// unless both were granted the same mailbox at the same level as the same organisation; a grant
// never exceeds what either side allows; taking a grant away never widens an answer. The seed is
// printed with a failure.
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "tests/support/permits.hpp"

#include "gateway/policy/decide.hpp"

namespace fb {
namespace {

using config::Federation;
using model::Caller;
using model::CallerKind;
using model::DetailLevel;

constexpr int kConfigurations = 400;

class RandomSharing {
 public:
  explicit RandomSharing(std::uint32_t seed) : random_(seed) {}

  bool chance(int percent) { return static_cast<int>(random_() % 100) < percent; }

  Federation federation() {
    config::Tenant tenants[] = {test::contoso_tenant(), test::contoso_china_tenant(),
                                test::fabrikam_tenant()};
    Federation made;
    for (config::Tenant& tenant : tenants) {
      shake(tenant);
      if (chance(60)) {
        made.tenants.push_back(tenant);
      } else {
        made.partners.push_back(test::partner_of(tenant));
      }
    }
    return made;
  }

  static std::vector<Caller> callers() {
    std::vector<Caller> made;
    for (const auto& tenant : {test::contoso(), test::contoso_china(), test::fabrikam()}) {
      made.push_back({CallerKind::home_user, tenant, test::address("a@contoso.example"), "a"});
      made.push_back({CallerKind::home_user, tenant, test::address("b@contoso.example"), "b"});
      made.push_back({CallerKind::home_server, tenant, {}, "exchange"});
      made.push_back({CallerKind::home_script, tenant, {}, "script"});
      made.push_back({CallerKind::partner_organization, tenant, {}, "app"});
      made.push_back({CallerKind::partner_user, tenant, test::address("c@contoso.example"), "c"});
    }
    return made;
  }

  static std::vector<model::SmtpAddress> addresses() {
    std::vector<model::SmtpAddress> made;
    for (const char* text :
         {"peggy@contoso.example", "oskar@contoso.example", "kettle@contoso.example",
          "victor@contoso-cn.example", "carol@fabrikam-gov.example", "nobody@contoso-cn.example",
          "nobody@contoso.example", "x@elsewhere.example"}) {
      made.push_back(test::address(text));
    }
    return made;
  }

 private:
  void shake(config::Tenant& tenant) {
    std::erase_if(tenant.contacts, [&](const auto&) { return chance(20); });
    std::erase_if(tenant.address_spaces, [&](const auto&) { return chance(20); });
    tenant.allowed_tenants.clear();
    for (const auto& other : {test::contoso(), test::contoso_china(), test::fabrikam()}) {
      if (chance(60)) tenant.allowed_tenants.push_back(other);
    }
    for (config::CalendarSource& source : tenant.sources) {
      source.default_calendar_right = static_cast<DetailLevel>(random_() % 3);
    }
    tenant.require_contact = chance(70);
  }

  std::mt19937 random_;
};

const config::CalendarSource* source_of(const Federation& federation, const model::Grant& grant) {
  const auto* route = std::get_if<model::SourceRoute>(&grant.route);
  if (route == nullptr) return nullptr;
  for (const config::CalendarSource& source : federation.tenant(route->tenant)->sources) {
    if (source.name == route->source) return &source;
  }
  return nullptr;
}

TEST(SharingProperty, NoTwoCallersShareAKeyUnlessBothWereGrantedTheSame) {
  for (int seed = 0; seed < kConfigurations; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const auto snapshot =
        test::snapshot_of(RandomSharing(static_cast<std::uint32_t>(seed)).federation());
    std::map<std::string, model::Grant> first_with_key;
    for (const Caller& caller : RandomSharing::callers()) {
      for (const auto& asked : RandomSharing::addresses()) {
        const auto permit = policy::authorize(*snapshot, test::proved(caller), asked, {"here", {}});
        if (!permit) continue;
        const auto [entry, is_new] = first_with_key.emplace(permit->cache_key().str(), **permit);
        if (is_new) continue;
        const model::Grant& other = entry->second;
        EXPECT_EQ(other.caller.tenant, (*permit)->caller.tenant);
        EXPECT_EQ(other.mailbox, (*permit)->mailbox);
        EXPECT_EQ(other.level, (*permit)->level);
        EXPECT_EQ(other.path, (*permit)->path);
        EXPECT_TRUE(other.route == (*permit)->route);
      }
    }
  }
}

TEST(SharingProperty, AGrantNeverExceedsWhatEitherSideAllows) {
  int granted = 0;
  int refused = 0;
  for (int seed = 0; seed < kConfigurations; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const auto snapshot =
        test::snapshot_of(RandomSharing(static_cast<std::uint32_t>(seed)).federation());
    const Federation& federation = snapshot->federation();
    for (const Caller& caller : RandomSharing::callers()) {
      for (const auto& asked : RandomSharing::addresses()) {
        const auto grant = policy::evaluate(*snapshot, caller, asked, {"here", {}});
        grant ? ++granted : ++refused;
        if (!grant) continue;
        if (const auto* source = source_of(federation, *grant)) {
          EXPECT_LE(grant->level, source->default_calendar_right);
        }
        if (grant->path != model::SharingPath::own_tenant ||
            caller.kind == CallerKind::home_server) {
          EXPECT_EQ(grant->level, DetailLevel::availability_only);
        }
        const auto* route = std::get_if<model::SourceRoute>(&grant->route);
        if (route != nullptr && route->tenant != caller.tenant) {
          const auto& allowed = federation.tenant(route->tenant)->allowed_tenants;
          EXPECT_NE(std::find(allowed.begin(), allowed.end(), caller.tenant), allowed.end());
        }
        EXPECT_NE(caller.kind, CallerKind::partner_user);
      }
    }
  }
  // The random federations are neither all open nor all closed, or the test would say nothing.
  EXPECT_GT(granted, 2000);
  EXPECT_GT(refused, 2000);
}

TEST(SharingProperty, EmptyAllowlistsNeverWidenAnAnswer) {
  for (int seed = 0; seed < kConfigurations; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Federation open = RandomSharing(static_cast<std::uint32_t>(seed)).federation();
    Federation closed = open;
    for (config::Tenant& tenant : closed.tenants) tenant.allowed_tenants.clear();
    const auto before = test::snapshot_of(open);
    const auto after = test::snapshot_of(closed);
    for (const Caller& caller : RandomSharing::callers()) {
      for (const auto& asked : RandomSharing::addresses()) {
        const auto narrow = policy::evaluate(*after, caller, asked, {"here", {}});
        if (!narrow) continue;
        const auto wide = policy::evaluate(*before, caller, asked, {"here", {}});
        ASSERT_TRUE(wide.has_value());
        EXPECT_LE(narrow->level, wide->level);
      }
    }
  }
}

}  // namespace
}  // namespace fb
