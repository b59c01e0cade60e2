// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The one HTTPS listener of the simulation: one thread, one port for all hosts. Built on Asio and
// Beast alone, so that the gateway's client does not talk to the gateway's own server code.
//
// It also does what no good server does, when a fault asks for it: answers cut in half, silence.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "protocols/model/result.hpp"
#include "tools/cloudsim/simulator.hpp"
#include "tools/cloudsim/world.hpp"

namespace fb::cloudsim {

class Server {
 public:
  static constexpr std::size_t kConnectionsMax = 1024;
  static constexpr std::size_t kBodyBytesMax = 1024 * 1024;
  static constexpr std::uint32_t kHeadBytesMax = 64 * 1024;
  static constexpr std::chrono::seconds kStepTimeout{30};  // handshake, body, answer
  static constexpr std::chrono::seconds kIdleTimeout{120};
  static constexpr std::chrono::seconds kStallMax{600};

  using LogLine = std::function<void(std::string_view)>;

  // Reads the certificate and binds. The world must outlive the server.
  static model::Result<std::unique_ptr<Server>> make(const World& world, LogLine log);
  virtual ~Server() = default;

  virtual std::uint16_t port() const = 0;
  // Serves until SIGTERM or SIGINT.
  virtual void run() = 0;
};

// The certificate and key of the listener fit together. Also what --check looks at.
model::Status check_tls_files(const Listener& listener);

}  // namespace fb::cloudsim
