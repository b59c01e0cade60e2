// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Bodies of federation objects, from the JSON of a request to the TOML that the registry keeps: the
// same keys and the same values, nothing more. What no object can hold (null, a fraction, a number
// beyond 64 bits) is refused here; what a key means, the readers of the federation file say.
#pragma once

#include <boost/json/object.hpp>
#include <string>

#include "gateway/admin/admin_error.hpp"

namespace fb::admin {

inline constexpr std::size_t kBodyDepthMax = 8;      // tables within tables
inline constexpr std::size_t kKeyBytesMax = 128;     // of one key
inline constexpr std::size_t kRequestDepthMax = 12;  // of a request: what stands around a body, too

// A request's body. malformed, also where it is no object.
Checked<boost::json::object> json_object_of(std::string_view text, std::size_t bytes_max);

// Each key of the body on a line of its own, in the order of the JSON.
Checked<std::string> toml_of_body(const boost::json::object& body);
// For a change of what there is: null takes a key out.
Checked<std::string> toml_of_patch(const boost::json::object& patch);

}  // namespace fb::admin
