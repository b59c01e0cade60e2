// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What the bodies of the admin API look like, by the names that admin_routes.hpp gives them. The
// body of an object has the keys of the federation file, whose reference page describes them.
#pragma once

#include <string_view>

namespace fb::admin {

// A JSON object: name -> JSON schema (2020-12).
extern const std::string_view kOpenapiSchemas;

}  // namespace fb::admin
