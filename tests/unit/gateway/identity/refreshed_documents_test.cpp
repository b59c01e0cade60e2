// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/refreshed_documents.hpp"

#include <gtest/gtest.h>

#include <boost/asio/detached.hpp>

#include "tests/support/manual_clock.hpp"
#include "tests/support/run_coro.hpp"

namespace fb::identity {
namespace {

namespace asio = boost::asio;
using model::Error;
using model::ErrorKind;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// A document is a text; it holds what is looked for where that stands in it.
using Documents = RefreshedDocuments<std::string>;

struct Source {
  test::ManualClock* clock;
  std::optional<std::string> document{};
  seconds takes{0};
  int asked = 0;

  asio::awaitable<model::Result<std::string>> give() {
    ++asked;
    if (takes.count() > 0) co_await clock->wait_until(clock->now() + takes);
    if (!document) co_return Error::of(ErrorKind::token_unavailable, "down");
    co_return *document;
  }
  Documents::Fetch fetch() {
    return [this](async::Deadline) { return give(); };
  }
};

asio::awaitable<void> look(Documents* documents, std::string name, Source* source,
                           async::Deadline deadline, std::string* got) {
  Documents::Fits fits = [name](const std::string& text) {
    return text.find(name) != std::string::npos;
  };
  auto finding = documents->find("source", std::move(fits), source->fetch(), deadline);
  const auto found = co_await std::move(finding);
  *got = found ? **found : "failed: " + found.error().detail();
}

asio::awaitable<void> renew(Documents* documents, Source* source, async::Deadline deadline,
                            std::string* got) {
  auto refreshing = documents->refresh("source", source->fetch(), deadline);
  const auto status = co_await std::move(refreshing);
  *got = status ? "good" : "failed: " + status.error().detail();
}

class RefreshedDocumentsTest : public testing::Test {
 protected:
  void run() {
    io_.restart();
    io_.poll();
  }
  void pass(std::chrono::nanoseconds length) {
    clock_.advance(length);
    run();
  }
  std::string find(const std::string& name) {
    std::string got = "waits";
    const auto deadline = async::Deadline::after(clock_, seconds(30));
    asio::co_spawn(io_, look(&documents_, name, &source_, deadline, &got), asio::detached);
    run();
    return got;
  }
  std::string refresh() {
    std::string got = "waits";
    const auto deadline = async::Deadline::after(clock_, seconds(30));
    asio::co_spawn(io_, renew(&documents_, &source_, deadline, &got), asio::detached);
    run();
    return got;
  }

