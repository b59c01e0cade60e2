// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/front/listener.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <filesystem>
#include <fstream>
#include <utility>

namespace fb::front {
namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

struct WorkerLoad {
  explicit WorkerLoad(asio::io_context& worker_context) : context(worker_context) {}
  asio::io_context& context;
  std::atomic<std::size_t> connections{0};
};

// A descriptor on its way from one context to another; closed where it does not arrive.
class Descriptor {
 public:
  explicit Descriptor(int value) : value_(value) {}
  Descriptor(Descriptor&& other) noexcept : value_(std::exchange(other.value_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() {
    if (value_ >= 0) ::close(value_);
  }
  int get() const { return value_; }
  void release() { value_ = -1; }

 private:
  int value_;
};

model::Error cannot_listen(const ListenerOptions& options, const error_code& why) {
  return model::Error::of(model::ErrorKind::internal, "cannot listen on " + options.address +
                                                          " port " + std::to_string(options.port) +
                                                          ": " + why.message());
}

error_code open_and_bind(tcp::acceptor& acceptor, const tcp::endpoint& endpoint) {
  error_code failed;
  acceptor.open(endpoint.protocol(), failed);
  if (!failed) acceptor.set_option(tcp::acceptor::reuse_address(true), failed);
  if (!failed && endpoint.address().is_v6() && endpoint.address().is_unspecified()) {
    acceptor.set_option(asio::ip::v6_only(false), failed);  // "::" means every address
  }
  if (!failed) acceptor.bind(endpoint, failed);
  if (!failed) acceptor.listen(asio::socket_base::max_listen_connections, failed);
  return failed;
}

}  // namespace

// Holds nothing that belongs to a context, so that it does not matter whose thread lets go of it
// last.
struct Listener::State : std::enable_shared_from_this<Listener::State> {
  State(const ListenerOptions& wished, async::TaskGroup& group, Session serve_one)
      : options(wished), sessions(group), session(std::move(serve_one)) {}

  // Counts a connection for as long as it is served.
  struct Counted {
    std::shared_ptr<State> state;
    WorkerLoad* load;
    Counted(std::shared_ptr<State> of, WorkerLoad* at) : state(std::move(of)), load(at) {
      load->connections.fetch_add(1, std::memory_order_relaxed);
    }
    Counted(Counted&& other) noexcept
        : state(std::move(other.state)), load(std::exchange(other.load, nullptr)) {}
    Counted& operator=(Counted&&) = delete;
    ~Counted() {
      if (load == nullptr) return;
      load->connections.fetch_sub(1, std::memory_order_relaxed);
      state->total.fetch_sub(1, std::memory_order_relaxed);
    }
  };

  void take(tcp::socket socket, std::size_t accepted_by);
  std::size_t least_loaded(std::size_t rather) const;
  void hand_over(tcp::socket socket, std::size_t to, Counted counted);
  void start_session(tcp::socket socket, std::size_t index, Counted counted);
  static asio::awaitable<void> serve(Counted counted, tcp::socket socket, std::size_t index);

  const ListenerOptions options;
  async::TaskGroup& sessions;
  const Session session;
  std::vector<std::unique_ptr<WorkerLoad>> loads;
  std::atomic<std::size_t> total{0};
  std::atomic<std::uint64_t> refused{0};
};

// One worker's copy of the listening socket; used on its thread.
struct Listener::Acceptor {
  Acceptor(std::shared_ptr<State> of, tcp::acceptor from, std::size_t worker)
      : state(std::move(of)), socket(std::move(from)), index(worker) {}

  static asio::awaitable<void> accept_all(std::shared_ptr<Acceptor> self);
  void drain_and_close();

