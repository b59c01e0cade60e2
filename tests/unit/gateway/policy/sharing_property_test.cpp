// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What must hold for every configuration, tried on random ones: what is shown is the least of what
// was granted, as an oracle computes it apart; taking a grant away never widens an answer; the
// explanation is the decision; two callers share a cache key only where both were granted the same.
#include <gtest/gtest.h>

#include <functional>
#include <map>

#include "tests/support/permits.hpp"
#include "tests/support/seed.hpp"

#include "gateway/policy/decide.hpp"
#include "tests/unit/gateway/policy/random_sharing.hpp"
#include "tests/unit/gateway/policy/same_outcome.hpp"
#include "tests/unit/gateway/policy/sharing_oracle.hpp"

namespace fb {
namespace {

using config::Federation;
using config::Tenant;
using model::Caller;
using model::CallerKind;
using model::DetailLevel;
using test::RandomSharing;

constexpr unsigned kConfigurations = 300;

const policy::QuestionContext kHere{"here", {}};

DetailLevel shown(const model::Result<model::Grant>& outcome) {
  return outcome ? outcome->level : DetailLevel::none;
}

class SharingProperty : public testing::Test {
 protected:
  using Question = std::function<void(const Caller&, const model::SmtpAddress&)>;

  static void for_each_question(const Question& ask) {
    static const auto callers = RandomSharing::callers();
    static const auto addresses = RandomSharing::addresses();
    for (const Caller& caller : callers) {
      for (const auto& asked : addresses) ask(caller, asked);
    }
  }

  void for_each_federation(const std::function<void(const Federation&, RandomSharing&)>& check,
                           unsigned count = kConfigurations) {
    for (unsigned i = 0; i < count && !HasFailure(); ++i) {
      SCOPED_TRACE("FB_SEED=" + std::to_string(seed_) + " configuration " + std::to_string(i));
      RandomSharing random(seed_ + i);
      const Federation federation = random.federation();
      check(federation, random);
    }
  }

