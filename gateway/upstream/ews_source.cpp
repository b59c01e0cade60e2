// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/upstream/ews_source.hpp"

#include <algorithm>
#include <utility>

#include "gateway/upstream/soap_answer.hpp"
#include "gateway/upstream/trace.hpp"

namespace fb::upstream {
namespace asio = boost::asio;
namespace {

using model::DetailLevel;

// Details are asked for only where somebody may see them.
ews::View view_for(const UpstreamQuestion& question, const config::CalendarSource& source) {
  const bool somebody =
      std::any_of(question.permits.begin(), question.permits.end(),
                  [](const auto& permit) { return permit->level >= DetailLevel::limited_details; });
  return somebody && source.default_calendar_right >= DetailLevel::limited_details
             ? ews::View::detailed_merged
             : ews::View::free_busy_merged;
}

}  // namespace

asio::awaitable<Answers> ask_ews_source(const UpstreamQuestion& question,
                                        const config::Snapshot& snapshot,
                                        const config::Tenant& tenant,
                                        const config::CalendarSource& source,
                                        identity::SourceCredentials& credentials,
                                        net::HttpClient& http, async::Deadline deadline) {
  const ews::UpstreamQuestion asked = soap_question(question, view_for(question, source));
  const net::HttpRequest request = soap_request(source.url, asked, question.correlation);
  for (bool again = false;; again = true) {
    const model::Result<config::Secret> credential =
        co_await credentials.authorization(snapshot, tenant, source, http, deadline);
    if (!credential) co_return for_everybody(asked.mailboxes.size(), credential.error());
    net::HttpRequest sent = request;
    sent.headers.push_back({"Authorization", std::string(credential->reveal())});
    const model::Result<net::HttpResponse> response =
        co_await http.exchange(std::move(sent), deadline);
    note_exchange(question.trace, source.url, response);
    const bool refused = response && response->status == 401;
    const bool last = again || !refused || !credentials.renew(snapshot, tenant, source);
    if (!last) continue;
    std::string doubt;
    if (refused) doubt = credentials.doubt(snapshot, tenant, source);
    if (doubt.empty()) co_return read_soap_answer(response, asked);
    const model::Error error =
        model::Error::from_peer(model::ErrorKind::peer_refused_us, "HTTP status 401, and " + doubt,
                                response->header("x-ms-diagnostics"));
    co_return for_everybody(asked.mailboxes.size(), error);
  }
}

}  // namespace fb::upstream
