// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// One event loop with what belongs to its thread alone: the HTTP client with its connections, and
// the sessions.
#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <memory>

#include "gateway/front/request_scope.hpp"
#include "gateway/front/session_list.hpp"
#include "gateway/net/https_client.hpp"

namespace fb::app {

class Worker {
 public:
  Worker(std::shared_ptr<const net::ClientTlsContext> tls, const net::ClientSettings& settings,
         async::Clock& clock)
      : context_(1),
        work_(context_.get_executor()),
        http_(net::make_https_client(context_.get_executor(), std::move(tls), settings, clock)) {}

  boost::asio::io_context& context() { return context_; }
  net::HttpClient& http() { return *http_; }
  front::SessionList& sessions() { return sessions_; }
  void run() { context_.run(); }
  void finish() { work_.reset(); }

 private:
  boost::asio::io_context context_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  std::unique_ptr<net::HttpClient> http_;
  front::SessionList sessions_;
};

}  // namespace fb::app
