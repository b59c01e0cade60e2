// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The body of an object, or the change of one, made from options. Values may be written as in
// Exchange's shell: $true, $null, @{Add="a","b"; Remove="c"}.
//
// Not the judge of a value: the gateway reads it as it reads the federation file.
#pragma once

#include <boost/json/object.hpp>

#include "protocols/model/result.hpp"
#include "tools/freebusyctl/command_line.hpp"

namespace fb::freebusyctl {

// The error is for the user and names the option.
model::Result<boost::json::object> new_body(const Noun& noun, const Values& values);

// Whether a key within a table is to change. The admin API replaces tables whole, so what else is
// in them has to be known.
bool changes_inside_table(const Noun& noun, const Values& values);

// A key that is to go is null; a list may be {"add": [...], "remove": [...]}. Tables that are
// changed inside come whole, with what they have in `current`, the body as it is.
model::Result<boost::json::object> changed_body(const Noun& noun, const Values& values,
                                                const boost::json::object& current);

}  // namespace fb::freebusyctl
