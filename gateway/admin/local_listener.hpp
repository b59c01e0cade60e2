// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Listens on a unix socket, whose file is for its owner and its group. A file that a process left
// behind is replaced; one behind which somebody answers is not. It goes when the listener stops.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <functional>
#include <memory>
#include <string>

#include "gateway/async/clock.hpp"
#include "gateway/async/task_group.hpp"
#include "protocols/model/result.hpp"

namespace fb::admin {

class LocalListener {
 public:
  using Socket = boost::asio::local::stream_protocol::socket;
  using Session = std::function<boost::asio::awaitable<void>(Socket)>;

  // Errors: internal, naming the file and what the system says of it. What is given outlives the
  // listener.
  static model::Result<std::unique_ptr<LocalListener>> open(const std::string& file,
                                                            boost::asio::io_context& context,
                                                            async::TaskGroup& sessions,
                                                            async::Clock& clock, Session session);
  ~LocalListener();

  void start();
  // From any thread. The file is gone when it returns, the listener when the context has next run.
  void stop();

 private:
  struct State;
  explicit LocalListener(std::shared_ptr<State> state);
  static boost::asio::awaitable<void> accept_all(std::shared_ptr<State> state);

  std::shared_ptr<State> state_;
};

}  // namespace fb::admin
