// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What OpenSSL's error queue of this thread says, in one line, for operators.
#pragma once

#include <string>

namespace fb::net {

// Empties the queue. "no reason given" where it was empty.
std::string take_openssl_errors();

}  // namespace fb::net
