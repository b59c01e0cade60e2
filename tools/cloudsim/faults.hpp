// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What goes wrong on demand. A fault waits for requests to a host and a path and changes their
// answers, a number of times or until it is taken away. The first one that fits is used.
#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocols/model/result.hpp"

namespace fb::cloudsim {

enum class FaultKind : std::uint8_t {
  delay,      // value: milliseconds before the true answer
  status,     // value: the HTTP status instead of the answer
  throttle,   // value: seconds to wait, told in the manner of the service
  cut,        // the connection closes without an answer
  malformed,  // 200 with a body that cannot be read
  truncate,   // the head promises the whole answer, the connection closes after half of the body
  stall,      // the head and half of the body, then silence until the client gives up
};
std::string_view name(FaultKind kind);
std::optional<FaultKind> fault_kind_named(std::string_view name);

struct Fault {
  static constexpr std::int64_t kDelayMax_ms = 600'000;
  static constexpr std::int64_t kThrottleMax_s = 86'400;
  static constexpr std::int64_t kCountMax = 1'000'000;

  std::string host;         // empty: any but the admin host
  std::string path_prefix;  // without regard to case; empty: any
  FaultKind kind = FaultKind::status;
  std::int64_t value = 0;
  std::int64_t count = 0;  // uses; 0: until it is taken away

  // A problem in words where the value does not fit the kind; empty where it is good.
  std::string problem() const;
};

// {"host", "path_prefix", "kind", "value", "count"}; a name that is not known is refused.
model::Result<Fault> read_fault(const boost::json::value& json);
boost::json::object write_fault(const Fault& fault);

class FaultPlan {
 public:
  static constexpr std::size_t kFaultsMax = 100;

  // False where the plan is full.
  bool add(Fault fault);
  void clear() { faults_.clear(); }
  const std::vector<Fault>& waiting() const { return faults_; }
  // The fault for this request, counted down.
  std::optional<Fault> take(std::string_view host, std::string_view path);

 private:
  std::vector<Fault> faults_;
};

}  // namespace fb::cloudsim
