// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/cloudsim/faults.hpp"

#include <algorithm>
#include <array>
#include <boost/json/object.hpp>
#include <utility>

#include "tools/cloudsim/message.hpp"

namespace fb::cloudsim {
namespace {

using model::Error;
using model::ErrorKind;

constexpr std::array<std::pair<FaultKind, std::string_view>, 7> kNames{{
    {FaultKind::delay, "delay"},
    {FaultKind::status, "status"},
    {FaultKind::throttle, "throttle"},
    {FaultKind::cut, "cut"},
    {FaultKind::malformed, "malformed"},
    {FaultKind::truncate, "truncate"},
    {FaultKind::stall, "stall"},
}};

bool fits(const Fault& fault, std::string_view host, std::string_view path) {
  if (!fault.host.empty() && fault.host != host) return false;
  return same_text(path.substr(0, fault.path_prefix.size()), fault.path_prefix);
}

std::string read_field(Fault& fault, std::string_view key, const boost::json::value& value) {
  if (key == "value" || key == "count") {
    if (!value.is_int64()) return "a value and a count are whole numbers";
    (key == "value" ? fault.value : fault.count) = value.get_int64();
    return {};
  }
  if (!value.is_string()) return "a host, a path_prefix and a kind are texts";
  const std::string_view text(value.get_string().data(), value.get_string().size());
  if (key == "host") {
    fault.host = lower(text);
  } else if (key == "path_prefix") {
    fault.path_prefix = text;
  } else if (key == "kind") {
    const auto kind = fault_kind_named(text);
    if (!kind) return "the kind is not known";
    fault.kind = *kind;
  } else {
    return "a fault has host, path_prefix, kind, value and count";
  }
  return {};
}

}  // namespace

std::string_view name(FaultKind kind) {
  const auto row = std::find_if(kNames.begin(), kNames.end(),
                                [&](const auto& entry) { return entry.first == kind; });
  return row == kNames.end() ? std::string_view() : row->second;
}

std::optional<FaultKind> fault_kind_named(std::string_view name) {
  const auto row = std::find_if(kNames.begin(), kNames.end(),
                                [&](const auto& entry) { return entry.second == name; });
  if (row == kNames.end()) return std::nullopt;
  return row->first;
}

std::string Fault::problem() const {
  if (count < 0 || count > kCountMax) return "the count is out of range";
  switch (kind) {
    case FaultKind::delay:
      return value >= 1 && value <= kDelayMax_ms ? "" : "a delay is 1 to 600000 milliseconds";
    case FaultKind::status:
      return value >= 300 && value <= 599 ? "" : "a status is 300 to 599";
    case FaultKind::throttle:
      return value >= 1 && value <= kThrottleMax_s ? "" : "a throttle is 1 to 86400 seconds";
    case FaultKind::cut:
    case FaultKind::malformed:
    case FaultKind::truncate:
    case FaultKind::stall:
      return value == 0 ? "" : "this kind takes no value";
  }
  return "the kind is not known";
}

model::Result<Fault> read_fault(const boost::json::value& json) {
  if (!json.is_object()) return Error::of(ErrorKind::malformed_request, "a fault is an object");
  const auto& object = json.get_object();
  if (object.if_contains("kind") == nullptr) {
    return Error::of(ErrorKind::malformed_request, "a fault needs a kind");
  }
  Fault fault;
  std::string problem;
  for (const auto& entry : object) {
    problem = read_field(fault, {entry.key().data(), entry.key().size()}, entry.value());
    if (!problem.empty()) return Error::of(ErrorKind::malformed_request, std::move(problem));
  }
  problem = fault.problem();
  if (!problem.empty()) return Error::of(ErrorKind::malformed_request, std::move(problem));
  return fault;
}

boost::json::object write_fault(const Fault& fault) {
  return {{"host", fault.host},
          {"path_prefix", fault.path_prefix},
          {"kind", name(fault.kind)},
          {"value", fault.value},
          {"count", fault.count}};
}

bool FaultPlan::add(Fault fault) {
  if (faults_.size() >= kFaultsMax) return false;
  faults_.push_back(std::move(fault));
  return true;
}

std::optional<Fault> FaultPlan::take(std::string_view host, std::string_view path) {
  const auto found = std::find_if(faults_.begin(), faults_.end(),
                                  [&](const Fault& fault) { return fits(fault, host, path); });
  if (found == faults_.end()) return std::nullopt;
  const Fault fault = *found;
  if (found->count > 0 && --found->count == 0) faults_.erase(found);
  return fault;
}

}  // namespace fb::cloudsim
