// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/basic_authenticator.hpp"

#include <algorithm>
#include <cstring>

#include "gateway/identity/password_hash.hpp"
#include "protocols/wire/base64.hpp"

namespace fb::identity {
namespace {

namespace asio = boost::asio;

constexpr std::string_view kChallenge = R"(Basic realm="freebusy", charset="UTF-8")";
using model::Error;
using model::ErrorKind;

constexpr std::size_t kEncodedBytesMax =
    (BasicCredential::kNameBytesMax + 1 + BasicCredential::kPasswordBytesMax + 2) / 3 * 4;

Error refused(std::string detail, std::string rule) {
  return Error::of(ErrorKind::unauthenticated, std::move(detail), std::move(rule));
}

bool has_control_character(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
  });
}

std::uint64_t number_of(const Digest& digest) {
  std::uint64_t number = 0;
  std::memcpy(&number, digest.data(), sizeof number);
  return number;
}

}  // namespace

model::Result<BasicCredential> read_basic(std::string_view encoded) {
  static constexpr std::string_view kRule = "basic.malformed";
  if (encoded.size() > kEncodedBytesMax) {
    return refused("the Basic credential is too long", std::string(kRule));
  }
  auto plain = wire::read_base64(encoded);
  if (!plain) return refused("the Basic credential is no base64", std::string(kRule));
  const std::size_t colon = plain->find(':');
  BasicCredential credential;
  if (colon != std::string::npos) {
    credential.name = plain->substr(0, colon);
    credential.password = config::Secret(plain->substr(colon + 1));
  }
  const bool good = !credential.name.empty() && !credential.password.empty() &&
                    credential.name.size() <= BasicCredential::kNameBytesMax &&
                    credential.password.reveal().size() <= BasicCredential::kPasswordBytesMax &&
                    !has_control_character(*plain);
  config::wipe(*plain);
  if (!good) return refused("the Basic credential is no name and password", std::string(kRule));
  return credential;
}

BasicAuthenticator::State::State(const config::AuthenticationSettings& settings,
                                 async::OffloadPool& pool, async::Clock& time,
                                 std::shared_ptr<CurrentAccounts> known)
    : remembered(settings.basic_remembered),
      hashing(pool),
      clock(time),
      limiter(settings.failures_max, settings.failure_window),
      verified(kRememberedMax, 16),
      accounts(std::move(known)) {}

BasicAuthenticator::BasicAuthenticator(const config::AuthenticationSettings& settings,
                                       async::OffloadPool& hashing, async::Clock& clock,
                                       std::shared_ptr<CurrentAccounts> accounts)
    : state_(std::make_shared<State>(settings, hashing, clock, std::move(accounts))) {}

bool BasicAuthenticator::takes(const Presented& presented) const {
  return presented.scheme == "basic";
}

asio::awaitable<model::Result<Proof>> BasicAuthenticator::prove(const Presented& presented,
                                                                Examination& examination) {
  examination.set_kind("basic");
  std::string encoded(presented.rest.reveal());
  auto caller = co_await authenticate(std::move(encoded), presented.peer_address,
                                      presented.snapshot, presented.deadline);
  if (!caller) co_return caller.error();
  co_return Proof{std::move(*caller)};
}

void BasicAuthenticator::offer(const config::Snapshot&,
                               std::vector<std::string>& challenges) const {
  challenges.emplace_back(kChallenge);
}

asio::awaitable<model::Result<model::Caller>> BasicAuthenticator::authenticate(
    std::string encoded, std::string peer_address, std::shared_ptr<const config::Snapshot> snapshot,
    async::Deadline deadline) {
  const auto credential = read_basic(encoded);
  config::wipe(encoded);
  if (!credential) co_return credential.error();
  const std::shared_ptr<const AccountIndex> index = state_->accounts->of(std::move(snapshot));
  const std::string name = AccountIndex::folded(credential->name);
  const KnownAccount* const known = index->find(name);
  const KnownAccount* const hashed =
      known != nullptr ? known : index->decoy(number_of(state_->digests.of({"decoy", name})));
  if (hashed == nullptr) {
    co_return refused("no home tenant has an account with a password", "basic.no_accounts");
  }

  const std::string tenant = hashed->tenant->key.str();
  const std::string_view kind = known != nullptr ? "account" : "decoy";
  const std::string_view password = credential->password.reveal();
  const std::string_view stored = hashed->account->password_hash.reveal();
  const Digest digest = state_->digests.of({kind, tenant, hashed->account->name, stored, password});
  if (known != nullptr && state_->verified.find(digest, state_->clock.now())) {
    co_return caller_of(*known);
  }
  // Checks are shared by those who come from one place under one name, because an attempt is
  // counted there.
  const std::string limited_by = FailureLimiter::key(name, peer_address);
  Check check{digest, limited_by, credential->password, hashed->account->password_hash,
              known != nullptr};
  const auto right = co_await verify(std::move(check), deadline);
  if (!right) co_return right.error();
  if (!*right) co_return refused("the account or its password is wrong", "basic.password");
  co_return caller_of(*known);
}

asio::awaitable<model::Result<bool>> BasicAuthenticator::verify(Check check,
                                                                async::Deadline deadline) {
  const auto bytes =
      std::string_view(reinterpret_cast<const char*>(check.digest.data()), check.digest.size());
  const Digest flight = state_->digests.of({"check", bytes, check.limited_by});
  auto shared = std::make_shared<const Check>(std::move(check));
  const std::shared_ptr<State> state = state_;
  SharedAnswer<bool, Digest, DigestHash>::Work work = [state, shared] {
    return run(state, shared);
  };
  auto right = co_await state->checks.get(flight, std::move(work), state->clock, deadline);
  if (!right && right.error().kind() == ErrorKind::deadline_passed) {
    co_return Error::of(ErrorKind::server_busy, "the password was not checked in time",
                        "basic.too_slow");
  }
  co_return right;
}

asio::awaitable<model::Result<bool>> BasicAuthenticator::run(std::shared_ptr<State> state,
                                                             std::shared_ptr<const Check> check) {
  const bool verified = state->verified.find(check->digest, state->clock.now()).has_value();
  if (check->account_exists && verified) co_return true;
  const auto wait = state->limiter.take(check->limited_by, state->clock.now());
  if (wait.count() != 0) {
    co_return Error::of(ErrorKind::attempts_exhausted,
                        "too many wrong passwords for the account from this address",
                        "basic.attempts")
        .with_retry_after_s(static_cast<std::uint32_t>(wait.count()));
  }
  const auto right = std::make_shared<bool>(false);
  std::function<void()> hash = [check, right] {
    *right = is_password(check->password.reveal(), check->stored.reveal());
  };
  const model::Status done = co_await state->hashing.run(std::move(hash));
  if (!done) {
    state->limiter.give_back(check->limited_by);
    co_return done.error();
  }
  if (!*right || !check->account_exists) co_return false;
  state->limiter.succeeded(check->limited_by);
  const async::SteadyTime until = state->clock.now() + state->remembered;
  if (state->remembered.count() > 0) state->verified.put(check->digest, true, until);
  co_return true;
}

}  // namespace fb::identity
