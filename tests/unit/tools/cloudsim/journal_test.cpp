// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/cloudsim/journal.hpp"

#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

namespace fb::cloudsim {
namespace {

JournalEntry entry(std::string host, std::string path) {
  JournalEntry out;
  out.host = std::move(host);
  out.path = std::move(path);
  return out;
}

std::size_t found(const Journal& journal, std::string_view host, std::string_view prefix) {
  return journal.json(host, prefix).at("requests").as_array().size();
}

TEST(Journal, WritesWhatWasSeen) {
  JournalEntry one{model::UtcTime(std::chrono::seconds(0)),
                   "h",
                   "POST",
                   "/p",
                   200,
                   {"contoso", "app", 3},
                   "c",
                   "gateway-a",
                   "delay",
                   "Bearer"};
  EXPECT_EQ(boost::json::serialize(one.json()),
            R"({"at":"1970-01-01T00:00:00Z","host":"h","method":"POST","path":"/p","status":200,)"
            R"("tenant":"contoso","application":"app","mailboxes":3,"correlation_id":"c",)"
            R"("hop":"gateway-a","fault":"delay","credential":"Bearer"})");
}

TEST(Journal, FindsByHostAndPath) {
  Journal journal;
  journal.add(entry("a", "/x/1"));
  journal.add(entry("a", "/y"));
  journal.add(entry("b", "/X/2"));
  EXPECT_EQ(found(journal, "", ""), 3u);
  EXPECT_EQ(found(journal, "a", ""), 2u);
  EXPECT_EQ(found(journal, "", "/x"), 2u);
  EXPECT_EQ(found(journal, "a", "/x"), 1u);
  EXPECT_EQ(found(journal, "c", ""), 0u);
}

TEST(Journal, DropsTheOldestAndCountsThem) {
  Journal journal(2);
  for (const char* path : {"/1", "/2", "/3"}) journal.add(entry("a", path));
  EXPECT_EQ(journal.json("", "").at("dropped"), 1u);
  EXPECT_EQ(found(journal, "", ""), 2u);
  EXPECT_EQ(found(journal, "", "/1"), 0u);
  journal.clear();
  EXPECT_EQ(journal.json("", "").at("dropped"), 0u);
  EXPECT_EQ(found(journal, "", ""), 0u);
}

TEST(Journal, CutsWhatACallerMadeLong) {
  Journal journal;
  const auto& kept = journal.add(entry("a", std::string(Journal::kTextBytesMax + 1, 'p')));
  EXPECT_EQ(kept.path.size(), Journal::kTextBytesMax);
}

}  // namespace
}  // namespace fb::cloudsim
