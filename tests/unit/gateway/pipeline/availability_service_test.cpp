// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/pipeline/availability_service.hpp"

#include <gtest/gtest.h>

#include "gateway/pipeline/assemble.hpp"
#include "gateway/pipeline/group_answers.hpp"
#include "tests/support/permits.hpp"
#include "tests/support/run_coro.hpp"
#include "tests/support/staged_upstream.hpp"

namespace fb::pipeline {
namespace {

namespace asio = boost::asio;
using model::CacheState;
using model::DetailLevel;
using model::Error;
using model::ErrorKind;

model::TimeWindow one_day() {
  const model::UtcTime begin = std::chrono::sys_days(std::chrono::January / 5 / 2026);
  return model::TimeWindow::make(begin, begin + std::chrono::hours(24)).value();
}

// Answers each permit with one busy block that starts at an hour made from the mailbox's name;
// remembers the groups.
class StagedFetch final : public CachedFetch {
 public:
  asio::awaitable<std::vector<Fetched>> fetch(std::vector<model::Permit> permits,
                                              model::TimeWindow window, FetchContext) override {
    std::vector<std::string> group;
    std::vector<Fetched> fetched;
    for (const model::Permit& permit : permits) {
      group.push_back(permit->mailbox.str());
      model::Availability found{
          window, {}, model::Precision::exact, {}, DetailLevel::limited_details};
      model::BlockDetails details;
      details.subject = permit->mailbox.str();
      found.blocks.push_back({window.begin(), window.begin() + std::chrono::hours(1),
                              model::FreeBusyStatus::busy, details});
      Fetched one{found, CacheState::fetched, {}, {}};
      if (permit->mailbox.str().starts_with("carol")) {
        one.availability = Error::of(ErrorKind::peer_unreachable, "nobody there");
      }
      fetched.push_back(std::move(one));
    }
    groups.push_back(std::move(group));
    co_return fetched;
  }
  asio::awaitable<void> drain() override { co_return; }

  std::vector<std::vector<std::string>> groups;
};

struct Fixture {
  std::vector<config::Group> groups{};
  asio::io_context io;
  test::NoHttp http;
  StagedFetch fetch;
  AvailabilityService service{"here", fetch};

