// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/registry/import_run.hpp"

#include <gmock/gmock.h>

#include "tests/unit/gateway/registry/registry_world.hpp"

namespace fb::registry {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::string nth(int i) { return "v" + std::to_string(i) + "@x.example"; }

class ImportRunTest : public RegistryWorld {
 protected:
  void SetUp() override {
    open();
    applied({add_contoso()});
  }

  static DirectoryImport full(int count) {
    DirectoryImport import{test::contoso(), "corp"};
    for (int i = 0; i < count; ++i)
      import.recipients.push_back(imported(std::to_string(i), nth(i)));
    return import;
  }
  // Added, changed, removed, unchanged, skipped.
  std::vector<std::size_t> counts(DirectoryImport import, bool dry_run = false) {
    auto report = this->import(std::move(import), dry_run);
    EXPECT_TRUE(report) << report.error().sentence;
    if (!report) return {};
    report_ = *std::move(report);
    return {report_.added, report_.changed, report_.removed, report_.unchanged,
            report_.skipped_count};
  }
  std::string stored_name(std::string_view address) {
    ListQuery query;
    query.identity = std::string(address);
    const auto found = list(query);
    return found.empty() ? "" : found.front().object.body;
  }

  ImportReport report_;
};

TEST_F(ImportRunTest, ARunTakesWhatIsNewChangedAndGone) {
  EXPECT_THAT(counts(full(3)), ElementsAre(3, 0, 0, 0, 0));
  EXPECT_EQ(report_.revision, 2U);
  EXPECT_TRUE(knows(nth(2)));
  DirectoryImport next = full(2);
  next.recipients[1] = imported("1", nth(1), "Vera");
  next.recipients.push_back(imported("9", nth(9)));
  EXPECT_THAT(counts(next), ElementsAre(1, 1, 1, 1, 0));
  EXPECT_TRUE(knows(nth(9)));
  EXPECT_FALSE(knows(nth(2)));
  EXPECT_THAT(stored_name(nth(1)), HasSubstr("Vera"));
  EXPECT_EQ(list({.kind = ObjectKind::mail_contact}).front().origin, "corp");
}

TEST_F(ImportRunTest, ARunWithoutChangesIsNoRevision) {
  counts(full(3));
  EXPECT_THAT(counts(full(3)), ElementsAre(0, 0, 0, 3, 0));
  EXPECT_EQ(report_.revision, 2U);
  EXPECT_EQ(registry_->revision(), 2U);
}

TEST_F(ImportRunTest, ADryRunReportsAndChangesNothing) {
  DirectoryImport import = full(3);
  import.cursor = "c1";
  EXPECT_THAT(counts(import, true), ElementsAre(3, 0, 0, 0, 0));
  EXPECT_THAT(report_.differences, SizeIs(3));
  EXPECT_FALSE(knows(nth(0)));
  EXPECT_EQ(run(registry_->import_state(test::contoso(), "corp")).value().cursor, "");
}

TEST_F(ImportRunTest, WhoIsRenamedIsChangedAndNotRemoved) {
  counts(full(3));
  DirectoryImport next = full(3);
  next.recipients[1] = imported("1", "new.name@x.example");
  next.removals_max = 0;
  next.removals_max_percent = 0;
  EXPECT_THAT(counts(next), ElementsAre(0, 1, 0, 2, 0));
  EXPECT_TRUE(knows("new.name@x.example"));
  EXPECT_FALSE(knows(nth(1)));
  EXPECT_THAT(report_.differences, SizeIs(2));
}

TEST_F(ImportRunTest, TwoWhoSwapTheirAddressesAreBothChanged) {
  counts(full(2));
  DirectoryImport next = full(2);
  next.recipients[0] = imported("0", nth(1), "Zero");
  next.recipients[1] = imported("1", nth(0), "One");
  EXPECT_THAT(counts(next), ElementsAre(0, 2, 0, 0, 0));
  EXPECT_THAT(stored_name(nth(1)), HasSubstr("Zero"));
  EXPECT_THAT(stored_name(nth(0)), HasSubstr("One"));
}

TEST_F(ImportRunTest, WhoWasMadeAnewInTheSourceIsTheSame) {
  counts(full(2));
  DirectoryImport next = full(2);
  next.recipients[0] = imported("another id", nth(0));
  EXPECT_THAT(counts(next), ElementsAre(0, 1, 0, 1, 0));
  DirectoryImport gone{test::contoso(), "corp", false};
  gone.removed_ids = {"0"};
  EXPECT_THAT(counts(gone), ElementsAre(0, 0, 0, 0, 0));
  gone.removed_ids = {"another id"};
  EXPECT_THAT(counts(gone), ElementsAre(0, 0, 1, 0, 0));
}

TEST_F(ImportRunTest, WithoutFullOnlyWhatIsSaidToBeGoneGoes) {
  counts(full(3));
  DirectoryImport next{test::contoso(), "corp", false};
  next.recipients = {imported("7", nth(7))};
  next.removed_ids = {"1", "never there"};
  EXPECT_THAT(counts(next), ElementsAre(1, 0, 1, 0, 0));
  EXPECT_TRUE(knows(nth(0)));
  EXPECT_FALSE(knows(nth(1)));
}

TEST_F(ImportRunTest, WhatSomebodyEnteredStays) {
  applied({add_contact(nth(1), "Entered")});
  EXPECT_THAT(counts(full(3)), ElementsAre(2, 0, 0, 0, 1));
  EXPECT_THAT(report_.skipped.at(0), HasSubstr("somebody entered it"));
  EXPECT_THAT(stored_name(nth(1)), HasSubstr("Entered"));
  EXPECT_THAT(counts(full(0)), ElementsAre(0, 0, 2, 0, 0));
  EXPECT_TRUE(knows(nth(1)));
}

TEST_F(ImportRunTest, WhatAnotherSourceBroughtStaysItsOwn) {
  counts(full(2));
  DirectoryImport other = full(3);
  other.origin = "hr";
  EXPECT_THAT(counts(other), ElementsAre(1, 0, 0, 0, 2));
  EXPECT_THAT(report_.skipped.at(0), HasSubstr("\"corp\""));
  other.recipients.clear();
  EXPECT_THAT(counts(other), ElementsAre(0, 0, 1, 0, 0));
  EXPECT_TRUE(knows(nth(0)));
}

TEST_F(ImportRunTest, WhatCannotBeTakenIsSkippedWithASentence) {
  DirectoryImport import = full(2);
  import.recipients.push_back(imported("2", nth(1)));
  import.recipients.push_back(imported("1", nth(5)));
  import.recipients.push_back({"6", config::Mailbox {
                                 test::address("m@contoso.example"),
                                 {},
                                 "no such source"
                               }});
  EXPECT_THAT(counts(import), ElementsAre(2, 0, 0, 0, 3));
  EXPECT_THAT(report_.skipped.at(0), HasSubstr("twice"));
  EXPECT_THAT(report_.skipped.at(1), HasSubstr("id"));
  EXPECT_THAT(report_.skipped.at(2), HasSubstr("no such source"));
}

TEST_F(ImportRunTest, SentencesHaveALimit) {
  for (const std::size_t over : {0, 1}) {
    DirectoryImport import{test::contoso(), "corp"};
    import.recipients.push_back(imported("a", nth(0)));
    for (std::size_t i = 0; i < kSkippedSentencesMax + over; ++i) {
      import.recipients.push_back(imported("b" + std::to_string(i), nth(0)));
    }
    counts(import);
    EXPECT_THAT(report_.skipped, SizeIs(kSkippedSentencesMax));
    EXPECT_EQ(report_.skipped_count, kSkippedSentencesMax + over);
  }
}

TEST_F(ImportRunTest, TheBrakeStopsMoreThanBothLimits) {
  struct Row {
    int left;  // of 20
    std::uint32_t max;
    std::uint32_t percent;
    bool braked;
  };
  counts(full(20));
  for (const Row row :
       {Row{18, 2, 0, false}, Row{17, 2, 0, true}, Row{17, 2, 15, false}, Row{16, 2, 15, true},
        Row{0, 20, 0, false}, Row{0, 0, 100, false}, Row{0, 19, 99, true}}) {
    DirectoryImport import = full(row.left);
    import.removals_max = row.max;
    import.removals_max_percent = row.percent;
    const auto report = this->import(import, true);
    EXPECT_EQ(!report, row.braked) << row.left << " " << row.max << " " << row.percent;
    if (!report) {
      EXPECT_EQ(report.error().kind, RefusedKind::braked);
    }
    import.confirmed = true;
    EXPECT_TRUE(this->import(import, true));
  }
}

TEST_F(ImportRunTest, ABrakedRunSaysItsNumbersAndKeepsTheCursor) {
  DirectoryImport first = full(20);
  first.cursor = "c1";
  counts(first);
  DirectoryImport empty = full(0);
  empty.cursor = "c2";
  empty.removals_max = 5;
  const auto refused = this->import(empty);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().sentence, HasSubstr("20 of 20"));
  EXPECT_THAT(refused.error().sentence, HasSubstr("5 and 10 percent"));
  EXPECT_TRUE(knows(nth(19)));
  const auto state = run(registry_->import_state(test::contoso(), "corp")).value();
  EXPECT_EQ(state.cursor, "c1");
  EXPECT_EQ(state.outcome, refused.error().sentence);
  empty.confirmed = true;
  EXPECT_THAT(counts(empty), ElementsAre(0, 0, 20, 0, 0));
  EXPECT_EQ(run(registry_->import_state(test::contoso(), "corp")).value().cursor, "c2");
}

