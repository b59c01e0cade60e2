// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Which of an authority's keys signs, which are published, and which of an application's
// certificates count. At the start the first key signs, and all keys are published and all
// certificates registered; a test rolls over by changing any of these.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tools/cloudsim/world.hpp"

namespace fb::cloudsim {

class KeyRing {
 public:
  explicit KeyRing(const World& world);

  const SigningKey& signing(std::string_view login_host) const;
  std::vector<const SigningKey*> published(std::string_view login_host) const;
  // Null where no published key has that id.
  const SigningKey* published(std::string_view login_host, std::string_view kid) const;

  // Keys by their place in the configuration. False where a place does not exist.
  bool roll_over(std::string_view login_host, std::size_t signs,
                 const std::vector<std::size_t>& published);

  // The application with the certificates that count now.
  Application registered(const Application& application) const;
  // From now on only these certificates of the application, in every tenant that it is in, by their
  // place in the configuration. False where the application or a place does not exist.
  bool register_only(std::string_view client_id, const std::vector<std::size_t>& certificates);

 private:
  struct State {
    std::size_t signs = 0;
    std::vector<std::size_t> published;
  };
  const World& world_;
  std::map<std::string, State, std::less<>> states_;
  std::map<std::string, std::vector<std::size_t>, std::less<>> registered_;  // those that changed
};

}  // namespace fb::cloudsim
