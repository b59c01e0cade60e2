// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/cloudsim/journal.hpp"

#include <boost/json/array.hpp>

#include "protocols/wire/iso8601.hpp"

namespace fb::cloudsim {

boost::json::object JournalEntry::json() const {
  std::string time;
  wire::append_utc_time(at, time);
  return {{"at", time},
          {"host", host},
          {"method", method},
          {"path", path},
          {"status", status},
          {"tenant", seen.tenant},
          {"application", seen.application},
          {"mailboxes", seen.mailboxes},
          {"correlation_id", correlation_id},
          {"hop", hop},
          {"fault", fault},
          {"credential", credential}};
}

const JournalEntry& Journal::add(JournalEntry entry) {
  for (std::string* text : {&entry.host, &entry.method, &entry.path, &entry.correlation_id,
                            &entry.hop, &entry.credential}) {
    if (text->size() > kTextBytesMax) text->resize(kTextBytesMax);
  }
  if (entries_.size() >= entries_max_) {
    entries_.pop_front();
    ++dropped_;
  }
  return entries_.emplace_back(std::move(entry));
}

void Journal::clear() {
  entries_.clear();
  dropped_ = 0;
}

boost::json::object Journal::json(std::string_view host, std::string_view path_prefix) const {
  boost::json::array found;
  for (const JournalEntry& entry : entries_) {
    const std::string_view begins = std::string_view(entry.path).substr(0, path_prefix.size());
    if ((host.empty() || entry.host == host) && same_text(begins, path_prefix)) {
      found.push_back(entry.json());
    }
  }
  return {{"dropped", dropped_}, {"requests", std::move(found)}};
}

}  // namespace fb::cloudsim
