// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Several workers, several clients at once, real TLS, and a stop in the middle of it.
#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <list>
#include <random>
#include <thread>

#include "gateway/async/offload_pool.hpp"
#include "gateway/front/listener.hpp"
#include "gateway/net/https_client.hpp"
#include "gateway/net/server_connection.hpp"
#include "gateway/net/tls_context.hpp"
#include "tests/support/run_coro.hpp"
#include "tests/support/test_pki.hpp"

namespace fb::front {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using std::chrono::seconds;

constexpr std::size_t kWorkers = 3;

// One event loop in a thread of its own.
struct Worker {
  Worker() : thread([this] { context.run(); }) {}
  asio::io_context context{1};
  asio::executor_work_guard<asio::io_context::executor_type> work{context.get_executor()};
  std::thread thread;
};

asio::awaitable<void> answer_requests(std::unique_ptr<net::ServerConnection> connection,
                                      std::size_t worker, async::OffloadPool& pool) {
  const model::Status secured = co_await connection->handshake();
  bool more = secured.has_value();
  while (more) {
    const auto head = co_await connection->read_head();
    if (!head) break;
    const auto body = co_await connection->read_body(100'000);
    if (!body) break;
    std::size_t sum = 0;
    std::function<void()> work = [&sum, &body] {
      for (const char c : *body) sum += static_cast<unsigned char>(c);
    };
    const model::Status worked = co_await pool.run(std::move(work));
    net::ResponseBuffer response;
    response.set_status(worked ? 200 : 503);
    response.body() += std::to_string(worker) + " " + std::to_string(sum);
    more = (*head)->keep_alive;
    const model::Status written = co_await connection->write(response);
    if (!written) break;
  }
  connection->close();
}

struct ListenerThreads : testing::Test {
  ListenerThreads() {
    const test::CertificateFiles files = pki.issue({.names = {"server.example"}});
    tls = net::ServerTlsContext::load(files.chain, files.key).value();
    std::vector<asio::io_context*> contexts;
    for (Worker& worker : workers) contexts.push_back(&worker.context);
    ListenerOptions options;
    options.address = "127.0.0.1";
    auto session = [this](tcp::socket socket, std::size_t worker) {
      ++served;
      auto connection = net::make_server_connection(std::move(socket), tls, net::ServerLimits(),
                                                    async::real_clock());
      return answer_requests(std::move(connection), worker, pool);
    };
    listener = Listener::open(options, contexts, sessions, session).value();
    listener->start();
  }
  ~ListenerThreads() override { stop(); }

  // As the program does it.
  void stop() {
    if (std::exchange(stopped, true)) return;
    listener->stop();
    for (int round = 0; round < 2; ++round) {
      for (Worker& worker : workers) test::run_coro(home, pass_through(worker));
    }
    sessions.close();
    test::run_coro(home, sessions.wait());
    for (Worker& worker : workers) worker.work.reset();
    for (Worker& worker : workers) worker.thread.join();
  }
  // Until the worker has done what was posted to it before.
  static asio::awaitable<void> pass_through(Worker& worker) {
    co_await asio::post(worker.context, asio::use_awaitable);
  }

  net::HttpRequest request(std::string body) const {
    net::HttpRequest request;
    request.url = "https://server.example:" + std::to_string(listener->port()) + "/";
    request.body = std::move(body);
    return request;
  }
  net::ClientSettings settings() const {
    net::ClientSettings settings;
    settings.hosts["server.example"] = "127.0.0.1";
    settings.allow_private = {"127.0.0.0/8"};
    return settings;
  }

  // Some requests on a few connections of its own, with pauses of random length between them made
  // of work, not of time.
  asio::awaitable<int> ask(net::HttpClient& client, std::uint64_t seed, int count) const {
    std::mt19937_64 random(seed);
    int good = 0;
    for (int i = 0; i < count; ++i) {
      const std::string body(random() % 40'000, 'x');
      const auto deadline = async::Deadline::after(async::real_clock(), seconds(60));
      auto wish = request(body);
      const auto response = co_await client.exchange(std::move(wish), deadline);
      const bool right =
          response.has_value() && response->body.ends_with(" " + std::to_string(body.size() * 'x'));
      good += right ? 1 : 0;
      EXPECT_TRUE(right) << (response ? response->body : response.error().detail());
    }
    co_return good;
  }

  asio::io_context home{1};  // the main thread's; the workers wake it, so it goes last
  test::TestPki pki;
  async::TaskGroup sessions;
  std::list<Worker> workers{kWorkers};
  async::OffloadPool pool{2, 1'000};
  std::shared_ptr<const net::ServerTlsContext> tls;
  std::atomic<int> served = 0;
  std::unique_ptr<Listener> listener;
  bool stopped = false;
};

TEST_F(ListenerThreads, EveryRequestOfEveryClientIsAnswered) {
  const std::uint64_t seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  const auto trusted = net::ClientTlsContext::load(pki.ca_file()).value();
  std::atomic<int> good = 0;
  std::vector<std::thread> threads;
  for (std::uint64_t i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] {
      asio::io_context io(1);
      for (int round = 0; round < 3; ++round) {
        const auto client =
            net::make_https_client(io.get_executor(), trusted, settings(), async::real_clock());
        good += test::run_coro(io, ask(*client, seed + i, 10));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(good, 4 * 3 * 10);
  EXPECT_EQ(served, 4 * 3);
}

TEST_F(ListenerThreads, ConnectionsAreSpread) {
  asio::io_context io(1);
  std::list<tcp::socket> clients;
  for (std::size_t i = 0; i < 10 * kWorkers; ++i) {
    clients.emplace_back(io).connect({asio::ip::address_v4::loopback(), listener->port()});
  }
  while (served < static_cast<int>(10 * kWorkers)) std::this_thread::yield();
  std::size_t total = 0;
  for (std::size_t i = 0; i < kWorkers; ++i) {
    // Two workers may see the same loads at the same moment.
    EXPECT_NEAR(static_cast<double>(listener->connections(i)), 10.0, 3.0);
    total += listener->connections(i);
  }
  EXPECT_EQ(total, 10 * kWorkers);
  clients.clear();
  stop();
  for (std::size_t i = 0; i < kWorkers; ++i) EXPECT_EQ(listener->connections(i), 0U);
}

// Whoever was connected before the stop is served.
TEST_F(ListenerThreads, StopUnderLoadServesWhoIsConnected) {
  const auto trusted = net::ClientTlsContext::load(pki.ca_file()).value();
  asio::io_context io(1);
  std::list<tcp::socket> clients;
  for (int i = 0; i < 40; ++i) {
    clients.emplace_back(io).connect({asio::ip::address_v4::loopback(), listener->port()});
  }
  listener->stop();
  int refused = 0;
  for (tcp::socket& client : clients) {
    // Plain text is answered by a sentence, and only by somebody who was accepted.
    boost::system::error_code failed;
    asio::write(client, asio::buffer("GET / HTTP/1.1\r\n\r\n", 18), failed);
    std::array<char, 12> answer{};
    asio::read(client, asio::buffer(answer), failed);
    if (std::string_view(answer.data(), answer.size()) != "HTTP/1.1 400") ++refused;
  }
  EXPECT_EQ(refused, 0);
  EXPECT_EQ(served, 40);
}

}  // namespace
}  // namespace fb::front
