// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// A clock that stands still until a test moves it. What waits on it resumes on its own executor,
// in the order of the times waited for. Usable from several threads.
//
// Beware: advance() does not run anything; run or poll the io_context afterwards. The clock has to
// outlive the io_context: declare it first.
#pragma once

#include <algorithm>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "gateway/async/clock.hpp"

namespace fb::test {

class ManualClock final : public async::Clock {
 public:
  // Monday, 5 January 2026, 00:00 UTC unless told otherwise.
  explicit ManualClock(model::UtcTime start = std::chrono::sys_days(std::chrono::year_month_day(
                           std::chrono::year(2026), std::chrono::January, std::chrono::day(5))))
      : start_(start) {}

  model::UtcTime utc_now() const override {
    return start_ + std::chrono::floor<std::chrono::seconds>(now() - kOrigin);
  }

  async::SteadyTime now() const override {
    const std::lock_guard lock(mutex_);
    return now_;
  }

  boost::asio::awaitable<void> wait_until(async::SteadyTime at) override {
    auto waiter = std::make_shared<Waiter>(co_await boost::asio::this_coro::executor, at);
    {
      const std::lock_guard lock(mutex_);
      if (at <= now_) co_return;
      waiters_.push_back(waiter);
    }
    const Registration registration(*this, waiter);
    boost::system::error_code ended;
    co_await waiter->timer.async_wait(
        boost::asio::redirect_error(boost::asio::use_awaitable, ended));
    if (!waiter->due) throw boost::system::system_error(boost::asio::error::operation_aborted);
  }

  void advance(std::chrono::nanoseconds length) { advance_to(now() + length); }

  // Time never goes back: an earlier time changes nothing.
  void advance_to(async::SteadyTime at) {
    std::vector<std::shared_ptr<Waiter>> due;
    {
      const std::lock_guard lock(mutex_);
      now_ = std::max(now_, at);
      const auto later =
          std::stable_partition(waiters_.begin(), waiters_.end(),
                                [this](const auto& waiter) { return waiter->at <= now_; });
      due.assign(waiters_.begin(), later);
      waiters_.erase(waiters_.begin(), later);
    }
    std::stable_sort(due.begin(), due.end(),
                     [](const auto& a, const auto& b) { return a->at < b->at; });
    for (const auto& waiter : due) {
      boost::asio::post(waiter->timer.get_executor(), [waiter] {
        waiter->due = true;
        waiter->timer.cancel();
      });
    }
  }

  // Moves to the earliest time that something waits for; false if nothing waits.
  bool advance_to_next() {
    const std::optional<async::SteadyTime> at = next();
    if (!at) return false;
    advance_to(*at);
    return true;
  }

  std::optional<async::SteadyTime> next() const {
    const std::lock_guard lock(mutex_);
    std::optional<async::SteadyTime> earliest;
    for (const auto& waiter : waiters_) {
      if (!earliest || waiter->at < *earliest) earliest = waiter->at;
    }
    return earliest;
  }

  std::size_t waiting() const {
    const std::lock_guard lock(mutex_);
    return waiters_.size();
  }

 private:
  // An event made of a timer that never expires by itself.
  struct Waiter {
    Waiter(const boost::asio::any_io_executor& executor, async::SteadyTime when)
        : timer(executor, async::SteadyTime::max()), at(when) {}
    boost::asio::steady_timer timer;
    async::SteadyTime at;
    bool due = false;  // only on the timer's executor
  };

  // However the wait ends, and be it with its io_context, the timer must not stay here.
  class Registration {
   public:
    Registration(ManualClock& clock, std::shared_ptr<Waiter> waiter)
        : clock_(clock), waiter_(std::move(waiter)) {}
    Registration(const Registration&) = delete;
    Registration& operator=(const Registration&) = delete;
    ~Registration() {
      const std::lock_guard lock(clock_.mutex_);
      std::erase(clock_.waiters_, waiter_);
    }

   private:
    ManualClock& clock_;
    std::shared_ptr<Waiter> waiter_;
  };

  // Not the epoch, so that subtracting a long time from now() stays a plausible time.
  static constexpr async::SteadyTime kOrigin{std::chrono::hours(24 * 365)};

  const model::UtcTime start_;
  mutable std::mutex mutex_;
  async::SteadyTime now_ = kOrigin;
  std::vector<std::shared_ptr<Waiter>> waiters_;
};

}  // namespace fb::test