  const unsigned seed_ = test::seed();
};

std::string in_words(const Caller& caller, const model::SmtpAddress& asked) {
  return std::string(model::name(caller.kind)) + " " + caller.principal + " of " +
         caller.tenant.str() + " asks for " + asked.str();
}

TEST_F(SharingProperty, WhatIsShownIsTheLeastOfWhatWasGranted) {
  std::map<std::pair<model::SharingPath, DetailLevel>, int> granted;
  int refused = 0;
  for_each_federation([&](const Federation& federation, RandomSharing&) {
    const auto snapshot = test::snapshot_of(federation);
    for_each_question([&](const Caller& caller, const model::SmtpAddress& asked) {
      const auto outcome = policy::evaluate(*snapshot, caller, asked, kHere);
      EXPECT_EQ(model::name(shown(outcome)),
                model::name(test::most_shown(federation, snapshot->clouds(), caller, asked)))
          << in_words(caller, asked)
          << (outcome ? "" : ": " + outcome.error().rule() + " " + outcome.error().peer_text());
      outcome ? ++granted[{outcome->path, outcome->level}] : ++refused;
    });
  });
  // The random federations are neither all open nor all closed, or this would say nothing.
  EXPECT_GT(refused, 10'000);
  using P = model::SharingPath;
  for (const auto path : {P::own_tenant, P::availability_address_space}) {
    EXPECT_GT((granted[{path, DetailLevel::availability_only}]), 200);
  }
  EXPECT_GT((granted[{P::organization_relationship, DetailLevel::availability_only}]), 200);
  EXPECT_GT((granted[{P::organization_relationship, DetailLevel::limited_details}]), 200);
  EXPECT_EQ((granted.count({P::availability_address_space, DetailLevel::limited_details})), 0U);
}

TEST_F(SharingProperty, TheExplanationIsTheDecision) {
  for_each_federation([&](const Federation& federation, RandomSharing&) {
    const auto snapshot = test::snapshot_of(federation);
    for_each_question([&](const Caller& caller, const model::SmtpAddress& asked) {
      const auto told = policy::explain(*snapshot, caller, asked, kHere);
      EXPECT_TRUE(test::same(policy::evaluate(*snapshot, caller, asked, kHere), told.outcome))
          << in_words(caller, asked);
      ASSERT_FALSE(told.steps.empty());
      EXPECT_EQ(told.steps.back().verdict == policy::StepVerdict::refused,
                !told.outcome.has_value());
    });
  });
}

TEST_F(SharingProperty, TwoCallersShareAKeyOnlyIfBothWereGrantedTheSame) {
  int shared_by_users = 0;
  for_each_federation([&](const Federation& federation, RandomSharing&) {
    const auto snapshot = test::snapshot_of(federation);
    std::map<std::string, model::Grant> first_with_key;
    for_each_question([&](const Caller& caller, const model::SmtpAddress& asked) {
      const auto permit = policy::authorize(*snapshot, test::proved(caller), asked, kHere);
      if (!permit) return;
      const model::Grant& grant = **permit;
      const auto [entry, is_new] = first_with_key.emplace(permit->cache_key().str(), grant);
      if (is_new) return;
      const model::Grant& other = entry->second;
      EXPECT_EQ(other.caller.tenant, grant.caller.tenant);
      EXPECT_EQ(other.mailbox, grant.mailbox);
      EXPECT_EQ(other.level, grant.level);
      EXPECT_EQ(other.path, grant.path);
      EXPECT_EQ(model::describe(other.route), model::describe(grant.route));
      if (other.caller.user == grant.caller.user || grant.path == model::SharingPath::own_tenant)
        return;
      // Two users: only where what they ask along says so on both sides that are at home here.
      EXPECT_TRUE(other.shared_in_organisation && grant.shared_in_organisation)
          << in_words(caller, asked);
      if (grant.path == model::SharingPath::organization_relationship) ++shared_by_users;
    });
  });
  EXPECT_GT(shared_by_users, 100);
}

constexpr std::size_t kKindsOfGrant = 8;

// One grant less, of what a tenant gives to others or its calendars to everybody. Empty: there was
// none of the kind.
std::string take_one_away(std::size_t which, Tenant& tenant, RandomSharing& random) {
  const auto drop = [&](auto& list) {
    if (list.empty()) return false;
    list.erase(list.begin() + static_cast<std::ptrdiff_t>(random.below(list.size())));
    return true;
  };
  auto& all = tenant.organization_relationships;
  auto* relationship = all.empty() ? nullptr : &all[random.below(all.size())];
  auto& right = tenant.sources[random.below(tenant.sources.size())].default_calendar_right;
  const auto lower = [](DetailLevel& level) {
    level =
        level == DetailLevel::limited_details ? DetailLevel::availability_only : DetailLevel::none;
  };
  if (relationship == nullptr && which > 2) return "";
  if (which == 0) return drop(tenant.allowed_tenants) ? "an allowed tenant" : "";
  if (which == 1) return lower(right), "a Default right";
  if (which == 2) {
    if (random.chance(30)) return drop(tenant.groups[random.below(2)].members) ? "members" : "";
    for (config::Group& group : tenant.groups) group.members.clear();
    return "members";
  }
  if (which == 3) return drop(all), "a relationship";
  if (which == 4) return drop(relationship->domain_names) ? "a domain" : "";
  if (which == 5) return relationship->enabled = false, "enabled";
  if (which == 6) return relationship->free_busy_access_enabled = false, "free/busy";
  return lower(relationship->free_busy_access_level), "the level of a relationship";
}

bool asks_others(const Tenant& tenant, const Caller& caller, const model::SmtpAddress& asked) {
  const bool is_home =
      caller.kind != CallerKind::partner_organization && caller.kind != CallerKind::partner_user;
  return is_home && caller.tenant == tenant.key &&
         asked.domain() != tenant.accepted_domains.front();
}

// The tenant itself is left out where it asks others: a relationship that goes may leave the field
// to an address space, which is no grant of its own but the next in order.
TEST_F(SharingProperty, TakingAGrantAwayNeverWidensAnAnswer) {
  std::map<std::string, int> narrowed;
  for_each_federation(
      [&](const Federation& before, RandomSharing& random) {
        const auto wide = test::snapshot_of(before);
        for (std::size_t trial = 0; trial < kKindsOfGrant * before.tenants.size(); ++trial) {
          Federation after = before;
          Tenant& tenant = after.tenants[trial / kKindsOfGrant];
          const std::string what = take_one_away(trial % kKindsOfGrant, tenant, random);
          if (what.empty()) continue;
          const auto narrow = test::snapshot_of(after);
          for_each_question([&](const Caller& caller, const model::SmtpAddress& asked) {
            if (asks_others(tenant, caller, asked)) return;
            const DetailLevel first = shown(policy::evaluate(*wide, caller, asked, kHere));
            const DetailLevel second = shown(policy::evaluate(*narrow, caller, asked, kHere));
            EXPECT_LE(second, first) << "without " << what << ": " << in_words(caller, asked);
            if (second < first) ++narrowed[what];
          });
        }
      },
      kConfigurations / 5);
  // Each kind of grant matters somewhere.
  EXPECT_EQ(narrowed.size(), kKindsOfGrant);
}

// On the asking side what can be taken away is the path itself.
TEST_F(SharingProperty, WithoutItsAddressSpacesATenantSeesNoMoreOfOthers) {
  for_each_federation([&](const Federation& before, RandomSharing&) {
    Federation after = before;
    for (Tenant& tenant : after.tenants) tenant.address_spaces.clear();
    const auto wide = test::snapshot_of(before);
    const auto narrow = test::snapshot_of(after);
    for_each_question([&](const Caller& caller, const model::SmtpAddress& asked) {
      EXPECT_LE(shown(policy::evaluate(*narrow, caller, asked, kHere)),
                shown(policy::evaluate(*wide, caller, asked, kHere)))
          << in_words(caller, asked);
    });
  });
}

}  // namespace
}  // namespace fb
