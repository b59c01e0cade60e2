// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The serving end of one HTTPS connection: the TLS handshake, the head of a request, its body, the
// answer. It owns an SSL* on the socket and awaits readiness, because Beast's stream layers cost
// half of a cached answer; Beast only parses. A connection lives on one thread.
//
// The head is given before the body is read, so that a caller that is refused costs nothing.
// `100-continue` is sent when the body is asked for. One deadline per connection, re-armed for each
// step; a step that is too slow is request_too_slow.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/async/clock.hpp"
#include "gateway/net/http_client.hpp"
#include "gateway/net/peer_certificate.hpp"
#include "protocols/model/result.hpp"

namespace fb::net {

class ServerTlsContext;  // certificates and TLS policy, gateway/net/tls_context.hpp

struct ServerLimits {
  std::size_t header_bytes_max = 64 * 1024;
  std::chrono::milliseconds handshake_timeout{10'000};
  std::chrono::milliseconds head_timeout{10'000};
  std::chrono::milliseconds body_timeout{10'000};
  std::chrono::milliseconds idle_timeout{120'000};
  std::chrono::milliseconds write_timeout{20'000};
};

// Views are valid until the next read_head().
struct RequestHead {
  std::string_view method;
  std::string_view target;  // as sent, with the query
  std::string_view path;    // without the query
  std::string_view query;
  std::vector<std::pair<std::string_view, std::string_view>> headers;
  bool keep_alive = true;

  std::string_view header(std::string_view name) const;  // the first; empty where absent
};

// An answer in one contiguous buffer: the body is appended first, the head is then written into the
// space before it.
class ResponseBuffer {
 public:
  ResponseBuffer();

  std::string& body() {
    return bytes_;
  }  // append only; begins with kHeadroom bytes that are not the body
  std::string_view body_view() const { return std::string_view(bytes_).substr(kHeadroom); }
  void clear();

  void set_status(unsigned status) { status_ = status; }
  unsigned status() const { return status_; }
  void set_content_type(std::string_view type) { content_type_ = type; }
  // Control characters in a value are dropped, a header whose name is no token is dropped whole: no
  // value begins a header of its own.
  void add_header(std::string_view name, std::string_view value);
  void close_after() { closes_ = true; }
  bool closes() const { return closes_; }

  // The whole message, head and body. Call once; `keep_alive` as the request wants it. A head that
  // does not fit into the headroom costs a copy of the body, nothing else.
  std::string_view finish(bool keep_alive);

  static constexpr std::size_t kHeadroom = 1024;

 private:
  std::string bytes_;
  std::string extra_headers_;
  std::string message_;  // the head while it is built; all of it where it is too long
  std::string content_type_ = "text/plain; charset=utf-8";
  unsigned status_ = 200;
  bool closes_ = false;
};

class ServerConnection {
 public:
  virtual ~ServerConnection() = default;

  // Errors: peer_unreachable when the other side is gone (or never asked for anything in the time
  // it had), request_too_slow, malformed_request (a head that is too large included), and
  // body_too_large. After any of them no request can be read; what is written then is the last.
  virtual boost::asio::awaitable<model::Status> handshake() = 0;
  virtual boost::asio::awaitable<model::Result<const RequestHead*>> read_head() = 0;
  // The view is valid until the next read_head().
  virtual boost::asio::awaitable<model::Result<std::string_view>> read_body(
      std::size_t bytes_max) = 0;
  // Says `Connection: close` also where the request's body was not read to its end.
  virtual boost::asio::awaitable<model::Status> write(ResponseBuffer& response) = 0;
  // Sends close_notify where that does not block, then closes. Where the other side may still be
  // sending, the socket is kept for a moment, or a reset would destroy the answer on its way.
  virtual void close() = 0;
  virtual std::string peer_address() const = 0;  // without the port
  // After the handshake; none where the other side gave none or was not asked.
  virtual std::optional<PeerCertificate> peer_certificate() const { return std::nullopt; }

  // For a stop: a connection that waits for its next request ends now, one in the middle of a
  // request ends after the answer. On the connection's thread.
  virtual void finish_soon() {}
};

std::unique_ptr<ServerConnection> make_server_connection(
    boost::asio::ip::tcp::socket socket, std::shared_ptr<const ServerTlsContext> tls,
    const ServerLimits& limits, async::Clock& clock);

}  // namespace fb::net
