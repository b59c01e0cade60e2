// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#pragma once

#include <pugixml.hpp>

#include "protocols/model/result.hpp"

namespace fb::ews {

struct RequestHeaders {
  bool hides_working_elsewhere = true;
  pugi::xml_node zone_definition;  // of the TimeZoneContext; null where there is none
};

// Refuses what would change who is asking (impersonation_refused, access_mode_refused) and a schema
// version that nobody has heard of (server_version_invalid). Other headers are not ours to judge
// and are left alone.
model::Result<RequestHeaders> read_request_headers(const pugi::xml_node& header);

}  // namespace fb::ews
