// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/upstream/graph_source.hpp"

#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>
#include <utility>

#include "gateway/upstream/http_exchange.hpp"
#include "gateway/upstream/trace.hpp"
#include "protocols/graph/graph.hpp"

namespace fb::upstream {
namespace asio = boost::asio;
namespace {

using model::Error;
using model::ErrorKind;
using model::Result;

static_assert(kGraphMailboxesMax == graph::kSchedulesMax);

std::string root_of(const config::CalendarSource& source) {
  std::string root = source.url;
  while (!root.empty() && root.back() == '/') root.pop_back();
  return root;
}

net::HttpRequest schedule_request(const config::CalendarSource& source, std::string_view anchor,
                                  const graph::UpstreamQuestion& question,
                                  const model::CorrelationId& correlation) {
  net::HttpRequest request;
  request.url = root_of(source) + "/v1.0/users/" +
                boost::urls::encode(anchor, boost::urls::unreserved_chars) +
                "/calendar/getSchedule";
  request.headers = {{"Content-Type", "application/json"},
                     {"Accept", "application/json"},
                     {"Prefer", "outlook.timezone=\"UTC\""},
                     {"client-request-id", correlation.str()}};
  graph::encode_question(question, request.body);
  return request;
}

// Graph gives no more items of one mailbox than this, and does not always say that there are more.
// A list that is full may be cut off, and what is missing from it would be shown as free.
void doubt_full_lists(Answers& answers) {
  for (Result<model::Availability>& answer : answers) {
    if (!answer || answer->precision == model::Precision::slots) continue;
    if (answer->blocks.size() < kGraphItemsMax) continue;
    answer = Error::of(ErrorKind::result_too_big, "the list of items is full and may be cut off");
  }
}

Result<Answers> read_answer(const Result<net::HttpResponse>& response,
                            const graph::UpstreamQuestion& question) {
  if (!response) return response.error();
  const unsigned status = response->status;
  if (status == 200 && is_html(*response)) {
    return Error::of(ErrorKind::peer_broken, "a web page came instead of an answer");
  }
  if (status == 200) {
    Result<Answers> answers = graph::decode_answer(response->body, question);
    if (answers) doubt_full_lists(*answers);
    return answers;
  }
  if (status < 400) return error_of_status(*response);
  return error_of_response(*response, graph::decode_error(status, response->body));
}

// A failure of the call that is about the mailbox in its path.
bool is_about_the_anchor(const Result<Answers>& answers) {
  return !answers && (answers.error().kind() == ErrorKind::peer_recipient_unknown ||
                      answers.error().kind() == ErrorKind::peer_no_access);
}

}  // namespace

asio::awaitable<Answers> GraphSource::ask(const UpstreamQuestion& question,
                                          const config::Snapshot& snapshot,
                                          const config::Tenant& tenant,
                                          const config::CalendarSource& source,
                                          net::HttpClient& http, async::Deadline deadline) {
  std::string scope = source.scope;
  if (scope.empty()) scope = root_of(source) + "/.default";
  const Result<identity::TokenRequest> token = token_request(snapshot, tenant, std::move(scope));
  if (!token) co_return for_everybody(question.permits.size(), token.error());
  const TokenPresentation credential{*token};

  graph::UpstreamQuestion asked{mailboxes_of(question), question.window,
                                model::SlotLength::finest()};
  Answers answers;
  for (int tried = 0; !asked.mailboxes.empty(); ++tried) {
    const bool fixed_anchor = !source.anchor.empty();
    std::string anchor = source.anchor;
    if (!fixed_anchor) anchor = asked.mailboxes.front().str();
    net::HttpRequest request = schedule_request(source, anchor, asked, question.correlation);
    const std::string url = request.url;
    const Result<net::HttpResponse> response =
        co_await exchange_with_token(tokens_, credential, std::move(request), http, deadline);
    note_exchange(question.trace, url, response);
    Result<Answers> read = read_answer(response, asked);
    if (is_about_the_anchor(read) && (fixed_anchor || tried + 1 == kAnchorsTriedMax)) {
      read = Error::from_peer(ErrorKind::peer_broken,
                              "the mailbox that the question is asked under cannot be used",
                              read.error().peer_text());
    }
    if (!is_about_the_anchor(read)) {
      Answers rest = one_per_mailbox(asked.mailboxes.size(), std::move(read));
      answers.insert(answers.end(), rest.begin(), rest.end());
      break;
    }
    answers.push_back(read.error());
    asked.mailboxes.erase(asked.mailboxes.begin());
  }
  co_return answers;
}

}  // namespace fb::upstream
