// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// One echo server and as many clients as a test wants, in one thread, under a clock that the test
// moves.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "tests/integration/net/echo_server.hpp"
#include "tests/integration/net/tls_client.hpp"
#include "tests/support/manual_clock.hpp"

namespace fb::test {

struct ServerFixture : testing::Test {
  // Every time differs, so that a test sees which of them was applied.
  static EchoSettings settings() {
    using std::chrono::seconds;
    EchoSettings settings;
    settings.limits.header_bytes_max = 8 * 1024;
    settings.limits.handshake_timeout = seconds(5);
    settings.limits.head_timeout = seconds(10);
    settings.limits.body_timeout = seconds(20);
    settings.limits.write_timeout = seconds(30);
    settings.limits.idle_timeout = seconds(60);
    return settings;
  }

  static TestPki& pki() {
    static TestPki pki;
    return pki;
  }
  static const CertificateFiles& certificate() {
    static const CertificateFiles files = pki().issue();
    return files;
  }

  std::unique_ptr<TlsClient> connect(TlsClientSettings wish = {}) {
    wish.ca_file = pki().ca_file();
    return std::make_unique<TlsClient>(io, server.port(), wish);
  }
  // After the handshake.
  std::unique_ptr<TlsClient> client(TlsClientSettings wish = {}) {
    auto connected = connect(std::move(wish));
    EXPECT_TRUE(connected->handshake());
    return connected;
  }

  // In steps, as time passes; the server runs after each.
  void pass(std::chrono::seconds length) {
    for (std::chrono::seconds i{0}; i < length; ++i) {
      clock.advance(std::chrono::seconds(1));
      if (io.stopped()) io.restart();
      io.poll();
    }
  }

  std::string last_event() const {
    return server.events().empty() ? std::string() : server.events().back();
  }

  ManualClock clock;
  boost::asio::io_context io{1};
  EchoServer server{io, clock, certificate(), settings()};
};

inline std::string get(std::string_view path, std::string_view headers = {}) {
  std::string text = "GET ";
  return text.append(path).append(" HTTP/1.1\r\nHost: localhost\r\n").append(headers) + "\r\n";
}

inline std::string post(std::string_view path, std::string_view body,
                        std::string_view headers = {}) {
  std::string text = "POST ";
  text.append(path).append(" HTTP/1.1\r\nHost: localhost\r\nContent-Length: ");
  text.append(std::to_string(body.size())).append("\r\n").append(headers).append("\r\n");
  return text.append(body);
}

}  // namespace fb::test
