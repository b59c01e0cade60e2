// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Calendars as files in a folder, one iCalendar file per mailbox: "<folder>/<address>.ics". Files
// are read and expanded on the offload pool; a parsed file is kept until its time of change or its
// size is another.
//
// Beware: an address may hold characters that a file name must not. Such an address is an unknown
// recipient and no file is looked for.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <optional>
#include <string>

#include "gateway/async/offload_pool.hpp"
#include "gateway/upstream/answers.hpp"

namespace fb::upstream {

// The name of the mailbox's file; none where the address cannot be a plain file name.
std::optional<std::string> calendar_file_name(const model::SmtpAddress& mailbox);

class IcsSource {
 public:
  static constexpr std::uint64_t kKeptBytesMax = 64ull * 1024 * 1024;  // of file text

  explicit IcsSource(async::OffloadPool& files);
  ~IcsSource();

  boost::asio::awaitable<Answers> ask(const UpstreamQuestion& question,
                                      const config::CalendarSource& source);

  class Calendars;

 private:
  async::OffloadPool& files_;
  std::shared_ptr<Calendars> calendars_;
};

}  // namespace fb::upstream
