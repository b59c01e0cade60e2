// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <algorithm>

#include "protocols/ews/ews.hpp"
#include "protocols/ews/names.hpp"
#include "protocols/ews/soap.hpp"

namespace fb::ews {
namespace {

using model::ErrorKind;

constexpr std::size_t kViolationBytesMax = 200;
constexpr std::int64_t kBackOffDefaultMs = 30'000;
constexpr std::int64_t kBackOffMsMax = 3'600'000;

// Kinds whose detail is made by decode_call alone: it tells a developer what to change and holds
// nothing of ours or of anybody's calendar.
bool may_say_detail(ErrorKind kind) {
  return kind == ErrorKind::malformed_request || kind == ErrorKind::schema_violation ||
         kind == ErrorKind::unknown_operation || kind == ErrorKind::time_zone_invalid;
}

std::string fault_text(const model::Error& error) {
  std::string text(model::facts(error.kind()).caller_text);
  if (may_say_detail(error.kind()) && !error.detail().empty())
    text.append(" (").append(bounded(error.detail(), kViolationBytesMax)).append(")");
  return text;
}

void append_message_xml(const model::Error& error, std::string& out) {
  const bool busy = error.kind() == ErrorKind::server_busy;
  if (!busy && error.kind() != ErrorKind::schema_violation) return;
  out.append("<t:MessageXml xmlns:t=\"").append(kTypes).append("\">");
  if (busy) {
    const std::int64_t asked_ms =
        std::min(std::int64_t{error.retry_after_s()} * 1000, kBackOffMsMax);
    out.append("<t:Value Name=\"BackOffMilliseconds\">");
    append_integer(asked_ms > 0 ? asked_ms : kBackOffDefaultMs, out);
    out.append("</t:Value>");
  } else {
    append_element("t:Violation", bounded(error.detail(), kViolationBytesMax), out);
  }
  out.append("</t:MessageXml>");
}

}  // namespace

// Exchange has two forms of detail: a number for availability's own refusals, a ResponseCode for
// all others. Clients look for one, the other, or the faultcode; all three are here.
void encode_fault(const model::Error& error, std::string& out) {
  const ResponseCode code = response_code(error.kind());
  const std::string text = fault_text(error);
  append_answer_start(out);
  out.append("<s:Fault><faultcode xmlns:a=\"").append(kTypes).append("\">a:").append(code.name);
  out.append("</faultcode><faultstring xml:lang=\"en-US\">");
  wire::append_escaped(text, out);
  out.append("</faultstring><detail>");
  if (code.number != 0) {
    out.append("<m:ErrorCode xmlns:m=\"").append(kMessages).append("\">");
    append_integer(code.number, out);
    out.append("</m:ErrorCode>");
  }
  out.append("<e:ResponseCode xmlns:e=\"").append(kErrors).append("\">").append(code.name);
  out.append("</e:ResponseCode><e:Message xmlns:e=\"").append(kErrors).append("\">");
  wire::append_escaped(text, out);
  out.append("</e:Message>");
  append_message_xml(error, out);
  out.append("</detail></s:Fault>");
  append_answer_end(out);
}

void encode_security_fault(std::string& out) {
  out.append(
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>"
      "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><s:Fault>"
      "<faultcode xmlns:a=\"http://docs.oasis-open.org/wss/2004/01/"
      "oasis-200401-wss-wssecurity-secext-1.0.xsd\">a:InvalidSecurity</faultcode>"
      "<faultstring xml:lang=\"en-US\">An error occurred when verifying security for the message."
      "</faultstring></s:Fault></s:Body></s:Envelope>");
}

}  // namespace fb::ews
