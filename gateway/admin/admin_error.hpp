// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Why the admin API refuses: a stable code with its HTTP status, a sentence for the person who
// asked, and for a text with mistakes each of them at its place.
#pragma once

#include <boost/json/object.hpp>
#include <boost/system/result.hpp>
#include <cstdint>
#include <string>

#include "gateway/registry/outcome.hpp"

namespace fb::admin {

enum class Code : std::uint8_t {
  unauthenticated,
  not_allowed,
  not_found,
  method_not_allowed,
  exists,
  conflict,
  braked,
  mistake,
  malformed,
  too_large,
  busy,
  storage,
  internal,
};

// What is told to whoever comes while the registry has too much to do.
inline constexpr std::uint32_t kBusyRetryAfterS = 1;

struct CodeFacts {
  Code code;
  std::string_view name;  // "not-found"
  unsigned status;
};
const CodeFacts& facts(Code code);

struct AdminError {
  Code code = Code::internal;
  std::string message{};
  config::Problems problems{};
  std::uint32_t retry_after_s = 0;
};

AdminError refusal(Code code, std::string message);
AdminError refusal(registry::Refused refused);

// {"error": {...}}
boost::json::object json_of(const AdminError& error);

[[noreturn]] void throw_exception_from_error(const AdminError& error,
                                             const boost::source_location& where);

template <class T>
using Checked = boost::system::result<T, AdminError>;

}  // namespace fb::admin
