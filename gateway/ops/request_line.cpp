// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/ops/request_line.hpp"

#include "protocols/wire/json.hpp"

namespace fb::ops {
namespace {

void append_name(std::string_view name, std::string& line) {
  if (!line.empty() && line.back() != '{' && line.back() != '[') line += ',';
  wire::append_json_string(name, line);
  line += ':';
}

void append(std::string_view name, std::string_view text, std::string& line) {
  append_name(name, line);
  wire::append_json_string(text, line);
}

void append(std::string_view name, std::int64_t number, std::string& line) {
  append_name(name, line);
  line += std::to_string(number);
}

void append_if(std::string_view name, std::string_view text, std::string& line) {
  if (!text.empty()) append(name, text, line);
}

void append_error(const model::Error& error, std::string& line) {
  append("error", model::facts(error.kind()).name, line);
  append_if("rule", error.rule(), line);
  append_if("detail", error.detail(), line);
  append_if("peer_text", std::string_view(error.peer_text()).substr(0, kPeerTextLoggedBytesMax),
            line);
}

void append_mailbox(const model::MailboxAvailability& mailbox, std::string& line) {
  line += '{';
  append("asked", mailbox.asked, line);
  const model::Provenance& provenance = mailbox.provenance;
  append_if("route", provenance.route, line);
  if (!provenance.route.empty()) append("path", model::name(provenance.path), line);
  append("cache", model::name(provenance.cache), line);
  if (provenance.age.count() > 0) append("age_s", provenance.age.count(), line);
  if (provenance.upstream_time.count() > 0)
    append("upstream_us", provenance.upstream_time.count(), line);
  if (mailbox.availability) {
    append_if("rule", provenance.rule, line);
    append("level", model::name(mailbox.availability->level), line);
  } else {
    if (mailbox.availability.error().rule().empty()) append_if("rule", provenance.rule, line);
    append_error(mailbox.availability.error(), line);
  }
  line += '}';
}

// The claims of a credential say why it was refused; where it was accepted, the caller says it all.
void append_credential(const RequestRecord& record, std::string& line) {
  append_if("credential", record.credential, line);
  if (record.caller != nullptr || record.claims.empty()) return;
  append_name("claims", line);
  line += '{';
  for (const auto& [name, value] : record.claims) append(name, value, line);
  line += '}';
}

}  // namespace

void append_event(std::string_view name, std::initializer_list<Field> fields, std::string& line) {
  append("event", name, line);
  for (const Field& field : fields) {
    append_name(field.name, line);
    if (const auto* text = std::get_if<std::string_view>(&field.value)) {
      wire::append_json_string(*text, line);
    } else if (const auto* number = std::get_if<std::int64_t>(&field.value)) {
      line += std::to_string(*number);
    } else {
      line += std::get<bool>(field.value) ? "true" : "false";
    }
  }
}

void append_request(const RequestRecord& record, std::string& line) {
  append("event", "request", line);
  append("correlation", record.correlation, line);
  append("peer", record.peer_address, line);
  append("method", record.method, line);
  append("path", record.path, line);
  append_if("user_agent", record.user_agent, line);
  append_if("hops", record.hops, line);
  if (record.caller != nullptr) {
    append("caller", model::name(record.caller->kind), line);
    append("tenant", record.caller->tenant.str(), line);
    append("principal", record.caller->principal, line);
  }
  append_credential(record, line);
  append("status", static_cast<std::int64_t>(record.status), line);
  append("request_bytes", record.request_bytes, line);
  append("response_bytes", record.response_bytes, line);
  append("duration_us", record.duration_us, line);
  if (record.error != nullptr) append_error(*record.error, line);
  if (record.reply == nullptr) return;
  append_name("mailboxes", line);
  line += '[';
  for (std::size_t i = 0; i < record.reply->mailboxes.size(); ++i) {
    if (i > 0) line += ',';
    append_mailbox(record.reply->mailboxes[i], line);
  }
  line += ']';
}

}  // namespace fb::ops