  test::ManualClock clock_;
  asio::io_context io_;
  Source source_{&clock_};
  std::vector<std::string> seen_;
  Documents documents_{
      clock_, [this](std::string_view name, const Error* failure) {
        seen_.push_back(std::string(name) +
                        (failure != nullptr ? " down: " + failure->detail() : " back"));
      }};
};

TEST_F(RefreshedDocumentsTest, ASearchFetchesAtOnceUnlessTheLastWasInVain) {
  source_.document = "one";
  EXPECT_EQ(refresh(), "good");
  source_.document = "one two";
  EXPECT_EQ(find("one"), "one");
  EXPECT_EQ(find("two"), "one two");
  EXPECT_EQ(source_.asked, 2);
  // That was not in vain. This is:
  EXPECT_EQ(find("three"), "one two");
  EXPECT_EQ(source_.asked, 3);
  source_.document = "one two three";
  EXPECT_EQ(find("three"), "one two");
  pass(minutes(5) - seconds(1));
  EXPECT_EQ(find("three"), "one two");
  EXPECT_EQ(source_.asked, 3);
  pass(seconds(1));
  EXPECT_EQ(find("three"), "one two three");
  EXPECT_EQ(source_.asked, 4);
}

TEST_F(RefreshedDocumentsTest, TheFirstFetchOfASearchIsOne) {
  source_.document = "one";
  EXPECT_EQ(find("made up"), "one");
  EXPECT_EQ(find("made up"), "one");
  EXPECT_EQ(source_.asked, 1);
}

TEST_F(RefreshedDocumentsTest, ASourceThatNeverAnsweredIsAskedAgainAfterHalfAMinute) {
  EXPECT_EQ(find("one"), "failed: down");
  EXPECT_EQ(refresh(), "failed: down");
  pass(seconds(29));
  EXPECT_EQ(find("one"), "failed: down");
  EXPECT_EQ(source_.asked, 1);
  source_.document = "one";
  pass(seconds(1));
  EXPECT_EQ(find("one"), "one");
  EXPECT_EQ(source_.asked, 2);
}

TEST_F(RefreshedDocumentsTest, TheLastGoodOneStaysHoweverOld) {
  source_.document = "one";
  EXPECT_EQ(find("one"), "one");
  source_.document.reset();
  pass(hours(100));
  EXPECT_EQ(find("one"), "one");
  EXPECT_EQ(*documents_.held("source"), "one");
  EXPECT_EQ(find("two"), "failed: down");
  EXPECT_EQ(documents_.held("other"), nullptr);
}

TEST_F(RefreshedDocumentsTest, ARefreshIsNotDoneTwiceInFiveMinutes) {
  source_.document = "one";
  EXPECT_EQ(refresh(), "good");
  EXPECT_EQ(refresh(), "good");
  pass(minutes(5) - seconds(1));
  EXPECT_EQ(refresh(), "good");
  EXPECT_EQ(source_.asked, 1);
  pass(seconds(1));
  source_.document.reset();
  EXPECT_EQ(refresh(), "failed: down");
  EXPECT_EQ(refresh(), "failed: down");
  EXPECT_EQ(source_.asked, 2);
}

TEST_F(RefreshedDocumentsTest, ChangesAreCounted) {
  source_.document = "one";
  EXPECT_EQ(refresh(), "good");
  EXPECT_EQ(documents_.changes(), 0u);
  pass(minutes(5));
  EXPECT_EQ(refresh(), "good");
  EXPECT_EQ(documents_.changes(), 0u);
  source_.document = "two";
  pass(minutes(5));
  EXPECT_EQ(refresh(), "good");
  EXPECT_EQ(documents_.changes(), 1u);
  source_.document.reset();
  pass(minutes(5));
  EXPECT_EQ(refresh(), "failed: down");
  EXPECT_EQ(documents_.changes(), 1u);
}

TEST_F(RefreshedDocumentsTest, WhoWatchesIsToldOnceWhenItGoesAndOnceWhenItIsBack) {
  source_.document = "one";
  for (int i = 0; i < 3; ++i, pass(minutes(5))) refresh();
  EXPECT_EQ(seen_, std::vector<std::string>());
  source_.document.reset();
  for (int i = 0; i < 3; ++i, pass(minutes(5))) refresh();
  EXPECT_EQ(seen_, std::vector<std::string>({"source down: down"}));
  source_.document = "one";
  for (int i = 0; i < 3; ++i, pass(minutes(5))) refresh();
  EXPECT_EQ(seen_, std::vector<std::string>({"source down: down", "source back"}));
}

TEST_F(RefreshedDocumentsTest, ASearchThatJoinsARefreshHasItsDocument) {
  source_.document = "one";
  source_.takes = seconds(2);
  std::string refreshed = "waits";
  std::string found = "waits";
  const auto deadline = async::Deadline::after(clock_, seconds(30));
  asio::co_spawn(io_, renew(&documents_, &source_, deadline, &refreshed), asio::detached);
  asio::co_spawn(io_, look(&documents_, "one", &source_, deadline, &found), asio::detached);
  run();
  pass(seconds(2));
  EXPECT_EQ(refreshed, "good");
  EXPECT_EQ(found, "one");
  EXPECT_EQ(source_.asked, 1);
}

}  // namespace
}  // namespace fb::identity
