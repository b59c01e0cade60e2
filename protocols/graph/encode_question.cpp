// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/graph/graph.hpp"
#include "protocols/wire/iso8601.hpp"
#include "protocols/wire/json.hpp"

namespace fb::graph {
namespace {

void append_utc(model::UtcTime at, std::string& out) {
  out += R"({"dateTime":")";
  wire::append_wall_time(std::chrono::local_seconds(at.time_since_epoch()), out);
  out += R"(","timeZone":"UTC"})";
}

}  // namespace

void encode_question(const UpstreamQuestion& question, std::string& out) {
  out += R"({"schedules":[)";
  for (std::size_t i = 0; i < question.mailboxes.size(); ++i) {
    if (i != 0) out += ',';
    wire::append_json_string(question.mailboxes[i].str(), out);
  }
  out += R"(],"startTime":)";
  append_utc(question.window.begin(), out);
  out += R"(,"endTime":)";
  append_utc(question.window.end(), out);
  out += R"(,"availabilityViewInterval":)";
  out += std::to_string(question.slot.length().count());
  out += '}';
}

}  // namespace fb::graph
