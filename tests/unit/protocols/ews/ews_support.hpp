// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "protocols/ews/ews.hpp"
#include "protocols/wire/iso8601.hpp"
#include "tests/support/golden.hpp"

namespace fb::ews {

inline model::UtcTime utc(std::string_view text) {
  const wire::DateTime read = wire::read_date_time(text).value();
  return model::UtcTime(read.wall.time_since_epoch() -
                        read.offset.value_or(std::chrono::seconds(0)));
}

inline model::TimeWindow window(std::string_view begin, std::string_view end) {
  return model::TimeWindow::span(utc(begin), utc(end)).value();
}

inline std::string text(model::UtcTime at) {
  std::string out;
  wire::append_utc_time(at, out);
  return out;
}

inline std::filesystem::path golden(std::string_view name) {
  return std::filesystem::path(FB_SOURCE_DIR) / "tests/golden/ews" / name;
}

inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  EXPECT_TRUE(in.good()) << path;
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

inline std::string read_golden(std::string_view name) { return test::golden_message(golden(name)); }

inline std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

inline std::size_t count_of(std::string_view text, std::string_view piece) {
  std::size_t count = 0;
  for (std::size_t at = text.find(piece); at != std::string_view::npos;
       at = text.find(piece, at + 1))
    ++count;
  return count;
}

// What stands between the first <tag ...> and its end tag.
inline std::string inside(std::string_view text, std::string_view tag) {
  std::size_t from = text.find("<" + std::string(tag) + " ");
  if (from == std::string_view::npos) from = text.find("<" + std::string(tag) + ">");
  if (from == std::string_view::npos) return "(no " + std::string(tag) + ")";
  from = text.find('>', from) + 1;
  return std::string(text.substr(from, text.find("</" + std::string(tag) + ">", from) - from));
}

inline constexpr std::string_view kUtcZone =
    "<t:TimeZone><t:Bias>0</t:Bias><t:StandardTime><t:Bias>0</t:Bias><t:Time>00:00:00</t:Time>"
    "<t:DayOrder>0</t:DayOrder><t:Month>0</t:Month><t:DayOfWeek>Sunday</t:DayOfWeek>"
    "</t:StandardTime><t:DaylightTime><t:Bias>0</t:Bias><t:Time>00:00:00</t:Time>"
    "<t:DayOrder>0</t:DayOrder><t:Month>0</t:Month><t:DayOfWeek>Sunday</t:DayOfWeek>"
    "</t:DaylightTime></t:TimeZone>";

inline std::string switch_xml(std::string_view name, int bias, std::string_view time, int order,
                              int month,
                              std::string_view more = "<t:DayOfWeek>Sunday</t:DayOfWeek>") {
  std::ostringstream out;
  out << "<t:" << name << "><t:Bias>" << bias << "</t:Bias><t:Time>" << time
      << "</t:Time><t:DayOrder>" << order << "</t:DayOrder><t:Month>" << month << "</t:Month>"
      << more << "</t:" << name << ">";
  return out.str();
}

inline std::string zone_xml(int bias, std::string_view switches) {
  return "<t:TimeZone><t:Bias>" + std::to_string(bias) + "</t:Bias>" + std::string(switches) +
         "</t:TimeZone>";
}

inline std::string pacific() {
  return zone_xml(480, switch_xml("StandardTime", 0, "02:00:00", 1, 11) +
                           switch_xml("DaylightTime", -60, "02:00:00", 2, 3));
}
inline std::string west_europe() {
  return zone_xml(-60, switch_xml("StandardTime", 0, "03:00:00", 5, 10) +
                           switch_xml("DaylightTime", -60, "02:00:00", 5, 3));
}
// The half-hour summer time of the southern hemisphere.
inline std::string lord_howe() {
  return zone_xml(-630, switch_xml("StandardTime", 0, "02:00:00", 1, 4) +
                            switch_xml("DaylightTime", -30, "02:00:00", 1, 10));
}

// One request, of which a test changes one part.
struct RequestParts {
  std::string header;
  std::string zone{kUtcZone};
  std::string mailboxes = mailbox("ada@north.example");
  std::string begin = "2031-05-06T00:00:00";
  std::string end = "2031-05-07T00:00:00";
  std::string interval =
      "<t:MergedFreeBusyIntervalInMinutes>30</t:MergedFreeBusyIntervalInMinutes>";
  std::string view = "<t:RequestedView>DetailedMerged</t:RequestedView>";
  std::string suggestions;

  static std::string mailbox(std::string_view address, std::string_view more = {}) {
    return "<t:MailboxData><t:Email><t:Address>" + std::string(address) + "</t:Address>" +
           std::string(more) +
           "</t:Email><t:AttendeeType>Required</t:AttendeeType></t:MailboxData>";
  }
  static std::string interval_of(std::string_view minutes) {
    return "<t:MergedFreeBusyIntervalInMinutes>" + std::string(minutes) +
           "</t:MergedFreeBusyIntervalInMinutes>";
  }
  static std::string view_of(std::string_view name) {
    return "<t:RequestedView>" + std::string(name) + "</t:RequestedView>";
  }

  std::string options() const {
    return "<t:FreeBusyViewOptions><t:TimeWindow><t:StartTime>" + begin +
           "</t:StartTime><t:EndTime>" + end + "</t:EndTime></t:TimeWindow>" + interval + view +
           "</t:FreeBusyViewOptions>";
  }
  static std::string envelope(std::string_view header, std::string_view body) {
    return "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\""
           " xmlns:m=\"http://schemas.microsoft.com/exchange/services/2006/messages\""
           " xmlns:t=\"http://schemas.microsoft.com/exchange/services/2006/types\">"
           "<s:Header>" +
           std::string(header) + "</s:Header><s:Body>" + std::string(body) +
           "</s:Body></s:Envelope>";
  }
  std::string str() const {
    return envelope(header, "<m:GetUserAvailabilityRequest>" + zone + "<m:MailboxDataArray>" +
                                mailboxes + "</m:MailboxDataArray>" + options() + suggestions +
                                "</m:GetUserAvailabilityRequest>");
  }
};

inline AvailabilityCall availability_call(std::string_view body) {
  auto call = decode_call(body);
  if (!call)
    throw std::runtime_error(std::string(model::facts(call.error().kind()).name) + ": " +
                             call.error().detail());
  return std::get<AvailabilityCall>(std::move(*call));
}

// The name of the kind, or "taken".
inline std::string refusal(std::string_view body) {
  const auto call = decode_call(body);
  return call ? "taken" : std::string(model::facts(call.error().kind()).name);
}

inline model::BusyBlock block(std::string_view begin, std::string_view end,
                              model::FreeBusyStatus status = model::FreeBusyStatus::busy) {
  return {utc(begin), utc(end), status, {}};
}

}  // namespace fb::ews
