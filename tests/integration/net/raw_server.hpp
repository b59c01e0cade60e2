// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// A TLS server that reads one request and then does exactly what it was told, however wrong.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <memory>
#include <string>
#include <vector>

#include "tests/support/test_pki.hpp"

namespace fb::test {

enum class Then { goodbye, cut, wait, next };

// What is sent for one request, and what happens to the connection then.
struct Reply {
  std::string bytes;
  Then then = Then::next;
  std::string unasked = {};  // a record of its own right behind
};

class RawServer {
 public:
  // One script per connection, in the order in which they come; the last is used again.
  RawServer(boost::asio::io_context& io, const CertificateFiles& files,
            std::vector<std::vector<Reply>> scripts);
  ~RawServer();

  std::uint16_t port() const;
  std::size_t connections() const;
  const std::vector<std::string>& requests() const;  // the heads, and bodies of known length

  struct State;

 private:
  std::shared_ptr<State> state_;
};

}  // namespace fb::test
