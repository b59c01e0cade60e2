// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/upstream/ics_source.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>

#include "protocols/ics/ics.hpp"
#include "tests/unit/gateway/upstream/upstream_test_base.hpp"

namespace fb::upstream {
namespace {

namespace fs = std::filesystem;
using model::DetailLevel;
using model::ErrorKind;
using test::at;
using test::busy;
using testing::ElementsAre;

std::string calendar(const std::string& hours = "09", const std::string& more = {}) {
  return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example//EN\r\nBEGIN:VEVENT\r\n"
         "UID:1@example\r\nDTSTAMP:20270101T000000Z\r\nDTSTART:20270108T" +
         hours + "0000Z\r\nDURATION:PT1H\r\nSUMMARY:Budget\r\nEND:VEVENT\r\n" + more +
         "END:VCALENDAR\r\n";
}

class IcsSourceTest : public test::UpstreamTest {
 protected:
  IcsSourceTest() {
    std::random_device random;
    folder_ = fs::path(testing::TempDir()) / ("calendars-" + std::to_string(random()));
    fs::create_directories(folder_ / "inner");
  }
  ~IcsSourceTest() override { fs::remove_all(folder_); }

  config::Tenant tenant() override {
    config::Tenant contoso = test::contoso_tenant();
    contoso.sources[2].folder = (folder_ / "inner").string();
    contoso.sources[2].zone = zone_;
    return contoso;
  }

  fs::path path_of(const std::string& name) { return folder_ / "inner" / (name + ".ics"); }
  void write(const std::string& name, const std::string& text) {
    std::ofstream(path_of(name), std::ios::binary) << text;
  }
  static model::Permit room(std::string_view address) {
    return test::source_permit(address, "rooms");
  }
  model::Result<model::Availability> kettle() {
    return ask({room("kettle@contoso.example")}).mailboxes.at(0);
  }

