// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Several event loops on several threads sign people in, look for signing keys and ask for tokens
// at the same time, while the federation objects change and some give up early. Whatever the order:
// nobody becomes somebody else, wrong passwords stay out, and keys and tokens are fetched once.
//
// FB_SEED=<number> repeats one run.
#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/serialize.hpp>
#include <iostream>
#include <mutex>
#include <random>
#include <thread>

#include "gateway/identity/token_broker.hpp"
#include "protocols/wire/base64.hpp"
#include "tests/support/scripted_sites.hpp"
#include "tests/support/seed.hpp"
#include "tests/unit/gateway/identity/identity_world.hpp"

namespace fb::identity {
namespace {

namespace asio = boost::asio;
using model::ErrorKind;
using std::chrono::milliseconds;

constexpr int kThreads = 4;
constexpr int kWorkersPerThread = 6;
constexpr int kRequestsPerWorker = 40;

std::string basic(std::string_view name, std::string_view password) {
  const std::string plain = std::string(name) + ":" + std::string(password);
  return "Basic " +
         wire::base64({reinterpret_cast<const std::uint8_t*>(plain.data()), plain.size()});
}

struct World {
  World() {
    const auto site = [&](const std::string& url, std::string body) {
      sites.answer(url, {net::HttpResponse{200, {}, std::move(body)}, milliseconds(3)});
    };
    const auto publish = [&](const std::string& login, const std::string& issuer,
                             std::string_view key) {
      site(issuer + "/.well-known/openid-configuration",
           R"({"issuer":")" + issuer + R"(","jwks_uri":")" + login + "/keys\"}");
      site(login + "/keys", test::key_set({test::RsaKey::shared(key).jwk("key-1")}));
    };
    publish(commercial_login(), commercial_issuer(), "one");
    publish(china_login(), china_issuer(), "china");
    site(commercial_login() + "/oauth2/v2.0/token",
         R"({"token_type":"Bearer","access_token":"org-token","expires_in":3599})");
    const auto sign = [&](const TokenParts& parts, std::string_view key) {
      return "Bearer " +
             test::compact_token(parts.header, parts.claims, test::RsaKey::shared(key), "RS256");
    };
    const auto forward = [&](std::string_view access_key, std::string_view actor_key) {
      const TokenParts parts = partner_token(clock.utc_now());
      return "MSAuth1.0 actortoken=\"" + sign(parts, actor_key) + "\", accesstoken=\"" +
             sign(parts, access_key) + "\", type=\"PFAT\"";
    };
    credentials = {
        {basic("grace", kGracePassword), "grace"},
        {basic("exchange", kPassword), "exchange"},
        {basic("grace", "wrong"), ""},
        {basic("nobody", kPassword), ""},
        {sign(user_token(clock.utc_now()), "one"), "grace@contoso.example"},
        {sign(application_token(clock.utc_now()), "one"), std::string(kScriptClient)},
        {sign(user_token(clock.utc_now()), "two"), ""},
        {sign(partner_token(clock.utc_now()), "china"), std::string(kPartnerClient)},
        {forward("china", "china"), std::string(kPartnerClient)},
        {forward("china", "two"), ""},
        {forward("one", "china"), ""},
    };
  }

  struct Row {
    std::string authorization;
    std::string principal;  // empty: must be refused
  };

  void complain(std::string text) {
    const std::lock_guard lock(mutex);
    complaints.push_back(std::move(text));
  }

  async::Clock& clock = async::real_clock();
  test::ScriptedSites sites{clock};
  async::OffloadPool pool{2, 256};
  config::AuthenticationSettings settings;
  std::unique_ptr<SigningKeys> keys = make_signing_keys(clock);
  std::unique_ptr<Authenticator> authenticator = make_authenticator(settings, {pool, *keys, clock});
  std::unique_ptr<TokenBroker> broker = make_token_broker(clock);
  TemporaryDirectory directory;
  TokenRequest request{
      "login.microsoftonline.com", test::contoso().id,
      config::Application{
          std::string(kPartnerClient),
          directory.write("certificate.pem", test::RsaKey::shared("one").certificate_pem(
                                                 clock.utc_now() - std::chrono::hours(1),
                                                 clock.utc_now() + std::chrono::hours(1))),
          directory.write("key.pem", test::RsaKey::shared("one").private_pem()), false},
      "https://graph.microsoft.com/.default"};
  config::SnapshotHolder snapshots{identity_snapshot(1)};
  std::vector<Row> credentials;
  std::mutex mutex;
  std::vector<std::string> complaints;
  std::atomic<int> in{0};
  std::atomic<int> out{0};
  std::atomic<int> gave_up{0};
};

asio::awaitable<void> sign_in(World& world, std::size_t number, milliseconds patience) {
  const World::Row& row = world.credentials[number];
  Credential credential{row.authorization, "192.0.2." + std::to_string(number), std::nullopt};
  const auto deadline = async::Deadline::after(world.clock, patience);
  const Authentication outcome = co_await world.authenticator->authenticate(
      std::move(credential), world.snapshots.current(), world.sites, deadline);
  const auto& caller = outcome.caller;
  if (caller) {
    ++world.in;
    if ((*caller)->principal != row.principal) world.complain("became " + (*caller)->principal);
    co_return;
  }
  const ErrorKind kind = caller.error().kind();
  if (kind == ErrorKind::server_busy) {
    ++world.gave_up;
  } else if (!row.principal.empty()) {
    world.complain("refused: " + caller.error().rule());
  } else {
    ++world.out;
  }
}

asio::awaitable<void> ask_for_token(World& world, milliseconds patience) {
  const auto deadline = async::Deadline::after(world.clock, patience);
  const auto token = co_await world.broker->token(world.request, world.sites, deadline);
  if (!token) {
    ++world.gave_up;
    if (token.error().rule() != "token.too_slow") world.complain(token.error().detail());
  } else if (token->reveal() != "org-token") {
    world.complain("another token");
  }
}

asio::awaitable<void> work(World& world, unsigned seed) {
  std::mt19937 random(seed);
  for (int i = 0; i < kRequestsPerWorker; ++i) {
    const milliseconds patience(random() % 4 == 0 ? random() % 3 : 20'000);
    const std::size_t choice = random() % (world.credentials.size() + 2);
    if (choice < world.credentials.size()) {
      co_await sign_in(world, choice, patience);
    } else {
      co_await ask_for_token(world, patience);
    }
    if (random() % 16 == 0) {
      const std::uint64_t next = world.snapshots.current()->generation() + 1;
      world.snapshots.publish(identity_snapshot(next));
    }
  }
}

TEST(IdentityThreads, NobodyBecomesSomebodyElse) {
  const unsigned seed = test::seed();
  World world;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&world, seed, thread] {
      asio::io_context io(1);
      for (int worker = 0; worker < kWorkersPerThread; ++worker) {
        const unsigned own = seed + static_cast<unsigned>(thread * kWorkersPerThread + worker);
        asio::co_spawn(io, work(world, own), asio::detached);
      }
      io.run();
    });
  }
  for (std::thread& thread : threads) thread.join();

  EXPECT_EQ(world.complaints, std::vector<std::string>());
  EXPECT_GT(world.in, 0);
  EXPECT_GT(world.out, 0);
  // Two documents of each authority and one token, however many asked. A key that nobody published
  // is the same key id, so it causes no refresh.
  EXPECT_EQ(world.sites.asked(), 5u);
  std::cout << world.in << " in, " << world.out << " out, " << world.gave_up << " gave up\n";
}

}  // namespace
}  // namespace fb::identity
