// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The one place where Asio's own code is compiled.
#include <boost/asio/impl/src.hpp>