  std::shared_ptr<State> state;
  tcp::acceptor socket;
  const std::size_t index;
};

// Ties go to the worker that has it already.
std::size_t Listener::State::least_loaded(std::size_t rather) const {
  std::size_t best = rather;
  std::size_t fewest = loads[rather]->connections.load(std::memory_order_relaxed);
  for (std::size_t i = 0; i < loads.size(); ++i) {
    const std::size_t count = loads[i]->connections.load(std::memory_order_relaxed);
    if (count >= fewest) continue;
    best = i;
    fewest = count;
  }
  return best;
}

void Listener::State::take(tcp::socket socket, std::size_t accepted_by) {
  if (total.fetch_add(1, std::memory_order_relaxed) >= options.connections_max) {
    total.fetch_sub(1, std::memory_order_relaxed);
    refused.fetch_add(1, std::memory_order_relaxed);
    return;
  }
  const std::size_t worker = least_loaded(accepted_by);
  Counted counted(shared_from_this(), loads[worker].get());
  if (worker == accepted_by) {
    start_session(std::move(socket), worker, std::move(counted));
  } else {
    hand_over(std::move(socket), worker, std::move(counted));
  }
}

void Listener::State::hand_over(tcp::socket socket, std::size_t to, Counted counted) {
  error_code failed;
  const tcp protocol = socket.local_endpoint(failed).protocol();
  if (failed) return;  // gone already
  Descriptor descriptor(socket.release(failed));
  if (failed) return;
  asio::io_context& context = loads[to]->context;
  auto adopt = [this, to, protocol, descriptor = std::move(descriptor),
                moved = std::move(counted)]() mutable {
    tcp::socket adopted(loads[to]->context);
    error_code refused_by_system;
    adopted.assign(protocol, descriptor.get(), refused_by_system);
    if (refused_by_system) return;
    descriptor.release();
    start_session(std::move(adopted), to, std::move(moved));
  };
  asio::post(context, std::move(adopt));
}

void Listener::State::start_session(tcp::socket socket, std::size_t index, Counted counted) {
  const auto executor = loads[index]->context.get_executor();
  sessions.spawn(executor, serve(std::move(counted), std::move(socket), index));
}

asio::awaitable<void> Listener::State::serve(Counted counted, tcp::socket socket,
                                             std::size_t index) {
  co_await counted.state->session(std::move(socket), index);
}

asio::awaitable<void> Listener::Acceptor::accept_all(std::shared_ptr<Acceptor> self) {
  async::Clock& clock = *self->state->options.clock;
  while (self->socket.is_open()) {
    error_code failed;
    tcp::socket accepted =
        co_await self->socket.async_accept(asio::redirect_error(asio::use_awaitable, failed));
    if (!failed) {
      self->state->take(std::move(accepted), self->index);
    } else if (self->socket.is_open()) {
      // Out of descriptors or memory, most likely; the connection stays in the queue.
      co_await clock.wait_until(clock.now() + self->state->options.rest);
    }
  }
}

void Listener::Acceptor::drain_and_close() {
  error_code ended;
  socket.non_blocking(true, ended);
  while (!ended) {
    tcp::socket accepted(socket.get_executor());
    socket.accept(accepted, ended);
    if (!ended) state->take(std::move(accepted), index);
  }
  socket.close(ended);
}

Listener::Listener(std::shared_ptr<State> state, std::vector<std::shared_ptr<Acceptor>> acceptors,
                   std::uint16_t port)
    : state_(std::move(state)), acceptors_(std::move(acceptors)), port_(port) {}

Listener::~Listener() = default;

model::Result<std::unique_ptr<Listener>> Listener::open(const ListenerOptions& options,
                                                        std::vector<asio::io_context*> workers,
                                                        async::TaskGroup& sessions,
                                                        Session session) {
  error_code failed;
  const auto address = asio::ip::make_address(options.address, failed);
  if (failed) return cannot_listen(options, failed);
  tcp::acceptor first(*workers.front());
  failed = open_and_bind(first, tcp::endpoint(address, options.port));
  if (failed) return cannot_listen(options, failed);
  const tcp::endpoint bound = first.local_endpoint(failed);
  if (failed) return cannot_listen(options, failed);

  auto state = std::make_shared<State>(options, sessions, std::move(session));
  std::vector<std::shared_ptr<Acceptor>> acceptors;
  for (std::size_t i = 0; i < workers.size(); ++i) {
    state->loads.push_back(std::make_unique<WorkerLoad>(*workers[i]));
    if (i == 0) {
      acceptors.push_back(std::make_shared<Acceptor>(state, std::move(first), i));
      continue;
    }
    Descriptor copy(::fcntl(acceptors.front()->socket.native_handle(), F_DUPFD_CLOEXEC, 0));
    if (copy.get() < 0) return cannot_listen(options, {errno, boost::system::system_category()});
    tcp::acceptor acceptor(*workers[i]);
    acceptor.assign(bound.protocol(), copy.get(), failed);
    if (failed) return cannot_listen(options, failed);
    copy.release();
    acceptors.push_back(std::make_shared<Acceptor>(state, std::move(acceptor), i));
  }
  return std::unique_ptr<Listener>(
      new Listener(std::move(state), std::move(acceptors), bound.port()));
}

std::uint16_t Listener::port() const { return port_; }

model::Status Listener::write_port(const std::string& file) const {
  if (file.empty()) return {};
  const std::string partial = file + ".new";
  std::ofstream(partial) << port_ << '\n';
  std::error_code failed;
  std::filesystem::rename(partial, file, failed);
  if (failed) return model::Error::of(model::ErrorKind::internal, "cannot write " + file);
  return {};
}

void Listener::start() {
  for (const auto& acceptor : acceptors_) {
    asio::co_spawn(state_->loads[acceptor->index]->context, Acceptor::accept_all(acceptor),
                   asio::detached);
  }
}

void Listener::stop() {
  for (const auto& acceptor : acceptors_) {
    asio::post(state_->loads[acceptor->index]->context,
               [acceptor] { acceptor->drain_and_close(); });
  }
}

std::uint64_t Listener::refused_connections() const {
  return state_->refused.load(std::memory_order_relaxed);
}

std::size_t Listener::connections(std::size_t worker) const {
  return state_->loads[worker]->connections.load(std::memory_order_relaxed);
}

}  // namespace fb::front
