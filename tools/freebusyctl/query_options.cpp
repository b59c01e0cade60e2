// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <array>

#include "tools/freebusyctl/commands.hpp"

namespace fb::freebusyctl {
namespace {

constexpr std::array kQuery{
    Option{.name = "gateway",
           .value = Value::url,
           .help = "The gateway, https://host[:port]",
           .required = true},
    Option{.name = "ca",
           .value = Value::file,
           .help = "PEM file of the authorities to trust, instead of the system's"},
    Option{.name = "user", .help = "The account to ask as"},
    Option{.name = "password-file",
           .value = Value::file,
           .help = "File with the password of --user; - reads it from standard input"},
    Option{.name = "token-file",
           .value = Value::file,
           .help = "File with a bearer token; - reads it from standard input"},
    Option{.name = "person",
           .help = "The address of a person; may be repeated",
           .required = true,
           .repeated = true},
    Option{.name = "start",
           .help = "2031-05-06T08:00, in --zone, or with an offset of its own",
           .required = true},
    Option{.name = "end", .help = "The same, after --start", .required = true},
    Option{.name = "zone", .help = "IANA or Windows name of a time zone", .otherwise = "UTC"},
    Option{.name = "interval",
           .value = Value::number,
           .help = "Minutes of one slot",
           .otherwise = "30",
           .min = 5,
           .max = 1440},
    Option{.name = "detail",
           .value = Value::choice,
           .help = "How much is asked for",
           .choices = "AvailabilityOnly LimitedDetails",
           .otherwise = "AvailabilityOnly"},
    Option{.name = "timeout",
           .value = Value::number,
           .help = "Seconds to wait for the answer",
           .otherwise = "40",
           .min = 1,
           .max = 600},
    Option{.name = "output",
           .value = Value::choice,
           .help = "The form of the answer",
           .choices = "table json csv ics",
           .otherwise = "table"},
};

}  // namespace

std::span<const Option> query_options() { return kQuery; }

}  // namespace fb::freebusyctl
