// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <boost/json/parse.hpp>

#include "tests/support/golden.hpp"
#include "tests/unit/protocols/plain/plain_support.hpp"

namespace fb::plain {
namespace {

namespace json = boost::json;

std::string encoded(const model::AvailabilityReply& reply, const Presentation& presentation) {
  std::string out;
  encode_answer(reply, presentation, out);
  return out;
}

TEST(PlainAnswer, IsTheGoldenOne) {
  EXPECT_EQ(encoded(sample_reply(), sample_presentation()),
            test::golden_message(test::golden_path("plain/replies/home.json")));
}

TEST(PlainAnswer, IsTheGoldenOneForAPartner) {
  const std::string out = encoded(sample_reply(), sample_presentation(false));
  EXPECT_EQ(out, test::golden_message(test::golden_path("plain/replies/partner.json")));
  for (const std::string_view inside : {"rule", "cache", "path", "two contacts", "ambiguous"}) {
    EXPECT_EQ(out.find(inside), std::string::npos) << inside;
  }
}

// A loop over blocks must not find somebody free of whom nothing is known.
TEST(PlainAnswer, UnknownHasNoBlocksAndNoFreeSlot) {
  for (const model::ErrorKindFacts& facts : model::all_error_kinds()) {
    model::AvailabilityReply reply{
        window("2031-05-06T08:00:00", "2031-05-06T10:15:00"), model::SlotLength::half_hour(), {}};
    reply.mailboxes.push_back({"a@b.example", model::Error::of(facts.kind), {}});
    for (const bool words : {true, false}) {
      const auto answer = json::parse(encoded(reply, sample_presentation(words)));
      const auto& person = answer.at("people").at(0).as_object();
      EXPECT_EQ(person.at("result"), "unknown") << facts.name;
      EXPECT_FALSE(person.contains("blocks")) << facts.name;
      ASSERT_EQ(person.at("view").as_array().size(), 5u);
      for (const auto& slot : person.at("view").as_array()) EXPECT_EQ(slot, "unknown");
      EXPECT_EQ(person.at("reason").as_object().contains("text"), words);
    }
  }
}

TEST(PlainAnswer, APartThatIsUnknownIsSaid) {
  const auto answer = json::parse(encoded(sample_reply(), sample_presentation()));
  const auto& person = answer.at("people").at(2);
  EXPECT_EQ(person.at("result"), "partly_unknown");
  EXPECT_EQ(person.at("view").at(7), "unknown");
  EXPECT_EQ(person.at("blocks").at(1).at("status"), "unknown");
}

// Data that does not reach over the window says nothing about the rest of it.
TEST(PlainAnswer, WhereTheDataEndsTheUnknownBegins) {
  model::AvailabilityReply reply = sample_reply();
  reply.mailboxes.erase(reply.mailboxes.begin());
  reply.mailboxes.erase(reply.mailboxes.begin() + 1, reply.mailboxes.end());
  reply.mailboxes[0].availability->window = window("2031-05-06T09:00:00", "2031-05-06T11:30:00");
  const auto answer = json::parse(encoded(reply, sample_presentation()));
  const auto& person = answer.at("people").at(0);
  EXPECT_EQ(person.at("result"), "partly_unknown");
  EXPECT_EQ(person.at("blocks").as_array().size(), 2u);
  std::string view;
  for (const auto& slot : person.at("view").as_array()) view += slot == "unknown" ? '?' : '.';
  EXPECT_EQ(view, "??.....?");
  EXPECT_EQ(count_unknown(reply), 1u);
  std::string csv;
  encode_csv(reply, sample_presentation(), csv);
  EXPECT_EQ(csv.find(",free,"), std::string::npos) << csv;
}

TEST(PlainAnswer, NoStatusLooksLikeADigit) {
  const auto answer = json::parse(encoded(sample_reply(), sample_presentation()));
  for (const auto& person : answer.at("people").as_array()) {
    for (const auto& slot : person.at("view").as_array()) {
      EXPECT_EQ(slot.as_string().find_first_of("0123456789"), json::string::npos);
    }
  }
}

// What the level does not show is not written, whatever the blocks still hold.
TEST(PlainAnswer, DetailsFollowTheLevel) {
  model::AvailabilityReply reply = sample_reply();
  reply.mailboxes[0].availability->level = model::DetailLevel::availability_only;
  const std::string out = encoded(reply, sample_presentation());
  EXPECT_EQ(out.find("SUM"), std::string::npos);
  EXPECT_EQ(out.find("Room 1"), std::string::npos);
  EXPECT_EQ(out.find("private"), std::string::npos);
  EXPECT_EQ(encoded(sample_reply(), sample_presentation()).find("Secret"), std::string::npos)
      << "a private entry has no subject at any level";
}

TEST(PlainAnswer, BlocksOutsideTheWindowAreLeftOut) {
  model::AvailabilityReply reply = sample_reply();
  reply.mailboxes.erase(reply.mailboxes.begin() + 1, reply.mailboxes.end());
  using model::FreeBusyStatus;
  reply.mailboxes[0].availability->blocks = {
      block("07:00:00", "08:00:00", FreeBusyStatus::busy),
      block("08:00:00", "08:00:00", FreeBusyStatus::busy),
      block("12:00:00", "13:00:00", FreeBusyStatus::no_data)};
  const auto answer = json::parse(encoded(reply, sample_presentation()));
  const auto& person = answer.at("people").at(0);
  EXPECT_EQ(person.at("blocks").as_array().size(), 1u);
  EXPECT_EQ(person.at("result"), "known");
}

TEST(PlainAnswer, TheOldestPartSaysHowOldTheWholeIs) {
  model::AvailabilityReply reply = sample_reply();
  EXPECT_EQ(json::parse(encoded(reply, sample_presentation())).at("as_of"), "2031-05-06T06:58:30Z");
  reply.mailboxes.erase(reply.mailboxes.begin());
  EXPECT_EQ(json::parse(encoded(reply, sample_presentation())).at("as_of"), "2031-05-06T07:00:00Z");
}

}  // namespace
}  // namespace fb::plain
