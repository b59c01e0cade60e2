// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// From the system's random generator; std::runtime_error where it gives nothing.
#pragma once

#include <cstddef>
#include <string>

#include "config/secret.hpp"

namespace fb::identity {

std::string random_guid();  // version 4
config::Secret random_secret(std::size_t bytes);

}  // namespace fb::identity
