// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// An upstream for tests of what stands above it: it takes as long as the test says, answers what
// the test says, and remembers what it was asked. Usable from several threads.
#pragma once

#include <functional>
#include <mutex>
#include <utility>
#include <vector>

#include "gateway/upstream/calendar_upstream.hpp"

namespace fb::test {

class StagedUpstream final : public upstream::CalendarUpstream {
 public:
  using Answer =
      std::function<model::Result<model::Availability>(const model::Permit&, model::TimeWindow)>;
  using Delay = std::function<std::chrono::milliseconds()>;

  explicit StagedUpstream(async::Clock& clock) : clock_(clock) {}

  // All of it is set before anything is asked.
  Answer answer = [](const model::Permit& permit, model::TimeWindow window) {
    return model::Availability{window, {}, model::Precision::exact, {}, permit->level};
  };
  Delay takes = [] { return std::chrono::milliseconds(100); };
  upstream::Trace trace{};  // of every question that wants one
  std::size_t mailboxes_max = 100;
  std::chrono::days window_max{42};
  // The last word about a whole answer, before it is given.
  std::function<void(upstream::UpstreamAnswer&)> spoil = [](upstream::UpstreamAnswer&) {};

  struct Asked {
    std::vector<std::string> mailboxes;
    model::TimeWindow window;
    async::Deadline deadline;
  };
  std::vector<Asked> asked() const {
    const std::lock_guard lock(mutex_);
    return asked_;
  }

  std::size_t mailboxes_per_call_max(const model::Route&, const config::Snapshot&) const override {
    return mailboxes_max;
  }
  std::chrono::days window_per_call_max(const model::Route&,
                                        const config::Snapshot&) const override {
    return window_max;
  }

  boost::asio::awaitable<upstream::UpstreamAnswer> ask(upstream::UpstreamQuestion question,
                                                       std::shared_ptr<const config::Snapshot>,
                                                       net::HttpClient&,
                                                       async::Deadline deadline) override {
    note(question, deadline);
    if (question.trace != nullptr) *question.trace = trace;
    const async::SteadyTime begun = clock_.now();
    const async::Deadline done = async::Deadline::after(clock_, takes()).sooner(deadline);
    co_await clock_.wait_until(done.at);
    upstream::UpstreamAnswer given;
    for (const model::Permit& permit : question.permits) {
      if (deadline.passed(clock_)) {
        given.mailboxes.push_back(model::Error::of(model::ErrorKind::deadline_passed));
      } else {
        given.mailboxes.push_back(answer(permit, question.window));
      }
    }
    given.upstream_time =
        std::chrono::duration_cast<std::chrono::microseconds>(clock_.now() - begun);
    spoil(given);
    co_return given;
  }

 private:
  void note(const upstream::UpstreamQuestion& question, async::Deadline deadline) {
    Asked entry{{}, question.window, deadline};
    for (const model::Permit& permit : question.permits) {
      entry.mailboxes.push_back(permit->mailbox.str());
    }
    const std::lock_guard lock(mutex_);
    asked_.push_back(std::move(entry));
  }

  async::Clock& clock_;
  mutable std::mutex mutex_;
  std::vector<Asked> asked_;
};

// For what must not go to the network.
class NoHttp final : public net::HttpClient {
 public:
  boost::asio::awaitable<model::Result<net::HttpResponse>> exchange(net::HttpRequest,
                                                                    async::Deadline) override {
    co_return model::Error::of(model::ErrorKind::internal, "nothing here asks over HTTP");
  }
};

}  // namespace fb::test
