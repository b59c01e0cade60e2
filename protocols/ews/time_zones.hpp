// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The two forms in which EWS carries a time zone: the body's t:TimeZone (SerializableTimeZone) and
// the t:TimeZoneDefinition of headers and of GetServerTimeZones.
#pragma once

#include <pugixml.hpp>
#include <string>

#include "protocols/model/zone.hpp"
#include "protocols/wire/zones.hpp"

namespace fb::ews {

// time_zone_invalid where a needed part is missing or no number; whether the numbers make sense is
// for wire::Zone to say. Month 0 and missing transitions mean that there is no switch.
model::Result<model::AnnualZone> read_annual_zone(const pugi::xml_node& time_zone);

// Transitions may come in any order. A definition with an Id alone is taken as that name.
model::Result<wire::ZoneDefinition> read_zone_definition(const pugi::xml_node& definition);

// The children of a SerializableTimeZone, complete: a zone without switches gets two with month 0.
void append_annual_zone(const model::AnnualZone& zone, std::string& out);

}  // namespace fb::ews
