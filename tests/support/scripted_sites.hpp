// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// An HttpClient that plays several web sites from a script. Every address has its own answers,
// given in order; the last one stays. What was asked is kept. Usable from several threads.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "gateway/net/http_client.hpp"

namespace fb::test {

class ScriptedSites final : public net::HttpClient {
 public:
  struct Answer {
    model::Result<net::HttpResponse> result = net::HttpResponse{};
    std::chrono::milliseconds after{0};  // waited for on the clock that was given
  };

  ScriptedSites() = default;
  // Answers may take time.
  explicit ScriptedSites(async::Clock& clock) : clock_(&clock) {}

  void answer(const std::string& url, Answer next) {
    const std::lock_guard lock(mutex_);
    script_[url].answers.push_back(std::move(next));
  }
  void answer(const std::string& url, unsigned status, std::string body,
              std::vector<net::HttpHeader> headers = {}) {
    answer(url, Answer{net::HttpResponse{status, std::move(headers), std::move(body)}, {}});
  }
  void fail(const std::string& url, model::Error error) {
    answer(url, Answer{std::move(error), {}});
  }
  // From now on other answers.
  void forget(const std::string& url) {
    const std::lock_guard lock(mutex_);
    script_.erase(url);
  }

  std::vector<net::HttpRequest> requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
  }
  std::size_t asked() const {
    const std::lock_guard lock(mutex_);
    return requests_.size();
  }

  boost::asio::awaitable<model::Result<net::HttpResponse>> exchange(
      net::HttpRequest request, async::Deadline deadline) override {
    const Answer next = note(std::move(request));
    if (clock_ != nullptr && next.after.count() > 0) {
      const async::SteadyTime at = clock_->now() + next.after;
      co_await clock_->wait_until(at < deadline.at ? at : deadline.at);
      if (at >= deadline.at) {
        co_return model::Error::of(model::ErrorKind::deadline_passed, "the script is slow");
      }
    }
    co_return next.result;
  }

 private:
  struct Script {
    std::vector<Answer> answers;
    std::size_t next = 0;
  };

  Answer note(net::HttpRequest request) {
    const std::lock_guard lock(mutex_);
    const auto found = script_.find(request.url);
    requests_.push_back(std::move(request));
    if (found == script_.end()) {
      return {model::Error::of(model::ErrorKind::peer_unreachable, "the script has no answer"), {}};
    }
    Script& script = found->second;
    const std::size_t at = std::min(script.next, script.answers.size() - 1);
    ++script.next;
    return script.answers[at];
  }

  async::Clock* clock_ = nullptr;
  mutable std::mutex mutex_;
  std::map<std::string, Script> script_;
  std::vector<net::HttpRequest> requests_;
};

}  // namespace fb::test
