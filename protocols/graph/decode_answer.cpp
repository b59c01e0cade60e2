// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <algorithm>
#include <unordered_map>

#include "protocols/graph/graph.hpp"
#include "protocols/graph/schedule.hpp"
#include "protocols/wire/json.hpp"

namespace fb::graph {
namespace {

namespace json = boost::json;
using model::Error;
using model::ErrorKind;

using Answers = std::vector<model::Result<model::Availability>>;

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

// The entries of the answer by scheduleId in lower case, in the answer's order.
using Entries = std::unordered_map<std::string, std::vector<const json::value*>>;

Entries index(const json::array& value) {
  Entries entries;
  for (const json::value& entry : value) {
    entries[lower(wire::text_member(entry, "scheduleId"))].push_back(&entry);
  }
  return entries;
}

model::Result<model::Availability> answer_for(const model::SmtpAddress& mailbox,
                                              const Entries& entries,
                                              const UpstreamQuestion& question, ZoneNames& zones) {
  const auto found = entries.find(mailbox.str());
  if (found == entries.end()) {
    return Error::of(ErrorKind::peer_broken, "the answer has no schedule for the mailbox");
  }
  // Two entries for a mailbox that was asked for once may disagree, and then neither can be
  // trusted.
  const auto asked = std::count(question.mailboxes.begin(), question.mailboxes.end(), mailbox);
  if (found->second.size() > static_cast<std::size_t>(asked)) {
    return Error::of(ErrorKind::peer_broken, "the answer has several schedules for the mailbox");
  }
  return read_schedule(*found->second.front(), question, zones);
}

}  // namespace

model::Result<Answers> decode_answer(std::string_view body, const UpstreamQuestion& question) {
  const auto parsed = wire::parse_json(body);
  if (!parsed) return Error::of(ErrorKind::peer_broken, parsed.error().detail());
  const json::value* const value = wire::member(*parsed, "value");
  if (value == nullptr || !value->is_array()) {
    return Error::of(ErrorKind::peer_broken, "the answer has no list of schedules");
  }
  const Entries entries = index(value->get_array());
  ZoneNames zones;
  Answers answers;
  answers.reserve(question.mailboxes.size());
  for (const model::SmtpAddress& mailbox : question.mailboxes) {
    answers.push_back(answer_for(mailbox, entries, question, zones));
  }
  return answers;
}

}  // namespace fb::graph
