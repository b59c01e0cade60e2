// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/net/https_client.hpp"

#include <algorithm>
#include <boost/beast/core/string.hpp>
#include <optional>
#include <utility>

#include "gateway/net/connection_pool.hpp"
#include "gateway/net/dialer.hpp"
#include "gateway/net/header_text.hpp"
#include "gateway/net/https_url.hpp"

namespace fb::net {
namespace {

namespace asio = boost::asio;
using model::Error;
using model::ErrorKind;
using model::Result;

Error unusable(const std::string& why) { return Error::of(ErrorKind::internal, "request: " + why); }

bool is_ours(std::string_view name) {
  for (const std::string_view own :
       {"Host", "Content-Length", "Transfer-Encoding", "Connection", "Expect"}) {
    if (boost::beast::iequals(name, own)) return true;
  }
  return false;
}

// The whole message. A header that could begin another one is a bug of ours, and is not sent.
Result<std::string> message_of(const HttpRequest& request, const HttpsUrl& url,
                               const std::string& user_agent) {
  if (!is_header_name(request.method)) return unusable("no usable method");
  std::string text;
  text.reserve(512 + request.body.size());
  const auto add = [&text](std::string_view name, std::string_view value) {
    text.append(name).append(": ").append(value).append("\r\n");
  };
  text.append(request.method).append(" ").append(url.target).append(" HTTP/1.1\r\n");
  add("Host", url.host_header());
  bool names_agent = false;
  for (const HttpHeader& header : request.headers) {
    if (!is_header_name(header.name) || !is_header_value(header.value)) {
      return unusable("a header holds what no header may");
    }
    if (is_ours(header.name)) return unusable(header.name + " is written by the client");
    names_agent = names_agent || boost::beast::iequals(header.name, "User-Agent");
    add(header.name, header.value);
  }
  if (!names_agent) add("User-Agent", user_agent);
  const bool has_body = !request.body.empty() || request.method == "POST";
  if (has_body) add("Content-Length", std::to_string(request.body.size()));
  text.append("\r\n").append(request.body);
  return text;
}

// Shared by the client and by the exchanges under way, which may outlive it.
struct Shared {
  Shared(asio::any_io_executor on, std::shared_ptr<const ClientTlsContext> tls,
         ClientSettings wished, async::Clock& by)
      : executor(on),
        settings(std::move(wished)),
        clock(by),
        dialer(std::move(tls), settings.hosts, settings.allow_private),
        pool(std::move(on),
             {settings.connections_per_host_max, settings.waiting_per_host_max,
              settings.idle_timeout},
             by) {}

  asio::any_io_executor executor;
  const ClientSettings settings;
  async::Clock& clock;
  const Dialer dialer;
  ConnectionPool pool;
};

// An interrupted step says what it was doing; whether the whole request is late is known here.
Error judged(const Error& error, async::Deadline deadline, const async::Clock& clock,
             const HttpsUrl& url) {
  if (deadline.passed(clock)) {
    return Error::of(ErrorKind::deadline_passed, url.host_and_port() + ": " + error.detail());
  }
  return error;
}

asio::awaitable<Result<HttpResponse>> run_exchange(std::shared_ptr<Shared> shared,
                                                   HttpRequest request, async::Deadline deadline) {
  const auto url = HttpsUrl::parse(request.url);
  if (!url) co_return url.error();
  const auto message = message_of(request, *url, shared->settings.user_agent);
  if (!message) co_return message.error();
  async::Clock& clock = shared->clock;
  if (deadline.passed(clock)) co_return Error::of(ErrorKind::deadline_passed);

  ExchangeTimer timer(shared->executor, clock);
  timer.arm(deadline.at);
  auto slot = co_await shared->pool.acquire(url->host_and_port(), timer);
  if (!slot) co_return slot.error();
  std::unique_ptr<ClientConnection> connection = slot->take_idle();
  for (bool may_repeat = connection != nullptr;; may_repeat = false) {
    if (connection == nullptr) {
      const async::SteadyTime limit =
          std::min(deadline.at, clock.now() + shared->settings.connect_timeout);
      auto dialed = co_await shared->dialer.dial(*url, limit, timer, clock);
      if (!dialed) co_return judged(dialed.error(), deadline, clock, *url);
      connection = std::move(*dialed);
      timer.arm(deadline.at);
    }
    auto response = co_await connection->exchange(*message, request.method == "HEAD",
                                                  shared->settings.response_bytes_max, timer);
    if (response) {
      if (connection->is_reusable()) slot->keep(std::move(connection));
      co_return response;
    }
    const bool was_stale = may_repeat && !connection->heard_anything() &&
                           response.error().kind() == ErrorKind::peer_unreachable;
    connection.reset();
    if (!was_stale) co_return judged(response.error(), deadline, clock, *url);
  }
}

class HttpsClient final : public HttpClient {
 public:
  explicit HttpsClient(std::shared_ptr<Shared> shared) : shared_(std::move(shared)) {}

  asio::awaitable<Result<HttpResponse>> exchange(HttpRequest request,
                                                 async::Deadline deadline) override {
    return run_exchange(shared_, std::move(request), deadline);
  }

 private:
  std::shared_ptr<Shared> shared_;
};

}  // namespace

std::unique_ptr<HttpClient> make_https_client(asio::any_io_executor executor,
                                              std::shared_ptr<const ClientTlsContext> tls,
                                              ClientSettings settings, async::Clock& clock) {
  auto shared =
      std::make_shared<Shared>(std::move(executor), std::move(tls), std::move(settings), clock);
  return std::make_unique<HttpsClient>(std::move(shared));
}

}  // namespace fb::net
