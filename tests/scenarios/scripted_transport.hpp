// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// A transport whose other end is the scenario: requests wait until they are answered, or until
// their deadline passes on the virtual clock.
#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <list>
#include <memory>
#include <optional>

#include "gateway/net/http_client.hpp"

namespace fb::scenarios {

class ScriptedTransport final : public net::HttpClient {
 public:
  struct Pending {
    explicit Pending(boost::asio::any_io_executor executor, net::HttpRequest sent)
        : request(std::move(sent)),
          answered(std::move(executor), boost::asio::steady_timer::time_point::max()) {}
    net::HttpRequest request;
    std::optional<model::Result<net::HttpResponse>> response;
    boost::asio::steady_timer answered;
  };

  explicit ScriptedTransport(async::Clock& clock) : clock_(clock) {}

  bool tokens_granted = true;

  boost::asio::awaitable<model::Result<net::HttpResponse>> exchange(
      net::HttpRequest request, async::Deadline deadline) override {
    if (tokens_granted && request.url.find("/oauth2/v2.0/token") != std::string::npos) {
      net::HttpResponse granted;
      granted.status = 200;
      granted.body = R"({"token_type":"Bearer","expires_in":86400,"access_token":"a.b.c"})";
      co_return granted;
    }
    const auto executor = co_await boost::asio::this_coro::executor;
    auto pending = std::make_shared<Pending>(executor, std::move(request));
    waiting_.push_back(pending);
    boost::asio::co_spawn(executor, give_up_at(clock_, pending, deadline), boost::asio::detached);
    boost::system::error_code ended;
    co_await pending->answered.async_wait(
        boost::asio::redirect_error(boost::asio::use_awaitable, ended));
    waiting_.remove(pending);
    co_return *pending->response;
  }

  std::size_t waiting() const { return waiting_.size(); }
  // The oldest request that begins with `url` and holds every text; null where there is none.
  std::shared_ptr<Pending> find(std::string_view url, const std::vector<std::string>& texts) const {
    for (const auto& pending : waiting_) {
      if (pending->response || !std::string_view(pending->request.url).starts_with(url)) continue;
      bool all = true;
      for (const std::string& text : texts)
        all = all && pending->request.body.find(text) != std::string::npos;
      if (all) return pending;
    }
    return nullptr;
  }
  std::shared_ptr<Pending> oldest() const { return waiting_.empty() ? nullptr : waiting_.front(); }

  static void give(Pending& pending, model::Result<net::HttpResponse> response) {
    pending.response = std::move(response);
    pending.answered.cancel();
  }

 private:
  static boost::asio::awaitable<void> give_up_at(async::Clock& clock,
                                                 std::shared_ptr<Pending> pending,
                                                 async::Deadline deadline) {
    co_await clock.wait_until(deadline.at);
    if (!pending->response)
      give(*pending, model::Error::of(model::ErrorKind::deadline_passed, "no answer in time"));
  }

  async::Clock& clock_;
  std::list<std::shared_ptr<Pending>> waiting_;
};

}  // namespace fb::scenarios
