// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/pipeline/group_answers.hpp"

#include <gtest/gtest.h>

#include "tests/support/blocks.hpp"
#include "tests/support/federations.hpp"

namespace fb::pipeline {
namespace {

using model::Availability;
using model::CacheState;
using model::Error;
using model::ErrorKind;
using S = model::FreeBusyStatus;

constexpr std::size_t kMembers = 40;

model::AvailabilityRequest question(const std::vector<std::string>& addresses) {
  model::AvailabilityRequest request{{},
                                     test::window(test::at(0), test::at(0, 3)),
                                     model::SlotLength::half_hour(),
                                     model::DetailLevel::limited_details};
  for (const std::string& text : addresses)
    request.mailboxes.push_back({text, model::SmtpAddress::parse(text)});
  return request;
}

// Groups of 40, of 2 and of nobody.
std::shared_ptr<const config::Snapshot> with_groups() {
  config::Tenant tenant = test::contoso_tenant();
  config::Group crowd{.address = test::address("crowd@contoso.example")};
  for (std::size_t i = 0; i < kMembers; ++i)
    crowd.members.push_back(test::address("p" + std::to_string(i) + "@contoso.example"));
  config::Group pair{.address = test::address("pair@contoso.example")};
  pair.members = {test::address("peggy@contoso.example"), test::address("grace@contoso.example")};
  tenant.groups = {crowd, pair, {.address = test::address("none@contoso.example")}};
  return test::snapshot_of({{tenant}, {}});
}

std::optional<ExpandedQuestion> expanded(const std::vector<std::string>& addresses) {
  const auto snapshot = with_groups();
  const model::Caller caller{model::CallerKind::home_script, test::contoso(), {}, "portal"};
  policy::GroupExpansion expansion(*snapshot, caller, {"here", {}});
  return expand_groups(question(addresses), expansion);
}

// "1" for a mailbox, "[40]" for a group, "[too big]".
std::string parts(const ExpandedQuestion& expanded) {
  std::string out;
  for (const GroupPart& part : expanded.parts) {
    if (!out.empty()) out += " ";
    out += part.is_group ? "[" : "";
    out += part.refused ? "too big" : std::to_string(part.count);
    out += part.is_group ? "]" : "";
  }
  return out;
}

TEST(ExpandGroups, WithoutAGroupThereIsNothingToDo) {
  EXPECT_FALSE(expanded({"peggy@contoso.example", "no address"}).has_value());
}

TEST(ExpandGroups, GroupsAreReplacedByTheirPeopleInTheirPlace) {
  const auto made = expanded(
      {"no address", "pair@contoso.example", "oskar@contoso.example", "none@contoso.example"});
  ASSERT_TRUE(made.has_value());
  EXPECT_EQ(parts(*made), "1 [2] 1 [0]");
  std::string people;
  for (const model::AskedMailbox& person : made->people.mailboxes)
    people += person.as_written + ";";
  EXPECT_EQ(people,
            "no address;peggy@contoso.example;grace@contoso.example;oskar@contoso.example;");
}

// Who was asked for by name comes first; groups share what is left, in their order.
TEST(ExpandGroups, OneQuestionHasSoManyAttendeesAndNoMore) {
  const auto names = [](std::size_t count) {
    std::vector<std::string> made;
    for (std::size_t i = 0; i < count; ++i) made.push_back("x" + std::to_string(i) + "@y.example");
    return made;
  };
  const struct {
    std::size_t names;
    std::vector<std::string> groups;
    std::string expected;  // of the groups
  } rows[] = {
      {20, {"crowd", "crowd"}, "[40] [40]"},
      {21, {"crowd", "crowd"}, "[40] [too big]"},
      {60, {"crowd"}, "[40]"},
      {61, {"crowd"}, "[too big]"},
      {61, {"crowd", "pair"}, "[too big] [2]"},
      {98, {"pair"}, "[2]"},
      {99, {"pair", "none"}, "[too big] [0]"},
  };
  for (const auto& row : rows) {
    std::vector<std::string> asked;
    for (const std::string& group : row.groups) asked.push_back(group + "@contoso.example");
    const auto by_name = names(row.names);
    asked.insert(asked.end(), by_name.begin(), by_name.end());
    const auto made = expanded(asked);
    ASSERT_TRUE(made.has_value());
    EXPECT_LE(made->people.mailboxes.size(), kAttendeesMax);
    EXPECT_EQ(parts(*made).substr(0, row.expected.size()), row.expected) << row.names;
    for (const GroupPart& part : made->parts) {
      if (part.refused) {
        EXPECT_EQ(part.refused->kind(), ErrorKind::group_too_big);
      }
    }
  }
}

model::AvailabilityReply gathered(const std::vector<std::string>& addresses,
                                  std::vector<model::MailboxAvailability> people) {
  const auto made = expanded(addresses);
  const auto request = question(addresses);
  return gather_groups(request, made.value(), {request.window, request.slot, std::move(people)});
}

Availability calendar(std::vector<model::BusyBlock> blocks,
                      model::TimeWindow known = test::window(test::at(0), test::at(0, 3))) {
  return {
      known, std::move(blocks), model::Precision::exact, {}, model::DetailLevel::limited_details};
}

std::string digits(const model::MailboxAvailability& entry) {
  const Availability& availability = *entry.availability;
  std::string out;
  for (const S status :
       model::merge(availability.blocks, availability.window, model::SlotLength::half_hour()))
    out += "ftboe?"[static_cast<std::size_t>(status)];
  return out;
}

TEST(GatherGroups, TheStrongestStatusOfAllAndUnknownIsNeverFree) {
  using test::at;
  const struct {
    const char* title;
    model::Result<Availability> first;
    model::Result<Availability> second;
    const char* expected;
  } rows[] = {
      {"both free", calendar({}), calendar({}), "ffffff"},
      {"busy beats tentative", calendar({test::busy(at(0), at(0, 1))}),
       calendar({test::busy(at(0, 0, 30), at(0, 1, 30), S::tentative)}), "bbtfff"},
      {"one gave no answer", Error::of(ErrorKind::peer_unreachable),
       calendar({test::busy(at(0, 1), at(0, 2))}), "??bb??"},
      {"nobody did", Error::of(ErrorKind::peer_unreachable), Error::of(ErrorKind::no_access),
       "??????"},
      {"one is known for an hour", calendar({}, test::window(at(0, 1), at(0, 2))), calendar({}),
       "??ff??"},
      {"unknown beats working elsewhere", Error::of(ErrorKind::deadline_passed),
       calendar({test::busy(at(0), at(0, 1), S::working_elsewhere)}), "??????"},
      {"out of office and a little of one slot",
       calendar({test::busy(at(0, 0, 10), at(0, 0, 11), S::out_of_office)}), calendar({}),
       "offfff"},
  };
  for (const auto& row : rows) {
    const auto reply =
        gathered({"pair@contoso.example"}, {{"a", row.first, {}}, {"b", row.second, {}}});
    ASSERT_EQ(reply.mailboxes.size(), 1u);
    EXPECT_EQ(digits(reply.mailboxes[0]), row.expected) << row.title;
    EXPECT_EQ(reply.mailboxes[0].asked, "pair@contoso.example");
  }
}

TEST(GatherGroups, NobodyIsNotFree) {
  const auto reply = gathered({"none@contoso.example"}, {});
  EXPECT_EQ(digits(reply.mailboxes.at(0)), "??????");
  EXPECT_EQ(reply.mailboxes[0].members.value().size(), 0u);
}

// The group's entry shows slots and no more; what its members answered has lost its details.
TEST(GatherGroups, NoEntryShowsWhoseTimeItIs) {
  Availability somebody = calendar({test::detailed(test::at(0), test::at(0, 1), "Keel review")});
  somebody.working_hours = model::WorkingHours{};
  const auto reply =
      gathered({"pair@contoso.example"}, {{"a", somebody, {}}, {"b", calendar({}), {}}});
  const Availability& whole = *reply.mailboxes.at(0).availability;
  EXPECT_EQ(whole.precision, model::Precision::slots);
  EXPECT_EQ(whole.level, model::DetailLevel::availability_only);
  EXPECT_FALSE(whole.working_hours.has_value());
  for (const model::BusyBlock& block : whole.blocks) EXPECT_FALSE(block.details.has_value());
  ASSERT_EQ(reply.mailboxes[0].members.value().size(), 2u);
  for (const auto& member : *reply.mailboxes[0].members) {
    for (const model::BusyBlock& block : member->blocks) EXPECT_FALSE(block.details.has_value());
  }
}

TEST(GatherGroups, OthersAreLeftAsTheyAre) {
  const auto reply =
      gathered({"oskar@contoso.example", "pair@contoso.example", "no address"},
               {{"oskar@contoso.example",
                 calendar({test::detailed(test::at(0), test::at(0, 1), "Keel review")}),
                 {}},
                {"a", calendar({}), {}},
                {"b", calendar({}), {}},
                {"no address", Error::of(ErrorKind::address_invalid), {}}});
  ASSERT_EQ(reply.mailboxes.size(), 3u);
  EXPECT_EQ(reply.mailboxes[0].availability->blocks.at(0).details->subject, "Keel review");
  EXPECT_FALSE(reply.mailboxes[0].members.has_value());
  EXPECT_EQ(reply.mailboxes[2].availability.error().kind(), ErrorKind::address_invalid);
}

TEST(GatherGroups, ProvenanceIsThatOfAllMembers) {
  model::Provenance cached;
  cached.cache = CacheState::cached;
  cached.age = std::chrono::seconds(90);
  model::Provenance fetched;
  fetched.cache = CacheState::fetched;
  fetched.upstream_time = std::chrono::milliseconds(7);
  const auto reply = gathered({"pair@contoso.example"},
                              {{"a", calendar({}), cached}, {"b", calendar({}), fetched}});
  const model::Provenance& whole = reply.mailboxes.at(0).provenance;
  EXPECT_EQ(whole.cache, CacheState::fetched);
  EXPECT_EQ(whole.age, std::chrono::seconds(90));
  EXPECT_EQ(whole.upstream_time, std::chrono::milliseconds(7));
  EXPECT_EQ(whole.route, "group:pair@contoso.example");
}

}  // namespace
}  // namespace fb::pipeline
