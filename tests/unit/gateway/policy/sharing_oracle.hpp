// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The most that anybody may be shown, computed a second time in the plainest way: every grant that
// is needed is a level, a missing one is None, and the answer is the least of them. No code of the
// decision is used here but the tables of the federation.
#pragma once

#include "config/cloud_catalogue.hpp"
#include "config/federation.hpp"
#include "protocols/model/caller.hpp"

namespace fb::test {

// None where nothing may be shown, for whatever reason.
model::DetailLevel most_shown(const config::Federation& federation,
                              const config::CloudCatalogue& clouds, const model::Caller& caller,
                              const model::SmtpAddress& asked);

}  // namespace fb::test
