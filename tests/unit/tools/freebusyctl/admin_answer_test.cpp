// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/freebusyctl/admin_answer.hpp"

#include <filesystem>
#include <fstream>

#include "tests/unit/tools/freebusyctl/ctl_case.hpp"

namespace fb::freebusyctl {
namespace {

using Arguments = std::vector<std::string>;

std::string error_body(std::string_view code) {
  return R"({"error":{"code":")" + std::string(code) + R"(","message":"Why it is so."}})";
}

struct StatusRow {
  unsigned status;
  std::string_view code;
  int exit_code;
};

TEST(CtlAdminAnswer, ARefusalHasAnExitCode) {
  for (const StatusRow& row : {
           StatusRow{400, "malformed", kExitUsage},
           StatusRow{401, "unauthenticated", kExitNotAllowed},
           StatusRow{403, "not-allowed", kExitNotAllowed},
           StatusRow{404, "not-found", kExitUsage},
           StatusRow{405, "method-not-allowed", kExitUsage},
           StatusRow{409, "exists", kExitConflict},
           StatusRow{409, "braked", kExitConflict},
           StatusRow{412, "conflict", kExitConflict},
           StatusRow{413, "too-large", kExitUsage},
           StatusRow{422, "mistake", kExitUsage},
           StatusRow{503, "busy", kExitFailed},
           StatusRow{503, "storage", kExitFailed},
           StatusRow{500, "internal", kExitFailed},
       }) {
    const Outcome outcome = answered(admin("status"), row.status, error_body(row.code));
    EXPECT_EQ(outcome.exit_code, row.exit_code) << row.code;
    EXPECT_EQ(outcome.out, "");
    EXPECT_EQ(outcome.err,
              "freebusyctl: Why it is so. [" + std::string(row.code) + "] (request r-1)\n");
  }
}

TEST(CtlAdminAnswer, WhatIsNotTheAdminApiIsNotUnderstood) {
  for (const unsigned status : {200u, 301u, 401u, 404u, 502u}) {
    const Outcome outcome = answered(admin("status"), status, "<html>");
    EXPECT_EQ(outcome.exit_code, kExitFailed) << status;
    EXPECT_EQ(outcome.out, "");
    EXPECT_FALSE(outcome.err.empty());
  }
  EXPECT_EQ(answered(admin("status"), 200, "[]").exit_code, kExitFailed);
  EXPECT_EQ(answered(admin("tenant list"), 200, "{}").exit_code, kExitFailed);
}

TEST(CtlAdminAnswer, AGatewayThatCannotBeReached) {
  const auto ask = [](const net::HttpRequest&) -> model::Result<net::HttpResponse> {
    return model::Error::of(model::ErrorKind::peer_unreachable, "connecting: refused\x1b");
  };
  const Outcome outcome = perform(admin("status"), ask, kFile);
  EXPECT_EQ(outcome.exit_code, kExitFailed);
  EXPECT_EQ(outcome.err, "freebusyctl: /run/admin.sock: connecting: refused?\n");
}

TEST(CtlAdminAnswer, ProblemsHavePlaces) {
  const Outcome outcome = answered(
      admin("status"), 422,
      R"({"error":{"code":"mistake","message":"Two mistakes.","problems":[)"
      R"({"file":"federation.toml","line":12,"column":5,"sentence":"It is \u001b wrong."},)"
      R"({"file":"tenant of public/1","line":0,"column":0,"sentence":"It is missing."},)"
      R"({"file":"","line":0,"column":0,"sentence":"Nowhere."}]}})");
  EXPECT_EQ(outcome.err,
            "federation.toml:12:5: It is ? wrong.\n"
            "tenant of public/1: It is missing.\n"
            "Nowhere.\n"
            "freebusyctl: Two mistakes. [mistake] (request r-1)\n");
  EXPECT_EQ(outcome.exit_code, kExitUsage);
}

TEST(CtlAdminAnswer, OneProblemIsSaidOnce) {
  const Outcome outcome = answered(
      admin("status"), 422,
      R"({"error":{"code":"mistake","message":"tenant of public/1: It is missing.","problems":[)"
      R"({"file":"tenant of public/1","line":1,"column":5,"sentence":"It is missing."}]}})");
  EXPECT_EQ(outcome.err,
            "tenant of public/1:1:5: It is missing.\n"
            "freebusyctl: nothing was changed [mistake] (request r-1)\n");
}

constexpr char kOneDifference[] =
    R"({"revision":2,"dry_run":true,"differences":[{"kind":"group","tenant":"t",)"
    R"("identity":"g","before":null,"after":{}}]})";
constexpr char kNoDifference[] = R"({"revision":2,"dry_run":true,"differences":[]})";

TEST(CtlAdminAnswer, ADryRunTellsWhetherThereIsSomethingToDo) {
  const Arguments dry{"g@a.example", "--tenant", "c", "--dry-run"};
  EXPECT_EQ(answered(admin("group remove", dry), 200, kOneDifference).exit_code, kExitDifferences);
  EXPECT_EQ(answered(admin("group remove", dry), 200, kNoDifference).exit_code, kExitAnswered);
  const Arguments real{"g@a.example", "--tenant", "c"};
  EXPECT_EQ(answered(admin("group remove", real), 200, kOneDifference).exit_code, kExitAnswered);
  const AdminCommand import = admin("directory-source run", {"corp", "--tenant", "c", "--dry-run"});
  EXPECT_EQ(answered(import, 200, R"({"added":0,"changed":0,"removed":1})").exit_code,
            kExitDifferences);
  EXPECT_EQ(answered(import, 200, R"({"added":0,"changed":0,"removed":0,"unchanged":9})").exit_code,
            kExitAnswered);
}

TEST(CtlAdminAnswer, ARunOfADirectorySource) {
  const std::string body =
      R"({"revision":2,"added":1,"changed":0,"removed":0,"unchanged":9,"skipped":["Why."],)"
      R"("skipped_count":1,"differences":[{"kind":"mailbox","tenant":"t","identity":"a",)"
      R"("before":null,"after":{"source":"s"}}]})";
  const Outcome outcome =
      answered(admin("directory-source run", {"corp", "--tenant", "c"}), 200, body);
  EXPECT_EQ(outcome.out,
            "revision:      2\nadded:         1\nchanged:       0\nremoved:       0\n"
            "unchanged:     9\nskipped:       Why.\nskipped_count: 1\n"
            "\n"
            "+ mailbox a (t)\n"
            "    + source = \"s\"\n"
            "\n"
            "1 added, 0 changed, 0 removed. Revision 2.\n");
}

TEST(CtlAdminAnswer, ExplainAndTestSayWhetherItWorks) {
  const std::string file = testing::TempDir() + "/freebusyctl_answer_credential";
  std::ofstream(file) << "Basic eDp5\n";
  const AdminCommand credential = admin("explain-credential", {file});
  EXPECT_EQ(answered(credential, 200, R"({"outcome":"accepted"})").exit_code, kExitAnswered);
  EXPECT_EQ(answered(credential, 200, R"({"outcome":"refused"})").exit_code, kExitUnknown);
  std::filesystem::remove(file);
  const AdminCommand explain = admin("explain", {"--from", "a", "--to", "b"});
  EXPECT_EQ(answered(explain, 200, R"({"outcome":"allowed"})").exit_code, kExitAnswered);
  EXPECT_EQ(answered(explain, 200, R"({"outcome":"refused"})").exit_code, kExitUnknown);
  EXPECT_EQ(answered(explain, 200, R"({})").exit_code, kExitUnknown);
  const AdminCommand test = admin("test", {"--from", "a", "--to", "b"});
  const std::string good = R"({"outcome":"allowed","answer":{"entries":0,"error":null}})";
  const std::string refused = R"({"outcome":"refused"})";
  const std::string broken = R"({"outcome":"allowed","answer":{"error":{"code":"peer_broken"}}})";
  const auto code = [&](const std::string& forward, const std::string& backward) {
    const std::string body = R"({"forward":)" + forward + R"(,"backward":)" + backward + "}";
    return answered(test, 200, body).exit_code;
  };
  EXPECT_EQ(code(good, good), kExitAnswered);
  EXPECT_EQ(code(good, refused), kExitUnknown);
  EXPECT_EQ(code(refused, good), kExitUnknown);
  EXPECT_EQ(code(good, broken), kExitUnknown);
  EXPECT_EQ(answered(test, 200, R"({"forward":)" + good + "}").exit_code, kExitUnknown)
      << "a direction that is missing did not work";
}

// Gives the pages one after the other and remembers what was asked.
struct Pages {
  std::vector<std::string> bodies;
  std::vector<std::string> asked{};

