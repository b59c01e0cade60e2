// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The admin API on a scripted connection: contoso and fabrikam are at home here, contoso-china is a
// partner that contoso names. Accounts are known by user ids of the machine.
#pragma once

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <map>

#include "gateway/admin/admin_routes.hpp"
#include "gateway/admin/admin_session.hpp"
#include "tests/support/federations.hpp"
#include "tests/support/manual_clock.hpp"
#include "tests/support/run_coro.hpp"
#include "tests/unit/gateway/admin/fake_registry.hpp"

namespace fb::admin {

namespace asio = boost::asio;

struct Asked {
  std::string method;
  std::string target;  // below /admin/v1
  std::string body{};
  std::map<std::string, std::string> headers{};
};

struct Got {
  unsigned status = 0;
  std::string text;
  std::string message;  // head and body
  bool body_was_read = false;

  const boost::json::object& json() const {
    if (!parsed) parsed = boost::json::parse(text);
    return parsed->as_object();
  }
  std::string code() const {
    return std::string(json().at("error").as_object().at("code").as_string());
  }
  std::string sentence() const {
    return std::string(json().at("error").as_object().at("message").as_string());
  }
  mutable std::optional<boost::json::value> parsed{};
};

// One request, one answer.
class OneRequest final : public net::ServerConnection {
 public:
  OneRequest(const Asked& asked, Got& got) : asked_(asked), got_(got) {
    target_ = std::string(kBasePath) + asked_.target;
    head_.method = asked_.method;
    head_.target = target_;
    const std::size_t mark = std::min(target_.find('?'), target_.size());
    head_.path = std::string_view(target_).substr(0, mark);
    head_.query = std::string_view(target_).substr(std::min(mark + 1, target_.size()));
    for (const auto& [name, value] : asked_.headers) head_.headers.emplace_back(name, value);
  }

  asio::awaitable<model::Status> handshake() override { co_return model::Status(); }
  asio::awaitable<model::Result<const net::RequestHead*>> read_head() override {
    if (given_) co_return model::Error::of(model::ErrorKind::peer_unreachable);
    given_ = true;
    co_return &head_;
  }
  asio::awaitable<model::Result<std::string_view>> read_body(std::size_t bytes_max) override {
    if (asked_.body.size() > bytes_max) {
      co_return model::Error::of(model::ErrorKind::body_too_large);
    }
    got_.body_was_read = true;
    co_return std::string_view(asked_.body);
  }
  asio::awaitable<model::Status> write(net::ResponseBuffer& response) override {
    got_.status = response.status();
    got_.text = std::string(response.body_view());
    got_.message = std::string(response.finish(true));
    co_return model::Status();
  }
  void close() override {}
  std::string peer_address() const override { return "192.0.2.9"; }

