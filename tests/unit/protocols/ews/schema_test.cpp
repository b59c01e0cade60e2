// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Everything that we send, judged by programs that are not ours: xmllint with the published
// schemas, and exchangelib. The schemas are not part of this repository.
#include <sys/wait.h>

#include <cstdio>
#include <cstdlib>

#include "tests/unit/protocols/ews/answer_support.hpp"
#include "tests/unit/protocols/ews/suggestion_support.hpp"

namespace fb::ews {
namespace {

struct Outcome {
  int status = -1;
  std::string output;
};

Outcome run(const std::string& command) {
  Outcome result;
  FILE* pipe = popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return result;
  char buffer[4096];
  while (const std::size_t bytes = fread(buffer, 1, sizeof buffer, pipe))
    result.output.append(buffer, bytes);
  const int status = pclose(pipe);
  result.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return result;
}

class SchemaTest : public testing::Test {
 protected:
  void SetUp() override {
    schema_ = std::filesystem::path(FB_SOURCE_DIR) / ".." / "shared/schemas/ews/ews-all.xsd";
    folder_ = std::filesystem::temp_directory_path() / "fb-ews-schema-XXXXXX";
    std::string name = folder_.string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  bool has_schema() const {
    return std::filesystem::exists(schema_) && run("xmllint --version").status == 0;
  }

  void add(const std::string& name, const std::string& message) {
    std::ofstream(folder_ / (name + ".xml"), std::ios::binary) << message;
    ++messages_;
  }

  // One run for all, since reading the schemas takes most of the time.
  void expect_all_valid() {
    const Outcome lint =
        run("xmllint --noout --schema '" + schema_.string() + "' '" + folder_.string() + "'/*.xml");
    EXPECT_EQ(lint.status, 0) << lint.output;
    EXPECT_EQ(count_of(lint.output, " validates\n"), messages_);
  }

  std::filesystem::path schema_;
  std::filesystem::path folder_;
  std::size_t messages_ = 0;
};

constexpr const char* kNoSchema =
    "SKIPPED: needs xmllint and the published schemas at ../shared/schemas/ews/ews-all.xsd";

constexpr View kAllViews[] = {View::merged_only, View::free_busy, View::free_busy_merged,
                              View::detailed, View::detailed_merged};

TEST_F(SchemaTest, JudgeFindsAWrongMessage) {
  if (!has_schema()) GTEST_SKIP() << kNoSchema;
  const std::string good = encoded(reply_of({full_day()}));
  add("good", good);
  expect_all_valid();
  add("bad", replaced(good, ">OOF<", ">Vacation<"));
  EXPECT_NE(run("xmllint --noout --schema '" + schema_.string() + "' '" +
                (folder_ / "bad.xml").string() + "'")
                .status,
            0);
}

TEST_F(SchemaTest, QuestionsAreValid) {
  if (!has_schema()) GTEST_SKIP() << kNoSchema;
  for (const View view : kAllViews) {
    std::string out;
    encode_question(question_for(3, 15, view), out);
    add("question" + std::to_string(static_cast<int>(view)), out);
  }
  expect_all_valid();
}

TEST_F(SchemaTest, RepliesAreValidInEachViewAndForEachError) {
  if (!has_schema()) GTEST_SKIP() << kNoSchema;
  std::vector<model::Result<Availability>> errors;
  for (const model::ErrorKindFacts& fact : model::all_error_kinds())
    errors.emplace_back(Error::of(fact.kind, "a <detail> & \x01 more", "some.rule"));
  Availability slots = full_day(DetailLevel::availability_only);
  slots.precision = model::Precision::slots;
  Availability empty = full_day();
  empty.blocks.clear();
  Availability single = full_day();
  single.working_hours->zone = zone_named("Russian Standard Time").annual_in(2014);
  for (const View view : kAllViews) {
    Presentation presentation;
    presentation.zone = zone_named("Pacific Standard Time");
    presentation.view = view;
    const std::string name = std::to_string(static_cast<int>(view));
    add("good" + name, encoded(reply_of({full_day(), full_day(DetailLevel::availability_only),
                                         slots, empty, single}),
                               presentation));
    add("errors" + name, encoded(reply_of(errors), presentation));
    std::vector<model::Result<Availability>> mixed = errors;
    mixed.insert(mixed.begin(), full_day());
    mixed.emplace_back(slots);
    add("mixed" + name, encoded(reply_of(mixed), presentation, false));
  }
  expect_all_valid();
}

TEST_F(SchemaTest, SuggestionsAreValidAloneAndBesideAView) {
  if (!has_schema()) GTEST_SKIP() << kNoSchema;
  const AvailabilityReply view = reply_of({full_day(), Error::of(ErrorKind::no_access)});
  for (const bool with_view : {false, true}) {
    AvailabilityAnswer answer;
    if (with_view) answer.view = &view;
    const std::string name = with_view ? "both" : "alone";
    answer.suggestions = some_suggestions();
    add(name, encoded(answer));
    answer.suggestions = std::vector<model::DaySuggestions>{};
    add(name + "-no-day", encoded(answer));
    answer.suggestions = Error::of(ErrorKind::deadline_passed, "nobody <answered>");
    add(name + "-failed", encoded(answer));
  }
  expect_all_valid();
}

TEST_F(SchemaTest, TheSecurityFaultIsValid) {
  if (!has_schema()) GTEST_SKIP() << kNoSchema;
  std::string fault;
  encode_security_fault(fault);
  add("security", fault);
  expect_all_valid();
}

TEST_F(SchemaTest, FaultsAreValid) {
  if (!has_schema()) GTEST_SKIP() << kNoSchema;
  for (const model::ErrorKindFacts& fact : model::all_error_kinds()) {
    std::string out;
    encode_fault(Error::of(fact.kind, "a <detail> & \x01 more"), out);
    add(std::string(fact.name), out);
  }
  expect_all_valid();
}

TEST_F(SchemaTest, ServerTimeZonesAreValid) {
  if (!has_schema()) GTEST_SKIP() << kNoSchema;
  for (const bool full : {false, true}) {
    std::string all;
    encode_server_time_zones({full, {}}, all);
    add(full ? "all-full" : "all", all);
    std::string some;
    encode_server_time_zones({full, {"UTC", "Nowhere", "Europe/Berlin"}}, some);
    add(full ? "some-full" : "some", some);
  }
  expect_all_valid();
}

TEST_F(SchemaTest, ServerTimeZonesAreReadByExchangelib) {
  if (run("/usr/bin/python3 -c 'import exchangelib'").status != 0)
    GTEST_SKIP() << "SKIPPED: needs exchangelib (Debian's python3-exchangelib)";
  std::string all;
  encode_server_time_zones({}, all);
  add("all", all);
  const Outcome read =
      run("/usr/bin/python3 '" FB_SOURCE_DIR "/tests/unit/protocols/ews/read_time_zones.py' '" +
          (folder_ / "all.xml").string() + "'");
  ASSERT_EQ(read.status, 0) << read.output;
  for (const char* year : {"|2012|", "|2031|"})
    EXPECT_EQ(count_of(read.output, year), wire::windows_zones().size()) << read.output;
  for (const char* line :
       {"W. Europe Standard Time|2031|-60|-60\n", "Pacific Standard Time|2031|480|-60\n",
        "Lord Howe Standard Time|2031|-630|-30\n", "Russian Standard Time|2031|-180|0\n",
        "Russian Standard Time|2012|-240|0\n", "UTC|2031|0|0\n"})
    EXPECT_EQ(count_of(read.output, line), 1U) << line << read.output;
}

}  // namespace
}  // namespace fb::ews
