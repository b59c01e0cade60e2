// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/front/listener.hpp"

#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

namespace fb::front {
namespace asio = boost::asio;
using tcp = asio::ip::tcp;

namespace {

struct WorkerEnd {
  WorkerEnd(asio::io_context& worker_context, tcp::acceptor worker_acceptor)
      : context(worker_context), acceptor(std::move(worker_acceptor)) {}

  asio::io_context& context;
  tcp::acceptor acceptor;
  std::atomic<std::size_t> connections{0};
};

model::Error cannot_listen(const ListenerOptions& options, const boost::system::error_code& why) {
  return model::Error::of(model::ErrorKind::internal, "cannot listen on " + options.address +
                                                          " port " + std::to_string(options.port) +
                                                          ": " + why.message());
}

}  // namespace

struct Listener::State : std::enable_shared_from_this<Listener::State> {
  State(std::size_t most, async::TaskGroup& group, Session serve_one)
      : connections_max(most), sessions(group), session(std::move(serve_one)) {}

  // Counts a connection for as long as it is served.
  struct Counted {
    std::shared_ptr<State> state;
    WorkerEnd* end;
    Counted(std::shared_ptr<State> of, WorkerEnd* at) : state(std::move(of)), end(at) {}
    Counted(Counted&& other) noexcept
        : state(std::move(other.state)), end(std::exchange(other.end, nullptr)) {}
    Counted& operator=(Counted&&) = delete;
    ~Counted() {
      if (end == nullptr) return;
      end->connections.fetch_sub(1, std::memory_order_relaxed);
      state->total.fetch_sub(1, std::memory_order_relaxed);
    }
  };

  asio::awaitable<void> accept_loop(std::size_t index);
  static asio::awaitable<void> serve(Counted counted, tcp::socket socket, std::size_t index);
  void take(tcp::socket socket, std::size_t accepted_by);
  void start_session(tcp::socket socket, std::size_t index, Counted counted);
  void close(std::size_t index);
  std::size_t least_loaded() const;

