// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The connections of one worker thread, by host and port. A slot is the right to have one
// connection to a host, used or about to be made; whoever finds none waits in line.
//
// Beware: one thread. Neither a slot nor a wait for one may outlive the pool.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <map>
#include <memory>
#include <string>

#include "gateway/net/client_connection.hpp"

namespace fb::net {

struct PoolLimits {
  std::size_t connections_per_host_max = 8;
  std::size_t waiting_per_host_max = 256;
  std::chrono::milliseconds idle_timeout{60'000};
};

class ConnectionPool {
 public:
  class Slot {
   public:
    Slot(ConnectionPool& pool, std::string key) : pool_(&pool), key_(std::move(key)) {}
    Slot(Slot&& other) noexcept
        : pool_(std::exchange(other.pool_, nullptr)), key_(std::move(other.key_)) {}
    Slot& operator=(Slot&&) = delete;
    ~Slot();

    // A kept connection that seems to be open still; null where there is none.
    std::unique_ptr<ClientConnection> take_idle();
    void keep(std::unique_ptr<ClientConnection> connection);

   private:
    ConnectionPool* pool_;
    std::string key_;
  };

  ConnectionPool(boost::asio::any_io_executor executor, PoolLimits limits, async::Clock& clock);

  // Errors: server_busy where the line is full, deadline_passed.
  boost::asio::awaitable<model::Result<Slot>> acquire(std::string key, ExchangeTimer& timer);

  std::size_t hosts() const { return hosts_.size(); }

 private:
  struct Waiter {
    explicit Waiter(const boost::asio::any_io_executor& executor)
        : timer(executor, async::SteadyTime::max()) {}
    boost::asio::steady_timer timer;
    bool granted = false;
  };
  struct Idle {
    std::unique_ptr<ClientConnection> connection;
    async::SteadyTime ends;
  };
  struct Host {
    std::size_t slots = 0;
    std::deque<Idle> idle;  // the oldest first
    std::deque<std::shared_ptr<Waiter>> line;
  };

  void release(const std::string& key);
  void forget_if_unused(const std::string& key);
  void close_expired();

  boost::asio::any_io_executor executor_;
  const PoolLimits limits_;
  async::Clock& clock_;
  std::map<std::string, Host> hosts_;
  DeadlineWatch expiry_;
};

}  // namespace fb::net
