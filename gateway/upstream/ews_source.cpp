// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/upstream/ews_source.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include "gateway/upstream/soap_answer.hpp"
#include "protocols/wire/base64.hpp"

namespace fb::upstream {
namespace asio = boost::asio;
namespace {

using model::DetailLevel;

std::string basic_credential(const config::CalendarSource& source) {
  const config::Secret pair(source.username + ":" + std::string(source.password.reveal()));
  const std::string_view text = pair.reveal();
  const std::vector<std::uint8_t> bytes(text.begin(), text.end());
  return "Basic " + wire::base64(bytes);
}

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
                                        const config::CalendarSource& source, net::HttpClient& http,
                                        async::Deadline deadline) {
  const ews::UpstreamQuestion asked = soap_question(question, view_for(question, source));
  net::HttpRequest request = soap_request(source.url, asked, question.correlation);
  request.headers.push_back({"Authorization", basic_credential(source)});
  const model::Result<net::HttpResponse> response =
      co_await http.exchange(std::move(request), deadline);
  co_return read_soap_answer(response, asked);
}

}  // namespace fb::upstream
