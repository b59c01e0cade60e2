// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The OpenAPI 3.1 document of the admin API, made from the table of routes.
#pragma once

#include <string>

namespace fb::admin {

// One line for each path, so that differences can be read.
std::string openapi_document();

}  // namespace fb::admin
