// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// A token service that the scenario plays: who wants a delegation token asks over the transport, in
// one line, and the reply is the token. A token that was given is kept until it is forgotten.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "gateway/identity/delegation_tokens.hpp"

namespace fb::scenarios {

class ScriptedDelegations final : public identity::DelegationTokens {
 public:
  using Token = std::shared_ptr<const identity::DelegationToken>;

  boost::asio::awaitable<model::Result<Token>> token(identity::DelegationRequest request,
                                                     net::HttpClient& http,
                                                     async::Deadline deadline) override {
    const std::string wanted = line_of(request);
    if (const auto kept = kept_.find(wanted); kept != kept_.end()) co_return kept->second;
    net::HttpRequest call;
    call.url = request.issuer.endpoint;
    call.body = wanted;
    const auto response = co_await http.exchange(std::move(call), deadline);
    if (!response || response->status != 200) {
      co_return model::Error::of(model::ErrorKind::token_unavailable, "no token",
                                 "delegation.unreachable");
    }
    auto made = std::make_shared<identity::DelegationToken>();
    made->xml = "<token>" + wanted + " no." + std::to_string(++given_) + "</token>";
    kept_[wanted] = made;
    co_return made;
  }
  void forget(const identity::DelegationRequest& request) override {
    kept_.erase(line_of(request));
  }

 private:
  static std::string line_of(const identity::DelegationRequest& request) {
    return request.user.str() + " " + request.offer + " " + request.target;
  }

  std::map<std::string, Token> kept_;
  int given_ = 0;
};

}  // namespace fb::scenarios
