// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Answers of the admin API as pictures of letters. A member that is missing is left out, and one
// that is not known is shown as it came: a newer gateway may say more.
#pragma once

#include <boost/json/value.hpp>
#include <string>

#include "tools/freebusyctl/table.hpp"

namespace fb::freebusyctl {

// A value as one cell: lists by commas, tables as JSON.
std::string cell_of(const boost::json::value* value);

// "key: value" lines of an object, and below each list of objects a table.
std::string draw_members(const boost::json::value& object, const Terminal& terminal);
// The rows of the first list of objects; all members as one row where there is none.
Table table_of(const boost::json::value& object);

// {"differences": [...]}: one object per paragraph, then how many there are.
std::string draw_differences(const boost::json::value& answer, const Terminal& terminal);
Table table_of_differences(const boost::json::value& answer);

// What /explain says: numbered steps, the outcome, the reason.
std::string draw_explanation(const boost::json::value& report, std::string_view from,
                             std::string_view to, const Terminal& terminal);
Table table_of_steps(const boost::json::value& report);

// What /explain-credential says: the outcome, the reason, the claims.
std::string draw_credential(const boost::json::value& report, const Terminal& terminal);
Table table_of_claims(const boost::json::value& report);

}  // namespace fb::freebusyctl
