// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tests/unit/protocols/ews/ews_support.hpp"

namespace fb::ews {
namespace {

using Parts = RequestParts;

std::string mailboxes(std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i)
    out += Parts::mailbox("u" + std::to_string(i) + "@north.example");
  return out;
}

TEST(DecodeCall, EnvelopeAndOperation) {
  const std::pair<std::string, std::string> table[] = {
      {"", "malformed_request"},
      {"<html><body>hello</body></html>", "malformed_request"},
      {"<Envelope><Body/></Envelope>", "malformed_request"},
      {Parts::envelope("", ""), "malformed_request"},
      {Parts::envelope("", "<m:GetFolder/>"), "unknown_operation"},
      {Parts::envelope("", "<t:GetUserAvailabilityRequest/>"), "unknown_operation"},
      {Parts::envelope("", "<GetUserAvailabilityRequest/>"), "unknown_operation"},
      {replaced(Parts().str(), "<s:Header></s:Header>", ""), "taken"},
      {replaced(Parts().str(), "<s:Header></s:Header>", "<s:Header/><s:Header/>"),
       "malformed_request"},
      {replaced(Parts().str(), "</s:Body>", "</s:Body><s:Body/>"), "malformed_request"},
      {replaced(Parts().str(), "<m:GetUserAvailabilityRequest>",
                "<!-- a comment --><m:GetUserAvailabilityRequest>"),
       "taken"},
      {"<!DOCTYPE x [<!ENTITY e 'x'>]>" + Parts().str(), "malformed_request"},
      {Parts().str(), "taken"},
  };
  for (const auto& [body, expected] : table) EXPECT_EQ(refusal(body), expected) << body;
}

TEST(DecodeCall, DepthIsALimitOfTheCaller) {
  DecodeLimits limits;
  limits.depth_max = 8;  // Envelope, Body, request, array, data, Email, Address is seven
  EXPECT_TRUE(decode_call(Parts().str(), limits).has_value());
  limits.depth_max = 6;
  EXPECT_FALSE(decode_call(Parts().str(), limits).has_value());
}

TEST(DecodeCall, MailboxesFromOneToAHundred) {
  Parts parts;
  parts.mailboxes = "";
  EXPECT_EQ(refusal(parts.str()), "mailbox_list_empty");
  parts.mailboxes = mailboxes(100);
  EXPECT_EQ(availability_call(parts.str()).request.mailboxes.size(), 100U);
  parts.mailboxes = mailboxes(101);
  EXPECT_EQ(refusal(parts.str()), "mailbox_list_too_long");
  EXPECT_EQ(decode_call(parts.str()).error().detail(),
            "at most 100 mailboxes may be asked for; 101 were");
  EXPECT_EQ(refusal(Parts::envelope("", "<m:GetUserAvailabilityRequest>" + Parts().options() +
                                            "</m:GetUserAvailabilityRequest>")),
            "schema_violation");
}

TEST(DecodeCall, EachAddressFailsAlone) {
  struct Row {
    std::string mailbox;
    std::string as_written;
    std::string address;  // empty: refused
  };
  const std::string long_address = std::string(400, 'a') + "@north.example";
  const Row table[] = {
      {Parts::mailbox("ada@north.example"), "ada@north.example", "ada@north.example"},
      {Parts::mailbox(" Ada@North.Example\n"), "Ada@North.Example", "ada@north.example"},
      {Parts::mailbox("SMTP:ada@north.example"), "SMTP:ada@north.example", "ada@north.example"},
      {Parts::mailbox("ada@north.example", "<t:RoutingType>smtp</t:RoutingType>"),
       "ada@north.example", "ada@north.example"},
      {Parts::mailbox("ada@north.example", "<t:RoutingType/>"), "ada@north.example",
       "ada@north.example"},
      {Parts::mailbox("ada@north.example", "<t:RoutingType>EX</t:RoutingType>"),
       "ada@north.example", ""},
      {Parts::mailbox("/o=North/ou=Site/cn=Recipients/cn=ada", "<t:RoutingType>EX</t:RoutingType>"),
       "/o=North/ou=Site/cn=Recipients/cn=ada", ""},
      {Parts::mailbox("Victor &lt;victor@south.example&gt;"), "Victor <victor@south.example>", ""},
      {Parts::mailbox("&quot;v@south.example&quot;@north.example"),
       "\"v@south.example\"@north.example", ""},
      {Parts::mailbox("ada@north.example<!-- -->.evil.example"), "ada@north.example.evil.example",
       "ada@north.example.evil.example"},
      {Parts::mailbox("ada@north.example<t:x/>"), "", ""},
      {Parts::mailbox(""), "", ""},
      {Parts::mailbox(long_address), long_address.substr(0, 320), ""},
      {"<t:MailboxData/>", "", ""},
      {"<t:MailboxData><t:Email><t:Name>ada@north.example</t:Name></t:Email></t:MailboxData>", "",
       ""},
      {"<t:MailboxData><t:Email><t:Name>eve@evil.example</t:Name><t:Address>ada@north.example"
       "</t:Address></t:Email></t:MailboxData>",
       "ada@north.example", "ada@north.example"},
  };
  Parts parts;
  parts.mailboxes.clear();
  for (const Row& row : table) parts.mailboxes += row.mailbox;
  const AvailabilityCall call = availability_call(parts.str());
  ASSERT_EQ(call.request.mailboxes.size(), std::size(table));
  for (std::size_t i = 0; i < std::size(table); ++i) {
    const model::AskedMailbox& asked = call.request.mailboxes[i];
    EXPECT_EQ(asked.as_written, table[i].as_written) << table[i].mailbox;
    EXPECT_EQ(asked.address ? asked.address->str() : "", table[i].address) << table[i].mailbox;
    if (!asked.address) {
      EXPECT_EQ(asked.address.error().kind(), model::ErrorKind::address_invalid);
    }
  }
}

TEST(DecodeCall, TheWrittenAddressIsCutBetweenCharacters) {
  Parts parts;
  parts.mailboxes = Parts::mailbox(std::string(319, 'a') + "\xc3\xa4");
  EXPECT_EQ(availability_call(parts.str()).request.mailboxes.front().as_written,
            std::string(319, 'a'));
}

TEST(DecodeCall, AnAddressInAnotherScriptIsItsALabel) {
  Parts parts;
  parts.mailboxes = Parts::mailbox(
      "ada@b\xc3\xbc"
      "cher.example");
  EXPECT_EQ(availability_call(parts.str()).request.mailboxes.front().address.value().str(),
            "ada@xn--bcher-kva.example");
}

TEST(DecodeCall, Windows) {
  struct Row {
    std::string_view begin;
    std::string_view end;
    std::string_view expected;
  };
  const Row table[] = {
      {"2031-05-06T00:00:00", "2031-05-06T00:00:00", "window_invalid"},
      {"2031-05-07T00:00:00", "2031-05-06T00:00:00", "window_invalid"},
      {"2031-05-06T00:00:00", "2031-07-07T00:00:00", "taken"},
      {"2031-05-06T00:00:00", "2031-07-07T00:00:01", "window_too_long"},
      {"2031-05-06T00:00:00", "2031-07-08T00:00:00", "window_too_long"},
      {"0001-01-01T00:00:00", "2031-05-06T00:00:00", "window_invalid"},
      {"2031-05-06T00:00:00", "9999-12-31T23:59:59", "window_invalid"},
      {"2031-05-06", "2031-05-07", "schema_violation"},
      {"", "2031-05-07T00:00:00", "schema_violation"},
      {"2031-05-06T00:00:00+01:00", "2031-05-06T00:00:00Z", "taken"},
      {"2031-05-06T00:00:00Z", "2031-05-06T01:00:00+01:00", "window_invalid"},
      {"2031-05-06T00:00:00.000", "2031-05-07T00:00:00.9999999Z", "taken"},
  };
  for (const Row& row : table) {
    Parts parts;
    parts.begin = row.begin;
    parts.end = row.end;
    EXPECT_EQ(refusal(parts.str()), row.expected) << row.begin << " " << row.end;
  }
  EXPECT_EQ(refusal(Parts::envelope("", "<m:GetUserAvailabilityRequest><m:MailboxDataArray>" +
                                            mailboxes(1) +
                                            "</m:MailboxDataArray><t:FreeBusyViewOptions/>"
                                            "</m:GetUserAvailabilityRequest>")),
            "schema_violation");
}

TEST(DecodeCall, Intervals) {
  struct Row {
    std::string_view interval;
    std::string_view end;
    std::string_view expected;  // minutes, or the refusal
  };
  const Row table[] = {
      {"5", "2031-05-07T00:00:00", "5"},
      {"4", "2031-05-07T00:00:00", "interval_invalid"},
      {"0", "2031-05-07T00:00:00", "interval_invalid"},
      {"-30", "2031-05-07T00:00:00", "interval_invalid"},
      {"1440", "2031-05-08T00:00:00", "1440"},
      {"1441", "2031-05-09T00:00:00", "interval_invalid"},
      {"1444", "2031-05-09T00:00:00", "interval_invalid"},
      {"1440", "2031-05-07T00:00:00", "interval_invalid"},
      {"1439", "2031-05-07T00:00:00", "1439"},
      {"30", "2031-05-06T00:30:00", "interval_invalid"},
      {"30", "2031-05-06T00:30:01", "30"},
      {"half", "2031-05-07T00:00:00", "interval_invalid"},
      {"99999999999999999999", "2031-05-07T00:00:00", "interval_invalid"},
      {" 15 ", "2031-05-07T00:00:00", "15"},
      {"none", "2031-05-07T00:00:00", "30"},
      {"none", "2031-05-06T00:30:01", "30"},
      {"none", "2031-05-06T00:30:00", "5"},
      {"none", "2031-05-06T00:00:01", "5"},
  };
  for (const Row& row : table) {
    Parts parts;
    parts.interval = row.interval == "none" ? "" : Parts::interval_of(row.interval);
    parts.end = row.end;
    std::string found = refusal(parts.str());
    if (found == "taken")
      found = std::to_string(availability_call(parts.str()).request.slot.length().count());
    EXPECT_EQ(found, row.expected) << row.interval << " to " << row.end;
  }
}

TEST(DecodeCall, ViewsAndWhatTheyWish) {
  using L = model::DetailLevel;
  struct Row {
    std::string view;
    View expected;
    L wish;
  };
  const Row table[] = {
      {Parts::view_of("MergedOnly"), View::merged_only, L::availability_only},
      {Parts::view_of("FreeBusy"), View::free_busy, L::availability_only},
      {Parts::view_of("FreeBusyMerged"), View::free_busy_merged, L::availability_only},
      {Parts::view_of("Detailed"), View::detailed, L::limited_details},
      {Parts::view_of("DetailedMerged"), View::detailed_merged, L::limited_details},
      {"", View::detailed, L::limited_details},
  };
  for (const Row& row : table) {
    Parts parts;
    parts.view = row.view;
    const AvailabilityCall call = availability_call(parts.str());
    EXPECT_EQ(call.presentation.view, row.expected) << row.view;
    EXPECT_EQ(call.request.wish, row.wish) << row.view;
  }
  for (const char* view : {"None", "", "detailed", "Detailed FreeBusy", "Everything"}) {
    Parts parts;
    parts.view = Parts::view_of(view);
    EXPECT_EQ(refusal(parts.str()), "view_invalid") << view;
  }
}

TEST(DecodeCall, AsksForAViewOrSuggestionsOrBoth) {
  Parts parts;
  AvailabilityCall call = availability_call(parts.str());
  EXPECT_TRUE(call.view_asked);
  EXPECT_FALSE(call.suggestions.has_value());
  parts.suggestions = "<t:SuggestionsViewOptions/>";
  call = availability_call(parts.str());
  EXPECT_TRUE(call.view_asked);
  EXPECT_TRUE(call.suggestions.has_value());

  const auto without_options = [](std::string_view rest) {
    return Parts::envelope("", "<m:GetUserAvailabilityRequest><m:MailboxDataArray>" + mailboxes(1) +
                                   "</m:MailboxDataArray>" + std::string(rest) +
                                   "</m:GetUserAvailabilityRequest>");
  };
  EXPECT_EQ(refusal(without_options("")), "view_invalid");
}

TEST(DecodeCall, ZonesOfBodyAndHeader) {
  const std::string header_by_name =
      "<t:TimeZoneContext><t:TimeZoneDefinition Id=\"W. Europe Standard Time\"/>"
      "</t:TimeZoneContext>";
  struct Row {
    std::string header;
    std::string zone;
    std::string_view time;
    std::string_view expected;  // the beginning in UTC, or the refusal
  };
  const std::string bad_body = zone_xml(0, switch_xml("StandardTime", 0, "02:00:00", 1, 13) +
                                               switch_xml("DaylightTime", -60, "02:00:00", 2, 3));
  const Row table[] = {
      {"", pacific(), "2031-05-06T00:00:00", "2031-05-06T07:00:00Z"},
      {header_by_name, "", "2031-05-06T00:00:00", "2031-05-05T22:00:00Z"},
      {header_by_name, pacific(), "2031-05-06T00:00:00", "2031-05-06T07:00:00Z"},
      {header_by_name, bad_body, "2031-05-06T00:00:00", "time_zone_invalid"},
      {"<t:TimeZoneContext><t:TimeZoneDefinition Id=\"Nowhere Standard Time\"/>"
       "</t:TimeZoneContext>",
       "", "2031-05-06T00:00:00", "time_zone_invalid"},
      {"<t:TimeZoneContext><t:TimeZoneDefinition Id=\"Nowhere Standard Time\"/>"
       "</t:TimeZoneContext>",
       pacific(), "2031-05-06T00:00:00", "2031-05-06T07:00:00Z"},
      {"", "", "2031-05-06T00:00:00", "time_zone_invalid"},
      {"<t:TimeZoneContext/>", "", "2031-05-06T00:00:00", "time_zone_invalid"},
      {"", "", "2031-05-06T00:00:00Z", "2031-05-06T00:00:00Z"},
      {"", "", "2031-05-06T00:00:00-03:00", "2031-05-06T03:00:00Z"},
      {"", pacific(), "2031-05-06T00:00:00Z", "2031-05-06T00:00:00Z"},
      {"", pacific(), "2031-05-06T00:00:00+05:30", "2031-05-05T18:30:00Z"},
  };
  for (const Row& row : table) {
    Parts parts;
    parts.header = row.header;
    parts.zone = row.zone;
    parts.begin = row.time;
    parts.end = "2031-05-07T12:00:00Z";
    std::string found = refusal(parts.str());
    if (found == "taken") found = text(availability_call(parts.str()).request.window.begin());
    EXPECT_EQ(found, row.expected) << row.header << row.zone << row.time;
  }
}

TEST(DecodeCall, WindowsOverTheSwitchesOfTheYear) {
  struct Row {
    std::string zone;
    std::string_view begin;
    std::string_view end;
    std::string_view utc_begin;
    std::string_view utc_end;
  };
  const Row table[] = {
      // A day of 23 hours, a day of 25, and a day of 24 and a half.
      {pacific(), "2031-03-09T00:00:00", "2031-03-10T00:00:00", "2031-03-09T08:00:00Z",
       "2031-03-10T07:00:00Z"},
      {pacific(), "2031-11-02T00:00:00", "2031-11-03T00:00:00", "2031-11-02T07:00:00Z",
       "2031-11-03T08:00:00Z"},
      {west_europe(), "2031-03-30T00:00:00", "2031-03-31T00:00:00", "2031-03-29T23:00:00Z",
       "2031-03-30T22:00:00Z"},
      {west_europe(), "2031-10-26T00:00:00", "2031-10-27T00:00:00", "2031-10-25T22:00:00Z",
       "2031-10-26T23:00:00Z"},
      {lord_howe(), "2031-04-06T00:00:00", "2031-04-07T00:00:00", "2031-04-05T13:00:00Z",
       "2031-04-06T13:30:00Z"},
      {lord_howe(), "2031-10-05T00:00:00", "2031-10-06T00:00:00", "2031-10-04T13:30:00Z",
       "2031-10-05T13:00:00Z"},
      {std::string(kUtcZone), "2031-03-30T00:00:00", "2031-03-31T00:00:00", "2031-03-30T00:00:00Z",
       "2031-03-31T00:00:00Z"},
      {zone_xml(-60, ""), "2031-07-01T00:00:00", "2031-07-02T00:00:00", "2031-06-30T23:00:00Z",
       "2031-07-01T23:00:00Z"},
      {zone_xml(-60, switch_xml("DaylightTime", -60, "02:00:00", 5, 3)), "2031-07-01T00:00:00",
       "2031-07-02T00:00:00", "2031-06-30T23:00:00Z", "2031-07-01T23:00:00Z"},
      // A begin that does not exist moves on; one that exists twice is the first.
      {west_europe(), "2031-03-30T02:30:00", "2031-03-31T00:00:00", "2031-03-30T01:30:00Z",
       "2031-03-30T22:00:00Z"},
      {west_europe(), "2031-10-26T02:30:00", "2031-10-27T00:00:00", "2031-10-26T00:30:00Z",
       "2031-10-26T23:00:00Z"},
  };
  for (const Row& row : table) {
    Parts parts;
    parts.zone = row.zone;
    parts.begin = row.begin;
    parts.end = row.end;
    const AvailabilityCall call = availability_call(parts.str());
    EXPECT_EQ(text(call.request.window.begin()), row.utc_begin) << row.begin;
    EXPECT_EQ(text(call.request.window.end()), row.utc_end) << row.end;
  }
}

TEST(DecodeCall, ServerTimeZones) {
  const auto decoded = [](std::string_view request) {
    return std::get<ServerTimeZonesCall>(decode_call(Parts::envelope("", request)).value());
  };
  EXPECT_TRUE(decoded("<m:GetServerTimeZones/>").full);
  EXPECT_TRUE(decoded("<m:GetServerTimeZones/>").ids.empty());
  EXPECT_TRUE(decoded("<m:GetServerTimeZones ReturnFullTimeZoneData='true'/>").full);
  EXPECT_FALSE(decoded("<m:GetServerTimeZones ReturnFullTimeZoneData='false'/>").full);
  EXPECT_FALSE(decoded("<m:GetServerTimeZones ReturnFullTimeZoneData='0'/>").full);
  EXPECT_EQ(decoded("<m:GetServerTimeZones><m:Ids><t:Id>UTC</t:Id><t:Id> W. Europe Standard Time "
                    "</t:Id></m:Ids></m:GetServerTimeZones>")
                .ids,
            (std::vector<std::string>{"UTC", "W. Europe Standard Time"}));

  const auto with_ids = [](std::size_t count) {
    std::string ids;
    for (std::size_t i = 0; i < count; ++i) ids += "<t:Id>UTC</t:Id>";
    return Parts::envelope(
        "", "<m:GetServerTimeZones><m:Ids>" + ids + "</m:Ids></m:GetServerTimeZones>");
  };
  EXPECT_EQ(refusal(with_ids(0)), "schema_violation");
  EXPECT_EQ(refusal(with_ids(200)), "taken");
  EXPECT_EQ(refusal(with_ids(201)), "schema_violation");
}

}  // namespace
}  // namespace fb::ews
