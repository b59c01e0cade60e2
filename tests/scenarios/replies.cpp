// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tests/scenarios/replies.hpp"

#include <cstdio>
#include <map>

namespace fb::scenarios {
namespace {

const std::map<std::string, std::string> kGraphNames{{"busy", "busy"},
                                                     {"tentative", "tentative"},
                                                     {"oof", "oof"},
                                                     {"elsewhere", "workingElsewhere"},
                                                     {"unknown", "unknown"}};
const std::map<std::string, std::string> kEwsNames{{"busy", "Busy"},
                                                   {"tentative", "Tentative"},
                                                   {"oof", "OOF"},
                                                   {"elsewhere", "WorkingElsewhere"},
                                                   {"unknown", "NoData"}};

std::string wall(model::UtcTime at) {
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(at - day);
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()));
  return text;
}

std::string graph_time(model::UtcTime at) {
  return R"({"dateTime":")" + wall(at) + R"(.0000000","timeZone":"UTC"})";
}

}  // namespace

std::string graph_reply(const std::vector<CalendarReply>& calendars) {
  std::string out = R"({"value":[)";
  for (const CalendarReply& calendar : calendars) {
    if (out.back() == '}') out += ',';
    out += R"({"scheduleId":")" + calendar.address + '"';
    if (!calendar.error.empty()) {
      out += R"(,"scheduleItems":[],"error":{"message":"no","responseCode":")" + calendar.error +
             R"("}})";
      continue;
    }
    out += R"(,"scheduleItems":[)";
    for (const Block& block : calendar.blocks) {
      if (out.back() == '}') out += ',';
      out += R"({"status":")" + kGraphNames.at(block.status) + R"(","start":)" +
             graph_time(block.begin) + R"(,"end":)" + graph_time(block.end) + '}';
    }
    out += "]}";
  }
  return out + "]}";
}

std::string ews_reply(const std::vector<CalendarReply>& calendars) {
  std::string out =
      R"(<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>)"
      R"(<GetUserAvailabilityResponse xmlns="http://schemas.microsoft.com/exchange/services/2006/messages">)"
      "<FreeBusyResponseArray>";
  const std::string types = R"( xmlns="http://schemas.microsoft.com/exchange/services/2006/types")";
  for (const CalendarReply& calendar : calendars) {
    out += "<FreeBusyResponse>";
    if (!calendar.error.empty()) {
      out +=
          R"(<ResponseMessage ResponseClass="Error"><MessageText>no</MessageText><ResponseCode>)" +
          calendar.error + "</ResponseCode></ResponseMessage><FreeBusyView><FreeBusyViewType" +
          types + ">None</FreeBusyViewType></FreeBusyView></FreeBusyResponse>";
      continue;
    }
    out += R"(<ResponseMessage ResponseClass="Success"><ResponseCode>NoError</ResponseCode>)"
           "</ResponseMessage>"
           "<FreeBusyView><FreeBusyViewType" +
           types + ">FreeBusy</FreeBusyViewType><CalendarEventArray" + types + ">";
    for (const Block& block : calendar.blocks) {
      out += "<CalendarEvent><StartTime>" + wall(block.begin) + "</StartTime><EndTime>" +
             wall(block.end) + "</EndTime><BusyType>" + kEwsNames.at(block.status) +
             "</BusyType></CalendarEvent>";
    }
    out += "</CalendarEventArray></FreeBusyView></FreeBusyResponse>";
  }
  return out + "</FreeBusyResponseArray></GetUserAvailabilityResponse></s:Body></s:Envelope>";
}

std::string autodiscover_reply(const std::string& ews_url) {
  return R"(<?xml version="1.0" encoding="utf-8"?>)"
         R"(<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>)"
         R"(<GetUserSettingsResponseMessage )"
         R"(xmlns="http://schemas.microsoft.com/exchange/2010/Autodiscover">)"
         R"(<Response xmlns:i="http://www.w3.org/2001/XMLSchema-instance">)"
         "<ErrorCode>NoError</ErrorCode><ErrorMessage/>"
         "<UserResponses><UserResponse><ErrorCode>NoError</ErrorCode><ErrorMessage/>"
         R"(<RedirectTarget i:nil="true"/><UserSettingErrors/>)"
         R"(<UserSettings><UserSetting i:type="StringSetting">)"
         "<Name>ExternalEwsUrl</Name><Value>" +
         ews_url +
         "</Value></UserSetting></UserSettings></UserResponse></UserResponses></Response>"
         "</GetUserSettingsResponseMessage></s:Body></s:Envelope>";
}

}  // namespace fb::scenarios
