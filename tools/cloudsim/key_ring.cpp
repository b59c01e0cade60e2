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

Application KeyRing::registered(const Application& application) const {
  Application out = application;
  const auto changed = registered_.find(application.client_id);
  if (changed == registered_.end()) return out;
  out.certificates.clear();
  for (const std::size_t place : changed->second) {
    out.certificates.push_back(application.certificates.at(place));
  }
  return out;
}

bool KeyRing::register_only(std::string_view client_id,
                            const std::vector<std::size_t>& certificates) {
  bool found = false;
  for (const Cloud& cloud : world_.clouds) {
    for (const Tenant& tenant : cloud.tenants) {
      const Application* application = tenant.application(client_id);
      if (application == nullptr) continue;
      found = true;
      const auto missing = [&](std::size_t place) {
        return place >= application->certificates.size();
      };
      if (std::any_of(certificates.begin(), certificates.end(), missing)) return false;
    }
  }
  if (found) registered_[std::string(client_id)] = certificates;
  return found;
}

}  // namespace fb::cloudsim
