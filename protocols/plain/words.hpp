// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The words of the plain endpoint, and how it writes a time: wall time of the asked zone with its
// offset, "2031-05-06T10:30:00+02:00".
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocols/plain/plain.hpp"

namespace fb::plain {

// "free", "tentative", "busy", "out_of_office", "working_elsewhere", "unknown".
std::string_view status_word(model::FreeBusyStatus status);

// The blocks, with no_data where the data does not reach over the window; in `storage` where any of
// that has to be added.
const std::vector<model::BusyBlock>& all_blocks(const model::Availability& availability,
                                                const model::TimeWindow& window,
                                                std::vector<model::BusyBlock>& storage);

// "known", "partly_unknown" where a block of the window says nothing, "unknown".
std::string_view result_word(const model::MailboxAvailability& mailbox,
                             const model::TimeWindow& window);

std::string_view precision_word(model::Precision precision);

// When what is said of a mailbox was true; none where nothing was asked.
std::optional<model::UtcTime> as_of(const model::MailboxAvailability& mailbox, model::UtcTime now);

class ZonedTimes {
 public:
  explicit ZonedTimes(const wire::Zone& zone) : zone_(zone) {}

  void append(model::UtcTime at, std::string& out);

 private:
  const wire::Zone& zone_;
  std::chrono::minutes offset_{0};
  model::UtcTime from_{std::chrono::seconds(1)};  // nothing known yet: from > until
  model::UtcTime until_{};
};

}  // namespace fb::plain
