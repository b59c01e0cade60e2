// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What the tests of whole S2S tokens share: an authenticator with Exchange organisations, a key of
// their issuers, and changes to a good token.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "gateway/identity/authenticator.hpp"
#include "tests/support/run_coro.hpp"
#include "tests/support/scripted_sites.hpp"
#include "tests/unit/gateway/identity/s2s_world.hpp"

namespace fb::identity {

// One key, found by its id or by its certificate's thumbprint.
class ActorKeys final : public SigningKeys {
 public:
  boost::asio::awaitable<model::Result<oauth::VerificationKey>> find(KeySource source,
                                                                     std::string kid,
                                                                     net::HttpClient&,
                                                                     async::Deadline) override {
    asked.push_back(std::move(source));
    if (failure) co_return *failure;
    if (kid != key.kid && kid != thumbprint) {
      co_return model::Error::of(model::ErrorKind::unauthenticated, "none", "bearer.unknown_key");
    }
    co_return key;
  }
  std::uint64_t changes() const override { return 0; }

  oauth::VerificationKey key{
      "key-1", boost::json::serialize(test::RsaKey::shared("one").jwk("key-1")), "", ""};
  std::string thumbprint;
  std::optional<model::Error> failure;
  std::vector<KeySource> asked;
};

using S2sChange = std::function<void(S2sParts&)>;

struct S2sRow {
  const char* name;
  const char* rule;
  S2sChange change;
};

class S2sTokenTest : public testing::Test {
 protected:
  Authentication authenticate(std::string token) {
    Credential credential{"Bearer " + std::move(token), "192.0.2.1", std::nullopt};
    return test::run_coro(io_, authenticator_->authenticate(
                                   std::move(credential), snapshot_, http_,
                                   async::Deadline::after(clock_, std::chrono::seconds(25))));
  }
  Authentication authenticate(const S2sParts& parts) {
    return authenticate(parts.token(test::RsaKey::shared("one")));
  }
  std::string rule(const S2sParts& parts) {
    const Authentication outcome = authenticate(parts);
    return outcome.caller ? "in" : outcome.caller.error().rule();
  }
  static std::string diagnostics(const Authentication& outcome) {
    std::string found;
    for (const net::HttpHeader& header : outcome.answer_headers) {
      if (header.name == "x-ms-diagnostics") found += header.value;
    }
    return found;
  }
  void expect_rules(const std::vector<S2sRow>& rows, const S2sParts& good) {
    ASSERT_EQ(rule(good), "in");
    for (const S2sRow& row : rows) {
      S2sParts parts = good;
      row.change(parts);
      EXPECT_EQ(rule(parts), row.rule) << row.name;
    }
  }
  void change_federation(const std::function<void(config::Federation&)>& change) {
    config::Federation federation = exchange_federation();
    change(federation);
    snapshot_ = test::snapshot_of(std::move(federation), ++generation_);
  }
  model::UtcTime now() const { return clock_.utc_now(); }
  std::int64_t at(std::int64_t offset_s) const {
    return now().time_since_epoch().count() + offset_s;
  }

  test::ManualClock clock_;
  boost::asio::io_context io_;
  test::ScriptedSites http_;
  ActorKeys keys_;
  config::AuthenticationSettings settings_;
  async::OffloadPool pool_{1, 8};
  std::unique_ptr<Authenticator> authenticator_ =
      make_authenticator(settings_, {pool_, keys_, clock_});
  std::uint64_t generation_ = 1;
  std::shared_ptr<const config::Snapshot> snapshot_ = test::snapshot_of(exchange_federation());
};

template <class Value>
S2sChange set(std::string_view claim, Value value) {
  return [=](S2sParts& p) { p.actor.claims[claim] = value; };
}
inline S2sChange without(std::string_view claim) {
  return [=](S2sParts& p) { p.actor.claims.erase(claim); };
}
template <class Value>
S2sChange set_outer(std::string_view claim, Value value) {
  return [=](S2sParts& p) { p.outer.claims[claim] = value; };
}
inline S2sChange without_outer(std::string_view claim) {
  return [=](S2sParts& p) { p.outer.claims.erase(claim); };
}
// The same audience for both tokens.
inline S2sChange audience(std::string_view client, std::string_view host, std::string_view realm) {
  const std::string text = std::string(client) + "/" + std::string(host) + "@" + std::string(realm);
  return [=](S2sParts& p) { p.actor.claims["aud"] = p.outer.claims["aud"] = text; };
}

}  // namespace fb::identity