  Outcome perform_with(const AdminCommand& command) {
    return perform(
        command,
        [this](const net::HttpRequest& request) -> model::Result<net::HttpResponse> {
          asked.push_back(request.url);
          return reply(200, bodies.at(asked.size() - 1));
        },
        kFile);
  }
};

std::string page(std::string_view identity, std::string_view next) {
  return R"({"revision":7,"objects":[{"kind":"group","tenant":"t","tenant_name":"T","identity":")" +
         std::string(identity) +
         R"(","revision":3,"origin":"corp","body":{"members":["a","b"]}}],)" + R"("next":")" +
         std::string(next) + "\"}";
}

TEST(CtlAdminAnswer, ListsFollowTheirPages) {
  Pages pages{{page("one", "x/1"), page("two", "")}};
  const Outcome outcome = pages.perform_with(admin("group list"));
  EXPECT_EQ(outcome.exit_code, kExitAnswered) << outcome.err;
  EXPECT_EQ(outcome.out,
            "identity  tenant_name  members  revision  origin\n"
            "one       T            a, b     3         corp\n"
            "two       T            a, b     3         corp\n");
  EXPECT_EQ(pages.asked, (Arguments{"/admin/v1/objects?kind=group&limit=1000",
                                    "/admin/v1/objects?kind=group&limit=1000&after=x%2F1"}));
}

