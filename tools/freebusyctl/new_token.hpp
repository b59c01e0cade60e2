// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// A new API token and what the gateway has to know of it. Whoever loses the token makes another
// one: it cannot be had from its digest.
#pragma once

#include <string>

#include "config/secret.hpp"

namespace fb::freebusyctl {

struct NewToken {
  config::Secret token;
  std::string federation_line;  // for the [[tenant.account]] that the token stands for
};

NewToken make_token();

}  // namespace fb::freebusyctl
