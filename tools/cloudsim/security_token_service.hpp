// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The issuer of delegation tokens: WS-Trust at its endpoint, its certificates in federation
// metadata of 2006-12. Refuses what it cannot prove with the fault of the real service.
//
// Which key signs and which are published changes at run time, as in KeyRing.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "protocols/model/time_window.hpp"
#include "tools/cloudsim/federation.hpp"
#include "tools/cloudsim/message.hpp"
#include "tools/cloudsim/token_question.hpp"
#include "tools/cloudsim/world.hpp"

namespace fb::cloudsim {

class SecurityTokenService {
 public:
  static constexpr std::size_t kProofKeyBytes = 32;

  explicit SecurityTokenService(const World& world);

  bool serves(std::string_view host, std::string_view path) const;
  Answer answer(const Request& request, model::UtcTime now);

  // Keys by their place in the configuration. False where a place or the issuer does not exist.
  bool roll_over(std::string_view uri, std::size_t signs,
                 const std::vector<std::size_t>& published);

 private:
  struct State {
    std::size_t signs = 0;
    std::vector<std::size_t> published;
  };

  std::string issue(const GoodQuestion& question, const FederationService& service,
                    model::UtcTime now) const;
  std::string metadata(const FederationService& service) const;

  const World& world_;
  std::map<std::string, State, std::less<>> states_;  // by the issuer's URI
};

}  // namespace fb::cloudsim
