// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/ews/request_headers.hpp"

#include "tests/unit/protocols/ews/ews_support.hpp"

namespace fb::ews {
namespace {

std::string with_header(std::string_view header) {
  RequestParts parts;
  parts.header = header;
  return parts.str();
}

std::string with_version(std::string_view version) {
  return with_header("<t:RequestServerVersion Version=\"" + std::string(version) + "\"/>");
}

TEST(RequestHeaders, HeadersThatStandForSomebodyElseAreRefusedInAnyNamespace) {
  const std::pair<std::string_view, std::string_view> table[] = {
      {"ExchangeImpersonation", "impersonation_refused"},
      {"ProxySecurityContext", "access_mode_refused"},
      {"SerializedSecurityContext", "access_mode_refused"},
      {"ProxyPartnerToken", "access_mode_refused"},
      {"OpenAsAdminOrSystemService", "access_mode_refused"},
      {"ManagementRole", "access_mode_refused"},
  };
  for (const auto& [name, expected] : table) {
    const std::string local(name);
    EXPECT_EQ(refusal(with_header("<t:" + local + "/>")), expected);
    EXPECT_EQ(refusal(with_header("<" + local + " xmlns=\"urn:other\">x</" + local + ">")),
              expected);
    EXPECT_EQ(refusal(with_header("<" + local + "/>")), expected);
    EXPECT_EQ(refusal(with_header("<z:" + local + "/>")), expected);
    // Also before an operation that is not offered, and behind harmless headers.
    EXPECT_EQ(refusal(RequestParts::envelope("<t:" + local + "/>", "<m:GetFolder/>")), expected);
    EXPECT_EQ(refusal(with_header("<t:RequestServerVersion Version=\"Exchange2013\"/><t:" + local +
                                  "/>")),
              expected);
  }
}

TEST(RequestHeaders, OtherHeadersAreLeftAlone) {
  EXPECT_EQ(refusal(with_header(
                "<w:MessageID xmlns:w=\"http://www.w3.org/2005/08/addressing/\">x</w:MessageID>"
                "<t:MailboxCulture>de-DE</t:MailboxCulture>"
                "<t:DateTimePrecision>Seconds</t:DateTimePrecision><anything/>")),
            "taken");
}

TEST(RequestHeaders, VersionsAndWhatTheyKnow) {
  const std::string_view old_versions[] = {"Exchange2007", "Exchange2007_SP1", "Exchange2009",
                                           "Exchange2010", "Exchange2010_SP1", "Exchange2010_SP2"};
  const std::string_view versions[] = {
      "Exchange2012", "Exchange2013", "Exchange2013_SP1", "Exchange2015", "Exchange2015_SP1",
      "Exchange2016", "Exchange2019", "V2015_10_05",      "V2016_01_06",  "V2016_04_13",
      "V2016_07_13",  "V2016_10_10",  "V2017_07_11",      "V2018_01_08"};
  const auto hides = [](const std::string& body) {
    return availability_call(body).presentation.hides_working_elsewhere;
  };
  for (const std::string_view version : old_versions) EXPECT_TRUE(hides(with_version(version)));
  for (const std::string_view version : versions) EXPECT_FALSE(hides(with_version(version)));
  EXPECT_TRUE(hides(with_header("")));

  for (const char* version : {"", "Exchange2099", "exchange2013", "Exchange2013 ", "V2016_10_1",
                              "V2016-10-10", "2016", "V2016_10_10x"})
    EXPECT_EQ(refusal(with_version(version)), "server_version_invalid") << version;
  EXPECT_EQ(refusal(with_header("<t:RequestServerVersion/>")), "server_version_invalid");
}

}  // namespace
}  // namespace fb::ews
