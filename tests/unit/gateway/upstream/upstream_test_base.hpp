// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What the tests of the upstreams share: Contoso's federation, scripted HTTP and tokens, and a way
// to make any single step of an exchange fail.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "gateway/async/offload_pool.hpp"
#include "gateway/identity/token_broker.hpp"
#include "gateway/upstream/calendar_upstream.hpp"
#include "tests/support/blocks.hpp"
#include "tests/support/permits.hpp"
#include "tests/support/run_coro.hpp"
#include "tests/support/scripted_http_client.hpp"

namespace fb::test {

// Counts the steps of an exchange, and says which one fails.
struct Steps {
  std::optional<std::size_t> failing;
  model::Error error = model::Error::of(model::ErrorKind::internal);
  std::size_t done = 0;

  bool next_fails() { return done++ == failing; }
};

class StepwiseHttp final : public net::HttpClient {
 public:
  StepwiseHttp(ScriptedHttpClient& script, Steps& steps) : script_(script), steps_(steps) {}

  boost::asio::awaitable<ScriptedHttpClient::Answer> exchange(net::HttpRequest request,
                                                              async::Deadline deadline) override {
    if (steps_.next_fails()) co_return steps_.error;
    co_return co_await script_.exchange(std::move(request), deadline);
  }

 private:
  ScriptedHttpClient& script_;
  Steps& steps_;
};

// Gives "token-1", and after it was told to forget that one, "token-2".
class CountedTokens final : public identity::TokenBroker {
 public:
  explicit CountedTokens(Steps& steps) : steps_(steps) {}

  boost::asio::awaitable<model::Result<config::Secret>> token(identity::TokenRequest request,
                                                              net::HttpClient&,
                                                              async::Deadline) override {
    asked.push_back(std::move(request));
    if (steps_.next_fails()) co_return steps_.error;
    co_return config::Secret("token-" + std::to_string(forgotten + 1));
  }
  void forget(const identity::TokenRequest&) override { ++forgotten; }

  std::vector<identity::TokenRequest> asked;
  int forgotten = 0;

 private:
  Steps& steps_;
};

class UpstreamTest : public testing::Test {
 protected:
  virtual config::Tenant tenant() { return contoso_tenant(); }

  upstream::UpstreamAnswer ask(std::vector<model::Permit> permits,
                               model::TimeWindow window = days(0, 7)) {
    config::Federation federation;
    federation.tenants.push_back(tenant());
    upstream::UpstreamQuestion question{std::move(permits), window,
                                        model::HopTrail::parse("gw-before").value(),
                                        model::CorrelationId::parse(kCorrelation).value(), trace_};
    const auto deadline = async::Deadline::after(clock_, std::chrono::seconds(20));
    return run_coro(io_, upstream_->ask(std::move(question), snapshot_of(std::move(federation)),
                                        http_, deadline));
  }

  // Runs the exchange once as scripted, counting its steps, and then once per step and error with
  // that step failing. Every mailbox must then have just that error.
  void expect_every_step_to_matter(std::vector<model::Permit> permits,
                                   const std::function<void()>& script, std::size_t steps) {
    script();
    const auto good = ask(permits);
    for (const auto& mailbox : good.mailboxes) ASSERT_TRUE(mailbox) << mailbox.error().detail();
    ASSERT_EQ(steps_.done, steps);
    for (std::size_t failing = 0; failing < steps; ++failing) {
      for (const auto kind : {model::ErrorKind::peer_unreachable, model::ErrorKind::deadline_passed,
                              model::ErrorKind::peer_broken, model::ErrorKind::server_busy}) {
        SCOPED_TRACE("step " + std::to_string(failing));
        script_ = {};
        steps_ = {failing, model::Error::of(kind, "scripted")};
        tokens_.forgotten = 0;
        script();
        const auto answer = ask(permits);
        ASSERT_EQ(answer.mailboxes.size(), permits.size());
        for (const auto& mailbox : answer.mailboxes) {
          ASSERT_FALSE(mailbox);
          EXPECT_EQ(mailbox.error().kind(), kind);
        }
        EXPECT_EQ(steps_.done, failing + 1);
      }
    }
  }

  // The answer is an error of that kind for every mailbox, and so never free time.
  void expect_everybody(const upstream::UpstreamAnswer& answer, std::size_t mailboxes,
                        model::ErrorKind kind) {
    ASSERT_EQ(answer.mailboxes.size(), mailboxes);
    for (const auto& mailbox : answer.mailboxes) {
      ASSERT_FALSE(mailbox);
      EXPECT_EQ(mailbox.error().kind(), kind) << mailbox.error().detail();
    }
  }

  static constexpr std::string_view kCorrelation = "0f0e0d0c-0b0a-4908-8706-050403020100";

  boost::asio::io_context io_;  // outlives the pool, whose threads post to it
  ManualClock clock_;
  upstream::Trace* trace_ = nullptr;
  Steps steps_;
  ScriptedHttpClient script_;
  StepwiseHttp http_{script_, steps_};
  CountedTokens tokens_{steps_};
  async::OffloadPool files_{1, 8};
  std::unique_ptr<upstream::CalendarUpstream> upstream_ =
      upstream::make_calendar_upstream("gw-here", tokens_, files_, clock_);
};

// What any HTTP upstream must make of a response that is no answer.
struct BadResponse {
  std::string name;
  net::HttpResponse response;
  model::ErrorKind kind;
  std::uint32_t retry_after_s = 0;
};

inline std::vector<BadResponse> bad_responses() {
  using K = model::ErrorKind;
  return {
      {"redirect",
       {302, {{"Location", "https://elsewhere.example/"}}, "Object moved"},
       K::peer_broken},
      {"no_content", {204, {}, ""}, K::peer_broken},
      {"bad_request", {400, {}, ""}, K::peer_broken},
      {"forbidden", {403, {}, "no"}, K::peer_refused_us},
      {"no_such_page", {404, {}, "<html></html>"}, K::peer_broken},
      {"throttled", {429, {{"retry-after", "2.128"}}, ""}, K::peer_throttled, 3},
      {"server_error", {500, {}, "oops"}, K::peer_broken},
      {"bad_gateway", {502, {}, ""}, K::peer_unreachable},
      {"busy", {503, {{"Retry-After", "30"}}, "busy"}, K::peer_throttled, 30},
      {"busy_without_a_time", {503, {}, ""}, K::peer_throttled, 0},
      {"gateway_timeout", {504, {}, "<html>late</html>"}, K::peer_unreachable},
      {"web_page", {200, {{"Content-Type", "text/html"}}, "<html>sign in</html>"}, K::peer_broken},
      {"web_page_without_type",
       {200, {}, "\r\n<!DOCTYPE html><html>sign in</html>"},
       K::peer_broken},
      {"nothing", {200, {}, ""}, K::peer_broken},
      {"cut_short", {200, {}, "<"}, K::peer_broken},
      {"another_language", {200, {}, "free free free"}, K::peer_broken},
  };
}

}  // namespace fb::test
