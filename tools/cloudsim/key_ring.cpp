// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/cloudsim/key_ring.hpp"

#include <algorithm>

namespace fb::cloudsim {

KeyRing::KeyRing(const World& world) : world_(world) {
  for (const auto& [host, keys] : world.authorities) {
    State state;
    for (std::size_t place = 0; place < keys.size(); ++place) state.published.push_back(place);
    states_[host] = std::move(state);
  }
}

const SigningKey& KeyRing::signing(std::string_view login_host) const {
  const std::string host(login_host);
  return world_.authorities.at(host).at(states_.at(host).signs);
}

std::vector<const SigningKey*> KeyRing::published(std::string_view login_host) const {
  std::vector<const SigningKey*> out;
  const auto state = states_.find(login_host);
  if (state == states_.end()) return out;
  const auto& keys = world_.authorities.at(std::string(login_host));
  for (const std::size_t place : state->second.published) out.push_back(&keys.at(place));
  return out;
}

const SigningKey* KeyRing::published(std::string_view login_host, std::string_view kid) const {
  for (const SigningKey* key : published(login_host)) {
    if (key->kid() == kid) return key;
  }
  return nullptr;
}

bool KeyRing::roll_over(std::string_view login_host, std::size_t signs,
                        const std::vector<std::size_t>& published) {
  const auto state = states_.find(login_host);
  if (state == states_.end()) return false;
  const std::size_t keys = world_.authorities.at(std::string(login_host)).size();
  const auto missing = [&](std::size_t place) { return place >= keys; };
  if (missing(signs) || std::any_of(published.begin(), published.end(), missing)) return false;
  state->second = State{signs, published};
  return true;
}

}  // namespace fb::cloudsim
