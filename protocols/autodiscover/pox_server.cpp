// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// POX, answered. [MS-OXDSCLI] lets a LegacyDN win over the address; no directory of ours has one,
// so an address beside it is used and a LegacyDN alone is unknown.
#include <charconv>

#include "protocols/autodiscover/envelope.hpp"
#include "protocols/autodiscover/names.hpp"
#include "protocols/autodiscover/server.hpp"
#include "protocols/model/letter_case.hpp"
#include "protocols/wire/idna.hpp"

namespace fb::autodiscover {
namespace {

constexpr wire::XmlLimits kRequestLimits{
    .bytes_max = 16 * 1024, .depth_max = 16, .elements_max = 100};

std::string_view text_of(PoxCode code) {
  switch (code) {
    case PoxCode::address_unknown:
      return "The e-mail address cannot be found.";  // some clients go by these words
    case PoxCode::invalid_request:
      return "Invalid Request";
    case PoxCode::provider_not_available:
      return "The response schema that was asked for is not available.";
    case PoxCode::server_error:
      break;
  }
  return "The server has failed.";
}

void append_number(std::uint64_t number, std::size_t digits_min, std::string& out) {
  char digits[24];
  const auto end = std::to_chars(std::begin(digits), std::end(digits), number).ptr;
  const auto count = static_cast<std::size_t>(end - std::begin(digits));
  if (count < digits_min) out.append(digits_min - count, '0');
  out.append(std::begin(digits), count);
}

// Of the day, as Exchange writes it: "07:05:09.1234567".
void append_time(model::UtcTime now, std::string& out) {
  const std::chrono::hh_mm_ss time(now - std::chrono::floor<std::chrono::days>(now));
  append_number(static_cast<std::uint64_t>(time.hours().count()), 2, out);
  out += ':';
  append_number(static_cast<std::uint64_t>(time.minutes().count()), 2, out);
  out += ':';
  append_number(static_cast<std::uint64_t>(time.seconds().count()), 2, out);
  out += ".0000000";
}

void append_start(std::string_view response_namespace, std::string& out) {
  out.append("<?xml version=\"1.0\" encoding=\"utf-8\"?><Autodiscover xmlns=\"");
  out.append(kPoxAnswer).append("\"><Response xmlns=\"").append(response_namespace).append("\">");
}

void append_end(std::string& out) { out.append("</Response></Autodiscover>"); }

void append_protocol(std::string_view type, std::string_view ews_url, std::string& out) {
  out.append("<Protocol>");
  append_element("Type", type, out);
  append_element("ASUrl", ews_url, out);
  append_element("EwsUrl", ews_url, out);
  out.append("</Protocol>");
}

}  // namespace

PoxCall decode_pox_call(std::string_view body) {
  const auto document = wire::XmlDocument::parse(body, kRequestLimits);
  if (!document || wire::local_name(document->root()) != "Autodiscover")
    return PoxCode::invalid_request;
  const pugi::xml_node request = wire::child(document->root(), "Request");
  const std::string_view schema = child_text(request, "AcceptableResponseSchema");
  if (!request || schema.empty()) return PoxCode::invalid_request;
  if (!model::equal_without_case(schema, kPoxOutlookAnswer)) return PoxCode::provider_not_available;
  const std::string_view asked = child_text(request, "EMailAddress");
  if (asked.empty()) {
    return child_text(request, "LegacyDN").empty() ? PoxCode::invalid_request
                                                   : PoxCode::address_unknown;
  }
  auto address = wire::read_smtp_address(asked);
  if (!address) return PoxCode::address_unknown;
  return *std::move(address);
}

// Without an ASUrl in EXCH or EXPR, Outlook finds no free/busy at all.
void encode_pox_settings(const model::SmtpAddress& user, std::string_view ews_url,
                         std::string& out) {
  append_start(kPoxOutlookAnswer, out);
  out.append("<User>");
  append_element("AutoDiscoverSMTPAddress", user.str(), out);
  out.append("</User><Account><AccountType>email</AccountType><Action>settings</Action>");
  append_protocol("EXCH", ews_url, out);
  append_protocol("EXPR", ews_url, out);
  out.append("</Account>");
  append_end(out);
}

void encode_pox_redirect(const model::SmtpAddress& address, std::string& out) {
  append_start(kPoxOutlookAnswer, out);
  out.append("<Account><AccountType>email</AccountType><Action>redirectAddr</Action>");
  append_element("RedirectAddr", address.str(), out);
  out.append("</Account>");
  append_end(out);
}

void encode_pox_error(PoxCode code, model::UtcTime now, std::uint32_t server, std::string& out) {
  append_start(kPoxAnswer, out);
  out.append("<Error Time=\"");
  append_time(now, out);
  out.append("\" Id=\"");
  append_number(server, 1, out);
  out.append("\"><ErrorCode>");
  append_number(static_cast<std::uint16_t>(code), 3, out);
  out.append("</ErrorCode>");
  append_element("Message", text_of(code), out);
  out.append("<DebugData/></Error>");
  append_end(out);
}

}  // namespace fb::autodiscover