TEST(CtlAdminAnswer, ListsEndAtTheLimitAndNeverTurnInACircle) {
  Pages limited{{page("one", "1"), page("two", "2")}};
  const Outcome outcome = limited.perform_with(admin("group list", {"--limit", "1"}));
  EXPECT_EQ(limited.asked.size(), 1u);
  EXPECT_NE(outcome.out.find("one"), std::string::npos);
  Pages circle{{page("one", "1"), page("two", "1"), page("three", "1")}};
  EXPECT_EQ(circle.perform_with(admin("group list")).exit_code, kExitFailed);
  EXPECT_EQ(circle.asked.size(), 2u);
}

TEST(CtlAdminAnswer, OtherForms) {
  Pages json{{page("one", "1"), page("two", "")}};
  const Outcome all = json.perform_with(admin("group list", {"--output", "json"}));
  EXPECT_EQ(parsed(all.out).at("objects").as_array().size(), 2u);
  EXPECT_EQ(parsed(all.out).at("revision").as_int64(), 7);
  Pages csv{{page("one", "")}};
  EXPECT_EQ(csv.perform_with(admin("group list", {"--output", "csv"})).out,
            "identity,tenant,tenant_name,proxy_addresses,members,revision,origin\r\n"
            "one,t,T,,\"a, b\",3,corp\r\n");
}

TEST(CtlAdminAnswer, AnObjectWithItsBody) {
  const Outcome outcome = answered(admin("group show", {"g", "--tenant", "t"}), 200,
                                   R"({"kind":"group","identity":"g","revision":3,)"
                                   R"("body":{"address":"g","members":["a","b"]}})");
  EXPECT_EQ(outcome.out,
            "kind:     group\nidentity: g\nrevision: 3\n\naddress: g\nmembers: a, b\n");
}

TEST(CtlAdminAnswer, AnExportIsPrintedAsItIs) {
  EXPECT_EQ(answered(admin("export"), 200, "version = 1\n[[tenant]]\n").out,
            "version = 1\n[[tenant]]\n");
}

TEST(CtlAdminAnswer, History) {
  const std::string body =
      R"({"entries":[{"revision":9,"at":"2031-05-06T08:00:00.000Z","actor":"alice",)"
      R"("via":"admin-api","verb":"set","kind":"group","tenant":"t","tenant_name":"T",)"
      R"("identity":"g","before":{"a":1},"after":{"a":2}}],"next":8})";
  EXPECT_EQ(answered(admin("history"), 200, body).out,
            "revision  at                   actor  verb  object        via\n"
            "9         2031-05-06T08:00:00  alice  set   group g of T  admin-api\n"
            "There is more: --before 8\n");
  EXPECT_EQ(answered(admin("history", {"--differences"}), 200, body).out,
            "Revision 9, 2031-05-06T08:00:00.000Z, alice by admin-api\n"
            "~ group g of T (t)\n"
            "    - a = 1\n"
            "    + a = 2\n"
            "\n"
            "There is more: --before 8\n");
}