  const std::size_t connections_max;
  async::TaskGroup& sessions;
  Session session;
  std::vector<std::unique_ptr<WorkerEnd>> ends;
  std::atomic<std::size_t> total{0};
  std::atomic<std::uint64_t> refused{0};
};

std::size_t Listener::State::least_loaded() const {
  std::size_t best = 0;
  for (std::size_t i = 1; i < ends.size(); ++i) {
    if (ends[i]->connections.load(std::memory_order_relaxed) <
        ends[best]->connections.load(std::memory_order_relaxed)) {
      best = i;
    }
  }
  return best;
}

asio::awaitable<void> Listener::State::accept_loop(std::size_t index) {
  const auto self = shared_from_this();
  tcp::acceptor& acceptor = ends[index]->acceptor;
  while (acceptor.is_open()) {
    tcp::socket socket(ends[index]->context);
    boost::system::error_code ended;
    co_await acceptor.async_accept(socket, asio::redirect_error(asio::use_awaitable, ended));
    // Another worker may have been quicker, or the client may be gone: neither ends the loop.
    if (!ended) take(std::move(socket), index);
    if (ended == asio::error::operation_aborted || ended == asio::error::bad_descriptor) break;
  }
}

void Listener::State::take(tcp::socket socket, std::size_t accepted_by) {
  if (total.fetch_add(1, std::memory_order_relaxed) >= connections_max) {
    total.fetch_sub(1, std::memory_order_relaxed);
    refused.fetch_add(1, std::memory_order_relaxed);
    return;
  }
  boost::system::error_code ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  const std::size_t target = least_loaded();
  ends[target]->connections.fetch_add(1, std::memory_order_relaxed);
  Counted counted(shared_from_this(), ends[target].get());
  if (target == accepted_by) {
    start_session(std::move(socket), target, std::move(counted));
    return;
  }
  const tcp protocol = socket.local_endpoint(ignored).protocol();
  const int native = socket.release(ignored);
  if (ignored) return;
  auto hand_over = [this, native, protocol, target, moved = std::move(counted)]() mutable {
    tcp::socket adopted(ends[target]->context);
    boost::system::error_code failed;
    adopted.assign(protocol, native, failed);
    if (failed) {
      ::close(native);
      return;
    }
    start_session(std::move(adopted), target, std::move(moved));
  };
  asio::post(ends[target]->context, std::move(hand_over));
}

void Listener::State::start_session(tcp::socket socket, std::size_t index, Counted counted) {
  const auto executor = ends[index]->context.get_executor();
  sessions.spawn(executor, serve(std::move(counted), std::move(socket), index));
}

asio::awaitable<void> Listener::State::serve(Counted counted, tcp::socket socket,
                                             std::size_t index) {
  co_await counted.state->session(std::move(socket), index);
}

void Listener::State::close(std::size_t index) {
  tcp::acceptor& acceptor = ends[index]->acceptor;
  boost::system::error_code ended;
  acceptor.non_blocking(true, ended);
  while (!ended) {
    tcp::socket socket(ends[index]->context);
    acceptor.accept(socket, ended);
    if (!ended) take(std::move(socket), index);
  }
  acceptor.close(ended);
}

Listener::Listener(std::shared_ptr<State> state) : state_(std::move(state)) {}
Listener::~Listener() = default;

model::Result<std::unique_ptr<Listener>> Listener::open(const ListenerOptions& options,
                                                        std::vector<asio::io_context*> workers,
                                                        async::TaskGroup& sessions,
                                                        Session session) {
  boost::system::error_code failed;
  const auto address = asio::ip::make_address(options.address, failed);
  if (failed) return cannot_listen(options, failed);
  const tcp::endpoint endpoint(address, options.port);
  auto state = std::make_shared<State>(options.connections_max, sessions, std::move(session));

  tcp::acceptor first(*workers.front());
  first.open(endpoint.protocol(), failed);
  if (!failed) first.set_option(tcp::acceptor::reuse_address(true), failed);
  if (!failed) first.bind(endpoint, failed);
  if (!failed) first.listen(asio::socket_base::max_listen_connections, failed);
  if (failed) return cannot_listen(options, failed);

  for (std::size_t i = 1; i < workers.size(); ++i) {
    const int copy = ::dup(first.native_handle());
    if (copy < 0) return cannot_listen(options, {errno, boost::system::system_category()});
    tcp::acceptor acceptor(*workers[i]);
    acceptor.assign(endpoint.protocol(), copy, failed);
    if (failed) {
      ::close(copy);
      return cannot_listen(options, failed);
    }
    state->ends.push_back(std::make_unique<WorkerEnd>(*workers[i], std::move(acceptor)));
  }
  state->ends.insert(state->ends.begin(),
                     std::make_unique<WorkerEnd>(*workers.front(), std::move(first)));
  return std::unique_ptr<Listener>(new Listener(std::move(state)));
}

std::uint16_t Listener::port() const {
  boost::system::error_code closed;
  return state_->ends.front()->acceptor.local_endpoint(closed).port();
}

void Listener::start() {
  for (std::size_t i = 0; i < state_->ends.size(); ++i) {
    asio::co_spawn(state_->ends[i]->context, state_->accept_loop(i), asio::detached);
  }
}

void Listener::stop() {
  for (std::size_t i = 0; i < state_->ends.size(); ++i) {
    auto close = [state = state_, i] { state->close(i); };
    asio::post(state_->ends[i]->context, std::move(close));
  }
}

std::uint64_t Listener::refused_connections() const {
  return state_->refused.load(std::memory_order_relaxed);
}

std::size_t Listener::connections(std::size_t worker) const {
  return state_->ends[worker]->connections.load(std::memory_order_relaxed);
}

}  // namespace fb::front
