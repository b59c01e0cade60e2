// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The asking end of one HTTPS connection: a request out, an answer in, again. Beast only parses.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/net/deadline_watch.hpp"
#include "gateway/net/http_client.hpp"
#include "gateway/net/tls_channel.hpp"

namespace fb::net {

inline constexpr std::size_t kResponseHeaderBytesMax = 64 * 1024;
inline constexpr std::size_t kInterimResponsesMax = 8;  // 1xx before the answer

// The one timer of an exchange, and what it has to interrupt at the moment.
class ExchangeTimer {
 public:
  ExchangeTimer(boost::asio::any_io_executor executor, async::Clock& clock);

  void arm(async::SteadyTime at) { watch_.arm(at); }
  bool passed() const { return watch_.passed(); }
  const boost::asio::any_io_executor& executor() const { return executor_; }

  // While it exists, the deadline calls that function.
  class Interrupts {
   public:
    Interrupts(ExchangeTimer& timer, std::function<void()> stop);
    ~Interrupts();
    Interrupts(const Interrupts&) = delete;
    Interrupts& operator=(const Interrupts&) = delete;

   private:
    ExchangeTimer& timer_;
    std::function<void()> before_;
  };

 private:
  boost::asio::any_io_executor executor_;
  std::function<void()> stop_;
  DeadlineWatch watch_;
};

class ClientConnection {
 public:
  explicit ClientConnection(boost::asio::ip::tcp::socket socket);
  ~ClientConnection();  // says goodbye where nothing is under way
  ClientConnection(const ClientConnection&) = delete;
  ClientConnection& operator=(const ClientConnection&) = delete;

  boost::asio::awaitable<model::Status> handshake(const ClientTlsContext& tls, TlsName peer,
                                                  ExchangeTimer& timer);

  // The connection may be used again only if is_reusable() afterwards.
  boost::asio::awaitable<model::Result<HttpResponse>> exchange(std::string message, bool is_head,
                                                               std::size_t response_bytes_max,
                                                               ExchangeTimer& timer);

  bool is_reusable() const { return reusable_; }
  // False: a kept connection that failed before anything of an answer came. The other side had
  // most likely closed it, and did not act on the request.
  bool heard_anything() const { return heard_anything_; }
  // Looks, without waiting, whether the other side has closed or sent what nobody asked for.
  bool is_still_open();

 private:
  std::optional<model::Error> failure_of(TlsStep step) const;
  boost::asio::awaitable<model::Status> wait(TlsStep step, ExchangeTimer& timer);
  boost::asio::awaitable<model::Status> send(std::string_view bytes, ExchangeTimer& timer);

  boost::asio::ip::tcp::socket socket_;
  std::optional<TlsChannel> channel_;
  std::string input_;
  bool reusable_ = false;
  bool heard_anything_ = false;
};

}  // namespace fb::net
