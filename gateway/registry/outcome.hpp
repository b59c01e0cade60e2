// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What the registry answers: a value, or why not, in words for the person who asked.
#pragma once

#include <boost/system/result.hpp>
#include <cstdint>
#include <string>

#include "config/problem.hpp"

namespace fb::registry {

enum class RefusedKind : std::uint8_t {
  mistake,    // what was asked for is wrong by itself
  conflict,   // somebody else has changed it since
  not_found,  // there is no such object
  exists,     // there is one already
  braked,     // an import would remove too much; it can be confirmed
  busy,       // too much is waiting already
  storage,    // the file cannot be read or written
};

std::string_view name(RefusedKind kind);  // "not-found"

struct Refused {
  RefusedKind kind = RefusedKind::storage;
  std::string sentence{};       // what is wrong, where, and what to do
  config::Problems problems{};  // of a mistake in a text
};

[[noreturn]] void throw_exception_from_error(const Refused& refused,
                                             const boost::source_location& where);

template <class T>
using Outcome = boost::system::result<T, Refused>;

}  // namespace fb::registry
