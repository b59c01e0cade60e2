// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/async/wake_up.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

namespace fb::async {
namespace asio = boost::asio;

WakeUp::WakeUp(const asio::any_io_executor& executor)
    : timer_(executor, asio::steady_timer::time_point::max()) {}

asio::awaitable<bool> WakeUp::wait() {
  if (brought_) co_return true;
  boost::system::error_code ended;
  co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, ended));
  co_return brought_;
}

void WakeUp::bring(std::shared_ptr<WakeUp> wake_up) {
  const asio::any_io_executor executor = wake_up->timer_.get_executor();
  asio::post(executor, [wake_up = std::move(wake_up)] {
    wake_up->brought_ = true;
    wake_up->timer_.cancel();
  });
}

}  // namespace fb::async
