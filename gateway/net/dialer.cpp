// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/net/dialer.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/steady_timer.hpp>
#include <charconv>
#include <utility>

namespace fb::net {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using model::Error;
using model::ErrorKind;
using model::Result;
using model::Status;

constexpr auto kAsTuple = asio::as_tuple(asio::deferred);

Error unreachable(const HttpsUrl& url, const std::string& why) {
  return Error::of(ErrorKind::peer_unreachable, url.host_and_port() + ": " + why);
}

// The system's look-up cannot be interrupted. It ends in its own time and then finds nobody.
struct Lookup {
  explicit Lookup(const asio::any_io_executor& executor)
      : resolver(executor), done(executor, async::SteadyTime::max()) {}

  static void start(const std::shared_ptr<Lookup>& lookup, const HttpsUrl& url) {
    lookup->resolver.async_resolve(
        url.host, std::to_string(url.port),
        [lookup](const error_code& outcome, const tcp::resolver::results_type& results) {
          lookup->finished = true;
          lookup->failed = outcome;
          for (const auto& result : results) lookup->found.push_back(result.endpoint());
          lookup->done.cancel();
        });
  }

  tcp::resolver resolver;
  asio::steady_timer done;
  bool finished = false;
  error_code failed;
  std::vector<tcp::endpoint> found;
};

// "192.0.2.1:8443", "[2001:db8::1]:8443"; without a port the URL's.
std::optional<tcp::endpoint> read_endpoint(std::string_view text, std::uint16_t default_port) {
  std::string_view address = text;
  std::string_view port;
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    address = text.substr(1, end - 1);
    const std::string_view rest = text.substr(end + 1);
    if (!rest.empty() && !rest.starts_with(':')) return std::nullopt;
    port = rest.empty() ? rest : rest.substr(1);
  } else if (std::count(text.begin(), text.end(), ':') == 1) {
    address = text.substr(0, text.find(':'));
    port = text.substr(text.find(':') + 1);
  }
  std::uint16_t number = default_port;
  if (address.size() != text.size() && !port.empty()) {
    const auto [end, failed] = std::from_chars(port.data(), port.data() + port.size(), number);
    if (failed != std::errc() || end != port.data() + port.size()) return std::nullopt;
  }
  error_code unreadable;
  const auto parsed = asio::ip::make_address(std::string(address), unreadable);
  if (unreadable || number == 0) return std::nullopt;
  return tcp::endpoint(parsed, number);
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return text;
}

asio::awaitable<error_code> connect(tcp::socket& socket, tcp::endpoint endpoint,
                                    ExchangeTimer& timer) {
  const ExchangeTimer::Interrupts interrupts(timer, [&socket] {
    error_code ignored;
    socket.cancel(ignored);
  });
  error_code failed = asio::error::timed_out;
  if (!timer.passed()) {
    const auto [connected] = co_await socket.async_connect(endpoint, kAsTuple);
    failed = connected;
  }
  if (timer.passed()) failed = asio::error::timed_out;
  co_return failed;
}

}  // namespace

Dialer::Dialer(std::shared_ptr<const ClientTlsContext> tls,
               const std::map<std::string, std::string>& hosts,
               const std::vector<std::string>& allow_private)
    : tls_(std::move(tls)), rules_(allow_private) {
  for (const auto& [name, endpoint] : hosts) hosts_.emplace(lower(name), endpoint);
}

asio::awaitable<Result<Dialer::Endpoints>> Dialer::find(const HttpsUrl& url,
                                                        ExchangeTimer& timer) const {
  auto host = hosts_.find(url.host_and_port());
  if (host == hosts_.end()) host = hosts_.find(url.host);
  if (host != hosts_.end()) {
    const auto endpoint = read_endpoint(host->second, url.port);
    if (!endpoint) co_return unreachable(url, "its entry in net.hosts is no address:port");
    co_return Endpoints(1, *endpoint);
  }
  if (url.host_is_address) {
    co_return Endpoints(1, tcp::endpoint(asio::ip::make_address(url.host), url.port));
  }
  const auto lookup = std::make_shared<Lookup>(timer.executor());
  const ExchangeTimer::Interrupts interrupts(timer, [&lookup] { lookup->done.cancel(); });
  Lookup::start(lookup, url);
  if (!timer.passed()) co_await lookup->done.async_wait(kAsTuple);
  if (!lookup->finished) {
    lookup->resolver.cancel();
    co_return unreachable(url, "the name was not resolved in time");
  }
  if (lookup->failed) co_return unreachable(url, "name: " + lookup->failed.message());
  co_return std::move(lookup->found);
}

Result<Dialer::Endpoints> Dialer::only_allowed(const HttpsUrl& url, const Endpoints& found) const {
  Endpoints allowed;
  std::string refused;
  for (const tcp::endpoint& endpoint : found) {
    if (rules_.allows(endpoint.address())) {
      allowed.push_back(endpoint);
    } else {
      refused += " " + endpoint.address().to_string();
    }
  }
  if (!allowed.empty()) return allowed;
  if (refused.empty()) return unreachable(url, "the name has no address");
  return unreachable(url, "not allowed by net.allow_private:" + refused);
}

asio::awaitable<Result<tcp::socket>> Dialer::connect_to(const HttpsUrl& url,
                                                        async::SteadyTime limit,
                                                        ExchangeTimer& timer,
                                                        async::Clock& clock) const {
  timer.arm(limit);
  const auto found = co_await find(url, timer);
  if (!found) co_return found.error();
  const auto allowed = only_allowed(url, *found);
  if (!allowed) co_return allowed.error();

  std::string failures;
  for (std::size_t i = 0; i < allowed->size(); ++i) {
    const auto left = static_cast<std::int64_t>(allowed->size() - i);
    timer.arm(clock.now() + (limit - clock.now()) / left);
    tcp::socket socket(timer.executor());
    const error_code failed = co_await connect(socket, (*allowed)[i], timer);
    if (!failed) {
      timer.arm(limit);
      co_return std::move(socket);
    }
    failures += " " + (*allowed)[i].address().to_string() + " (" + failed.message() + ")";
  }
  co_return unreachable(url, "cannot connect to" + failures);
}

asio::awaitable<Result<std::unique_ptr<ClientConnection>>> Dialer::dial(const HttpsUrl& url,
                                                                        async::SteadyTime limit,
                                                                        ExchangeTimer& timer,
                                                                        async::Clock& clock) const {
  auto socket = co_await connect_to(url, limit, timer, clock);
  if (!socket) co_return socket.error();
  auto connection = std::make_unique<ClientConnection>(std::move(*socket));
  TlsName name{url.host, url.host_is_address};
  const Status secured = co_await connection->handshake(*tls_, std::move(name), timer);
  if (!secured && timer.passed()) co_return unreachable(url, "TLS: not in time");
  if (!secured) co_return unreachable(url, secured.error().detail());
  co_return std::move(connection);
}

}  // namespace fb::net
