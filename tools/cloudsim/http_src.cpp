// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Beast's own code and Asio's TLS code, compiled once for this program. The rest of Asio is
// compiled in gateway/async.
#include <boost/asio/ssl/impl/src.hpp>
#include <boost/beast/src.hpp>
