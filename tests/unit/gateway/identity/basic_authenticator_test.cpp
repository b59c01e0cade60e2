// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/basic_authenticator.hpp"

#include <boost/asio/detached.hpp>
#include <functional>
#include <future>

#include "protocols/wire/base64.hpp"
#include "tests/support/run_coro.hpp"
#include "tests/unit/gateway/identity/identity_world.hpp"

namespace fb::identity {
namespace {

namespace asio = boost::asio;
using model::CallerKind;
using model::ErrorKind;
using std::chrono::seconds;

std::string encoded(std::string_view name, std::string_view password) {
  const std::string plain = std::string(name) + ":" + std::string(password);
  return wire::base64({reinterpret_cast<const std::uint8_t*>(plain.data()), plain.size()});
}

asio::awaitable<void> ask(BasicAuthenticator* basic, std::string credential, std::string peer,
                          std::shared_ptr<const config::Snapshot> snapshot,
                          async::Deadline deadline,
                          std::optional<model::Result<model::Caller>>* got) {
  auto result = co_await basic->authenticate(std::move(credential), std::move(peer),
                                             std::move(snapshot), deadline);
  got->emplace(std::move(result));
}

// Keeps a thread of the pool until the gate opens.
asio::awaitable<void> hold(async::OffloadPool* pool, std::shared_future<void> opened,
                           std::promise<void>* begun = nullptr) {
  std::function<void()> work = [opened, begun] {
    if (begun != nullptr) begun->set_value();
    opened.wait();
  };
  (void)co_await pool->run(std::move(work));
}

class BasicAuthenticatorTest : public testing::Test {
 protected:
  using Got = std::optional<model::Result<model::Caller>>;

  model::Result<model::Caller> sign_in(std::string_view name, std::string_view password,
                                       std::string_view peer = "192.0.2.1") {
    return test::run_coro(io_, basic_.authenticate(encoded(name, password), std::string(peer),
                                                   snapshot_, deadline()));
  }
  std::string outcome(std::string_view name, std::string_view password,
                      std::string_view peer = "192.0.2.1") {
    const auto caller = sign_in(name, password, peer);
    return caller ? "in" : caller.error().rule();
  }
  async::Deadline deadline() const { return async::Deadline::after(clock_, seconds(25)); }
  void exhaust(std::string_view name, std::string_view peer) {
    for (std::uint32_t i = 0; i < settings_.failures_max; ++i) {
      EXPECT_NE(outcome(name, "wrong" + std::to_string(i), peer), "in");
    }
  }
  void change(const std::function<void(config::Federation&)>& edit) {
    config::Federation federation = snapshot_->federation();
    edit(federation);
    snapshot_ = test::snapshot_of(std::move(federation), snapshot_->generation() + 1);
  }

