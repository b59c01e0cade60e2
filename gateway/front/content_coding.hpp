// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// gzip, in both directions, for every dialect (RFC 9110, 8.4 and 12.5.3). Other codings are refused
// in a request and not used in an answer: deflate means two different things on the web.
//
// Beware: what arrives is hostile. A body may claim to be small and become huge, so it is never
// inflated beyond what a body may be, nor beyond what honest text could become.
#pragma once

#include <string>
#include <string_view>

#include "gateway/net/server_connection.hpp"
#include "protocols/model/result.hpp"

namespace fb::front {

// Beyond the floor, text that grows by more than this was made to do so.
inline constexpr std::size_t kInflationRatioMax = 100;
inline constexpr std::size_t kInflationFloorBytes = 64 * 1024;

// Smaller answers fit into one packet anyway; larger ones would keep the thread for more than some
// ten milliseconds.
inline constexpr std::size_t kDeflatedBodyBytesMin = 1400;
inline constexpr std::size_t kDeflatedBodyBytesMax = 4 * 1024 * 1024;

// The body that was meant: `body` itself, or what it holds, kept in `room`. `codings` is the value
// of Content-Encoding. content_coding_unknown, malformed_request (damaged, cut off, or followed by
// something), or body_too_large.
model::Result<std::string_view> decoded_body(std::string_view codings, std::string_view body,
                                             std::size_t bytes_max, std::string& room);

// Whether the client takes gzip and likes it no less than the plain body. `accepted` is the value
// of Accept-Encoding.
bool prefers_gzip(std::string_view accepted);

// Deflates the body where that is worth while and the client takes it, and says so in the head.
void encode_body(std::string_view accepted, net::ResponseBuffer& response);

}  // namespace fb::front
