// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What a request carries through the front: the parts of the program that it may use, and the facts
// that its log record is made of.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "config/settings.hpp"
#include "config/snapshot.hpp"
#include "gateway/async/clock.hpp"
#include "gateway/front/endpoints.hpp"
#include "gateway/front/session_list.hpp"
#include "gateway/identity/authenticator.hpp"
#include "gateway/identity/envelope_authenticator.hpp"
#include "gateway/identity/failure_limiter.hpp"
#include "gateway/net/http_client.hpp"
#include "gateway/net/server_connection.hpp"
#include "gateway/ops/health.hpp"
#include "gateway/ops/log.hpp"
#include "gateway/pipeline/availability_service.hpp"

namespace fb::front {

// Shared by every session of one worker thread; outlives them.
struct Services {
  const config::Settings& settings;
  const config::SnapshotHolder& snapshots;
  identity::Authenticator& authenticator;
  pipeline::AvailabilityService& availability;
  ops::Health& health;
  ops::Log& log;
  async::Clock& clock;
  net::HttpClient& http;
  SessionList& sessions;
  identity::FailureLimiter& anonymous_questions;  // shared by all threads
  identity::EnvelopeAuthenticator& envelopes;
};

// One request on its way. Everything here dies with the answer.
struct RequestScope {
  std::shared_ptr<const config::Snapshot> snapshot;
  model::CorrelationId correlation;
  async::SteadyTime started;
  async::Deadline deadline;
  std::optional<model::AuthenticatedCaller> caller;
  std::optional<model::Error> refusal;
  std::optional<model::AvailabilityReply> reply;
  std::size_t request_bytes = 0;
  std::string peer_address{};                     // without the port
  identity::Examination examination{};            // of the credential, for the log
  std::vector<net::HttpHeader> answer_headers{};  // that complete the authentication
};

// What an endpoint is called with. Valid until it has answered.
struct EndpointCall {
  const EndpointRow& row;
  const net::RequestHead& head;
  std::string_view segment;  // of the path, as it was sent; empty where the row has none
  std::string_view body;
};

}  // namespace fb::front