 private:
  const Asked asked_;
  Got& got_;
  std::string target_;
  net::RequestHead head_;
  bool given_ = false;
};

class FakeQuestions final : public Questions {
 public:
  ExplainReport explain(const Pair&) override { return report; }
  asio::awaitable<TestReport> test(Pair, async::Deadline) override {
    ++tests;
    co_return TestReport{report, report};
  }
  asio::awaitable<CredentialReport> examine(std::string authorization, async::Deadline) override {
    examined.push_back(std::move(authorization));
    co_return credential;
  }
  ExplainReport report;
  CredentialReport credential;
  std::vector<std::string> examined;
  int tests = 0;
};

class FakeRuns final : public DirectoryRuns {
 public:
  asio::awaitable<registry::Outcome<registry::ImportReport>> run(model::TenantKey, std::string name,
                                                                 RunOptions options,
                                                                 registry::Actor) override {
    ran.push_back(std::move(name));
    asked = options;
    if (refusal) co_return *refusal;
    registry::ImportReport report;
    report.added = 3;
    co_return report;
  }
  std::vector<SourceState> states() const override { return {}; }
  std::vector<std::string> ran;
  RunOptions asked;
  std::optional<registry::Refused> refusal;
};

// Who asks.
enum Who : std::uint32_t {
  kNobody = 1,  // belongs to no account
  kNoGrants,
  kReader,    // of contoso
  kOperator,  // of contoso
  kAdmin,     // of contoso
  kOther,     // administrator of fabrikam
  kFederator,
  kOwner,
};

inline config::Federation admin_federation() {
  config::Federation federation;
  federation.tenants = {test::contoso_tenant(), test::fabrikam_tenant()};
  federation.partners = {test::partner_of(test::contoso_china_tenant())};
  std::erase_if(federation.tenants[1].address_spaces, [](const config::AddressSpace& space) {
    return space.target_tenant == test::contoso_china();
  });
  config::DirectorySource corp{.name = "corp", .kind = config::DirectoryKind::csv};
  federation.tenants[0].directory_sources = {corp};
  federation.tenants[1].directory_sources = {corp};
  return federation;
}

inline config::AdminAccounts admin_accounts() {
  const auto account = [](std::string name, Who who, std::vector<std::string_view> grants) {
    config::AdminAccount made;
    made.name = std::move(name);
    made.unix_users = {std::to_string(who)};
    for (const std::string_view grant : grants) {
      made.grants.push_back(config::parse_admin_grant(grant).value());
    }
    return made;
  };
  config::AdminAccounts accounts;
  accounts.accounts = {account("nothing", kNoGrants, {}),
                       account("reader", kReader, {"contoso:read"}),
                       account("operator", kOperator, {"contoso:operate"}),
                       account("admin", kAdmin, {"contoso:administer"}),
                       account("other", kOther, {"fabrikam:administer"}),
                       account("federator", kFederator, {"gateway:federate"}),
                       account("owner", kOwner, {"*:administer", "gateway:federate"})};
  return accounts;
}

struct AdminFixture {
  AdminFixture() {
    using config::ObjectKind;
    const model::TenantKey a = test::contoso();
    const model::TenantKey b = test::fabrikam();
    registry.keep({ObjectKind::tenant, a, ""}, "name = \"contoso\"\n", 2);
    registry.keep({ObjectKind::tenant, b, ""}, "name = \"fabrikam\"\n", 3);
    registry.keep({ObjectKind::partner, test::contoso_china(), ""}, "name = \"china\"\n", 3);
    registry.keep({ObjectKind::mailbox, a, "peggy@contoso.example"},
                  "address = \"peggy@contoso.example\"\n", 4);
    registry.keep({ObjectKind::mailbox, b, "carol@fabrikam-gov.example"},
                  "address = \"carol@fabrikam-gov.example\"\n", 5);
    registry.keep({ObjectKind::address_space, a, "contoso-cn.example"},
                  "domain = \"contoso-cn.example\"\n", 6);
  }

  Got ask(Who who, const Asked& asked) {
    Got got;
    test::run_coro(serve_admin(std::make_unique<OneRequest>(asked, got), who,
                               {services, accounts, *log, sessions}));
    return got;
  }

  static config::LogSettings quiet() {
    config::LogSettings settings;
    settings.level = "error";
    return settings;
  }

  test::ManualClock clock;
  test::FakeRegistry registry;
  config::SnapshotHolder snapshots{test::snapshot_of(admin_federation())};
  ops::Health health;
  FakeQuestions questions;
  FakeRuns runs;
  AdminServices services{registry,  snapshots, health,       clock,
                         questions, runs,      "gw.example", "https://gw.example",
                         "9.8",     "/nowhere"};
  config::AuthenticationSettings authentication;
  AdminAccounts accounts{AccountIndex::make(admin_accounts()).value.value(), authentication, clock};
  std::unique_ptr<ops::Log> log = ops::Log::open(quiet()).value();
  front::SessionList sessions;
};

inline std::string path_of(std::string_view kind, const model::TenantKey& tenant,
                           std::string_view identity) {
  std::string key = tenant.str();
  key.replace(key.find('/'), 1, "%2F");
  return "/objects/" + std::string(kind) + "/" + key + "/" + std::string(identity);
}

}  // namespace fb::admin
