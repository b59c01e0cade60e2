// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/front/ews_endpoint.hpp"

#include "tests/unit/gateway/front/endpoint_fixture.hpp"

namespace fb::front {
namespace {

using model::ErrorKind;

constexpr std::string_view kGrace = "grace@contoso.example";

std::string window_xml(std::string_view name, std::string_view begin, std::string_view end) {
  const std::string tag(name);
  return "<t:" + tag + "><t:StartTime>" + std::string(begin) + "Z</t:StartTime><t:EndTime>" +
         std::string(end) + "Z</t:EndTime></t:" + tag + ">";
}

std::string view_xml(std::string_view begin = "2026-01-05T00:00:00",
                     std::string_view end = "2026-01-06T00:00:00") {
  return "<t:FreeBusyViewOptions>" + window_xml("TimeWindow", begin, end) +
         "<t:RequestedView>Detailed</t:RequestedView></t:FreeBusyViewOptions>";
}

std::string suggestions_xml(std::string_view begin, std::string_view end) {
  return "<t:SuggestionsViewOptions>" + window_xml("DetailedSuggestionsWindow", begin, end) +
         "</t:SuggestionsViewOptions>";
}
std::string suggestions_xml() {
  return suggestions_xml("2026-01-05T08:00:00", "2026-01-05T11:00:00");
}

Asked question(const std::vector<std::string_view>& addresses, const std::string& options) {
  Asked asked;
  asked.path = "/EWS/Exchange.asmx";
  std::string mailboxes;
  for (const std::string_view address : addresses)
    mailboxes += "<t:MailboxData><t:Email><t:Address>" + std::string(address) +
                 "</t:Address></t:Email><t:AttendeeType>Required</t:AttendeeType></t:MailboxData>";
  asked.body =
      "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\""
      " xmlns:m=\"http://schemas.microsoft.com/exchange/services/2006/messages\""
      " xmlns:t=\"http://schemas.microsoft.com/exchange/services/2006/types\"><s:Body>"
      "<m:GetUserAvailabilityRequest><m:MailboxDataArray>" +
      mailboxes + "</m:MailboxDataArray>" + options +
      "</m:GetUserAvailabilityRequest></s:Body></s:Envelope>";
  return asked;
}

// From 9 to 10 on the 5th of January 2026 everybody is busy.
void make_busy_at_nine(EndpointFixture& fixture) {
  fixture.upstream.answer = [](const model::Permit& permit, model::TimeWindow window) {
    model::Availability found{window, {}, model::Precision::exact, {}, permit->level};
    const model::UtcTime nine =
        std::chrono::sys_days(std::chrono::January / 5 / 2026) + std::chrono::hours(9);
    const model::UtcTime ten = nine + std::chrono::hours(1);
    if (window.touches(nine, ten))
      found.blocks.push_back({nine, ten, model::FreeBusyStatus::busy, {}});
    return found;
  };
}

Answered ask(EndpointFixture& fixture, const Asked& asked,
             model::Caller caller = test::contoso_user("peggy@contoso.example")) {
  return fixture.ask(answer_ews, asked, std::move(caller));
}

std::size_t count_of(std::string_view text, std::string_view piece) {
  std::size_t count = 0;
  for (std::size_t at = text.find(piece); at != std::string_view::npos;
       at = text.find(piece, at + 1))
    ++count;
  return count;
}

TEST(EwsEndpoint, OnlyWhatWasAskedForIsAnswered) {
  const struct {
    const char* title;
    std::string options;
    bool view;
    bool suggestions;
  } rows[] = {
      {"a view", view_xml(), true, false},
      {"suggestions", suggestions_xml(), false, true},
      {"both", view_xml() + suggestions_xml(), true, true},
  };
  for (const auto& row : rows) {
    EndpointFixture fixture;
    const Answered answered = ask(fixture, question({kGrace}, row.options));
    EXPECT_EQ(answered.status, 200u) << row.title;
    EXPECT_EQ(count_of(answered.body, "<FreeBusyResponse>"), row.view ? 1u : 0u) << row.title;
    EXPECT_EQ(count_of(answered.body, "<SuggestionsResponse>"), row.suggestions ? 1u : 0u)
        << row.title;
    EXPECT_TRUE(answered.has_reply);
    EXPECT_EQ(count_of(answered.head, "X-FreeBusy-Cache: fetched\r\n"), 1u) << row.title;
  }
}

TEST(EwsEndpoint, SuggestionsAreMadeFromTheCalendars) {
  EndpointFixture fixture;
  make_busy_at_nine(fixture);
  const Answered answered = ask(fixture, question({kGrace}, suggestions_xml()));
  EXPECT_EQ(count_of(answered.body, "<Suggestion>"), 2u) << answered.body;
  EXPECT_EQ(count_of(answered.body, "<MeetingTime>2026-01-05T08:00:00</MeetingTime>"), 1u);
  EXPECT_EQ(count_of(answered.body, "<MeetingTime>2026-01-05T10:00:00</MeetingTime>"), 1u);
  EXPECT_EQ(count_of(answered.body, "<IsWorkTime>true</IsWorkTime>"), 2u);
}

// The suggestions are for a day that the view does not reach: the view stays as it was asked.
TEST(EwsEndpoint, AWindowBeyondTheViewIsAskedForByItself) {
  EndpointFixture fixture;
  make_busy_at_nine(fixture);
  const std::string later = suggestions_xml("2026-02-02T08:00:00", "2026-02-02T10:00:00");
  const Answered answered = ask(fixture, question({kGrace}, view_xml() + later));
  EXPECT_EQ(count_of(answered.body, "<StartTime>2026-01-05T09:00:00</StartTime>"), 1u);
  EXPECT_EQ(count_of(answered.body, "<CalendarEvent>"), 1u);
  EXPECT_EQ(count_of(answered.body, "<MeetingTime>2026-02-02T08:00:00</MeetingTime>"), 1u);
  EXPECT_EQ(fixture.upstream.asked().size(), 2u);
}

TEST(EwsEndpoint, AWindowInsideTheViewIsAskedForOnce) {
  EndpointFixture fixture;
  ask(fixture, question({kGrace}, view_xml() + suggestions_xml()));
  EXPECT_EQ(fixture.upstream.asked().size(), 1u);
}

// One of two: the other is an attendee of whom nothing is known. None at all: nothing to go by.
TEST(EwsEndpoint, WithoutAnyCalendarThereAreNoSuggestionsButAnError) {
  EndpointFixture fixture;
  const Answered one = ask(fixture, question({kGrace, "ghost@nowhere.example"}, suggestions_xml()));
  EXPECT_GT(count_of(one.body, "<UnknownAttendeeConflictData>"), 0u);
  EXPECT_EQ(count_of(one.body, "<SuggestionQuality>Fair</SuggestionQuality>"),
            count_of(one.body, "<Suggestion>"));
  const Answered none = ask(fixture, question({"ghost@nowhere.example"}, suggestions_xml()));
  EXPECT_EQ(none.status, 200u);
  EXPECT_EQ(
      count_of(none.body, "<ResponseCode>ErrorMeetingSuggestionGenerationFailed</ResponseCode>"),
      1u);
  EXPECT_EQ(count_of(none.body, "SuggestionDayResultArray"), 0u);
}

TEST(EwsEndpoint, AGroupIsAMergedViewAndNumbersOfMembers) {
  EndpointFixture fixture;
  make_busy_at_nine(fixture);
  config::Tenant tenant = test::contoso_tenant();
  tenant.groups = {{.address = test::address("sales@contoso.example"),
                    .members = {test::address(kGrace), test::address("kettle@contoso.example"),
                                test::address("nobody@contoso.example")}}};
  fixture.snapshots.publish(test::snapshot_of({{tenant}, {}}, 2));
  const Answered answered =
      ask(fixture, question({"sales@contoso.example"}, view_xml() + suggestions_xml()));
  EXPECT_EQ(count_of(answered.body, ">MergedOnly</FreeBusyViewType>"), 1u) << answered.body;
  EXPECT_EQ(count_of(answered.body, "444444444444444444224444444444444444444444444444"), 1u);
  EXPECT_EQ(count_of(answered.body, "<CalendarEvent>"), 0u);
  EXPECT_EQ(count_of(answered.body,
                     "<NumberOfMembers>3</NumberOfMembers>"
                     "<NumberOfMembersAvailable>2</NumberOfMembersAvailable>"
                     "<NumberOfMembersWithConflict>0</NumberOfMembersWithConflict>"
                     "<NumberOfMembersWithNoData>1</NumberOfMembersWithNoData>"),
            2u);
}

TEST(EwsEndpoint, AGroupIsNobodyToAnotherOrganisation) {
  EndpointFixture fixture;
  config::Tenant tenant = test::contoso_tenant();
  tenant.groups = {
      {.address = test::address("sales@contoso.example"), .members = {test::address(kGrace)}}};
  fixture.snapshots.publish(
      test::snapshot_of({{tenant}, {test::partner_of(test::contoso_china_tenant())}}, 2));
  const auto answer_to = [&](std::string_view address) {
    return ask(fixture, question({address}, view_xml()), partner_organization()).body;
  };
  EXPECT_EQ(count_of(answer_to("sales@contoso.example"), "ErrorMailRecipientNotFound"), 1u);
  EXPECT_EQ(answer_to("sales@contoso.example"), answer_to("ghosts@contoso.example"));
  EXPECT_TRUE(fixture.upstream.asked().empty());
}

}  // namespace
}  // namespace fb::front
