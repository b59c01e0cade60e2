// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What the admin API asks of the one who explains (explainer.hpp).
#pragma once

#include <boost/asio/awaitable.hpp>

#include "gateway/admin/explainer.hpp"

namespace fb::admin {

class Questions {
 public:
  virtual ~Questions() = default;
  virtual ExplainReport explain(const Pair& pair) = 0;
  virtual boost::asio::awaitable<TestReport> test(Pair pair, async::Deadline deadline) = 0;
  virtual boost::asio::awaitable<CredentialReport> examine(std::string authorization,
                                                           async::Deadline deadline) = 0;
  // The server's event loop ends: what belongs to it has to go now.
  virtual void end() {}
};

}  // namespace fb::admin
