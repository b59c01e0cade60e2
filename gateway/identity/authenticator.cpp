// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/authenticator.hpp"

#include "gateway/identity/basic_authenticator.hpp"
#include "gateway/identity/bearer_authenticator.hpp"
#include "gateway/identity/caller_mint.hpp"

namespace fb::identity {
namespace {

namespace asio = boost::asio;
using model::AuthenticatedCaller;
using model::Error;
using model::ErrorKind;

constexpr std::string_view kBasicChallenge = R"(Basic realm="freebusy", charset="UTF-8")";

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

struct SchemeAndRest {
  std::string scheme;  // in lower case
  std::string rest;
};

SchemeAndRest split(std::string_view authorization) {
  const std::string_view value = trim(authorization);
  const std::size_t space = value.find(' ');
  SchemeAndRest parts;
  parts.scheme = AccountIndex::folded(value.substr(0, space));
  if (space != std::string_view::npos) parts.rest = trim(value.substr(space));
  return parts;
}

class HeaderAuthenticator final : public Authenticator {
 public:
  HeaderAuthenticator(const config::AuthenticationSettings& settings, async::OffloadPool& hashing,
                      SigningKeys& keys, async::Clock& clock)
      : offers_basic_(settings.basic),
        offers_bearer_(settings.bearer),
        basic_(settings, hashing, clock),
        bearer_(settings, keys, clock) {}

  asio::awaitable<model::Result<AuthenticatedCaller>> authenticate(
      Credential credential, std::shared_ptr<const config::Snapshot> snapshot,
      net::HttpClient& http, async::Deadline deadline) override {
    SchemeAndRest parts = split(credential.authorization);
    config::wipe(credential.authorization);
    if (parts.scheme.empty()) {
      co_return Error::of(ErrorKind::unauthenticated, "the request has no credential",
                          "credential.missing");
    }
    if (offers_bearer_ && parts.scheme == "bearer") {
      auto caller =
          co_await bearer_.authenticate(std::move(parts.rest), std::move(snapshot), http, deadline);
      if (!caller) co_return caller.error();
      co_return CallerMint::prove(std::move(*caller));
    }
    if (offers_basic_ && parts.scheme == "basic") {
      auto caller = co_await basic_.authenticate(
          std::move(parts.rest), std::move(credential.peer_address), std::move(snapshot), deadline);
      if (!caller) co_return caller.error();
      co_return CallerMint::prove(std::move(*caller));
    }
    config::wipe(parts.rest);
    co_return Error::of(ErrorKind::unauthenticated,
                        "the credential is of a scheme that is not offered", "credential.scheme");
  }

  std::vector<std::string> challenges() const override {
    std::vector<std::string> offered;
    if (offers_bearer_) offered.emplace_back("Bearer");
    if (offers_basic_) offered.emplace_back(kBasicChallenge);
    return offered;
  }

 private:
  const bool offers_basic_;
  const bool offers_bearer_;
  BasicAuthenticator basic_;
  BearerAuthenticator bearer_;
};

}  // namespace

std::unique_ptr<Authenticator> make_authenticator(const config::AuthenticationSettings& settings,
                                                  async::OffloadPool& hashing, SigningKeys& keys,
                                                  async::Clock& clock) {
  return std::make_unique<HeaderAuthenticator>(settings, hashing, keys, clock);
}

}  // namespace fb::identity
