// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Our own server-to-server tokens for an Exchange server ([MS-XOAUTH]). The server is first asked
// with an empty Bearer credential: its challenge says for which application and realm a token has
// to be made. The actor token is signed with our certificate, or asked of the authority; an outer
// token around it names the person, where one is configured.
//
// A token of our own lives for an hour: a signature costs a millisecond, so nothing is won by one
// that is good for a day. Tokens are kept and renewed as kept_tokens.hpp has it. Shared by all
// threads.
//
// Beware: a request runs on with the HttpClient that it was given after the caller that caused it
// has ended, so that client must last as long as the executor.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "config/federation.hpp"
#include "gateway/async/clock.hpp"
#include "gateway/async/offload_pool.hpp"
#include "gateway/identity/token_broker.hpp"
#include "gateway/net/http_client.hpp"

namespace fb::identity {

// Everything that a token depends on.
struct S2sTarget {
  std::string url;  // of the server
  config::ExchangeApplication application;
  std::optional<TokenRequest> actor;  // where the authority issues the actor token
};

class S2sClient {
 public:
  static constexpr std::chrono::seconds kChallengeRemembered{3600};
  static constexpr std::chrono::seconds kTokenLifetime{3600};
  static constexpr std::size_t kTargetsMax = 1024;

  // `pool` reads the key files and signs.
  S2sClient(TokenBroker& tokens, async::OffloadPool& pool, async::Clock& clock);
  ~S2sClient();

  // The whole value of the Authorization header. Error: token_unavailable, with a rule: "s2s.url",
  // "s2s.no_challenge", "s2s.realm", "s2s.key" or one of the token broker's.
  boost::asio::awaitable<model::Result<config::Secret>> authorization(S2sTarget target,
                                                                      net::HttpClient& http,
                                                                      async::Deadline deadline);

  // What the server's last challenge says about why it may refuse our own tokens; empty where it
  // says nothing against them. In our words, for the operator.
  std::string doubt(const S2sTarget& target);

  // Of a server that refused what it was shown: the next request asks it anew.
  void forget(const S2sTarget& target);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace fb::identity