TEST_F(ImportRunTest, TheStateOfASourceIsKept) {
  EXPECT_EQ(run(registry_->import_state(test::contoso(), "corp")).value().cursor, "");
  DirectoryImport import = full(1);
  import.cursor = "c1";
  counts(import);
  open();
  const auto state = run(registry_->import_state(test::contoso(), "corp")).value();
  EXPECT_EQ(state.cursor, "c1");
  EXPECT_EQ(state.outcome, "1 added, 0 changed, 0 removed, 0 unchanged, 0 skipped");
  EXPECT_EQ(state.at, std::chrono::time_point_cast<std::chrono::milliseconds>(clock_.utc_now()));
  applied({Change{Verb::remove, tenant_id(test::contoso())}});
  EXPECT_EQ(run(registry_->import_state(test::contoso(), "corp")).value().cursor, "");
}

TEST_F(ImportRunTest, HistoryHasEachUpToALimitAndCountsTheRest) {
  for (const int over : {0, 1}) {
    DirectoryImport import = full(static_cast<int>(kImportHistoryEntriesMax) + over);
    import.origin = "corp" + std::to_string(over);
    for (auto& one : import.recipients) {
      auto& contact = std::get<config::MailContact>(one.recipient);
      contact.external_address = test::address(import.origin + contact.external_address.str());
    }
    counts(import);
    EXPECT_THAT(report_.differences, SizeIs(kPageMax));
    const auto entries = history({.before = report_.revision + 1, .limit = 1});
    EXPECT_EQ(entries.size(), kImportHistoryEntriesMax + static_cast<std::size_t>(over));
    const std::string& newest = entries.front().difference.after;
    EXPECT_EQ(newest == "also_added = 1\nalso_changed = 0\nalso_removed = 0\n", over == 1);
  }
}

