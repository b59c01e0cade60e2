// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// SuggestionsViewOptions, and what MailboxData say for suggestions only.
#pragma once

#include <optional>
#include <pugixml.hpp>

#include "protocols/model/result.hpp"
#include "protocols/model/suggestions.hpp"
#include "protocols/wire/zones.hpp"

namespace fb::ews {

// The request has SuggestionsViewOptions. Without a DetailedSuggestionsWindow the window of the
// view holds; without either the request is refused with window_invalid. What is out of its range
// is a schema_violation; elements that the schema does not know are not looked at.
model::Result<model::SuggestionsWish> read_suggestions(
    const pugi::xml_node& request, const std::optional<wire::Zone>& zone,
    const std::optional<model::TimeWindow>& view_window);

}  // namespace fb::ews
