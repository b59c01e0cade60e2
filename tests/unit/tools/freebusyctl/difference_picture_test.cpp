// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tests/unit/tools/freebusyctl/ctl_case.hpp"
#include "tools/freebusyctl/pictures.hpp"

namespace fb::freebusyctl {
namespace {

constexpr std::string_view kThree = R"json({"revision":43,"differences":[
{"kind":"address-space","tenant":"public/1","tenant_name":"Contoso","identity":"a.example",
 "before":null,"after":{"forest_name":"a.example","target_tenant":"cn/2"}},
{"kind":"partner","tenant":"cn/2","tenant_name":"Fabrikam","identity":"",
 "before":{"name":"Fabrikam","domains":["a.example","b.example"],
           "organization_token":{"role":"Old","audience":"api://x"},"same":1},
 "after":{"name":"Fabrikam","domains":["b.example","c.example"],
          "organization_token":{"role":"New","audience":"api://x"},"flag":true,"same":1}},
{"kind":"group","tenant":"public/1","tenant_name":"Contoso","identity":"g@contoso.example",
 "before":{"address":"g@contoso.example","members":[]},"after":null}]})json";

constexpr std::string_view kDrawn =
    "+ address-space a.example of Contoso (public/1)\n"
    "    + forest_name = \"a.example\"\n"
    "    + target_tenant = \"cn/2\"\n"
    "\n"
    "~ partner Fabrikam (cn/2)\n"
    "    domains:\n"
    "      - \"a.example\"\n"
    "      + \"c.example\"\n"
    "    + flag = true\n"
    "    - organization_token.role = \"Old\"\n"
    "    + organization_token.role = \"New\"\n"
    "\n"
    "- group g@contoso.example of Contoso (public/1)\n"
    "    - address = \"g@contoso.example\"\n"
    "    - members = []\n"
    "\n"
    "1 added, 1 changed, 1 removed. Revision 43.\n";

TEST(CtlDifferences, AreDrawnOneObjectAParagraph) {
  EXPECT_EQ(draw_differences(parsed(kThree), kFile), kDrawn);
  EXPECT_EQ(draw_differences(parsed(kThree), kScreen), kDrawn);
}

TEST(CtlDifferences, AreColouredOnATerminal) {
  const std::string drawn = draw_differences(parsed(kThree), kColourScreen);
  for (const std::string_view part :
       {"\x1b[32m+ address-space a.example of Contoso (public/1)\x1b[0m\n",
        "\x1b[33m~ partner Fabrikam (cn/2)\x1b[0m\n", "      \x1b[31m- \"a.example\"\x1b[0m\n",
        "    \x1b[32m+ flag = true\x1b[0m\n", "\x1b[31m- group g@contoso.example"}) {
    EXPECT_NE(drawn.find(part), std::string::npos) << part;
  }
}

TEST(CtlDifferences, NothingToChangeAndADryRun) {
  EXPECT_EQ(draw_differences(parsed(R"({"revision":42,"differences":[]})"), kFile),
            "Nothing to change. Revision 42.\n");
  EXPECT_EQ(draw_differences(parsed(R"({"revision":42,"differences":[],"dry_run":true})"), kFile),
            "Nothing to change. A dry run: nothing was done.\n");
}

TEST(CtlDifferences, AnotherOrderAndAnotherKindOfValueAreSaidWhole) {
  EXPECT_EQ(draw_differences(parsed(R"({"differences":[{"kind":"group","tenant":"t","identity":)"
                                    R"("g","before":{"a":[1,2],"b":[1]},"after":)"
                                    R"({"a":[2,1],"b":"x"}}]})"),
                             kFile),
            "~ group g (t)\n"
            "    - a = [1,2]\n"
            "    + a = [2,1]\n"
            "    - b = [1]\n"
            "    + b = \"x\"\n"
            "\n"
            "0 added, 1 changed, 0 removed.\n");
}

TEST(CtlDifferences, NothingFromOutsideControlsTheTerminal) {
  const std::string drawn = draw_differences(
      parsed(R"({"differences":[{"kind":"\u001b[2J","tenant":"t","identity":"\u009b",)"
             R"("before":null,"after":{"\u001bk":"\u009b"}}]})"),
      kFile);
  EXPECT_EQ(drawn.find('\x1b'), std::string::npos) << drawn;
  EXPECT_EQ(drawn.find("\xc2\x9b"), std::string::npos) << drawn;
}

TEST(CtlDifferences, AsCsv) {
  EXPECT_EQ(csv_of(table_of_differences(parsed(kThree))),
            "kind,tenant,identity,key,before,after\r\n"
            "address-space,public/1,a.example,forest_name,,\"\"\"a.example\"\"\"\r\n"
            "address-space,public/1,a.example,target_tenant,,\"\"\"cn/2\"\"\"\r\n"
            "partner,cn/2,,domains,\"\"\"a.example\"\"\",\"\"\"c.example\"\"\"\r\n"
            "partner,cn/2,,flag,,true\r\n"
            "partner,cn/2,,organization_token.role,\"\"\"Old\"\"\",\"\"\"New\"\"\"\r\n"
            "group,public/1,g@contoso.example,address,\"\"\"g@contoso.example\"\"\",\r\n"
            "group,public/1,g@contoso.example,members,[],\r\n");
}

}  // namespace
}  // namespace fb::freebusyctl
