// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Writes times as dateTimeTimeZone in the caller's zone. The offset is looked up once per stretch
// in which it stays.
#pragma once

#include <string>
#include <string_view>

#include "protocols/graph/words.hpp"
#include "protocols/model/time_window.hpp"
#include "protocols/wire/iso8601.hpp"
#include "protocols/wire/json.hpp"
#include "protocols/wire/zones.hpp"

namespace fb::graph {

class ZonedTimes {
 public:
  // `zone` outlives this.
  ZonedTimes(const wire::Zone& zone, std::string_view name) : zone_(zone) {
    suffix_ = kFraction;
    suffix_ += R"(","timeZone":)";
    wire::append_json_string(name, suffix_);
    suffix_ += '}';
  }

  void append(model::UtcTime at, std::string& out) {
    if (at < from_ || at >= until_) {
      offset_ = zone_.offset_at(at);
      from_ = at;
      until_ = zone_.next_change(at, at + std::chrono::days(kDaysAhead));
    }
    out += R"({"dateTime":")";
    wire::append_wall_time(std::chrono::local_seconds((at + offset_).time_since_epoch()), out);
    out += suffix_;
  }

 private:
  static constexpr int kDaysAhead = model::TimeWindow::kDaysMax;

  const wire::Zone& zone_;
  std::string suffix_;
  std::chrono::seconds offset_{0};
  model::UtcTime from_{std::chrono::seconds(1)};  // nothing known yet: from > until
  model::UtcTime until_{};
};

}  // namespace fb::graph
