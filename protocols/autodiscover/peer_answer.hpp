// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What the three answers of a peer have in common: how its codes are judged, and which URLs and
// addresses are taken at all.
#pragma once

#include <string_view>

#include "protocols/autodiscover/autodiscover.hpp"
#include "protocols/wire/json.hpp"
#include "protocols/wire/xml.hpp"

namespace fb::autodiscover {

// An answer for one address is some ten kilobytes, and Outlook's the longest.
inline constexpr wire::XmlLimits kXmlAnswerLimits{
    .bytes_max = 256 * 1024, .depth_max = 32, .elements_max = 8'000};
inline constexpr wire::JsonLimits kJsonAnswerLimits{.bytes_max = 16 * 1024, .depth_max = 8};
inline constexpr std::size_t kUrlBytesMax = 2048;

model::Error broken_answer(const char* detail);
// `code` is the peer's own text: only a code that we know gets into our words.
model::Error error_of_code(std::string_view code, std::string_view peer_text);

// peer_broken where the text is no URL that could be followed: empty, too long, or with a character
// that no URL has. The scheme and the host are not judged here.
model::Result<Discovery> endpoint_at(std::string_view url);
model::Result<Discovery> redirect_to_url(std::string_view url);
// peer_broken where the text is no mail address.
model::Result<Discovery> redirect_to_address(std::string_view address);

}  // namespace fb::autodiscover
