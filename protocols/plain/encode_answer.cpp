// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <algorithm>

#include "protocols/plain/words.hpp"
#include "protocols/wire/iso8601.hpp"
#include "protocols/wire/json.hpp"

namespace fb::plain {
namespace {

using model::FreeBusyStatus;

// Writes the members of one answer. Every append of a member begins with its comma, but the first.
class Writer {
 public:
  Writer(const model::AvailabilityReply& reply, const Presentation& presentation, std::string& out)
      : reply_(reply), presentation_(presentation), times_(presentation.zone), out_(out) {}

  void answer();

 private:
  void person(const model::MailboxAvailability& mailbox);
  void provenance(const model::MailboxAvailability& mailbox);
  void known(const model::Availability& availability);
  void unknown(const model::Error& error);
  void block(const model::BusyBlock& block, model::DetailLevel level);
  void view(const std::vector<FreeBusyStatus>& slots);

  void text(std::string_view name, std::string_view value) {
    out_ += name;
    wire::append_json_string(value, out_);
  }
  void time(std::string_view name, model::UtcTime at) {
    out_ += name;
    out_ += '"';
    times_.append(at, out_);
    out_ += '"';
  }
  void utc(std::string_view name, model::UtcTime at) {
    out_ += name;
    out_ += '"';
    wire::append_utc_time(at, out_);
    out_ += '"';
  }

  const model::AvailabilityReply& reply_;
  const Presentation& presentation_;
  ZonedTimes times_;
  std::string& out_;
};

model::UtcTime oldest(const model::AvailabilityReply& reply, model::UtcTime now) {
  model::UtcTime at = now;
  for (const model::MailboxAvailability& mailbox : reply.mailboxes) {
    if (mailbox.availability) at = std::min(at, as_of(mailbox, now).value_or(now));
  }
  return at;
}

void Writer::answer() {
  utc(R"({"as_of":)", oldest(reply_, presentation_.now));
  time(R"(,"window":{"start":)", reply_.window.begin());
  time(R"(,"end":)", reply_.window.end());
  text(R"(},"zone":)", presentation_.zone_name);
  out_ += R"(,"interval_minutes":)" + std::to_string(reply_.slot.length().count());
  out_ += R"(,"people":[)";
  for (std::size_t i = 0; i < reply_.mailboxes.size(); ++i) {
    if (i > 0) out_ += ',';
    person(reply_.mailboxes[i]);
  }
  out_ += "]}\n";
}

void Writer::person(const model::MailboxAvailability& mailbox) {
  text(R"({"person":)", mailbox.asked);
  text(R"(,"result":)", result_word(mailbox, reply_.window));
  provenance(mailbox);
  if (mailbox.availability) {
    known(*mailbox.availability);
  } else {
    unknown(mailbox.availability.error());
  }
  out_ += '}';
}

void Writer::provenance(const model::MailboxAvailability& mailbox) {
  if (const auto at = as_of(mailbox, presentation_.now)) utc(R"(,"as_of":)", *at);
  if (!presentation_.words_for_caller) return;
  const model::Provenance& from = mailbox.provenance;
  text(R"(,"cache":)", model::name(from.cache));
  // Without a route nothing was decided in favour of any path.
  if (!from.route.empty()) text(R"(,"path":)", model::name(from.path));
  if (!from.rule.empty()) text(R"(,"rule":)", from.rule);
}

void Writer::known(const model::Availability& availability) {
  text(R"(,"level":)", model::name(availability.level));
  text(R"(,"precision":)", precision_word(availability.precision));
  std::vector<model::BusyBlock> storage;
  const auto& blocks = all_blocks(availability, reply_.window, storage);
  out_ += R"(,"blocks":[)";
  bool first = true;
  for (const model::BusyBlock& entry : blocks) {
    if (!reply_.window.touches(entry.begin, entry.end)) continue;
    if (!first) out_ += ',';
    first = false;
    block(entry, availability.level);
  }
  out_ += ']';
  view(model::merge(blocks, reply_.window, reply_.slot));
}

void Writer::unknown(const model::Error& error) {
  const bool words = presentation_.words_for_caller;
  const model::ErrorKind kind = words ? error.kind() : told_to_partners(error.kind());
  text(R"(,"reason":{"code":)", model::facts(kind).name);
  if (words) text(R"(,"text":)", error_message(error, words));
  out_ += '}';
  view(std::vector<FreeBusyStatus>(reply_.slot.slots_in(reply_.window), FreeBusyStatus::no_data));
}

void Writer::block(const model::BusyBlock& block, model::DetailLevel level) {
  time(R"({"start":)", block.begin);
  time(R"(,"end":)", block.end);
  text(R"(,"status":)", status_word(block.status));
  if (block.details && level >= model::DetailLevel::limited_details) {
    if (block.details->is_private) {
      out_ += R"(,"private":true)";
    } else {
      text(R"(,"subject":)", block.details->subject);
      text(R"(,"location":)", block.details->location);
    }
  }
  out_ += '}';
}

void Writer::view(const std::vector<FreeBusyStatus>& slots) {
  out_ += R"(,"view":[)";
  for (std::size_t i = 0; i < slots.size(); ++i) {
    if (i > 0) out_ += ',';
    out_ += '"';
    out_ += status_word(slots[i]);
    out_ += '"';
  }
  out_ += ']';
}

}  // namespace

void encode_answer(const model::AvailabilityReply& reply, const Presentation& presentation,
                   std::string& out) {
  Writer(reply, presentation, out).answer();
}

}  // namespace fb::plain
