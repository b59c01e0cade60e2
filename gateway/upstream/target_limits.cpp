// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/upstream/target_limits.hpp"

#include <algorithm>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/this_coro.hpp>

namespace fb::upstream {
namespace asio = boost::asio;

using model::Error;
using model::ErrorKind;
using model::Result;

// A member of the line. However the wait ends, it leaves: with the seat, or giving one back that it
// was handed too late.
class TargetLimits::Place {
 public:
  Place(TargetLimits& limits, std::string target, std::shared_ptr<Waiter> waiter)
      : limits_(limits), target_(std::move(target)), waiter_(std::move(waiter)) {}
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  ~Place() {
    if (!taken_ && out_of_line()) limits_.leave(target_);
  }

  // The seat, if it was handed over.
  bool take() {
    taken_ = out_of_line();
    return taken_;
  }

 private:
  bool out_of_line() {
    return limits_.targets_.with([this](Targets& targets) {
      const auto found = targets.find(target_);
      if (found != targets.end()) std::erase(found->second.line, waiter_);
      return waiter_->seated;
    });
  }

  TargetLimits& limits_;
  std::string target_;
  std::shared_ptr<Waiter> waiter_;
  bool taken_ = false;
};

asio::awaitable<Result<TargetLimits::Seat>> TargetLimits::take(std::string target, std::size_t most,
                                                               async::Deadline deadline) {
  using namespace asio::experimental::awaitable_operators;
  enum class Entry : std::uint8_t { seated, waits, refused };
  const std::size_t seats = std::max<std::size_t>(1, std::min(most, sizes_.requests_max));
  const auto wake_up = std::make_shared<async::WakeUp>(co_await asio::this_coro::executor);
  const auto waiter = std::make_shared<Waiter>();
  waiter->wake_up = wake_up;
  const Entry entry = targets_.with([&](Targets& targets) {
    Target& wanted = targets[target];
    if (wanted.seated < seats) {
      ++wanted.seated;
      return Entry::seated;
    }
    if (wanted.line.size() >= sizes_.waiting_max) return Entry::refused;
    wanted.line.push_back(waiter);
    return Entry::waits;
  });
  if (entry == Entry::refused) {
    co_return Error::of(ErrorKind::server_busy, target + ": too many questions wait for it");
  }
  if (entry == Entry::seated) co_return Seat(*this, std::move(target));

  Place place(*this, target, waiter);
  if (!deadline.passed(clock_)) {
    auto either = wake_up->wait() || clock_.wait_until(deadline.at);
    co_await std::move(either);
  }
  if (!place.take()) {
    co_return Error::of(ErrorKind::deadline_passed, target + ": its turn did not come in time");
  }
  co_return Seat(*this, std::move(target));
}

void TargetLimits::leave(const std::string& target) {
  const std::shared_ptr<Waiter> next = targets_.with([&](Targets& targets) {
    const auto found = targets.find(target);
    std::shared_ptr<Waiter> handed;
    if (!found->second.line.empty()) {
      handed = std::move(found->second.line.front());
      found->second.line.pop_front();
      handed->seated = true;
    } else if (--found->second.seated == 0) {
      targets.erase(found);
    }
    return handed;
  });
  if (next) async::WakeUp::bring(next->wake_up);
}

std::size_t TargetLimits::targets() const {
  return targets_.with([](const Targets& targets) { return targets.size(); });
}

}  // namespace fb::upstream
