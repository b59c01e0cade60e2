// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Takes connections and spreads them over the workers. There is one listening socket, duplicated
// into each worker's context; a new connection goes to the worker with the fewest. It is never
// bound twice: closing one of two SO_REUSEPORT listeners resets what waits in its queue, and hides
// a port that somebody else holds.
//
// A connection beyond the cap is closed at once and counted. stop() first serves what already waits
// in the accept queue.
#pragma once

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "gateway/async/clock.hpp"
#include "gateway/async/task_group.hpp"
#include "protocols/model/result.hpp"

namespace fb::front {

struct ListenerOptions {
  std::string address;
  std::uint16_t port = 0;  // 0: any free one
  std::size_t connections_max = 4096;
  // How long an acceptor rests after the system has refused it a connection, for want of
  // descriptors or memory: trying again at once would only burn the thread.
  std::chrono::milliseconds rest{100};
  async::Clock* clock = &async::real_clock();
};

class Listener {
 public:
  // Serves one connection on the worker's own thread.
  using Session =
      std::function<boost::asio::awaitable<void>(boost::asio::ip::tcp::socket, std::size_t worker)>;

  // Errors: internal, naming the address and what the system says of it. The contexts, each run by
  // one thread, the group and whatever the session uses must outlive the listener; the contexts
  // need not run yet.
  static model::Result<std::unique_ptr<Listener>> open(
      const ListenerOptions& options, std::vector<boost::asio::io_context*> workers,
      async::TaskGroup& sessions, Session session);
  ~Listener();

  std::uint16_t port() const;  // the one that was bound, also after stop()
  // Whoever waits for the file never reads half of it. An empty name: nothing is written. Errors:
  // internal, naming the file.
  model::Status write_port(const std::string& file) const;
  void start();
  // From any thread; every acceptor is closed when its worker has next run. What the queue held is
  // served, on whichever worker: a worker may then get a connection with what is posted to it next.
  void stop();

  std::uint64_t refused_connections() const;
  std::size_t connections(std::size_t worker) const;

 private:
  struct State;
  struct Acceptor;
  Listener(std::shared_ptr<State> state, std::vector<std::shared_ptr<Acceptor>> acceptors,
           std::uint16_t port);

  std::shared_ptr<State> state_;
  std::vector<std::shared_ptr<Acceptor>> acceptors_;
  const std::uint16_t port_;
};

}  // namespace fb::front
