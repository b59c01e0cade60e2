// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// One endpoint, called as a session calls it, with the real pipeline behind it and an upstream that
// answers what the test says.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>

#include "gateway/front/request_scope.hpp"
#include "tests/support/permits.hpp"
#include "tests/support/run_coro.hpp"
#include "tests/support/scripted_envelopes.hpp"
#include "tests/support/staged_upstream.hpp"

namespace fb::front {

class NobodyIsAsked final : public identity::Authenticator {
 public:
  boost::asio::awaitable<identity::Authentication> authenticate(
      identity::Credential, std::shared_ptr<const config::Snapshot>, net::HttpClient&,
      async::Deadline) override {
    identity::Authentication refused{model::Error::of(model::ErrorKind::unauthenticated), {}, {}};
    co_return refused;
  }
  std::vector<std::string> challenges(const config::Snapshot&) const override { return {"Bearer"}; }
};

inline model::Caller partner_organization() {
  return {model::CallerKind::partner_organization, test::contoso_china(), std::nullopt, "app"};
}

struct Asked {
  std::string method = "POST";
  std::string path;
  std::string query;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

struct Answered {
  unsigned status;
  std::string head;  // the whole message
  std::string body;
  std::optional<model::Error> refusal;
  bool has_reply;
};

class EndpointFixture {
 public:
  template <class Endpoint>
  Answered ask(Endpoint endpoint, const Asked& asked, model::Caller caller) {
    const Services services{settings, snapshots, authenticator, availability,        health,   *log,
                            clock,    http,      sessions,      anonymous_questions, envelopes};
    const EndpointMatch match = find_endpoint(asked.method, asked.path);
    EXPECT_NE(match.row, nullptr) << asked.path;
    net::RequestHead head;
    head.method = asked.method;
    head.path = asked.path;
    head.query = asked.query;
    for (const auto& [name, value] : asked.headers) head.headers.emplace_back(name, value);
    RequestScope scope{snapshots.current(),
                       model::CorrelationId::parse("11111111-2222-3333-4444-555555555555").value(),
                       clock.now(),
                       async::Deadline::after(clock, std::chrono::seconds(30)),
                       test::proved(std::move(caller)),
                       {},
                       {},
                       0};
    net::ResponseBuffer response;
    const EndpointCall call{*match.row, head, match.segment, asked.body};
    const model::Status status =
        test::run_coro(io, clock, endpoint(services, scope, call, response));
    EXPECT_TRUE(status.has_value());
    Answered answered{response.status(),
                      {},
                      std::string(response.body_view()),
                      scope.refusal,
                      scope.reply.has_value()};
    answered.head = response.finish(true);
    return answered;
  }

  test::ManualClock clock;
  boost::asio::io_context io;
  config::Settings settings;
  config::SnapshotHolder snapshots{test::snapshot_of(
      {{test::contoso_tenant()}, {test::partner_of(test::contoso_china_tenant())}})};
  NobodyIsAsked authenticator;
  cache::AvailabilityCache cache{cache::Limits{}};
  test::StagedUpstream upstream{clock};
  std::unique_ptr<pipeline::CachedFetch> fetch =
      pipeline::make_cached_fetch(cache, upstream, snapshots, clock, std::chrono::seconds(20));
  pipeline::AvailabilityService availability{"here", *fetch};
  ops::Health health;
  std::unique_ptr<ops::Log> log = open_log();
  test::NoHttp http;
  SessionList sessions;
  identity::FailureLimiter anonymous_questions{1000, std::chrono::seconds(60)};
  test::ScriptedEnvelopes envelopes;

 private:
  static std::unique_ptr<ops::Log> open_log() {
    config::LogSettings log_settings;
    log_settings.file =
        (std::filesystem::path(testing::TempDir()) / "json_endpoints_test.log").string();
    return ops::Log::open(log_settings).value();
  }
};

}  // namespace fb::front