  fs::path folder_;
  std::string zone_ = "Europe/Berlin";
};

TEST_F(IcsSourceTest, ReadsTheFileOfTheMailbox) {
  write("kettle@contoso.example", calendar());
  const auto answer = kettle();
  ASSERT_TRUE(answer) << answer.error().detail();
  ASSERT_EQ(answer->blocks.size(), 1u);
  EXPECT_EQ(answer->blocks[0].begin, at(1, 9));
  EXPECT_EQ(answer->blocks[0].end, at(1, 10));
  EXPECT_EQ(answer->precision, model::Precision::exact);
  EXPECT_EQ(answer->blocks[0].details->subject, "Budget");
  EXPECT_FALSE(answer->working_hours);
}

TEST_F(IcsSourceTest, CutsToThePermit) {
  write("kettle@contoso.example", calendar());
  const auto answer =
      ask({test::source_permit("kettle@contoso.example", "rooms", DetailLevel::availability_only)});
  ASSERT_TRUE(answer.mailboxes[0]);
  EXPECT_THAT(answer.mailboxes[0]->blocks, ElementsAre(busy(at(1, 9), at(1, 10))));
}

TEST_F(IcsSourceTest, AnAllDayEventIsADayOfTheOwner) {
  write("kettle@contoso.example",
        calendar("09",
                 "BEGIN:VEVENT\r\nUID:2@example\r\nDTSTAMP:20270101T000000Z\r\n"
                 "DTSTART;VALUE=DATE:20270109\r\nSUMMARY:Away\r\nTRANSP:OPAQUE\r\nEND:VEVENT\r\n"));
  const auto berlin = kettle();
  ASSERT_TRUE(berlin) << berlin.error().detail();
  ASSERT_EQ(berlin->blocks.size(), 2u);
  EXPECT_EQ(berlin->blocks[1].begin, at(1, 23));

  zone_ = "UTC";  // another zone is another calendar, though the file is the same
  const auto utc = kettle();
  ASSERT_TRUE(utc);
  EXPECT_EQ(utc->blocks[1].begin, at(2));
}

TEST_F(IcsSourceTest, AMissingFileIsAnUnknownRecipientAndFailsAlone) {
  write("kettle@contoso.example", calendar());
  const auto answer = ask({room("nobody@contoso.example"), room("kettle@contoso.example")});
  ASSERT_FALSE(answer.mailboxes[0]);
  EXPECT_EQ(answer.mailboxes[0].error().kind(), ErrorKind::peer_recipient_unknown);
  EXPECT_TRUE(answer.mailboxes[1]);
}

TEST_F(IcsSourceTest, AMissingFolderSaysNothingAboutAnybody) {
  fs::remove_all(folder_);
  expect_everybody(ask({room("kettle@contoso.example")}), 1, ErrorKind::peer_unreachable);
}

TEST_F(IcsSourceTest, ABrokenFileIsAnErrorNotFree) {
  for (const std::string& text :
       {std::string(), std::string("no calendar"), std::string("BEGIN:VCALENDAR\r\n"),
        std::string(2000, '\0'), calendar().substr(0, calendar().size() / 2)}) {
    write("kettle@contoso.example", text);
    const auto answer = kettle();
    ASSERT_FALSE(answer) << text;
    EXPECT_EQ(answer.error().kind(), ErrorKind::peer_broken);
  }
}

TEST_F(IcsSourceTest, WhatIsNoFileIsBroken) {
  fs::create_directory(path_of("kettle@contoso.example"));
  EXPECT_EQ(kettle().error().kind(), ErrorKind::peer_broken);
}

TEST_F(IcsSourceTest, AFileOverTheBoundIsBroken) {
  const std::size_t most = ics::Limits{}.bytes_max;
  const std::string text = calendar();
  write("kettle@contoso.example", text + std::string(most - text.size(), '\n'));
  EXPECT_TRUE(kettle());
  write("kettle@contoso.example", text + std::string(most + 1 - text.size(), '\n'));
  EXPECT_EQ(kettle().error().kind(), ErrorKind::peer_broken);
}

TEST_F(IcsSourceTest, AnUnknownZoneIsOurError) {
  write("kettle@contoso.example", calendar());
  zone_ = "Nowhere/Land";
  EXPECT_EQ(kettle().error().kind(), ErrorKind::internal);
}

TEST_F(IcsSourceTest, AFileIsReadAgainOnlyWhenItHasChanged) {
  write("kettle@contoso.example", calendar("09"));
  const auto changed = fs::last_write_time(path_of("kettle@contoso.example"));
  ASSERT_EQ(kettle()->blocks[0].begin, at(1, 9));

  // As long as time and size are the same, it is taken to be the same file.
  write("kettle@contoso.example", calendar("11"));
  fs::last_write_time(path_of("kettle@contoso.example"), changed);
  EXPECT_EQ(kettle()->blocks[0].begin, at(1, 9));

  fs::last_write_time(path_of("kettle@contoso.example"), changed + std::chrono::seconds(1));
  EXPECT_EQ(kettle()->blocks[0].begin, at(1, 11));

  write("kettle@contoso.example", calendar("12") + "\r\n");
  fs::last_write_time(path_of("kettle@contoso.example"), changed + std::chrono::seconds(1));
  EXPECT_EQ(kettle()->blocks[0].begin, at(1, 12));

  fs::remove(path_of("kettle@contoso.example"));
  EXPECT_EQ(kettle().error().kind(), ErrorKind::peer_recipient_unknown);
}

TEST_F(IcsSourceTest, NoAddressLeadsOutOfTheFolder) {
  std::ofstream(folder_ / "outside@contoso.example.ics") << calendar();
  fs::create_directories(folder_ / "inner" / "a");
  std::ofstream(folder_ / "inner" / "a" / "b@contoso.example.ics") << calendar();
  for (const std::string_view name : {"a/b@contoso.example", "/etc@contoso.example",
                                      "/@contoso.example", "a/b/c@contoso.example"}) {
    const auto address = model::SmtpAddress::parse(name);
    ASSERT_TRUE(address) << name;
    EXPECT_EQ(calendar_file_name(*address), std::nullopt) << name;
    expect_everybody(ask({room(name)}), 1, ErrorKind::peer_recipient_unknown);
  }
  // What would be worse is no address to begin with.
  for (const std::string_view name :
       {"../outside@contoso.example", "a/../../outside@contoso.example", "..@contoso.example",
        ".hidden@contoso.example"}) {
    EXPECT_FALSE(model::SmtpAddress::parse(name)) << name;
  }
}

TEST_F(IcsSourceTest, ANameTooLongForAFileIsAnUnknownRecipient) {
  const std::string label(60, 'd');
  const std::string address =
      "kettle@" + label + "." + label + "." + label + "." + label + ".example";
  expect_everybody(ask({room(address)}), 1, ErrorKind::peer_recipient_unknown);
}

TEST(CalendarFileName, IsTheAddressInLowerCase) {
  EXPECT_EQ(calendar_file_name(model::SmtpAddress::parse("Kettle@Contoso.Example").value()),
            "kettle@contoso.example.ics");
}

}  // namespace
}  // namespace fb::upstream
