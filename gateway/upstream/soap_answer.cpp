// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/upstream/soap_answer.hpp"

#include <utility>

#include "gateway/upstream/http_exchange.hpp"

namespace fb::upstream {

using model::Error;
using model::ErrorKind;

net::HttpRequest soap_request(std::string url, const ews::UpstreamQuestion& question,
                              const model::CorrelationId& correlation) {
  net::HttpRequest request;
  request.url = std::move(url);
  request.headers = {{"Content-Type", "text/xml; charset=utf-8"},
                     {"Accept", "text/xml"},
                     {"client-request-id", correlation.str()}};
  ews::encode_question(question, request.body);
  return request;
}

ews::UpstreamQuestion soap_question(const UpstreamQuestion& question, ews::View view) {
  return {mailboxes_of(question), question.window, model::SlotLength::finest(), view};
}

namespace {

// A fault that explains a failure better than its status does; nothing otherwise.
std::optional<Error> fault_in(const net::HttpResponse& response,
                              const ews::UpstreamQuestion& question) {
  if (response.status < 500 || response.body.empty()) return std::nullopt;
  const model::Result<Answers> decoded = ews::decode_answer(response.body, question);
  if (decoded || decoded.error().kind() == ErrorKind::peer_broken) return std::nullopt;
  Error fault = decoded.error();
  if (fault.kind() == ErrorKind::peer_throttled && fault.retry_after_s() == 0) {
    return std::move(fault).with_retry_after_s(retry_after_s(response.header("Retry-After")));
  }
  return fault;
}

}  // namespace

Answers read_soap_answer(const model::Result<net::HttpResponse>& response,
                         const ews::UpstreamQuestion& question) {
  const std::size_t mailboxes = question.mailboxes.size();
  if (!response) return for_everybody(mailboxes, response.error());
  if (response->status == 200 && is_html(*response)) {
    return for_everybody(mailboxes,
                         Error::of(ErrorKind::peer_broken, "a web page came instead of an answer"));
  }
  if (response->status == 200) {
    return one_per_mailbox(mailboxes, ews::decode_answer(response->body, question));
  }
  if (!is_html(*response)) {
    if (std::optional<Error> fault = fault_in(*response, question)) {
      return for_everybody(mailboxes, *fault);
    }
  }
  return for_everybody(mailboxes, error_of_status(*response));
}

}  // namespace fb::upstream
