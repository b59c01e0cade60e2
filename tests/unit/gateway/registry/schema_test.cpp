// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/registry/schema.hpp"

#include <gmock/gmock.h>

#include <array>

#include "tests/unit/config/temp_folder.hpp"

namespace fb::registry {
namespace {

using testing::HasSubstr;

constexpr const char* kSecond = "CREATE TABLE later(a); INSERT INTO later VALUES (5)";
constexpr const char* kBroken = "CREATE TABLE later(a); CREATE TABLE later(a)";

class SchemaTest : public testing::Test {
 protected:
  std::unique_ptr<Connection> connect() {
    auto opened = Connection::open(file_, Connection::Use::write);
    EXPECT_TRUE(opened) << opened.error().sentence;
    return opened ? std::move(*opened) : nullptr;
  }
  BackupPlace place() const { return {folder_.path() / "backups", "20260105T000000"}; }
  std::size_t backups() const {
    std::error_code none;
    const std::filesystem::directory_iterator files(place().folder, none);
    return static_cast<std::size_t>(std::distance(begin(files), end(files)));
  }

  config::TempFolder folder_;
  std::filesystem::path file_ = folder_.path() / "a.db";
};

TEST_F(SchemaTest, AnEmptyFileGetsTheTablesAndNoBackup) {
  const auto connection = connect();
  ASSERT_EQ(prepare_schema(*connection, place()), std::nullopt);
  EXPECT_EQ(connection->integer("PRAGMA user_version"),
            static_cast<std::int64_t>(migrations().size()));
  EXPECT_EQ(connection->integer("SELECT revision FROM registry"), 0);
  EXPECT_EQ(backups(), 0U);
  EXPECT_EQ(prepare_schema(*connection, place()), std::nullopt);
  EXPECT_EQ(backups(), 0U);
}

TEST_F(SchemaTest, AnOlderFileIsCopiedAsideAndThenMigrated) {
  const auto connection = connect();
  ASSERT_EQ(prepare_schema(*connection, place()), std::nullopt);
  connection->run("UPDATE registry SET revision = 7");
  const std::array later = {migrations()[0], kSecond};
  ASSERT_EQ(prepare_schema(*connection, place(), later), std::nullopt);
  EXPECT_EQ(connection->integer("PRAGMA user_version"), 2);
  EXPECT_EQ(connection->integer("SELECT a FROM later"), 5);
  EXPECT_EQ(connection->integer("SELECT revision FROM registry"), 7);
  file_ = place().folder / "registry-before-2-20260105T000000.db";
  ASSERT_TRUE(std::filesystem::exists(file_));
  const auto copy = connect();
  EXPECT_EQ(copy->integer("PRAGMA user_version"), 1);
  EXPECT_EQ(copy->integer("SELECT revision FROM registry"), 7);
}

TEST_F(SchemaTest, AMigrationThatFailsLeavesTheFileAsItWas) {
  const auto connection = connect();
  ASSERT_EQ(prepare_schema(*connection, place()), std::nullopt);
  const std::array broken = {migrations()[0], kBroken};
  EXPECT_NE(prepare_schema(*connection, place(), broken), std::nullopt);
  EXPECT_EQ(connection->integer("PRAGMA user_version"), 1);
  EXPECT_EQ(connection->integer("SELECT count(*) FROM sqlite_schema WHERE name = 'later'"), 0);
}

TEST_F(SchemaTest, NothingIsMigratedWithoutItsBackup) {
  const auto connection = connect();
  ASSERT_EQ(prepare_schema(*connection, place()), std::nullopt);
  folder_.write("backups", "a file where the folder should be");
  const std::array later = {migrations()[0], kSecond};
  EXPECT_NE(prepare_schema(*connection, place(), later), std::nullopt);
  EXPECT_EQ(connection->integer("PRAGMA user_version"), 1);
}

TEST_F(SchemaTest, AFileOfANewerProgramIsRefused) {
  const auto connection = connect();
  ASSERT_EQ(prepare_schema(*connection, place()), std::nullopt);
  connection->run_script("PRAGMA user_version = 2");
  const auto refused = prepare_schema(*connection, place());
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->kind, RefusedKind::storage);
  EXPECT_THAT(refused->sentence, HasSubstr("has schema 2, and this program knows 1 at most"));
}

TEST_F(SchemaTest, AFileOfAnotherProgramIsRefused) {
  const auto connection = connect();
  connection->run_script("CREATE TABLE theirs(a)");
  const auto refused = prepare_schema(*connection, place());
  ASSERT_TRUE(refused);
  EXPECT_THAT(refused->sentence, HasSubstr("of another program"));
  EXPECT_EQ(connection->integer("PRAGMA user_version"), 0);
}

TEST_F(SchemaTest, ACopyIsNotPutOverAFile) {
  const auto connection = connect();
  ASSERT_EQ(prepare_schema(*connection, place()), std::nullopt);
  const auto taken = folder_.write("taken.db", "mine");
  const auto refused = copy_to(*connection, taken);
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->kind, RefusedKind::exists);
  EXPECT_EQ(std::filesystem::file_size(taken), 4U);
}

TEST_F(SchemaTest, OfACopyThatFailsNothingIsLeft) {
  const auto connection = connect();
  ASSERT_EQ(prepare_schema(*connection, place()), std::nullopt);
  Transaction transaction(*connection, Transaction::Kind::write);  // VACUUM is refused in one
  EXPECT_NE(copy_to(*connection, folder_.path() / "copy.db"), std::nullopt);
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "copy.db"));
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "copy.db.part"));
}

}  // namespace
}  // namespace fb::registry
