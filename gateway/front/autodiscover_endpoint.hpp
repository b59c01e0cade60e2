// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Autodiscover as a server: SOAP, POX, JSON and the probe for headers. GetFederationInformation and
// JSON are answered to anybody, but not often; everything else to authenticated callers only.
//
// Beware: without listener.public_url there is nothing to tell, and every path is not found.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "gateway/front/request_scope.hpp"

namespace fb::front {

// From one address, of all questions that need no credential, within the window.
inline constexpr std::uint32_t kAnonymousQuestionsMax = 60;
inline constexpr std::chrono::seconds kAnonymousWindow{60};
// The only question that needs no credential in SOAP names one domain.
inline constexpr std::size_t kAnonymousQuestionBytesMax = 16 * 1024;

// An error is a refusal that the session puts into words: unauthenticated, or no such endpoint.
boost::asio::awaitable<model::Status> answer_autodiscover(const Services& services,
                                                          RequestScope& scope, EndpointCall call,
                                                          net::ResponseBuffer& response);

// What clients read from any answer under /autodiscover/, also from a 401: which forms of
// Autodiscover and of credentials there are. Some look only whether a header is present, so what is
// not offered has none.
void add_autodiscover_headers(const config::Settings& settings, const config::Snapshot& snapshot,
                              std::string_view path, net::ResponseBuffer& response);

}  // namespace fb::front
