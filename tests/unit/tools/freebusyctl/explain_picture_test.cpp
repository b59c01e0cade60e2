// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tests/unit/tools/freebusyctl/ctl_case.hpp"
#include "tools/freebusyctl/pictures.hpp"

namespace fb::freebusyctl {
namespace {

constexpr std::string_view kRefused = R"json({"outcome":"refused",
"path":"organization-relationship","rule":"organization_relationship.free_busy_off","steps":[
{"what":"directory","verdict":"passed","rule":"","object":"mail-contact li.na@fabrikam.example",
 "words":"The address is that of a contact."},
{"what":"organization-relationship","verdict":"not-a-candidate",
 "rule":"organization_relationship.disabled","object":"Old","words":"It is not enabled."},
{"what":"organization-relationship","verdict":"chosen","rule":"","object":"Fabrikam","words":""},
{"what":"organization-relationship","verdict":"refused",
 "rule":"organization_relationship.free_busy_off","object":"Fabrikam",
 "words":"Free/busy access is off in the relationship, so nobody is asked."},
{"what":"new","verdict":"brand-new","rule":"","object":"","words":""}],
"reason":{"code":"organization_relationship.free_busy_off","cause":"Free/busy access is off.",
"fix":"Set it on with freebusyctl organization-relationship set."}})json";

TEST(CtlExplanation, InAFile) {
  EXPECT_EQ(draw_explanation(parsed(kRefused), "a@a.example", "b@b.example", kFile),
            "From a@a.example to b@b.example\n"
            "\n"
            " 1. ok directory: mail-contact li.na@fabrikam.example (passed)\n"
            "       The address is that of a contact.\n"
            " 2.    -- organization-relationship: Old (not-a-candidate, "
            "organization_relationship.disabled)\n"
            "          It is not enabled.\n"
            " 3. => organization-relationship: Fabrikam (chosen)\n"
            " 4. NO organization-relationship: Fabrikam (refused, "
            "organization_relationship.free_busy_off)\n"
            "       Free/busy access is off in the relationship, so nobody is asked.\n"
            " 5. ?? new (brand-new)\n"
            "\n"
            "Outcome: refused, along organization-relationship "
            "(organization_relationship.free_busy_off)\n"
            "Reason:  organization_relationship.free_busy_off\n"
            "Cause:   Free/busy access is off.\n"
            "Fix:     Set it on with freebusyctl organization-relationship set.\n");
}

TEST(CtlExplanation, OnATerminalItHasMarksAndIsWrapped) {
  const std::string drawn = draw_explanation(parsed(kRefused), "a", "b", kScreen);
  EXPECT_EQ(drawn.find('\x1b'), std::string::npos);
  EXPECT_NE(drawn.find(" 1. ✔ directory"), std::string::npos) << drawn;
  EXPECT_NE(drawn.find(" 2.    – organization-relationship: Old"), std::string::npos) << drawn;
  EXPECT_NE(drawn.find(" 4. ✘ organization-relationship: Fabrikam"), std::string::npos) << drawn;
  EXPECT_NE(drawn.find("       Free/busy access is off in the relationship, so\n"
                       "       nobody is asked.\n"),
            std::string::npos)
      << drawn;
  const std::string coloured = draw_explanation(parsed(kRefused), "a", "b", kColourScreen);
  EXPECT_NE(coloured.find("\x1b[1;31m✘\x1b[0m"), std::string::npos);
  EXPECT_NE(coloured.find("Outcome: \x1b[1;31mrefused\x1b[0m"), std::string::npos);
}

constexpr std::string_view kExpired = R"json({"outcome":"refused","kind":"bearer","caller":"",
"tenant":null,"words":"the token expired at 2026-03-01T10:00:00Z","reason":{"code":"bearer.expired",
"cause":"The token is too old.","fix":"Look at the clocks of both sides."},
"claims":[{"name":"aud","value":"https://localhost"},{"name":"tid","value":"1"}]})json";

TEST(CtlExplanation, OfACredential) {
  EXPECT_EQ(draw_credential(parsed(kExpired), kFile),
            "Outcome: refused, bearer\n"
            "Check:   the token expired at 2026-03-01T10:00:00Z\n"
            "Reason:  bearer.expired\n"
            "Cause:   The token is too old.\n"
            "Fix:     Look at the clocks of both sides.\n"
            "\n"
            "What it claims, believed or not:\n"
            "name  value\n"
            "aud   https://localhost\n"
            "tid   1\n");
  EXPECT_EQ(draw_credential(parsed(R"json({"outcome":"accepted","kind":"basic",
                                           "caller":"script reporting","tenant":"public/1",
                                           "words":"","reason":null,"claims":[]})json"),
                            kFile),
            "Outcome: accepted, basic\n"
            "Caller:  script reporting\n"
            "Tenant:  public/1\n");
}

TEST(CtlExplanation, WhatWasAskedIsBelow) {
  EXPECT_EQ(draw_explanation(parsed(R"({"outcome":"allowed","level":"AvailabilityOnly",)"
                                    R"("answer":{"entries":2,"error":null}})"),
                             "a", "b", kFile),
            "From a to b\n"
            "\n"
            "Outcome: allowed, AvailabilityOnly\n"
            "\n"
            "Asked:\n"
            "entries: 2\n"
            "error:\n");
}

TEST(CtlExplanation, NothingFromOutsideControlsTheTerminal) {
  const std::string drawn = draw_explanation(
      parsed(R"({"outcome":"\u001b[2J","path":"\u009b","steps":[{"what":"\u001b","verdict":)"
             R"("\u001b","object":"\u001b","rule":"\u001b","words":"\u001b"}],)"
             R"("reason":{"code":"\u001b","cause":"\u001b","fix":"\u001b"}})"),
      "\x1b", "\x1b", kScreen);
  EXPECT_EQ(drawn.find('\x1b'), std::string::npos) << drawn;
  EXPECT_EQ(drawn.find("\xc2\x9b"), std::string::npos) << drawn;
}

TEST(CtlExplanation, StepsAsCsv) {
  const std::string csv = csv_of(table_of_steps(parsed(kRefused)));
  EXPECT_TRUE(csv.starts_with(
      "step,what,verdict,rule,object,words\r\n"
      "1,directory,passed,,mail-contact li.na@fabrikam.example,The address is that of a "
      "contact.\r\n"))
      << csv;
}

}  // namespace
}  // namespace fb::freebusyctl
