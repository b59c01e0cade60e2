// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The HTTPS client with servers in the same thread, under a clock that the test moves.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <list>
#include <memory>
#include <optional>
#include <stdexcept>

#include "gateway/async/task_group.hpp"
#include "gateway/net/https_client.hpp"
#include "tests/integration/net/echo_server.hpp"
#include "tests/integration/net/raw_server.hpp"
#include "tests/support/manual_clock.hpp"

namespace fb::test {

inline constexpr std::string_view kOk = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

struct ClientFixture : testing::Test {
  using Outcome = std::optional<model::Result<net::HttpResponse>>;

  ~ClientFixture() override {
    tasks.cancel();
    poll();
  }

  static TestPki& pki() {
    static TestPki pki;
    return pki;
  }
  static const CertificateFiles& certificate() {
    static const CertificateFiles files = pki().issue({.names = {"server.example", "localhost"}});
    return files;
  }

  net::ClientSettings settings(std::uint16_t port) const {
    using std::chrono::seconds;
    net::ClientSettings settings;
    settings.hosts["server.example"] = "127.0.0.1:" + std::to_string(port);
    settings.allow_private = {"127.0.0.0/8"};
    settings.connect_timeout = seconds(5);
    settings.idle_timeout = seconds(60);
    settings.response_bytes_max = 1'000;
    return settings;
  }
  void use(const net::ClientSettings& settings, const std::string& ca_file) {
    client = net::make_https_client(io.get_executor(), net::ClientTlsContext::load(ca_file).value(),
                                    settings, clock);
  }
  void use(std::uint16_t port) { use(settings(port), pki().ca_file()); }

  static net::HttpRequest request(std::string path = "/a", std::string body = "hello") {
    net::HttpRequest request;
    request.url = "https://server.example" + path;
    request.body = std::move(body);
    return request;
  }

  static boost::asio::awaitable<void> run(net::HttpClient* client, net::HttpRequest request,
                                          async::Deadline deadline, Outcome* outcome) {
    outcome->emplace(co_await client->exchange(std::move(request), deadline));
  }

  // Does not wait for the outcome.
  const Outcome& start(net::HttpRequest wish = request(),
                       std::chrono::seconds length = std::chrono::seconds(10)) {
    Outcome& outcome = outcomes.emplace_back();
    tasks.spawn(io.get_executor(), run(client.get(), std::move(wish),
                                       async::Deadline::after(clock, length), &outcome));
    poll();
    return outcome;
  }
  model::Result<net::HttpResponse> exchange(net::HttpRequest wish = request()) {
    const Outcome& outcome = start(std::move(wish));
    until([&outcome] { return outcome.has_value(); });
    return *outcome;
  }
  model::ErrorKind error_of(net::HttpRequest wish = request()) {
    const auto response = exchange(std::move(wish));
    EXPECT_TRUE(response.has_error());
    if (response.has_error()) last_detail = response.error().detail();
    return response.has_error() ? response.error().kind() : model::ErrorKind::internal;
  }

  void poll() {
    io.restart();
    io.poll();
  }
  template <class Condition>
  void until(Condition condition) {
    const auto begin = std::chrono::steady_clock::now();
    while (!condition()) {
      poll();
      if (std::chrono::steady_clock::now() - begin > std::chrono::seconds(20)) {
        throw std::runtime_error("what the test waits for does not happen");
      }
    }
  }
  void pass(std::chrono::seconds length) {
    for (std::chrono::seconds i{0}; i < length; ++i) {
      clock.advance(std::chrono::seconds(1));
      poll();
    }
  }

  ManualClock clock;
  boost::asio::io_context io{1};
  std::unique_ptr<net::HttpClient> client;
  std::list<Outcome> outcomes;
  async::TaskGroup tasks;
  std::string last_detail;
};

}  // namespace fb::test
