// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The value of every operation that may fail in an expected way. Use has_value(), operator* and
// error(); value() throws and is for tests.
#pragma once

#include <boost/system/result.hpp>

#include "protocols/model/error.hpp"

namespace fb::model {

template <class T>
using Result = boost::system::result<T, Error>;

using Status = boost::system::result<void, Error>;

// Without this, value() on a failed result would not compile for our Error type.
[[noreturn]] void throw_exception_from_error(const Error& error,
                                             const boost::source_location& where);

}  // namespace fb::model
