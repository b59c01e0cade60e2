// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What was asked of the simulation, so that a test can count. Bounded: the oldest go first and are
// counted. Holds no tokens, no passwords and no bodies.
#pragma once

#include <boost/json/object.hpp>
#include <deque>
#include <string>
#include <string_view>

#include "protocols/model/time_window.hpp"
#include "tools/cloudsim/message.hpp"

namespace fb::cloudsim {

struct JournalEntry {
  model::UtcTime at;
  std::string host;
  std::string method;
  std::string path;
  unsigned status = 0;  // 0: no answer was sent
  Observation seen;
  std::string correlation_id;  // client-request-id
  std::string hop;             // the gateways' trail header
  std::string_view fault;      // the kind of the fault that was used
  std::string credential;      // the scheme of the Authorization header, and no more of it

  boost::json::object json() const;
};

class Journal {
 public:
  static constexpr std::size_t kEntriesMax = 10'000;
  static constexpr std::size_t kTextBytesMax = 512;  // of one text that a caller chose

  explicit Journal(std::size_t entries_max = kEntriesMax) : entries_max_(entries_max) {}

  const JournalEntry& add(JournalEntry entry);
  void clear();
  // Entries whose host is equal and whose path begins so; empty texts fit all.
  boost::json::object json(std::string_view host, std::string_view path_prefix) const;

 private:
  std::size_t entries_max_;
  std::size_t dropped_ = 0;
  std::deque<JournalEntry> entries_;
};

}  // namespace fb::cloudsim
