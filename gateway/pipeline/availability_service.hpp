// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Answers one question: replace groups by their people, decide per mailbox, fetch per route,
// assemble in the asked order. The only place where a request is orchestrated. It names no dialect.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <string>

#include "gateway/pipeline/cached_fetch.hpp"
#include "protocols/model/caller.hpp"

namespace fb::pipeline {

class AvailabilityService {
 public:
  AvailabilityService(std::string gateway_id, CachedFetch& fetch);

  boost::asio::awaitable<model::AvailabilityReply> answer(model::AuthenticatedCaller caller,
                                                          model::AvailabilityRequest request,
                                                          FetchContext context);

 private:
  boost::asio::awaitable<model::AvailabilityReply> answer_people(
      const model::AuthenticatedCaller& caller, const model::AvailabilityRequest& request,
      const FetchContext& context);

  std::string gateway_id_;
  CachedFetch& fetch_;
};

}  // namespace fb::pipeline
