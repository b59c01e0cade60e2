// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The part that EWS servers and partners' gateways share: one GetUserAvailability over HTTP.
#pragma once

#include "gateway/net/http_client.hpp"
#include "gateway/upstream/answers.hpp"
#include "protocols/ews/ews.hpp"

namespace fb::upstream {

// Without a credential. The slot is the finest there is, so that digits alone still place a meeting
// well where a server gives no events.
net::HttpRequest soap_request(std::string url, const ews::UpstreamQuestion& question,
                              const model::CorrelationId& correlation);

ews::UpstreamQuestion soap_question(const UpstreamQuestion& question, ews::View view);

// An answer, a SOAP fault, or a status that says why there is neither.
Answers read_soap_answer(const model::Result<net::HttpResponse>& response,
                         const ews::UpstreamQuestion& question);

}  // namespace fb::upstream
