// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// A TLS client under the test's full control, made of OpenSSL and a socket alone, so that it shares
// nothing with what it tests. It lives in the server's thread: whenever it cannot go on, it lets
// the server's io_context run what is ready.
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace fb::test {

struct TlsClientSettings {
  std::string ca_file;
  std::string name = "localhost";
  int version_max = 0;  // OpenSSL's number; 0 for no limit
  std::string protocol = "http/1.1";
  std::string certificate_file{};  // its own, where it has one
  std::string private_key_file{};
};

class TlsClient {
 public:
  TlsClient(boost::asio::io_context& io, std::uint16_t port, const TlsClientSettings& settings);
  ~TlsClient();
  TlsClient(const TlsClient&) = delete;
  TlsClient& operator=(const TlsClient&) = delete;

  bool handshake();
  void send_raw(std::string_view bytes);  // below TLS
  // All of it is handed to the server, and the server has done what it could with it.
  void send(std::string_view bytes);
  // Sends as much as the server's window takes; for a server that does not read.
  std::size_t send_what_fits(std::string_view bytes);
  std::string read_raw_to_end();
  // The next answer, whole; shorter where the connection ended before.
  std::string read_answer();
  std::string read_to_end();
  // The connection ended, and by TLS's own goodbye.
  bool ended_cleanly() const { return ended_cleanly_; }
  bool ended();

  void say_goodbye();
  void cut();    // closes with a reset
  void close();  // closes without a goodbye
  // Runs the server until nothing that was sent is on its way and nothing is ready.
  void settle();

 private:
  bool step();  // lets the server run; false where it has had its time
  void read_until(const std::function<bool()>& enough);
  bool retry(int outcome);

  struct Tls;
  boost::asio::io_context& io_;
  std::unique_ptr<Tls> tls_;
  int socket_;
  std::string received_;
  std::chrono::steady_clock::time_point last_progress_ = std::chrono::steady_clock::now();
  bool ended_ = false;
  bool ended_cleanly_ = false;
};

}  // namespace fb::test
