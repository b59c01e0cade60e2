// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// An HTTP client whose answers a test writes down beforehand, in order. It keeps what was sent.
#pragma once

#include <gtest/gtest.h>

#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "gateway/net/http_client.hpp"

namespace fb::test {

class ScriptedHttpClient final : public net::HttpClient {
 public:
  using Answer = model::Result<net::HttpResponse>;

  void then(Answer answer) { answers_.push_back(std::move(answer)); }
  void then(unsigned status, std::string body, std::vector<net::HttpHeader> headers = {}) {
    then(net::HttpResponse{status, std::move(headers), std::move(body)});
  }

  boost::asio::awaitable<Answer> exchange(net::HttpRequest request, async::Deadline) override {
    sent.push_back(std::move(request));
    if (answers_.empty()) {
      ADD_FAILURE() << "nothing was scripted for " << sent.back().url;
      co_return model::Error::of(model::ErrorKind::internal, "nothing was scripted");
    }
    Answer answer = std::move(answers_.front());
    answers_.pop_front();
    co_return answer;
  }

  std::size_t left() const { return answers_.size(); }

  std::vector<net::HttpRequest> sent;

 private:
  std::deque<Answer> answers_;
};

// The first header of that name in a request, as it was written; empty where absent.
inline std::string header_of(const net::HttpRequest& request, std::string_view name) {
  for (const net::HttpHeader& header : request.headers) {
    if (header.name == name) return header.value;
  }
  return {};
}

}  // namespace fb::test
