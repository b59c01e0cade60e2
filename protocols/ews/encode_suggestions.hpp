// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The SuggestionsResponse of an answer.
#pragma once

#include <string>

#include "protocols/ews/ews.hpp"

namespace fb::ews {

using Suggestions = model::Result<std::vector<model::DaySuggestions>>;

void append_suggestions(const Suggestions& suggestions, const Presentation& presentation,
                        bool words_for_caller, std::string& out);

std::size_t suggestions_size_guess(const Suggestions& suggestions);

}  // namespace fb::ews
