// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// A small HTTPS server made of ServerConnection that writes down what it sees. It answers with the
// method, the path and the body of the request; a few paths make it behave otherwise.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gateway/net/server_connection.hpp"
#include "gateway/net/tls_context.hpp"
#include "tests/support/test_pki.hpp"

namespace fb::test {

struct EchoSettings {
  net::ServerLimits limits;
  std::size_t body_bytes_max = 1'000;
  net::ClientCertificates client_certificates{};
};

class EchoServer {
 public:
  // Answers to these paths carry a body of that size.
  static constexpr std::string_view kBigPath = "/big";
  static constexpr std::size_t kBigBytes = 8'000'000;
  // Answered with 401 before the body is read.
  static constexpr std::string_view kRefusedPath = "/refused";
  // Answered only after release(); with the query "big", by as large a body.
  static constexpr std::string_view kHeldPath = "/held";
  // The connection is dropped without an answer.
  static constexpr std::string_view kDropPath = "/drop";

  EchoServer(boost::asio::io_context& io, async::Clock& clock, const CertificateFiles& files,
             EchoSettings settings = {});
  ~EchoServer();

  std::uint16_t port() const;
  // "connected", "handshake", "head GET /a", "body 5", "written", "closed", or an error's name.
  const std::vector<std::string>& events() const;
  std::size_t count(std::string_view event) const;
  // Headers of the last head that was read.
  const std::map<std::string, std::string>& last_headers() const;
  // As it was at that head.
  const std::optional<net::PeerCertificate>& last_certificate() const;
  void release();
  void finish_all_soon();
  void stop_listening();

  struct State;

 private:
  std::shared_ptr<State> state_;
};

}  // namespace fb::test
