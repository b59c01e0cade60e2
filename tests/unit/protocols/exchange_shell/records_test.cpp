// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/exchange_shell/records.hpp"

#include <gtest/gtest.h>

namespace fb::exchange_shell {
namespace {

RecordKind kind_of(std::string_view text) {
  const auto records = read_records(text);
  return records ? records->at(0).kind : RecordKind::unknown;
}

TEST(RecordKinds, AreKnownByTheirProperties) {
  EXPECT_EQ(kind_of("ForestName : a\nName : b\n"), RecordKind::address_space);
  EXPECT_EQ(kind_of("AllowedTenantIds : {}\n"), RecordKind::availability_config);
  EXPECT_EQ(kind_of("OrgWideAccount : x\n"), RecordKind::availability_config);
  EXPECT_EQ(kind_of("FreeBusyAccessLevel : None\n"), RecordKind::organization_relationship);
  EXPECT_EQ(kind_of("DomainNames : {a}\nTargetApplicationUri : b\n"),
            RecordKind::organization_relationship);
  EXPECT_EQ(kind_of("ExternalEmailAddress : SMTP:a@b\n"), RecordKind::recipient);
  EXPECT_EQ(kind_of("DomainNames : {a}\n"), RecordKind::unknown);
}

TEST(Records, ValuesAreFoundByNameInLowerCase) {
  const auto records = read_records("ForestName : a\nNothing :\nList : {x, y}\n");
  ASSERT_TRUE(records);
  const Record& record = records->at(0);
  EXPECT_EQ(record.text("forestname"), "a");
  EXPECT_EQ(record.text("nothing"), "");
  EXPECT_EQ(record.text("absent"), "");
  EXPECT_EQ(record.list("list"), (std::vector<std::string>{"x", "y"}));
  EXPECT_TRUE(record.values.contains("nothing"));
}

TEST(Records, NothingIsNoExport) {
  for (const auto* text : {"", " \r\n\t", "\xEF\xBB\xBF"}) {
    const auto records = read_records(text);
    ASSERT_FALSE(records);
    EXPECT_EQ(records.error().detail(), "there is nothing to read");
    EXPECT_EQ(records.error().rule(), "exchange_import.unreadable");
  }
}

TEST(Records, AnExportHasALimit) {
  const std::string record = "ForestName : a\n";
  std::string text = record + std::string(kExportBytesMax - record.size(), '\n');
  EXPECT_TRUE(read_records(text));
  text += '\n';
  const auto over = read_records(text);
  ASSERT_FALSE(over);
  EXPECT_EQ(over.error().detail(), "the export is longer than 67108864 bytes");
}

TEST(Records, EmptyLinesAboveCountInPlaces) {
  const auto records = read_records("\n\n\nForestName : a\n\nForestName : b\n");
  ASSERT_TRUE(records);
  EXPECT_EQ(records->at(0).line, 4u);
  EXPECT_EQ(records->at(1).line, 6u);
}

}  // namespace
}  // namespace fb::exchange_shell
