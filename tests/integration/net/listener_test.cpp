// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The listener with contexts that the test runs by hand, in one thread, so that every order of
// events can be had. tests/threads has the same with threads.
#include "gateway/front/listener.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <list>
#include <stdexcept>

#include "tests/support/manual_clock.hpp"

namespace fb::front {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using std::chrono::milliseconds;
using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;

struct ListenerTest : testing::Test {
  ~ListenerTest() override {
    listener.reset();
    sessions.cancel();
    clients.clear();
    poll();
  }

  void open(std::size_t workers, std::size_t connections_max = 1'000) {
    std::vector<asio::io_context*> all;
    for (std::size_t i = 0; i < workers; ++i) all.push_back(&contexts.emplace_back(1));
    ListenerOptions options;
    options.address = "127.0.0.1";
    options.connections_max = connections_max;
    options.clock = &clock;
    auto opened = Listener::open(options, all, sessions, session());
    ASSERT_TRUE(opened.has_value()) << opened.error().detail();
    listener = std::move(*opened);
  }

  // Says which worker it is, then waits until the client has gone.
  Listener::Session session() {
    return [this](tcp::socket socket, std::size_t worker) {
      return hold(std::move(socket), worker, throws);
    };
  }
  static asio::awaitable<void> hold(tcp::socket socket, std::size_t worker, bool throws) {
    if (throws) throw std::runtime_error("told to");
    char byte = static_cast<char>('a' + worker);
    error_code ended;
    co_await asio::async_write(socket, asio::buffer(&byte, 1),
                               asio::redirect_error(asio::use_awaitable, ended));
    co_await asio::async_read(socket, asio::buffer(&byte, 1),
                              asio::redirect_error(asio::use_awaitable, ended));
  }

  void poll() {
    std::size_t ran = 1;
    while (ran != 0) {
      ran = 0;
      for (asio::io_context& context : contexts) {
        context.restart();
        ran += context.poll();
      }
    }
  }

  tcp::socket& connect() {
    tcp::socket& client = clients.emplace_back(client_context);
    client.connect({asio::ip::address_v4::loopback(), listener->port()});
    return client;
  }
  // The worker's letter; '-' where the connection was closed instead.
  static char answer(tcp::socket& client) {
    char byte = 0;
    error_code failed;
    asio::read(client, asio::buffer(&byte, 1), failed);
    return failed ? '-' : byte;
  }
  // A sanitizer needs descriptors when it first meets a type, and soon there are none.
  void wait_once() {
    async::Clock& any = clock;
    sessions.spawn(contexts.front().get_executor(), any.wait_until(any.now() + milliseconds(1)));
    poll();
    clock.advance(milliseconds(1));
    poll();
  }
  std::vector<std::size_t> loads() const {
    std::vector<std::size_t> all;
    for (std::size_t i = 0; i < contexts.size(); ++i) all.push_back(listener->connections(i));
    return all;
  }

