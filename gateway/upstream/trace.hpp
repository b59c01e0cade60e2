// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Writes down what was done, where somebody wants to know. Without a trace nothing happens.
#pragma once

#include "gateway/upstream/calendar_upstream.hpp"
#include "gateway/upstream/discovery.hpp"

namespace fb::upstream {

void note_discovery(Trace* trace, const Discovered& discovered);
void note_exchange(Trace* trace, std::string_view url,
                   const model::Result<net::HttpResponse>& response);

}  // namespace fb::upstream
