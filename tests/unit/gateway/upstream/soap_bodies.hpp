// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// GetUserAvailability answers as Exchange writes them, put together from pieces.
#pragma once

#include <string>

namespace fb::test {

inline const std::string kTypes = "http://schemas.microsoft.com/exchange/services/2006/types";
inline const std::string kMessages = "http://schemas.microsoft.com/exchange/services/2006/messages";

inline std::string soap_body(const std::string& content) {
  return "<?xml version=\"1.0\" encoding=\"utf-8\"?><s:Envelope "
         "xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>" +
         content + "</s:Body></s:Envelope>";
}

inline std::string soap_answer(const std::string& entries) {
  return soap_body("<GetUserAvailabilityResponse xmlns=\"" + kMessages +
                   "\"><FreeBusyResponseArray>" + entries +
                   "</FreeBusyResponseArray></GetUserAvailabilityResponse>");
}

// One busy hour on 8 January 2027 at 09:00, with a subject where there is one.
inline std::string busy_entry(const std::string& subject = {}) {
  const std::string view = subject.empty() ? "FreeBusy" : "Detailed";
  const std::string details =
      subject.empty() ? std::string()
                      : "<CalendarEventDetails><ID>0A0B</ID><Subject>" + subject +
                            "</Subject><IsMeeting>true</IsMeeting><IsRecurring>false</IsRecurring>"
                            "<IsException>false</IsException><IsReminderSet>false</IsReminderSet>"
                            "<IsPrivate>false</IsPrivate></CalendarEventDetails>";
  return "<FreeBusyResponse><ResponseMessage ResponseClass=\"Success\"><ResponseCode>NoError"
         "</ResponseCode></ResponseMessage><FreeBusyView><FreeBusyViewType xmlns=\"" +
         kTypes + "\">" + view + "</FreeBusyViewType><CalendarEventArray xmlns=\"" + kTypes +
         "\"><CalendarEvent><StartTime>2027-01-08T09:00:00</StartTime><EndTime>2027-01-08T10:00:00"
         "</EndTime><BusyType>Busy</BusyType>" +
         details + "</CalendarEvent></CalendarEventArray></FreeBusyView></FreeBusyResponse>";
}

inline std::string failed_entry(const std::string& code) {
  return "<FreeBusyResponse><ResponseMessage ResponseClass=\"Error\"><MessageText>no</MessageText>"
         "<ResponseCode>" +
         code +
         "</ResponseCode><DescriptiveLinkKey>0</DescriptiveLinkKey></ResponseMessage>"
         "<FreeBusyView><FreeBusyViewType xmlns=\"" +
         kTypes + "\">None</FreeBusyViewType></FreeBusyView></FreeBusyResponse>";
}

// Success without anything that says so.
inline std::string silent_entry() {
  return "<FreeBusyResponse><ResponseMessage ResponseClass=\"Success\"><ResponseCode>NoError"
         "</ResponseCode></ResponseMessage></FreeBusyResponse>";
}

inline std::string soap_fault(const std::string& code, const std::string& more = {}) {
  return soap_body("<s:Fault><faultcode xmlns:a=\"" + kTypes + "\">a:" + code +
                   "</faultcode><faultstring>words of the server</faultstring><detail>"
                   "<e:ResponseCode xmlns:e=\"http://schemas.microsoft.com/exchange/services/2006/"
                   "errors\">" +
                   code + "</e:ResponseCode>" + more + "</detail></s:Fault>");
}

}  // namespace fb::test
