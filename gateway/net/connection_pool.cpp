// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/net/connection_pool.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/deferred.hpp>
#include <utility>

namespace fb::net {

namespace asio = boost::asio;
using model::Error;
using model::ErrorKind;

ConnectionPool::ConnectionPool(asio::any_io_executor executor, PoolLimits limits,
                               async::Clock& clock)
    : executor_(executor),
      limits_(limits),
      clock_(clock),
      expiry_(std::move(executor), clock, std::chrono::nanoseconds::max(),
              [this] { close_expired(); }) {}

asio::awaitable<model::Result<ConnectionPool::Slot>> ConnectionPool::acquire(std::string key,
                                                                             ExchangeTimer& timer) {
  Host& host = hosts_[key];
  if (host.slots < limits_.connections_per_host_max) {
    ++host.slots;
    co_return Slot(*this, std::move(key));
  }
  if (host.line.size() >= limits_.waiting_per_host_max) {
    co_return Error::of(ErrorKind::server_busy, key + ": too many requests are waiting");
  }
  // A member of the line from here on: however this ends, it must leave.
  struct Place {
    ConnectionPool& pool;
    const std::string& key;
    std::shared_ptr<Waiter> waiter;
    bool taken = false;
    ~Place() {
      if (taken) return;
      if (waiter->granted) {
        pool.release(key);
      } else {
        std::erase(pool.hosts_[key].line, waiter);
        pool.forget_if_unused(key);
      }
    }
  };
  Place place{*this, key, std::make_shared<Waiter>(executor_)};
  host.line.push_back(place.waiter);
  const ExchangeTimer::Interrupts interrupts(timer, [&place] { place.waiter->timer.cancel(); });
  if (!timer.passed()) co_await place.waiter->timer.async_wait(asio::as_tuple(asio::deferred));
  if (!place.waiter->granted) {
    co_return Error::of(ErrorKind::deadline_passed, key + ": no connection was free in time");
  }
  place.taken = true;
  co_return Slot(*this, key);
}

void ConnectionPool::release(const std::string& key) {
  Host& host = hosts_[key];
  if (host.line.empty()) {
    --host.slots;
    forget_if_unused(key);
    return;
  }
  const std::shared_ptr<Waiter> next = std::move(host.line.front());
  host.line.pop_front();
  next->granted = true;
  next->timer.cancel();
}

void ConnectionPool::forget_if_unused(const std::string& key) {
  const auto found = hosts_.find(key);
  if (found == hosts_.end()) return;
  const Host& host = found->second;
  if (host.slots == 0 && host.idle.empty() && host.line.empty()) hosts_.erase(found);
}

void ConnectionPool::close_expired() {
  const async::SteadyTime now = clock_.now();
  async::SteadyTime next = async::SteadyTime::max();
  for (auto& [key, host] : hosts_) {
    while (!host.idle.empty() && host.idle.front().ends <= now) host.idle.pop_front();
    if (!host.idle.empty()) next = std::min(next, host.idle.front().ends);
  }
  std::erase_if(hosts_, [](const auto& entry) {
    const Host& host = entry.second;
    return host.slots == 0 && host.idle.empty() && host.line.empty();
  });
  if (next != async::SteadyTime::max()) expiry_.arm(next);
}

ConnectionPool::Slot::~Slot() {
  if (pool_ != nullptr) pool_->release(key_);
}

// The youngest first: it is the least likely to be closed by the other side.
std::unique_ptr<ClientConnection> ConnectionPool::Slot::take_idle() {
  pool_->close_expired();
  Host& host = pool_->hosts_[key_];
  while (!host.idle.empty()) {
    std::unique_ptr<ClientConnection> connection = std::move(host.idle.back().connection);
    host.idle.pop_back();
    if (connection->is_still_open()) return connection;
  }
  return nullptr;
}

void ConnectionPool::Slot::keep(std::unique_ptr<ClientConnection> connection) {
  const async::SteadyTime ends = pool_->clock_.now() + pool_->limits_.idle_timeout;
  pool_->hosts_[key_].idle.push_back({std::move(connection), ends});
  pool_->close_expired();
}

}  // namespace fb::net