TEST(CtlAdminAnswer, AChangeInsideATableLooksFirstAndHoldsTheRevision) {
  std::vector<net::HttpRequest> asked;
  const auto ask = [&](const net::HttpRequest& request) -> model::Result<net::HttpResponse> {
    asked.push_back(request);
    return reply(200, asked.size() == 1 ? R"({"revision":41,"body":{"organization_token":{"a":1}}})"
                                        : R"({"revision":42,"differences":[]})");
  };
  const AdminCommand command = admin("partner set", {"cn/1", "--token-role", "r"});
  EXPECT_EQ(perform(command, ask, kFile).exit_code, kExitAnswered);
  ASSERT_EQ(asked.size(), 2u);
  EXPECT_EQ(asked[0].method, "GET");
  EXPECT_EQ(asked[0].url, asked[1].url);
  EXPECT_EQ(asked[1].method, "PATCH");
  EXPECT_EQ(asked[1].body, R"({"organization_token":{"a":1,"role":"r"}})");
  EXPECT_EQ(asked[1].headers.back().name, "If-Match");
  EXPECT_EQ(asked[1].headers.back().value, "\"41\"");
  asked.clear();
  EXPECT_EQ(answered(command, 404, error_body("not-found")).exit_code, kExitUsage);
  EXPECT_EQ(answered(command, 200, "{}").exit_code, kExitFailed);
}

class CtlImport : public testing::Test {
 protected:
  AdminCommand import_two() {
    Arguments names{testing::TempDir() + "/freebusyctl_1", testing::TempDir() + "/freebusyctl_2"};
    for (const std::string& name : names) std::ofstream(name) << "x";
    names.insert(names.end(), {"--tenant", "c", "--dry-run"});
    return admin("import exchange", names);
  }
};

TEST_F(CtlImport, NotesAndChangesOfEveryFile) {
  const std::string body =
      R"({"changes":[{"verb":"add","kind":"address-space","tenant":"t","identity":"a",)"
      R"("body":{"forest_name":"a"}}],)"
      R"("notes":[{"object":"AAS a","outcome":"taken","words":"Yes."}]})";
  Pages pages{{body, R"({"changes":[],"notes":[]})"}};
  const Outcome outcome = pages.perform_with(import_two());
  EXPECT_EQ(outcome.exit_code, kExitDifferences);
  EXPECT_EQ(pages.asked.size(), 2u);
  EXPECT_NE(outcome.out.find("AAS a   taken    Yes.\n\n+ address-space a (t)\n"
                             "    + forest_name = \"a\"\n"),
            std::string::npos)
      << outcome.out;
  EXPECT_NE(outcome.out.find("Nothing to change."), std::string::npos);
}

TEST_F(CtlImport, EndsAtTheFirstFileThatIsRefused) {
  std::size_t asked = 0;
  const auto ask = [&](const net::HttpRequest&) -> model::Result<net::HttpResponse> {
    ++asked;
    return reply(422, error_body("mistake"));
  };
  EXPECT_EQ(perform(import_two(), ask, kFile).exit_code, kExitUsage);
  EXPECT_EQ(asked, 1u);
}

TEST(CtlAdminAnswer, AMistakeInAValueIsNotAsked) {
  const auto ask = [](const net::HttpRequest&) -> model::Result<net::HttpResponse> {
    ADD_FAILURE() << "it was asked";
    return reply(200, "{}");
  };
  const Outcome outcome =
      perform(admin("tenant set", {"c", "--require-contact", "perhaps"}), ask, kFile);
  EXPECT_EQ(outcome.exit_code, kExitUsage);
  EXPECT_EQ(outcome.err, "freebusyctl: --require-contact: write $true or $false\n");
}

}  // namespace
}  // namespace fb::freebusyctl