  test::ManualClock clock_;
  asio::io_context io_;
  async::OffloadPool pool_{1, 8};
  config::AuthenticationSettings settings_;
  BasicAuthenticator basic_{settings_, pool_, clock_};
  std::shared_ptr<const config::Snapshot> snapshot_ = identity_snapshot();
};

TEST_F(BasicAuthenticatorTest, KindsComeFromTheAccount) {
  const auto grace = sign_in("grace", kGracePassword);
  ASSERT_TRUE(grace.has_value()) << grace.error().detail();
  EXPECT_EQ(grace->kind, CallerKind::home_user);
  EXPECT_EQ(grace->tenant, test::contoso());
  EXPECT_EQ(grace->user, test::address("grace@contoso.example"));
  EXPECT_EQ(grace->principal, "grace");

  const auto by_address = sign_in("Grace@Contoso.example", kGracePassword);
  ASSERT_TRUE(by_address.has_value());
  EXPECT_EQ(by_address->principal, "grace");

  const auto server = sign_in("exchange", kPassword);
  ASSERT_TRUE(server.has_value());
  EXPECT_EQ(server->kind, CallerKind::home_server);
  EXPECT_EQ(server->user, std::nullopt);
}

TEST_F(BasicAuthenticatorTest, AServerAsksForNobodyInParticular) {
  change([](config::Federation& federation) {
    federation.tenants[0].accounts[0].user = test::address("grace@contoso.example");
    federation.tenants[0].accounts.pop_back();
  });
  const auto server = sign_in("exchange", kPassword);
  ASSERT_TRUE(server.has_value());
  EXPECT_EQ(server->user, std::nullopt);
}

TEST_F(BasicAuthenticatorTest, WrongPasswordAndUnknownAccountLookTheSame) {
  const auto wrong = sign_in("grace", "wrong");
  const auto unknown = sign_in("nobody", "wrong");
  ASSERT_FALSE(wrong.has_value());
  ASSERT_FALSE(unknown.has_value());
  EXPECT_EQ(wrong.error().kind(), ErrorKind::unauthenticated);
  EXPECT_EQ(wrong.error().rule(), "basic.password");
  EXPECT_EQ(unknown.error().kind(), wrong.error().kind());
  EXPECT_EQ(unknown.error().rule(), wrong.error().rule());
  EXPECT_EQ(unknown.error().detail(), wrong.error().detail());
}

TEST_F(BasicAuthenticatorTest, TheHashOfADecoyOpensNothing) {
  // Whichever account stands in for "nobody", its password does not open.
  EXPECT_EQ(outcome("nobody", kPassword), "basic.password");
  EXPECT_EQ(outcome("nobody", kGracePassword), "basic.password");
  EXPECT_EQ(outcome("grace", kPassword), "basic.password");
  EXPECT_EQ(outcome("exchange", kGracePassword), "basic.password");
}

TEST_F(BasicAuthenticatorTest, AnUnknownAccountIsThrottledLikeAKnownOne) {
  for (const std::string_view name : {"grace", "nobody"}) {
    for (std::uint32_t i = 0; i < settings_.failures_max; ++i) {
      EXPECT_EQ(outcome(name, "wrong" + std::to_string(i)), "basic.password") << name << i;
    }
    const auto refused = sign_in(name, "wrong again");
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().kind(), ErrorKind::attempts_exhausted) << name;
    EXPECT_EQ(refused.error().retry_after_s(), settings_.failure_window.count()) << name;
  }
}

TEST_F(BasicAuthenticatorTest, ThrottlingIsPerAccountAndAddressAndEnds) {
  for (std::uint32_t i = 0; i < settings_.failures_max; ++i) {
    EXPECT_EQ(outcome("grace", "wrong" + std::to_string(i)), "basic.password");
  }
  EXPECT_EQ(outcome("grace", kGracePassword), "basic.attempts");
  EXPECT_EQ(outcome("GRACE", kGracePassword), "basic.attempts");
  EXPECT_EQ(outcome("grace", kGracePassword, "192.0.2.2"), "in");
  EXPECT_EQ(outcome("exchange", kPassword), "in");
  clock_.advance(settings_.failure_window);
  EXPECT_EQ(outcome("grace", kGracePassword), "in");
}

TEST_F(BasicAuthenticatorTest, SuccessForgetsTheFailuresBefore) {
  for (int round = 0; round < 3; ++round) {
    for (std::uint32_t i = 1; i < settings_.failures_max; ++i) {
      EXPECT_EQ(outcome("grace", "wrong" + std::to_string(i)), "basic.password");
    }
    clock_.advance(settings_.basic_remembered);
    EXPECT_EQ(outcome("grace", kGracePassword), "in");
  }
}

TEST_F(BasicAuthenticatorTest, ARememberedPasswordIsNotHashedAgain) {
  EXPECT_EQ(outcome("grace", kGracePassword), "in");
  // With the only thread of the pool held, whatever needs a hash would wait for ever.
  std::promise<void> gate;
  std::shared_future<void> opened = gate.get_future().share();
  asio::co_spawn(io_, hold(&pool_, opened), asio::detached);
  io_.poll();
  EXPECT_EQ(outcome("grace", kGracePassword), "in");
  EXPECT_EQ(outcome("grace", kGracePassword, "192.0.2.99"), "in");
  gate.set_value();
  io_.restart();
  io_.run();
}

TEST_F(BasicAuthenticatorTest, WhatIsRememberedEnds) {
  EXPECT_EQ(outcome("grace", kGracePassword), "in");
  clock_.advance(settings_.basic_remembered - seconds(1));
  exhaust("grace", "192.0.2.1");
  EXPECT_EQ(outcome("grace", kGracePassword), "in");  // remembered: no attempt is needed
  clock_.advance(seconds(1));
  EXPECT_EQ(outcome("grace", kGracePassword), "basic.attempts");
}

TEST_F(BasicAuthenticatorTest, AChangedHashDropsWhatIsRemembered) {
  EXPECT_EQ(outcome("grace", kGracePassword), "in");
  change([](config::Federation& federation) {
    federation.tenants[0].accounts[1].password_hash = config::Secret(std::string(kPasswordHash));
  });
  EXPECT_EQ(outcome("grace", kGracePassword), "basic.password");
  EXPECT_EQ(outcome("grace", kPassword), "in");
}

TEST_F(BasicAuthenticatorTest, ARemovedAccountIsGoneAtOnce) {
  EXPECT_EQ(outcome("grace", kGracePassword), "in");
  change([](config::Federation& federation) { federation.tenants[0].accounts.pop_back(); });
  EXPECT_EQ(outcome("grace", kGracePassword), "basic.password");
}

TEST_F(BasicAuthenticatorTest, WhatAnAccountIsComesFromTheCurrentSnapshot) {
  EXPECT_EQ(outcome("exchange", kPassword), "in");
  change([](config::Federation& federation) {
    federation.tenants[0].accounts[0].kind = CallerKind::home_script;
  });
  EXPECT_EQ(sign_in("exchange", kPassword)->kind, CallerKind::home_script);
}

TEST_F(BasicAuthenticatorTest, WithoutAccountsNothingIsHashed) {
  change([](config::Federation& federation) { federation.tenants[0].accounts.clear(); });
  EXPECT_EQ(outcome("grace", kGracePassword), "basic.no_accounts");
}

TEST_F(BasicAuthenticatorTest, ManyAtOnceAreHashedOnce) {
  // One thread, one place in the queue: a second hash at the same time would be refused.
  async::OffloadPool small(1, 1);
  BasicAuthenticator basic(settings_, small, clock_);
  std::vector<Got> got(20);
  for (Got& each : got) {
    asio::co_spawn(
        io_,
        ask(&basic, encoded("grace", kGracePassword), "192.0.2.1", snapshot_, deadline(), &each),
        asio::detached);
  }
  io_.run();
  for (const Got& each : got) {
    ASSERT_TRUE(each.has_value());
    EXPECT_TRUE(each->has_value()) << each->error().detail();
  }
}

TEST_F(BasicAuthenticatorTest, GuessesAtTheSameTimeCountOneByOne) {
  std::vector<Got> got(2 * settings_.failures_max);
  async::OffloadPool wide(1, 64);
  BasicAuthenticator basic(settings_, wide, clock_);
  for (std::size_t i = 0; i < got.size(); ++i) {
    asio::co_spawn(io_,
                   ask(&basic, encoded("grace", "wrong" + std::to_string(i)), "192.0.2.1",
                       snapshot_, deadline(), &got[i]),
                   asio::detached);
  }
  io_.run();
  std::size_t hashed = 0;
  for (const Got& each : got) {
    ASSERT_TRUE(each.has_value());
    ASSERT_FALSE(each->has_value());
    if (each->error().kind() == ErrorKind::unauthenticated) ++hashed;
  }
  EXPECT_EQ(hashed, settings_.failures_max);
}

TEST_F(BasicAuthenticatorTest, AFullQueueIsBusyAndCostsNoAttempt) {
  async::OffloadPool small(1, 1);
  BasicAuthenticator basic(settings_, small, clock_);
  std::promise<void> gate;
  std::shared_future<void> opened = gate.get_future().share();
  std::promise<void> begun;
  asio::co_spawn(io_, hold(&small, opened, &begun), asio::detached);
  io_.poll();
  begun.get_future().wait();
  asio::co_spawn(io_, hold(&small, opened), asio::detached);  // the one place in the queue
  io_.restart();
  io_.poll();
  for (std::uint32_t i = 0; i < 2 * settings_.failures_max; ++i) {
    Got got;
    asio::co_spawn(io_,
                   ask(&basic, encoded("grace", "wrong" + std::to_string(i)), "192.0.2.1",
                       snapshot_, deadline(), &got),
                   asio::detached);
    io_.restart();
    io_.poll();
    ASSERT_TRUE(got.has_value()) << i;
    EXPECT_EQ(got->error().kind(), ErrorKind::server_busy) << i;
  }
  gate.set_value();
  io_.restart();
  io_.run();
  const auto caller = test::run_coro(io_, basic.authenticate(encoded("grace", kGracePassword),
                                                             "192.0.2.1", snapshot_, deadline()));
  EXPECT_TRUE(caller.has_value());
}

TEST(BasicCredential, IsReadStrictly) {
  const auto good = read_basic(encoded("Grace", "p:w d"));
  ASSERT_TRUE(good.has_value());
  EXPECT_EQ(good->name, "Grace");
  EXPECT_EQ(good->password.reveal(), "p:w d");
  EXPECT_EQ(read_basic(encoded("j\xc3\xbcrgen", "gr\xc3\xbc\xc3\x9f"))->name, "j\xc3\xbcrgen");
  for (const std::string& text :
       {std::string(), std::string("grace:secret"), std::string("Z3JhY2U6c2VjcmV0!"),
        std::string("Z3JhY2U6c2VjcmV"), encoded("", "secret"), encoded("grace", ""),
        encoded("gra\nce", "secret"), encoded("grace", "se\tcret"), encoded("grace", "se\x7f"),
        encoded("grace", std::string_view("se\0cret", 7)),
        wire::base64(std::vector<std::uint8_t>{'n', 'o'}), encoded("grace", "secret") + " "}) {
    const auto read = read_basic(text);
    ASSERT_FALSE(read.has_value()) << text;
    EXPECT_EQ(read.error().rule(), "basic.malformed");
    EXPECT_EQ(read.error().detail().find("secret"), std::string::npos);
  }
}

TEST(BasicCredential, LengthsHaveEdges) {
  const std::string name(BasicCredential::kNameBytesMax, 'n');
  const std::string password(BasicCredential::kPasswordBytesMax, 'p');
  EXPECT_TRUE(read_basic(encoded(name, password)).has_value());
  EXPECT_FALSE(read_basic(encoded(name + "n", "p")).has_value());
  EXPECT_FALSE(read_basic(encoded("n", password + "p")).has_value());
  EXPECT_FALSE(read_basic(std::string(64 * 1024, 'A')).has_value());
}

}  // namespace
}  // namespace fb::identity
