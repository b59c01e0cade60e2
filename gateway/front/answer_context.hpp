// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What every dialect does alike between the body of a request and its answer: who may be told
// words, where a question has been, and how it is handed to the pipeline.
#pragma once

#include <string>
#include <string_view>

#include "gateway/front/request_scope.hpp"
#include "protocols/model/hop_trail.hpp"

namespace fb::front {

inline constexpr std::string_view kCacheHeader = "X-FreeBusy-Cache";

// Words, rule names and reasons are for callers of a home tenant; a partner gets the code and a
// fixed sentence.
bool is_home(model::CallerKind kind);

// "fetched, cached;age=12, none": one entry per mailbox, in order.
std::string cache_header(const model::AvailabilityReply& reply);

// A header that may be sent several times, as the list that it then is.
std::string all_values(const net::RequestHead& head, std::string_view name);

model::Result<model::HopTrail> hop_trail(const net::RequestHead& head);

pipeline::FetchContext fetch_context(const Services& services, const RequestScope& scope,
                                     model::HopTrail trail);

// True for application/json, with whatever parameters, and where no type is given.
bool is_json(const net::RequestHead& head);

}  // namespace fb::front
