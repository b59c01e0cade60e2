// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/ews/ews.hpp"
#include "protocols/ews/names.hpp"
#include "protocols/ews/read_suggestions.hpp"
#include "protocols/ews/request_headers.hpp"
#include "protocols/ews/request_times.hpp"
#include "protocols/ews/soap.hpp"
#include "protocols/wire/idna.hpp"

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

// What FreeBusyViewOptions say beside the window, which the call has already.
model::Status read_view_options(const pugi::xml_node& options, AvailabilityCall& call) {
  const auto slot = read_interval(options, call.request.window);
  if (!slot) return slot.error();
  const auto view = read_view(options);
  if (!view) return view.error();
  call.request.slot = *slot;
  call.request.wish = has_details(*view) ? model::DetailLevel::limited_details
                                         : model::DetailLevel::availability_only;
  call.presentation.view = *view;
  return {};
}

Result<Call> decode_availability(const pugi::xml_node& request, const RequestHeaders& headers,
                                 const DecodeLimits& limits) {
  const pugi::xml_node view = wire::child(request, "FreeBusyViewOptions");
  const pugi::xml_node suggestions = wire::child(request, "SuggestionsViewOptions");
  if (!view && !suggestions)
    return Error::of(ErrorKind::view_invalid,
                     "the request has neither FreeBusyViewOptions nor SuggestionsViewOptions");
  auto mailboxes = read_mailboxes(request, limits.mailboxes_max);
  if (!mailboxes) return mailboxes.error();
  const auto zone = read_zone(request, headers);
  if (!zone) return zone.error();
  std::optional<TimeWindow> window;
  if (view) {
    const auto read = read_window(view, "TimeWindow", *zone);
    if (!read) return read.error();
    window = *read;
  }
  std::optional<model::SuggestionsWish> wish;
  if (suggestions) {
    auto read = read_suggestions(request, *zone, window);
    if (!read) return read.error();
    wish = std::move(*read);
  }
  AvailabilityCall call{{std::move(*mailboxes), window ? *window : wish->window}, {}, bool(view)};
  call.presentation.zone = zone->value_or(Zone::utc());
  call.presentation.hides_working_elsewhere = headers.hides_working_elsewhere;
  call.suggestions = std::move(wish);
  if (view) {
    const model::Status read = read_view_options(view, call);
    if (!read) return read.error();
  }
  return Call(std::move(call));
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