  model::AvailabilityReply ask(std::vector<std::string> addresses, DetailLevel wish,
                               std::string_view trail = "") {
    config::Tenant contoso = test::contoso_tenant();
    contoso.groups = groups;
    config::Federation federation{{contoso},
                                  {test::partner_of(test::contoso_china_tenant()),
                                   test::partner_of(test::fabrikam_tenant())}};
    model::AvailabilityRequest request{{}, one_day(), model::SlotLength::half_hour(), wish};
    for (const std::string& text : addresses)
      request.mailboxes.push_back({text, model::SmtpAddress::parse(text)});
    FetchContext context{test::snapshot_of(std::move(federation)),
                         http,
                         {},
                         model::HopTrail::parse(trail).value(),
                         model::CorrelationId::from_bytes({})};
    auto caller = test::proved(test::contoso_user("peggy@contoso.example"));
    return test::run_coro(
        io, service.answer(std::move(caller), std::move(request), std::move(context)));
  }
};

TEST(AvailabilityService, OneEntryPerAskedMailboxInOrderWhateverHappens) {
  Fixture fixture;
  const std::vector<std::string> asked{"carol@fabrikam-gov.example", "no address",
                                       "GRACE@contoso.example",      "ghost@nowhere.example",
                                       "victor@contoso-cn.example",  "grace@contoso.example"};
  const auto reply = fixture.ask(asked, DetailLevel::availability_only);
  ASSERT_EQ(reply.mailboxes.size(), asked.size());
  for (std::size_t i = 0; i < asked.size(); ++i) EXPECT_EQ(reply.mailboxes[i].asked, asked[i]);
  EXPECT_EQ(reply.mailboxes[0].availability.error().kind(), ErrorKind::peer_unreachable);
  EXPECT_EQ(reply.mailboxes[1].availability.error().kind(), ErrorKind::address_invalid);
  EXPECT_TRUE(reply.mailboxes[2].availability.has_value());
  EXPECT_EQ(reply.mailboxes[3].availability.error().rule(), "resolve.no_contact");
  EXPECT_TRUE(reply.mailboxes[4].availability.has_value());
  EXPECT_TRUE(reply.mailboxes[5].availability.has_value());
}

TEST(AvailabilityService, MailboxesOfOneRouteAreFetchedTogether) {
  Fixture fixture;
  fixture.ask({"grace@contoso.example", "victor@contoso-cn.example", "peggy@contoso.example",
               "oskar@contoso.example"},
              DetailLevel::availability_only);
  const std::vector<std::vector<std::string>> expected{
      {"grace@contoso.example", "peggy@contoso.example"},
      {"victor@contoso-cn.example"},
      {"oskar@contoso.example"}};
  EXPECT_EQ(fixture.fetch.groups, expected);
}

TEST(AvailabilityService, NothingIsFetchedForWhatWasRefused) {
  Fixture fixture;
  fixture.ask({"ghost@nowhere.example"}, DetailLevel::availability_only);
  EXPECT_TRUE(fixture.fetch.groups.empty());
}

// oskar's source shows LimitedDetails; the wish and the permit each take details away.
TEST(AvailabilityService, NoEntryShowsMoreThanWishAndPermit) {
  struct Row {
    std::string mailbox;
    DetailLevel wish;
    DetailLevel shown;
  };
  const Row rows[] = {
      {"oskar@contoso.example", DetailLevel::limited_details, DetailLevel::limited_details},
      {"oskar@contoso.example", DetailLevel::availability_only, DetailLevel::availability_only},
      {"grace@contoso.example", DetailLevel::limited_details, DetailLevel::availability_only},
      {"victor@contoso-cn.example", DetailLevel::limited_details, DetailLevel::availability_only},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.mailbox);
    Fixture fixture;
    const auto reply = fixture.ask({row.mailbox}, row.wish);
    const model::Availability& shown = *reply.mailboxes[0].availability;
    EXPECT_EQ(shown.level, row.shown);
    EXPECT_EQ(shown.blocks[0].details.has_value(), row.shown == DetailLevel::limited_details);
  }
}

TEST(AvailabilityService, ALoopIsRefusedForEachMailbox) {
  Fixture fixture;
  const auto reply =
      fixture.ask({"grace@contoso.example"}, DetailLevel::availability_only, "elsewhere, here");
  EXPECT_EQ(reply.mailboxes[0].availability.error().rule(), "loop.seen_here");
  EXPECT_TRUE(fixture.fetch.groups.empty());
}

TEST(AvailabilityService, ProvenanceSaysHowTheAnswerCameAbout) {
  Fixture fixture;
  const auto reply = fixture.ask({"victor@contoso-cn.example"}, DetailLevel::availability_only);
  const model::Provenance& provenance = reply.mailboxes[0].provenance;
  EXPECT_EQ(provenance.route, "aas:contoso-cn.example");
  EXPECT_EQ(provenance.path, model::SharingPath::availability_address_space);
  EXPECT_EQ(provenance.rule, "address_space.contoso-cn.example");
  EXPECT_EQ(provenance.cache, CacheState::fetched);
}

config::Group group_of(std::string_view address, const std::vector<std::string>& members) {
  config::Group group{.address = test::address(address)};
  for (const std::string& member : members) group.members.push_back(test::address(member));
  return group;
}

// Grace and Peggy share a route, Victor has his own; Kettle's calendar shows details.
TEST(AvailabilityService, AGroupIsItsMembersEachWithAPermitOfTheirOwn) {
  Fixture fixture;
  fixture.groups = {
      group_of("sales@contoso.example", {"grace@contoso.example", "inner@contoso.example"}),
      group_of("inner@contoso.example", {"victor@contoso-cn.example", "sales@contoso.example"})};
  const auto reply =
      fixture.ask({"peggy@contoso.example", "Sales@Contoso.example"}, DetailLevel::limited_details);
  ASSERT_EQ(reply.mailboxes.size(), 2u);
  EXPECT_EQ(reply.mailboxes[1].asked, "Sales@Contoso.example");
  EXPECT_EQ(reply.mailboxes[1].members.value().size(), 2u);
  EXPECT_EQ(reply.mailboxes[1].availability->precision, model::Precision::slots);
  const std::vector<std::vector<std::string>> expected{
      {"peggy@contoso.example", "grace@contoso.example"}, {"victor@contoso-cn.example"}};
  EXPECT_EQ(fixture.fetch.groups, expected);
}

// Carol's gateway does not answer, and nobody's address leads nowhere.
TEST(AvailabilityService, AMemberWithoutAnAnswerMakesTheGroupUnknownNotFree) {
  Fixture fixture;
  fixture.groups = {
      group_of("all@contoso.example",
               {"grace@contoso.example", "carol@fabrikam-gov.example", "nobody@contoso.example"})};
  const auto reply = fixture.ask({"all@contoso.example"}, DetailLevel::availability_only);
  const model::Availability& shown = *reply.mailboxes.at(0).availability;
  const auto slots =
      model::merge(shown.blocks, shown.window, model::SlotLength::of_minutes(60).value());
  ASSERT_EQ(slots.size(), 24u);
  EXPECT_EQ(slots[0], model::FreeBusyStatus::busy);
  for (std::size_t i = 1; i < slots.size(); ++i)
    EXPECT_EQ(slots[i], model::FreeBusyStatus::no_data);
  const model::GroupMembers& members = reply.mailboxes[0].members.value();
  ASSERT_EQ(members.size(), 3u);
  EXPECT_TRUE(members[0].has_value());
  EXPECT_EQ(members[1].error().kind(), ErrorKind::peer_unreachable);
  EXPECT_EQ(members[2].error().kind(), ErrorKind::recipient_unknown);
}

TEST(AvailabilityService, AGroupThatIsTooBigFailsAlone) {
  Fixture fixture;
  std::vector<std::string> crowd;
  for (std::size_t i = 0; i < kAttendeesMax; ++i)
    crowd.push_back("p" + std::to_string(i) + "@contoso.example");
  fixture.groups = {group_of("crowd@contoso.example", crowd)};
  const auto reply = fixture.ask({"crowd@contoso.example", "grace@contoso.example"},
                                 DetailLevel::availability_only);
  EXPECT_EQ(reply.mailboxes.at(0).availability.error().kind(), ErrorKind::group_too_big);
  EXPECT_TRUE(reply.mailboxes.at(1).availability.has_value());
  const auto alone = fixture.ask({"crowd@contoso.example"}, DetailLevel::availability_only);
  EXPECT_EQ(alone.mailboxes.at(0).members.value().size(), kAttendeesMax);
}

}  // namespace
}  // namespace fb::pipeline
