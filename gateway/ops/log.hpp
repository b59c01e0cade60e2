// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The operator's log: JSON lines, one per event, and one per request with an array of its
// mailboxes. Events are names with fields, never sentences with values pasted in.
//
// Writing never blocks a request: records go through a bounded queue to a thread of the log's own;
// when the queue is full the oldest record is dropped and counted. Nothing that is a token, a
// secret or calendar content may be put in a field.
#pragma once

#include <cstdint>
#include <exception>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "config/settings.hpp"
#include "protocols/model/availability.hpp"
#include "protocols/model/caller.hpp"

namespace fb::ops {

enum class Level : std::uint8_t { debug, info, warning, error };

struct Field {
  std::string_view name;
  std::variant<std::string_view, std::int64_t, bool> value;
};

// One request, for the access record. Views are valid during the call.
struct RequestRecord {
  std::string_view correlation;
  std::string_view peer_address;
  std::string_view method;
  std::string_view path;
  std::string_view user_agent;
  std::string_view hops;
  const model::Caller* caller = nullptr;  // null: not authenticated
  std::string_view credential;            // its kind, "bearer"; empty where there was none
  // What it claimed, decoded; written where it was refused. Never a token or a secret.
  std::span<const std::pair<std::string, std::string>> claims{};
  const model::Error* error = nullptr;  // the request-level refusal
  const model::AvailabilityReply* reply = nullptr;
  unsigned status = 0;
  std::int64_t request_bytes = 0;
  std::int64_t response_bytes = 0;
  std::int64_t duration_us = 0;
};

class Log {
 public:
  // Errors: internal, naming the file that could not be opened.
  static model::Result<std::unique_ptr<Log>> open(const config::LogSettings& settings);
  ~Log();  // writes what is queued

  void event(Level level, std::string_view name, std::initializer_list<Field> fields = {});
  // What ended a task, as an event with the field "what".
  void exception(std::string_view name, std::exception_ptr exception);
  void request(const RequestRecord& record);

  std::uint64_t dropped_records() const;

 private:
  struct Sink;
  explicit Log(std::unique_ptr<Sink> sink);
  std::unique_ptr<Sink> sink_;
};

}  // namespace fb::ops