  test::ManualClock clock;
  std::list<asio::io_context> contexts;
  asio::io_context client_context;
  std::list<tcp::socket> clients;
  std::vector<std::string> exceptions;
  async::TaskGroup sessions{[this](std::exception_ptr) { exceptions.emplace_back("thrown"); }};
  bool throws = false;
  std::unique_ptr<Listener> listener;
};

TEST_F(ListenerTest, ServesOnAFreePort) {
  open(1);
  listener->start();
  EXPECT_NE(listener->port(), 0);
  tcp::socket& client = connect();
  poll();
  EXPECT_EQ(answer(client), 'a');
  EXPECT_THAT(loads(), ElementsAre(1));
  client.close();
  poll();
  EXPECT_THAT(loads(), ElementsAre(0));
}

TEST_F(ListenerTest, EveryWorkerGetsItsShareWhoeverAccepts) {
  open(3);
  listener->start();
  for (int i = 0; i < 30; ++i) {
    connect();
    // One worker alone accepts; the others see only what is handed over to them.
    asio::io_context& quickest = *std::next(contexts.begin(), i % 3);
    quickest.restart();
    quickest.poll();
  }
  poll();
  EXPECT_THAT(loads(), ElementsAre(10, 10, 10));
  std::map<char, int> answers;
  for (tcp::socket& client : clients) ++answers[answer(client)];
  EXPECT_EQ(answers, (std::map<char, int>{{'a', 10}, {'b', 10}, {'c', 10}}));
}

TEST_F(ListenerTest, NewConnectionGoesWhereTheFewestAre) {
  open(2);
  listener->start();
  for (int i = 0; i < 4; ++i) connect();
  poll();
  ASSERT_THAT(loads(), ElementsAre(2, 2));
  for (tcp::socket& client : clients) {
    if (answer(client) == 'b') client.close();
  }
  poll();
  ASSERT_THAT(loads(), ElementsAre(2, 0));
  connect();
  connect();
  poll();
  EXPECT_THAT(loads(), ElementsAre(2, 2));
}

TEST_F(ListenerTest, ConnectionBeyondTheCapIsClosedAndCounted) {
  open(2, 3);
  listener->start();
  for (int i = 0; i < 3; ++i) connect();
  poll();
  EXPECT_EQ(listener->refused_connections(), 0U);
  tcp::socket& beyond = connect();
  poll();
  EXPECT_EQ(listener->refused_connections(), 1U);
  EXPECT_EQ(answer(beyond), '-');
  clients.front().close();
  poll();
  tcp::socket& next = connect();
  poll();
  EXPECT_NE(answer(next), '-');
  EXPECT_EQ(listener->refused_connections(), 1U);
}

TEST_F(ListenerTest, ExceptionEndsOneSession) {
  open(2);
  listener->start();
  throws = true;
  tcp::socket& unlucky = connect();
  poll();
  EXPECT_EQ(answer(unlucky), '-');
  EXPECT_THAT(exceptions, ElementsAre("thrown"));
  EXPECT_THAT(loads(), Each(0));
  throws = false;
  tcp::socket& lucky = connect();
  poll();
  EXPECT_NE(answer(lucky), '-');
}

TEST_F(ListenerTest, StopServesWhatWaitsInTheQueue) {
  open(3);
  listener->start();
  for (int i = 0; i < 20; ++i) connect();  // no worker has run yet
  listener->stop();
  poll();
  for (tcp::socket& client : clients) EXPECT_NE(answer(client), '-');
  EXPECT_EQ(loads()[0] + loads()[1] + loads()[2], 20U);
}

TEST_F(ListenerTest, StoppedListenerTakesNobodyAndLeavesSessionsAlone) {
  open(2);
  listener->start();
  tcp::socket& client = connect();
  poll();
  const std::uint16_t port = listener->port();
  listener->stop();
  poll();
  EXPECT_EQ(listener->port(), port);
  EXPECT_THROW(connect(), boost::system::system_error);
  EXPECT_EQ(sessions.running(), 1U);
  EXPECT_NE(answer(client), '-');
}

TEST_F(ListenerTest, StopOfOneWorkerLeavesTheQueueToTheOthers) {
  open(2);
  listener->start();
  listener->stop();
  contexts.front().poll();  // its copy is closed, the other worker has not run yet
  tcp::socket& client = connect();
  poll();
  EXPECT_NE(answer(client), '-');
}

TEST_F(ListenerTest, NothingRunsOnAfterTheStop) {
  open(2);
  listener->start();
  listener->stop();
  for (asio::io_context& context : contexts) context.run();  // ends only if nothing waits
}

TEST_F(ListenerTest, HandedOverConnectionIsClosedWhereItsWorkerIsGone) {
  open(2);
  listener->start();
  connect();
  tcp::socket& second = connect();
  contexts.front().poll();  // accepts both, hands one over
  EXPECT_THAT(loads(), ElementsAre(1, 1));
  listener.reset();
  contexts.pop_back();  // never ran
  EXPECT_EQ(answer(second), '-');
}

TEST_F(ListenerTest, RestsWhileTheSystemHasNoDescriptors) {
  open(1);
  listener->start();
  tcp::socket& earlier = connect();
  poll();
  ASSERT_EQ(answer(earlier), 'a');
  wait_once();
  tcp::socket& client = connect();
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  rlimit none = before;
  none.rlim_cur = 0;
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &none), 0);
  poll();  // would not end if it tried again at once
  EXPECT_EQ(clock.waiting(), 1U);
  clock.advance(milliseconds(100));
  poll();
  EXPECT_EQ(clock.waiting(), 1U);
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
  clock.advance(milliseconds(99));
  poll();
  EXPECT_THAT(loads(), ElementsAre(1));
  clock.advance(milliseconds(1));
  poll();
  EXPECT_EQ(answer(client), 'a');
}

TEST_F(ListenerTest, PortThatIsTakenIsRefusedAndNamed) {
  open(1);
  ListenerOptions options;
  options.address = "127.0.0.1";
  options.port = listener->port();
  const auto second = Listener::open(options, {&contexts.front()}, sessions, session());
  ASSERT_TRUE(second.has_error());
  EXPECT_EQ(second.error().kind(), model::ErrorKind::internal);
  EXPECT_THAT(second.error().detail(),
              AllOf(HasSubstr("127.0.0.1 port " + std::to_string(options.port)),
                    HasSubstr("Address already in use")));
}

TEST_F(ListenerTest, AddressThatIsNoneIsRefused) {
  asio::io_context& context = contexts.emplace_back(1);
  for (const char* address : {"", "localhost", "192.0.2.1", "300.0.0.1"}) {
    ListenerOptions options;
    options.address = address;
    EXPECT_TRUE(Listener::open(options, {&context}, sessions, session()).has_error()) << address;
  }
}

TEST_F(ListenerTest, EveryAddressTakesBothFamilies) {
  asio::io_context& context = contexts.emplace_back(1);
  ListenerOptions options;
  options.address = "::";
  auto opened = Listener::open(options, {&context}, sessions, session());
  ASSERT_TRUE(opened.has_value()) << opened.error().detail();
  listener = std::move(*opened);
  listener->start();
  tcp::socket& client = connect();  // over IPv4
  poll();
  EXPECT_EQ(answer(client), 'a');
}

}  // namespace
}  // namespace fb::front
