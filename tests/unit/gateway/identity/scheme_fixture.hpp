// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What a credential scheme is asked with in a test: a federation whose accounts have the
// credentials of the test, and a request from one address.
#pragma once

#include <functional>
#include <optional>

#include "gateway/identity/account_index.hpp"
#include "gateway/identity/credential_scheme.hpp"
#include "gateway/identity/digest.hpp"
#include "tests/support/run_coro.hpp"
#include "tests/support/scripted_sites.hpp"
#include "tests/unit/gateway/identity/identity_world.hpp"

namespace fb::identity {

class SchemeFixture : public testing::Test {
 protected:
  using Change = std::function<void(config::Account& script, config::Account& grace)>;

  // Two accounts of Contoso without passwords: "script", and "grace", who is a person.
  void accounts(const Change& change) {
    config::Federation federation = identity_federation();
    auto& all = federation.tenants.front().accounts;
    all = {account("script", model::CallerKind::home_script, ""),
           account("grace", model::CallerKind::home_user, "", "grace@contoso.example")};
    change(all[0], all[1]);
    snapshot_ = test::snapshot_of(std::move(federation), ++generation_);
  }

  Presented presented(std::string scheme, std::string rest) {
    return {std::move(scheme),
            config::Secret(std::move(rest)),
            peer_,
            certificate_,
            snapshot_,
            sites_,
            async::Deadline::after(clock_, std::chrono::seconds(25))};
  }

  // The principal of the caller, or the rule that refused him.
  std::string outcome(CredentialScheme& scheme, const Presented& presented) {
    EXPECT_TRUE(scheme.takes(presented));
    examination_ = Examination();
    const auto proof = test::run_coro(io_, scheme.prove(presented, examination_));
    answer_headers_.clear();
    refusal_.reset();
    if (!proof) {
      refusal_ = proof.error();
      return proof.error().rule();
    }
    EXPECT_FALSE(proof->good_until.has_value()) << "must be judged each time";
    answer_headers_ = proof->answer_headers;
    caller_ = proof->caller;
    return proof->caller.principal;
  }

  std::string noted(std::string_view name) const {
    for (const auto& [fact, value] : examination_.facts()) {
      if (fact == name) return value;
    }
    return {};
  }

  test::ManualClock clock_;
  boost::asio::io_context io_;
  test::ScriptedSites sites_;
  std::shared_ptr<const config::Snapshot> snapshot_ = identity_snapshot();
  std::string peer_ = "192.0.2.1";
  std::optional<net::PeerCertificate> certificate_;
  config::AuthenticationSettings settings_;
  std::shared_ptr<CurrentAccounts> current_ = std::make_shared<CurrentAccounts>();

  Examination examination_;
  std::vector<net::HttpHeader> answer_headers_;
  std::optional<model::Error> refusal_;
  std::optional<model::Caller> caller_;

 private:
  std::uint64_t generation_ = 1;
};

}  // namespace fb::identity
