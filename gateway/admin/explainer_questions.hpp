// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The explainer with an HTTP client of the admin API's thread, for the composition root.
#pragma once

#include <memory>
#include <utility>

#include "gateway/admin/questions.hpp"

namespace fb::admin {

class ExplainerQuestions final : public Questions {
 public:
  explicit ExplainerQuestions(Explainer& explainer) : explainer_(explainer) {}

  // Before the server starts. The client belongs to AdminServer::executor(), and goes before it.
  void use(std::unique_ptr<net::HttpClient> http) { http_ = std::move(http); }

  ExplainReport explain(const Pair& pair) override { return explainer_.explain(pair); }
  boost::asio::awaitable<TestReport> test(Pair pair, async::Deadline deadline) override {
    return explainer_.test(std::move(pair), *http_, deadline);
  }
  boost::asio::awaitable<CredentialReport> examine(std::string authorization,
                                                   async::Deadline deadline) override {
    return explainer_.examine(std::move(authorization), *http_, deadline);
  }
  void end() override { http_.reset(); }

 private:
  Explainer& explainer_;
  std::unique_ptr<net::HttpClient> http_;
};

}  // namespace fb::admin
