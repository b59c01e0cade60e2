// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/directory/csv_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "tests/support/run_coro.hpp"
#include "tests/unit/gateway/directory/directory_sample.hpp"

namespace fb::directory {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

registry::Outcome<Reading> read(std::string_view text) {
  return read_csv(text, sample_tenant(), sample_source(config::DirectoryKind::csv));
}

// As Exchange's Get-Recipient and Export-Csv write it.
constexpr std::string_view kExported =
    "\"Guid\",\"RecipientTypeDetails\",\"DisplayName\",\"PrimarySmtpAddress\",\"EmailAddresses\","
    "\"ExternalEmailAddress\",\"HiddenFromAddressListsEnabled\",\"Members\"\r\n"
    "\"g1\",\"MailContact\",\"Ada\",\"ada@other.example\",\"SMTP:ada@other.example "
    "x500:/o=Contoso/cn=ada\",\"SMTP:ada@other.example\",\"False\",\"\"\r\n"
    "\"g2\",\"UserMailbox\",\"Peggy\",\"peggy@contoso.example\","
    "\"SMTP:peggy@contoso.example;smtp:p@contoso.example\",\"\",\"False\",\"\"\r\n"
    "\"g3\",\"RemoteUserMailbox\",\"Grace\",\"grace@contoso.example\",\"\","
    "\"SMTP:grace@contoso.mail.example\",\"False\",\"\"\r\n"
    "\"g4\",\"GuestMailUser\",\"Gus\",\"gus@fabrikam.example\",\"\","
    "\"SMTP:gus@fabrikam.example\",\"True\",\"\"\r\n"
    "\"g5\",\"MailUniversalDistributionGroup\",\"Staff\",\"staff@contoso.example\",\"\",\"\","
    "\"False\",\"peggy@contoso.example;ada@other.example\"\r\n"
    "\"g6\",\"PublicFolder\",\"Old\",\"old@contoso.example\",\"\",\"\",\"False\",\"\"\r\n";

TEST(CsvReader, ReadsWhatExchangeExports) {
  const auto reading = read(kExported);
  ASSERT_TRUE(reading.has_value()) << reading.error().sentence;
  EXPECT_TRUE(reading->full);
  EXPECT_EQ(reading->cursor, "");
  EXPECT_THAT(told(*reading),
              ElementsAre("contact Ada ada@other.example",
                          "mailbox peggy@contoso.example in onprem (p@contoso.example)",
                          "mailbox grace@contoso.example in cloud (grace@contoso.mail.example)",
                          "guest Gus gus@fabrikam.example hidden",
                          "group staff@contoso.example of ada@other.example "
                          "peggy@contoso.example"));
  EXPECT_THAT(reading->skipped.sentences(), ElementsAre(HasSubstr("line 7: its type")));
  EXPECT_EQ(reading->recipients.front().origin_id, "g1");
}

TEST(CsvReader, ShortTablesAreEnough) {
  const auto reading = read(
      "Type,ExternalEmailAddress,PrimarySmtpAddress,CalendarSource\n"
      "MailContact,ada@other.example,,\n"
      "RoomMailbox,,kettle@contoso.example,rooms\n"
      ",,peggy@contoso.example,\n");
  ASSERT_TRUE(reading.has_value()) << reading.error().sentence;
  EXPECT_THAT(told(*reading), ElementsAre("contact ada@other.example ada@other.example",
                                          "mailbox kettle@contoso.example in rooms",
                                          "mailbox peggy@contoso.example in onprem"));
  EXPECT_EQ(reading->recipients[0].origin_id, "MailContact ada@other.example");
  EXPECT_EQ(reading->recipients[1].origin_id, "RoomMailbox kettle@contoso.example");
}

TEST(CsvReader, RefusesWhatItCannotUnderstand) {
  struct Row {
    std::string_view text;
    std::string_view sentence;
  };
  constexpr Row kRows[] = {
      {"PrimarySmtpAddress\na@b.example\n", "no column RecipientTypeDetails"},
      {"Type,Name\nMailContact,Ada\n", "no column PrimarySmtpAddress or ExternalEmailAddress"},
      {"Type,PrimarySmtpAddress,HiddenFromAddressListsEnabled\nMailContact,a@b.example,yes\n",
       "line 2: HiddenFromAddressListsEnabled"},
      {"Type,PrimarySmtpAddress\nMailContact\n", "line 2: it has 1 fields"},
  };
  for (const Row& row : kRows) {
    const auto reading = read(row.text);
    ASSERT_FALSE(reading.has_value()) << row.text;
    EXPECT_THAT(reading.error().sentence, HasSubstr(std::string(row.sentence)));
  }
}

TEST(CsvReader, AMisspeltTypeIsTold) {
  const auto reading = read("Type,PrimarySmtpAddress\nMailContcat,a@b.example\n");
  ASSERT_TRUE(reading.has_value());
  EXPECT_THAT(reading->recipients, IsEmpty());
  EXPECT_THAT(reading->skipped.sentences(), ElementsAre(HasSubstr("line 2: its type")));
}

class CsvFile : public ::testing::Test {
 protected:
  registry::Outcome<Reading> read_file() {
    CsvReader reader(pool);
    config::Federation federation;
    config::Tenant tenant = sample_tenant();
    config::DirectorySource source = sample_source(config::DirectoryKind::csv);
    source.file = file.string();
    tenant.directory_sources.push_back(source);
    federation.tenants.push_back(tenant);
    ReadRequest request;
    request.snapshot = test::snapshot_of(std::move(federation));
    request.tenant = &request.snapshot->federation().tenants.front();
    request.source = &request.tenant->directory_sources.front();
    return test::run_coro(io, reader.read(request));
  }

  void TearDown() override { std::filesystem::remove(file); }

  boost::asio::io_context io{1};
  async::OffloadPool pool{1, 4};  // goes before the context
  std::filesystem::path file =
      std::filesystem::temp_directory_path() /
      ("fb-csv-" + std::to_string(::getpid()) + "-" +
       ::testing::UnitTest::GetInstance()->current_test_info()->name() + ".csv");
};

TEST_F(CsvFile, IsReadOnThePool) {
  std::ofstream(file) << kExported;
  const auto reading = read_file();
  ASSERT_TRUE(reading.has_value()) << reading.error().sentence;
  EXPECT_EQ(reading->recipients.size(), 5u);
}

TEST_F(CsvFile, ThatIsMissingIsNamed) {
  const auto reading = read_file();
  ASSERT_FALSE(reading.has_value());
  EXPECT_EQ(reading.error().kind, registry::RefusedKind::mistake);
  EXPECT_THAT(reading.error().sentence, HasSubstr(file.string() + " "));
}

TEST_F(CsvFile, WithAMistakeIsNamedWithTheLine) {
  std::ofstream(file) << "Type,PrimarySmtpAddress\nMailContact\n";
  const auto reading = read_file();
  ASSERT_FALSE(reading.has_value());
  EXPECT_THAT(reading.error().sentence, HasSubstr(file.string() + ": line 2: "));
}

}  // namespace
}  // namespace fb::directory
