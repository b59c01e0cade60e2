// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Several event loops on several threads present delegation tokens, good ones and altered ones, to
// one authenticator with several pool threads: libxml2 and xmlsec are used by all of them at the
// same time. Whatever the order: each gets its own user or none, and of the same signed message
// exactly one is taken.
#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <thread>

#include "tests/unit/gateway/identity/saml_world.hpp"

namespace fb::identity {
namespace {

namespace asio = boost::asio;

constexpr int kThreads = 4;
constexpr int kRoundsPerThread = 12;

// Without any state, so that threads share nothing but what is tested.
class ConstantCertificates final : public IssuerCertificates {
 public:
  explicit ConstantCertificates(std::string der) : known_{{std::move(der)}} {}
  asio::awaitable<model::Result<std::vector<Certificate>>> find(config::TokenIssuer, bool,
                                                                net::HttpClient&,
                                                                async::Deadline) override {
    co_return known_;
  }
  std::uint64_t changes() const override { return 0; }

 private:
  const std::vector<Certificate> known_;
};

struct Message {
  EnvelopeCredential credential;
  std::string expected;  // the address, or the rule of the refusal
};

struct Shared {
  EnvelopeAuthenticator& authenticator;
  const std::vector<Message>& messages;
  const EnvelopeCredential& once;
  std::shared_ptr<const config::Snapshot> snapshot;
  async::Clock& clock;
  std::atomic<int> wrong{0};
  std::atomic<int> taken_once{0};
  std::atomic<int> answered{0};
};

asio::awaitable<void> present(Shared* shared, net::HttpClient* http, int first) {
  const auto deadline = async::Deadline::after(shared->clock, std::chrono::seconds(60));
  for (int round = 0; round < kRoundsPerThread; ++round) {
    const auto place = static_cast<std::size_t>(first + round) % shared->messages.size();
    const Message& message = shared->messages[place];
    const auto outcome = co_await shared->authenticator.authenticate(
        message.credential, shared->snapshot, *http, deadline);
    const std::string told =
        outcome.caller ? (**outcome.caller).user->str() : outcome.caller.error().rule();
    if (told != message.expected) ++shared->wrong;
    ++shared->answered;
  }
  const auto outcome =
      co_await shared->authenticator.authenticate(shared->once, shared->snapshot, *http, deadline);
  if (outcome.caller) {
    ++shared->taken_once;
  } else if (outcome.caller.error().rule() != "saml.replayed") {
    ++shared->wrong;
  }
}

EnvelopeCredential signed_message(const SamlWorld& world) {
  constexpr std::string_view kKey = "0123456789abcdef";
  test::AssertionWish assertion = world.assertion_wish();
  assertion.holder_key_info =
      "<t:BinarySecret xmlns:t=\"http://schemas.xmlsoap.org/ws/2005/02/trust\">" +
      test::base64_text(kKey) + "</t:BinarySecret>";
  test::EnvelopeWish envelope = world.envelope_wish();
  envelope.token = SamlWorld::sealed(SamlWorld::signed_token(assertion));
  test::SignatureWish signature;
  signature.method = test::kHmacSha256Uri;
  signature.key_info = test::token_key_info(assertion.id);
  const auto sign = [&](std::string_view text) { return test::hmac(signature.method, kKey, text); };
  envelope.signature =
      test::detached_signature(test::timestamp_text(envelope), "_timestamp", signature, sign);
  return world.credential(test::envelope_text(envelope));
}

TEST(SamlThreads, EverybodyGetsWhatTheTokenSays) {
  SamlWorld world;
  std::vector<Message> messages;
  for (const char* user : {"victor@partner.example", "walter@second.example"}) {
    test::AssertionWish wish = world.assertion_wish();
    wish.email = user;
    const std::string token = SamlWorld::signed_token(wish);
    messages.push_back({world.credential(world.envelope_with(token)), user});
    const std::string altered = test::with(token, "MSExchange.", "MSExchange_");
    messages.push_back({world.credential(world.envelope_with(altered)), "saml.signature"});
  }
  messages.push_back({world.credential(world.envelope_with("no XML")), "saml.assertion"});
  const EnvelopeCredential once = signed_message(world);

  ConstantCertificates certificates(SamlWorld::issuer().certificate_der);
  std::vector<std::unique_ptr<asio::io_context>> contexts;
  for (int i = 0; i < kThreads; ++i) contexts.push_back(std::make_unique<asio::io_context>(1));
  async::OffloadPool pool(3, 64);
  const auto authenticator =
      make_envelope_authenticator(world.settings, pool, certificates, world.clock);
  Shared shared{*authenticator, messages, once, test::snapshot_of(world.federation), world.clock};
  std::vector<test::ScriptedHttpClient> clients(kThreads);
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    const auto place = static_cast<std::size_t>(i);
    asio::co_spawn(*contexts[place], present(&shared, &clients[place], i), asio::detached);
    threads.emplace_back([&contexts, place] { contexts[place]->run(); });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(shared.answered, kThreads * kRoundsPerThread);
  EXPECT_EQ(shared.wrong, 0);
  EXPECT_EQ(shared.taken_once, 1);
}

}  // namespace
}  // namespace fb::identity
