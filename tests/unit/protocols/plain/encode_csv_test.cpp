// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tests/support/golden.hpp"
#include "tests/unit/protocols/plain/plain_support.hpp"

namespace fb::plain {
namespace {

std::string encoded(const model::AvailabilityReply& reply, const Presentation& presentation) {
  std::string out;
  encode_csv(reply, presentation, out);
  return out;
}

// Golden files have bare line ends, so that they can be read in a review.
std::string bare(std::string text) {
  std::string out;
  for (const char c : text) {
    if (c != '\r') out += c;
  }
  return out;
}

TEST(PlainCsv, IsTheGoldenOne) {
  const std::string out = encoded(sample_reply(), sample_presentation());
  EXPECT_EQ(bare(out), test::golden_message(test::golden_path("plain/replies/home.csv")));
  std::size_t lines = 0;
  for (std::size_t at = out.find('\n'); at != std::string::npos; at = out.find('\n', at + 1)) {
    ++lines;
    EXPECT_EQ(out[at - 1], '\r');
  }
  EXPECT_EQ(lines, 9u);
}

TEST(PlainCsv, APartnerIsToldNoReasonInWords) {
  const std::string out = encoded(sample_reply(), sample_presentation(false));
  EXPECT_NE(out.find(",recipient_unknown,\r\n"), std::string::npos);
  EXPECT_EQ(out.find("two contacts"), std::string::npos);
}

struct Row {
  std::string_view subject;
  std::string_view cell;
};

TEST(PlainCsv, NoCellIsAFormula) {
  for (const Row& row : {
           Row{"plain", ",plain,"},
           Row{"=1+1", ",'=1+1,"},
           Row{"+1", ",'+1,"},
           Row{"-1", ",'-1,"},
           Row{"@SUM(A1)", ",'@SUM(A1),"},
           Row{"|cmd", ",'|cmd,"},
           Row{"\t=1", ",'\t=1,"},
           Row{"\r=1", ",\"'\r=1\","},
           Row{"\n=1", ",\"'\n=1\","},
           Row{"a=1", ",a=1,"},
           Row{"a,b", ",\"a,b\","},
           Row{"say \"hi\"", ",\"say \"\"hi\"\"\","},
           Row{"=\"a\",b", ",\"'=\"\"a\"\",b\","},
           Row{"\"=1", ",\"\"\"=1\","},
           Row{"two\r\nlines", ",\"two\r\nlines\","},
       }) {
    model::AvailabilityReply reply = sample_reply();
    reply.mailboxes.erase(reply.mailboxes.begin() + 1, reply.mailboxes.end());
    reply.mailboxes[0].availability->blocks.resize(1);
    reply.mailboxes[0].availability->blocks[0].details->subject = row.subject;
    const std::string out = encoded(reply, sample_presentation());
    EXPECT_NE(out.find("busy" + std::string(row.cell) + "Room 1,"), std::string::npos)
        << row.subject << "\n"
        << out;
  }
}

TEST(PlainCsv, DetailsFollowTheLevel) {
  model::AvailabilityReply reply = sample_reply();
  reply.mailboxes[0].availability->level = model::DetailLevel::availability_only;
  EXPECT_EQ(encoded(reply, sample_presentation()).find("SUM"), std::string::npos);
  EXPECT_EQ(encoded(sample_reply(), sample_presentation()).find("Secret"), std::string::npos);
}

TEST(PlainCsv, UnknownIsARowThatSaysSo) {
  for (const model::ErrorKindFacts& facts : model::all_error_kinds()) {
    model::AvailabilityReply reply{
        window("2031-05-06T08:00:00", "2031-05-06T10:00:00"), model::SlotLength::half_hour(), {}};
    reply.mailboxes.push_back({"a@b.example", model::Error::of(facts.kind), {}});
    const std::string out = encoded(reply, sample_presentation());
    EXPECT_NE(out.find("\r\na@b.example,unknown,2031-05-06T10:00:00+02:00,"
                       "2031-05-06T12:00:00+02:00,unknown,"),
              std::string::npos)
        << out;
    EXPECT_EQ(out.find(",free,"), std::string::npos) << facts.name;
  }
}

}  // namespace
}  // namespace fb::plain
