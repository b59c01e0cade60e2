// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/ews/names.hpp"
#include "protocols/ews/question.hpp"
#include "protocols/ews/soap.hpp"
#include "protocols/ews/time_zones.hpp"
#include "protocols/wire/iso8601.hpp"

namespace fb::ews {
namespace {

void append_utc_wall_time(std::string_view name, model::UtcTime at, std::string& out) {
  out.append("<").append(name).append(">");
  wire::append_wall_time(std::chrono::local_seconds(at.time_since_epoch()), out);
  out.append("</").append(name).append(">");
}

}  // namespace

model::SlotLength asked_slot(const UpstreamQuestion& question) {
  return question.slot.length() < question.window.length() ? question.slot
                                                           : model::SlotLength::finest();
}

void encode_question(const UpstreamQuestion& question, std::string& out) {
  out.append("<?xml version=\"1.0\" encoding=\"utf-8\"?><s:Envelope xmlns:s=\"").append(kSoap11);
  out.append("\" xmlns:m=\"").append(kMessages).append("\" xmlns:t=\"").append(kTypes);
  out.append(
      "\"><s:Header><t:RequestServerVersion Version=\"Exchange2013\"/></s:Header><s:Body>"
      "<m:GetUserAvailabilityRequest><TimeZone xmlns=\"");
  out.append(kTypes).append("\">");
  append_annual_zone({}, out);
  out.append("</TimeZone><m:MailboxDataArray>");
  for (const model::SmtpAddress& mailbox : question.mailboxes) {
    out.append("<t:MailboxData><t:Email>");
    append_element("t:Address", mailbox.str(), out);
    out.append(
        "<t:RoutingType>SMTP</t:RoutingType></t:Email><t:AttendeeType>Required</t:AttendeeType>"
        "<t:ExcludeConflicts>false</t:ExcludeConflicts></t:MailboxData>");
  }
  out.append("</m:MailboxDataArray><t:FreeBusyViewOptions><t:TimeWindow>");
  append_utc_wall_time("t:StartTime", question.window.begin(), out);
  append_utc_wall_time("t:EndTime", question.window.end(), out);
  out.append("</t:TimeWindow>");
  append_element("t:MergedFreeBusyIntervalInMinutes", asked_slot(question).length().count(), out);
  append_element("t:RequestedView", name_in(kViews, question.view), out);
  out.append("</t:FreeBusyViewOptions></m:GetUserAvailabilityRequest></s:Body></s:Envelope>");
}

}  // namespace fb::ews
