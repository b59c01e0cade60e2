// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Which picture, which table and which exit code belong to which command's answer.
#pragma once

#include <boost/json/value.hpp>

#include "tools/freebusyctl/command_line.hpp"
#include "tools/freebusyctl/table.hpp"

namespace fb::freebusyctl {

int exit_code_of_answer(const AdminCommand& command, const boost::json::value& answer);
std::string draw_answer(const AdminCommand& command, const boost::json::value& answer,
                        const Terminal& terminal);
Table table_for(const AdminCommand& command, const boost::json::value& answer);

}  // namespace fb::freebusyctl
