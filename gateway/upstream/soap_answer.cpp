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
  // A fault comes with 500 and sometimes with 503. An answer beside such a status is none.
  if (response->status >= 500 && !is_html(*response)) {
    const model::Result<Answers> decoded = ews::decode_answer(response->body, question);
    if (!decoded) {
      return for_everybody(mailboxes, error_of_response(*response, decoded.error()));
    }
  }
  return for_everybody(mailboxes, error_of_status(*response));
}

}  // namespace fb::upstream
