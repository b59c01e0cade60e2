// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// When EWS has ended. Which clouds may share is in tests/golden/sharing/semantics.txt.
#include "gateway/policy/pair.hpp"

#include <gtest/gtest.h>

#include "tests/support/federations.hpp"

namespace fb::policy {
namespace {

using namespace std::chrono_literals;
using std::chrono::sys_days;

constexpr sys_days kLastDay = std::chrono::year{2027} / 3 / 31;
constexpr sys_days kEnd = std::chrono::year{2027} / 4 / 1;

bool still_there(std::optional<sys_days> today, std::string_view endpoint,
                 std::string cloud = "gcc-high") {
  config::Tenant fabrikam = test::fabrikam_tenant();
  fabrikam.cloud = std::move(cloud);
  const auto snapshot = test::snapshot_of({{}, {test::partner_of(fabrikam)}});
  const QuestionContext context{"here", {}, today};
  const auto status = ews_still_there(Inquiry{*snapshot, context}, test::fabrikam(), endpoint);
  if (!status) {
    EXPECT_EQ(status.error().kind(), model::ErrorKind::pair_refused);
    EXPECT_EQ(status.error().rule(), "pair.ews_ended");
    EXPECT_NE(status.error().detail().find("2027-04-01"), std::string::npos);
  }
  return status.has_value();
}

TEST(Pair, ExchangeOnlineIsAskedUntilTheLastDay) {
  const char* const exchange_online = "https://outlook.office365.us/EWS/Exchange.asmx/WSSecurity";
  EXPECT_TRUE(still_there(kLastDay, exchange_online));
  EXPECT_FALSE(still_there(kEnd, exchange_online));
  EXPECT_FALSE(still_there(kEnd + std::chrono::days(366), exchange_online));
}

TEST(Pair, WhereTheDayIsNotKnownNothingHasEnded) {
  EXPECT_TRUE(still_there({}, "https://outlook.office365.us/EWS/Exchange.asmx"));
}

TEST(Pair, OnlyTheCloudsOwnHostsEnd) {
  struct Row {
    const char* endpoint;
    bool there;
  };
  const Row rows[] = {
      {"https://autodiscover-s.office365.us/autodiscover/autodiscover.svc/WSSecurity", false},
      {"https://OUTLOOK.office365.us:443/EWS/Exchange.asmx", false},
      {"outlook.office365.us", false},
      {"https://gateway.fabrikam.example/EWS/Exchange.asmx", true},
      {"https://outlook.office365.us.fabrikam.example/EWS/Exchange.asmx", true},
      {"https://fabrikam.example/outlook.office365.us", true},
      {"", true},
  };
  for (const Row& row : rows) EXPECT_EQ(still_there(kEnd, row.endpoint), row.there) << row.endpoint;
}

TEST(Pair, ACloudThatAnnouncedNothingGoesOn) {
  EXPECT_TRUE(still_there(kEnd, "https://outlook.sovcloud.fr/EWS/Exchange.asmx", "bleu"));
  EXPECT_TRUE(still_there(kEnd, "https://outlook.sovcloud.fr/EWS/Exchange.asmx", "no-such-cloud"));
}

// Both paths ask before they lead anywhere.
TEST(Pair, NeitherPathLeadsToAnEndThatIsPast) {
  for (const bool relationship : {false, true}) {
    config::Tenant contoso = test::contoso_tenant();
    for (config::AddressSpace& space : contoso.address_spaces) {
      space.target_service_epr = "outlook.office365.us";
    }
    if (relationship) {
      config::OrganizationRelationship made{.name = "x", .target_tenant = test::fabrikam()};
      made.domain_names = {test::domain("fabrikam-gov.example")};
      made.free_busy_access_enabled = true;
      made.target_sharing_epr = "https://outlook.office365.us/EWS/Exchange.asmx/WSSecurity";
      contoso.organization_relationships = {made};
    }
    const auto snapshot =
        test::snapshot_of({{contoso}, {test::partner_of(test::fabrikam_tenant())}});
    const model::Caller peggy{model::CallerKind::home_user, test::contoso(),
                              test::address("peggy@contoso.example"), "peggy"};
    const auto carol = test::address("carol@fabrikam-gov.example");
    EXPECT_TRUE(evaluate(*snapshot, peggy, carol, {"here", {}, kLastDay}).has_value());
    const auto ended = evaluate(*snapshot, peggy, carol, {"here", {}, kEnd});
    ASSERT_FALSE(ended.has_value());
    EXPECT_EQ(ended.error().rule(), "pair.ews_ended");
  }
}

}  // namespace
}  // namespace fb::policy
