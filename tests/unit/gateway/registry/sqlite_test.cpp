// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/registry/sqlite.hpp"

#include <gmock/gmock.h>

#include "tests/unit/config/temp_folder.hpp"

namespace fb::registry {
namespace {

using testing::HasSubstr;

class SqliteTest : public testing::Test {
 protected:
  void SetUp() override {
    auto opened = Connection::open(folder_.path() / "a.db", Connection::Use::write);
    ASSERT_TRUE(opened) << opened.error().sentence;
    connection_ = std::move(*opened);
    connection_->run_script("CREATE TABLE t(a INTEGER PRIMARY KEY, b TEXT NOT NULL)");
    ASSERT_TRUE(connection_->ok());
  }

  config::TempFolder folder_;
  std::unique_ptr<Connection> connection_;
};

TEST_F(SqliteTest, ValuesComeBackAsTheyWere) {
  const std::string odd("a'b\0c", 5);
  connection_->run("INSERT INTO t VALUES (?, ?)", std::int64_t{-5}, odd);
  connection_->run("INSERT INTO t VALUES (?, ?)", std::uint64_t{7}, std::string_view());
  Statement rows = connection_->prepare("SELECT a, b FROM t ORDER BY a");
  ASSERT_TRUE(rows.step());
  EXPECT_EQ(rows.integer(0), -5);
  EXPECT_EQ(rows.text(1), odd);
  ASSERT_TRUE(rows.step());
  EXPECT_EQ(rows.number(0), 7U);
  EXPECT_EQ(rows.view(1), "");
  EXPECT_FALSE(rows.step());
  EXPECT_TRUE(connection_->ok());
}

TEST_F(SqliteTest, AStatementCanBeUsedTwiceAtOnce) {
  connection_->run("INSERT INTO t VALUES (1, 'x'), (2, 'y')");
  constexpr std::string_view kQuery = "SELECT b FROM t ORDER BY a";
  Statement first = connection_->prepare(kQuery);
  ASSERT_TRUE(first.step());
  Statement second = connection_->prepare(kQuery);
  ASSERT_TRUE(second.step());
  ASSERT_TRUE(first.step());
  EXPECT_EQ(first.view(0), "y");
  EXPECT_EQ(second.view(0), "x");
}

TEST_F(SqliteTest, AfterAFailureNothingIsDoneUntilItIsTaken) {
  connection_->run("INSERT INTO t VALUES (1, 'x')");
  connection_->run("INSERT INTO t VALUES (1, 'again')");
  EXPECT_FALSE(connection_->ok());
  connection_->run("INSERT INTO t VALUES (2, 'y')");
  EXPECT_FALSE(connection_->prepare("SELECT a FROM t").step());
  const auto failure = connection_->take_failure();
  ASSERT_TRUE(failure);
  EXPECT_EQ(failure->kind, RefusedKind::storage);
  EXPECT_THAT(failure->sentence, HasSubstr("UNIQUE"));
  EXPECT_EQ(connection_->integer("SELECT count(*) FROM t"), 1);
}

TEST_F(SqliteTest, ATransactionIsUndoneUnlessItIsCommitted) {
  {
    Transaction transaction(*connection_, Transaction::Kind::write);
    connection_->run("INSERT INTO t VALUES (1, 'x')");
  }
  EXPECT_EQ(connection_->integer("SELECT count(*) FROM t"), 0);
  {
    Transaction transaction(*connection_, Transaction::Kind::write);
    connection_->run("INSERT INTO t VALUES (1, 'x')");
    EXPECT_EQ(transaction.commit(), std::nullopt);
  }
  EXPECT_EQ(connection_->integer("SELECT count(*) FROM t"), 1);
}

TEST_F(SqliteTest, ATransactionWithAFailureInItIsUndoneByItsCommit) {
  Transaction transaction(*connection_, Transaction::Kind::write);
  connection_->run("INSERT INTO t VALUES (1, 'x')");
  connection_->run("INSERT INTO nowhere VALUES (1)");
  EXPECT_NE(transaction.commit(), std::nullopt);
  EXPECT_TRUE(connection_->ok());
  EXPECT_EQ(connection_->integer("SELECT count(*) FROM t"), 0);
}

TEST_F(SqliteTest, AReaderCannotWrite) {
  auto reader = Connection::open(folder_.path() / "a.db", Connection::Use::read);
  ASSERT_TRUE(reader);
  (*reader)->run("INSERT INTO t VALUES (1, 'x')");
  EXPECT_NE((*reader)->take_failure(), std::nullopt);
}

TEST_F(SqliteTest, ADiskThatIsFullIsSaidToBeFull) {
  const std::string limit = std::to_string(connection_->integer("PRAGMA page_count") + 2);
  connection_->run_script("PRAGMA max_page_count = " + limit);
  const std::string page(4000, 'x');
  for (int i = 0; i < 10; ++i) connection_->run("INSERT INTO t VALUES (?, ?)", i, page);
  const auto failure = connection_->take_failure();
  ASSERT_TRUE(failure);
  EXPECT_EQ(failure->kind, RefusedKind::storage);
  EXPECT_THAT(failure->sentence, HasSubstr("disk is full"));
}

TEST_F(SqliteTest, WhatIsNoFileOrNoDatabaseIsRefusedWithItsName) {
  const auto folder = Connection::open(folder_.path(), Connection::Use::write);
  ASSERT_FALSE(folder);
  EXPECT_THAT(folder.error().sentence, HasSubstr(folder_.path().string()));
  const auto nowhere = Connection::open(folder_.path() / "no" / "a.db", Connection::Use::write);
  ASSERT_FALSE(nowhere);
  EXPECT_THAT(nowhere.error().sentence, HasSubstr("cannot be opened for writing"));
  const auto text = folder_.write("text.db", std::string(5000, 'x'));
  const auto opened = Connection::open(text, Connection::Use::write);
  ASSERT_FALSE(opened);
  EXPECT_THAT(opened.error().sentence, HasSubstr("is damaged"));
}

}  // namespace
}  // namespace fb::registry
