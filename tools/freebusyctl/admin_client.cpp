// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/freebusyctl/admin_client.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <optional>

#include "config/secret.hpp"
#include "gateway/net/https_client.hpp"
#include "tools/freebusyctl/secret_file.hpp"
#include "tools/freebusyctl/socket_exchange.hpp"
#include "tools/freebusyctl/words.hpp"

namespace fb::freebusyctl {
namespace {

namespace asio = boost::asio;
using model::Error;
using model::ErrorKind;
using Response = model::Result<net::HttpResponse>;

asio::awaitable<void> keep(asio::awaitable<Response> work, std::optional<Response>& response) {
  response = co_await std::move(work);
}

// Runs it on a context that is stopped with the answer: kept connections would hold it for a while.
Response run(asio::io_context& io, asio::awaitable<Response> work) {
  std::optional<Response> response;
  std::exception_ptr bug;
  asio::co_spawn(io, keep(std::move(work), response), [&](std::exception_ptr thrown) {
    bug = thrown;
    io.stop();
  });
  io.restart();
  io.run();
  if (bug) std::rethrow_exception(bug);
  return std::move(*response);
}

bool only_reads(const net::HttpRequest& request) { return request.method == "GET"; }

// Whether it was done is open where the answer is missing.
Response told(Response response, bool reads) {
  if (response || reads || response.error().kind() != ErrorKind::deadline_passed) return response;
  return Error::of(ErrorKind::deadline_passed,
                   "no answer in time; whether it was done is not known: look at history");
}

class SocketClient final : public AdminClient {
 public:
  SocketClient(std::string path, std::chrono::seconds timeout)
      : path_(std::move(path)), timeout_(timeout) {}

  Response ask(net::HttpRequest request) override {
    const bool reads = only_reads(request);
    asio::io_context io(1);
    return told(run(io, exchange_over_socket(path_, std::move(request), kAnswerBytesMax, timeout_)),
                reads);
  }

 private:
  std::string path_;
  std::chrono::seconds timeout_;
};

class HttpsClient final : public AdminClient {
 public:
  HttpsClient(std::string origin, std::shared_ptr<const net::ClientTlsContext> tls,
              config::Secret token, std::chrono::seconds timeout)
      : origin_(std::move(origin)),
        tls_(std::move(tls)),
        token_(std::move(token)),
        timeout_(timeout) {
    while (origin_.ends_with('/')) origin_.pop_back();
  }

  Response ask(net::HttpRequest request) override {
    const bool reads = only_reads(request);
    request.url.insert(0, origin_);
    if (!token_.reveal().empty()) {
      request.headers.push_back({"Authorization", "Bearer " + std::string(token_.reveal())});
    }
    // A kept connection may make a request twice, which only reading survives.
    if (!kept_ || !reads) kept_ = make();
    const auto deadline = async::Deadline::after(async::real_clock(), timeout_);
    Response response = run(io_, kept_->exchange(std::move(request), deadline));
    if (!reads) kept_.reset();
    return told(std::move(response), reads);
  }

 private:
  std::unique_ptr<net::HttpClient> make() {
    net::ClientSettings settings;
    // Whoever types an address means it.
    settings.allow_private = {"0.0.0.0/0", "::/0"};
    settings.response_bytes_max = kAnswerBytesMax;
    settings.user_agent = "freebusyctl";
    return net::make_https_client(io_.get_executor(), tls_, std::move(settings),
                                  async::real_clock());
  }

  std::string origin_;
  std::shared_ptr<const net::ClientTlsContext> tls_;
  config::Secret token_;
  std::chrono::seconds timeout_;
  asio::io_context io_{1};
  std::unique_ptr<net::HttpClient> kept_;
};

}  // namespace

model::Result<std::unique_ptr<AdminClient>> AdminClient::open(const Values& values) {
  const std::string& where = values.text("admin");
  const std::chrono::seconds timeout(values.number("timeout"));
  if (is_socket_path(where)) {
    if (where.size() > kSocketPathBytesMax) {
      return Error::of(ErrorKind::malformed_request,
                       "--admin: the path of a unix socket has at most " +
                           std::to_string(kSocketPathBytesMax) + " bytes");
    }
    return std::unique_ptr<AdminClient>(std::make_unique<SocketClient>(where, timeout));
  }
  config::Secret token;
  if (values.has("admin-token-file")) {
    auto secret = read_secret_file(values.text("admin-token-file"));
    if (!secret) return secret.error();
    token = config::Secret(*std::move(secret));
  }
  auto tls = net::ClientTlsContext::load(
      values.text("ca"), {values.text("admin-certificate"), values.text("admin-key")});
  if (!tls) return tls.error();
  return std::unique_ptr<AdminClient>(
      std::make_unique<HttpsClient>(where, *std::move(tls), std::move(token), timeout));
}

}  // namespace fb::freebusyctl