TEST_F(ImportRunTest, AnUnknownTenantIsNotFound) {
  DirectoryImport import{test::fabrikam(), "corp"};
  const auto report = this->import(import);
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().kind, RefusedKind::not_found);
  const auto nameless = this->import({test::contoso(), ""});
  ASSERT_FALSE(nameless);
  EXPECT_EQ(nameless.error().kind, RefusedKind::mistake);
}

TEST_F(ImportRunTest, AnImportedRecipientIsChangedInItsSourceAlone) {
  const std::string source =
      "[[directory_source]]\nname = \"corp\"\nkind = \"csv\"\nfile = \"people.csv\"\n";
  const std::string with = tenant_body(test::contoso(), "Contoso", "contoso.example") + source;
  folder_.write("people.csv", "");
  applied({Change{Verb::put, tenant_id(test::contoso()), with}});
  counts(full(1));
  const auto refused = apply(Change{Verb::set, contact_id(nth(0)), "name = \"Vera\"\n"});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, RefusedKind::mistake);
  EXPECT_THAT(refused.error().sentence, HasSubstr("\"corp\""));
  EXPECT_FALSE(apply(remove_contact(nth(0))));
  // Without the source it is like any other.
  applied({Change{Verb::put, tenant_id(test::contoso()), add_contoso().body}});
  EXPECT_TRUE(apply(remove_contact(nth(0))));
}

}  // namespace
}  // namespace fb::registry
