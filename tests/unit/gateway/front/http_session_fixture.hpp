// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// A session whose connection and authenticators are scripted; what stands behind them is the real
// pipeline.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <set>

#include "gateway/front/http_session.hpp"
#include "tests/support/permits.hpp"
#include "tests/support/run_coro.hpp"
#include "tests/support/scripted_envelopes.hpp"
#include "tests/support/staged_upstream.hpp"

namespace fb::front {
namespace asio = boost::asio;
using model::Error;
using model::ErrorKind;

struct Sent {
  unsigned status;
  std::string message;
};

struct ScriptedRequest {
  std::string method = "POST";
  std::string target = "/EWS/Exchange.asmx";
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

// Gives the requests one after the other and keeps what was answered and which bodies were read.
class ScriptedConnection final : public net::ServerConnection {
 public:
  explicit ScriptedConnection(std::vector<ScriptedRequest> requests)
      : requests_(std::move(requests)) {}

  struct Record {
    std::vector<Sent> sent;
    std::vector<std::size_t> bodies_read;  // by request
    bool closed = false;
  };
  std::shared_ptr<Record> record = std::make_shared<Record>();
  std::optional<Error> head_error;  // instead of the next request
  std::optional<Error> body_error;
  std::optional<net::PeerCertificate> certificate;  // shown in the handshake

  asio::awaitable<model::Status> handshake() override { co_return model::Status(); }

  asio::awaitable<model::Result<const net::RequestHead*>> read_head() override {
    if (head_error) co_return *head_error;
    if (next_ == requests_.size()) co_return Error::of(ErrorKind::peer_unreachable);
    const ScriptedRequest& request = requests_[next_++];
    head_ = {};
    head_.method = request.method;
    head_.target = request.target;
    head_.path = request.target;
    for (const auto& [name, value] : request.headers) head_.headers.emplace_back(name, value);
    const net::RequestHead* head = &head_;
    co_return head;
  }

  asio::awaitable<model::Result<std::string_view>> read_body(std::size_t bytes_max) override {
    record->bodies_read.push_back(next_ - 1);
    if (body_error) co_return *body_error;
    const std::string_view body = requests_[next_ - 1].body;
    if (body.size() > bytes_max) co_return Error::of(ErrorKind::body_too_large);
    co_return body;
  }

  asio::awaitable<model::Status> write(net::ResponseBuffer& response) override {
    record->sent.push_back({response.status(), std::string(response.finish(true))});
    co_return model::Status();
  }

  void close() override { record->closed = true; }
  std::optional<net::PeerCertificate> peer_certificate() const override { return certificate; }
  std::string peer_address() const override { return "192.0.2.1"; }

 private:
  std::vector<ScriptedRequest> requests_;
  std::size_t next_ = 0;
  net::RequestHead head_;
};

// "Bearer good" is Peggy; anything else is refused with the error that the test wants.
class ScriptedAuthenticator final : public identity::Authenticator {
 public:
  asio::awaitable<identity::Authentication> authenticate(identity::Credential credential,
                                                         std::shared_ptr<const config::Snapshot>,
                                                         net::HttpClient&,
                                                         async::Deadline) override {
    if (credential.authorization == "Bearer bug") throw std::logic_error("a bug");
    identity::Authentication outcome{
        Error::of(refusal, "the reason is for operators", "bearer.reason"), {}, {}};
    if (credential.authorization == "Bearer good") {
      outcome.caller = test::proved(test::contoso_user("peggy@contoso.example"));
    }
    if (credential.authorization == "Bearer bad") {
      outcome.examination.token_refused = true;
      outcome.answer_headers = {{"x-ms-diagnostics", "2000000"}};
    }
    co_return outcome;
  }
  std::vector<std::string> challenges(const config::Snapshot&) const override {
    return {"Bearer", "Basic realm=\"freebusy\""};
  }

  ErrorKind refusal = ErrorKind::unauthenticated;
};

struct Fixture {
  asio::io_context io;
  test::ManualClock clock;
  config::Settings settings;
  config::SnapshotHolder snapshots{test::snapshot_of({{test::contoso_tenant()}, {}})};
  ScriptedAuthenticator authenticator;
  cache::AvailabilityCache cache{cache::Limits{}};
  test::StagedUpstream upstream{clock};
  std::unique_ptr<pipeline::CachedFetch> fetch =
      pipeline::make_cached_fetch(cache, upstream, snapshots, clock, std::chrono::seconds(20));
  pipeline::AvailabilityService availability{"here", *fetch};
  ops::Health health;
  std::filesystem::path log_file =
      std::filesystem::path(testing::TempDir()) / "http_session_test.log";
  std::unique_ptr<ops::Log> log;
  test::NoHttp http;
  SessionList sessions;
  identity::FailureLimiter anonymous_questions{1000, std::chrono::seconds(60)};
  test::ScriptedEnvelopes envelopes;
  std::unique_ptr<ScriptedConnection> connection;

  Fixture() {
    std::filesystem::remove(log_file);
    config::LogSettings log_settings;
    log_settings.file = log_file.string();
    log = ops::Log::open(log_settings).value();
  }

  ScriptedConnection::Record serve_all(std::unique_ptr<ScriptedConnection> scripted) {
    const Services services{settings, snapshots, authenticator, availability,        health,   *log,
                            clock,    http,      sessions,      anonymous_questions, envelopes};
    const auto record = scripted->record;
    test::run_coro(io, clock, serve(std::move(scripted), services));
    return *record;
  }
  ScriptedConnection::Record serve_all(std::vector<ScriptedRequest> requests) {
    return serve_all(std::make_unique<ScriptedConnection>(std::move(requests)));
  }

  std::string logged() {
    log.reset();
    std::ifstream in(log_file);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }
};

inline std::string availability_question(std::string_view address) {
  return R"(<?xml version="1.0" encoding="utf-8"?>
<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"
 xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages"
 xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"><s:Body><m:GetUserAvailabilityRequest>
<m:MailboxDataArray><t:MailboxData><t:Email><t:Address>)" +
         std::string(address) +
         R"(</t:Address></t:Email><t:AttendeeType>Required</t:AttendeeType></t:MailboxData>
</m:MailboxDataArray><t:FreeBusyViewOptions><t:TimeWindow>
<t:StartTime>2026-01-05T00:00:00Z</t:StartTime><t:EndTime>2026-01-06T00:00:00Z</t:EndTime>
</t:TimeWindow></t:FreeBusyViewOptions></m:GetUserAvailabilityRequest>
</s:Body></s:Envelope>)";
}

inline constexpr const char* kCorrelation = "11111111-2222-3333-4444-555555555555";

inline ScriptedRequest good_request() {
  return {"POST",
          "/EWS/Exchange.asmx",
          {{"Authorization", "Bearer good"}},
          availability_question("grace@contoso.example")};
}

}  // namespace fb::front
