// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Autodiscover's one step without TLS: clients that find no endpoint at a domain ask port 80 of
// autodiscover.<domain> for a redirect. The two known paths are answered with 302 to the gateway's
// public URL, everything else with 404, and the connection is closed. It knows nothing, asks for
// nothing and repeats nothing of what was sent.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <string>
#include <string_view>

#include "gateway/async/clock.hpp"

namespace fb::front {

inline constexpr std::size_t kRedirectorHeadBytesMax = 4 * 1024;
inline constexpr std::size_t kRedirectorConnectionsMax = 256;
// From the connection to the end of the answer.
inline constexpr std::chrono::milliseconds kRedirectorTimeout{5'000};

// The whole answer to a request with that method and path. `origin` is https://host[:port].
std::string redirector_answer(std::string_view method, std::string_view path,
                              std::string_view origin);
// The same to a request whose head cannot be read.
std::string redirector_refusal();

boost::asio::awaitable<void> serve_redirector(boost::asio::ip::tcp::socket socket,
                                              std::string origin, async::Clock& clock);

}  // namespace fb::front
