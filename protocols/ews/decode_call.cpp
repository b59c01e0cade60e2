// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/ews/ews.hpp"
#include "protocols/ews/names.hpp"
#include "protocols/ews/request_headers.hpp"
#include "protocols/ews/soap.hpp"
#include "protocols/ews/time_zones.hpp"
#include "protocols/wire/idna.hpp"
#include "protocols/wire/iso8601.hpp"

namespace fb::ews {
namespace {

using model::Error;
using model::ErrorKind;
using model::Result;
using model::SlotLength;
using model::TimeWindow;
using wire::Zone;

constexpr std::size_t kAddressBytesMax = 320;
constexpr std::size_t kZoneIdsMax = 200;
constexpr std::size_t kZoneIdBytesMax = 128;
constexpr int kYearMin = 1900;
constexpr int kYearMax = 2200;

Result<model::SmtpAddress> read_address(std::string_view address, std::string_view routing_type) {
  if (!routing_type.empty() && !equals_ignoring_case(routing_type, "SMTP"))
    return Error::of(ErrorKind::address_invalid, "the RoutingType of the address is not SMTP");
  return wire::read_smtp_address(address);
}

Result<std::vector<model::AskedMailbox>> read_mailboxes(const pugi::xml_node& request,
                                                        std::size_t mailboxes_max) {
  const pugi::xml_node array = wire::child(request, "MailboxDataArray");
  if (!array) return Error::of(ErrorKind::schema_violation, "there is no MailboxDataArray");
  std::size_t count = 0;
  for (auto data = wire::first_element(array); data; data = wire::next_element(data)) ++count;
  if (count == 0) return Error::of(ErrorKind::mailbox_list_empty, "the MailboxDataArray is empty");
  if (count > mailboxes_max)
    return Error::of(ErrorKind::mailbox_list_too_long, "at most " + std::to_string(mailboxes_max) +
                                                           " mailboxes may be asked for; " +
                                                           std::to_string(count) + " were");
  std::vector<model::AskedMailbox> mailboxes;
  mailboxes.reserve(count);
  for (auto data = wire::first_element(array); data; data = wire::next_element(data)) {
    // The display name is not read: it may say anything, also another address.
    const pugi::xml_node email = wire::child(data, "Email");
    const std::string_view address = child_text(email, "Address");
    mailboxes.push_back({std::string(bounded(address, kAddressBytesMax)),
                         read_address(address, child_text(email, "RoutingType"))});
  }
  return mailboxes;
}

// The zone of the body wins over that of the header. With neither, nullopt: the times of the window
// must then say their offset. Guessing UTC would answer for other hours than the caller meant.
Result<std::optional<Zone>> read_zone(const pugi::xml_node& request,
                                      const RequestHeaders& headers) {
  if (const pugi::xml_node body_zone = wire::child(request, "TimeZone")) {
    const auto annual = read_annual_zone(body_zone);
    if (!annual) return annual.error();
    auto zone = Zone::annual(*annual);
    if (!zone) return zone.error();
    return std::optional<Zone>(std::move(*zone));
  }
  if (!headers.zone_definition) return std::optional<Zone>{};
  const auto definition = read_zone_definition(headers.zone_definition);
  if (!definition) return definition.error();
  auto zone = Zone::defined(*definition);
  if (!zone) return zone.error();
  return std::optional<Zone>(std::move(*zone));
}

Result<model::UtcTime> read_instant(std::string_view text, const std::optional<Zone>& zone) {
  const auto read = wire::read_date_time(text);
  if (!read) return Error::of(ErrorKind::schema_violation, "the TimeWindow lacks a readable time");
  const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(read->wall));
  if (date.year() < std::chrono::year(kYearMin) || date.year() > std::chrono::year(kYearMax))
    return Error::of(ErrorKind::window_invalid, "the window lies too far away");
  if (read->offset) return model::UtcTime(read->wall.time_since_epoch() - *read->offset);
  if (!zone)
    return Error::of(ErrorKind::time_zone_invalid,
                     "the times have no offset and the request has no time zone");
  return zone->to_utc(read->wall);
}

Result<TimeWindow> read_window(const pugi::xml_node& options, const std::optional<Zone>& zone) {
  const pugi::xml_node window = wire::child(options, "TimeWindow");
  if (!window) return Error::of(ErrorKind::schema_violation, "there is no TimeWindow");
  const auto begin = read_instant(child_text(window, "StartTime"), zone);
  if (!begin) return begin.error();
  const auto end = read_instant(child_text(window, "EndTime"), zone);
  if (!end) return end.error();
  return TimeWindow::make(*begin, *end);
}

Result<SlotLength> read_interval(const pugi::xml_node& options, const TimeWindow& window) {
  const pugi::xml_node node = wire::child(options, "MergedFreeBusyIntervalInMinutes");
  if (!node) {
    // The interval has to be shorter than the window. Who did not choose one is not at fault, so a
    // short window gets the finest slots.
    const SlotLength half_hour = SlotLength::half_hour();
    return half_hour.length() < window.length() ? half_hour : SlotLength::finest();
  }
  const auto minutes = integer_of(wire::text_of(node));
  if (!minutes) return Error::of(ErrorKind::interval_invalid, "the interval is no number");
  auto slot = SlotLength::of_minutes(*minutes);
  if (slot && slot->length() >= window.length())
    return Error::of(ErrorKind::interval_invalid, "the interval is not shorter than the window");
  return slot;
}

Result<View> read_view(const pugi::xml_node& options) {
  const pugi::xml_node node = wire::child(options, "RequestedView");
  // What an absent view means is not published. Detailed is what desktop clients and servers ask
  // for, and it gives nobody more: the caller's rights cut it down.
  if (!node) return View::detailed;
  const auto view = value_named<View>(kViews, wire::text_of(node));
  if (!view) return Error::of(ErrorKind::view_invalid, "the RequestedView is none of the five");
  return *view;
}

Result<Call> decode_availability(const pugi::xml_node& request, const RequestHeaders& headers,
                                 const DecodeLimits& limits) {
  const pugi::xml_node options = wire::child(request, "FreeBusyViewOptions");
  const bool suggestions = has_child(request, "SuggestionsViewOptions");
  if (!options && suggestions)
    return Error::of(ErrorKind::unknown_operation,
                     "meeting suggestions are not offered; ask with FreeBusyViewOptions");
  if (!options) return Error::of(ErrorKind::view_invalid, "the request has no FreeBusyViewOptions");
  auto mailboxes = read_mailboxes(request, limits.mailboxes_max);
  if (!mailboxes) return mailboxes.error();
  auto zone = read_zone(request, headers);
  if (!zone) return zone.error();
  const auto window = read_window(options, *zone);
  if (!window) return window.error();
  const auto slot = read_interval(options, *window);
  if (!slot) return slot.error();
  const auto view = read_view(options);
  if (!view) return view.error();

  const auto wish = has_details(*view) ? model::DetailLevel::limited_details
                                       : model::DetailLevel::availability_only;
  return Call(AvailabilityCall{
      {std::move(*mailboxes), *window, *slot, wish},
      {zone->value_or(Zone::utc()), *view, headers.hides_working_elsewhere, suggestions}});
}

Result<Call> decode_server_time_zones(const pugi::xml_node& request) {
  ServerTimeZonesCall call;
  const std::string_view full = request.attribute("ReturnFullTimeZoneData").value();
  call.full = !(equals_ignoring_case(full, "false") || full == "0");
  const pugi::xml_node ids = wire::child(request, "Ids");
  for (auto id = wire::first_element(ids); id; id = wire::next_element(id)) {
    if (call.ids.size() == kZoneIdsMax)
      return Error::of(ErrorKind::schema_violation, "there are too many time zone Ids");
    call.ids.emplace_back(bounded(wire::text_of(id), kZoneIdBytesMax));
  }
  if (ids && call.ids.empty())
    return Error::of(ErrorKind::schema_violation, "the list of time zone Ids is empty");
  return Call(std::move(call));
}

}  // namespace

Result<Call> decode_call(std::string_view body, const DecodeLimits& limits) {
  const wire::XmlLimits xml_limits{.depth_max = limits.depth_max};
  const auto document = wire::XmlDocument::parse(body, xml_limits);
  if (!document) return document.error();
  const auto envelope = open_envelope(*document);
  if (!envelope) return envelope.error();
  const pugi::xml_node& request = envelope->payload;
  if (!request) return Error::of(ErrorKind::malformed_request, "the Body is empty");
  const auto headers = read_request_headers(envelope->header);
  if (!headers) return headers.error();
  // SOAPAction is not looked at: many clients send none, and Exchange goes by the Body too.
  const std::string_view operation = wire::local_name(request);
  if (is_in_namespace(request, kMessages)) {
    if (operation == "GetUserAvailabilityRequest")
      return decode_availability(request, *headers, limits);
    if (operation == "GetServerTimeZones") return decode_server_time_zones(request);
  }
  return Error::of(ErrorKind::unknown_operation,
                   "only GetUserAvailability and GetServerTimeZones are offered here");
}

}  // namespace fb::ews
